"""The record of a run: norms as NumPy computes them, and no vanished gradient rounded to 0."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import Experiment, History, Plan, Trainer
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.network import parameter_count

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")


def by_hand(sizes: tuple[int, ...], batch: int = 1) -> tuple[History, np.ndarray, Buffers]:
    """A History over a gradient and buffers that the test fills itself."""
    gradient = np.zeros(parameter_count(sizes))
    buffers = Buffers(sizes, np.zeros_like(gradient), gradient, batch)
    return History(sizes, gradient, buffers), gradient, buffers


def recorded(sizes: tuple[int, ...], values: np.ndarray) -> History:
    """The History after one step with this gradient."""
    history, gradient, _ = by_hand(sizes)
    gradient[...] = values
    with np.errstate(all="ignore"):
        history.record(0)
    return history


def test_norms_are_numpys() -> None:
    """Every step of a run, from the layers' own arrays."""
    trainer, rows = Trainer(SMALL), []
    for _ in range(20):
        trainer.step()
        layers = trainer.network.layers
        rows.append([[f(l) for l in layers] for f in (
            lambda l: np.linalg.norm(l.dW), lambda l: np.linalg.norm(l.db),
            lambda l: np.linalg.norm(l.delta), lambda l: np.mean(np.abs(l.dW)),
        )])  # fmt: skip
    expected, history = np.array(rows), trainer.history
    for i, name in enumerate(("dW_norm", "db_norm", "delta_norm", "dW_mean_abs")):
        np.testing.assert_allclose(getattr(history, name), expected[:, i], rtol=1e-13)


def test_norms_of_a_normalised_network_are_numpys() -> None:
    """With one sample too: delta is not db there, for b comes after the normalisation."""
    trainer = Trainer(replace(SMALL, normalization="layer"))
    for step in range(5):
        trainer.step()
        for i, layer in enumerate(trainer.network.layers):
            found = [getattr(trainer.history, f"{name}_norm")[step, i] for name in ("dW", "db", "delta")]
            expected = [np.linalg.norm(v) for v in (layer.dW, layer.db, layer.delta)]
            np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert not np.allclose(trainer.history.delta_norm, trainer.history.db_norm, rtol=0.01)


def test_norms_are_true_before_and_after_a_normalisation_comes() -> None:
    trainer = Trainer(Plan.of(SMALL).continued(2, replace(SMALL, normalization="layer")))
    for _ in range(4):
        trainer.step()
        expected = [np.linalg.norm(layer.delta) for layer in trainer.network.layers]
        np.testing.assert_allclose(trainer.history.delta_norm[-1], expected, rtol=1e-12)


def test_delta_norms_of_a_batch_are_over_units_and_samples() -> None:
    history, _, buffers = by_hand((3, 4, 2), batch=5)
    for delta in buffers.delta:
        delta[...] = np.random.RandomState(delta.size).normal(size=delta.shape)
    history.record(0)
    np.testing.assert_allclose(
        history.delta_norm[0], [np.linalg.norm(d) for d in buffers.delta[1:]], rtol=1e-14
    )


def test_a_fifty_layers_deep_gradient_is_never_recorded_as_zero() -> None:
    """delta of the first layers is below 1e-120: its square is no float64, its norm is."""
    trainer = Trainer(Experiment(hidden_layers=(1,) * 50))
    trainer.step(3)
    layers = trainer.network.layers
    assert 0 < abs(layers[0].delta[0, 0]) < 1e-120
    for row in (trainer.history.dW_norm, trainer.history.db_norm, trainer.history.delta_norm):
        assert (row > 0).all()
    exact = [math.hypot(*layer.dW.ravel()) for layer in layers]
    np.testing.assert_allclose(trainer.history.dW_norm[-1], exact, rtol=1e-13)


@pytest.mark.parametrize("scale", [1e-320, 1e-308, 1e-200, 1e-150, 1e-139, 1.0, 1e139, 1e160, 1e200, 1e307])
def test_norms_keep_their_digits_at_every_scale(scale: float) -> None:
    """The oracle is math.hypot, which scales; the other layer's gradient is of ordinary size."""
    values = np.random.RandomState(4).uniform(0.3, 1.0, parameter_count((2, 3, 2)))
    values[:9] *= scale  # layer 1: six weights and three biases
    history = recorded((2, 3, 2), values)
    expected = [math.hypot(*values[:6]), math.hypot(*values[9:15])]
    np.testing.assert_allclose(history.dW_norm[0], expected, rtol=1e-13)
    np.testing.assert_allclose(
        history.db_norm[0], [math.hypot(*values[6:9]), math.hypot(*values[15:])], rtol=1e-13
    )


@pytest.mark.parametrize("nan_first", [True, False])
def test_a_nan_in_one_layer_hides_no_vanished_gradient_in_another(nan_first: bool) -> None:
    values = np.full(parameter_count((2, 3, 2)), 1e-200)
    values[0 if nan_first else 9] = np.nan
    norms = recorded((2, 3, 2), values).dW_norm[0]
    dead, alive = (0, 1) if nan_first else (1, 0)
    assert np.isnan(norms[dead])
    assert norms[alive] == pytest.approx(math.sqrt(6) * 1e-200, rel=1e-13, abs=0)


