"""Each operation in symbols: the formula with its factors in their colours, and the lines of code."""

from __future__ import annotations

import re

from mlp_core import ACTIVATIONS, LOSSES, Experiment, Operation
from pages.shared.stepper.mathml import mathml

# One colour for each factor, in the order in which they are looked for.
_FACTORS = (
    (r"\\frac\{\\partial L\}\{\\partial a_\{\d+\}\}", "delta"),
    (r"f'\([zn]_\{\d+\}\)", "slope"),
    (r"\\delta_\{\d+\}", "delta"),
    (r"(?<![a-z])dn_\{\d+\}", "delta"),
    (r"(?<!d)W_\{\d+\}(\^\\top)?", "weights"),
)


def painted(formula: str, layer: int | None) -> str:
    """The formula with every factor in its colour; the previous layer's activation in that of inputs."""
    factors = list(_FACTORS)
    if layer is not None:
        factors.append((rf"(?<![a-z])a_\{{{layer - 1}\}}(\^\\top)?", "previous"))
    left, equals, right = formula.partition("=")
    if not equals:
        left, equals, right = formula.partition(r"\leftarrow")
    for pattern, name in factors:
        right = re.sub(pattern, rf"\\paint{{{name}}}{{\g<0>}}", right)
    return left + equals + right


def symbols(operation: Operation) -> str:
    """The operation's formula as MathML, in colours: one element for each of its equations."""
    if operation.symbol == "loss":
        return mathml(rf"L = {operation.formula}")
    # dW and db are two equations: each is painted by itself.
    return "".join(mathml(painted(part, operation.layer)) for part in operation.formula.split(r",\ "))


def substituted(operation: Operation, experiment: Experiment) -> str | None:
    """For an activation: its formula with places for the numbers, z of what it sees, below of a skip."""
    if operation.symbol != "a":
        return None
    last = operation.layer == len(experiment.sizes) - 1
    function = ACTIVATIONS[experiment.output_activation if last else experiment.activation]
    filled = re.sub("(?<![a-z])z", r"\\slot{z}", function.formula)
    if _skips(operation):
        filled += r" + \paint{previous}{\slot{below}}"
    return mathml("= " + filled)


def _skips(operation: Operation) -> bool:
    """Whether a skip connection has a part in it: forwards that around its layer, backwards the next's."""
    l = operation.layer or 0
    return {"a": f"a{l - 1}", "delta": f"da{l + 1}"}.get(operation.symbol) in operation.reads


def _fused(operation: Operation, experiment: Experiment) -> bool:
    """Whether it belongs to an output layer whose slope cancels with the loss's."""
    last = len(experiment.sizes) - 1
    function = ACTIVATIONS[experiment.output_activation]
    return operation.layer == last and LOSSES[experiment.loss].fuses(function)


def _normalizes(operation: Operation, experiment: Experiment) -> bool:
    """Whether it belongs to a layer that is normalised."""
    hidden = operation.layer is not None and operation.layer < len(experiment.sizes) - 1
    return hidden and experiment.normalization != "none"


def sentence(operation: Operation, experiment: Experiment) -> str:
    """Which sentence says what the operation does: stepper.say_<this> in the catalogue."""
    symbol, last = operation.symbol, len(experiment.sizes) - 1
    skip = "_skip" if _skips(operation) else ""
    normalized = "_normalized" if _normalizes(operation, experiment) else ""
    match symbol:
        case "z" | "dW":
            return symbol + normalized
        case "n":
            return f"n_{experiment.normalization}"
        case "a":
            return "a" + skip
        case "loss":
            return "loss_bce" if experiment.loss == "bce" else "loss"
        case "delta" if operation.layer == last:
            return "delta_fused" if _fused(operation, experiment) else "delta_last"
        case "delta":
            return f"delta{normalized}{skip}"
    return "W" if experiment.train_biases else "W_fixed"


