"""Activations: what they compute is their formula to all digits, also where numbers end, and what they say of
themselves is so. All cases come from the table; those of the textbook are held to it besides.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from mlp_core import ACTIVATIONS
from tests.core.differences import Array
from tests.core.exact import exactly, slopes

# What a textbook has of them, written by hand: where formula and computation are wrong alike, it shows here.
TEXTBOOK: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "linear": lambda z: z,
}
AT_ZERO = {"sigmoid": 0.25, "tanh": 1.0, "relu": 0.0, "leaky_relu": 0.01, "linear": 1.0}
# The value at z = -10000 and z = 10000, then the slope there.
FAR_OUT = {
    "sigmoid": ([0, 1], [0, 0]),
    "tanh": ([-1, 1], [0, 0]),
    "relu": ([0, 1e4], [0, 1]),
    "leaky_relu": ([-100, 1e4], [0.01, 1]),
    "linear": ([-1e4, 1e4], [1, 1]),
}
EVERY = pytest.mark.parametrize("name", ACTIVATIONS)
GRID = np.linspace(-8, 8, 65)
"""Whole numbers, where most kinks would be, among them."""
FAR = np.array([-1e4, 1e4])
WIDE = [
    sign * z
    for z in (
        1e-9, 0.03, 0.3, 0.7, 0.9, 1.1, 1.3, 1.39, 1.401, 1.5, 1.7, 2.2, 3.3, 4.7, 7.1, 9, 12.3, 15, 18, 19,
        20, 22.2, 30, 36, 37, 38, 40, 77.7, 150, 300, 345, 354, 400, 690, 705,
    )
    for sign in (-1.0, 1.0)
]  # fmt: skip


def formula(name: str, z: Array) -> Array:
    """f(z) from the formula that is shown."""
    f = exactly(ACTIVATIONS[name].formula)
    return np.vectorize(lambda one: float(f(z=one)))(z)


def formula_slope(name: str, z: Array) -> Array:
    """f'(z) from the formula; at a kink that from the left."""
    f = exactly(ACTIVATIONS[name].formula)
    return np.vectorize(lambda one: float(slopes(f, one)[0]))(z)


def greatest(of: Callable[[Array], Array]) -> float:
    """The greatest value of a function of z: on a grid, then on finer ones around where that is."""
    z = np.concatenate([FAR, np.linspace(-40, 40, 10_001)])
    found, width = of(z), 0.008
    most = found.max()
    while width > 1e-9:
        z = z[found.argmax()] + np.linspace(-width, width, 201)
        found, width = of(z), width / 50
        most = max(most, found.max())
    return float(most)


