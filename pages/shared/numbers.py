"""Numbers as a person reads them: significant digits, and an exponent where zeros would hide them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def significant(value: float, digits: int = 2) -> str:
    """`value` with that many significant digits; 3.1e-09 is written 3.1×10⁻⁹.

    Only 0 itself is written as 0; what is not a number is named.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    sign = "−" if value < 0 else ""
    power = int(exponent)
    if -3 <= power < max(5, digits):
        return f"{sign}{float(f'{mantissa}e{exponent}'):.{max(0, digits - 1 - power)}f}"
    return f"{sign}{mantissa}×10{str(power).translate(_SUPERSCRIPTS)}"


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 in percent, as format.js writes it: halves up; 100 % only where it is the whole."""
    if math.isnan(share):
        return "–"
    rounded = str(Decimal(100 * share).quantize(Decimal(10) ** -digits, ROUND_HALF_UP))
    if float(rounded) == 100 and share < 1:
        rounded = f"{100 - 10**-digits:.{digits}f}"
    return f"{rounded} %"


def nice_ceiling(value: float) -> float:
    """The least of 1, 2, 3, 5 times a power of ten that is not below `value`; 1 where there is none."""
    if not (value > 0 and math.isfinite(value)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((m * power for m in (1, 2, 3, 5, 10) if m * power >= value), 10 * power) or value
