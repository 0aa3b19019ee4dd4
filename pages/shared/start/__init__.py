"""The card of a first visit to Train: what this is, and five ways to begin.

The browser knows whether it is a first visit. The ways are links that can be opened beside it.
"""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from mlp_core import PRESETS
from pages.shared import language, screen
from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.data.address import OWN
from pages.shared.lessons import words as lesson_words
from pages.shared.text import section

_KEY = "start"
_START = Component("start", "start/start.js", markup("start/start.html"), read("start/start.css"))
_BY_HAND = "mazur"
"""A step that can be followed with pencil and paper: two units in each layer, and published numbers."""

_LESSON = "vanishing"
"""What the app is about, from the beginning."""


def _link(page: str, **words: str) -> str:
    """A page's address, below the app's own; the language goes along, and what is hidden for a handout."""
    query = urlencode(language.settings() | screen.settings() | words)
    return f"{page}?{query}" if query else page


def show() -> None:
    """Have the card there for the browser to show. In the sidebar it takes no place (page.css)."""
    links = {
        "lesson": _link("", lesson=_LESSON),
        "hand": _link("step_through", **PRESETS[_BY_HAND].to_query()),
        "lab": _link("vanishing_gradients"),
        "own": _link("data", **{OWN: "1"}),
    }
    with st.sidebar, st.container(key="start_card"):
        # A projector's page, one with parts left out, or a lesson's is not lain over unless it is asked for.
        unasked = not (screen.settings() or lesson_words.is_wanted())
        _START.mount(_KEY, {"links": links, "text": section("start"), "unasked": unasked})
