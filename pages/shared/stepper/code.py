"""Each operation as lines of code: the textbook's, which compute what is shown, and the tutorial's."""

from __future__ import annotations

import re

from mlp_core import Experiment, Operation
from mlp_core.optim.schedules import FACTOR
from pages.shared.stepper import kinds


def textbook(operation: Operation, experiment: Experiment) -> str:
    """The operation's code, samples as rows; in a line, or more where it has more parts."""
    l, last = operation.layer or 0, len(experiment.sizes) - 1
    below = "x" if l == 1 else f"a{l - 1}"
    normalizes = kinds.normalizes(operation, experiment)
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
        case "a" if kinds.shares(operation, experiment):
            return f"e{l} = exp(z{l} - z{l}.max(1, keepdims=True))\na{l} = e{l} / e{l}.sum(1, keepdims=True)"
        case "a":
            skip = f" + {below}" if kinds.skips(operation) else ""
            return f"a{l} = f({seen}){skip}" if l < last else f"a{l} = f_out({seen})"
        case "loss":
            return "\n".join([_loss(experiment.loss, last), *_penalty(experiment)])
        case "delta" if l == last:
            return _output_delta(operation, experiment)
        case "delta":
            return _hidden_delta(operation, experiment, seen, over)
        case "dW":
            shift = f"dn{l}" if normalizes else f"delta{l}"
            lines = [f"dW{l} = {below}.T @ delta{l};  db{l} = {shift}.sum(0)"]
            if experiment.l1:
                lines.append(f"dW{l} += {experiment.l1!r} * sign(W{l})")
            if experiment.l2:
                lines.append(f"dW{l} += {experiment.l2!r} * W{l}")
            return "\n".join(lines)
    return "\n".join(_update(operation, experiment))


def _loss(name: str, last: int) -> str:
    match name:
        case "bce":
            return f"loss = -sum(y * log(a{last}) + (1 - y) * log(1 - a{last})) / len(y)"
        case "cross_entropy":
            return f"loss = -sum(y * log(a{last})) / len(y)"
        case "mse":
            return f"loss = 0.5 * mean((a{last} - y) ** 2)"
    return f"loss = 0.5 * sum((a{last} - y) ** 2) / len(y)"


def _penalty(experiment: Experiment) -> list[str]:
    lines = []
    if experiment.l1:
        lines.append(f"loss += {experiment.l1!r} * sum(abs(W).sum() for W in weights)")
    if experiment.l2:
        lines.append(f"loss += {experiment.l2!r} / 2 * sum((W ** 2).sum() for W in weights)")
    return lines


def _output_delta(operation: Operation, experiment: Experiment) -> str:
    l = operation.layer or 0
    error = f"(a{l} - y) / len(y)"
    if kinds.fused(operation, experiment):
        return f"delta{l} = {error}"
    if kinds.shares(operation, experiment):
        return f"da{l} = {error}\ndelta{l} = a{l} * (da{l} - (da{l} * a{l}).sum(1, keepdims=True))"
    return f"delta{l} = {error} * f_out.slope(z{l})"


def _hidden_delta(operation: Operation, experiment: Experiment, seen: str, over: str) -> str:
    l = operation.layer or 0
    passed = f"delta{l + 1} @ W{l + 1}.T"
    if not (experiment.residual or kinds.normalizes(operation, experiment)):
        return f"delta{l} = ({passed}) * f.slope({seen})"
    # The gradient at a has a name of its own: the skip connection around this layer hands it on.
    skip = f" + da{l + 1}" if kinds.skips(operation) else ""
    lines = [f"da{l} = {passed}{skip}"]
    if not kinds.normalizes(operation, experiment):
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


