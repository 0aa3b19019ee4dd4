"""The trainer: the tutorial's run, and a step that is the same whichever way it is made."""

from __future__ import annotations

import gc
from contextlib import suppress
from dataclasses import replace
from weakref import ref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, DivergedError, Experiment, Trainer
from mlp_core.tutorial import published_curve
from tests.core import reference
from tests.core.runs import EXPERIMENTS, QUICK, bits, fresh_bits, parameters_after

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")


def test_the_default_run_is_the_published_one() -> None:
    """The oracle is what the tutorial printed; 2.3e-5 is as near as its data can be recovered."""
    trainer = Trainer(Experiment())
    trainer.step(100)
    assert trainer.history.loss.shape == (100,)
    assert np.max(np.abs(trainer.history.loss - published_curve())) < 5e-5


def test_the_default_run_is_the_references_from_the_same_draws() -> None:
    """The plain reference, given x, then the weights, from np.random.seed(54)."""
    np.random.seed(54)
    x = np.random.normal(0.0, 1.0, 10)
    layers = reference.draw_layers(5, 32, 10, 2)
    trainer = Trainer(Experiment())
    np.testing.assert_array_equal(trainer.x, [x])
    expected = [reference.descend(layers, x, trainer.y[0], 0.01) for _ in range(100)]
    trainer.step(100)
    assert np.max(np.abs(trainer.history.loss - expected)) < 1e-12
    for ours, plain in zip(trainer.network.layers, layers, strict=True):
        assert np.max(np.abs(ours.W - plain.W)) < 1e-12
        assert np.max(np.abs(ours.dW - plain.dW)) < 1e-12


def test_step_returns_the_loss_it_computed_last() -> None:
    trainer = Trainer(Experiment())
    for steps in (1, 7, 30):
        last = trainer.step(steps)
        assert last == trainer.loss == trainer.history.loss[-1]
    assert trainer.step_count == len(trainer.history) == 38


def test_evaluate_returns_the_loss_of_the_parameters_reached() -> None:
    trainer = Trainer(SMALL)
    trainer.step(5)
    loss = trainer.evaluate()
    h = trainer.network.forward(trainer.x)
    assert loss == pytest.approx(0.5 * np.mean((h - trainer.y) ** 2), rel=1e-14)
    assert loss == trainer.history.loss[5]
    assert trainer.step_count == 5


def test_an_epoch_is_one_step_when_every_step_takes_the_whole_data_set() -> None:
    trainer = Trainer(SMALL)
    trainer.epoch()
    assert bits(trainer) == fresh_bits(SMALL, 1)


def test_one_step_descends_along_the_gradient() -> None:
    """W - 0.5 dW, computed outside of the trainer from its own gradient."""
    trainer = Trainer(Experiment(hidden_layers=(4, 3), learning_rate=0.5))
    before = trainer.network.parameters.copy()
    trainer.step()
    expected = before - 0.5 * trainer.network.gradient
    np.testing.assert_array_equal(trainer.network.parameters, expected)
    assert np.any(expected != before)


@QUICK
@given(EXPERIMENTS, st.integers(1, 12))
def test_the_program_run_by_hand_gives_the_bits_of_step(experiment: Experiment, steps: int) -> None:
    by_hand = Trainer(experiment)
    for _ in range(steps):
        for operation in by_hand.program():
            operation()
    assert bits(by_hand) == fresh_bits(experiment, steps)


@QUICK
@given(EXPERIMENTS, st.data())
def test_a_step_finished_after_a_pause_gives_the_same_bits(
    experiment: Experiment, data: st.DataObject
) -> None:
    """Step through some operations, then let the page run the others, as a student does."""
    trainer = Trainer(experiment)
    trainer.step(2)
    program = trainer.program()
    stop = data.draw(st.integers(0, len(program)))
    for operation in program[:stop]:
        operation()
    for operation in program[stop:]:
        operation()
    trainer.step(2)
    assert bits(trainer) == fresh_bits(experiment, 5)


@QUICK
@given(EXPERIMENTS, st.lists(st.sampled_from(["step", "evaluate"]), min_size=1, max_size=20))
def test_evaluating_between_steps_changes_no_bit(experiment: Experiment, acts: list[str]) -> None:
    trainer = Trainer(experiment)
    for act in acts:
        getattr(trainer, act)()
    assert trainer.step_count == acts.count("step")
    assert trainer.network.parameters.tobytes() == parameters_after(experiment, acts.count("step"))


