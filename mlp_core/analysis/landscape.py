"""The loss over a plane of parameters: a run's landscape, its path through it, and where it goes next.

`Landscape` computes the loss on a grid, and `slope` finds where that is flat. `path_of` (route.py) says where
a run has been, `arrows` (arrows.py) where the gradient points and where the optimizer goes.
"""

from __future__ import annotations

import time

import numpy as np

from mlp_core.analysis.arrows import Arrow, Arrows, arrows
from mlp_core.analysis.objective import Objective
from mlp_core.analysis.plane import Plane
from mlp_core.analysis.route import Path, come_to, path_of
from mlp_core.nn.buffers import parameter_starts
from mlp_core.nn.network import MLP, parameter_count
from mlp_core.nn.steps import Array, Vector
from mlp_core.pauses import pause
from mlp_core.training.experiment import Experiment
from mlp_core.training.trainer import Trainer

__all__ = ["Arrow", "Arrows", "Landscape", "Path", "arrows", "come_to", "path_of", "slope"]

SLICE = 0.02
"""Seconds between two pauses."""
KEPT = 250_000
"""Units times samples: above that, 2 MB for each kind of array, what computes is let go when all is done."""


class Landscape:
    """The loss on a grid of a plane, computed point by point, to the bits of single evaluations.

    It is what the core prints as the loss, penalty included, over all training samples at those parameters,
    in float64; inf where it overflows.

    Every point is an evaluation of its own, from the first layer that the plane changes: what is shown is
    what runs, whatever the network is made of. Other ways were measured for 41 x 41 points (25 ms for the
    tutorial's network, 32 for 2-8-8-1 on 300 samples, 1,000 for digits 64-64-10 on all 1,797;
    tests/benchmarks/landscape.py): stacks of networks, one product a layer (np.matmul), take 8, 27 and 1,100;
    one product with [W, D1, D2] whose parts are then added 16, 127 and 1,960; and the first layer's z, which
    is linear in x and y, from three products 19, 28 and 600, but within 1e-6 of a loss of 3e-31 the losses
    were then off by 1e-10 of themselves.

    Args:
        experiment: the settings that hold.
        run: a network with these settings, or the run itself, whose samples then need not be loaded again.
        plane: in the network's parameters.
        xs, ys: coordinates in the plane: of the columns, (n,), and of the rows, (m,).

    Attributes:
        losses: (m, n), NaN where nothing is computed yet.
        done, of: how many points are computed, and how many there are.

    Raises:
        ValueError: for a plane of other parameters, or coordinates that are not finite rows of numbers.
    """

    def __init__(
        self, experiment: Experiment, run: MLP | Trainer, plane: Plane, xs: Array, ys: Array
    ) -> None:
        network = run.network if isinstance(run, Trainer) else run
        if network.sizes != experiment.sizes or len(plane.origin) != parameter_count(experiment.sizes):
            raise ValueError(f"{network!r}, {experiment.sizes} and the plane's parameters do not go together")
        known = isinstance(run, Trainer) and run.experiment == experiment
        self.plane, self.experiment = plane, experiment
        self.xs, self.ys = _axis(xs), _axis(ys)
        self.losses: Array = np.full((len(self.ys), len(self.xs)), np.nan)
        self.done, self.of = 0, self.losses.size
        self._objective: Objective | None
        self._objective = Objective(experiment, run.data if known and isinstance(run, Trainer) else None)
        # What the plane leaves as it is, is neither set nor computed at every point.
        places = np.flatnonzero(plane.directions.any(0))
        self._places = slice(int(places[0]), int(places[-1]) + 1)
        starts = parameter_starts(experiment.sizes)[::2]
        self._changed = int(np.searchsorted(starts, places[0], "right"))
        self._row: Vector = np.empty(0)
        self._ready = False

    def loss_at(self, parameters: Array) -> float:
        """The loss at any parameters (P,), by one evaluation; inf where it overflows."""
        self._ready = False
        return (self._objective or Objective(self.experiment)).at(parameters)

    def advance(self, deadline: float) -> bool:
        """Compute points, one at least, until this time of `time.monotonic`; whether all are there.

        Every 20 ms or so it pauses (pauses.py).
        """
        paused = now = time.monotonic()
        while self._objective and self.done < self.of:
            self._next(self._objective)
            now = time.monotonic()
            if now >= deadline:
                break
            if now - paused >= SLICE:
                pause()
                paused = time.monotonic()
        if self.done == self.of and self._objective and self._objective.cells > KEPT:
            self._objective = None
        return self.done == self.of

    def _next(self, objective: Objective) -> None:
        """The next point, row by row."""
        row, column = divmod(self.done, len(self.xs))
        here = self._places
        if column == 0 or not self._ready:
            with np.errstate(all="ignore"):
                self._row = self.plane.origin[here] + self.ys[row] * self.plane.directions[1, here]
        if not self._ready:
            objective.at(self.plane.origin)
            self._ready = True
        parameters = objective.parameters[here]
        with np.errstate(all="ignore"):
            np.multiply(self.plane.directions[0, here], self.xs[column], out=parameters)
            np.add(self._row, parameters, out=parameters)
        self.losses[row, column] = objective(self._changed)
        self.done += 1


def _axis(values: Array) -> Vector:
    found: Vector = np.array(values, np.float64)
    if found.ndim != 1 or not len(found) or not np.isfinite(found).all():
        raise ValueError("a landscape's coordinates are a row of finite numbers")
    return found


def slope(losses: Array, xs: Array, ys: Array, plane: Plane) -> Array:
    """The norm of the loss's gradient within the plane at every point of a grid, per unit of weight.

    By central differences, and at the edges by one-sided ones of second order (of two points, of first):
    exact where the loss is a quadratic. The whole gradient's norm is no less, but for the differences' error.

    Args:
        losses: (m, n), of `Landscape`; NaN comes out wherever a loss that is asked is not finite.
        xs, ys: (n,), (m,), two at least and ascending.
    """
    with np.errstate(all="ignore"):
        by_y, by_x = (
            np.gradient(losses, axis, axis=i, edge_order=2 if len(axis) > 2 else 1)
            for i, axis in enumerate((ys, xs))
        )
        found = plane.slopes(np.stack([by_x, by_y], axis=-1))
    return np.where(np.isfinite(found), found, np.nan)
