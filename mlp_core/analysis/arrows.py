"""Where the gradient points in a plane of parameters, and where the optimizer goes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mlp_core.analysis.plane import Plane
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from mlp_core.nn.steps import Vector
from mlp_core.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class Arrow:
    """A change of all parameters, seen in a plane.

    Attributes:
        coordinates: (2,), how far it leads along the plane's directions: of what it is within the plane.
        norm: how long it is altogether, in weights.
        share: which part of that length it has within the plane, 0 to 1; 0 where it is nothing.
    """

    coordinates: Vector
    norm: float
    share: float

    @classmethod
    def of(cls, change: Vector, plane: Plane) -> Arrow:
        """That of a change (P,). Of one that is not finite, coordinates and share are NaN."""
        length = norm(change)
        if length == 0:
            return cls(np.zeros(2), 0.0, 0.0)
        # By way of length 1: a vanished gradient's squares would be 0.
        with np.errstate(all="ignore"):
            unit = plane.components(change / length)
            return cls(unit * length, length, float(np.minimum(1.0, plane.lengths(unit))))


@dataclass(frozen=True, eq=False)
class Arrows:
    """Two arrows at a run's present state.

    Attributes:
        gradient: minus the gradient as backpropagation has it (of the mean squared error n_out times that of
            the printed loss), penalty and biases included, whether those are trained or not.
        step: what the optimizer's next update changes, by its rule, its memory and the learning rate of this
            step; with the rounding of the run's numbers.
        batch: of how many samples the gradient is: those that the next step takes.
        degrees: the angle between the two, of all parameters, 0 to 180; NaN where one of them is nothing.
        whole: whether that is all that are trained on. If not, minus the gradient need not lead down in a
            landscape, which is of all.
    """

    gradient: Arrow
    step: Arrow
    degrees: float
    batch: int
    whole: bool


def arrows(trainer: Trainer, plane: Plane) -> Arrows:
    """Both arrows of a run's next update, which is made on a copy; the run stays as it is.

    Raises:
        ValueError: for a plane of other parameters.
    """
    if len(plane.origin) != len(trainer.network.parameters):
        raise ValueError(f"the plane is none of {trainer.network!r}'s parameters")
    probe = Probe(trainer)
    before = probe.network.parameters.astype(np.float64)
    for operation in probe.program:
        operation()
    gradient = probe.network.gradient.astype(np.float64)
    with np.errstate(all="ignore"):
        change = probe.network.parameters.astype(np.float64) - before
    return Arrows(
        Arrow.of(-gradient, plane),
        Arrow.of(change, plane),
        _degrees(-gradient, change),
        len(probe.x),
        len(probe.x) == len(trainer.x),
    )


def _degrees(one: Vector, other: Vector) -> float:
    """The angle between two changes (P,), by the chord between their ends at length 1."""
    lengths = norm(one), norm(other)
    if not all(length > 0 and math.isfinite(length) for length in lengths):
        return math.nan
    chord = norm(one / lengths[0] - other / lengths[1])
    return math.degrees(2 * math.asin(min(1.0, chord / 2)))
