"""What is kept of a run: numbers of every step, and full states now and then for going back.

A row holds, for the state after s updates: the loss, and for every layer the norms of dW, db and delta
and the mean of |dW|. A vanished gradient is not rounded to 0 (norms.py).

Memory is bounded however long the run: the loss is kept of every step (8 bytes), whole rows of the first
50,000 steps at most, and of longer runs the extremes of every stretch of steps, so that no spike is lost.
Exact numbers of any step come back by replaying it from the full state kept before it. A run that forks from
another holds all of this in common with it, up to where it forks.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from mlp_core.errors import DivergedError
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.norms import segment_norms
from mlp_core.nn.steps import Array, Matrix, Vector
from mlp_core.training.extremes import Extremes, thin
from mlp_core.training.keyframes import Keyframes, State
from mlp_core.training.rows import Rows

# Bound once, as everything on the hot path (names bound ahead: measured factor 1.37 on a whole step).
_add_reduceat = np.add.reduceat

EXACT_STEPS, EXACT_BYTES = 50_000, 16 * 2**20
"""Whole rows are kept of so many steps, or fewer where a deep network's rows are long."""


def _starts(sizes: tuple[int, ...]) -> Array:
    """Where W and b of every layer begin in the flat vectors: W1, b1, W2, b2, ..."""
    starts, here = [], 0
    for n_in, n_out in pairwise(sizes):
        starts += [here, here + n_in * n_out]
        here += (n_in + 1) * n_out
    return np.array(starts)


def _grown(array: Array, length: int) -> Array:
    """The array with at least that many entries: doubled, so that growing costs little."""
    missing = max(length, 2 * len(array)) - len(array)
    return np.concatenate([array, np.zeros((missing, *array.shape[1:]))])