def textbook(operation: Operation, experiment: Experiment) -> str:
    """The operation's code, samples as rows; in a line, or more where it has more parts."""
    l, last = operation.layer or 0, len(experiment.sizes) - 1
    below = "x" if l == 1 else f"a{l - 1}"
    normalizes = _normalizes(operation, experiment)
    over = "0" if experiment.normalization == "batch" else "1, keepdims=True"
    seen = f"n{l}" if normalizes else f"z{l}"
    match operation.symbol:
        case "z":
            return f"z{l} = {below} @ W{l}" + ("" if normalizes else f" + b{l}")
        case "n":
            return (
                f"s{l} = sqrt(z{l}.var({over}) + 1e-5)\n"
                f"n_hat{l} = (z{l} - z{l}.mean({over})) / s{l}\n"
                f"n{l} = n_hat{l} + b{l}"
            )
        case "a":
            skip = f" + {below}" if _skips(operation) else ""
            return f"a{l} = f({seen}){skip}" if l < last else f"a{l} = f_out({seen})"
        case "loss" if experiment.loss == "bce":
            return f"loss = -sum(y * log(a{last}) + (1 - y) * log(1 - a{last})) / len(y)"
        case "loss":
            total = "mean" if experiment.loss == "mse" else "sum"
            samples = " / len(y)" if experiment.loss != "mse" else ""
            return f"loss = 0.5 * {total}((a{last} - y) ** 2){samples}"
        case "delta" if l == last:
            slope = "" if _fused(operation, experiment) else f" * f_out.slope({seen})"
            return f"delta{l} = (a{l} - y) / len(y){slope}"
        case "delta":
            return _hidden_delta(operation, experiment, seen, over)
        case "dW":
            shift = f"dn{l}" if normalizes else f"delta{l}"
            return f"dW{l} = {below}.T @ delta{l};  db{l} = {shift}.sum(0)"
    biases = f";  b{l} -= eta * db{l}" if experiment.train_biases else ""
    return f"W{l} -= eta * dW{l}{biases}"


def _hidden_delta(operation: Operation, experiment: Experiment, seen: str, over: str) -> str:
    l = operation.layer or 0
    passed = f"delta{l + 1} @ W{l + 1}.T"
    if not (experiment.residual or _normalizes(operation, experiment)):
        return f"delta{l} = ({passed}) * f.slope({seen})"
    # The gradient at a has a name of its own: the skip connection around this layer hands it on.
    skip = f" + da{l + 1}" if _skips(operation) else ""
    lines = [f"da{l} = {passed}{skip}"]
    if not _normalizes(operation, experiment):
        return "\n".join([*lines, f"delta{l} = da{l} * f.slope({seen})"])
    return "\n".join(
        [
            *lines,
            f"dn{l} = da{l} * f.slope({seen})",
            f"delta{l} = dn{l} - dn{l}.mean({over})",
            f"delta{l} -= n_hat{l} * (dn{l} * n_hat{l}).mean({over})",
            f"delta{l} /= s{l}",
        ]
    )


def tutorial(operation: Operation, experiment: Experiment) -> str:
    """The line of the tutorial's listing that does it; its l0.dh is the gradient at the layer's input.

    What the listing does not have says so: in its words where they can say it, else in the textbook's.
    """
    last = operation.layer == len(experiment.sizes) - 1
    normalizes, fused = _normalizes(operation, experiment), _fused(operation, experiment)
    biases = ";  layer.b += -alpha * layer.db" if experiment.train_biases else ""
    lines = {
        "z": "self.last_h = _m(_t(self.W), x)" + ("" if normalizes else " + self.b"),
        "a": f"return self.a(self.{'last_n' if normalizes else 'last_h'})",
        "loss": "loss = loss_obj(network(x), y)",
        "delta": "loss_obj.dh = loss_obj.grad()" if last else "l0.dh = _m(l0.grad(), l1.dh)",
        "dW": "l0.dW = l0.grad_W(l1.dh);  l0.db = l0.grad_b(l1.dh)",
        "W": "layer.W += -alpha * layer.dW" + biases,
    }
    # Its grad(), grad_W and grad_b multiply by the slope and know of nothing between W and a.
    foreign = (normalizes or fused) and operation.symbol in ("n", "delta", "dW")
    line = textbook(operation, experiment) if foreign else lines[operation.symbol]
    if _skips(operation) and not foreign:
        line += " + x" if operation.symbol == "a" else " + l1.dh"
    own = foreign or _skips(operation) or (normalizes and operation.symbol in ("z", "a"))
    where = f"    # layer {operation.layer}" if operation.layer else ""
    return line + where + (", not in the tutorial" if own else "")
