"""What Compare sends: the frames of all runs at once, each the core's own."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import Edit, Experiment, Plan, Trainer
from mlp_core.training.size import run_bytes
from pages.shared.compare import alike, runs
from pages.shared.room import Room
from pages.shared.state import PINNED
from tests.pages import comparing

SMALL = Experiment(dataset="xor", hidden_layers=(4, 3), loss="bce", learning_rate=0.5, seed=1)
OTHER = replace(SMALL, activation="tanh")
PLAN = Plan.of(SMALL)
CONTINUED = PLAN.continued(20, replace(SMALL, learning_rate=2.0))
EDITED = PLAN.edited(Edit(30, 1, 0, 0, 2.0))


def test_the_slot_has_the_key_that_these_tests_use() -> None:
    assert PINNED._key == "_pinned"


def test_all_runs_frames_come_in_one_answer_and_are_the_cores() -> None:
    app = comparing.opened((SMALL, 40), (OTHER, 60))
    header, tapes = comparing.read(app)
    assert [len(tape[0]["steps"]) for tape in tapes] == [1, 1]
    names = [run["run"] for run in header["runs"]]
    assert [run["steps"] for run in header["runs"]] == [40, 60]
    asked = [{"run": names[0], "steps": [5, 40]}, {"run": names[1], "steps": [0, 7, 60]}]
    _, tapes = comparing.ask(app, frames=asked)
    for settings, wanted, (told, frames, curve) in zip((SMALL, OTHER), asked, tapes, strict=True):
        assert told["steps"] == wanted["steps"]
        trainer = Trainer(settings)
        for step, frame in zip(told["steps"], frames, strict=True):
            trainer.goto(step)
            assert frame["loss"][0] == trainer.evaluate()
            np.testing.assert_array_equal(frame["dW_norm"], trainer.measures()["dW_norm"])
        first = told["curve"]["first"]
        np.testing.assert_array_equal(curve, trainer.history.loss[first : first + len(curve)])


def test_what_runs_have_in_common_is_said_once() -> None:
    header, tapes = comparing.read(comparing.opened((SMALL, 40), (OTHER, 60)))
    assert header["figures"].keys() == {"light", "dark"} == header["palettes"].keys()
    for told, _, _ in tapes:
        assert not told["figures"]
        assert not told["palettes"]
        assert not told["text"]
    names = [trace["name"] for trace in header["figures"]["light"]["loss"]["data"]]
    assert set(names) == {run["name"] for run in header["runs"]}


def test_a_header_that_the_browser_has_is_not_sent_again() -> None:
    app = comparing.opened((SMALL, 40), (OTHER, 60))
    header, tapes = comparing.read(app)
    told = tapes[0][0]
    asked = [{"run": told["run"], "steps": [3], "header": told["key"]}]
    app.session_state["compare"] = {
        "ask": {"comparison": header["comparison"], "n": 1, "frames": asked, "header": header["key"]}
    }
    app.run()
    data = next(
        each.proto.bytes
        for each in app.get("bidi_component")
        if "backprop_compare" in each.proto.component_name
    )
    assert b'"figures"' not in data
    assert told["key"].encode() in data


@pytest.mark.parametrize(
    "forged",
    [
        {"frames": "x"}, {"frames": [3, {}, {"run": 5}, {"run": "x", "steps": [1]}]},
        {"frames": [{"run": None}]},
        {"frames": None, "skip": "W", "extra": "landscape"}, {"extra": [1, 2]}, {"extra": ["nothing", {}]},
        {"n": "1", "frames": []}, {"n": float("inf")}, {"header": ["x"]}, {"comparison": 3},
    ],
)  # fmt: skip
def test_nothing_that_is_asked_can_fail(forged: dict[str, object]) -> None:
    comparing.ask(comparing.opened((SMALL, 4), (OTHER, 4)), **forged)


def test_steps_are_brought_within_a_run_and_are_not_too_many() -> None:
    app = comparing.opened((SMALL, 4), (OTHER, 4))
    name = comparing.read(app)[0]["runs"][0]["run"]
    steps = [-5, 10**12, "x", None, float("nan"), *range(500)]
    _, ((told, _, _),) = comparing.ask(app, frames=[{"run": name, "steps": steps}])
    assert told["steps"] == [0, 1, 2, 3, 4]


def test_only_the_first_six_are_trained_and_what_is_compared_no_more_is_let_go() -> None:
    app = comparing.opened(*((replace(SMALL, seed=seed), 5) for seed in range(12)))
    assert len(comparing.read(app)[0]["runs"]) == len(app.session_state["_compared_runs"]) == 6
    app.session_state["_pinned"] = comparing.pinned((SMALL, 5))
    app.run()
    assert len(app.session_state["_compared_runs"]) == 1


def test_a_fork_shares_what_it_has_in_common() -> None:
    app = comparing.opened((PLAN, 60), (CONTINUED, 60))
    names = [run["run"] for run in comparing.read(app)[0]["runs"]]
    comparing.ask(app, frames=[{"run": name, "steps": [60]} for name in names])
    one, other = (app.session_state["_compared_runs"][name].trainer for name in names)
    np.testing.assert_array_equal(one.history.loss[:20], other.history.loss[:20])
    assert one.history.loss[25] != other.history.loss[25]
    np.testing.assert_array_equal(other.history.loss, losses_of(CONTINUED, 60))


def losses_of(plan: Plan, steps: int) -> np.ndarray:
    trainer = Trainer(plan)
    trainer.goto(steps)
    trainer.evaluate()
    return trainer.history.loss


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        (PLAN, PLAN, -1), (PLAN, CONTINUED, 20), (CONTINUED, PLAN, 20), (PLAN, EDITED, 30),
        (CONTINUED, EDITED, 20),
        (PLAN, Plan.of(OTHER), 0), (PLAN, Plan.of(replace(SMALL, hidden_layers=(4,))), 0),
        (PLAN, Plan.of(replace(SMALL, seed=2)), 0),
    ],
)  # fmt: skip
def test_up_to_which_step_two_runs_are_the_same(one: Plan, other: Plan, step: int) -> None:
    assert runs.common(one, other) == step


def test_runs_that_differ_in_their_seed_alone() -> None:
    seeds = [Plan.of(replace(SMALL, seed=seed)) for seed in range(3)]
    assert alike.seeds(seeds) == [0, 1, 2]
    assert alike.seeds([Plan.of(OTHER), *seeds]) == [1, 2, 3]
    assert alike.seeds(seeds[:2]) == []
    assert alike.seeds([]) == []


def test_which_numbers_mean_the_same() -> None:
    mse = Plan.of(replace(SMALL, loss="mse"))
    assert alike.losses_compare([PLAN, Plan.of(OTHER)])
    assert not alike.losses_compare([PLAN, mse])
    assert not alike.losses_compare([PLAN, Plan.of(replace(SMALL, l2=0.1))])
    assert alike.accuracies_compare([PLAN, mse])
    assert not alike.accuracies_compare([PLAN, Plan.of(replace(SMALL, dataset="moons"))])


def test_a_run_is_shown_as_soon_as_there_is_room_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(10**9)
    monkeypatch.setattr(runs, "ROOM", room)
    monkeypatch.setattr(runs, "SESSION_BYTES", run_bytes(SMALL))
    app = comparing.opened((SMALL, 40), (OTHER, 60))
    assert [run["steps"] for run in comparing.read(app)[0]["runs"]] == [40]
    assert app.warning
    monkeypatch.setattr(runs, "SESSION_BYTES", 10**9)
    app.run()
    assert not app.warning
    assert [run["steps"] for run in comparing.read(app)[0]["runs"]] == [40, 60]


def test_a_run_that_is_shown_keeps_its_room_while_others_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    class Greedy(Room):
        def take(self, who: Hashable, size: int) -> bool:
            taken.append(size)
            return super().take(who, size)

    taken = list[int]()
    monkeypatch.setattr(runs, "ROOM", Greedy(10**9))
    app = comparing.opened((SMALL, 40), (OTHER, 60))
    taken.clear()
    app.run()
    assert min(taken) == run_bytes(SMALL) + run_bytes(OTHER)


def test_a_name_is_shown_as_it_was_written_wherever_it_came_from() -> None:
    """A link is somebody else's: what a name says is never read as more than words."""
    name = "![x](http://a.b/c) <b>"
    app = comparing.opened((SMALL, 5), (OTHER, 5))
    pinned = app.session_state["_pinned"]
    first, *others = pinned.now.pins
    pinned.now = replace(pinned.now, pins=(replace(first, name=name), *others))
    app.run()
    assert not app.exception
    assert comparing.read(app)[0]["runs"][0]["name"] == name
    popover = next(block for block in app.get("popover") if "http" in block.proto.popover.label)
    assert app.checkbox[0].label == "x (http //a.b/c) b"  # heard as it stands
    for words in (app.table[0].value.columns[1], popover.proto.popover.label):
        assert "http" in words
        assert "](" not in words
    figure = comparing.read(app)[0]["figures"]["light"]["loss"]
    assert "<b>" not in figure["data"][0]["name"]


def test_another_language_is_chosen_on_the_page_and_back() -> None:
    """What is full of words has another key in every language: none may be another thing's."""
    app = comparing.opened((SMALL, 5), (OTHER, 5), (replace(SMALL, seed=2), 5))
    for name, sign in (("한국어", "고정"), ("English", "Pin"), ("한국어", "고정")):
        (choice,) = [each for each in app.selectbox if "한국어" in each.options]
        choice.select(name).run()
        assert not app.exception
        assert any(sign in each.label for each in app.button)
        assert len(comparing.read(app)[0]["runs"]) == 3
