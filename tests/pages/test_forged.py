"""What a browser says may be forged: it is ignored or brought within its limits. Our own faults show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mlp_core import PRESETS, Experiment, ExperimentError, Plan, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.training.query import WORDS as WORDS_OF_LINKS
from pages.shared import actions, link
from pages.shared.lab import screen
from pages.shared.lab.settings import VIEWS, Lab, View
from pages.shared.lab.study import Study
from pages.shared.player import acts
from pages.shared.player.acts import ACTS
from pages.shared.session import Origin, Run
from pages.shared.stepper import screen as stepper
from pages.shared.theme import PALETTES
from pages.shared.wire import answer, scene
from pages.shared.wire.asked import CheckAsk, LabAsk, Pull, SceneAsk
from pages.shared.wire.bytes import real
from pages.shared.wire.extras import EXTRAS
from pages.shared.wire.tape import LONG_FRAMES, Recorder
from tests.core.runs import MANY, QUICK
from tests.pages import lab, tapes
from tests.pages.opening import opened

HUGE = 10**400
"""JSON has no largest number."""
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(HUGE) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
WORDS = ("first", "stride", "known", "count", "detail", "extra", "n", "header")
PULLS = st.fixed_dictionaries({}, optional=dict.fromkeys(WORDS, ANYTHING))


HOSTILE = (
    None, True, -1, 0, 7, 1.5, float("nan"), float("-inf"), HUGE, -HUGE, "", "x", "\ud800", "\0", "9" * 5000,
    [], [[]], ["W"], [None] * 1000, {}, {"a": {}},
)  # fmt: skip
"""A value of every kind, for every field."""


def forged(good: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A message with one field after the other taken away, and forged in every way."""
    for field in good:
        yield {name: value for name, value in good.items() if name != field}
        for value in HOSTILE:
            yield {**good, field: value}


def lists(good: list[Any]) -> Iterator[list[Any]]:
    """The same of a list."""
    for place in range(len(good)):
        yield good[:place]
        for value in HOSTILE:
            yield [*good[:place], value, *good[place + 1 :]]


PULL = {
    "run": "ours", "n": 1, "first": 3, "stride": 1, "known": 0, "count": 2, "detail": ["W", 0],
    "extra": ["answer", [0.5, 0.5]], "header": "abc", "sample": 0, "skip": ["dW"],
    "coarse": True,
}  # fmt: skip
CHECK = {"kind": "W", "layer": 1, "row": 0, "column": 0}
SCENE = {"run": "ours", "n": 1, "step": 1, "edits": [["W", 1, 0, 0, 0.5]], "check": CHECK, "header": "abc"}
LAB = {
    "study": "s", "n": 1, "focus": 0, "below": "depth", "aside": "z", "curve": "loss", "train": True,
    "theme": "dark", "have": 1, "keys": {"left": "k"}, "header": "abc",
}  # fmt: skip
DONE: dict[str, dict[str, Any]] = {
    "extend": {"steps": 200}, "continue": {"step": 1}, "restart": {}, "undo": {},
    "layers": {"hidden": [3, 3]}, "return": {"link": "", "query": "step=3"},
    "edit": {"step": 0, "layer": 1, "from": 0, "to": 0, "value": 0.5},
}  # fmt: skip


def test_all_that_a_browser_may_say_is_forged_here() -> None:
    assert set(PULL) == set(Pull.__annotations__)
    assert set(SCENE) == set(SceneAsk.__annotations__)
    assert set(CHECK) == set(CheckAsk.__annotations__)
    assert set(LAB) == set(LabAsk.__annotations__)
    assert set(DONE) == set(ACTS)


def test_a_player_that_asks_with_anything_for_a_value_is_answered() -> None:
    recorder = Recorder(Trainer(PRESETS["xor"]))
    for pull in forged(PULL):
        request = answer.read(pull, "ours", steps=5, layers=2)
        assert (request is None) == (pull.get("run") != "ours")
        if request:
            assert answer.answer(recorder, request, 5).tape({"run": "ours"})


