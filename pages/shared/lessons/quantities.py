"""What lessons measure of a run at a step, by the names that lesson files have for it: they never change.

Layers, units, inputs, outputs and samples count from 1, as on the pages. A place that a network does not have
is a PlaceError; what a run does not reach, since it leaves the finite numbers before, is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from mlp_core import ACTIVATIONS, DivergedError, Trainer
from mlp_core.nn.steps import Array
from mlp_core.training.scorer import Scorer
from mlp_core.training.stopping import Scores


class PlaceError(Exception):
    """A layer, unit or sample that there is not: what, which, and how many there are."""

    def __init__(self, what: str, n: float, most: int) -> None:
        super().__init__(f"{what} {n:g} of {most}")
        self.what, self.n, self.most = what, n, most


class Stand(Protocol):
    """A run of a lesson at a step (runs.py)."""

    @property
    def steps(self) -> int:
        """How many steps the run has."""

    @property
    def step(self) -> int:
        """After so many updates."""

    @property
    def most(self) -> int:
        """The furthest step that is measured."""

    def at(self, step: int) -> Stand:
        """The same run at another step."""

    def of(self, run: str) -> Stand:
        """Another run of the lesson at the same step."""

    def trainer(self) -> Trainer:
        """The run, evaluated at this step.

        Raises:
            DivergedError: where it does not get there.
            PlaceError: where it is further than is measured.
        """

    def losses(self) -> Array:
        """The loss of every step that the run has, (steps + 1,) or fewer where it diverges."""


NAMES = ("W", "b", "dW", "db", "z", "a", "delta", "slope")
"""What `norm` and its like are taken of: arrays of a layer."""


@dataclass(frozen=True)
class Quantity:
    """Something to be measured.

    Attributes:
        measure: (stand, arguments) -> its value.
        least, most: how many arguments it takes.
        of: whether the first argument is one of NAMES.
    """

    measure: Callable[..., float]
    least: int = 0
    most: int = 0
    of: bool = False


@dataclass(frozen=True)
class Function:
    """A function of numbers."""

    of: Callable[..., float]
    least: int = 1
    most: int = 1


def _or_nan(measure: Callable[..., float]) -> Callable[..., float]:
    def measured(stand: Stand, *args: Any) -> float:
        try:
            return float(measure(stand, *args))
        except DivergedError:
            return math.nan

    return measured


def _place(what: str, n: float, most: int) -> int:
    """From 0, of a place that counts from 1."""
    if not (1 <= n <= most and n == int(n)):
        raise PlaceError(what, n, most)
    return int(n) - 1


def _layer(stand: Stand, l: int) -> Any:
    layers = stand.trainer().network.layers
    return layers[_place("layer", l, len(layers))]


def _array(stand: Stand, name: str, l: int) -> Array:
    return np.asarray(getattr(_layer(stand, l), name), dtype=float)


def _norm(stand: Stand, name: str, l: int) -> float:
    array = _array(stand, name, l)
    largest = float(np.abs(array).max())
    # Scaled, so that the squares of a vanished gradient do not underflow.
    return largest * float(np.linalg.norm(array / largest)) if 0 < largest < math.inf else largest


def _ratio(stand: Stand, name: str, l: int, m: int) -> float:
    below = _norm(stand, name, m)
    return _norm(stand, name, l) / below if below else math.nan


def _extreme(pick: Callable[[Array], Any]) -> Callable[..., float]:
    def layer(stand: Stand, name: str) -> float:
        depth = len(stand.trainer().network.layers)
        return 1 + int(pick(np.array([_norm(stand, name, l) for l in range(1, depth + 1)])))

    return layer


def _of(name: str) -> Callable[..., float]:
    """One number of a layer's array: `W(l, from, to)`, `b(l, unit)`, `a(l, unit, sample = 1)`."""
    if name in ("W", "dW"):

        def weight(stand: Stand, l: int, i: int, j: int) -> float:
            array = _array(stand, name, l)
            return float(array[_place("unit", i, array.shape[0]), _place("unit", j, array.shape[1])])

        return weight
    if name in ("b", "db"):

        def bias(stand: Stand, l: int, j: int) -> float:
            array = _array(stand, name, l)
            return float(array[_place("unit", j, len(array))])

        return bias

    def unit(stand: Stand, l: int, j: int, sample: int = 1) -> float:
        array = _array(stand, name, l)
        return float(array[_place("sample", sample, array.shape[0]), _place("unit", j, array.shape[1])])

    return unit


def _batch(stand: Stand, which: str, j: int, sample: int = 1) -> float:
    trainer = stand.trainer()
    rows = (trainer.x if which == "x" else trainer.y)[trainer.batch_rows]
    return float(rows[_place("sample", sample, len(rows)), _place("unit", j, rows.shape[1])])


def _scores(stand: Stand) -> Scores:
    return stand.trainer().scores()


def _scorer(stand: Stand) -> Scorer:
    return stand.trainer().scorer


def _confusion(stand: Stand) -> Array:
    """How often each class was taken for each; NaN where there are no classes."""
    counts = _scorer(stand).confusion()
    return counts * math.nan if math.isnan(_scores(stand).train_accuracy) else counts


def _confused(stand: Stand, true: int, taken: int) -> float:
    """How often the class of place `true` was taken for that of place `taken`."""
    counts = _confusion(stand)
    return float(counts[_place("class", true, len(counts)), _place("class", taken, len(counts))])


def _right(stand: Stand) -> float:
    return float(np.trace(_confusion(stand)))


