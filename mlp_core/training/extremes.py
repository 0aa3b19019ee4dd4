"""Many rows in little memory: the least and the greatest value of every column in stretches of steps.

A chart some hundred pixels wide cannot show 200,000 steps; drawing the extremes of each stretch shows the
same picture, every spike included.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import Array

STRETCHES = 4096
"""Kept at most; once there are more, they are merged in pairs, each then twice as long."""


def thin(rows: Array, points: int) -> tuple[Array, Array, Array]:
    """Rows (n, columns) as (first index of each stretch, least, greatest), at most `points` stretches."""
    width = -(-len(rows) // max(1, points)) or 1
    starts = np.arange(0, len(rows), width)
    if not len(rows):
        return starts, rows, rows
    return starts, np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)


class Extremes:
    """Least and greatest values by stretches of `width` steps, for a run of unknown length.

    Adding a step again with the same row changes nothing, so a replay does no harm. A NaN stays visible.

    Args:
        rows: (n, columns), the rows of steps 0 to n - 1.
    """

    def __init__(self, rows: Array) -> None:
        self.width = -(-len(rows) // STRETCHES) or 1
        self._low = np.full((STRETCHES, rows.shape[1]), np.inf)
        self._high = np.full((STRETCHES, rows.shape[1]), -np.inf)
        starts = np.arange(0, len(rows), self.width)
        if len(rows):
            self._low[: len(starts)] = np.minimum.reduceat(rows, starts)
            self._high[: len(starts)] = np.maximum.reduceat(rows, starts)

    def add(self, step: int, row: Array) -> None:
        """Take in the row (columns,) of a step."""
        while step >= STRETCHES * self.width:
            self._merge()
        low, high = self._low[step // self.width], self._high[step // self.width]
        np.minimum(low, row, out=low)
        np.maximum(high, row, out=high)

    def _merge(self) -> None:
        """Make every stretch twice as long."""
        half = STRETCHES // 2
        for values, join, empty in ((self._low, np.minimum, np.inf), (self._high, np.maximum, -np.inf)):
            values[:half] = join(values[0::2], values[1::2])
            values[half:] = empty
        self.width *= 2

    def over(self, steps: int, points: int) -> tuple[Array, Array, Array]:
        """(first step of each stretch, least, greatest) for a run of so many steps, in about `points`."""
        filled = -(-steps // self.width)
        starts, low, _ = thin(self._low[:filled], points)
        return starts * self.width, low, thin(self._high[:filled], points)[2]

    @property
    def nbytes(self) -> int:
        """The memory taken, in bytes."""
        return self._low.nbytes + self._high.nbytes
