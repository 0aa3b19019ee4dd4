"""The record of a run and what is measured of it: NumPy's norms, and no vanished gradient rounded to 0."""

from __future__ import annotations

import gc
import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import PRESETS, DivergedError, Experiment, Plan, Trainer
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.network import parameter_count
from mlp_core.training.measures import MEASURES, Measures

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")


def by_hand(sizes: tuple[int, ...], batch: int = 1) -> tuple[Measures, np.ndarray, Buffers]:
    """Measures of a gradient and buffers that the test fills itself."""
    gradient = np.zeros(parameter_count(sizes))
    buffers = Buffers(sizes, np.zeros_like(gradient), gradient, batch)
    return Measures(gradient, buffers), gradient, buffers


def measured(sizes: tuple[int, ...], values: np.ndarray) -> dict[str, np.ndarray]:
    """The measures of this gradient."""
    measures, gradient, _ = by_hand(sizes)
    gradient[...] = values
    return measures()


@pytest.mark.parametrize("normalization", ["none", "layer"])
def test_norms_are_numpys(normalization: str) -> None:
    """Every step of a run, from the layers' own arrays; and the same bits once more, by replaying it."""
    trainer, rows = Trainer(replace(SMALL, normalization=normalization)), []
    for _ in range(20):
        trainer.step()
        layers, found = trainer.network.layers, trainer.measures()
        expected = {
            "dW_norm": [np.linalg.norm(l.dW) for l in layers],
            "db_norm": [np.linalg.norm(l.db) for l in layers],
            "delta_norm": [np.linalg.norm(l.delta) for l in layers],
            "dW_mean_abs": [np.mean(np.abs(l.dW)) for l in layers],
        }
        assert tuple(found) == tuple(expected) == MEASURES
        for name, values in expected.items():
            np.testing.assert_allclose(found[name], values, rtol=1e-12)
        rows.append({name: values.tobytes() for name, values in found.items()})
    again = [{name: values.tobytes() for name, values in row.items()} for row in trainer.measured()]
    assert again == rows
    # With one sample delta is db, unless a normalisation stands between z and b.
    assert np.allclose(found["delta_norm"], found["db_norm"], rtol=0.01) == (normalization == "none")


def test_norms_are_true_before_and_after_a_normalisation_comes() -> None:
    trainer = Trainer(Plan.of(SMALL).continued(2, replace(SMALL, normalization="layer")))
    for _ in range(4):
        trainer.step()
        expected = [np.linalg.norm(layer.delta) for layer in trainer.network.layers]
        np.testing.assert_allclose(trainer.measures()["delta_norm"], expected, rtol=1e-12)


@pytest.mark.parametrize("rate", [1e3, 1e300])
def test_a_replay_ends_where_the_run_diverged(rate: float) -> None:
    """The last row is of the last finite state, whichever of loss and weights left the finite numbers."""
    wild = Experiment(activation="relu", initializer="he", output_activation="linear", learning_rate=rate)
    trainer = Trainer(wild)
    with pytest.raises(DivergedError) as caught:
        trainer.step(100)
    rows = list(trainer.measured())
    assert len(rows) == len(trainer.history) == caught.value.last_finite_step + 1
    trainer.evaluate()
    np.testing.assert_array_equal(rows[-1]["dW_norm"], trainer.measures()["dW_norm"])


def test_delta_norms_of_a_batch_are_over_units_and_samples() -> None:
    measures, _, buffers = by_hand((3, 4, 2), batch=5)
    for delta in buffers.delta:
        delta[...] = np.random.RandomState(delta.size).normal(size=delta.shape)
    np.testing.assert_allclose(
        measures()["delta_norm"], [np.linalg.norm(d) for d in buffers.delta[1:]], rtol=1e-14
    )


def test_a_fifty_layers_deep_gradient_is_never_measured_as_zero() -> None:
    """delta of the first layers is below 1e-120: its square is no float64, its norm is."""
    trainer = Trainer(Experiment(hidden_layers=(1,) * 50))
    trainer.step(3)
    layers = trainer.network.layers
    assert 0 < abs(layers[0].delta[0, 0]) < 1e-120
    for row in trainer.measures().values():
        assert (row > 0).all()
    exact = [math.hypot(*layer.dW.ravel()) for layer in layers]
    np.testing.assert_allclose(trainer.measures()["dW_norm"], exact, rtol=1e-13)


