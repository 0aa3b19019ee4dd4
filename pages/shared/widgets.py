"""What the sidebar's widgets say, by their names, and the keys that Streamlit has them under.

With every message the browser sends what all widgets say, also while a value that was set here is still on
its way to it: the old value then comes back as if a person had chosen it, callbacks and all. So a widget
whose value is set here gets another key, and what the browser says of the one before counts no more.
"""

from __future__ import annotations

from typing import Any

from pages.shared import state


def key(name: str) -> str:
    """The widget's key as it is now."""
    times = state.TIMES.get().get(name, 0)
    return f"{name}_{times}" if times else name


def said(name: str) -> Any:
    """What the widget says; raises KeyError where it is not there."""
    return state.said(key(name))


def is_there(name: str) -> bool:
    """Whether the widget says anything: one that is not drawn is forgotten at some later script run."""
    return state.is_said(key(name))


def put_back(name: str, value: object) -> None:
    """Give a forgotten widget what it said before; the browser knows no other value of it."""
    state.say(key(name), value)


def say(**values: object) -> None:
    """Set widgets, by their names, before they are drawn."""
    for name, value in values.items():
        if is_there(name) and said(name) != value:
            state.unsay(key(name))
            times = state.TIMES.get()
            times[name] = times.get(name, 0) + 1
        put_back(name, value)
