"""Learning-rate schedules: closed forms, and the runs that follow them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import SCHEDULES, Experiment, Trainer
from mlp_core.analysis.probe import Probe
from tests.core.runs import bits, fresh_bits

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier", learning_rate=0.5, period=8)


def rates(name: str, steps: list[int], period: int = 100) -> list[float]:
    return [SCHEDULES[name](0.3, step, period) for step in steps]


def test_the_constant_schedule_never_changes() -> None:
    assert rates("constant", [0, 1, 99, 100, 10**9]) == [0.3] * 5


def test_the_step_schedule_takes_a_tenth_after_every_period() -> None:
    found = rates("step", [0, 99, 100, 199, 200, 299, 300])
    np.testing.assert_allclose(found, [0.3, 0.3, 0.03, 0.03, 0.003, 0.003, 0.0003], rtol=1e-15)
    assert rates("step", [10**9]) == [0.0]


def test_the_cosine_schedule_falls_along_half_a_cosine_and_stays_at_0() -> None:
    """Half way it is a half, at a third three quarters, at two thirds a quarter."""
    found = rates("cosine", [0, 100, 150, 200, 300, 301, 10**9], 300)
    np.testing.assert_allclose(found, [0.3, 0.225, 0.15, 0.075, 0, 0, 0], rtol=1e-14)
    assert rates("cosine", [300, 301], 300) == [0.0, 0.0]
    every = [SCHEDULES["cosine"](1.0, step, 50) for step in range(51)]
    assert every == sorted(every, reverse=True)


ORACLES = {
    "constant": lambda step: 0.5,
    "step": lambda step: 0.5 / 10 ** (step // 8),
    "cosine": lambda step: 0.25 + 0.25 * math.cos(math.pi * step / 8) if step < 8 else 0.0,
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_run_descends_with_the_rate_of_its_step(name: str) -> None:
    """W - eta(step) dW, computed outside of the trainer from its own gradient."""
    trainer = Trainer(replace(SMALL, schedule=name))
    for step in range(20):
        before = trainer.network.parameters.copy()
        eta = ORACLES[name](step)
        assert trainer.rate == pytest.approx(eta, rel=1e-12, abs=1e-17)
        trainer.step()
        expected = before - eta * trainer.network.gradient
        np.testing.assert_allclose(trainer.network.parameters, expected, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_rate_follows_from_the_step_whatever_the_path(name: str) -> None:
    experiment = replace(SMALL, schedule=name, optimizer="adam")
    trainer = Trainer(experiment)
    trainer.step(30)
    trainer.goto(7)
    assert trainer.rate == SCHEDULES[name](0.5, 7, 8)
    assert bits(trainer) == fresh_bits(experiment, 7)
    probe = Probe(trainer)
    for operation in probe.program:
        operation()
    trainer.step()
    assert probe.network.parameters.tobytes() == trainer.network.parameters.tobytes()
    assert bits(trainer) == fresh_bits(experiment, 8)


def test_schedules_stand_in_links_by_their_names() -> None:
    """Names and words never change."""
    assert list(SCHEDULES) == ["constant", "step", "cosine"]
    assert Experiment(schedule="cosine", period=50).to_query() == {"schedule": "cosine", "period": "50"}
    assert Experiment.from_query({"schedule": "step"}) == Experiment(schedule="step")
    assert Experiment.from_query({"schedule": "constant", "period": "1000"}) == Experiment()
