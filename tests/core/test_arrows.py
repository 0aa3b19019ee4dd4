"""The arrows at a run's state: its gradient, and the update that it makes next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import OPTIMIZERS, PRESETS, Experiment, Trainer
from mlp_core.analysis.landscape import Arrow, arrows
from mlp_core.analysis.planes import Plane, of_weights, place_of, random
from tests.core.runs import EXPERIMENTS, QUICK, bits


@QUICK
@given(EXPERIMENTS, st.integers(0, 20), st.integers(0, 99))
def test_they_are_the_gradient_and_the_step_that_the_run_makes(
    experiment: Experiment, step: int, seed: int
) -> None:
    trainer = Trainer(experiment)
    trainer.goto(step)
    before, place = bits(trainer), trainer.network.parameters.copy()
    plane = random(trainer.network, place, seed)
    found = arrows(trainer, plane)
    assert bits(trainer) == before
    assert found.batch == len(trainer.batch_rows)
    assert found.whole == (experiment.batch == experiment.train_count)
    trainer.step()
    assert_is(found.gradient, -trainer.network.gradient, plane)
    assert_is(found.step, trainer.network.parameters - place, plane)


def assert_is(arrow: Arrow, change: np.ndarray, plane: Plane) -> None:
    assert arrow.norm == pytest.approx(np.linalg.norm(change), rel=1e-12)
    q, _ = np.linalg.qr(plane.directions.T)
    assert arrow.share * arrow.norm == pytest.approx(np.linalg.norm(change @ q), rel=1e-9, abs=1e-15)
    expected = np.linalg.lstsq(plane.directions.T, change, rcond=None)[0]
    np.testing.assert_allclose(arrow.coordinates, expected, rtol=1e-7, atol=1e-13 * arrow.norm)


def test_a_change_within_the_plane_is_all_there() -> None:
    plane = Plane(np.zeros(3), np.array([[2.0, 0, 0], [1.0, 1.0, 0]]))
    arrow = Arrow.of(np.array([3.0, 4.0, 0.0]), plane)
    np.testing.assert_allclose(arrow.coordinates, [-0.5, 4.0], rtol=1e-15)
    assert (arrow.norm, arrow.share) == (5.0, pytest.approx(1.0, abs=1e-15))
    tiny = Arrow.of(np.array([0.0, 0.0, 1e-250]), plane)
    assert (tiny.norm, tiny.share) == (1e-250, 0.0)
    assert Arrow.of(np.array([1e-250, 0.0, 0.0]), plane).share == pytest.approx(1.0)
    nothing = Arrow.of(np.zeros(3), plane)
    assert (nothing.norm, nothing.share, nothing.coordinates.tolist()) == (0, 0, [0, 0])
    for number in (np.nan, np.inf):
        broken = Arrow.of(np.array([number, 1, 1]), plane)
        assert np.isnan([*broken.coordinates, broken.share]).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_plain_descent_follows_the_gradient_and_the_others_do_not(name: str) -> None:
    trainer = Trainer(replace(PRESETS["moons"], optimizer=name, learning_rate=0.05, batch_size=None))
    trainer.step(10)
    net = trainer.network
    plane = of_weights(net.parameters, place_of(net, 1, 0, 0), place_of(net, 2, 1, 0))
    found = arrows(trainer, plane)
    one, other = found.gradient.coordinates, found.step.coordinates
    sine = (one[0] * other[1] - one[1] * other[0]) / np.linalg.norm(one) / np.linalg.norm(other)
    if name == "sgd":
        assert abs(sine) < 1e-9
        assert found.step.norm == pytest.approx(0.05 * found.gradient.norm, rel=1e-9)
    else:
        assert abs(sine) > 1e-3
        assert found.step.norm > 1.5 * 0.05 * found.gradient.norm


def test_in_float32_the_step_is_the_one_that_is_made() -> None:
    trainer = Trainer(replace(PRESETS["moons"], dtype="float32"))
    trainer.step(3)
    before = trainer.network.parameters.astype(float)
    found = arrows(trainer, random(trainer.network, before, 0))
    trainer.step()
    assert found.step.norm == pytest.approx(np.linalg.norm(trainer.network.parameters - before), rel=1e-12)


def test_the_next_learning_rate_counts() -> None:
    experiment = replace(PRESETS["xor"], optimizer="sgd", schedule="step", period=4)
    trainer = Trainer(experiment)
    trainer.step(4)
    found = arrows(trainer, random(trainer.network, trainer.network.parameters, 0))
    assert found.step.norm == pytest.approx(trainer.rate * found.gradient.norm, rel=1e-9)
    assert trainer.rate < experiment.learning_rate


def test_a_plane_of_other_parameters_is_refused() -> None:
    with pytest.raises(ValueError, match="plane"):
        arrows(Trainer(Experiment()), Plane(np.zeros(3), np.eye(2, 3)))
