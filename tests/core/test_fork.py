"""A run forks: the bits of a run made anew, at the price of going there."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlp_core import STOPS, DivergedError, Edit, Experiment, ExperimentError, Plan, Trainer
from mlp_core.training.scorer import ScoreLog
from tests.core.runs import QUICK, bits, experiments
from tests.core.test_plan import EVENTS, changed, edit_of
from tests.core.test_time_travel import MOVES

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")
FAST = replace(SMALL, learning_rate=0.5)


def everything(trainer: Trainer) -> dict[str, object]:
    """All that can be seen of a run, where it stands and what it has recorded."""
    history, log, error = trainer.history, trainer.score_log, trainer.diverged
    found: dict[str, object] = dict(bits(trainer))
    found["losses"] = history.loss.tobytes()
    found["scores"] = log.every, [part.tobytes() for part in log.between(0, 10**9)]
    found["met"], found["diverged"] = trainer.met, error and (error.step, error.reason)
    found["next"] = trainer.experiment, trainer.rate, trainer.batch_rows.tolist()
    return found


@contextmanager
def little_room() -> Iterator[None]:
    """Limits so low that within some dozen steps all that is thinned out is so, several times."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"MAX_KEYFRAMES": 5, "FIRST_INTERVAL": 1}.items():
            patch.setattr(f"mlp_core.training.keyframes.{name}", value)
        patch.setattr(ScoreLog, "MOST", 6)
        yield


def go(trainer: Trainer, moves: list[tuple]) -> None:
    """Make the moves; a run that leaves the finite numbers stands at its last finite step."""
    for name, *argument in moves:
        with suppress(DivergedError):
            getattr(trainer, name)(*argument)


@st.composite
def first_plans(draw: st.DrawFn) -> Plan:
    """Any experiment, some of them diverging, some with a condition to stop."""
    rates = st.floats(1e-4, 5e-3) | st.sampled_from([1e3, 1e200])
    experiment = draw(experiments(learning_rate=rates))
    stop_when, stop_at = draw(st.sampled_from(sorted(STOPS))), draw(st.sampled_from([0.0, 0.5, 1.0, 3.0]))
    with suppress(ExperimentError):
        experiment = replace(experiment, stop_when=stop_when, stop_at=stop_at)
    return Plan.of(experiment)


@st.composite
def others(draw: st.DrawFn, plan: Plan, step: int) -> Plan:
    """A plan that is the same before `step`, with up to two changes there or later, or one that is undone."""
    legs = tuple(leg for leg in plan.legs if leg[0] < step or not leg[0])
    other = Plan(legs, tuple(edit for edit in plan.edits if edit.step < step))
    if draw(st.booleans()):
        other = plan
    for event in draw(st.lists(EVENTS, max_size=2)):
        here = max(step, other.events[-1] if other.events else 0)
        at = here + draw(st.integers(0, 12))
        if isinstance(event, dict):
            after = changed(other.last, event)
            after = replace(
                after, stop_when=draw(st.sampled_from(["never", "loss", "patience"])), stop_at=2.0
            )
            other = other.continued(max(1, at), after)
        else:
            other = other.edited(edit_of(other, at, *event))
    return other


@QUICK
@given(first_plans(), st.booleans(), st.data())
def test_a_fork_is_the_run_made_anew(plan: Plan, scored: bool, data: st.DataObject) -> None:
    """Of a fork too: there, on any journey from there; and the run that it came from stays as it is."""
    with little_room():
        trainer = Trainer(plan, scored)
        for _ in range(3):
            go(trainer, data.draw(st.lists(MOVES, min_size=1, max_size=4)))
            step = data.draw(st.integers(0, trainer.farthest))
            other = data.draw(others(trainer.plan, step))
            before = everything(trainer)
            fork, anew = trainer.forked(other, step), Trainer(other, scored)
            anew.goto(step)
            assert everything(fork) == everything(anew)
            moves = data.draw(st.lists(MOVES, max_size=4))
            go(fork, moves)
            go(anew, moves)
            assert everything(fork) == everything(anew)
            assert everything(trainer) == before
            trainer = fork


@QUICK
@given(first_plans(), st.lists(MOVES, min_size=1, max_size=4), st.data())
def test_what_a_run_does_after_a_fork_is_not_seen_by_it(
    plan: Plan, moves: list[tuple], data: st.DataObject
) -> None:
    with little_room():
        trainer = Trainer(plan, scored=True)
        go(trainer, moves)
        step = data.draw(st.integers(0, trainer.farthest))
        fork = trainer.forked(data.draw(others(plan, step)), step)
        before = everything(fork)
        go(trainer, data.draw(st.lists(MOVES, max_size=4)))
        go(trainer, [("goto", 1)])
        for layer in trainer.network.layers:  # even what its plan does not know of
            layer.W += 0.1
        go(trainer, [("step", 30)])
        assert everything(fork) == before
        go(fork, [("goto", 0), ("goto", step)])
        assert bits(fork) == {name: before[name] for name in bits(fork)}


@QUICK
@given(first_plans(), st.lists(MOVES, min_size=1, max_size=4), st.data())
def test_who_only_approaches_gets_there_by_the_same_bits(
    plan: Plan, moves: list[tuple], data: st.DataObject
) -> None:
    with little_room():
        trainer = Trainer(plan, scored=True)
        go(trainer, moves)
        assume(trainer.farthest)
        step = data.draw(st.integers(1, trainer.farthest))
        other = data.draw(others(plan, step))
        fork, anew = trainer.forked(other, step, approach=True), Trainer(other, scored=True)
        assert fork.step_count < step
        go(fork, [("goto", 0), ("evaluate",), ("goto", step)])  # a player shows the first picture first
        anew.goto(step)
        assert everything(fork) == everything(anew)


