"""Weights and biases set by hand along a run: part of its plan, of its link, and of going back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import DivergedError, Edit, Experiment, ExperimentError, Plan, Trainer
from mlp_core.training.plan import MAX_EDITS
from tests.core.runs import QUICK, bits
from tests.core.test_plan import plans
from tests.core.test_time_travel import MOVES, travel

SMALL = Experiment(hidden_layers=(4, 3), activation="tanh", initializer="xavier")
"""10 -> 4 -> 3 -> 2."""
WEIGHT, BIAS = Edit(5, 1, 9, 3, 0.25), Edit(5, 3, None, 1, -1.5)


def test_an_edit_sets_one_number_and_the_run_goes_on_from_there() -> None:
    """The oracle is a run whose weight the test sets itself."""
    edited, by_hand = Trainer(Plan.of(SMALL).edited(WEIGHT).edited(BIAS)), Trainer(SMALL)
    edited.step(5)
    by_hand.step(5)
    assert edited.network.parameters.tobytes() != by_hand.network.parameters.tobytes()
    by_hand.network.layers[0].W[9, 3] = 0.25
    by_hand.network.layers[2].b[1] = -1.5
    assert bits(edited) == bits(by_hand)
    edited.step(20)
    by_hand.step(20)
    assert bits(edited) == bits(by_hand)


@pytest.mark.parametrize("scored", [False, True])
def test_a_run_can_begin_with_an_edit(scored: bool) -> None:
    edited = Trainer(Plan.of(SMALL).edited(replace(WEIGHT, step=0)), scored)
    by_hand = Trainer(SMALL)
    by_hand.network.layers[0].W[9, 3] = 0.25
    assert bits(edited) == bits(by_hand)
    assert edited.evaluate() == by_hand.evaluate()
    edited.step(3)
    edited.goto(0)
    assert edited.network.layers[0].W[9, 3] == 0.25
    by_hand.step(7)
    edited.goto(7)
    assert bits(edited) == bits(by_hand)


def test_the_scores_at_an_edit_are_those_of_what_was_set() -> None:
    xor = Experiment(dataset="xor", hidden_layers=(3,), loss="bce")
    plan = Plan.of(xor).edited(Edit(0, 2, None, 0, 3.0)).edited(Edit(4, 2, None, 0, -3.0))
    trainer = Trainer(plan, scored=True)
    trainer.step(6)
    _, rows = trainer.score_log.between(0, 10)
    for step in (0, 4):
        trainer.goto(step)
        assert rows[step][0] == trainer.scores().train_loss
        assert rows[step][0] == trainer.evaluate()


@QUICK
@given(plans().filter(lambda plan: plan.edits), st.lists(MOVES, max_size=8), st.integers(0, 60))
def test_goto_restores_every_bit_across_edits(plan: Plan, moves: list[tuple], end: int) -> None:
    trainer, fresh = Trainer(plan), Trainer(plan)
    travel(trainer, moves)
    trainer.goto(end)
    fresh.step(end)
    assert bits(trainer) == bits(fresh)
    for edit in plan.edits:
        trainer.goto(edit.step)
        layer = trainer.network.layers[edit.layer - 1]
        found = layer.b[edit.column] if edit.row is None else layer.W[edit.row, edit.column]
        last = next(e for e in reversed(plan.edits) if replace(e, value=0.0) == replace(edit, value=0.0))
        assert found == last.value


def test_running_the_program_by_hand_goes_through_an_edit() -> None:
    plan = Plan.of(SMALL).edited(WEIGHT)
    stepped, by_hand = Trainer(plan), Trainer(plan)
    stepped.step(8)
    for _ in range(8):
        for operation in by_hand.program():
            operation()
    assert bits(stepped) == bits(by_hand)


# Plans


def test_an_edit_drops_what_came_after_it() -> None:
    """Later edits and later settings; what comes earlier, and other weights of the same step, stay."""
    other = replace(SMALL, learning_rate=0.5)
    early, late = Edit(2, 1, 0, 0, 1.0), Edit(9, 1, 0, 0, 1.0)
    plan = Plan.of(SMALL).edited(early).continued(3, other).edited(WEIGHT).continued(7, SMALL).edited(late)
    assert plan.edits == (early, WEIGHT, late)
    assert plan.starts == [0, 3, 7]
    again = plan.edited(BIAS)
    assert again.edits == (early, WEIGHT, BIAS)
    assert again.starts == [0, 3]
    assert again.events == [2, 3, 5]


def test_setting_the_same_weight_again_replaces_it() -> None:
    plan = Plan.of(SMALL).edited(WEIGHT).edited(BIAS).edited(replace(WEIGHT, value=0.5))
    assert plan.edits == (BIAS, replace(WEIGHT, value=0.5))
    later = plan.edited(replace(WEIGHT, step=6))
    assert later.edits == (*plan.edits, replace(WEIGHT, step=6))


def test_continuing_at_an_edit_keeps_it() -> None:
    plan = Plan.of(SMALL).edited(WEIGHT).edited(replace(WEIGHT, step=9))
    continued = plan.continued(5, replace(SMALL, learning_rate=0.5))
    assert continued.edits == (WEIGHT,)
    trainer = Trainer(continued)
    trainer.step(5)
    assert trainer.network.layers[0].W[9, 3] == 0.25
    assert trainer.experiment.learning_rate == 0.5


def test_the_last_edit_can_be_taken_back() -> None:
    plan = Plan.of(SMALL).edited(WEIGHT)
    assert plan.edited(BIAS).without_last_edit() == plan
    assert plan.without_last_edit() == Plan.of(SMALL)
    assert Plan.of(SMALL).without_last_edit() == Plan.of(SMALL)
    with pytest.raises(AttributeError):
        plan.edits[0].value = 2.0  # type: ignore[misc]


# Links


def test_an_edit_is_written_with_units_from_1_and_0_for_the_bias() -> None:
    plan = Plan.of(SMALL).edited(WEIGHT).edited(BIAS)
    assert plan.to_query()["edit"] == "5.1.10.4~0.25~~5.3.0.2~-1.5"
    assert Plan.from_query({**plan.to_query()}) == plan


@QUICK
@given(
    st.integers(0, 10**9),
    st.integers(1, 3),
    st.integers(0, 2**16),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_a_link_gives_every_edit_back_with_its_bits(step: int, layer: int, place: int, value: float) -> None:
    row, column = place % (SMALL.sizes[layer - 1] + 1), place % SMALL.sizes[layer]
    edit = Edit(step, layer, row - 1 if row else None, column, value)
    plan = Plan.of(SMALL).edited(edit)
    (again,) = Plan.from_query(plan.to_query()).edits
    assert again == edit
    assert again.value.hex() == value.hex()


def test_a_value_from_an_array_is_written_as_a_plain_number() -> None:
    for value in (np.float64(0.1), np.float32(0.5), 1):
        plan = Plan.of(SMALL).edited(replace(WEIGHT, value=value))
        assert Plan.from_query(plan.to_query()) == plan


def test_an_edit_of_a_wide_input_has_a_link_too() -> None:
    """The data sets are narrow, a person's table may have thousands of inputs."""
    with pytest.raises(ExperimentError) as caught:
        Plan.from_query({"edit": "0.1.24950.1~0.5"})
    assert "weights or biases that there are" in caught.value.allowed  # it was read