def _reached(stand: Stand, most: float) -> float:
    """The first step whose loss is at most so much; infinity where none is."""
    found = np.flatnonzero(stand.losses() <= most)
    return float(found[0]) if len(found) else math.inf


def _floor(stand: Stand) -> float:
    """The lowest loss that the output's range allows: that of the outputs nearest to the targets."""
    trainer = stand.trainer()
    low, high = _RANGES.get(trainer.experiment.output_activation, (-math.inf, math.inf))
    y = trainer.y
    from mlp_core import LOSSES

    return float(LOSSES[trainer.experiment.loss].value(np.clip(y, low, high), y))


_RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, math.inf)}
"""Between which numbers an activation's outputs lie."""


def _apart(stand: Stand, l: int, i: int, j: int) -> float:
    """How far apart the weights into two units of a layer are, at most."""
    W = _array(stand, "W", l)
    most = W.shape[1]
    return float(np.abs(W[:, _place("unit", i, most)] - W[:, _place("unit", j, most)]).max())


def _idle(stand: Stand, l: int) -> float:
    """The share of a layer's units whose slope is 0 for every sample of the batch."""
    return float((_array(stand, "slope", l) == 0).all(axis=0).mean())


def _diverged(stand: Stand) -> float:
    """The step at which the run leaves the finite numbers; infinity where it does not."""
    losses = stand.losses()
    return float(len(losses)) if len(losses) <= stand.steps else math.inf


def _steepest(stand: Stand) -> float:
    return float(ACTIVATIONS[stand.trainer().experiment.activation].max_slope)


def _size(stand: Stand, l: int) -> float:
    return float(_layer(stand, l).fan_out)


def _simple(of: Callable[[Trainer], float]) -> Quantity:
    return Quantity(_or_nan(lambda stand: of(stand.trainer())))


QUANTITIES: dict[str, Quantity] = {
    "loss": _simple(lambda t: t.loss),
    "train_loss": Quantity(_or_nan(lambda stand: _scores(stand).train_loss)),
    "test_loss": Quantity(_or_nan(lambda stand: _scores(stand).test_loss)),
    "accuracy": Quantity(_or_nan(lambda stand: _scores(stand).train_accuracy)),
    "test_accuracy": Quantity(_or_nan(lambda stand: _scores(stand).test_accuracy)),
    "floor": Quantity(_or_nan(_floor)),
    "eta": _simple(lambda t: t.rate),
    "depth": _simple(lambda t: len(t.experiment.hidden_layers)),
    "layers": _simple(lambda t: len(t.network.layers)),
    "parameters": _simple(lambda t: t.network.parameters.size),
    "units": Quantity(_or_nan(_size), 1, 1),
    "inputs": _simple(lambda t: t.network.sizes[0]),
    "batch": _simple(lambda t: t.experiment.batch),
    "samples": _simple(lambda t: t.experiment.train_count),
    "held_back": _simple(lambda t: len(t.data.test)),
    "steps_per_epoch": _simple(lambda t: t.steps_per_epoch),
    "steps": Quantity(lambda stand: float(stand.steps)),
    "step": Quantity(lambda stand: float(stand.step)),
    "steepest": Quantity(_or_nan(_steepest)),
    "diverged": Quantity(_diverged),
    "reached": Quantity(_reached, 1, 1),
    "norm": Quantity(_or_nan(_norm), 2, 2, of=True),
    "ratio": Quantity(_or_nan(_ratio), 3, 3, of=True),
    "largest": Quantity(_or_nan(_extreme(np.argmax)), 1, 1, of=True),
    "smallest": Quantity(_or_nan(_extreme(np.argmin)), 1, 1, of=True),
    "mean": Quantity(_or_nan(lambda s, name, l: _array(s, name, l).mean()), 2, 2, of=True),
    "mean_abs": Quantity(_or_nan(lambda s, name, l: np.abs(_array(s, name, l)).mean()), 2, 2, of=True),
    "max": Quantity(_or_nan(lambda s, name, l: _array(s, name, l).max()), 2, 2, of=True),
    "min": Quantity(_or_nan(lambda s, name, l: _array(s, name, l).min()), 2, 2, of=True),
    "spread": Quantity(_or_nan(lambda s, name, l: _array(s, name, l).std()), 2, 2, of=True),
    "apart": Quantity(_or_nan(_apart), 3, 3),
    "idle": Quantity(_or_nan(_idle), 1, 1),
    "right": Quantity(_or_nan(_right)),
    "confused": Quantity(_or_nan(_confused), 2, 2),
    "x": Quantity(_or_nan(lambda s, j, k=1: _batch(s, "x", j, k)), 1, 2),
    "y": Quantity(_or_nan(lambda s, j, k=1: _batch(s, "y", j, k)), 1, 2),
    **{name: Quantity(_or_nan(_of(name)), 3, 3) for name in ("W", "dW")},
    **{name: Quantity(_or_nan(_of(name)), 2, 2) for name in ("b", "db")},
    **{name: Quantity(_or_nan(_of(name)), 2, 3) for name in ("z", "a", "delta", "slope")},
}


def _sigmoid(v: float) -> float:
    return 1 / (1 + math.exp(-v)) if v > 0 else math.exp(v) / (1 + math.exp(v))


FUNCTIONS: dict[str, Function] = {
    "abs": Function(abs),
    "sqrt": Function(lambda v: math.sqrt(v) if v >= 0 else math.nan),
    "exp": Function(math.exp),
    "log10": Function(lambda v: math.log10(v) if v > 0 else -math.inf),
    "round": Function(round),
    "sigmoid": Function(_sigmoid),
    "least": Function(min, 2, 6),
    "most": Function(max, 2, 6),
}
