"""Reading in Python what Compare sends to the browser, and asking it as the browser does."""

from __future__ import annotations

import itertools
import json
import struct
from typing import Any

from streamlit.testing.v1 import AppTest

from mlp_core import Experiment, Plan
from pages.shared.compare.pins import Pin, Pinned, Pins
from tests.pages import opening, tapes

_numbers = itertools.count(1)
PAGE = "pages/compare.py"
Tape = tuple[dict[str, Any], list[dict[str, Any]], Any]


def pinned(*runs: tuple[Experiment | Plan, int]) -> Pinned:
    """Pins of these runs, each with its steps; all that there is room for are shown."""
    pins = [
        Pin(i + 1, Plan.of(settings), steps, colour=i, is_shown=i < 6)
        for i, (settings, steps) in enumerate(runs)
    ]
    return Pinned(Pins(tuple(pins)), last_id=len(pins))


def opened(*runs: tuple[Experiment | Plan, int]) -> AppTest:
    """The page with these runs pinned."""
    app = opening.opened(60)
    app.session_state["_pinned"] = pinned(*runs)
    return app.switch_page(PAGE).run()


def read(app: AppTest) -> tuple[dict[str, Any], list[Tape]]:
    """(the header, every tape) that the page has handed to its component."""
    found = app.get("bidi_component")
    data = next(each.proto.bytes for each in found if "backprop_compare" in each.proto.component_name)
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    at, parts = -(-(4 + length) // 8) * 8, []
    for size in header["tapes"]:
        parts.append(tapes.read(data[at : at + size]))
        at += size
    assert at == len(data)
    return header, parts


def ask(app: AppTest, **wanted: Any) -> tuple[dict[str, Any], list[Tape]]:
    """Ask as the browser does, and read the answer."""
    header, _ = read(app)
    n = next(_numbers)
    app.session_state["compare"] = {
        "ask": {"comparison": header["comparison"], "n": n, "frames": []} | wanted
    }
    app.run()
    assert not app.exception
    return read(app)
