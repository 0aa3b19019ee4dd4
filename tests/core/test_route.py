"""The path of a run: the parameters that it had, bit for bit, without a step of the run itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, DivergedError, Edit, Experiment, Plan, Trainer
from mlp_core.analysis import route
from mlp_core.analysis.landscape import come_to, path_of
from tests.core.runs import EXPERIMENTS, QUICK, bits, parameters_after

XOR = PRESETS["xor"]


def assert_states(path: route.Path, settings: Experiment | Plan) -> None:
    for step, state in zip(path.steps.tolist(), path.states, strict=True):
        dtype = Plan.of(settings).last.dtype
        assert state.astype(dtype).tobytes() == parameters_after(settings, step)


@QUICK
@given(EXPERIMENTS, st.integers(0, 30), st.integers(2, 40))
def test_a_short_runs_path_has_every_step(experiment: Experiment, steps: int, most: int) -> None:
    trainer = Trainer(experiment)
    trainer.step(steps)
    before = bits(trainer)
    path = path_of(trainer, most)
    assert bits(trainer) == before
    assert len(path.steps) <= most
    assert (path.steps[0], path.steps[-1]) == (0, steps)
    if most > steps:
        np.testing.assert_array_equal(path.steps, np.arange(steps + 1))
    assert path.states.dtype == np.float64
    assert_states(path, experiment)


@pytest.mark.parametrize("most", [2, 17, 257])
def test_a_long_runs_path_is_of_kept_states(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = Trainer(XOR)
    trainer.step(5003)
    trainer.goto(40)
    monkeypatch.setattr(Trainer, "goto", lambda run, step: pytest.fail(f"replays to {step}"))
    interval = trainer.history.interval
    trainer.network.parameters[...] = np.nan  # what is kept is asked, not where the run stands
    assert 4992 % interval == 0
    path = path_of(trainer, most, 4992)
    monkeypatch.undo()
    assert most / 2 < len(path.steps) <= most
    assert not (path.steps % interval).any()
    assert_states(route.Path(path.steps[-2:], path.states[-2:]), XOR)


def test_it_is_as_far_as_the_run_has_come_wherever_that_stands() -> None:
    trainer = Trainer(XOR)
    trainer.step(300)
    whole = path_of(trainer)
    trainer.evaluate()  # what is recorded of the step leads no farther
    np.testing.assert_array_equal(path_of(trainer).states, whole.states)
    trainer.goto(17)
    path = path_of(trainer)
    assert path.steps[-1] == come_to(trainer) == 300  # step 300 was evaluated
    part = path_of(trainer, end=41)
    np.testing.assert_array_equal(part.steps, np.arange(42))
    assert_states(part, XOR)
    assert path_of(trainer, end=999).steps[-1] == 300
    assert trainer.step_count == 17
    assert len(set(np.diff(whole.steps[:-1]))) == 1
    assert len(whole.steps) > 128
    assert_states(route.Path(whole.steps[-3:], whole.states[-3:]), XOR)


def test_weights_set_by_hand_and_other_settings_are_on_the_path() -> None:
    plan = Plan.of(XOR).continued(10, replace(XOR, optimizer="adam")).edited(Edit(12, 1, 0, 0, 3.0))
    trainer = Trainer(plan)
    trainer.step(20)
    path = path_of(trainer)
    assert_states(path, plan)
    assert path.states[12, 0] == 3.0


def test_a_run_that_diverges_has_a_path_to_its_last_finite_step() -> None:
    trainer = Trainer(replace(PRESETS["sine"], learning_rate=10.0, activation="linear", optimizer="sgd"))
    with pytest.raises(DivergedError):
        trainer.step(500)
    assert trainer.diverged
    path = path_of(trainer)
    assert path.steps[-1] == trainer.diverged.last_finite_step
    assert np.isfinite(path.states).all()


def test_large_networks_have_fewer_states_and_are_not_trained_again_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trainer = Trainer(XOR)
    trainer.step(100)
    monkeypatch.setattr(route, "STATES", 10 * trainer.network.parameters.size)
    assert 5 < len(path_of(trainer).steps) <= 10
    monkeypatch.undo()
    monkeypatch.setattr(route, "WORK", 1000)
    assert path_of(trainer).steps.tolist() == [0, 16, 32, 48, 64, 80, 96, 100]
    with pytest.raises(ValueError, match="2 states"):
        path_of(trainer, 1)
