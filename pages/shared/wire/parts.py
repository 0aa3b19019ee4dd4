"""The scaled numbers of a frame: many parts at once, each with a scale of its own.

    f4   float32 numbers and a power of two: value = number * 2 ** power. Exact but for float32's own
         rounding: seven digits remain of a part's largest value, however small the part is
    i1   int8 numbers, a float32 share and a power: value = number / 127 * share * 2 ** power; for a picture

All parts of a frame go through NumPy together: part by part, the calls themselves take more than the numbers
(measured on the tutorial's network, 28 parts: 0.5 ms a frame instead of 0.1).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mlp_core.nn.steps import Array

_STEEP = 1000
"""Beyond such powers of two their reciprocals leave float64's range."""


class Parts:
    """Where the parts of a flat array begin.

    Args:
        sizes: of each part, 1 or more.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self._starts = np.concatenate([[0], np.cumsum(sizes)])[:-1].astype(np.intp)
        self._owner = np.repeat(np.arange(len(sizes)), sizes)

    def exact(self, values: Array) -> bytes:
        """Type f4: the powers of all parts, then their numbers."""
        powers, numbers = self._scaled(values, self._largest(values))
        return powers.astype(np.float32).tobytes() + numbers.astype(np.float32).tobytes()

    def small(self, values: Array) -> bytes:
        """Type i1: the shares of all parts, their powers, then their numbers. NaN counts as 0."""
        largest = self._largest(values)
        if not np.isfinite(largest).all():
            values = np.nan_to_num(values)
            largest = self._largest(values)
        largest[largest == 0] = 1.0
        powers, numbers = self._scaled(values, largest)
        shares = np.frexp(largest)[0].astype(np.float32)
        numbers = np.rint(numbers * (127 / shares)[self._owner]).astype(np.int8)
        return shares.tobytes() + powers.astype(np.float32).tobytes() + numbers.tobytes()

    def _largest(self, values: Array) -> Array:
        """The largest magnitude of each part; NaN where it has one."""
        found: Array = np.maximum.reduceat(np.abs(values), self._starts)
        return found

    def _scaled(self, values: Array, largest: Array) -> tuple[Array, Array]:
        """(powers, numbers): values = numbers * 2 ** power, the largest of a part in [0.5, 1)."""
        powers = np.where(np.isfinite(largest), np.frexp(largest)[1], 0)
        if np.abs(powers).max() < _STEEP:
            return powers, values * np.ldexp(1.0, -powers)[self._owner]
        return powers, np.ldexp(values, -powers[self._owner])


def scaled(values: Array) -> tuple[float, Array]:
    """(power, float32 numbers) of one part."""
    largest = np.abs(values).max(initial=0.0)
    power = int(np.frexp(largest)[1]) if np.isfinite(largest) else 0
    return float(power), np.ldexp(values, -power).astype(np.float32)
