"""Single values, checked: each function gives its value back in plain form, or says what may be given.

All raise ExperimentError, naming the field. A study makes thousands of Experiments at once: a value that is
plain and allowed takes the shortest way, and words are put together for others alone.
"""

from __future__ import annotations

import math
import operator

import numpy as np

from mlp_core.errors import ExperimentError


def integer(field: str, value: object, low: int, high: int, problem: str = "whole") -> int:
    """A whole number within its limits, also one of NumPy's; no bool."""
    found = value if type(value) is int else _index(value)
    if found is None or not low <= found <= high:
        raise ExperimentError(field, value, problem, low=low, high=high)
    return found


def _index(value: object) -> int | None:
    """The value as a whole number; None for what is none."""
    if isinstance(value, bool | np.bool):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None


def _finite(value: object) -> float:
    """The value as a number; NaN for what is none or not finite, for a bool and for text."""
    if isinstance(value, bool | np.bool | str | bytes | bytearray):
        return math.nan
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return found if math.isfinite(found) else math.nan


def positive(field: str, value: object) -> float:
    """A finite number above 0."""
    found = value if type(value) is float and value < math.inf else _finite(value)
    if not found > 0:  # nor NaN
        raise ExperimentError(field, value, "positive")
    return found


def between(field: str, value: object, most: float, problem: str = "number") -> float:
    """A number from 0 to `most`, which is finite."""
    found = value if type(value) is float else _finite(value)
    if not 0 <= found <= most:  # nor NaN
        raise ExperimentError(field, value, problem, most=most)
    return found


def switch(field: str, value: object) -> bool:
    """True or False, nothing that only counts as one."""
    if not isinstance(value, bool | np.bool):
        raise ExperimentError(field, value, "switch")
    return bool(value)
