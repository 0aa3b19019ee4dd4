"""Each operation in symbols and words: the formula with its factors in their colours, and the sentences."""

from __future__ import annotations

import re

from mlp_core import Experiment, Operation
from pages.shared.stepper import kinds
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


def symbols(operation: Operation, experiment: Experiment) -> str:
    """The operation's formula as MathML, in colours: one element for each of its equations."""
    if operation.symbol == "loss":
        return mathml(rf"L = {operation.formula}")
    # dW and db are two equations: each is painted by itself.
    equations = operation.formula.split(r",\ ")
    if operation.phase == "update" and kinds.memorizes(experiment):
        # Those of b are the same, as a sentence says.
        equations = [equation for equation in equations if not re.match(r"b_|\w\^\{b\}", equation)]
    return "".join(mathml(painted(equation, operation.layer)) for equation in equations)


def substituted(operation: Operation, experiment: Experiment) -> str | None:
    """For an activation: its formula with places for the numbers.

    `z` is what it sees, `enclosed` the same where a negative one needs parentheses, `below` what a skip
    connection adds. None for softmax, which has as many terms as the layer has units.
    """
    if operation.symbol != "a" or kinds.shares(operation, experiment):
        return None
    formula = kinds.function(operation, experiment).formula
    formula = re.sub(r"(?<=\d)\\,(?=z)", r" \\cdot ", formula)  # between numbers a space is no product
    formula = re.sub(r"(-|\\tanh |\\cdot )z", r"\1\\slot{enclosed}", formula)
    filled = re.sub(r"(?<![a-z])z", r"\\slot{z}", formula)
    if kinds.skips(operation):
        filled += r" + \paint{previous}{\slot{below}}"
    return mathml("= " + filled)


def sentences(operation: Operation, experiment: Experiment) -> list[str]:
    """Which sentences say what the operation does: stepper.say_<these> in the catalogue, in their order."""
    symbol = operation.symbol
    skip = "_skip" if kinds.skips(operation) else ""
    normalized = "_normalized" if kinds.normalizes(operation, experiment) else ""
    penalty = [f"{symbol}_penalty"] if kinds.penalized(operation, experiment) else []
    match symbol:
        case "z":
            return [symbol + normalized]
        case "n":
            return [f"n_{experiment.normalization}"]
        case "a":
            return ["a_softmax" if kinds.shares(operation, experiment) else "a" + skip]
        case "loss":
            named = experiment.loss in ("bce", "cross_entropy")
            return [f"loss_{experiment.loss}" if named else "loss", *penalty]
        case "delta" if kinds.is_last(operation, experiment):
            return [_output_delta(operation, experiment)]
        case "delta":
            return [f"delta{normalized}{skip}"]
        case "dW":
            return [symbol + normalized, *penalty]
    return _update(operation, experiment)


def _output_delta(operation: Operation, experiment: Experiment) -> str:
    if kinds.fused(operation, experiment):
        return f"delta_fused_{experiment.output_activation}"
    return "delta_softmax" if kinds.shares(operation, experiment) else "delta_last"


def _update(operation: Operation, experiment: Experiment) -> list[str]:
    rule = f"W_{experiment.optimizer}"
    rate = ["rate"] if experiment.schedule != "constant" else []
    if not experiment.train_biases:
        return [rule, *rate, "biases_fixed"]
    return [rule, *rate, *(["biases_likewise"] if kinds.memorizes(experiment) else [])]
