"""Many rows in little memory: the least and the greatest value of every column in stretches of steps.

A chart some hundred pixels wide cannot show 200,000 steps; drawing the extremes of each stretch shows the
same picture, every spike included.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import Array
from mlp_core.training.rows import Rows

STRETCHES = 4096
"""Shown at most; once there are more, they are merged in pairs, each then twice as long."""
_HALF = STRETCHES // 2


def thin(rows: Array, points: int) -> tuple[Array, Array, Array]:
    """Rows (n, columns) as (first index of each stretch, least, greatest), at most `points` stretches."""
    width = -(-len(rows) // max(1, points)) or 1
    starts = np.arange(0, len(rows), width)
    if not len(rows):
        return starts, rows, rows
    return starts, np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)


class Extremes:
    """Least and greatest values by stretches of steps, for a run of unknown length.

    The first STRETCHES are as long as one another, half as many that follow twice as long, the next half as
    many twice that, and so on. What is written stays, so that runs can share it; who reads it gets stretches
    of one length, merged.

    Args:
        rows: (n, columns), the rows of steps 0 to n - 1.

    Attributes:
        width: steps in the latest stretch.
        steps: how many are taken in.
    """

    def __init__(self, rows: Array) -> None:
        self.steps, self._columns = len(rows), rows.shape[1]
        self.width, self._level = -(-len(rows) // STRETCHES) or 1, 0
        self._now = np.zeros(2 * self._columns)
        self._low, self._high = self._now[: self._columns], self._now[self._columns :]
        self._rows = Rows(len(self._now))
        """Of every stretch the least, and behind it the greatest values."""
        starts = np.arange(0, len(rows), self.width)
        if len(rows):
            ends = np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)
            for index, stretch in enumerate(np.hstack(ends)):
                self._rows.put(index, stretch)
            self._now[...] = stretch

    def add(self, step: int, row: Array) -> None:
        """Take in the row (columns,) of the next step; a replay of one that is in changes nothing."""
        if step < self.steps:
            return
        self.steps = step + 1
        if step >= STRETCHES * self.width:
            self.width *= 2
            self._level += 1
        if step % self.width:
            np.minimum(self._low, row, out=self._low)
            np.maximum(self._high, row, out=self._high)
        else:
            self._low[...] = self._high[...] = row
        # Of a level's STRETCHES, the levels before hold the first half, in twice as many each.
        self._rows.put(step // self.width + _HALF * self._level, self._now)

    def shared(self, step: int) -> Extremes:
        """Other extremes of the same rows up to the stretch in which `step` lies; that one begins anew."""
        width, level = self.width, self._level
        while level and step <= STRETCHES * (width // 2):
            width, level = width // 2, level - 1
        found = Extremes(np.zeros((0, self._columns)))
        found.width, found._level, found.steps = width, level, step // width * width
        found._rows = self._rows.shared(step // width + _HALF * level)
        return found

    def _merged(self) -> tuple[Array, Array]:
        """(least, greatest) by stretches of the present width."""
        last = (self.steps - 1) // self.width + _HALF * self._level
        rows = np.concatenate(self._rows.first(last + 1))
        low, high = (part[:STRETCHES] for part in np.hsplit(rows, 2))
        for begin in STRETCHES + _HALF * np.arange(self._level):
            later = np.hsplit(rows[begin : begin + _HALF], 2)
            low = np.concatenate([np.minimum(low[0::2], low[1::2]), later[0]])
            high = np.concatenate([np.maximum(high[0::2], high[1::2]), later[1]])
        return low, high

    def over(self, points: int) -> tuple[Array, Array, Array]:
        """(first step of each stretch, least, greatest), in about `points` stretches."""
        all_low, all_high = self._merged()
        starts, low, _ = thin(all_low, points)
        return starts * self.width, low, thin(all_high, points)[2]

    @property
    def nbytes(self) -> int:
        """The memory taken, in bytes."""
        return self._rows.nbytes
