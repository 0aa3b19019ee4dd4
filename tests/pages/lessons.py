"""Lessons in tests: those of the app, checked once; small ones of a test's own; the language that is read."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from pages.shared.lessons import library
from pages.shared.lessons.faults import Fault
from pages.shared.lessons.lesson import Lesson
from pages.shared.lessons.measured import StepTold, told
from pages.shared.lessons.reading import LessonError, read


@cache
def checked(id: str) -> Lesson:
    """One of the app's lessons, with all its claims held against its runs."""
    return read(library.source(id), id)


@cache
def told_of(id: str, code: str) -> list[StepTold]:
    """Its steps in a language, as the browser is told them."""
    lesson = checked(id)
    return [told(lesson, step, code) for step in lesson.steps]


def small(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A lesson in English with these steps: of one that says nothing else, a text that is shown."""
    return {
        "format": 1,
        "title": {"en": "T"},
        "steps": [{"kind": "show", "text": "words", **step} for step in steps or ({},)],
        **more,
    }


def opened(lesson: dict[str, Any], measure: bool = True) -> Lesson:
    """It, as a file of a person's own."""
    return read(json.dumps(lesson).encode(), "own", "my.json", measure)


def faults(lesson: dict[str, Any] | bytes, file: str = "my.json") -> list[Fault]:
    """What is wrong with it."""
    data = lesson if isinstance(lesson, bytes) else json.dumps(lesson).encode()
    with pytest.raises(LessonError) as refused:
        read(data, "own", file)
    return refused.value.faults


def speak(patch: pytest.MonkeyPatch, code: str) -> None:
    """Have a language read here, as a session does."""
    patch.setattr("pages.shared.text.language", lambda: code)
