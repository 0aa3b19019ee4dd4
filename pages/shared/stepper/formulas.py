"""Each operation in symbols and words: the formula with its factors in their colours, and the sentences."""

from __future__ import annotations

from mlp_core import LOSSES, OPTIMIZERS, OUTPUT_ACTIVATIONS, Experiment, Operation
from mlp_core.nn.activations import Activation
from mlp_core.nn.equations import Equation
from mlp_core.nn.expressions import Expression, Number, Symbol
from mlp_core.nn.normalization import NORMALIZATIONS
from mlp_core.nn.notation import Latex
from pages.shared.stepper.mathml import mathml


def function(operation: Operation, experiment: Experiment) -> Activation:
    """The activation of its layer."""
    return OUTPUT_ACTIVATIONS[experiment.output_activation if operation.output else experiment.activation]


def prints_a_mean(experiment: Experiment) -> bool:
    """Whether what is printed is less than what training descends along: a mean over more than one output."""
    return LOSSES[experiment.loss].gradient_factor(experiment.sizes[-1]) != 1


def painted(equation: Equation) -> str:
    """LaTeX of the equation, every factor of it in its colour."""
    return "".join(
        part if isinstance(part, str) else rf"\paint{{{part.role}}}{{{part.latex}}}"
        for part in equation.parts
    )


def symbols(operation: Operation, experiment: Experiment) -> str:
    """The operation's formula as MathML, in colours: one element for each of its equations."""
    equations = operation.equations
    if operation.kind == "loss":
        printed, *descended = (equation.latex for equation in equations)
        name = r"\mathrm{loss}" if descended else "L"
        return "".join(map(mathml, [f"{name} = {printed}", *descended]))
    if operation.kind == "update" and _remembers(experiment):
        # Those of b are the same, as a sentence says.
        equations = tuple(equation for equation in equations if equation.parameter != "b")
    return "".join(mathml(painted(equation)) for equation in equations)


def _remembers(experiment: Experiment) -> bool:
    """Whether its optimizer remembers something of every parameter from step to step."""
    return bool(OPTIMIZERS[experiment.optimizer]().rule.memory)


class _Filled(Latex):
    """LaTeX with places for numbers."""

    def symbol(self, symbol: Symbol, enclosed: bool) -> str:
        return r"\slot{enclosed}" if enclosed else rf"\slot{{{symbol.name}}}"

    def times(self, left: Expression, right: Expression) -> str:
        # Between numbers a space is no product.
        return r" \cdot " if isinstance(left, Number) else super().times(left, right)


def substituted(operation: Operation, experiment: Experiment) -> str | None:
    """For an activation: its formula with places for the numbers.

    `z` is what it sees, `enclosed` the same where a negative one needs parentheses, `below` what a skip
    connection adds. None for softmax, which has as many terms as the layer has units.
    """
    if operation.kind != "activation" or operation.shares:
        return None
    filled = _Filled().write(function(operation, experiment).formula)
    if operation.skip:
        filled += r" + \paint{previous}{\slot{below}}"
    return mathml("= " + filled)


def sentences(operation: Operation, experiment: Experiment) -> list[str]:
    """Which sentences say what the operation does: stepper.say_<these> in the catalogue, in their order."""
    symbol = operation.symbol
    skip = "_skip" if operation.skip else ""
    normalized = "_normalized" if operation.normalized else ""
    penalty = [f"{symbol}_penalty"] if operation.penalized else []
    match operation.kind:
        case "product":
            return [symbol + normalized]
        case "normalization":
            kind = NORMALIZATIONS[experiment.normalization]
            return [kind.say] if kind else []
        case "activation":
            return [function(operation, experiment).say + skip]
        case "loss":
            mean = [f"{symbol}_mean{'_penalty' * operation.penalized}"] if prints_a_mean(experiment) else []
            return [LOSSES[experiment.loss].say, *penalty, *mean]
        case "output_delta":
            source = LOSSES[experiment.loss] if operation.fused else function(operation, experiment)
            return [source.say_delta]
        case "delta":
            return [symbol + normalized + skip]
        case "gradient":
            return [symbol + normalized, *penalty]
        case "update":
            return _update(experiment)


def _update(experiment: Experiment) -> list[str]:
    rule = f"W_{experiment.optimizer}"
    rate = ["rate"] if experiment.schedule != "constant" else []
    if not experiment.train_biases:
        return [rule, *rate, "biases_fixed"]
    return [rule, *rate, *(["biases_likewise"] if _remembers(experiment) else [])]
