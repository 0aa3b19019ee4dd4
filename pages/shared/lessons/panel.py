"""The panel of the lesson that is taken: one component on every page, in the sidebar's place."""

from __future__ import annotations

import streamlit as st

from mlp_core import ExperimentError
from pages.shared import actions, controls, session, state, work
from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.fragment import fragment
from pages.shared.lessons import KEY, classes, measured, qr, taking
from pages.shared.lessons.classes import CLASSES
from pages.shared.lessons.measured import StepTold
from pages.shared.state import Reached, Taken
from pages.shared.text import language, section
from pages.shared.work import Kept

_PANEL = Component(
    "lesson", "lessons/lessons.js", markup("lessons/lessons.html"), read("lessons/lessons.css")
)
_CLASS = "lesson_class"
_VOTE = Component("lesson_class", "lessons/class.js", markup("lessons/class.html"), read("lessons/class.css"))
_TOLD: Kept[tuple[str, str, str], StepTold] = Kept(most=300)
"""Steps of the app's lessons with their numbers, by lesson, name and language: a class asks for the same."""


def show(page: str) -> None:
    """Draw it, while a lesson is taken.

    Args:
        page: the page's key.
    """
    if (taken := state.TAKEN.get()) is None:
        return
    _PANEL.mount(KEY, _told(taken, page), "act", "vote")
    if _votes(taken):
        with st.container(key="lesson_vote"):
            _class(taken)


def _votes(taken: Taken) -> bool:
    """Whether who has this step before them can ask a class: no pupil of one, and pupils need a link."""
    step = taken.lesson.steps[taken.lesson.place(taken.at)]
    return step.kind == "predict" and not taken.code and not taken.lesson.is_own


@fragment
def _class(taken: Taken) -> None:
    """The teacher's side of a vote on this step: asked for, it alone is drawn again."""
    lesson, at = taken.lesson, taken.at
    who, refused, base = work.session(), "", ""
    match actions.new(_CLASS):
        case {"do": "open" | "look" as what, "base": str(base)}:
            if classes.is_one_of_many():
                refused = "replicas"
            elif what == "open" and not CLASSES.open(who):
                refused = "full"
        case {"do": "close"}:
            CLASSES.close(who)
    code = CLASSES.of(who)
    predicted = step_told(taken, at, lesson.language(language()))["predicted"]
    told = {
        "code": code, "counts": CLASSES.counts(who, f"{lesson.id} {at}"), "refused": refused,
        "lesson": lesson.id, "at": at,
        "predicted": predicted, "qr": qr.drawn(base, lesson.id, at, code, language()) if code else "",
        "acted": actions.mounted(_CLASS)["acted"], "text": section("lesson"),
    }  # fmt: skip
    _VOTE.mount(_CLASS, told, "act")


def step_told(taken: Taken, name: str, code: str) -> StepTold:
    """A step in one language, measured once for all; of a person's own lesson as long as that is taken."""
    lesson = taken.lesson
    step = lesson.steps[lesson.place(name)]
    if lesson.is_own:
        if (name, code) not in taken.told:
            taken.told[name, code] = measured.told(lesson, step, code)
        return taken.told[name, code]
    return _TOLD.of((lesson.id, name, code), lambda _: measured.told(lesson, step, code))


def _reached(taken: Taken) -> Reached | None:
    """What a try has come to, as long as the settings are those that it was looked at with."""
    try:
        experiment, _ = controls.settings()
    except ExperimentError:  # the sidebar says so
        return None
    reached = taken.reached
    return reached if reached and reached.plan == session.plan_of(experiment) else None


def _told(taken: Taken, page: str) -> dict[str, object]:
    lesson, code = taken.lesson, taken.lesson.language(language())
    reached = _reached(taken)
    return {
        "lesson": lesson.id,
        "key": lesson.key,
        "title": lesson.title[code],
        "language": code,
        "names": [{"name": step.name, "kind": step.kind} for step in lesson.steps],
        "step": step_told(taken, taken.at, code),
        "here": page,
        "wanted": taking.page_wanted(),
        "n": taken.n,
        "reached": {"is": reached.is_reached, "now": reached.now} if reached else None,
        "code": taken.code,
        "votes": _votes(taken),
        "acted": actions.mounted(KEY)["acted"],
        "text": section("lesson"),
    }
