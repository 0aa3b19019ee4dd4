"""A run that leaves the finite numbers: it says where, and loses nothing recorded before."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from mlp_core import DivergedError, Experiment, Trainer
from tests.core.runs import bits, fresh_bits

BY_LOSS = Experiment(activation="relu", output_activation="linear", initializer="he", learning_rate=1e6)
BY_WEIGHTS = Experiment(
    hidden_layers=(4, 4),
    activation="linear",
    output_activation="linear",
    initializer="he",
    learning_rate=1e308,
)
RUNS = pytest.mark.parametrize("experiment", [BY_LOSS, BY_WEIGHTS], ids=["loss", "weights"])


def diverge(experiment: Experiment) -> tuple[Trainer, DivergedError]:
    """A trainer that was asked for 200 steps, and the error that it raised."""
    trainer = Trainer(experiment)
    with pytest.raises(DivergedError) as caught:
        trainer.step(200)
    return trainer, caught.value


def one_by_one(trainer: Trainer) -> None:
    """200 single steps."""
    for _ in range(200):
        trainer.step()


def by_hand(trainer: Trainer) -> None:
    """200 steps, operation by operation."""
    for operation in (op for _ in range(200) for op in trainer.program()):
        operation()


def loss_outside(trainer: Trainer) -> float:
    """The loss at the trainer's parameters, computed outside of it."""
    with np.errstate(all="ignore"):
        return float(np.mean((trainer.network.forward(trainer.x) - trainer.y) ** 2))


def test_the_plain_relu_run_with_a_huge_learning_rate_diverges_early() -> None:
    _, error = diverge(Experiment(activation="relu", output_activation="linear", learning_rate=1e6))
    assert 1 <= error.step <= 100


@RUNS
def test_the_error_names_the_step_and_the_reason(experiment: Experiment) -> None:
    _, error = diverge(experiment)
    assert 1 <= error.step <= 20
    assert error.last_finite_step == error.step - 1
    assert str(error).startswith(f"the run diverged at step {error.step}: ")
    assert error.reason == ("loss" if experiment is BY_LOSS else "weights")


@RUNS
def test_the_trainer_stands_at_its_last_finite_step(experiment: Experiment) -> None:
    trainer, error = diverge(experiment)
    assert trainer.step_count == error.last_finite_step
    kept = trainer.diverged
    assert kept
    assert (kept.step, kept.reason) == (error.step, error.reason)
    assert bits(trainer) == fresh_bits(experiment, error.last_finite_step)
    assert np.isfinite(trainer.network.parameters).all()
    assert np.isfinite(loss_outside(trainer))


@RUNS
def test_the_history_before_it_is_whole_and_finite(experiment: Experiment) -> None:
    """One loss for every finite step, equal to those of a run that stopped in time."""
    trainer, error = diverge(experiment)
    assert len(trainer.history) == error.step
    assert np.isfinite(trainer.history.loss).all()
    earlier = Trainer(experiment)
    earlier.step(error.last_finite_step)
    earlier.evaluate()
    np.testing.assert_array_equal(trainer.history.loss, earlier.history.loss)


@RUNS
@pytest.mark.parametrize("steps", [1, 2, 50])
def test_going_on_raises_again_and_moves_nothing(experiment: Experiment, steps: int) -> None:
    trainer, error = diverge(experiment)
    for _ in range(3):
        with pytest.raises(DivergedError) as again:
            trainer.step(steps)
        assert again.value.step == error.step
        assert trainer.step_count == error.last_finite_step
    assert np.isfinite(trainer.network.parameters).all()


@RUNS
def test_going_past_it_is_refused_and_going_back_works(experiment: Experiment) -> None:
    trainer, error = diverge(experiment)
    with pytest.raises(DivergedError):
        trainer.goto(error.step)
    assert trainer.step_count == error.last_finite_step
    trainer.goto(0)
    assert bits(trainer) == fresh_bits(experiment, 0)
    trainer.goto(error.last_finite_step)
    assert bits(trainer) == fresh_bits(experiment, error.last_finite_step)


@RUNS
def test_it_diverges_at_the_same_step_one_step_at_a_time(experiment: Experiment) -> None:
    _, error = diverge(experiment)
    trainer = Trainer(experiment)
    with pytest.raises(DivergedError) as caught:
        one_by_one(trainer)
    assert (caught.value.step, caught.value.reason) == (error.step, error.reason)
    assert trainer.step_count == error.last_finite_step


@RUNS
def test_running_the_program_by_hand_raises_at_the_same_step(experiment: Experiment) -> None:
    _, error = diverge(experiment)
    trainer = Trainer(experiment)
    with pytest.raises(DivergedError) as caught:
        by_hand(trainer)
    assert (caught.value.step, caught.value.reason) == (error.step, error.reason)


@pytest.mark.parametrize("gain", [1e200, 1.7e308])
def test_a_run_whose_first_loss_is_not_finite_stands_at_its_start(gain: float) -> None:
    """Weights that large overflow in the first forward pass, or are not finite themselves."""
    trainer = Trainer(Experiment(activation="linear", output_activation="linear", gain=gain))
    for _ in range(3):
        with pytest.raises(DivergedError) as caught:
            trainer.step(3)
        error = caught.value
        assert (error.step, error.last_finite_step, error.reason) == (0, 0, "loss")
        assert trainer.step_count == len(trainer.history) == 0
    with pytest.raises(DivergedError):
        trainer.evaluate()
    with pytest.raises(DivergedError):
        trainer.goto(1)
    trainer.goto(0)


def test_the_error_survives_pickling() -> None:
    """A sweep's workers send it back to their parent."""
    for reason in DivergedError.REASONS:
        copy = pickle.loads(pickle.dumps(DivergedError(7, reason)))
        assert (copy.step, copy.last_finite_step, copy.reason) == (7, 6, reason)
        assert str(copy) == str(DivergedError(7, reason))
