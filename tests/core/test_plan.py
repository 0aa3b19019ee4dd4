"""A run continued with other settings: it starts from these weights, and goes back through the change."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import (
    ACTIVATIONS,
    LOSSES,
    NORMALIZATIONS,
    OPTIMIZERS,
    OUTPUT_ACTIVATIONS,
    SCHEDULES,
    DivergedError,
    Edit,
    Experiment,
    ExperimentError,
    Plan,
    Trainer,
)
from mlp_core.training.plan import MAX_LEGS, continues
from tests.core.runs import EXPERIMENTS, QUICK, bits, parameters_after
from tests.core.test_time_travel import MOVES, travel

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "learning_rate": st.floats(1e-4, 5e-3),
        "activation": st.sampled_from(sorted(ACTIVATIONS)),
        "output_activation": st.sampled_from(sorted(OUTPUT_ACTIVATIONS)),
        "loss": st.sampled_from(sorted(LOSSES)),
        "optimizer": st.sampled_from(sorted(OPTIMIZERS)),
        "seed": st.integers(0, 2**32 - 1),
        "train_biases": st.booleans(),
        "residual": st.booleans(),
        "normalization": st.sampled_from(sorted(NORMALIZATIONS)),
        "l1": st.sampled_from([0.0, 0.02]),
        "l2": st.sampled_from([0.0, 0.2]),
        "schedule": st.sampled_from(sorted(SCHEDULES)),
        "period": st.integers(1, 40),
    },
)
EVENTS = CHANGES | st.tuples(*(st.integers(0, 2**16) for _ in range(3)), st.floats(-1, 1))
"""Other settings, or a weight set by hand: (layer, row, column) modulo what there is, value."""


def changed(experiment: Experiment, change: dict[str, Any]) -> Experiment:
    """The experiment with those of the changes that fit its layers, its data and one another."""
    for field, value in change.items():
        with suppress(ExperimentError):
            other = replace(experiment, **{field: value})
            experiment = other if continues(experiment, other) else experiment
    return experiment


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to three changes of settings or of a weight, at most 15 steps apart; weights also at step 0."""
    plan, step = Plan.of(draw(EXPERIMENTS)), 0
    for event in draw(st.lists(EVENTS, max_size=3)):
        step += draw(st.integers(isinstance(event, dict), 15))
        if isinstance(event, dict):
            plan = plan.continued(step, changed(plan.last, event))
        else:
            plan = plan.edited(edit_of(plan, step, *event))
    return plan


def edit_of(plan: Plan, step: int, layer: int, row: int, column: int, value: float) -> Edit:
    """A weight that there is, or a bias."""
    sizes = plan.last.sizes
    l = 1 + layer % (len(sizes) - 1)
    row = row % (sizes[l - 1] + 1)
    return Edit(step, l, row - 1 if row else None, column % sizes[l], value)


def by_hand(plan: Plan, steps: int) -> bytes:
    """The parameters after so many steps, put together from plain runs, one for every stretch.

    Each is a Trainer of that leg alone that has come to where the stretch begins, so that batches and
    learning rate are those of that step. There it is given the weights before, and what an optimizer of the
    same kind remembered; a new kind begins with nothing.
    """
    before: Trainer | None = None
    places = sorted({0, *plan.events})
    for start, end in pairwise([*(p for p in places if p <= steps), steps]):
        experiment = plan.legs[plan.leg(start)][1]
        trainer = Trainer(experiment)
        trainer.step(start)
        if before is not None:
            same = before.experiment.optimizer == experiment.optimizer
            trainer.network.parameters[...] = before.network.parameters
            for name, array in trainer.optimizer_state.items():
                array[...] = before.optimizer_state[name] if same else 0
        for edit in plan.edits:
            if edit.step == start:
                layer = trainer.network.layers[edit.layer - 1]
                array = layer.b[None] if edit.row is None else layer.W
                array[edit.row or 0, edit.column] = edit.value
        trainer.step(end - start)
        before = trainer
    assert before is not None
    return before.network.parameters.tobytes()


@QUICK
@given(plans(), st.integers(0, 60))
def test_every_leg_trains_on_from_the_weights_before(plan: Plan, steps: int) -> None:
    assert parameters_after(plan, steps) == by_hand(plan, steps)


@QUICK
@given(plans(), st.lists(MOVES, max_size=8), st.integers(0, 60))
def test_goto_restores_every_bit_through_changes(plan: Plan, moves: list[tuple], end: int) -> None:
    trainer, fresh = Trainer(plan), Trainer(plan)
    travel(trainer, moves)
    trainer.goto(end)
    fresh.step(end)
    assert bits(trainer) == bits(fresh)
    assert trainer.experiment == fresh.experiment == plan.legs[plan.leg(end)][1]
    assert trainer.evaluate() == fresh.evaluate()
    assert bits(trainer) == bits(fresh)


@QUICK
@given(plans())
def test_a_link_gives_the_same_plan_back(plan: Plan) -> None:
    assert Plan.from_query(plan.to_query()) == plan


def test_running_the_program_by_hand_goes_through_a_change() -> None:
    plan = Plan.of(SMALL).continued(3, replace(SMALL, activation="sigmoid", learning_rate=0.5))
    trainer = Trainer(plan)
    for _ in range(6):
        for operation in trainer.program():
            operation()
    assert trainer.network.parameters.tobytes() == by_hand(plan, 6)


