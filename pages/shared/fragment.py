"""Parts of a page that Streamlit runs alone, and when the whole page has to be run after all.

The browser puts what changes in one moment into one message: where a part asks for something just then,
Streamlit runs that part alone, and nobody would hear that the language is another one, that the page is
to be shown for a projector, or that the server is back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from pages.shared import address, compare, connection, lessons, screen, state

P = ParamSpec("P")
_OUTSIDE = (screen.KEY, connection.KEY, address.KEY, lessons.KEY, compare.PIN)
"""The components that tell something to the page, not to a part of it."""


def _page() -> dict[str, object]:
    """What the whole page follows from, beside the sidebar's settings (controls.outdated)."""
    found: dict[str, object] = {"language": state.LANGUAGE.get().changes}
    if state.PINNED.is_there:
        found["pins"] = state.PINNED.get().now
    for key in _OUTSIDE:
        told = state.told(key).items()
        found |= {f"{key}.{name}": value for name, value in told if value is not None}
    return found


def _is_another() -> bool:
    """Whether it follows from something else by now. What has left the page tells nothing any more."""
    return state.DRAWN.is_there and not _page().items() <= state.DRAWN.get().items()


def begin() -> None:
    """Before any part is drawn: remember what the page is drawn for."""
    state.DRAWN.put(_page())


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """A part of a page, as `st.fragment` has it, that does not outlive what the page was drawn for."""

    @st.fragment
    @wraps(draw)
    def part(*args: P.args, **kwargs: P.kwargs) -> None:
        if _is_another():
            st.rerun()
        draw(*args, **kwargs)

    return part
