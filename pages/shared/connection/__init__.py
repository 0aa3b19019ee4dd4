"""Whether the server is to be reached: what a person reads meanwhile, and what happens when it is back.

A server that has begun anew, or another process behind the same address, knows nothing of an open page:
Streamlit has the page run only where a fragment was what ran last, and ignores what a fragment asks that it
has never run. So where Streamlit does not, the browser has the page run: the address restores what was shown.
"""

from __future__ import annotations

from pages.shared.browser.files import markup, read
from pages.shared.component import Component
from pages.shared.text import text

KEY = "connection"
_CONNECTION = Component(
    "connection",
    "connection/connection.js",
    markup("connection/connection.html"),
    read("connection/connection.css"),
)


def show(page: str) -> None:
    """Watch it. Takes no place on the page.

    Args:
        page: the page's key, from which the browser knows when another one has come.
    """
    _CONNECTION.mount(KEY, {"lost": text("connection.lost"), "page": page}, "back")
