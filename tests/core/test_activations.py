"""Activations: their closed forms, and their behaviour where numbers end."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from mlp_core import ACTIVATIONS

FORMS: dict[str, Callable[[float], float]] = {
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


@EVERY
def test_values_follow_the_closed_form(name: str) -> None:
    z = np.linspace(-8, 8, 65).reshape(5, 13)
    expected = np.vectorize(FORMS[name])(z)
    np.testing.assert_allclose(ACTIVATIONS[name].value(z), expected, rtol=1e-12, atol=1e-15)


@EVERY
def test_nothing_overflows_or_warns_far_out(name: str) -> None:
    values, slopes = FAR_OUT[name]
    with warnings.catch_warnings(), np.errstate(all="warn"):
        warnings.simplefilter("error")
        z = np.array([-1e4, 1e4])
        np.testing.assert_allclose(ACTIVATIONS[name].value(z), values, rtol=1e-15)
        np.testing.assert_allclose(ACTIVATIONS[name].derivative(z), slopes, rtol=1e-15)


@EVERY
def test_the_slope_at_zero(name: str) -> None:
    assert ACTIVATIONS[name].derivative(np.zeros(1))[0] == AT_ZERO[name]


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
    slope = np.abs(ACTIVATIONS[name].derivative(np.linspace(-40, 40, 10_001)))
    assert slope.max() == ACTIVATIONS[name].max_slope


@EVERY
def test_the_table_names_each_activation_by_its_own_name(name: str) -> None:
    assert ACTIVATIONS[name].name == name
