"""How numbers are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.numbers import nice_ceiling, percent, significant
from tests.core.runs import MANY

_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (3.1e-9, 2, "3.1×10⁻⁹"),
        (-3.1e-9, 2, "−3.1×10⁻⁹"),
        (0.163041, 5, "0.16304"),
        (0.00123, 2, "0.0012"),
        (9.99e-4, 2, "0.0010"),
        (12345.6, 2, "12000"),
        (123456.0, 2, "1.2×10⁵"),
        (0.0, 3, "0"),
        (5e-324, 2, "4.9×10⁻³²⁴"),
        (math.nan, 2, "NaN"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_significant_digits_with_an_exponent(value: float, digits: int, written: str) -> None:
    assert significant(value, digits) == written


@MANY
@given(st.floats(-1e300, 1e300), st.integers(1, 8))
def test_a_number_that_is_not_zero_never_prints_as_zero(value: float, digits: int) -> None:
    """And what is printed is the value, to that many digits."""
    written = significant(value, digits).translate(_DIGITS).replace("×10", "e")
    assert float(written) == pytest.approx(value, rel=0.51 * 10.0 ** (1 - digits), abs=5e-324)
    assert (value == 0) == (written == "0")


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [(0.125, 0, "13 %"), (0.9996, 0, "99 %"), (0.9996, 1, "99.9 %"), (1.0, 0, "100 %"), (math.nan, 0, "–")],
)
def test_percent_is_100_only_for_the_whole(share: float, digits: int, written: str) -> None:
    assert percent(share, digits) == written


@MANY
@given(st.floats(1e-300, 1e300))
def test_nice_ceiling_is_the_next_of_1_2_3_5(value: float) -> None:
    limit = nice_ceiling(value)
    assert value <= limit * (1 + 1e-12)
    assert limit <= 2.0001 * value


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_nice_ceiling_of_no_magnitude_is_one(value: float) -> None:
    assert nice_ceiling(value) == 1.0
