"""Pinning a run on any page, and the sidebar of the page Compare."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import PRESETS, Edit, Experiment, Plan
from pages.shared.compare import address, ready
from pages.shared.compare.pins import MOST_PINS, MOST_SHOWN, Pin, Pinned
from pages.shared.lab.settings import Lab
from tests.core.test_experiment import TABLE
from tests.pages import lab, opening
from tests.pages.widgets import widget

_numbers = itertools.count(1)
PAGE = "pages/compare.py"


def kept(app: AppTest) -> Pinned:
    found = app.session_state["_pinned"]
    assert isinstance(found, Pinned)
    return found


def press(app: AppTest, query: str = "", **more: Any) -> AppTest:
    """Press the button beside the app's name, at this address."""
    app.session_state["pin"] = {"act": {"do": "pin", "n": next(_numbers), "query": query, **more}}
    app.run()
    assert not app.exception
    return app


def compare(*pins: Pin, **query: str | list[str]) -> AppTest:
    """The page, opened by a link to these pins."""
    words = [word.removeprefix("run=") for word in address.encoded(pins)]
    found = {"run": [dict(parse_qsl(f"run={word}"))["run"] for word in words]} if words else {}
    app = opening.opened(60, **(query | found)).switch_page(PAGE).run()
    assert not app.exception
    return app


def seeds(n: int, shown: int = MOST_SHOWN) -> list[Pin]:
    base = replace(PRESETS["xor"], samples=None)
    return [Pin(i + 1, Plan.of(replace(base, seed=i)), 100, colour=i, is_shown=i < shown) for i in range(n)]


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> list[str]:
    return [toast.value for toast in app.toast]


# The button on every page


def test_the_run_of_train_is_pinned_at_the_step_of_the_address() -> None:
    app = press(opening.opened(**PRESETS["xor"].to_query(), steps="50"), "step=20&view=dW")
    (pin,) = kept(app).now.pins
    assert (pin.plan, pin.steps, pin.step, pin.is_shown) == (Plan.of(PRESETS["xor"]), 50, 20, True)
    assert said(app) == ["Pinned: XOR, at step 20. It is the first; the page Compare shows it beside others."]
    press(app, "step=30")
    (pin,) = kept(app).now.pins
    assert pin.step == 30
    assert said(app) == ["This run is pinned already: XOR. Its step is now 30."]
    widget(app, "seed").set_value(9).run()
    press(app, "step=60")
    assert [(p.plan.last.seed, p.step, p.colour) for p in kept(app).now.pins] == [(6, 30, 0), (9, 50, 1)]
    assert said(app) == ["Pinned: seed 9, at step 50. 2 runs are pinned; the page Compare shows them."]


def test_the_step_on_the_page_counts_more_than_the_address_which_may_be_behind() -> None:
    app = press(opening.opened(steps="50"), "step=20", shown="23")
    assert [pin.step for pin in kept(app).now.pins] == [23]
    for shown in ("", "x", "-1", "99999999999"):
        press(app, "step=20", shown=shown)
        assert [pin.step for pin in kept(app).now.pins] == [20]
    app.switch_page(PAGE).run()  # whose own position is none of this run's steps
    press(app, "step=21", shown="40")
    assert [pin.step for pin in kept(app).now.pins] == [21]


def test_a_press_is_carried_out_once() -> None:
    app = press(opening.opened())
    app.run()
    assert len(kept(app).now.pins) == 1
    assert said(app) == []


@pytest.mark.parametrize("page", ["step_through", "data", "glossary", "lessons", "compare"])
def test_every_page_pins_the_sessions_run_where_it_was_left(page: str) -> None:
    app = opening.opened(60, seed="7").switch_page(f"pages/{page}.py").run()
    run = app.session_state["_run"]
    press(app, "", left=f"{run.id} 12")
    assert [(pin.plan, pin.step) for pin in kept(app).now.pins] == [(run.plan, 12)]
    press(app, "", left="another 30")
    assert [pin.step for pin in kept(app).now.pins] == [0]
    press(app, "step=9")
    assert [pin.step for pin in kept(app).now.pins] == [9]


