"""What pinned runs are called, what differs between them, and what may not be compared, in words."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import (
    INITIALIZERS,
    LOSSES,
    NORMALIZATIONS,
    OPTIMIZERS,
    PRESETS,
    SCHEDULES,
    STOPS,
    Edit,
    Experiment,
    Plan,
)
from pages.shared.compare import differences, naming
from pages.shared.compare.pins import Pin, Pins
from pages.shared.text import speaking, text
from tests.core.runs import QUICK
from tests.core.test_plan import plans

MOONS = PRESETS["moons"]


def pins(*settings: Experiment | Plan, steps: int = 100, **more: Any) -> list[Pin]:
    return [Pin(i + 1, Plan.of(each), steps, **more) for i, each in enumerate(settings)]


def varied(field: str, *values: Any, base: Experiment = MOONS) -> list[Pin]:
    return pins(*(replace(base, **{field: value}) for value in values))


@pytest.mark.parametrize(
    ("field", "values", "called"),
    [
        ("activation", ("sigmoid", "relu"), ["Sigmoid", "ReLU"]),
        ("learning_rate", (0.01, 0.1), ["learning rate 0.01", "learning rate 0.1"]),
        ("hidden_layers", ((8,) * 2, (8,) * 8), ["2 layers", "8 layers"]),
        ("hidden_layers", ((8,) * 2, (16,) * 2), ["width 8", "width 16"]),
        ("hidden_layers", ((8, 4), (8, 8)), ["layers 8-4", "layers 8-8"]),
        ("hidden_layers", ((8,), (4,) * 2), ["1 layer of 8", "2 layers of 4"]),
        ("residual", (False, True), ["no skips", "skips"]),
        ("batch_size", (1, None), ["batch 1", "all samples"]),
        ("loss", ("mse", "bce"), ["squared error", "cross-entropy"]),
        ("seed", (1, 2, 3), ["seed 1", "seed 2", "seed 3"]),
    ],
)  # fmt: skip
def test_a_run_is_called_by_what_makes_it_differ(
    field: str, values: tuple[object, ...], called: list[str]
) -> None:
    assert naming.names(varied(field, *values)) == called


def test_two_things_that_differ_are_both_in_the_name() -> None:
    both = pins(replace(MOONS, activation="sigmoid", initializer="normal"), replace(MOONS, activation="relu"))
    assert naming.names(both) == ["Sigmoid, N(0, 0.01)", "ReLU, Xavier"]


def test_of_many_things_a_name_has_no_more_than_tell_the_runs_apart() -> None:
    assert naming.names(pins(MOONS, PRESETS["digits"])) == ["Moons", "Handwritten digits"]
    many = {"seed": 5, "gain": 2.0, "optimizer": "sgd"}
    three = pins(MOONS, replace(MOONS, activation="relu", **many), replace(MOONS, **many))  # type: ignore[arg-type]
    assert naming.names(three) == ["Tanh, Adam", "ReLU, SGD", "Tanh, SGD"]


def test_what_does_not_differ_is_called_by_its_data_and_a_number() -> None:
    assert naming.names(pins(MOONS)) == ["Moons"]
    assert naming.names(pins(MOONS, MOONS)) == ["Moons 1", "Moons 2"]


def test_the_name_that_a_person_gave_comes_first() -> None:
    one, other = varied("activation", "sigmoid", "relu")
    assert naming.names([replace(one, name="mine"), other]) == ["mine", "ReLU"]
    assert naming.names([replace(one, name="mine"), replace(other, name="mine")]) == ["mine 1", "mine 2"]
    assert naming.names([replace(one, name="ReLU"), other]) == ["ReLU 1", "ReLU 2"]


def test_what_was_changed_on_the_way_is_in_the_name() -> None:
    plan = Plan.of(MOONS)
    continued = plan.continued(50, replace(MOONS, learning_rate=0.1))
    edited = plan.edited(Edit(30, 1, 0, 0, 0.5))
    called = naming.names(pins(plan, continued, edited))
    assert called == ["unchanged", "learning rate 0.1 from step 50", "a weight set by hand at step 30"]


@QUICK
@given(st.lists(plans(), min_size=1, max_size=6), st.data())
def test_names_are_never_empty_nor_the_same_in_any_language(found: list[Plan], data: st.DataObject) -> None:
    given_names = st.sampled_from(["", "", "a", "a 1", "Moons 1"])
    many = [replace(pin, name=data.draw(given_names)) for pin in pins(*found)]
    for code in ("en", "ko"):
        with speaking(code):
            called = naming.names(many)
            assert all(called)
            assert len(set(called)) == len(many)
            told = differences.of(many)
            assert len(told.names) == len(many)
            assert all(len(row.values) == len(many) for row in told.rows)


def test_runs_that_are_not_shown_have_names_beside_those_that_are() -> None:
    one, other, third = varied("activation", "sigmoid", "relu", "tanh")
    called = naming.listed(Pins((one, replace(third, is_shown=False), other)))
    assert called == {one.id: "Sigmoid", third.id: "Tanh", other.id: "ReLU"}


# What differs


def sentence(*found: Pin) -> str:
    return differences.of(found).sentence


def test_one_thing_that_differs_is_said_with_its_values() -> None:
    assert (
        sentence(*varied("activation", "sigmoid", "relu"))
        == "Same in everything but the activation: Sigmoid or ReLU."
    )
    assert (
        sentence(*varied("learning_rate", 0.01, 0.1, 1.0))
        == "Same in everything but the learning rate: 0.01, 0.1 or 1."
    )


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("hidden_layers", ((8,) * 2, (8,) * 8), "number of hidden layers: 2 or 8."),
        ("hidden_layers", ((8,) * 2, (16,) * 2), "width of the hidden layers: 8 or 16."),
        ("hidden_layers", ((8, 8), (4,)), "hidden layers: 2 hidden layers of 8 or 1 hidden layer of 4."),
        ("hidden_layers", ((8, 4), (4, 4)), "hidden layers: 8-4 or 2 hidden layers of 4."),
        ("loss", ("mse", "bce"), "loss: squared error or cross-entropy."),
        ("batch_size", (1, 16, None), "batch size: 1, 16 or all samples."),
        ("optimizer", ("sgd", "adam"), "optimizer: SGD or Adam."),
        ("residual", (False, True), "skip connections: off or on."),
    ],
)  # fmt: skip
def test_values_are_said_in_few_words(field: str, values: tuple[object, ...], said: str) -> None:
    assert sentence(*varied(field, *values)) == f"Same in everything but the {said}"


def test_two_are_said_together() -> None:
    both = pins(replace(MOONS, activation="sigmoid", initializer="normal"), replace(MOONS, activation="relu"))
    assert sentence(*both) == (
        "Same in everything but activation and initializer: Sigmoid with N(0, 0.01) or ReLU with Xavier."
    )


def test_many_are_named_and_nothing_is_too() -> None:
    some = pins(MOONS, replace(MOONS, activation="relu", seed=2, gain=2.0))
    assert sentence(*some) == ("Same in everything but activation, seed and factor on the first weights.")
    assert sentence(*pins(MOONS, replace(PRESETS["digits"], seed=4))).startswith("8 settings differ")
    assert sentence(*pins(MOONS, MOONS)).startswith("Nothing differs: all 2 have the same settings")
    assert sentence(*pins(MOONS)) == ""
    long, short = pins(MOONS, MOONS)
    assert (
        sentence(replace(long, steps=500), short) == "Same in everything but the number of steps: 500 or 100."
    )


def test_what_goes_along_is_in_the_table_but_not_in_the_sentence() -> None:
    """The output's activation: with the hidden layers' or with the loss."""
    tutorial = Experiment()
    relu = replace(tutorial, activation="relu", output_activation="relu")
    told = differences.of(pins(tutorial, relu))
    assert told.sentence == "Same in everything but the activation: Sigmoid or ReLU."
    assert [(row.field, row.values, row.follows) for row in told.rows] == [
        ("activation", ("Sigmoid", "ReLU"), False),
        ("output_activation", ("Sigmoid", "ReLU"), True),
    ]
    linear = replace(MOONS, loss="mse", output_activation="linear")
    assert sentence(*pins(MOONS, linear)).startswith("Same in everything but the loss:")


def test_what_comes_to_the_same_does_not_differ() -> None:
    usual = replace(MOONS, samples=MOONS.sample_count, noise=MOONS.noise_level, period=7, stop_at=0.5)
    assert sentence(*pins(MOONS, usual)).startswith("Nothing differs")


def test_the_table_has_the_settings_that_differ_in_an_experiments_order() -> None:
    told = differences.of(pins(MOONS, replace(MOONS, seed=5, hidden_layers=(3,), activation="relu")))
    assert [row.setting for row in told.rows] == ["width of the hidden layers", "activation", "seed"]
    assert told.rows[0].values == ("6", "3")


def test_a_fork_says_from_which_step_on_it_is_another_run() -> None:
    plan = Plan.of(MOONS)
    told = differences.of(pins(plan, plan.continued(50, replace(MOONS, learning_rate=0.1))))
    assert told.sentence == "The same run up to step 50; from there on they differ in learning rate."
    assert [(row.step, row.setting, row.values) for row in told.rows] == [
        (50, "learning rate from step 50", ("0.03", "0.1"))
    ]
    told = differences.of(pins(plan, plan.edited(Edit(30, 1, 0, 2, 0.5))))
    assert told.sentence.startswith("The same run up to step 30;")
    assert told.rows[0].values == ("–", "W1[1, 3] = 0.5")


def test_a_difference_that_ends_on_the_way_has_a_row_of_its_own() -> None:
    one = Plan.of(replace(MOONS, learning_rate=0.1)).continued(50, MOONS)
    told = differences.of(pins(MOONS, one))
    assert [(row.step, row.values) for row in told.rows] == [(0, ("0.03", "0.1")), (50, ("0.03", "0.03"))]


# What may not be compared


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"activation": "relu"}, []),
        ({"samples": 50}, ["differ.no_samples", "differ.no_epoch"]),
        ({"noise": 0.3}, ["differ.no_samples"]),
        ({"split_seed": 4}, ["differ.no_samples"]),
        ({"standardize": True}, ["differ.no_standardize"]),
        ({"loss": "mse"}, ["differ.no_loss"]),
        ({"l2": 0.1}, ["differ.no_penalty"]),
        ({"seed": 9}, ["differ.seed_data"]),
        ({"hidden_layers": (6, 6)}, ["differ.no_depth"]),
        ({"hidden_layers": (9,)}, []),
        ({"batch_size": 1}, ["differ.no_epoch"]),
    ],
)  # fmt: skip
def test_what_may_not_be_compared_is_said(changes: dict[str, Any], keys: list[str]) -> None:
    found = differences.of(pins(MOONS, replace(MOONS, **changes))).cautions
    said = [text(key) if key != "differ.no_samples" else key for key in keys]
    assert [s if not s.startswith("The samples differ") else "differ.no_samples" for s in found] == said


def test_where_there_are_no_accuracies_other_losses_are_told_by_what_the_networks_answer() -> None:
    sine = PRESETS["sine"]
    assert differences.of(pins(sine, replace(sine, loss="sse"))).cautions == (text("differ.no_loss_numbers"),)


def test_other_data_are_another_task() -> None:
    found = differences.of(pins(MOONS, PRESETS["sine"])).cautions
    assert text("differ.no_data") in found
    assert text("differ.no_task") in found
    found = differences.of(pins(MOONS, PRESETS["digits"])).cautions
    assert text("differ.no_classes") in found
    assert text("differ.no_task") not in found


def test_every_setting_has_a_name_in_the_sentence_and_every_choice_a_short_one() -> None:
    for field in fields(Experiment):
        assert text(f"differ.field_{field.name}")
    tables = {
        "initializer": [*INITIALIZERS, "given"], "loss": LOSSES, "normalization": NORMALIZATIONS,
        "optimizer": OPTIMIZERS, "schedule": SCHEDULES, "stop_when": STOPS, "dtype": ["float32", "float64"],
    }  # fmt: skip
    for field_name, names in tables.items():
        for name in names:
            assert text(f"pins.{field_name}_{name}")
