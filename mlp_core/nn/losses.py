"""Loss functions: how far the output a is from the target y, and dLoss/da."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from mlp_core.nn import notation
from mlp_core.nn.activations import Activation
from mlp_core.nn.declared import Declared
from mlp_core.nn.expressions import Expression, Known, Symbol, log, log_sigmoid, log_softmax
from mlp_core.nn.steps import Array, Step, bind, constant

A, Y, Z, N = Symbol("a"), Symbol("y"), Symbol("z"), Symbol("samples", "N")
"""An output, its target and its pre-activation, and the number of samples, in a loss's formulas."""

_HALVINGS = 60
"""Of the interval in which the best answer lies: a float64 has 53 bits."""


@dataclass(frozen=True)
class Reduction:
    """How the terms of all outputs of all samples become one number.

    Attributes:
        latex: what stands before a term.
        code: the line's right side, with a place for a term.
        each: whether it is divided by the number of outputs too, beside that of samples.
    """

    latex: str
    code: str
    each: bool


MEAN = Reduction(r"\mathrm{mean}", "mean({})", each=True)
SUM = Reduction(r"\sum", "sum({}) / len(y)", each=False)
"""Over the outputs. The samples' mean of it is written where there is more than one: its source has one."""
MEAN_OF_SUMS = Reduction(r"\tfrac{1}{N}\sum", SUM.code, each=False)


class Loss(Declared):
    """A loss of outputs `a` and targets `y`, both (batch, n_out): factor * reduction of the terms.

    A cross-entropy belongs to one output activation (`output`) and is trained fused with it: its value is
    computed from z and its delta from a - y, so that no slope near 0 is divided by on the way.
    """

    name: str
    factor: float
    """By which the reduced terms are multiplied: 0.5, or -1."""
    reduction: Reduction
    term: Expression
    """What one output of one sample adds, of the symbols A, Y and Z."""
    gradient_term: Expression
    """What goes back from it, times the number of samples: dLoss/da, or of a fused loss delta."""
    say, say_delta = "loss", ""
    """Which sentences say what it does, and what delta is where it is fused: stepper.say_<this>."""
    output: str | None = None
    """The output activation that the loss needs, by its name; None where any will do."""
    unit_targets: bool = False
    """Whether every target must lie in [0, 1]."""
    one_hot: bool = False
    """Whether a sample's targets must be shares of one: a single 1 among zeros."""

    def formula(self, samples: int) -> str:
        """LaTeX of the printed value."""
        return self._formula(self.reduction, samples)

    def objective_formula(self, samples: int) -> str:
        """LaTeX of what training descends along."""
        return self._formula(self._descended, samples)

    @property
    def _descended(self) -> Reduction:
        """That of what training descends along: the sum over the outputs, where their mean is printed."""
        return SUM if self.reduction.each else self.reduction

    def _formula(self, reduction: Reduction, samples: int) -> str:
        before = {1.0: "", -1.0: "-", 0.5: r"\tfrac{1}{2}\,"}.get(self.factor, rf"{self.factor:g}\,")
        term = notation.latex(self.term)
        over = MEAN_OF_SUMS if reduction is SUM and samples > 1 else reduction
        return before + over.latex + r"\," + (f"({term})" if notation.is_sum(self.term) else term)

    def gradient_latex(self, a: str) -> str:
        """LaTeX of dLoss/da, or of a fused loss's delta; `a` is LaTeX too."""
        return notation.latex(self.gradient_term / N, {A.name: a}, inline=True)

    def code(self, a: str) -> str:
        """The textbook's code for the printed value of the outputs called `a`, samples as rows."""
        return self._code(self.reduction, a)

    def objective_code(self, a: str) -> str:
        """The same for what training descends along."""
        return self._code(self._descended, a)

    def _code(self, reduction: Reduction, a: str) -> str:
        before = {1.0: "", -1.0: "-"}.get(self.factor, f"{self.factor:g} * ")
        return before + reduction.code.format(notation.code(self.term, {A.name: a}))

    def gradient_code(self, a: str, samples: str = "len(y)") -> str:
        """The textbook's code for dLoss/da, or for a fused loss's delta.

        Args:
            samples: code for how many there are; "" for a single one, by which nothing is divided.
        """
        over = self.gradient_term / N if samples else self.gradient_term
        return notation.code(over, {A.name: a, N.name: samples})

    @abstractmethod
    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        """Operations that write the loss into the 0-d array `value` and the gradient into `da`.

        `a`, `y` and `da` are C-contiguous with samples as columns, (n_out, batch): the engine's layout.
        """

    def best_constant(self, y: Array) -> Array:
        """The one answer (n_out,) to all targets y (samples, n_out) that has the least loss.

        There what goes back from all of them sums to 0: where that is a - y each, it is their mean
        (health.chance_of has the derivation for each loss). Of another convex loss it is found by halving,
        for every output between its least and its greatest target.
        """
        if self.gradient_term == A - Y:
            return y.mean(0)
        low, high = y.min(0), y.max(0)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            above = self.gradient(np.broadcast_to(middle, y.shape), y).sum(0) > 0
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        return (low + high) / 2

    def fuses(self, output: Activation) -> bool:
        """Whether training takes the fused operations: the output activation is the one the loss needs."""
        return self.output == output.name

    def fused_value_steps(self, z: Array, y: Array, value: Array) -> list[Step]:
        """Operations that write the loss into `value` from the output layer's z, (n_out, batch)."""
        raise NotImplementedError

    def fused_delta_steps(self, a: Array, y: Array, delta: Array) -> list[Step]:
        """Operations that write dLoss/dz of the output layer into `delta`, with the 1/batch of the mean."""
        raise NotImplementedError

    def gradient_factor(self, n_out: int) -> float:
        """The gradient that `steps` writes, divided by the true gradient of the printed value.

        It carries no more than the 1/batch, also where the value is a mean over the outputs too.
        """
        return float(n_out) if self.reduction.each else 1.0

    def fused_value(self, z: Array, y: Array) -> float:
        """The loss that is printed, from the output layer's z, where training takes the fused operations.

        `z` and `y` are (batch, n_out).
        """
        columns_z, columns_y = _columns(z), _columns(y)
        value = np.zeros(())
        with np.errstate(all="ignore"):
            for call in bind(self.fused_value_steps(columns_z, columns_y, value)):
                call()
        return float(value)

    def _evaluate(self, a: Array, y: Array) -> tuple[float, Array]:
        columns_a, columns_y = _columns(a), _columns(y)
        if columns_a.shape != columns_y.shape:
            raise ValueError(f"outputs {columns_a.T.shape} and targets {columns_y.T.shape} differ in shape")
        da, value = np.empty_like(columns_a), np.zeros(())
        with np.errstate(all="ignore"):
            for call in bind(self.steps(columns_a, columns_y, da, value)):
                call()
        return float(value), da.T

    def value(self, a: Array, y: Array) -> float:
        """The loss that is printed, for `a` and `y` of shape (batch, n_out) or (n_out,)."""
        return self._evaluate(a, y)[0]

    def gradient(self, a: Array, y: Array) -> Array:
        """dLoss/da as backpropagation uses it, (batch, n_out); it carries the 1/batch of the mean."""
        return self._evaluate(a, y)[1]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _columns(values: Array) -> Array:
    """Public rows of samples as the engine's columns."""
    return np.array(np.atleast_2d(values).T, dtype=np.float64, order="C")