def test_a_stepper_that_asks_with_anything_for_a_value_is_answered() -> None:
    plan = Plan.of(Experiment(hidden_layers=(2,)))
    run = Run("ours", plan, Trainer(plan), 5)
    for ask in forged({name: value for name, value in SCENE.items() if name != "check"}):
        assert len(stepper.answer(run, ask)) > 1000
    for check in (None, {}, {**CHECK, "layer": HUGE}, CHECK):
        assert len(stepper.answer(run, {**SCENE, "check": check})) > 1000


def test_an_edit_or_a_check_with_anything_for_a_value_is_carried_out_or_passed_over() -> None:
    probe = Probe(Trainer(Experiment(hidden_layers=(2,))))
    for edit in lists(["W", 1, 0, 0, 0.5]):
        scene.apply(probe, scene.changes_from([edit]))
        assert np.isfinite(probe.network.parameters).all()
    for check in [*HOSTILE, *forged(CHECK)]:
        found = scene.checked(probe, check)
        assert found is None or found["of"] >= 1


def test_a_lab_that_asks_with_anything_for_a_value_is_understood() -> None:
    study = Study(Lab(depth=1, width=2, samples=4, seeds=1, compare=("tanh.xavier",)))
    for asked in forged(LAB):
        found = screen._ask(study, asked, View())
        assert 0 <= found.view.focus < len(study.lines)
        assert 0 <= found.have <= study.training.of
        assert found.theme in PALETTES
        assert found.view.below in VIEWS["below"]


class Session:
    """Takes note of what an action would do to the session."""

    def __init__(self) -> None:
        self.done = list[tuple[str, tuple[Any, ...], dict[str, Any]]]()

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values, **named: self.done.append((name, values, named))


def test_an_action_with_anything_for_a_value_does_what_could_be_done_or_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = Plan.of(Experiment(hidden_layers=(2,)))
    run = Run("ours", plan, Trainer(plan), 5, origin=Origin("before", plan))
    noted = Session()
    monkeypatch.setattr(acts, "session", noted)
    monkeypatch.setattr(acts, "_show_settings", lambda run: None)
    for do, good in DONE.items():
        for action in forged(good):
            with suppress(ExperimentError):  # told to the person
                ACTS[do](run, action)
    for name, values, named in noted.done:
        if name == "edit":
            with suppress(ExperimentError):
                run.plan.edited(values[1])
        if steps := named.get("steps"):
            assert 1 <= steps <= link.MAX_STEPS
        if name == "return_to":
            link.read(parse_qs(values[0]))
            assert 0 <= link.read(parse_qs(values[1])).step <= link.MAX_STEPS


@pytest.mark.parametrize("value", [value for value in HOSTILE if isinstance(value, str)], ids=repr)
def test_any_text_for_any_word_of_a_link_is_read(value: str) -> None:
    for word in (
        *(word.key for word in WORDS_OF_LINKS.values()),
        "step",
        "steps",
        "then",
        "edit",
        "lab",
        "unit",
    ):
        found = link.read({word: [value, value]})
        assert link.read({word: [value]}).plan.last
        assert found.ignored


def test_an_action_is_numbered_by_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    acted: dict[str, int] = {}
    monkeypatch.setattr(actions.state, "ACTED", SimpleNamespace(get=lambda: acted))
    for number in HOSTILE:
        monkeypatch.setattr(actions.state, "told", lambda key, n=number: {"act": {"n": n, "do": "undo"}})
        actions.new("player")
        assert 0 <= acted.get("player", 0) <= 7


@QUICK
@given(PULLS)
def test_any_request_is_brought_within_the_run(pull: dict[str, Any]) -> None:
    request = answer.read({"run": "ours", **pull}, "ours", steps=100, layers=3)
    assert request
    assert 0 <= request.first <= 100
    assert 1 <= request.stride <= 50
    assert 1 <= request.count <= LONG_FRAMES
    assert 0 <= request.known <= 101
    assert request.detail is None or 0 <= request.detail[1] < 3
    assert request.header is None or isinstance(request.header, str)


@QUICK
@given(ANYTHING | PULLS)
def test_what_does_not_name_the_run_is_no_request(pull: object) -> None:
    assert answer.read(pull, "ours", 100, 3) is None


@QUICK
@given(st.sampled_from(list(EXTRAS)), ANYTHING | st.lists(ANYTHING, min_size=2, max_size=2))
def test_any_question_about_a_step_has_an_answer(name: str, details: object) -> None:
    trainer = Trainer(PRESETS["xor"])
    trainer.evaluate()
    assert EXTRAS[name](trainer, details)


