"""The words of the address that a lesson has: which one, at which step, for which class.

Read on every page, so it brings none of what a lesson needs: that comes where there is one (`is_wanted`).
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import link, state
from pages.shared.link import Query, Words

LESSON, AT, CLASS = "lesson", "at", "class"
BESIDE = frozenset({LESSON, AT, CLASS, "lang", "projector", "hide", "embed", "embed_options"})
"""What a link may say beside what to look at: which lesson is taken, and how a person has the app shown."""
LESSONS = (
    "layer", "descent", "one-step", "chain-rule", "tutorial", "vanishing", "beginnings", "cures", "exploding",
    "batches", "overfitting", "digits",
)  # fmt: skip
"""The lessons' names in links, in their order; they never change."""
OWN = "own"
"""The name of a lesson from a person's own file, which no link holds."""


def one(query: Query, key: str) -> str:
    """What a link says in one of these words; empty where it does not."""
    texts = query.get(key, ())
    return texts[0] if len(texts) == 1 else ""


def _read(query: Query, _: Any, ignored: list[str]) -> None:
    """They are taken by taking.py; here those are named that cannot be used."""
    name, at = one(query, LESSON), one(query, AT)
    if LESSON in query and name not in LESSONS:
        ignored.append(LESSON)
    if AT in query:
        from pages.shared.lessons import library

        if name not in LESSONS or at not in library.lesson(name).places:
            ignored.append(AT)


link.register(Words((LESSON, AT, CLASS), _read))


def is_wanted() -> bool:
    """Whether a lesson is taken, or the link of this first script run asks for one."""
    if state.TAKEN.is_there:
        return state.TAKEN.get() is not None
    return one({LESSON: st.query_params.get_all(LESSON)}, LESSON) in LESSONS
