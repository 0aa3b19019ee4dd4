"""Lessons that compare their runs: at which step each is, and whose pins are there while they are shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mlp_core import Plan, Trainer
from pages.shared.compare import address, clock
from pages.shared.compare.address import CLOCKS
from pages.shared.compare.pins import Pins
from pages.shared.lessons import library, markup, moments, sheets
from pages.shared.lessons.expressions import read as expression
from pages.shared.lessons.lesson import Lesson
from pages.shared.lessons.measured import told
from pages.shared.lessons.words import LESSONS
from pages.shared.text import text
from tests.core.imports import ROOT
from tests.core.runs import QUICK
from tests.pages import comparing
from tests.pages.lessons import opened as own
from tests.pages.lessons import small
from tests.pages.opening import opened
from tests.pages.test_loader import printed
from tests.pages.test_taking import act, at, begun, turn
from tests.pages.test_taking import told as panel

RUNS = {
    "slow": "seed=3&steps=20", "fast": "seed=3&lr=1&steps=50",
    "batches": "dataset=moons&samples=40&output=sigmoid&batch=10&steps=60",
    "whole": "dataset=moons&samples=40&output=sigmoid&steps=15",
}  # fmt: skip


def lesson(*steps: dict[str, Any]) -> Lesson:
    return own(small(*steps, runs=RUNS))


def beside(*runs: str, **more: Any) -> dict[str, Any]:
    """A step that compares these."""
    return {"name": "beside", "kind": "compare", "runs": [*runs], **more}


# The clock


TIMED = st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 200)), min_size=1, max_size=6)
CLOCK = """
const { Clock } = await import("PATH");
console.log(JSON.stringify(ASKED.map(([kind, position, runs]) => {
  const clock = new Clock(kind, runs.map(([steps, perEpoch]) => ({ steps, perEpoch })));
  return [clock.end, runs.map((_, run) => clock.stepOf(run, Math.min(position, clock.end)))];
})));
"""


def test_runs_are_at_the_steps_at_which_the_browser_shows_them() -> None:
    asked: list[tuple[str, int, list[tuple[int, int]]]] = []

    @QUICK
    @given(st.sampled_from(CLOCKS), st.integers(0, 100_000), TIMED)
    def ask(kind: str, position: int, runs: list[tuple[int, int]]) -> None:
        asked.append((kind, min(position, clock.end(kind, runs)), runs))

    ask()
    path = (ROOT / "pages" / "shared" / "compare" / "clock.js").as_uri()
    found = json.loads(printed(CLOCK.replace("PATH", path).replace("ASKED", json.dumps(asked))))
    ours = [[clock.end(kind, runs), clock.steps_at(kind, position, runs)] for kind, position, runs in asked]
    assert found == ours


# What its file says


def loss(run: str, step: int) -> float:
    plan, _ = own(small(runs=RUNS)).runs[run]
    trainer = Trainer(plan)
    trainer.step(step)
    return trainer.evaluate()


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        (beside("slow", "fast", pos=30), {"slow": 20, "fast": 30}),
        (beside("slow", "fast", clock="share", pos=25), {"slow": 10, "fast": 25}),
        (beside("batches", "whole", clock="epoch", pos=22), {"batches": 22, "whole": 5}),
        ({"moment": "compare?runs=slow,fast&pos=30"}, {"slow": 20, "fast": 30}),
    ],
)
def test_of_compared_runs_each_number_is_of_the_step_at_which_the_run_is_shown(
    step: dict[str, Any], shown: dict[str, int]
) -> None:
    made = lesson(step)
    stand = made.stand(made.steps[0])
    assert stand.run in shown or stand.run == "slow"
    for run, n in shown.items():
        assert expression(f"{run}.step").value(stand) == n
        assert expression(f"{run}.loss").value(stand) == loss(run, n)
        assert expression(f"{run}.loss@3").value(stand) == loss(run, 3)
    one, other = shown
    factor = expression(f"{one}.loss / {other}.loss").value(stand)
    assert factor == loss(one, shown[one]) / loss(other, shown[other])


def test_numbers_without_a_name_are_of_the_first_run_or_of_the_one_that_is_named() -> None:
    made = lesson(beside("fast", "slow"), {**beside("fast", "slow", run="slow"), "name": "other"})
    assert [made.stand(step).run for step in made.steps] == ["fast", "slow"]


def test_a_claim_about_compared_runs_is_held_against_them() -> None:
    assert lesson(beside("slow", "fast", pos=20, claims=["fast.loss < loss", "step == 20"]))
    with pytest.raises(Exception, match="false"):
        lesson(beside("slow", "fast", pos=20, claims=["fast.loss > loss"]))


def test_the_address_of_a_comparison_is_a_moment_too() -> None:
    """As it is copied on the page Compare: with names and colours, and with what else a link says."""
    by_name = lesson(beside("slow", "fast", tab="stacks", clock="share", pos=9)).steps[0].moment
    assert by_name
    assert by_name == moments.read(f"{by_name.address}&lang=ko&lesson=layer&at=x")
    named = moments.read(by_name.address.replace("&run=", "&run=name!a%20b!colour!7!", 1))
    assert named.compared
    assert [(pin.name, pin.colour) for pin in named.compared.pins.pins] == [("", 0), ("a b", 7)]
    assert lesson({"moment": named.address}).steps[0].moment == named


def test_a_link_in_a_text_leads_to_a_comparison_of_the_lessons_runs() -> None:
    made = lesson({"text": "[side by side](compare?runs=slow,fast&pos=4)"})
    (part,) = told(made, made.steps[0], "en")["text"][0]["parts"]
    assert (part["kind"], part["words"]) == ("link", "side by side")
    said = moments.read(part["to"]).compared
    assert said
    assert [(pin.plan, pin.steps) for pin in said.pins.shown] == [made.runs["slow"], made.runs["fast"]]
    assert said.position == 4


def test_a_prediction_can_be_asked_before_a_comparison() -> None:
    made = lesson(
        {"kind": "predict", "ask": "number", "within": 2, "value": "fast.loss@20 / slow.loss@20",
            "moment": "compare?runs=slow,fast", "mark": "chart"},
        {"kind": "reveal", "moment": "compare?runs=slow,fast&pos=20", "mark": ["tabs", "outcome"]},
    )  # fmt: skip
    assert all(step.moment and step.moment.page == "compare" for step in made.steps)
    asked = told(made, made.steps[1], "en")
    assert asked["predicted"]
    assert asked["predicted"]["value"] == loss("fast", 20) / loss("slow", 20)
    assert (asked["page"], asked["marked"]) == ("compare", ".compare-tabs, .compare-outcome")
    assert ".compare-hosts" in asked["dimmed"]


def test_sheets_have_the_text_of_a_comparison() -> None:
    made = lesson(beside("slow", "fast", pos=20, text="{fast.loss:6}"), {"kind": "think"})
    number = markup.number(loss("fast", 20), "6")
    for sheet in ("notes", "worksheet", "answers"):
        assert number in sheets.page(made, sheet, "en")
    assert text("lesson.kind_compare") in sheets.page(made, "notes", "en")


# Taking it


def comparisons() -> list[str]:
    """The app's lessons that have such a step."""
    return [id for id in LESSONS if any(step.kind == "compare" for step in library.lesson(id).steps)]