@QUICK
@given(EXPERIMENTS, st.integers(0, 20), st.integers(0, 20))
def test_steps_add_up(experiment: Experiment, first: int, then: int) -> None:
    trainer = Trainer(experiment)
    trainer.step(first)
    trainer.step(then)
    assert bits(trainer) == fresh_bits(experiment, first + then)


@QUICK
@given(EXPERIMENTS, st.integers(1, 5))
def test_a_forward_pass_of_other_data_disturbs_nothing(experiment: Experiment, samples: int) -> None:
    trainer, other = Trainer(experiment), np.full((samples, experiment.sizes[0]), 3.0)
    for _ in range(4):
        trainer.network.forward(other)
        trainer.step()
        trainer.network.forward(other)
    trainer.step()
    assert bits(trainer) == fresh_bits(experiment, 5)


def test_evaluate_shows_the_runs_own_arrays_again_after_other_data() -> None:
    """evaluate() twice, with a forward pass of other data between them: the layers must show the run's."""
    trainer = Trainer(SMALL)
    trainer.evaluate()
    before = bits(trainer)
    trainer.network.forward(np.full((3, 10), 3.0))
    trainer.evaluate()
    assert bits(trainer) == before


@QUICK
@given(EXPERIMENTS)
def test_the_same_experiment_gives_the_same_bits(experiment: Experiment) -> None:
    np.random.seed(1)
    first = fresh_bits(experiment, 6)
    np.random.seed(2)  # the global generator must play no part
    assert fresh_bits(Experiment.from_json(experiment.to_json()), 6) == first


def test_another_seed_gives_another_run() -> None:
    assert parameters_after(Experiment(seed=1), 0) != parameters_after(Experiment(seed=2), 0)


def test_a_layers_arrays_are_views_of_what_the_run_uses() -> None:
    trainer = Trainer(SMALL)
    held = [(layer.W, layer.dW) for layer in trainer.network.layers]
    trainer.step(3)
    for (W, dW), layer in zip(held, trainer.network.layers, strict=True):
        assert np.shares_memory(W, trainer.network.parameters)
        np.testing.assert_array_equal(W, layer.W)
        np.testing.assert_array_equal(dW, layer.dW)


def test_operations_write_what_they_name() -> None:
    """What is shown is what runs: after a step each operation's arrays are those of the layers."""
    trainer = Trainer(SMALL)
    trainer.step(2)
    for operation in trainer.program():
        if operation.layer is None:
            continue
        layer = trainer.network.layers[operation.layer - 1]
        array = operation.writes[f"{operation.symbol}{operation.layer}"]
        np.testing.assert_array_equal(array, getattr(layer, operation.symbol))


def test_operations_come_in_the_order_of_backpropagation() -> None:
    shown = [(o.phase, o.symbol, o.layer) for o in Trainer(SMALL).program()]
    assert [s[0] for s in shown] == ["forward"] * 6 + ["loss"] + ["backward"] * 6 + ["update"] * 3
    assert [s[1:] for s in shown[:6]] == [(k, l) for l in (1, 2, 3) for k in ("z", "a")]
    assert [s[1:] for s in shown[7:13]] == [(k, l) for l in (3, 2, 1) for k in ("delta", "dW")]
    assert [s[1:] for s in shown[13:]] == [("W", l) for l in (1, 2, 3)]


@pytest.mark.parametrize("wild", [False, True])
def test_a_run_that_nobody_has_any_more_is_gone_at_once(wild: bool) -> None:
    """With all its arrays, and without Python's looking for circles; one that has diverged too."""
    experiment = replace(PRESETS["digits"], samples=60, learning_rate=1e300 if wild else 0.01)
    gc.collect()
    gc.disable()
    try:
        trainer = Trainer(experiment, scored=True)
        with suppress(DivergedError):
            trainer.step(50)
        with suppress(DivergedError):
            trainer.step(1)
        trainer.goto(0)
        trainer.evaluate()
        assert (trainer.diverged is not None) == wild
        fork = trainer.forked(experiment, 0)
        gone = [ref(trainer), ref(trainer.network), ref(fork)]
        for operation in Trainer(experiment).program():  # which keeps its run alive
            operation()
        del trainer, fork, operation
        assert [one() for one in gone] == [None, None, None]
    finally:
        gc.enable()
