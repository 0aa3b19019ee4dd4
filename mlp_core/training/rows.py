"""Rows of numbers that only ever grow, in blocks, so that runs with a common past hold it in common.

A block that runs share is never written to. One that must change is copied first; mostly a replay only writes
what is there already.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import Array

BLOCK = 256
"""Rows; the most that is copied for a run that forks from another."""


class Rows:
    """Rows 0, 1, ... of so many columns."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._blocks: list[Array] = []

    def put(self, index: int, row: Array) -> None:
        """Write a row, (columns,): one there is, or the next."""
        try:
            self._blocks[index // BLOCK][index % BLOCK] = row
        except IndexError:
            self._blocks.append(np.zeros((BLOCK, self._columns)))
            self._blocks[-1][0] = row
        except ValueError:  # read-only
            self._put_shared(index, row)

    def _put_shared(self, index: int, row: Array) -> None:
        number, place = divmod(index, BLOCK)
        if self._blocks[number][place].tobytes() != row.tobytes():
            self._blocks[number] = self._blocks[number].copy()
            self._blocks[number][place] = row

    def first(self, count: int) -> list[Array]:
        """The first rows, in parts of shape (rows, columns), at least one; views."""
        if not count:
            return [np.zeros((0, self._columns))]
        starts = range(0, count, BLOCK)
        return [block[: count - start] for start, block in zip(starts, self._blocks, strict=False)]

    def shared(self, count: int) -> Rows:
        """Other rows that begin with the first `count` of these and go on by themselves."""
        found = Rows(self._columns)
        whole, rest = divmod(count, BLOCK)
        found._blocks = self._blocks[:whole]
        for block in found._blocks:
            block.flags.writeable = False
        if rest:
            begun = np.zeros((BLOCK, self._columns))
            begun[:rest] = self._blocks[whole][:rest]
            found._blocks.append(begun)
        return found

    @property
    def nbytes(self) -> int:
        """The memory taken, in bytes, shared blocks included."""
        return sum(block.nbytes for block in self._blocks)