def test_what_was_done_to_the_run_is_pinned_with_it() -> None:
    plan = Plan.of(PRESETS["xor"]).edited(Edit(30, 1, 0, 0, 0.5))
    app = press(opening.opened(**plan.to_query()), "step=40")
    assert kept(app).now.pins[0].plan == plan


def test_the_lab_pins_the_network_in_focus() -> None:
    small = Lab(depth=3, width=5, data="xor", seeds=1, steps=7, compare=("sigmoid.normal", "tanh.xavier"))
    app = lab.opened(lab=small.to_link())
    press(app, f"lab={small.to_link()}~step~4~focus~1")
    (pin,) = kept(app).now.pins
    assert (pin.plan, pin.steps, pin.step) == (Plan.of(small.experiment("tanh.xavier")), 7, 4)
    press(app, f"lab={small.to_link()}~focus~99")
    assert len(kept(app).now.pins) == 1
    deeper = replace(small, depth=4)
    press(app, f"lab={deeper.to_link()}")
    assert kept(app).now.pins[1].plan == Plan.of(deeper.experiment("sigmoid.normal"))


def test_twelve_are_all_and_the_seventh_is_not_shown() -> None:
    app = opening.opened(60, **PRESETS["xor"].to_query())
    for seed in range(MOST_PINS + 1):
        widget(app, "seed").set_value(seed).run()
        press(app)
        if seed == MOST_SHOWN:
            assert "can be checked there" in said(app)[0]
    assert said(app) == ["12 runs are pinned, and there is no room for more. Remove one on the page Compare."]
    found = kept(app).now
    assert len(found.pins) == MOST_PINS
    assert [pin.is_shown for pin in found.pins] == [True] * 6 + [False] * 6
    assert len({pin.colour for pin in found.pins}) == MOST_PINS


@pytest.mark.parametrize(
    "act", [{"do": "pin"}, {"do": "pin", "query": 3}, {"do": "other", "query": ""}, {"query": "step=x"}]
)
def test_a_forged_press_pins_nothing(act: dict[str, Any]) -> None:
    app = opening.opened()
    app.session_state["pin"] = {"act": {"n": next(_numbers), **act}}
    app.run()
    assert not app.exception
    assert kept(app).now.pins == ()


def test_a_strange_address_pins_the_run_all_the_same() -> None:
    app = press(opening.opened(), "step=99999999999&lr=x&%%%=&lab=~&run=1&run=", left=3)
    assert [(pin.plan, pin.step) for pin in kept(app).now.pins] == [(Plan.of(Experiment()), 0)]


# The page's sidebar


def test_a_link_brings_the_pins() -> None:
    pins = seeds(3, shown=2)
    app = compare(*pins)
    assert kept(app).now.pins == tuple(pins)
    assert [widget(app, f"pin_shown_{i}").value for i in (1, 2, 3)] == [True, True, False]
    assert [widget(app, f"pin_shown_{i}").label for i in (1, 2, 3)] == ["seed 0", "seed 1", "seed 2"]
    press(app)
    assert [pin.id for pin in kept(app).now.pins] == [1, 2, 3, 4]


def test_more_than_six_are_refused_with_a_sentence() -> None:
    app = compare(*seeds(7))
    widget(app, "pin_shown_7").set_value(True).run()
    assert said(app) == ["At most 6 runs are compared at a time: uncheck another one first."]
    assert widget(app, "pin_shown_7").value is False
    widget(app, "pin_shown_1").set_value(False).run()
    widget(app, "pin_shown_7").set_value(True).run()
    assert [pin.id for pin in kept(app).now.shown] == [2, 3, 4, 5, 6, 7]