@pytest.mark.parametrize(
    "edit",
    [
        Edit(-1, 1, 0, 0, 1.0), Edit(10**9 + 1, 1, 0, 0, 1.0), Edit(0, 0, 0, 0, 1.0), Edit(0, 4, 0, 0, 1.0),
        Edit(0, 1, -1, 0, 1.0), Edit(0, 1, 10, 0, 1.0), Edit(0, 2, 4, 0, 1.0), Edit(0, 1, 0, -1, 1.0),
        Edit(0, 1, 0, 4, 1.0), Edit(0, 1, None, 4, 1.0), Edit(0, 1, 0, 0, np.nan), Edit(0, 1, 0, 0, np.inf),
        Edit(0, 1, 0, 0, -np.inf),
    ],
    ids=str,
)  # fmt: skip
def test_a_weight_that_there_is_not_is_refused(edit: Edit) -> None:
    with pytest.raises(ExperimentError) as caught:
        Plan.of(SMALL).edited(edit)
    assert caught.value.field == "edit"
    assert str(caught.value).startswith("edit is ")
    assert not edit.fits(SMALL.sizes)


@pytest.mark.parametrize(
    "text",
    [
        "", "5", "5.1.1.1", "5.1.1.1~", "5.1.1.1~nan", "5.1.1.1~inf", "5.1.1.1~1e999", "5.1.1.1~1_0",
        "5.1.1.1~1.2.3", "-5.1.1.1~1", "5.0.1.1~1", "5.1.1.0~1", "5.1.1.5~1", "5.1.11.1~1", "5.1.1~1",
        "5.1.1.1~1~~4.1.1.1~1", "5.1.1.1~1~~", "5.1.1.1~٣", "٥.1.1.1~1", "9" * 99 + ".1.1.1~1",
        "5.1.1.1~" + "1" * 99, "5.1.1.1~1~~" * 2**15, ["5.1.1.1~1", "6.1.1.1~1"], " 5.1.1.1~1", "5.1.1.1~.",
    ],
    ids=lambda text: str(text)[:14],
)  # fmt: skip
def test_text_that_is_no_edit_is_refused(text: str | list[str]) -> None:
    with pytest.raises(ExperimentError) as caught:
        Plan.from_query({**SMALL.to_query(), "edit": text})
    assert caught.value.field == "edit"
    assert len(str(caught.value)) < 300


def test_a_hundred_edits_are_enough() -> None:
    edits = tuple(Edit(step, 1, 0, 0, step / 7) for step in range(MAX_EDITS))
    plan = Plan(((0, SMALL),), edits)
    assert Plan.from_query(plan.to_query()) == plan
    with pytest.raises(ExperimentError) as caught:
        plan.edited(Edit(MAX_EDITS, 1, 0, 0, 1.0))
    assert caught.value.field == "edit"
    with pytest.raises(ExperimentError):
        Plan(((0, SMALL),), edits[::-1])


def test_an_edit_that_blows_the_run_up_stops_it_at_the_last_finite_step() -> None:
    wild = replace(SMALL, activation="linear", output_activation="linear", learning_rate=1e-9)
    trainer = Trainer(Plan.of(wild).edited(Edit(5, 3, None, 1, 1e200)))
    with pytest.raises(DivergedError) as caught:
        trainer.step(20)
    assert caught.value.last_finite_step == trainer.step_count == 4
    trainer.goto(2)
    assert np.isfinite(trainer.evaluate())
