"""What every page calls first: page config, looks, navigation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pandas  # noqa: F401 - whole, before any chart is made: Plotly takes a half imported one for it
import streamlit as st

import pages.shared.data.address
import pages.shared.lab.settings
import pages.shared.landscape.address
import pages.shared.stepper.address  # noqa: F401  all register their words: a link is read where it is opened
from mlp_core import ExperimentError
from pages.shared import connection, controls, fragment, glossary, language, link, screen, session
from pages.shared.compare import pinning
from pages.shared.lessons import collecting
from pages.shared.lessons import words as lesson_words
from pages.shared.link import Opened
from pages.shared.text import counted, text
from pages.shared.unreadable import ignore_unreadable
from pages.shared.work import import_soon, visit

_PAGES = {
    "train": "app.py",
    "step_through": "pages/step_through.py",
    "vanishing_gradients": "pages/vanishing_gradients.py",
    "compare": "pages/compare.py",
    "lessons": "pages/lessons.py",
    "data": "pages/data.py",
    "glossary": "pages/glossary.py",
}
_ROWS = (("train",), ("step_through",), ("vanishing_gradients", "compare"), ("lessons", "data", "glossary"))
"""As they stand below one another: one row more, and a low window has no room for the sidebar's last one."""

_LISTENS = {
    "train": "player", "step_through": "stepper", "vanishing_gradients": "lab", "compare": "player"
}  # fmt: skip
"""The pages whose components hear keys, and which."""
_ROOMS = (
    "pages.shared.player",
    "pages.shared.stepper.screen",
    *(f"pages.shared.lab.{name}" for name in ("screen", "tables")),
    *(f"pages.shared.data.{name}" for name in ("form", "parts", "tutorial")),
)
"""What the pages need beside this."""


@contextmanager
def page(name: str) -> Iterator[None]:
    """Set the page up. Every page stands alone, so all that each does it does in this.

    Args:
        name: the page's key: "train", "data", ...
    """
    with visit():
        _begin(name)
        yield


def _begin(name: str) -> None:
    language.begin()
    screen.begin()
    st.set_page_config(
        page_title=f"{text(f'page.{name}')} · {text('app.title')}",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(screen.style())
    import_soon(*_ROOMS)
    ignore_unreadable()
    controls.begin(name, lambda: _begin_lesson(name))
    pinning.begin()
    fragment.begin()
    try:
        experiment, steps = controls.settings()
    except ExperimentError:  # the sidebar says so
        plan, words = None, dict[str, str]()
    else:
        plan = session.plan_of(experiment)
        words = link.settings(plan, steps)
    query = language.settings() | screen.settings() | words
    with st.sidebar:
        st.title(text("app.title"), anchor=False)
        collecting.show()
        for row in _ROWS:
            with st.container(horizontal=True, gap=None, vertical_alignment="center"):
                first = row is _ROWS[0]
                for key in row:
                    # The settings go along, so that a reload finds them on every page.
                    st.page_link(
                        _PAGES[key], label=text(f"page.{key}"), query_params=query,
                        width="stretch" if first else "content",
                    )  # fmt: skip
                if first:
                    pinning.show()
        st.divider()
        connection.show(name)
        glossary.cards(name, plan.last if plan else None)
        _lesson(name)
    screen.show(name, _LISTENS.get(name))
    # Always there, so that what comes below keeps its place in Streamlit's tree and is not mounted anew.
    with st.container(key="notice", horizontal=True, vertical_alignment="center"):
        if plan and (found := session.unread(plan)):
            _say_what_was_ignored(found)


def _begin_lesson(page: str) -> None:
    """The step of the lesson that is taken, if one is; what that needs is imported for the first one."""
    if lesson_words.is_wanted():
        from pages.shared.lessons import taking

        taking.begin(page)


def _lesson(page: str) -> None:
    """Its panel; always a place for it, so that what comes below keeps its own."""
    with st.container(key="lesson_panel"):
        if lesson_words.is_wanted():
            from pages.shared.lessons import panel

            panel.show(page)


def _say_what_was_ignored(found: Opened) -> None:
    """One line above the page, until it is closed or a setting changes. Prints nothing of the link itself."""
    names = [text(f"link.{key}") for key in found.ignored]
    if found.unknown:
        names.append(counted("link.unknown", found.unknown))
    st.markdown(text("link.ignored", names=", ".join(names)))
    st.button(text("link.dismiss"), icon=":material/close:", type="tertiary", on_click=session.read_it)
