"""What the page and the browser tell each other: the address, in which a reload finds the settings that were
changed here, and the theme, of which Streamlit itself hears only at the next script run."""

from __future__ import annotations

import streamlit as st

from pages.shared import link, session, state
from pages.shared.browser.loader import bundle
from pages.shared.theme import LIGHT, PALETTES, Palette

_KEY = "data_browser"
_mount = st.components.v2.component(
    "backprop_data",
    html='<span data-testid="data-browser" hidden></span>',
    js=bundle("data/browser.js"),
    isolate_styles=False,
)


def _theme() -> str:
    return str(state.told(_KEY).get("theme") or st.context.theme.type)


def palette() -> Palette:
    """Of the theme that the browser has."""
    return PALETTES.get(_theme(), LIGHT)


def show() -> None:
    """Tell the browser the present run's settings, and hear of its theme."""
    data = {"link": link.encoded(*session.present()), "theme": _theme()}
    _mount(key=_KEY, data=data, on_theme_change=lambda: None)
