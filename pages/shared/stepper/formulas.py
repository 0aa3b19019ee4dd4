"""Each operation in symbols: the formula with its factors in their colours, and the lines of code."""

from __future__ import annotations

import re

from mlp_core import ACTIVATIONS, Experiment, Operation
from pages.shared.stepper.mathml import mathml

# One colour for each factor, in the order in which they are looked for.
_FACTORS = (
    (r"\\frac\{\\partial L\}\{\\partial a_\{\d+\}\}", "delta"),
    (r"f'\(z_\{\d+\}\)", "slope"),
    (r"\\delta_\{\d+\}", "delta"),
    (r"(?<!d)W_\{\d+\}(\^\\top)?", "weights"),
)


def painted(formula: str, layer: int | None) -> str:
    """The formula with every factor in its colour; the previous layer's activation in that of inputs."""
    factors = list(_FACTORS)
    if layer is not None:
        factors.append((rf"a_\{{{layer - 1}\}}(\^\\top)?", "previous"))
    left, equals, right = formula.partition("=")
    if not equals:
        left, equals, right = formula.partition(r"\leftarrow")
    for pattern, name in factors:
        right = re.sub(pattern, rf"\\paint{{{name}}}{{\g<0>}}", right)
    return left + equals + right


def symbols(operation: Operation) -> str:
    """The operation's formula as MathML, in colours."""
    if operation.symbol == "loss":
        return mathml(rf"L = {operation.formula}")
    # dW and db are two equations: each is painted by itself.
    parts = [painted(part, operation.layer) for part in operation.formula.split(r",\ ")]
    return mathml(r"\quad ".join(parts))


def substituted(operation: Operation, experiment: Experiment) -> str | None:
    """For an activation: its formula with a place for the number z, as MathML."""
    if operation.symbol != "a":
        return None
    last = operation.layer == len(experiment.sizes) - 1
    function = ACTIVATIONS[experiment.output_activation if last else experiment.activation]
    return mathml("= " + re.sub("(?<![a-z])z", r"\\slot{z}", function.formula))


def textbook(operation: Operation, experiment: Experiment) -> str:
    """The operation's line of code, samples as rows."""
    l, last = operation.layer or 0, len(experiment.sizes) - 1
    below = "x" if l == 1 else f"a{l - 1}"
    match operation.symbol:
        case "z":
            return f"z{l} = {below} @ W{l} + b{l}"
        case "a":
            return f"a{l} = f(z{l})" if l < last else f"a{l} = f_out(z{l})"
        case "loss":
            total = "mean" if experiment.loss == "mse" else "sum"
            samples = " / len(y)" if experiment.loss != "mse" else ""
            return f"loss = 0.5 * {total}((a{last} - y) ** 2){samples}"
        case "delta" if l == last:
            return f"delta{l} = (a{l} - y) / len(y) * f_out.slope(z{l})"
        case "delta":
            return f"delta{l} = (delta{l + 1} @ W{l + 1}.T) * f.slope(z{l})"
        case "dW":
            return f"dW{l} = {below}.T @ delta{l};  db{l} = delta{l}.sum(0)"
    biases = f";  b{l} -= eta * db{l}" if experiment.train_biases else ""
    return f"W{l} -= eta * dW{l}{biases}"


def tutorial(operation: Operation, experiment: Experiment) -> str:
    """The line of the tutorial's listing that does it; its l0.dh is the gradient at the layer's input."""
    last = operation.layer == len(experiment.sizes) - 1
    lines = {
        "z": "self.last_h = _m(_t(self.W), x) + self.b",
        "a": "return self.a(self.last_h)",
        "loss": "loss = loss_obj(network(x), y)",
        "delta": "loss_obj.dh = loss_obj.grad()" if last else "l0.dh = _m(l0.grad(), l1.dh)",
        "dW": "l0.dW = l0.grad_W(l1.dh);  l0.db = l0.grad_b(l1.dh)",
        "W": "layer.W += -alpha * layer.dW;  layer.b += -alpha * layer.db",
    }
    where = f"    # layer {operation.layer}" if operation.layer else ""
    return lines[operation.symbol] + where
