"""Which samples each step takes: an epoch goes through all of them in batches, in an order of its own."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import DTypeLike

from mlp_core.data.load import shuffled
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.steps import Indices, Matrix


class Batching(Protocol):
    """What is read here of an Experiment: how an epoch is cut into steps."""

    @property
    def batch(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def steps_per_epoch(self) -> int: ...


class Batches:
    """The batches of one experiment; the place in the data follows from the step alone.

    Args:
        experiment: its batch size, and the seed that shuffles.
        x, y: the samples as trained on, (samples, n_in) and (samples, n_out).
        dtype: the numbers of the buffers that they are put into.

    Attributes:
        steps_per_epoch: batches in one pass over the samples; the last may be smaller than the others.
    """

    def __init__(self, experiment: Batching, x: Matrix, y: Matrix, dtype: DTypeLike = np.float64) -> None:
        self.steps_per_epoch = experiment.steps_per_epoch
        self._batch, self._seed, self._samples = experiment.batch, experiment.seed, len(x)
        self._last = self._samples - (self.steps_per_epoch - 1) * self._batch
        self._epoch, self._order = -1, np.arange(self._samples)
        self._columns = np.ascontiguousarray(np.concatenate([y, x], axis=1).T, dtype)

    def size(self, step: int) -> int:
        """How many samples this step takes."""
        return self._last if self._ends_epoch(step) else self._batch

    def _ends_epoch(self, step: int) -> bool:
        return step % self.steps_per_epoch == self.steps_per_epoch - 1

    def until(self, step: int) -> float:
        """The first step after this one that takes another number of samples; infinity if none does."""
        if self._last == self._batch:
            return math.inf
        place = step % self.steps_per_epoch
        return step + max(1, self.steps_per_epoch - 1 - place)

    def rows(self, step: int) -> Indices:
        """Which samples this step takes, (batch,); all in their order where an epoch is one step."""
        epoch, place = divmod(step, self.steps_per_epoch)
        if self.steps_per_epoch > 1 and epoch != self._epoch:
            self._epoch, self._order = epoch, shuffled(self._seed, epoch, self._samples)
        start = place * self._batch
        return self._order[start : start + self._batch]

    def load(self, step: int, buffers: Buffers) -> None:
        """Put this step's samples into the input and the targets."""
        self._columns.take(self.rows(step), 1, buffers.samples, "clip")
