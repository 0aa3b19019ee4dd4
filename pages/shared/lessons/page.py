"""The page Lessons: the list, sheets for a class, a file of one's own, and what was collected for one."""

from __future__ import annotations

from functools import partial
from typing import TypedDict

import streamlit as st

from pages.shared import actions, link, session, state
from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.fragment import fragment
from pages.shared.lessons import library, sheets, taking
from pages.shared.lessons.faults import Fault
from pages.shared.lessons.lesson import Lesson
from pages.shared.lessons.reading import MOST_BYTES, LessonError, fingerprint
from pages.shared.lessons.reading import read as read_lesson
from pages.shared.lessons.words import LESSONS, OWN
from pages.shared.text import counted, language, section, text
from pages.shared.widgets import key
from pages.shared.wire.bytes import whole

_LIST, _BUILDER = "lessons", "lesson_builder"
_MOST_FAULTS = 30
_CATALOG = Component("lessons", "lessons/list.js", markup("lessons/list.html"), read("lessons/list.css"))
_MAKER = Component(
    "lesson_builder", "lessons/builder.js", markup("lessons/builder.html"), read("lessons/builder.css")
)
SHEETS = ("notes", "worksheet", "answers")


class Listed(TypedDict):
    """A lesson of the list: `names` are its steps'."""

    id: str
    key: str
    title: str
    about: str
    misconception: str
    minutes: int
    names: list[str]


def _listed(lesson: Lesson) -> Listed:
    code = lesson.language(language())
    return {
        "id": lesson.id,
        "key": lesson.key,
        "title": lesson.title[code],
        "about": lesson.about.get(code, ""),
        "misconception": lesson.misconception.get(code, ""),
        "minutes": lesson.minutes,
        "names": [step.name for step in lesson.steps],
    }


def _offered() -> list[Lesson]:
    own = state.OWN_LESSON.get()
    return [*([own] if own else []), *map(library.lesson, LESSONS)]


def show() -> None:
    """Draw the page."""
    match actions.new(_LIST):
        case {"do": "begin", "lesson": str(name), "at": str(at), **more} if lesson := taking.found(name):
            taking.start(lesson, at, step=whole(more.get("step"), 0, link.MAX_STEPS))
            st.rerun()
    with st.container(key="lessons_list"):
        told = {
            "lessons": [_listed(lesson) for lesson in _offered()],
            "acted": actions.mounted(_LIST)["acted"],
        }
        _CATALOG.mount(_LIST, {**told, "text": section("lessons")}, "act")
    left, right = st.columns(2, gap="medium")
    with left:
        _sheets()
    with right:
        _own()
    with st.container(key="lessons_builder"):
        _MAKER.mount(_BUILDER, {"text": section("builder")})


@fragment
def _sheets() -> None:
    """What a teacher prints: each is made when it is wanted."""
    st.markdown(f"#### {text('lessons.print')}")
    offered = {lesson.id: lesson for lesson in _offered()}
    code = language()
    names = {id: lesson.title[lesson.language(code)] for id, lesson in offered.items()}
    id = st.selectbox(
        text("lessons.which"), list(names), key=key("lessons_which"), format_func=names.__getitem__
    )
    st.caption(text("lessons.sheets"))
    with st.container(horizontal=True, gap="small"):
        for sheet in SHEETS:
            st.download_button(
                text(f"lessons.{sheet}"),
                partial(sheets.page, offered[id], sheet, code),
                file_name=f"{id}-{sheet}-{code}.html",
                mime="text/html",
                on_click="ignore",
                icon=":material/download:",
            )
    if id != OWN:
        st.download_button(
            text("lessons.example"), partial(library.source, id), file_name=f"{id}.toml", on_click="ignore",
            mime="application/toml", type="tertiary", help=text("lessons.example_help"),
        )  # fmt: skip


def _read(data: bytes, name: str) -> Lesson | list[Fault]:
    """What is in a file, or what is wrong with it: measured once, however often the page is run."""
    print = fingerprint(data + name.encode())
    if (known := state.LESSON_FILE.get()) and known[0] == print:
        return known[1]
    found: Lesson | list[Fault]
    try:
        with st.spinner(text("lessons.measuring")):
            found = read_lesson(data, OWN, name, is_wanted=session.still_open())
    except LessonError as error:
        found = error.faults
    state.LESSON_FILE.put((print, found))
    return found


@fragment
def _own() -> None:
    """A lesson from a file of one's own."""
    st.markdown(f"#### {text('lessons.open')}")
    file = st.file_uploader(
        text("lessons.file"), ["toml", "json"], key=key("lessons_file"), help=text("lessons.file_help"),
        max_upload_size=1,
    )  # fmt: skip
    if file is None:
        return
    lesson = _read(file.getvalue()[: MOST_BYTES + 1], file.name)
    if isinstance(lesson, list):
        st.error(counted("lessons.faults", len(lesson)), icon=":material/error:")
        st.markdown("\n".join(f"- {fault.sentence(file.name)}" for fault in lesson[:_MOST_FAULTS]))
        return
    st.success(counted("lessons.good", len(lesson.steps)), icon=":material/check:")
    if st.button(text("lessons.begin"), type="primary"):
        state.OWN_LESSON.put(lesson)
        taking.start(lesson)
        st.rerun()
