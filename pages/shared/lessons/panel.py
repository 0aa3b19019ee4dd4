"""The panel of the lesson that is taken: one component on every page, in the sidebar's place."""

from __future__ import annotations

from pages.shared import actions, state
from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.lessons import KEY, classes, measured, taking
from pages.shared.lessons.lesson import ANSWERED, Lesson
from pages.shared.lessons.measured import StepTold
from pages.shared.state import Taken
from pages.shared.text import language, section
from pages.shared.work import Kept

_PANEL = Component(
    "lesson", "lessons/lessons.js", markup("lessons/lessons.html"), read("lessons/lessons.css")
)
_TOLD: Kept[tuple[int, str, str], StepTold] = Kept(most=300)
"""Steps with their numbers, by lesson, name and language: a class asks for the same ones."""


def show(page: str) -> None:
    """Draw it, while a lesson is taken.

    Args:
        page: the page's key.
    """
    if (taken := state.TAKEN.get()) is not None:
        _PANEL.mount(KEY, _told(taken, page), "act")


def step_told(lesson: Lesson, name: str, code: str) -> StepTold:
    """A step in one language, measured once for all."""
    step = lesson.steps[lesson.place(name)]
    return _TOLD.of((id(lesson), name, code), lambda _: measured.told(lesson, step, code))


def _told(taken: Taken, page: str) -> dict[str, object]:
    lesson, code = taken.lesson, taken.lesson.language(language())
    reached = taken.reached
    return {
        "lesson": lesson.id,
        "title": lesson.title[code],
        "language": code,
        "names": [
            {"name": step.name, "kind": step.kind, "kept": step.kind in ANSWERED} for step in lesson.steps
        ],
        "step": step_told(lesson, taken.at, code),
        "here": page,
        "wanted": taking.page_wanted(),
        "n": taken.n,
        "reached": {"is": reached.is_reached, "now": reached.now} if reached else None,
        "code": taken.code,
        "replicas": classes.is_one_of_many(),
        "acted": actions.mounted(KEY)["acted"],
        "text": section("lesson"),
    }
