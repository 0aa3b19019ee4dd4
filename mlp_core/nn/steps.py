"""Steps on arrays as values: described once, bound to a network's arrays, and run again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Numbers of any kind, in any shape."""
Matrix = np.ndarray[tuple[int, int], np.dtype[np.floating]]
"""(rows, columns) of float64, or of float32 in a network that asks for it: samples, weights."""
Vector = np.ndarray[tuple[int], np.dtype[np.floating]]
"""(n,) of the same: biases."""
Indices = np.ndarray[tuple[int], np.dtype[np.intp]]
"""(n,) whole numbers: which rows of a matrix."""
DTYPES: dict[str, type[np.floating[Any]]] = {"float64": np.float64, "float32": np.float32}
"""name -> the numbers that a network computes in: 16 digits down to 5e-324, or 7 down to 1e-45."""
Step = tuple[Any, ...]
"""One operation on arrays: the callable, then its positional arguments, the last being the output."""


def bind(steps: list[Step]) -> list[Callable[[], object]]:
    """Turn operations into calls without arguments.

    `functools.partial` runs at the speed of a hand-written line (measured: 0.99 to 1.0).
    """
    return [partial(function, *arguments) for function, *arguments in steps]


def constant(value: float, like: Array) -> Array:
    """A 0-d array: NumPy converts a Python scalar anew in every call (measured factor 1.09)."""
    return np.array(value, dtype=like.dtype)
