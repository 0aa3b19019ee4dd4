"""Beside the app's name on every page: a button that adds the moment that is shown to a lesson of one's own.

What is collected stays in the browser, until a file is made of it on the page Lessons.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.text import section

_COMPONENT = Component(
    "collecting", "lessons/collecting.js", markup("lessons/collecting.html"), read("lessons/collecting.css")
)


def show() -> None:
    """Draw the button. It takes no place of its own."""
    with st.container(key="collecting"):
        _COMPONENT.mount("collecting_button", {"text": section("collect")})
