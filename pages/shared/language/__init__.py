"""Which language a session reads: what its link says, or a person has chosen; otherwise the browser's.

What was chosen goes along in the address, so that a reload, our other pages and whoever is sent the link have
it too. What follows from the browser alone does not: another browser may say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from mlp_core import Plan
from pages.shared import link, session, state, widgets
from pages.shared.component import Component
from pages.shared.link import Query, Words
from pages.shared.state import Language
from pages.shared.text import language, text
from pages.shared.text.catalogues import CATALOGUES, DEFAULT

_KEY = "lang"
"""The word in the address."""
_WIDGET = "language"
_COMPONENT = Component("language", "language/language.js", "<span hidden></span>")


def _said(said: Sequence[str]) -> str | None:
    """The language that a link says, if there is such a one."""
    return said[0] if len(said) == 1 and said[0] in CATALOGUES else None


def _read(query: Query, _: Plan, ignored: list[str]) -> str | None:
    said = query.get(_KEY, ())
    if said and _said(said) is None:
        ignored.append(_KEY)
    return _said(said)


link.register(Words((_KEY,), _read))


def of_browser() -> str:
    """The language that the browser is set to, if there is such a one; "ko-KR" asks for "ko"."""
    asked = (st.context.locale or "").lower()
    return next((code for code in (asked, asked.split("-")[0]) if code in CATALOGUES), DEFAULT)


def begin() -> None:
    """Before anything is said: find out what the session reads, once."""
    if not state.LANGUAGE.get().code:
        said = _said(st.query_params.get_all(_KEY))
        state.LANGUAGE.put(Language(said or of_browser(), is_chosen=said is not None))


def settings() -> dict[str, str]:
    """The language's part of a link, as keys and texts."""
    found = state.LANGUAGE.get()
    return {_KEY: found.code} if found.is_chosen else {}


def switch(keep: Callable[[], object]) -> None:
    """What all sidebars end with: the choice; and tell the browser.

    Args:
        keep: remembers what the sidebar's widgets say. In another language they are others.
    """

    def choose() -> None:
        if not widgets.is_there(_WIDGET):
            return  # a page that has no such switch any more: nobody has chosen
        keep()
        before, code = state.LANGUAGE.get(), widgets.said(_WIDGET)
        state.LANGUAGE.put(Language(code, is_chosen=True, changes=before.changes + 1))
        session.say_anew()

    codes, names = list(CATALOGUES), {code: found.name for code, found in CATALOGUES.items()}
    with st.sidebar:
        st.selectbox(
            text("setting.language"), codes, codes.index(language()), key=widgets.key(_WIDGET),
            format_func=names.__getitem__, on_change=widgets.changed(_WIDGET, choose),
            label_visibility="collapsed",
        )  # fmt: skip
        _COMPONENT.mount(_WIDGET + "_told", {"language": language(), "chosen": settings().get(_KEY)})
