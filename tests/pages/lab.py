"""Reading in Python what the lab sends to the browser, and asking it as the browser does."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.pages import opening
from tests.pages.tapes import packed as read

_numbers = itertools.count(1)
PAGE = "pages/vanishing_gradients.py"


def opened_at(link: str) -> AppTest:
    """The Train page, opened by a link to it."""
    return opening.opened(60, **dict(parse_qsl(link)))


def opened(**query: str) -> AppTest:
    """The page, opened by a link to it."""
    return opened_at(urlencode(query)).switch_page(PAGE).run()


def ask(app: AppTest, **wanted: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Ask as the browser does, again until all is measured: (the last header, all arrays that came)."""
    header, arrays = read(app)[0], dict[str, np.ndarray]()
    for n in itertools.islice(_numbers, 200):
        question = {"study": header["study"], "n": n, **wanted}
        app.session_state["lab"] = {"ask": question}
        app.run()
        assert not app.exception
        header, more = read(app)
        assert header["n"] == n
        arrays |= more
        if header["complete"]:
            return header, arrays
    raise AssertionError("the lab does not come to an end")
