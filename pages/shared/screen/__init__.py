"""How the page is shown: as large as a projector needs it, and without the parts that a handout leaves out.

Both are words of the address (`?projector=1&hide=sidebar,stack`) that go along over all our pages, as the
language does. The browser switches by itself, at once (screen.js); the server hears of it only where it draws
by it: on Data, whose tables and charts are Streamlit's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import Plan
from pages.shared import link, state
from pages.shared.browser.files import markup, read, sheet
from pages.shared.component import Component
from pages.shared.link import Query, Words
from pages.shared.screen.parts import PARTS
from pages.shared.state import Screen
from pages.shared.text import section, text

_PROJECTOR, _HIDE, _ON, _OFF, _PIXEL = "projector", "hide", "1", "0", "pixel"
LEAST, MOST = 1, 8
"""What a pixel can be: a screen of 8K has 6."""
KEY = "screen"
_COMPONENT = Component("screen", "screen/screen.js", markup("screen/screen.html"), read("screen/buttons.css"))
_HIDDEN = "".join(
    f'[data-backprop-hide~="{name}"] :is({selector}) {{ display: none !important; }}\n'
    for name, selector in PARTS.items()
)
_SHEETS = tuple(sheet(f"screen/{name}.css") for name in ("screen", "sizes", "page", "projector"))
_STYLE = "".join(f"<style>{rules}</style>" for rules in (*_SHEETS, _HIDDEN))
_SIZES = sheet("screen/sizes.css").replace('[data-backprop-projector="1"]', ":not([data-backprop-projector])")
_AT_FIRST = f"<style>{_SIZES}</style>"
"""The sizes of a projector until the browser's part is there: what is drawn before has them too."""


def _said(query: Query) -> tuple[Screen, list[str]]:
    """What a link says, and the words of it that cannot be used, or not all of it."""
    ignored = []
    projector = query.get(_PROJECTOR, ())
    if projector and list(projector) not in ([_ON], [_OFF]):
        ignored.append(_PROJECTOR)
    names = [name for entry in query.get(_HIDE, ()) for name in entry.split(",") if name]
    if not set(names) <= PARTS.keys():
        ignored.append(_HIDE)
    hidden = tuple(name for name in PARTS if name in names)
    return Screen(is_projected=list(projector) == [_ON], hidden=hidden), ignored


def _read(query: Query, _: Plan, ignored: list[str]) -> Screen:
    said, words = _said(query)
    ignored += words
    return said


link.register(Words((_PROJECTOR, _HIDE), _read))


def begin() -> None:
    """Before anything is drawn: what the link says, once, and then what the browser has told."""
    if state.SCREEN.get() is None:
        query: Mapping[str, Sequence[str]] = {
            key: st.query_params.get_all(key) for key in (_PROJECTOR, _HIDE)
        }
        state.SCREEN.put(_said(query)[0])
    found, told = state.SCREEN.get() or Screen(), state.told(KEY)
    projected, size = told.get(_PROJECTOR, found.is_projected), told.get(_PIXEL, found.pixel)
    if isinstance(projected, bool) and isinstance(size, int | float) and LEAST <= size <= MOST:
        state.SCREEN.put(Screen(projected, found.hidden, float(size)))


def style() -> str:
    """What the page looks like."""
    found = state.SCREEN.get()
    return _STYLE + (_AT_FIRST if found and found.is_projected else "")


def pixel() -> float:
    """What one pixel of a screen of 1280x720 is on the browser's: for what Streamlit draws."""
    found = state.SCREEN.get()
    return found.pixel if found else 1.0


def is_projected() -> bool:
    """Whether the page is shown for a projector."""
    found = state.SCREEN.get()
    return found is not None and found.is_projected


def sized(key: str) -> DeltaGenerator:
    """A place for a table, which keeps the size that the page had as it was made: made anew for every size.

    A table's own key would not do: Streamlit makes it anew by that only where its rows can be selected.
    """
    return st.container(key=f"{key}_{round(100 * pixel())}")


def settings() -> dict[str, str]:
    """This part of a link, as keys and texts."""
    found = state.SCREEN.get() or Screen()
    projector = {_PROJECTOR: _ON} if found.is_projected else {}
    return projector | ({_HIDE: ",".join(found.hidden)} if found.hidden else {})


def show(page: str, listens: str | None) -> None:
    """The buttons in the corner, and who hears the keys that concern the page itself.

    Args:
        page: its key.
        listens: the page's component that hears keys; None where all is drawn by Streamlit, which has to be
            told how large that is.
    """
    found = state.SCREEN.get() or Screen()
    _COMPONENT.mount(
        KEY,
        {
            "projector": found.is_projected,
            "hide": list(found.hidden),
            "pixel": found.pixel if listens is None else None,
            "keys": {"page": text(f"page.{page}"), "listens": listens, "text": section("keys")},
        },
        _PROJECTOR,
        _PIXEL,
    )
