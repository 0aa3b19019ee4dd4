"""What is kept of a run: numbers of every step, and full states now and then for going back.

A row holds, for the state after s updates: the loss, and for every layer the norms of dW, db and delta
and the mean of |dW|. A vanished gradient must not be rounded to 0, so norms whose squares would underflow
(or overflow) are computed again in scaled form: norm = m * sqrt(sum((g / m)^2)), m = max |g|.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from mlp_core.activations import Array
from mlp_core.buffers import Buffers
from mlp_core.errors import DivergedError

# Bound once, as everything on the hot path (names bound ahead: measured factor 1.37 on a whole step).
_multiply, _absolute, _sqrt, _add_reduceat = np.multiply, np.absolute, np.sqrt, np.add.reduceat

_SMALL, _LARGE = 1e-140, 1e140
"""Norms outside this range are computed again: their squares come near float64's limits."""

KEYFRAME_BYTES = 32 * 2**20
MAX_KEYFRAMES = 64


def _starts(sizes: tuple[int, ...]) -> Array:
    """Where W and b of every layer begin in the flat vectors: W1, b1, W2, b2, ..."""
    starts, here = [], 0
    for n_in, n_out in pairwise(sizes):
        starts += [here, here + n_in * n_out]
        here += (n_in + 1) * n_out
    return np.array(starts)


class History:
    """The record of one run.

    Index s of every array is the state after s updates, before update s + 1. After `Trainer.step(n)` there
    are n values (0 to n - 1); evaluating the state that is reached adds its own.
    """

    def __init__(self, sizes: tuple[int, ...], gradient: Array, buffers: Buffers) -> None:
        self._gradient, self._buffers = gradient, buffers
        self._weights = np.array([n_in * n_out for n_in, n_out in pairwise(sizes)])
        self._depth = depth = buffers.depth
        self._rows = np.zeros((256, 1 + 5 * depth))
        self._count = 0
        self._row = np.zeros(1 + 5 * depth)
        self._segment_norms = self._row[1 : 1 + 2 * depth]
        self._segment_sums = self._row[1 + 2 * depth : 1 + 4 * depth]
        self._delta_norms = self._row[1 + 4 * depth :]
        self._starts = _starts(sizes)
        self._scratch = np.empty(gradient.shape)
        self._delta_scratch = np.empty(buffers.delta_flat.shape)
        self._keyframes: dict[int, dict[str, Array]] = {}
        self._interval = 1
        self._keyframe_limit = max(2, min(MAX_KEYFRAMES, KEYFRAME_BYTES // max(1, gradient.nbytes)))

    # Numbers of every step

    def __len__(self) -> int:
        return self._count

    def _column(self, columns: slice | int) -> Array:
        view = self._rows[: self._count, columns]
        view.flags.writeable = False
        return view

    @property
    def loss(self) -> Array:
        """The loss of every recorded step, (steps,)."""
        return self._column(0)

    @property
    def dW_norm(self) -> Array:
        """The Frobenius norm of dW, (steps, L)."""
        return self._column(slice(1, 1 + 2 * self._depth, 2))

    @property
    def db_norm(self) -> Array:
        """The Euclidean norm of db, (steps, L)."""
        return self._column(slice(2, 1 + 2 * self._depth, 2))

    @property
    def dW_mean_abs(self) -> Array:
        """The mean of |dW|, (steps, L)."""
        return self._column(slice(1 + 2 * self._depth, 1 + 4 * self._depth, 2)) / self._weights

    @property
    def delta_norm(self) -> Array:
        """The norm of delta over units and samples, (steps, L)."""
        if self._buffers.batch == 1:  # db is then the one sample's delta
            return self.db_norm
        return self._column(slice(1 + 4 * self._depth, None))

    def record(self, step: int) -> None:
        """Write the row of `step` from the network's current loss, gradient and deltas.

        Raises:
            DivergedError: when the loss is not finite; nothing is written then.
        """
        loss = self._buffers.loss.item()
        if not math.isfinite(loss):
            raise DivergedError(step, "loss")
        _norms(self._gradient, self._scratch, self._starts, self._segment_norms)
        _add_reduceat(self._scratch, self._starts, 0, None, self._segment_sums)
        if self._buffers.batch > 1:
            b = self._buffers
            _norms(b.delta_flat, self._delta_scratch, b.delta_starts, self._delta_norms)
        self._row[0] = loss
        if step >= len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[step] = self._row
        if step >= self._count:
            self._count = step + 1

    # States to go back to

    def due(self, step: int) -> bool:
        """Whether the state at `step` is one to keep."""
        return step % self._interval == 0

    def keep(self, step: int, state: Mapping[str, Array]) -> None:
        """Keep a copy of the state at `step`; thin the kept ones as the run grows."""
        if step in self._keyframes:
            return
        self._keyframes[step] = {name: array.copy() for name, array in state.items()}
        while len(self._keyframes) > self._keyframe_limit:
            self._interval *= 2
            self._keyframes = {s: k for s, k in self._keyframes.items() if self.due(s)}

    def nearest(self, step: int) -> tuple[int, Mapping[str, Array]]:
        """The latest kept state at or before `step`, and its step."""
        found = max(s for s in self._keyframes if s <= step)
        return found, self._keyframes[found]

    def __repr__(self) -> str:
        return f"History({self._count} steps, {len(self._keyframes)} keyframes)"


def _norms(flat: Array, scratch: Array, starts: Array, norms: Array) -> None:
    """Euclidean norms of the segments of `flat` into `norms`; leaves |flat| in `scratch`."""
    _multiply(flat, flat, scratch)
    _add_reduceat(scratch, starts, 0, None, norms)
    _sqrt(norms, norms)
    _absolute(flat, scratch)
    values = norms.tolist()  # Python's min and max of a short list: a third of the time of NumPy's
    if not (min(values) >= _SMALL and max(values) <= _LARGE):  # negated: a NaN in front must come here
        _rescale(scratch, starts, norms)


def _rescale(magnitudes: Array, starts: Array, norms: Array) -> None:
    """Norms of segments whose squares under- or overflow, in scaled form; all others stay."""
    largest = np.maximum.reduceat(magnitudes, starts)
    stops = [*starts[1:], len(magnitudes)]
    for i in np.flatnonzero(~((norms > _SMALL) & (norms < _LARGE)) & (largest > 0) & np.isfinite(largest)):
        scaled = magnitudes[starts[i] : stops[i]] / largest[i]
        norms[i] = largest[i] * np.sqrt(scaled.dot(scaled))