def test_a_run_is_renamed_recoloured_moved_and_removed_and_all_is_undone() -> None:
    app = compare(*seeds(3))
    before = kept(app).now
    app.text_input(key="pin_name_2").set_value("  my   own ").run()
    assert widget(app, "pin_shown_2").label == "my own"
    app.pills(key="pin_colour_2").set_value(7).run()
    click(app, "pin_up_2")
    assert [(pin.id, pin.name, pin.colour) for pin in kept(app).now.pins] == [
        (2, "my own", 7), (1, "", 0), (3, "", 2)
    ]  # fmt: skip
    assert app.button(key="pin_up_2").disabled
    click(app, "pin_down_1")
    click(app, "pin_remove_3")
    assert [pin.id for pin in kept(app).now.pins] == [2, 1]
    for _ in range(5):
        click(app, "pins_undo")
    assert kept(app).now == before
    assert app.button(key="pins_undo").disabled
    names = [field for field in app.text_input if (field.key or "").startswith("pin_name_")]
    assert [field.value for field in names] == [""] * 3


def test_a_ready_comparison_is_taken_alone_and_named_while_it_is_shown() -> None:
    app = compare(*seeds(2))
    chosen = widget(app, "ready_comparison")
    assert (chosen.value, chosen.options[0]) == ("own", "Choose one")
    chosen.set_value("optimizer").run()
    assert ready.asked(kept(app).now.shown) == "optimizer"
    assert [pin.is_shown for pin in kept(app).now.pins] == [False, False, True, True, True]
    assert widget(app, "ready_comparison").value == "optimizer"
    look = app.session_state["_compare_view"]
    assert (look["tab"], look["clock"], look["pos"]) == ("surfaces", "step", 0)
    widget(app, "pin_shown_1").set_value(True).run()
    assert ready.asked(kept(app).now.shown) == ""
    assert widget(app, "ready_comparison").value == "own"
    click(app, "pins_undo")
    assert widget(app, "ready_comparison").value == "optimizer"


def test_the_present_run_is_pinned() -> None:
    app = click(compare(**PRESETS["xor"].to_query(), step="12"), "pins_present")
    (pin,) = kept(app).now.pins
    assert (pin.plan, pin.step) == (Plan.of(PRESETS["xor"]), 12)


def test_one_thing_is_changed_and_its_runs_are_compared_alone() -> None:
    app = compare(*seeds(2))
    assert widget(app, "change_what").value == "activation"
    widget(app, "change_what").set_value("seed").run()
    click(app, "change_make")
    found = kept(app).now
    assert [pin.plan.last.seed for pin in found.shown] == [0, 1, 2, 3, 4]
    assert [pin.is_shown for pin in found.pins] == [True] * 5
    assert said(app) == ["3 runs made and pinned."]
    widget(app, "change_what").set_value("activation").run()
    values = widget(app, "change_values_[0-9a-f]{8}")
    assert values.value == ["relu"]
    values.set_value(["sigmoid", "relu"]).run()
    click(app, "change_make")
    assert [pin.plan.last.activation for pin in kept(app).now.shown] == ["tanh", "sigmoid", "relu"]
    click(app, "pins_undo")
    assert kept(app).now == found


def test_without_a_value_nothing_is_made() -> None:
    app = compare(*seeds(1))
    widget(app, "change_values_[0-9a-f]{8}").set_value([]).run()
    click(app, "change_make")
    assert said(app) == ["Choose a value first."]
    assert len(kept(app).now.pins) == 1


def test_the_present_run_can_be_changed_where_none_is_pinned() -> None:
    app = compare()
    (of,) = (box for box in app.selectbox if (box.key or "").startswith("change_of"))
    assert of.options == ["The present run"]
    click(app, "change_make")
    assert [pin.plan.last.activation for pin in kept(app).now.shown] == ["sigmoid", "tanh"]


def test_what_has_no_room_is_said() -> None:
    app = compare(*seeds(11, shown=1))
    widget(app, "change_what").set_value("learning_rate").run()
    click(app, "change_make")
    assert said(app) == ["1 run made and pinned.", "12 runs can be pinned; 3 had no room. Remove some first."]


def test_where_nothing_has_room_what_is_compared_stays() -> None:
    app = compare(*seeds(12, shown=3))
    before = kept(app).now
    click(app, "change_make")
    assert said(app) == ["12 runs can be pinned; 1 had no room. Remove one first."]
    assert kept(app).now == before


