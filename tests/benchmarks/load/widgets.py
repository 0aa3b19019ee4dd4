"""The widgets of a page, as a browser keeps them: with each message it sends what all of them say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.*)$")


@dataclass(frozen=True)
class Widget:
    """One of them.

    Attributes:
        id, kind, label: Streamlit's.
        key: the app's, or "".
        fragment: which one it is in, or "".
        file: of a download button, the name under which its file is asked for, or "".
        choices: of a list.
    """

    id: str
    kind: str
    label: str
    key: str
    fragment: str
    file: str = ""
    choices: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """By its label or key; the app's key may end with a number (pages/shared/widgets.py)."""
        return name in (self.label, self.key) or re.fullmatch(rf"{re.escape(name)}_\d+", self.key) is not None


def _number(state: WidgetState, value: Any) -> None:
    state.double_value = float(value)


def _truth(state: WidgetState, value: Any) -> None:
    state.bool_value = bool(value)


def _text(state: WidgetState, value: Any) -> None:
    state.string_value = str(value)


def _press(state: WidgetState, _: Any) -> None:
    state.trigger_value = True


_WRITE: dict[str, Callable[[WidgetState, Any], None]] = {
    "number_input": _number,
    "checkbox": _truth,
    "selectbox": _text,
    "button": _press,
}
_OTHERS = ("file_uploader", "download_button")


class Widgets:
    """All of a page."""

    def __init__(self) -> None:
        self._widgets = dict[str, Widget]()
        self._states = dict[str, WidgetState]()

    def drawn(self, kind: str, body: Any, fragment: str) -> None:
        """One has come from the server."""
        if kind not in _WRITE and kind not in _OTHERS:
            return
        named = _KEY.match(body.id)
        key = named[1] if named and named[1] != "None" else ""
        file = body.deferred_file_id if kind == "download_button" else ""
        choices = tuple(body.options) if kind == "selectbox" else ()
        self._widgets[body.id] = Widget(body.id, kind, body.label, key, fragment, file, choices)
        value = _value_of(kind, body)
        if value is not None and (body.id not in self._states or body.set_value):
            self._states[body.id] = _written(kind, body.id, value)

    def find(self, name: str = "", kind: str = "") -> Widget:
        """The last drawn that has this name, and is of this kind.

        Raises:
            LookupError: for none.
        """
        for widget in reversed(self._widgets.values()):
            if kind in ("", widget.kind) and (not name or widget.is_called(name)):
                return widget
        raise LookupError(f"no {kind or 'widget'} {name}: {[w.label for w in self._widgets.values()]}")

    def set(self, widget: Widget, value: object = True) -> WidgetState:
        """What it says from now on; of a button, what is to be sent this once."""
        state = _written(widget.kind, widget.id, value)
        if widget.kind != "button":
            self.keep(state)
        return state

    def keep(self, state: WidgetState) -> None:
        """Send this from now on."""
        self._states[state.id] = state

    @property
    def all(self) -> list[Widget]:
        """Those that were drawn, also the ones that are gone by now."""
        return list(self._widgets.values())

    def drop(self, name: str) -> None:
        """Send nothing more of this: it has left the page."""
        del self._states[name]

    @property
    def states(self) -> list[WidgetState]:
        """What all of them say."""
        return list(self._states.values())


def _written(kind: str, name: str, value: object) -> WidgetState:
    state = WidgetState(id=name)
    _WRITE[kind](state, value)
    return state


def _value_of(kind: str, body: Any) -> object:
    """What a widget says when it is drawn; None for one that says nothing before it is used."""
    if kind in ("number_input", "checkbox"):
        return body.value if body.set_value else body.default
    if kind == "selectbox" and body.options:
        return body.raw_value if body.set_value else body.options[body.default]
    return None