@QUICK
@given(
    st.lists(
        ANYTHING | st.tuples(st.sampled_from("Wbx"), *[st.integers() | ANYTHING] * 3, ANYTHING).map(list)
    ),
    st.fixed_dictionaries({"kind": st.sampled_from("Wb") | ANYTHING}, optional={
        "layer": st.integers(0, 4) | ANYTHING, "row": ANYTHING, "column": ANYTHING,
    }) | ANYTHING,
)  # fmt: skip
def test_any_change_by_hand_and_any_check_leave_numbers(edits: list[Any], check: object) -> None:
    probe = Probe(Trainer(Experiment(hidden_layers=(2,))))
    scene.apply(probe, scene.changes_from(edits))
    assert np.isfinite(probe.network.parameters).all()
    scene.checked(probe, check)


@MANY
@given(st.integers() | st.floats() | st.just(HUGE))
def test_a_number_from_the_browser_is_finite_or_none(value: float) -> None:
    found = real(value)
    assert found is None or (np.isfinite(found) and found == pytest.approx(value))
    assert real(True) is real("1") is real(None) is None


@pytest.fixture
def app() -> AppTest:
    return opened()


def act(app: AppTest, **action: object) -> None:
    """As if the browser had said so; the run's name and a new number where nothing else is said."""
    run = tapes.of(app)[0]["run"]
    app.session_state["player"] = {"act": {"run": run, "n": 1} | action}
    app.run()


@pytest.mark.parametrize(
    "action",
    [
        {"do": "explode"}, {"do": ["edit"]}, {"do": None}, {}, {"do": "edit"}, {"do": "layers"},
        {"do": "edit", "step": 0, "layer": 1, "from": 0, "to": 0, "value": HUGE},
        {"do": "edit", "step": 0, "layer": HUGE, "from": -HUGE, "to": HUGE, "value": 1.0},
        {"do": "edit", "step": -1, "layer": 1, "from": 0, "to": 0, "value": 1.0},
        {"do": "edit", "step": 0, "layer": "1", "from": 0, "to": 0, "value": 1.0},
        {"do": "layers", "hidden": ["5"]}, {"do": "layers", "hidden": [HUGE]}, {"do": "layers", "hidden": {}},
        {"do": "layers", "hidden": []}, {"do": "layers", "hidden": [1] * 1000},
        {"do": "continue", "step": HUGE}, {"do": "undo", "step": []}, {"do": "edit", "n": "x"},
    ],
)  # fmt: skip
def test_a_forged_action_changes_nothing(app: AppTest, action: dict[str, object]) -> None:
    before = tapes.of(app)[0]
    act(app, **action)
    assert not app.exception
    after = tapes.of(app)[0]
    assert (after["run"], after["link"], after["end"]) == (before["run"], before["link"], before["end"])


@pytest.mark.parametrize("said", [None, 3, "x", [], ["act"], {"act": []}, {"pull": 3}])
def test_a_component_that_says_nonsense_is_drawn(app: AppTest, said: object) -> None:
    app.session_state["player"] = said
    app.run()
    assert not app.exception
    assert tapes.of(app)[0]["steps"]


def test_a_handlers_own_fault_shows(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that looks like a message that was not understood."""

    def faulty(*_: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setitem(ACTS, "undo", faulty)
    act(app, do="undo")
    assert len(app.exception) == 1


@pytest.mark.parametrize(
    "wanted",
    [{"theme": ["dark"]}, {"theme": {}}, {"focus": HUGE}, {"below": ["depth"]}, {"keys": [1]},
     {"have": None}, {"n": float("nan")}, {"n": "x"}, {"header": {}}],
)  # fmt: skip
def test_a_forged_question_to_the_lab_gets_an_answer(wanted: dict[str, object]) -> None:
    app = lab.opened(lab="depth~1~width~2~samples~4~compare~sigmoid.normal~seeds~1")
    study = lab.read(app)[0]["study"]
    app.session_state["lab"] = {"ask": {"study": study, "n": 1} | wanted}
    app.run()
    assert not app.exception
    assert lab.read(app)[0]["study"] == study