class MeanSquaredError(Loss):
    """Half the mean squared error: 1/2 mean((a - y)^2) over outputs and samples.

    The tutorial prints this value but descends along a - y, the gradient of 1/2 *sum* over the
    outputs: n_out times the gradient of what it prints. Both are kept, so that the default run is
    the tutorial's; `gradient_factor` is that n_out. Where a formula says L, that sum is meant. Source:
    tutorial, class MeanSquaredError.
    """

    name = "mse"
    factor, reduction = 0.5, MEAN
    term, gradient_term = (A - Y) ** 2, A - Y

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        return _squares(a, y, da, value, self.factor / a.size)


class SumSquaredError(Loss):
    """Half the squared error, summed over the outputs and averaged over the samples: 1/2 sum((a - y)^2).

    Its gradient a - y is that of the printed value. Source: M. Mazur, "A Step by Step Backpropagation
    Example" (2015), where the total error is the sum of 1/2 (target - output)^2.
    """

    name = "sse"
    factor, reduction = 0.5, SUM
    term, gradient_term = (A - Y) ** 2, A - Y

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        return _squares(a, y, da, value, self.factor / a.shape[1])


class BinaryCrossEntropy(Loss):
    """-(y log a + (1 - y) log(1 - a)), summed over the outputs and averaged over the samples.

    Each output is one yes-or-no question. With the sigmoid, whose slope is a(1 - a), the product
    dLoss/da * slope is a - y: an output that is wrong learns fast even where its slope has vanished. Source:
    M. Nielsen, "Neural Networks and Deep Learning", chapter 3; scikit-learn's binary_log_loss.

    `steps` is exact where a lies strictly between 0 and 1; where it has been rounded to 0 or 1 they give
    infinity or NaN. Training computes from z instead, where log a = -log(1 + e^-z) and
    log(1 - a) = -log(1 + e^z): finite at any z, and with all digits of a loss near 0.
    """

    name = "bce"
    factor, reduction = -1, MEAN_OF_SUMS
    term = Known(Y) * log(A, log_sigmoid(Z)) + Known(1 - Y) * log(1 - A, log_sigmoid(-Z))
    gradient_term = A - Y
    say, say_delta = "loss_bce", "delta_fused_sigmoid"
    output = "sigmoid"
    unit_targets = True

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        one, batch = constant(1, a), constant(a.shape[1], a)
        log_a, log_rest, rest = (np.empty_like(a) for _ in range(3))
        return [
            (np.log, a, log_a),
            (np.multiply, y, log_a, log_a),
            (np.negative, a, rest),
            (np.log1p, rest, log_rest),
            (np.subtract, one, y, rest),
            (np.multiply, rest, log_rest, log_rest),
            (np.add, log_a, log_rest, log_a),
            *_mean_over_samples(log_a, value),
            (np.negative, value, value),
            (np.subtract, one, a, rest),
            (np.multiply, a, rest, rest),
            (np.multiply, rest, batch, rest),
            (np.subtract, a, y, da),
            (np.divide, da, rest, da),
        ]

    def fused_value_steps(self, z: Array, y: Array, value: Array) -> list[Step]:
        zero, one = constant(0, z), constant(1, z)
        yes, no, rest = (np.empty_like(z) for _ in range(3))
        # log(1 + e^z) - y z is the same and shorter, but cancels: at y = 1, z = 40 it is 0, not 4e-18.
        return [
            (np.negative, z, yes),
            (np.logaddexp, zero, yes, yes),
            (np.multiply, y, yes, yes),
            (np.logaddexp, zero, z, no),
            (np.subtract, one, y, rest),
            (np.multiply, rest, no, no),
            (np.add, yes, no, yes),
            *_mean_over_samples(yes, value),
        ]

    def fused_delta_steps(self, a: Array, y: Array, delta: Array) -> list[Step]:
        return [(np.subtract, a, y, delta), *_over_samples(delta)]