def test_a_normalisation_that_comes_with_the_fork_leaves_the_norms_before_it() -> None:
    """With one sample a plain run need not keep delta's norms apart; the bits are the same all the same."""
    plain = Experiment()
    trainer = Trainer(plain)
    trainer.step(300)
    normalized = Plan.of(plain).continued(300, replace(plain, normalization="layer"))
    fork, anew = trainer.forked(normalized, 300), Trainer(normalized)
    fork.step(5)
    anew.step(305)
    assert everything(fork) == everything(anew)


def test_scores_that_were_not_asked_for_are_there_where_the_fork_needs_them() -> None:
    """The run had nothing to stop it; its fork will have."""
    xor = Experiment(dataset="xor", hidden_layers=(3,), loss="bce")
    trainer = Trainer(xor)
    trainer.step(30)
    stopped = Plan.of(xor).continued(20, replace(xor, stop_when="patience", stop_at=3.0))
    fork, anew = trainer.forked(stopped, 20), Trainer(stopped)
    fork.step(30)
    anew.step(50)
    assert len(fork.score_log.between(0, 50)[0]) == 51
    assert everything(fork) == everything(anew)


def test_an_edit_is_undone_by_a_fork_back() -> None:
    plan = Plan.of(SMALL).edited(Edit(40, 1, 9, 3, 0.25))
    trainer = Trainer(plan, scored=True)
    trainer.step(100)
    undone, never = trainer.forked(plan.without_last_edit(), 40), Trainer(SMALL, scored=True)
    undone.step(60)
    never.step(100)
    assert everything(undone) == everything(never)


def test_patience_goes_on_in_a_fork_where_it_was() -> None:
    """Of thousands of epochs, whose scores are no longer all kept."""
    waiting = Experiment(
        dataset="xor", hidden_layers=(3,), activation="tanh", loss="bce", stop_when="patience", stop_at=40.0,
        learning_rate=3.0, initializer="xavier", seed=1,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScoreLog, "MOST", 50)
        trainer = Trainer(waiting)
        trainer.step(3000)
        for step in (7, 500, 1999, 2750):
            fork, anew = trainer.forked(waiting, step), Trainer(waiting)
            anew.step(step)
            assert everything(fork) == everything(anew)
            fork.step(400)
            anew.step(400)
            assert everything(fork) == everything(anew)


def test_a_fork_takes_little_memory() -> None:
    """10,000 steps of the tutorial's run take some 19 MB; a fork at the end adds 2."""
    trainer = Trainer(Experiment())
    trainer.step(10_000)
    assert trainer.history.nbytes > 10 * 2**20
    tracemalloc.start()
    fork = trainer.forked(replace_rate(trainer.plan, 10_000), 10_000)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fork.step_count == 10_000
    assert held < 2 * 2**20
    assert peak < 3 * 2**20


def replace_rate(plan: Plan, step: int) -> Plan:
    """The plan with another learning rate from this step on."""
    return plan.continued(step, replace(plan.last, learning_rate=0.5 * plan.last.learning_rate))


def test_a_chain_of_forks_keeps_no_trainer_alive() -> None:
    """Each edit takes the place of the run before: what it alone needed goes."""
    trainer, gone = Trainer(SMALL), []
    for step in range(1, 60):
        trainer.step(300)
        gone.append(weakref.ref(trainer))
        trainer = trainer.forked(trainer.plan.edited(Edit(step, 1, 0, 0, step / 100)), step)
    gc.collect()
    assert not any(ref() for ref in gone)
    fresh = Trainer(trainer.plan)
    fresh.step(359)
    trainer.step(300)
    assert everything(trainer) == everything(fresh)
    assert trainer.history.nbytes < 2 * fresh.history.nbytes


@pytest.mark.parametrize("step", [-1, 21, 10**9])
def test_a_step_that_the_run_has_not_come_to_is_refused(step: int) -> None:
    trainer = Trainer(SMALL)
    trainer.step(20)
    before = everything(trainer)
    with pytest.raises(ValueError, match=f"step is {step}; it must be 0 to 20"):
        trainer.forked(SMALL, step)
    assert everything(trainer) == before


def test_a_step_past_the_last_finite_one_is_refused() -> None:
    wild = Experiment(activation="relu", output_activation="linear", initializer="he", learning_rate=1e6)
    trainer = Trainer(wild)
    with pytest.raises(DivergedError) as caught:
        trainer.step(100)
    last = caught.value.last_finite_step
    assert trainer.farthest == last
    with pytest.raises(ValueError, match=f"it must be 0 to {last}"):
        trainer.forked(wild, last + 1)
    tame = trainer.forked(Plan.of(wild).continued(last, replace(wild, learning_rate=1e-300)), last)
    assert tame.diverged is None
    assert np.isfinite(tame.step(20))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Plan.of(FAST), "before step 10"),
        (Plan.of(SMALL).continued(9, FAST), "before step 10"),
        (Plan.of(SMALL).edited(Edit(9, 1, 0, 0, 1.0)), "before step 10"),
        (Plan.of(SMALL).continued(5, FAST).continued(10, SMALL), "before step 10"),
        (Plan.of(replace(SMALL, hidden_layers=(4, 4))), "layer sizes"),
        (Plan.of(replace(SMALL, dataset="mazur")), "data"),
    ],
    ids=["rate", "leg", "edit", "chain", "width", "data"],
)
def test_a_past_that_is_not_this_runs_is_refused(other: Plan, said: str) -> None:
    trainer = Trainer(SMALL)
    trainer.step(20)
    with pytest.raises(ValueError, match=said):
        trainer.forked(other, 10)
    assert trainer.forked(Plan.of(SMALL).continued(10, FAST), 10).experiment == FAST