@pytest.mark.parametrize("scale", [1e-320, 1e-308, 1e-200, 1e-150, 1e-139, 1.0, 1e139, 1e160, 1e200, 1e307])
def test_norms_keep_their_digits_at_every_scale(scale: float) -> None:
    """The oracle is math.hypot, which scales; the other layer's gradient is of ordinary size."""
    values = np.random.RandomState(4).uniform(0.3, 1.0, parameter_count((2, 3, 2)))
    values[:9] *= scale  # layer 1: six weights and three biases
    found = measured((2, 3, 2), values)
    expected = [math.hypot(*values[:6]), math.hypot(*values[9:15])]
    np.testing.assert_allclose(found["dW_norm"], expected, rtol=1e-13)
    np.testing.assert_allclose(
        found["db_norm"], [math.hypot(*values[6:9]), math.hypot(*values[15:])], rtol=1e-13
    )


@pytest.mark.parametrize("nan_first", [True, False])
def test_a_nan_in_one_layer_hides_no_vanished_gradient_in_another(nan_first: bool) -> None:
    values = np.full(parameter_count((2, 3, 2)), 1e-200)
    values[0 if nan_first else 9] = np.nan
    norms = measured((2, 3, 2), values)["dW_norm"]
    dead, alive = (0, 1) if nan_first else (1, 0)
    assert np.isnan(norms[dead])
    assert norms[alive] == pytest.approx(math.sqrt(6) * 1e-200, rel=1e-13, abs=0)


def test_a_dead_relus_zero_stays_an_exact_zero() -> None:
    """Every unit of layer 1 is dead: its gradient is 0, not small, and is measured so."""
    trainer = Trainer(Experiment(hidden_layers=(3, 3), activation="relu", initializer="he"))
    trainer.network.layers[0].b[...] = -1e3
    trainer.evaluate()
    np.testing.assert_array_equal(trainer.network.layers[0].dW, 0)
    found = trainer.measures()
    assert found["dW_norm"][0] == found["delta_norm"][0] == found["dW_mean_abs"][0] == 0.0
    assert found["db_norm"][2] > 0


def test_losses_beyond_the_first_allocation_survive() -> None:
    """600 steps outgrow 256 places, then 512; the oracle is what step returned each time."""
    trainer = Trainer(SMALL)
    losses = [trainer.step() for _ in range(600)]
    trainer.goto(17)
    np.testing.assert_array_equal(trainer.history.loss, losses)
    assert len(trainer.history) == 600


def test_losses_cannot_be_written_to() -> None:
    trainer = Trainer(SMALL)
    trainer.step(3)
    with pytest.raises(ValueError, match="read-only"):
        trainer.history.loss[0] = 1.0


def test_memory_grows_by_little_once_the_run_is_long() -> None:
    """From 60,000 to 120,000 steps only the losses (8 bytes, room for two) and a few states come."""
    trainer = Trainer(SMALL)
    trainer.step(60_000)
    before = trainer.history.nbytes
    trainer.step(60_000)
    assert trainer.history.nbytes - before < 60_000 * 16 + 300 * trainer.network.parameters.nbytes
    assert trainer.history.nbytes < 4 * 2**20


@pytest.mark.parametrize(
    "experiment",
    [SMALL, replace(PRESETS["digits"], samples=200), PRESETS["xor"], Experiment(optimizer="adam")],
    ids=lambda experiment: f"{experiment.dataset}, {experiment.optimizer}",
)
def test_training_allocates_nothing_that_grows(experiment: Experiment) -> None:
    """Beside the losses and the states that are kept: 1,000 steps need no more than an epoch does."""
    trainer = Trainer(experiment)
    trainer.step(1056)
    trainer.history.interval = 10**9
    tracemalloc.start()
    peaks = []
    for steps in (trainer.steps_per_epoch, 900):
        gc.collect()
        tracemalloc.reset_peak()
        trainer.step(steps)
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert peaks[1] - peaks[0] < 2048
