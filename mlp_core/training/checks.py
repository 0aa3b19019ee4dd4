"""Single values, checked: each function gives its value back in plain form, or says what may be given.

All raise ExperimentError, naming the field.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import numpy as np

from mlp_core.errors import ExperimentError


def integer(field: str, value: object, low: int, high: int, what: str = "a whole number") -> int:
    """A whole number within its limits, also one of NumPy's; no bool."""
    allowed = f"{what} from {low} to {high:,}"
    if isinstance(value, bool | np.bool):
        raise ExperimentError(field, value, allowed)
    try:
        found = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ExperimentError(field, value, allowed) from None
    if not low <= found <= high:
        raise ExperimentError(field, value, allowed)
    return found


def number(field: str, value: object, allowed: str, fits: Callable[[float], bool]) -> float:
    """A finite number that fits; no bool and no text."""
    if isinstance(value, bool | np.bool | str | bytes | bytearray):
        raise ExperimentError(field, value, allowed)
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise ExperimentError(field, value, allowed) from None
    if not (math.isfinite(found) and fits(found)):
        raise ExperimentError(field, value, allowed)
    return found


def positive(field: str, value: object) -> float:
    """A finite number above 0."""
    return number(field, value, "a number above 0 and finite", lambda found: found > 0)


def between(field: str, value: object, most: float, what: str = "a number") -> float:
    """A number from 0 to `most`."""
    return number(field, value, f"{what} from 0 to {most:,.9g}", lambda found: 0 <= found <= most)


def switch(field: str, value: object) -> bool:
    """True or False, nothing that only counts as one."""
    if not isinstance(value, bool | np.bool):
        raise ExperimentError(field, value, "True or False")
    return bool(value)