def pinned(app: AppTest) -> list[tuple[Plan, int]]:
    """The runs that are pinned."""
    return [(pin.plan, pin.steps) for pin in app.session_state["_pinned"].now.pins]


def view(app: AppTest) -> tuple[str, str, int]:
    header, _ = comparing.read(app)
    return header["view"]["tab"], header["view"]["clock"], header["view"]["pos"]


@pytest.fixture
def app() -> AppTest:
    """The page Compare with a person's own pins, looked at."""
    found = opened(60, seed="7", steps="30")
    found.session_state["_pinned"] = comparing.pinned(
        (moments.read("train?seed=8").plan, 40), (moments.read("train?seed=9").plan, 40)
    )
    return found


@pytest.mark.parametrize("id", comparisons())
def test_a_link_to_such_a_step_shows_its_runs_alone(id: str) -> None:
    lesson = library.lesson(id)
    step = next(step for step in lesson.steps if step.kind == "compare")
    assert step.moment
    said = step.moment.compared
    assert said
    app = opened(60, lesson=id, at=step.name)
    found = panel(app)
    assert found
    assert (at(app), found["here"], found["wanted"]) == (step.name, "train", "compare")
    turn(app, "compare")
    header, _ = comparing.read(app)
    assert view(app) == (said.tab, said.clock, said.position)
    assert [run["steps"] for run in header["runs"]] == [pin.steps for pin in said.pins.pins]
    assert [pin.colour for pin in app.session_state["_pinned"].now.pins] == [0, 1, 2]
    stand, named = lesson.stand(step), {run: name for name, run in lesson.runs.items()}
    names = [named[pin.plan, pin.steps] for pin in said.pins.pins]
    steps = [stand.beside[name] for name in names]
    asked = [{"run": run["run"], "steps": [at]} for run, at in zip(header["runs"], steps, strict=True)]
    tapes: list[comparing.Tape] = []
    while not tapes or not all(frames for _, frames, _ in tapes):  # a question has a time limit
        _, tapes = comparing.ask(app, frames=asked)
    shown = [frames[0]["loss"] for _, frames, _ in tapes]
    assert shown == [expression(f"{name}.loss").value(stand) for name in names]


