"""Central differences: the oracle of every derivative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

STEP = 1e-3
"""With the fourth-order formula: truncation near 1e-13, rounding near 1e-13."""


def central_differences(f: Callable[[], float], at: Array, step: float = STEP) -> Array:
    """The gradient of f() with respect to `at`, which is changed in place and put back.

    Fourth order, from four points: (8 (f(+h) - f(-h)) - (f(+2h) - f(-2h))) / 12 h.
    """
    result = np.zeros(at.shape)
    for index in np.ndindex(at.shape):
        kept = at[index]

        def moved(by: float, index: tuple[int, ...] = index, kept: float = kept) -> float:
            at[index] = kept + by
            return f()

        near, far = moved(step) - moved(-step), moved(2 * step) - moved(-2 * step)
        result[index] = (8 * near - far) / (12 * step)
        at[index] = kept
    return result


def relative_error(found: Array, expected: Array) -> float:
    """||found - expected|| / ||expected||; 0 when both are exactly 0."""
    error = float(np.linalg.norm(found - expected))
    return error / float(np.linalg.norm(expected)) if error else 0.0
