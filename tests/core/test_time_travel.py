"""goto: back or forth, bit for bit, in bounded memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import Experiment, Trainer
from mlp_core.training.keyframes import FIRST_INTERVAL, KEYFRAME_BYTES, MAX_KEYFRAMES
from tests.core.runs import EXPERIMENTS, QUICK, bits, fresh_bits

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")
MOVES = st.one_of(
    st.tuples(st.just("step"), st.integers(0, 12)),
    st.tuples(st.just("goto"), st.integers(0, 40)),
    st.tuples(st.just("evaluate")),
)


def travel(trainer: Trainer, moves: list[tuple]) -> None:
    """Make the moves, one after another."""
    for name, *argument in moves:
        getattr(trainer, name)(*argument)


@QUICK
@given(EXPERIMENTS, st.lists(MOVES, max_size=8), st.integers(0, 40))
def test_goto_restores_every_bit(experiment: Experiment, moves: list[tuple], end: int) -> None:
    """After any journey goto(n) shows what a fresh run shows after step(n)."""
    trainer = Trainer(experiment)
    travel(trainer, moves)
    trainer.goto(end)
    assert bits(trainer) == fresh_bits(experiment, end)


@QUICK
@given(EXPERIMENTS, st.lists(MOVES, max_size=8), st.integers(0, 40))
def test_evaluating_after_any_journey_gives_the_same_bits(
    experiment: Experiment, moves: list[tuple], end: int
) -> None:
    trainer, fresh = Trainer(experiment), Trainer(experiment)
    travel(trainer, moves)
    trainer.goto(end)
    fresh.step(end)
    assert trainer.evaluate() == fresh.evaluate()
    assert bits(trainer) == bits(fresh)


@QUICK
@given(EXPERIMENTS, st.lists(MOVES, max_size=8))
def test_the_recorded_numbers_do_not_change_by_travelling(experiment: Experiment, moves: list[tuple]) -> None:
    trainer, fresh = Trainer(experiment), Trainer(experiment)
    travel(trainer, moves)
    trainer.goto(45)
    fresh.step(45)
    assert len(fresh.history.loss) == 45
    np.testing.assert_array_equal(trainer.history.loss[:45], fresh.history.loss)
    for name, measure in fresh.measures().items():
        np.testing.assert_array_equal(trainer.measures()[name], measure)


def test_going_back_forgets_no_recorded_step() -> None:
    trainer = Trainer(SMALL)
    trainer.step(50)
    before = trainer.history.loss.copy()
    trainer.goto(10)
    np.testing.assert_array_equal(trainer.history.loss, before)


def test_goto_after_other_data_shows_the_runs_own_arrays() -> None:
    trainer = Trainer(SMALL)
    trainer.step(8)
    trainer.network.forward(np.full((3, 10), 3.0))
    trainer.goto(8)
    assert bits(trainer) == fresh_bits(SMALL, 8)


def test_a_step_below_zero_is_refused_and_changes_nothing() -> None:
    trainer = Trainer(SMALL)
    trainer.step(3)
    with pytest.raises(ValueError, match="-1"):
        trainer.goto(-1)
    assert bits(trainer) == fresh_bits(SMALL, 3)


def keyframes(trainer: Trainer) -> list[int]:
    """The steps of which a full state is kept."""
    return sorted(trainer.history._keyframes)


def test_a_long_run_keeps_few_states_and_still_returns_exactly() -> None:
    """3000 steps, at most 64 states; the oracle is a second run that only ever goes forward."""
    trainer, forward = Trainer(SMALL), Trainer(SMALL)
    trainer.step(3000)
    assert MAX_KEYFRAMES // 4 <= len(keyframes(trainer)) <= MAX_KEYFRAMES
    places = sorted(np.random.RandomState(0).randint(0, 3001, 25).tolist())
    expected = {}
    for place in places:
        forward.step(place - forward.step_count)
        expected[place] = forward.network.parameters.tobytes(), forward.network.gradient.tobytes()
    for place in np.random.RandomState(1).permutation(places).tolist():
        trainer.goto(place)
        assert (trainer.network.parameters.tobytes(), trainer.network.gradient.tobytes()) == expected[place]
        assert len(keyframes(trainer)) <= MAX_KEYFRAMES


def test_no_gap_between_kept_states_is_much_longer_than_the_others() -> None:
    """A jump back replays at most two of the shortest gaps, wherever it lands."""
    trainer = Trainer(SMALL)
    trainer.step(3000)
    gaps = np.diff([*keyframes(trainer), 3000])
    assert gaps.max() <= 2 * gaps[:-1].min()


def test_a_large_networks_states_keep_within_the_budget() -> None:
    """1.9 million parameters, 15 MB a state: two of them in 32 MB, and goto is still exact."""
    experiment = Experiment(hidden_layers=(512,) * 8, initializer="xavier")
    trainer = Trainer(experiment)
    trainer.step(5)
    at_five = trainer.network.parameters.copy()
    trainer.step(2 * FIRST_INTERVAL)
    size = trainer.network.parameters.nbytes
    assert 2 <= len(keyframes(trainer)) <= max(2, KEYFRAME_BYTES // size)
    trainer.goto(5)
    np.testing.assert_array_equal(trainer.network.parameters, at_five)