def test_a_dead_relus_zero_stays_an_exact_zero() -> None:
    """Every unit of layer 1 is dead: its gradient is 0, not small, and is recorded so."""
    trainer = Trainer(Experiment(hidden_layers=(3, 3), activation="relu", initializer="he"))
    trainer.network.layers[0].b[...] = -1e3
    trainer.evaluate()
    np.testing.assert_array_equal(trainer.network.layers[0].dW, 0)
    assert trainer.history.dW_norm[0, 0] == trainer.history.delta_norm[0, 0] == 0.0
    assert trainer.history.dW_mean_abs[0, 0] == 0.0
    assert trainer.history.db_norm[0, 2] > 0


def test_rows_beyond_the_first_allocation_survive() -> None:
    """600 steps outgrow 256 rows, then 512; the oracle is what step returned each time."""
    trainer = Trainer(SMALL)
    losses = [trainer.step() for _ in range(600)]
    np.testing.assert_array_equal(trainer.history.loss, losses)
    assert len(trainer.history) == 600
    assert (trainer.history.dW_norm > 0).all()
    assert trainer.history.dW_norm.shape == trainer.history.db_norm.shape == (600, 3)


@pytest.mark.parametrize("name", ["loss", "dW_norm", "db_norm"])
def test_recorded_numbers_cannot_be_written_to(name: str) -> None:
    trainer = Trainer(SMALL)
    trainer.step(3)
    with pytest.raises(ValueError, match="read-only"):
        getattr(trainer.history, name)[0] = 1.0


def long_run(monkeypatch: pytest.MonkeyPatch, exact: int, steps: int) -> tuple[Trainer, Trainer]:
    """The same run with room for `exact` whole rows, and with room for all."""
    everything = Trainer(SMALL)
    monkeypatch.setattr("mlp_core.training.history.EXACT_STEPS", exact)
    trainer = Trainer(SMALL)
    for run in (trainer, everything):
        run.step(steps)
    return trainer, everything


@pytest.mark.parametrize("points", [10, 700, 100_000])
def test_extremes_of_a_long_run_lose_no_spike(monkeypatch: pytest.MonkeyPatch, points: int) -> None:
    """The oracle is the record of every step; the spike is one step's gradient among 20,000."""
    trainer, everything = long_run(monkeypatch, 1000, 20_000)
    for run in (trainer, everything):
        run.network.layers[0].W[0, 0] += 1e3
        run.step()
        run.network.layers[0].W[0, 0] -= 1e3
        run.step(499)
    starts, low, high = trainer.history.extremes("dW_norm", points)
    rows = everything.history.dW_norm
    assert len(rows) == 20_500
    assert len(starts) <= points
    np.testing.assert_array_equal(low, np.minimum.reduceat(rows, starts))
    np.testing.assert_array_equal(high, np.maximum.reduceat(rows, starts))


def test_a_long_run_keeps_every_loss_and_the_first_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, everything = long_run(monkeypatch, 1000, 3000)
    np.testing.assert_array_equal(trainer.history.loss, everything.history.loss)
    np.testing.assert_array_equal(trainer.history.delta_norm, everything.history.delta_norm[:1000])
    np.testing.assert_array_equal(trainer.history.latest("dW_mean_abs"), everything.history.dW_mean_abs[-1])


def test_replaying_changes_no_extremes(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, _ = long_run(monkeypatch, 100, 6000)
    before = trainer.history.extremes("db_norm")
    for step in (10, 5000, 150, 5999):
        trainer.goto(step)
    for ours, expected in zip(trainer.history.extremes("db_norm"), before, strict=True):
        np.testing.assert_array_equal(ours, expected)


def test_extremes_of_a_run_that_has_just_begun() -> None:
    trainer = Trainer(SMALL)
    assert [part.shape for part in trainer.history.extremes("dW_norm")] == [(0,), (0, 3), (0, 3)]
    trainer.step(5)
    starts, low, high = trainer.history.extremes("dW_norm")
    np.testing.assert_array_equal(starts, np.arange(5))
    np.testing.assert_array_equal(low, high)


def test_memory_grows_by_little_once_the_run_is_long() -> None:
    """From 60,000 to 120,000 steps only the losses (8 bytes, room for two) and a few states come."""
    trainer = Trainer(SMALL)
    trainer.step(60_000)
    before = trainer.history.nbytes
    trainer.step(60_000)
    assert trainer.history.nbytes - before < 60_000 * 16 + 300 * trainer.network.parameters.nbytes
    assert trainer.history.nbytes < 20 * 2**20


def test_the_deepest_network_has_bounded_rows_too() -> None:
    history = Trainer(Experiment(hidden_layers=(2,) * 50)).history
    assert history.exact_steps * (1 + 5 * 51) * 8 <= 16 * 2**20
