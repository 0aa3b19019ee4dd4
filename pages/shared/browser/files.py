"""The files of pages/shared that go to a browser, by their paths below it. Knows no Streamlit."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable

SHARED: Traversable = resources.files("pages.shared")


def read(path: str) -> str:
    """A file below pages/shared, such as "player/player.css"."""
    return SHARED.joinpath(path).read_text(encoding="utf-8")


def sheet(path: str) -> str:
    """A style sheet without its comments: for one that goes along with every page."""
    return re.sub(r"/\*.*?\*/\s*", "", read(path), flags=re.DOTALL)


def markup(path: str) -> str:
    """A file of HTML; where a comment names another, as <!-- browser/copy.html -->, that stands there."""
    return re.sub(r"<!-- (\S+\.html) -->", lambda named: read(named[1]).strip(), read(path))