class History:
    """The record of one run.

    Index s of every array is the state after s updates, before update s + 1. After `Trainer.step(n)` there
    are n values (0 to n - 1); evaluating the state that is reached adds its own.

    Args:
        sizes: units of every layer, input first.
        gradient, buffers: the run's own, read at every record.
        normalized: whether hidden layers are normalised at any step of the run.

    Attributes:
        interval: states at multiples of it are to be kept.
        exact_steps: of so many steps from 0 on, whole rows are kept: `dW_norm` and the like end there.
    """

    def __init__(
        self, sizes: tuple[int, ...], gradient: Array, buffers: Buffers, normalized: bool = False
    ) -> None:
        self._gradient, self._buffers = gradient, buffers
        # With one sample db is that sample's delta, unless a normalisation stands between z and b.
        self._delta_apart = buffers.batch > 1 or normalized
        self._weights = np.array([n_in * n_out for n_in, n_out in pairwise(sizes)])
        self._depth = depth = buffers.depth
        self._row = np.zeros(1 + 5 * depth)
        self.exact_steps = min(EXACT_STEPS, EXACT_BYTES // self._row.nbytes)
        self._loss = np.zeros(256)
        self._rows = Rows(len(self._row))
        self._extremes: Extremes | None = None
        self._count = 0
        self._segment_norms = self._row[1 : 1 + 2 * depth]
        self._segment_sums = self._row[1 + 2 * depth : 1 + 4 * depth]
        self._db_norms, self._delta_norms = self._row[2 : 1 + 2 * depth : 2], self._row[1 + 4 * depth :]
        self._starts = _starts(sizes)
        self._scratch = np.empty(gradient.shape)
        self._delta_scratch = np.empty(buffers.delta_flat.shape)
        self._keyframes = Keyframes()
        self.interval = self._keyframes.interval

    # Numbers of every step

    def __len__(self) -> int:
        return self._count

    @property
    def loss(self) -> Vector:
        """The loss of every recorded step, (steps,)."""
        view = self._loss[: self._count]
        view.flags.writeable = False
        return view

    @property
    def dW_norm(self) -> Matrix:
        """The Frobenius norm of dW, (steps up to exact_steps, L)."""
        return self._exact("dW_norm")

    @property
    def db_norm(self) -> Matrix:
        """The Euclidean norm of db, (steps up to exact_steps, L)."""
        return self._exact("db_norm")

    @property
    def dW_mean_abs(self) -> Matrix:
        """The mean of |dW|, (steps up to exact_steps, L)."""
        return self._exact("dW_mean_abs")

    @property
    def delta_norm(self) -> Matrix:
        """The norm of delta over units and samples, (steps up to exact_steps, L)."""
        return self._exact("delta_norm")

    def latest(self, measure: str) -> Vector:
        """A measure ("dW_norm", ...) of the step recorded last, whichever it was, (L,)."""
        return self._measure(self._row, measure).copy()

    def extremes(self, measure: str, points: int = 2048) -> tuple[Array, Array, Array]:
        """A measure over the whole run, thinned to what a chart can show; no spike is lost.

        Args:
            measure: "dW_norm", "db_norm", "delta_norm" or "dW_mean_abs".
            points: about how many stretches of steps to divide the run into, at most.

        Returns:
            (the first step of every stretch, the least and the greatest values in it, (stretches, L) each).
        """
        if self._extremes is None:
            starts, low, high = thin(np.concatenate(self._rows.first(self._count)), points)
        else:
            starts, low, high = self._extremes.over(points)
        return starts, self._measure(low, measure), self._measure(high, measure)

    def _exact(self, measure: str) -> Matrix:
        rows = self._rows.first(min(self._count, self.exact_steps))
        found = np.concatenate([self._measure(part, measure) for part in rows])
        found.flags.writeable = False
        return found

    def _measure(self, rows: Array, measure: str) -> Array:
        """The columns of one measure in rows of any leading shape."""
        depth = self._depth
        if measure == "dW_mean_abs":
            return rows[..., 1 + 2 * depth : 1 + 4 * depth : 2] / self._weights
        if measure == "delta_norm":
            return rows[..., 1 + 4 * depth :]
        first = {"dW_norm": 1, "db_norm": 2}[measure]
        return rows[..., first : 1 + 2 * depth : 2]

    def watch(self, buffers: Buffers) -> None:
        """Read other buffers from now on: a batch of another size has its own."""
        self._buffers = buffers
        if buffers.delta_flat.shape != self._delta_scratch.shape:
            self._delta_scratch = np.empty(buffers.delta_flat.shape)

    def record(self, step: int) -> None:
        """Write the row of `step` from the network's current loss, gradient and deltas.

        Raises:
            DivergedError: when the loss is not finite; nothing is written then.
        """
        loss = self._buffers.loss.item()
        if not math.isfinite(loss):
            raise DivergedError(step, "loss")
        segment_norms(self._gradient, self._scratch, self._starts, self._segment_norms)
        _add_reduceat(self._scratch, self._starts, 0, None, self._segment_sums)
        if self._delta_apart:
            b = self._buffers
            segment_norms(b.delta_flat, self._delta_scratch, b.delta_starts, self._delta_norms)
        else:
            self._delta_norms[...] = self._db_norms
        self._row[0] = loss
        # Replaying a step writes the same numbers again, which changes nothing.
        if step >= len(self._loss):
            self._loss = _grown(self._loss, step + 1)
        self._loss[step] = loss
        if step < self.exact_steps:
            self._rows.put(step, self._row)
        else:
            if self._extremes is None:
                self._extremes = Extremes(np.concatenate(self._rows.first(self.exact_steps)))
            self._extremes.add(step, self._row)
        if step >= self._count:
            self._count = step + 1

    # States to go back to

    def keep(self, step: int, state: State) -> None:
        """Keep a copy of the state at `step`; thin the kept ones as the run grows."""
        self._keyframes.keep(step, state)
        self.interval = self._keyframes.interval

    def nearest(self, step: int) -> tuple[int, State]:
        """The latest kept state at or before `step`, and its step."""
        return self._keyframes.nearest(step)

    # A past in common

    def share(self, other: History, step: int) -> tuple[int, State]:
        """Begin as another run's record of the same network, up to `step` (at least 1, and recorded there).

        Rows and states are held in common; nothing that either run adds is seen by the other.

        Returns:
            (the step of a kept state before `step`, that state): the run must go on from there.
        """
        self._count = step
        self._loss = _grown(other._loss[:step], 256)
        self._rows = other._rows.shared(min(step, self.exact_steps))
        last = step - 1
        if other._extremes and step > self.exact_steps:
            # The stretch in which `step` lies begins anew: its rows are recorded again on the way there.
            self._extremes = other._extremes.shared(step)
            last = min(last, max(self._extremes.steps, self.exact_steps))
            if self._extremes.steps <= self.exact_steps:  # made anew from the whole rows
                self._extremes = None
        self._keyframes.share(other._keyframes, last)
        self.interval = self._keyframes.interval
        return self._keyframes.nearest(last)

    @property
    def nbytes(self) -> int:
        """The memory that the record takes, in bytes."""
        thinned = self._extremes.nbytes if self._extremes else 0
        return self._loss.nbytes + self._rows.nbytes + thinned + self._keyframes.nbytes

    def __repr__(self) -> str:
        return f"History({self._count} steps, {len(self._keyframes)} keyframes)"
