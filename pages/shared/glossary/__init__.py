"""What explains the names and symbols that pages print: cards over them, and tooltips.

The cards are one component for a whole page, mounted by frame.py. It opens one where a person rests on an
element that is marked `data-term`, whichever component that belongs to, and asks that component for this
moment's number (browser/explained.js). Until then it has done nothing.
"""

from __future__ import annotations

import streamlit as st

from mlp_core import Experiment
from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.glossary.entries import WIDGETS
from pages.shared.glossary.told import entries
from pages.shared.text import section

_KEY = "cards"
_CARDS = Component("cards", "glossary/cards.js", markup("glossary/cards.html"), read("glossary/cards.css"))


def words() -> dict[str, str]:
    """What cards and the Glossary page say beside the entries."""
    return {key: entry for key, entry in section("glossary").items() if "." not in key}


def cards(page: str, experiment: Experiment | None) -> None:
    """Have a page's names and symbols explain themselves. Takes no place on it.

    Args:
        page: the page's key: "train", "data", ...
        experiment: the present run's settings, where they can be run.
    """
    with st.container(key="glossary_cards"):
        _CARDS.mount(_KEY, {"entries": entries(experiment, page), "widgets": WIDGETS, "text": words()})
