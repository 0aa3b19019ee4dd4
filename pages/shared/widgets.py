"""What the sidebar's widgets say, by their names, and the keys that Streamlit has them under.

With every message the browser sends what all widgets say, also while a value that was set here is still on
its way to it: the old value then comes back as if a person had chosen it, callbacks and all. So a widget
whose value is set here gets another key, and what the browser says of the one before counts no more.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import session


def _times() -> dict[str, int]:
    """How often each widget's value was set here."""
    return session.kept("widgets")


def key(name: str) -> str:
    """The widget's key as it is now."""
    times = _times().get(name, 0)
    return f"{name}_{times}" if times else name


def said(name: str) -> Any:
    """What the widget says; raises KeyError where it is not there."""
    return st.session_state[key(name)]


def is_there(name: str) -> bool:
    """Whether the widget says anything: one that is not drawn is forgotten at some later script run."""
    return key(name) in st.session_state


def put_back(name: str, value: object) -> None:
    """Give a forgotten widget what it said before; the browser knows no other value of it."""
    st.session_state[key(name)] = value


def say(**values: object) -> None:
    """Set widgets, by their names, before they are drawn."""
    for name, value in values.items():
        if is_there(name) and said(name) != value:
            del st.session_state[key(name)]
            _times()[name] = _times().get(name, 0) + 1
        put_back(name, value)
