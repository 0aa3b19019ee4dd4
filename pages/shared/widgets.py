"""What the sidebar's widgets say, by their names, and the keys that Streamlit has them under.

With every message the browser sends what all widgets say, also while a value that was set here is still on
its way to it: the old value then comes back as if a person had chosen it, callbacks and all. So a widget
whose value is set here gets another key, and what the browser says of the one before counts no more. So do
all where the language changes: what the browser says of a choice is its words. Nor may
it call: Streamlit keeps the callback of a widget that is gone, and takes its value for a new one (`changed`).
So it is with the widgets of a page that was left: who turns two pages at once sends what the first one's say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pages.shared import state


def key(name: str) -> str:
    """The widget's key as it is now."""
    times = state.TIMES.get().get(name, 0) + state.LANGUAGE.get().changes
    return f"{name}_{times}" if times else name


def field(name: str) -> dict[str, Any]:
    """The key and the value of a number's field or a switch: `st.number_input(label, 1, 9, **field(name))`.

    A browser to which a value that was set here got lost, its line being cut, begins with the default: so
    that is what the widget says (Streamlit's own would be the least number).
    """
    return {"key": key(name), "value": said(name)}


def choice(name: str, options: Sequence[object]) -> dict[str, Any]:
    """The same of a list to choose from: what is chosen stands for its place among the options."""
    chosen = said(name)
    return {"key": key(name), "index": options.index(chosen) if chosen in options else 0}


def said(name: str) -> Any:
    """What the widget says; raises KeyError where it is not there."""
    return state.said(key(name))


def changed(name: str, do: Callable[[], None]) -> Callable[[], None]:
    """What to call when a person changes the widget as it is drawn now: `on_change=changed(name, do)`."""
    drawn = (state.PAGE.get(), key(name))

    def call() -> None:
        if (state.PAGE.get(), key(name)) == drawn:
            do()

    return call


def is_there(name: str) -> bool:
    """Whether the widget says anything: one that is not drawn is forgotten at some later script run."""
    return state.is_said(key(name))


def put_back(name: str, value: object) -> None:
    """Give a forgotten widget what it said before; the browser knows no other value of it."""
    state.say(key(name), value)


def say(**values: object) -> None:
    """Set widgets, by their names, before they are drawn.

    One that says so already is left alone: set once more, its field would lose what is typed meanwhile.
    """
    for name, value in values.items():
        if is_there(name):
            if said(name) == value:
                continue
            state.unsay(key(name))
            times = state.TIMES.get()
            times[name] = times.get(name, 0) + 1
        put_back(name, value)
