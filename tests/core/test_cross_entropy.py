"""Binary cross-entropy: its value, and the short way on which it is trained."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES, Experiment, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.steps import bind
from tests.core.differences import Array
from tests.core.runs import QUICK

BCE = LOSSES["bce"]
XOR = Experiment(dataset="xor", hidden_layers=(3,), activation="tanh", initializer="xavier", loss="bce")


def fused(z: Array, y: Array) -> tuple[float, Array]:
    """The value and delta that training computes for z and y, (batch, n_out)."""
    columns_z, columns_y = np.ascontiguousarray(z.T), np.ascontiguousarray(y.T)
    value, delta = np.zeros(()), np.empty_like(columns_z)
    a = ACTIVATIONS["sigmoid"].value(columns_z)
    for call in bind(
        BCE.fused_value_steps(columns_z, columns_y, value) + BCE.fused_delta_steps(a, columns_y, delta)
    ):
        call()
    return float(value), delta.T


def test_the_value_is_summed_over_outputs_and_averaged_over_samples() -> None:
    a, y = np.array([[0.5, 0.25], [0.9, 0.2]]), np.array([[1.0, 0.0], [1.0, 0.5]])
    terms = [np.log(0.5), np.log(0.75), np.log(0.9), 0.5 * np.log(0.2) + 0.5 * np.log(0.8)]
    assert BCE.value(a, y) == pytest.approx(-sum(terms) / 2, rel=1e-14)
    assert BCE.gradient_factor(2) == 1.0


@QUICK
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 4))
def test_the_short_way_gives_what_the_long_way_gives(seed: int, batch: int, n_out: int) -> None:
    """delta = dLoss/da * a (1 - a), and the value from a, where a is not rounded to 0 or 1."""
    rng = np.random.RandomState(seed)
    z, y = rng.normal(0, 3, (batch, n_out)), rng.uniform(0, 1, (batch, n_out))
    a = ACTIVATIONS["sigmoid"].value(z)
    value, delta = fused(z, y)
    assert value == pytest.approx(BCE.value(a, y), rel=1e-12)
    np.testing.assert_allclose(delta, BCE.gradient(a, y) * a * (1 - a), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(value, np.sum(np.logaddexp(0, z) - y * z) / batch, rtol=1e-12)


@pytest.mark.parametrize(
    ("z", "y", "value", "delta"),
    [(800, 1, 0, 0), (800, 0, 800, 1), (-800, 1, 800, -1), (-800, 0, 0, 0), (800, 0.25, 600, 0.75)],
)
def test_it_stays_finite_where_the_sigmoid_is_rounded(z: float, y: float, value: float, delta: float) -> None:
    with np.errstate(over="ignore"):
        found, slope = fused(np.array([[float(z)]]), np.array([[float(y)]]))
    assert (found, slope[0, 0]) == (value, delta)


def test_a_loss_near_0_keeps_its_digits() -> None:
    """log(1 + e^-40) is e^-40 but for 1e-17 of it."""
    assert fused(np.array([[40.0]]), np.array([[1.0]]))[0] == pytest.approx(np.exp(-40), rel=1e-14)
    assert fused(np.array([[-40.0]]), np.array([[0.0]]))[0] == pytest.approx(np.exp(-40), rel=1e-14)


def test_a_run_shows_delta_as_a_minus_y_over_the_samples() -> None:
    trainer = Trainer(XOR)
    trainer.evaluate()
    last = trainer.network.layers[-1]
    np.testing.assert_array_equal(last.delta, (last.a - trainer.y) / 4)
    (operation,) = [o for o in trainer.program() if o.symbol == "delta" and o.layer == 2]
    assert operation.formula == r"\delta_{2} = (a_{2} - y) / N"
    assert operation.reads.keys() == {"a2", "y"}
    (loss,) = [o for o in trainer.program() if o.symbol == "loss"]
    assert (loss.reads.keys(), loss.writes.keys()) == ({"z2", "y"}, {"loss"})


def test_the_printed_loss_is_that_of_the_outputs() -> None:
    trainer = Trainer(replace(XOR, dataset="digits", samples=20, hidden_layers=(6, 6)))
    for _ in range(5):
        loss = trainer.step()
        assert loss == pytest.approx(BCE.value(trainer.network.layers[-1].a, trainer.y), rel=1e-12)


def test_a_wrong_and_saturated_output_learns_with_it_and_not_with_squares() -> None:
    """The output's bias is 20, its slope 2e-9: that is what cross-entropy is for."""
    deltas = {}
    for loss in ("sse", "bce"):
        probe = Probe(Trainer(replace(XOR, loss=loss)))
        probe.network.layers[-1].b[...] = 20.0
        probe.evaluate()
        deltas[loss] = np.abs(probe.network.layers[-1].delta).max()
    assert deltas["sse"] < 1e-8
    assert deltas["bce"] == pytest.approx(0.25, rel=1e-6)


def test_xor_is_learned_with_cross_entropy() -> None:
    trainer = Trainer(replace(XOR, learning_rate=1.0))
    trainer.step(2000)
    np.testing.assert_array_equal(trainer.network.forward(trainer.x) > 0.5, trainer.y > 0.5)
    assert trainer.loss < 0.02


def test_one_sample_is_divided_by_nothing() -> None:
    """The mazur targets, one sample: a - y to the last bit."""
    trainer = Trainer(Experiment(dataset="mazur", hidden_layers=(2,), initializer="given", loss="bce"))
    trainer.evaluate()
    last = trainer.network.layers[-1]
    for a, y, delta in zip(last.a[0], trainer.y[0], last.delta[0], strict=True):
        assert delta == float(Fraction(float(a)) - Fraction(float(y)))
