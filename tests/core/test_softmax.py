"""Softmax and its cross-entropy: values, the short way on which they are trained, and their limits."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES, MLP, OUTPUT_ACTIVATIONS, Experiment, Trainer
from mlp_core.nn.steps import bind
from tests.core.differences import Array, central_differences, relative_error
from tests.core.runs import QUICK

SOFTMAX, CE = OUTPUT_ACTIVATIONS["softmax"], LOSSES["cross_entropy"]
SPIRALS = Experiment(
    dataset="three_spirals", samples=9, hidden_layers=(5, 4), activation="tanh", initializer="xavier",
    output_activation="softmax", loss="cross_entropy",
)  # fmt: skip
ROWS = st.integers(0, 2**32 - 1).map(lambda seed: np.random.RandomState(seed).normal(0, 3, (4, 3)))


def one_hot(labels: list[int], classes: int = 3) -> Array:
    return np.eye(classes)[labels]


def fused(z: Array, y: Array) -> tuple[float, Array]:
    """The value and delta that training computes for z and y, (batch, n_out)."""
    columns_z, columns_y = np.ascontiguousarray(z.T), np.ascontiguousarray(y.T)
    delta = np.empty_like(columns_z)
    a = np.ascontiguousarray(SOFTMAX.value(z).T)
    for call in bind(CE.fused_delta_steps(a, columns_y, delta)):
        call()
    return CE.fused_value(z, y), delta.T


def test_softmax_is_for_the_output_alone() -> None:
    assert "softmax" not in ACTIVATIONS
    assert OUTPUT_ACTIVATIONS.keys() - ACTIVATIONS.keys() == {"softmax"}


def test_its_values_are_shares_of_e_to_the_z() -> None:
    """log 1, log 2 and log 5: an eighth, a quarter and five eighths; of every sample by itself."""
    z = np.log([[1.0, 2.0, 5.0], [6.0, 1.0, 1.0]])
    np.testing.assert_allclose(SOFTMAX.value(z), [[1 / 8, 2 / 8, 5 / 8], [6 / 8, 1 / 8, 1 / 8]], rtol=1e-15)
    np.testing.assert_allclose(SOFTMAX.value(z[0]), [1 / 8, 2 / 8, 5 / 8], rtol=1e-15)
    np.testing.assert_allclose(SOFTMAX.derivative(z[0]), [7 / 64, 12 / 64, 15 / 64], rtol=1e-15)


@QUICK
@given(ROWS)
def test_the_slope_shown_is_each_outputs_own_derivative(z: Array) -> None:
    expected = [
        central_differences(lambda i=i, j=j: SOFTMAX.value(z)[i, j], z)[i, j]
        for i in range(len(z))
        for j in range(3)
    ]
    np.testing.assert_allclose(SOFTMAX.derivative(z).ravel(), expected, rtol=1e-7, atol=1e-11)


def test_it_does_not_overflow() -> None:
    np.testing.assert_array_equal(SOFTMAX.value(np.array([1e3, 0.0, -1e3])), [1, 0, 0])
    np.testing.assert_array_equal(SOFTMAX.value(np.array([-1e3, -1e3])), [0.5, 0.5])
    np.testing.assert_array_equal(SOFTMAX.value(np.array([1e308, 1e308])), [0.5, 0.5])
    np.testing.assert_allclose(SOFTMAX.value(np.array([1e3, 1e3 - 1])), [1 / (1 + 1 / np.e), 1 / (1 + np.e)])


@QUICK
@given(ROWS, st.integers(-(2**30), 2**30))
def test_the_same_number_added_to_every_z_changes_nothing(z: Array, shift: int) -> None:
    """z of multiples of 1/1024, so that the sum is exact."""
    z = np.round(z * 1024) / 1024
    np.testing.assert_array_equal(SOFTMAX.value(z + shift), SOFTMAX.value(z))
    np.testing.assert_allclose(SOFTMAX.value(z).sum(1), 1, rtol=1e-15)


@QUICK
@given(ROWS, st.integers(0, 2**32 - 1))
def test_it_goes_back_through_all_of_its_outputs(z: Array, seed: int) -> None:
    """Any dLoss/da: the Jacobian is diag(a) - a a^T, sample by sample."""
    da = np.random.RandomState(seed).normal(size=z.shape)
    net = MLP((3, 3), output_activation="softmax")
    net.layers[0].W[...], net.layers[0].b[...] = np.eye(3), 0.0
    a = net.forward(z)
    dx = net.backward(da)
    expected = [(np.diag(row) - np.outer(row, row)) @ g for row, g in zip(a, da, strict=True)]
    np.testing.assert_allclose(dx, expected, rtol=1e-11, atol=1e-15)
    differences = central_differences(lambda: float(np.sum(da * net.forward(z))), z)
    assert relative_error(dx, differences) < 1e-7


@QUICK
@given(ROWS, st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_with_cross_entropy_delta_is_a_minus_y(z: Array, labels: list[int]) -> None:
    """Against differences of the fused value, and against the long way through dLoss/da."""
    y = one_hot(labels)
    value, delta = fused(z, y)
    a = SOFTMAX.value(z)
    np.testing.assert_array_equal(delta, (a - y) / 4)
    assert value == pytest.approx(CE.value(a, y), rel=1e-12)
    assert value == pytest.approx(-np.mean(np.log(a[np.arange(4), labels])), rel=1e-12)
    assert relative_error(delta, central_differences(lambda: CE.fused_value(z, y), z)) < 1e-7
    g = CE.gradient(a, y)
    long_way = a * (g - np.sum(a * g, axis=1, keepdims=True))
    np.testing.assert_allclose(delta, long_way, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(
    ("z", "label", "value"),
    [((1e3, 0, 0), 0, 0), ((1e3, 0, 0), 1, 1e3), ((-1e3, 0, -1e3), 1, 0), ((0, 0, 0), 2, math.log(3))],
)
def test_it_stays_finite_where_softmax_is_rounded(z: tuple[float, ...], label: int, value: float) -> None:
    found, delta = fused(np.array([z], dtype=float), one_hot([label]))
    assert found == pytest.approx(value, rel=1e-15)
    assert np.isfinite(delta).all()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_loss_near_0_keeps_its_digits(place: int) -> None:
    """log(1 + e^-40 + e^-50) is e^-40 + e^-50 but for 1e-17 of it, wherever the right class stands."""
    z = np.insert([-40.0, -50.0], place, 0.0)[None]
    assert fused(z, one_hot([place]))[0] == pytest.approx(math.exp(-40) + math.exp(-50), rel=1e-14)


def test_a_run_shows_delta_as_a_minus_y_over_the_samples() -> None:
    trainer = Trainer(SPIRALS)
    trainer.evaluate()
    last = trainer.network.layers[-1]
    np.testing.assert_array_equal(last.delta, (last.a - trainer.y) / 9)
    (delta,) = [o for o in trainer.program() if o.symbol == "delta" and o.layer == 3]
    assert delta.formula == r"\delta_{3} = (a_{3} - y) / N"
    assert delta.reads.keys() == {"a3", "y"}
    (loss,) = [o for o in trainer.program() if o.symbol == "loss"]
    assert (loss.reads.keys(), loss.writes.keys()) == ({"z3", "y"}, {"loss"})


def test_one_sample_is_divided_by_nothing() -> None:
    """a - y to the last bit."""
    trainer = Trainer(replace(SPIRALS, samples=1))
    trainer.evaluate()
    last = trainer.network.layers[-1]
    for a, y, delta in zip(last.a[0], trainer.y[0], last.delta[0], strict=True):
        assert delta == float(Fraction(float(a)) - Fraction(float(y)))


def test_the_printed_loss_is_that_of_the_outputs() -> None:
    trainer = Trainer(replace(SPIRALS, learning_rate=0.5))
    for _ in range(5):
        loss = trainer.step()
        assert loss == pytest.approx(CE.value(trainer.network.layers[-1].a, trainer.y), rel=1e-12)
        right = trainer.network.layers[-1].a[trainer.y > 0.5]
        assert loss == pytest.approx(-np.mean(np.log(right)), rel=1e-12)


def test_three_spirals_are_learned() -> None:
    trainer = Trainer(
        replace(SPIRALS, samples=60, hidden_layers=(8, 8), optimizer="adam", learning_rate=0.05)
    )
    trainer.step(300)
    assert trainer.scores().train_accuracy == 1.0
    assert trainer.loss < 0.05
