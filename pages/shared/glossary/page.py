"""The Glossary page: all entries in groups. Drawn in the browser, so that searching is at once."""

from __future__ import annotations

from mlp_core import Experiment
from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.glossary import words
from pages.shared.glossary.entries import GROUPS
from pages.shared.glossary.told import entries

_KEY = "glossary"
_PAGE = Component("glossary", "glossary/page.js", markup("glossary/page.html"), read("glossary/page.css"))


def show(experiment: Experiment) -> None:
    """Draw it, with the formulas and values of this run."""
    _PAGE.mount(_KEY, {"groups": GROUPS, "entries": entries(experiment), "text": words()})