def test_a_persons_own_pins_come_back_when_the_lesson_is_left(app: AppTest) -> None:
    was = app.session_state["_pinned"].now
    turn(app, "compare")
    looked = view(app)
    begun(app, "cures")
    act(app, "go", 1, at="beside")
    turn(app, "compare")
    lesson = library.lesson("cures")
    assert pinned(app) == [lesson.runs[name] for name in ("base", "relu", "relu_he")]
    n = app.session_state["_compare_view"]["n"]
    act(app, "go", 2, at="own-words")
    assert len(pinned(app)) == 3  # the app is as it was
    act(app, "leave", 3)
    assert app.session_state["_pinned"].now == was
    assert view(app) == looked
    assert app.session_state["_compare_view"]["n"] > n
    assert panel(app) is None


def test_a_persons_own_pins_come_back_where_the_lesson_shows_something_else(app: AppTest) -> None:
    was = app.session_state["_pinned"].now
    begun(app, "cures")
    for n, (step, page, there) in enumerate(
        [("beside", "compare", 3), ("class", "vanishing_gradients", 2), ("beside", "compare", 3)]
    ):
        act(app, "go", n + 1, at=step)
        turn(app, page)
        assert len(pinned(app)) == there
    act(app, "leave", 9)
    assert app.session_state["_pinned"].now == was


def test_who_has_changed_the_comparison_returns_to_the_step(app: AppTest) -> None:
    """By one click, and still has all pins of their own."""
    was = app.session_state["_pinned"].now
    begun(app, "batches")
    act(app, "go", 1, at="beside")
    turn(app, "compare")
    shown = pinned(app)
    app.session_state["_pinned"].now = Pins()
    app.run()
    act(app, "go", 2, at="beside")
    assert pinned(app) == shown
    assert view(app) == ("curves", "epoch", 480)
    act(app, "leave", 3)
    assert app.session_state["_pinned"].now == was


def test_what_can_be_undone_of_ones_own_pins_can_be_after_the_lesson(app: AppTest) -> None:
    kept = app.session_state["_pinned"]
    kept.before = [Pins()]
    last = kept.last_id
    begun(app, "cures")
    act(app, "go", 1, at="beside")
    turn(app, "compare")
    assert app.session_state["_pinned"].before == []
    act(app, "leave", 2)
    found = app.session_state["_pinned"]
    assert found.before == [Pins()]
    assert found.last_id > last  # no name is used for two


def test_a_link_with_runs_of_its_own_keeps_them() -> None:
    """It is that of a learner who has changed something."""
    lesson = library.lesson("cures")
    step = lesson.steps[lesson.place("beside")]
    assert step.moment
    runs = [value for key, value in step.moment.query if key == address.RUN][:2]
    app = opened(60, lesson="cures", at="beside", run=runs, tab="curves", pos="7")
    turn(app, "compare")
    assert len(pinned(app)) == 2
    assert view(app) == ("curves", "step", 7)
    act(app, "leave")
    assert len(pinned(app)) == 2