def test_of_more_than_six_runs_the_first_are_compared() -> None:
    app = compare(*seeds(1))
    widget(app, "change_what").set_value("width").run()
    values = widget(app, "change_values_[0-9a-f]{8}")
    values.set_value([1, 4, 8, 16, 32, 64]).run()
    click(app, "change_make")
    assert [pin.plan.last.hidden_layers for pin in kept(app).now.shown] == [
        (2,),
        (1,),
        (4,),
        (8,),
        (16,),
        (32,),
    ]
    assert [pin.is_shown for pin in kept(app).now.pins] == [True] * 6 + [False]
    assert said(app)[1].startswith("At most 6 runs are compared at a time: the others are pinned")


def test_a_batch_of_all_samples_can_be_chosen() -> None:
    app = compare(Pin(1, Plan.of(PRESETS["moons"]), 40))
    widget(app, "change_what").set_value("batch").run()
    widget(app, "change_values_[0-9a-f]{8}").set_value([1, None]).run()
    click(app, "change_make")
    assert [pin.plan.last.batch_size for pin in kept(app).now.shown] == [10, 1, None]


def test_a_run_that_was_edited_is_compared_with_what_it_would_have_been() -> None:
    plain = Plan.of(PRESETS["xor"])
    app = compare(Pin(1, plain.edited(Edit(30, 1, 0, 0, 0.5)), 100), *seeds(2)[1:])
    click(app, "pin_fork_1")
    assert [(pin.plan.edits, pin.step) for pin in kept(app).now.shown] == [
        ((Edit(30, 1, 0, 0, 0.5),), 0), ((), 30)
    ]  # fmt: skip
    assert kept(app).now.shown[1].plan == plain
    look = app.session_state["_compare_view"]
    assert (look["tab"], look["clock"], look["pos"]) == ("curves", "step", 30)
    assert not [button for button in app.button if button.key == "pin_fork_2"]


def test_a_pinned_run_is_taken_up_on_train_at_its_step() -> None:
    plan = Plan.of(PRESETS["xor"]).continued(50, replace(PRESETS["xor"], learning_rate=0.7))
    app = click(compare(Pin(1, plan, 120, 60)), "pin_go_1")
    run = app.session_state["_run"]
    assert (run.plan, run.steps, run.start) == (plan, 120, 60)
    assert widget(app, "lr").value == 0.7
    assert widget(app, "steps").value == 120


def test_a_run_of_ones_own_file_is_taken_up_too_and_told_to_be_in_no_link() -> None:
    app = compare(*seeds(1))
    own = Experiment(dataset="csv", table=TABLE, output_activation="softmax", loss="cross_entropy")
    pinned = kept(app)
    pinned.now = replace(pinned.now, pins=(*pinned.now.pins, Pin(9, Plan.of(own), 70, 5)))
    app.run()
    assert any("1 run is of your own file" in caption.value for caption in app.caption)
    click(app, "pin_go_9")
    assert app.session_state["_run"].plan == Plan.of(own)


def test_all_of_it_is_there_in_korean() -> None:
    app = compare(*seeds(2), lang="ko")
    assert widget(app, "pin_shown_1").label == "랜덤 시드 0"
    click(app, "change_make")
    assert said(app) == ["실행 1개를 만들어 고정했습니다."]


def test_pins_that_back_has_brought_and_new_ones_keep_apart() -> None:
    app = compare(*seeds(1))
    app.session_state["compare"] = {
        "act": {"n": 1, "do": "return", "link": "", "query": "&".join(address.encoded(seeds(3)))}
    }
    click(app.run(), "pins_present")
    assert len({pin.id for pin in kept(app).now.pins}) == len(kept(app).now.pins) == 4


def test_a_link_to_the_beginning_shows_the_beginning() -> None:
    (pin,) = seeds(1)
    for words, step in (({}, 30), ({"pos": "0"}, 0)):
        app = compare(replace(pin, step=30), **words)
        assert app.session_state["_compare_view"]["pos"] == step