def test_the_loss_at_the_change_is_that_of_the_new_settings() -> None:
    plan = Plan.of(SMALL).continued(3, replace(SMALL, seed=9))
    trainer = Trainer(plan)
    trainer.step(4)
    other = Trainer(replace(SMALL, seed=9))
    before = Trainer(SMALL)
    before.step(3)
    other.network.parameters[...] = before.network.parameters
    assert trainer.history.loss[3] == other.evaluate()
    np.testing.assert_array_equal(trainer.history.loss[:3], before.history.loss)


def test_continuing_earlier_drops_what_came_after() -> None:
    fast, slow = replace(SMALL, learning_rate=0.1), replace(SMALL, learning_rate=1e-3)
    plan = Plan.of(SMALL).continued(50, fast).continued(80, slow)
    assert plan.starts == [0, 50, 80]
    assert plan.continued(50, slow).legs == ((0, SMALL), (50, slow))
    assert [plan.leg(step) for step in (0, 49, 50, 79, 80, 10**6)] == [0, 0, 1, 1, 2, 2]


def test_a_diverged_run_can_be_continued_from_its_last_finite_step() -> None:
    wild = Experiment(activation="relu", output_activation="linear", learning_rate=1e6)
    trainer = Trainer(wild)
    with pytest.raises(DivergedError) as caught:
        trainer.step(100)
    last = caught.value.last_finite_step
    tame = Trainer(Plan.of(wild).continued(last, replace(wild, learning_rate=1e-300)))
    assert np.isfinite(tame.step(last + 20))


@pytest.mark.parametrize(
    "other",
    [replace(SMALL, hidden_layers=(4, 4)), replace(SMALL, hidden_layers=(4,))],
    ids=["width", "depth"],
)
def test_weights_that_do_not_fit_are_refused(other: Experiment) -> None:
    with pytest.raises(ExperimentError) as caught:
        Plan.of(SMALL).continued(5, other)
    assert caught.value.field == "then"


@pytest.mark.parametrize(
    "text",
    [
        "", "x~lr~1", "-5~lr~1", "5~lr", "5~lr~nan", "5~nothing~1", "0~lr~1", "5~lr~1~~5~lr~2",
        "5~lr~1~~4~lr~2", "5~hidden~8", "5~lr~1~lr~2", "5~lr~1~~", "9" * 30 + "~lr~1", "~" * 2**20,
        "~~".join(f"{n}~lr~{n}" for n in range(1, MAX_LEGS + 5)), ["5~lr~1", "6~lr~2"], "٥~lr~1",
    ],
    ids=lambda text: str(text)[:14],
)  # fmt: skip
def test_a_chain_that_is_nonsense_is_refused(text: str | list[str]) -> None:
    with pytest.raises(ExperimentError):
        Plan.from_query({"then": text})


def test_a_long_chain_survives() -> None:
    plan = Plan.of(SMALL)
    for n in range(1, MAX_LEGS):
        plan = plan.continued(n * 10, replace(SMALL, learning_rate=n / 7))
    assert Plan.from_query(plan.to_query()) == plan
    with pytest.raises(ExperimentError):
        plan.continued(10**6, SMALL)


def test_a_run_cannot_change_what_its_arrays_are_made_for() -> None:
    """Neither widths nor the number of samples; `None` and the whole number say the same."""
    four = Experiment(dataset="xor", hidden_layers=(3,))
    for change in ({"hidden_layers": (4,)}, {"samples": 2}, {"batch_size": 4}, {"dataset": "mazur"}):
        with pytest.raises(ExperimentError) as caught:
            Plan.of(four).continued(5, replace(four, **change))
        assert caught.value.field == "then"
    assert Plan.of(four).continued(5, replace(four, samples=4)).last.samples == 4


@pytest.mark.parametrize("name", ["iris", "penguins", "digits"])
def test_what_is_held_back_cannot_become_what_was_trained_on(name: str) -> None:
    """Another seed takes other rows, where not all are taken; made-up samples are simply new ones."""
    some = Experiment(dataset=name, hidden_layers=(3,), samples=100, test_share=0.25)
    with pytest.raises(ExperimentError):
        Plan.of(some).continued(5, replace(some, seed=2))
    for fits in (replace(some, samples=None), replace(some, dataset="moons")):
        assert Plan.of(fits).continued(5, replace(fits, seed=2)).last.seed == 2


def test_skips_and_normalisation_come_and_go_along_a_run() -> None:
    """The weights go on from where they were; a gain has its say at the start alone."""
    plain = Experiment(dataset="xor", hidden_layers=(3, 3), activation="tanh", initializer="xavier")
    plan = Plan.of(plain)
    plan = plan.continued(4, replace(plain, residual=True, normalization="batch", gain=3.0))
    plan = plan.continued(9, replace(plain, residual=True)).continued(12, plain)
    assert Plan.from_query(plan.to_query()) == plan
    trainer = Trainer(plan)
    trainer.step(20)
    assert trainer.network.parameters.tobytes() == by_hand(plan, 20)
    expected = bits(trainer)
    for step in (10, 3, 13, 4, 20):
        trainer.goto(step)
    assert bits(trainer) == expected
