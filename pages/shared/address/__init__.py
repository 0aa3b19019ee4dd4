"""The page's address where no player, stepper or lab is there to write it, so that a reload finds settings
that were changed; and the theme that the browser has: Streamlit hears of it only at the next script run.
"""

from __future__ import annotations

import streamlit as st

from pages.shared import actions, link, session, state
from pages.shared.component import Component
from pages.shared.theme import LIGHT, PALETTES, Palette

KEY = "address"
_ADDRESS = Component("address", "address/address.js", '<span data-testid="address" hidden></span>')


def _theme() -> str:
    return str(state.told(KEY).get("theme") or st.context.theme.type)


def palette() -> Palette:
    """Of the theme that the browser has."""
    return PALETTES.get(_theme(), LIGHT)


def show(alone: bool = False) -> None:
    """Tell the browser the present run's settings, and hear of its theme, its Back and its Forward.

    Args:
        alone: whether the address has these settings and nothing else: what it had is no longer there.
    """
    match actions.new(KEY):
        case {"do": "return", "link": str(words), "query": str(query)}:
            session.return_to(words, query)
            st.rerun()
    data = {
        "link": link.encoded(*session.present()), "alone": alone, "theme": _theme(),
        "mounted": actions.mounted(KEY),
    }  # fmt: skip
    _ADDRESS.mount(KEY, data, "theme", "act")