class SoftmaxCrossEntropy(Loss):
    """-sum(y log a) over the classes, averaged over the samples; the outputs are softmax's shares.

    Every sample belongs to one of the classes (y one-hot). With the softmax dLoss/dz is a - y, as simple as a
    squared error's but without a slope that could vanish. Source: C. Bishop, "Pattern Recognition and Machine
    Learning" (2006), eq. 4.108 and 4.109; scikit-learn's log_loss.

    Training computes log a = z - log(sum e^z) from z. The greatest z is subtracted first, and the sum is
    taken by logaddexp: no overflow, and a loss near 0 keeps its digits.
    """

    name = "cross_entropy"
    factor, reduction = -1, MEAN_OF_SUMS
    term, gradient_term = Known(Y) * log(A, log_softmax(Z)), A - Y
    say, say_delta = "loss_cross_entropy", "delta_fused_softmax"
    output = "softmax"
    unit_targets = True
    one_hot = True

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        batch, terms = constant(a.shape[1], a), np.empty_like(a)
        return [
            (np.log, a, terms),
            (np.multiply, y, terms, terms),
            *_mean_over_samples(terms, value),
            (np.negative, value, value),
            (np.multiply, a, batch, terms),
            (np.divide, y, terms, da),
            (np.negative, da, da),
        ]

    def fused_value_steps(self, z: Array, y: Array, value: Array) -> list[Step]:
        below, over = np.empty_like(z), np.empty((1, z.shape[1]), z.dtype)
        return [
            (np.maximum.reduce, z, 0, None, over, True),
            (np.subtract, z, over, below),
            (np.logaddexp.reduce, below, 0, None, over, True),
            (np.subtract, over, below, below),
            (np.multiply, y, below, below),
            *_mean_over_samples(below, value),
        ]

    def fused_delta_steps(self, a: Array, y: Array, delta: Array) -> list[Step]:
        return [(np.subtract, a, y, delta), *_over_samples(delta)]


def _squares(a: Array, y: Array, da: Array, value: Array, share: float) -> list[Step]:
    """share * sum((a - y)^2) into `value`, and (a - y) / batch into `da`."""
    flat = da.reshape(-1)
    return [
        (np.subtract, a, y, da),
        (flat.dot, flat, value),
        (np.multiply, value, constant(share, value), value),
        *_over_samples(da),
    ]


def _over_samples(gradient: Array) -> list[Step]:
    """A gradient (n_out, batch) divided by the batch, where that is more than one."""
    batch = gradient.shape[1]
    return [(np.divide, gradient, constant(batch, gradient), gradient)] if batch > 1 else []


def _mean_over_samples(terms: Array, value: Array) -> list[Step]:
    """The sum of (n_out, batch) terms over the outputs, averaged over the samples, into the 0-d `value`."""
    samples = constant(terms.shape[1], terms)
    return [(np.add.reduce, terms.reshape(-1), 0, None, value), (np.divide, value, samples, value)]


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (MeanSquaredError(), SumSquaredError(), BinaryCrossEntropy(), SoftmaxCrossEntropy())
}
"""name -> loss. The names go into links, so they never change."""