_UPDATES = {
    "sgd": ("{p} -= eta * d{p}",),
    "momentum": ("v{p} = 0.9 * v{p} + d{p}", "{p} -= eta * v{p}"),
    "nesterov": ("v{p} = 0.9 * v{p} + d{p}", "{p} -= eta * (d{p} + 0.9 * v{p})"),
    "rmsprop": ("s{p} = 0.99 * s{p} + 0.01 * d{p} ** 2", "{p} -= eta * d{p} / (sqrt(s{p}) + 1e-8)"),
    "adam": (
        "m{p} = 0.9 * m{p} + 0.1 * d{p}",
        "s{p} = 0.999 * s{p} + 0.001 * d{p} ** 2",
        "m_hat = m{p} / (1 - 0.9 ** t)",
        "s_hat = s{p} / (1 - 0.999 ** t)",
        "{p} -= eta * m_hat / (sqrt(s_hat) + 1e-8)",
    ),
}
"""optimizer -> how a parameter p is updated from dp, with its memory v, m or s."""


def _update(operation: Operation, experiment: Experiment) -> list[str]:
    l, lines = operation.layer, _UPDATES[experiment.optimizer]
    names = [f"W{l}", f"b{l}"] if experiment.train_biases else [f"W{l}"]
    updates = [line.format(p=name) for name in names for line in lines]
    if len(lines) == 1:
        updates = [";  ".join(updates)]
    return [*(_rate(experiment) if l == 1 else []), *updates]


def _rate(experiment: Experiment) -> list[str]:
    """What comes once before all updates: the learning rate of the step, and Adam's count of them."""
    rate, period = f"{experiment.learning_rate!r}", experiment.period
    schedules = {
        "step": [f"eta = {rate} * {FACTOR!r} ** (step // {period})"],
        "cosine": [f"eta = {rate} * (1 + cos(pi * min(step, {period}) / {period})) / 2"],
    }
    return schedules.get(experiment.schedule, []) + (["t += 1"] if experiment.optimizer == "adam" else [])


def tutorial(operation: Operation, experiment: Experiment) -> str:
    """The line of the tutorial's listing that does it; its l0.dh is the gradient at the layer's input.

    What the listing does not have says so: in its words where they can say it, else in the textbook's.
    """
    symbol = operation.symbol
    normalizes = kinds.normalizes(operation, experiment)
    biases = ";  layer.b += -alpha * layer.db" if experiment.train_biases else ""
    output = kinds.is_last(operation, experiment)
    lines = {
        "z": "self.last_h = _m(_t(self.W), x)" + ("" if normalizes else " + self.b"),
        "a": f"return self.a(self.{'last_n' if normalizes else 'last_h'})",
        "loss": "loss = loss_obj(network(x), y)",
        "delta": "loss_obj.dh = loss_obj.grad()" if output else "l0.dh = _m(l0.grad(), l1.dh)",
        "dW": "l0.dW = l0.grad_W(l1.dh);  l0.db = l0.grad_b(l1.dh)",
        "W": "layer.W += -alpha * layer.dW" + biases,
    }
    foreign, skips = _foreign(operation, experiment), kinds.skips(operation)
    line = textbook(operation, experiment) if foreign else lines[symbol]
    if foreign and symbol == "W":
        line = re.sub(r"\beta\b", "alpha", line)
    if skips and not foreign:
        line += " + x" if symbol == "a" else " + l1.dh"
    own = foreign or skips or (normalizes and symbol in ("z", "a"))
    where = f"    # layer {operation.layer}" if operation.layer else "    #" if own else ""
    return line + where + (("," if operation.layer else "") + " not in the tutorial" if own else "")


def _foreign(operation: Operation, experiment: Experiment) -> bool:
    """Whether the tutorial's lines would not do it.

    Its grad(), grad_W and grad_b multiply by the slope and know of nothing between W and a.
    """
    symbol = operation.symbol
    if symbol == "W":
        first_of_schedule = operation.layer == 1 and experiment.schedule != "constant"
        return experiment.optimizer != "sgd" or first_of_schedule
    if kinds.penalized(operation, experiment) or symbol == "n":
        return True
    if kinds.shares(operation, experiment) and symbol in ("a", "delta", "dW"):
        return True
    between = kinds.normalizes(operation, experiment) or kinds.fused(operation, experiment)
    return between and symbol in ("delta", "dW")