@EVERY
def test_values_follow_the_closed_form(name: str) -> None:
    z = GRID.reshape(5, 13)
    np.testing.assert_allclose(ACTIVATIONS[name].value(z), formula(name, z), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", TEXTBOOK)
def test_the_textbooks_functions_are_those_of_the_textbook(name: str) -> None:
    f, z = ACTIVATIONS[name], GRID.reshape(5, 13)
    np.testing.assert_allclose(f.value(z), np.vectorize(TEXTBOOK[name])(z), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(f.value(FAR), FAR_OUT[name][0], rtol=1e-15)
    np.testing.assert_allclose(f.derivative(FAR), FAR_OUT[name][1], rtol=1e-15)
    assert f.derivative(np.zeros(1))[0] == AT_ZERO[name]


@EVERY
def test_slopes_follow_the_closed_form(name: str) -> None:
    z = GRID.reshape(5, 13)
    np.testing.assert_allclose(ACTIVATIONS[name].derivative(z), formula_slope(name, z), rtol=1e-9, atol=1e-15)


@EVERY
def test_slopes_have_all_their_digits_on_both_sides(name: str) -> None:
    """Also where f is rounded to its bound: to 1e-15 of a slope as small as 1e-305."""
    digits = 400
    f = exactly(ACTIVATIONS[name].formula, digits)
    exact = {z: float(slopes(f, z, digits)[0]) for z in WIDE}
    seen = np.array([z for z, slope in exact.items() if slope == 0 or abs(slope) > 3e-308])
    assert len(seen) > 50
    expected = np.array([exact[z] for z in seen])
    np.testing.assert_allclose(ACTIVATIONS[name].derivative(seen), expected, rtol=1e-15, atol=0)


def test_saturated_slopes_are_not_0() -> None:
    """e^-z / (1 + e^-z)^2 and 4 / (e^z + e^-z)^2, worked out with a pocket calculator."""
    ends = np.array([-1.0, 1.0])
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"].derivative(37 * ends), 8.533047625744e-17, rtol=1e-12)
    np.testing.assert_allclose(ACTIVATIONS["tanh"].derivative(19 * ends), 1.255653116819e-16, rtol=1e-12)


@EVERY
def test_a_slope_is_the_same_alone_and_among_others(name: str) -> None:
    """A layer's own slopes, as a sweep over many depths computes them, and those of all layers at once."""
    together = ACTIVATIONS[name].derivative(np.array(WIDE))
    alone = [ACTIVATIONS[name].derivative(np.array([z]))[0] for z in WIDE]
    np.testing.assert_array_equal(together, alone)


@EVERY
def test_nothing_overflows_or_warns_far_out(name: str) -> None:
    with warnings.catch_warnings(), np.errstate(all="warn"):
        warnings.simplefilter("error")
        values, found = ACTIVATIONS[name].value(FAR), ACTIVATIONS[name].derivative(FAR)
    np.testing.assert_allclose(values, formula(name, FAR), rtol=1e-15)
    np.testing.assert_allclose(found, formula_slope(name, FAR), rtol=1e-15)


@EVERY
def test_the_slope_at_zero(name: str) -> None:
    (expected,) = formula_slope(name, np.zeros(1))
    assert ACTIVATIONS[name].derivative(np.zeros(1))[0] == pytest.approx(expected, rel=1e-15, abs=0)


@EVERY
def test_kinks_are_where_the_slope_jumps_and_nowhere_else(name: str) -> None:
    activation, f = ACTIVATIONS[name], exactly(ACTIVATIONS[name].formula)
    for z in {*GRID.tolist(), *activation.kinks}:
        left, right = slopes(f, z)
        assert (abs(left - right) > 1e-6) == (z in activation.kinks), z
        if z in activation.kinks:
            assert activation.derivative(np.array([z]))[0] == float(left)


@EVERY
def test_a_gate_passes_z_on_above_0_and_hardly_below(name: str) -> None:
    value, slope = ACTIVATIONS[name].value(GRID), ACTIVATIONS[name].derivative(GRID)
    passes = np.array_equal(value[GRID > 0], GRID[GRID > 0])
    holds = bool(np.all(np.abs(value[GRID < 0]) <= 0.01 * -GRID[GRID < 0]))
    assert ACTIVATIONS[name].gated == (passes and holds and np.array_equal(value, GRID * slope))


@EVERY
def test_values_reach_their_bounds_and_never_pass_them(name: str) -> None:
    value, (low, high) = ACTIVATIONS[name].value, ACTIVATIONS[name].bounds
    for bound, of in ((high, value), (-low, lambda z: -value(z))):
        if np.isfinite(bound):
            assert bound - 1e-12 * abs(bound) <= greatest(of) <= bound
        else:
            assert of(1e4 * FAR).max() >= 1e5


@EVERY
def test_nan_stays_visible(name: str) -> None:
    value = ACTIVATIONS[name].value(np.array([np.nan, 1.0]))
    assert np.isnan(value[0])
    assert not np.isnan(value[1])


@EVERY
def test_the_input_is_left_alone(name: str) -> None:
    z = np.array([-1.5, 0.0, 2.5])
    ACTIVATIONS[name].value(z)
    ACTIVATIONS[name].derivative(z)
    np.testing.assert_array_equal(z, [-1.5, 0.0, 2.5])


@EVERY
def test_whole_numbers_are_taken_as_floats(name: str) -> None:
    z = np.array([-2, 0, 3])
    np.testing.assert_array_equal(ACTIVATIONS[name].value(z), ACTIVATIONS[name].value(z.astype(float)))


def test_the_sigmoids_slope_is_a_quarter_at_most() -> None:
    slope = ACTIVATIONS["sigmoid"].derivative(np.linspace(-40, 40, 10_001))
    assert slope.max() == 0.25
    assert slope.min() > -1e-300


@EVERY
def test_the_largest_slope_is_reached_and_never_passed(name: str) -> None:
    most = greatest(lambda z: np.abs(ACTIVATIONS[name].derivative(z)))
    assert ACTIVATIONS[name].max_slope * (1 - 1e-12) <= most <= ACTIVATIONS[name].max_slope


@EVERY
def test_the_table_names_each_activation_by_its_own_name(name: str) -> None:
    assert ACTIVATIONS[name].name == name
