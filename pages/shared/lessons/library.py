"""The lessons that come with the app, in their order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pages.shared.lessons.lesson import Lesson
from pages.shared.lessons.reading import read

_FOLDER = files("pages.shared.lessons") / "data"


@cache
def lesson(id: str) -> Lesson:
    """One of words.LESSONS; its file is checked by the tests."""
    return read((_FOLDER / f"{id}.toml").read_bytes(), id, measure=False)


def source(id: str) -> bytes:
    """Its file, as an example for a lesson of one's own."""
    return (_FOLDER / f"{id}.toml").read_bytes()
