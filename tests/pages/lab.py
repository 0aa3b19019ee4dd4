"""Reading in Python what the lab sends to the browser, and asking it as the browser does."""

from __future__ import annotations

import itertools
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

_numbers = itertools.count(1)
PAGE = "pages/vanishing_gradients.py"


def opened(**query: str) -> AppTest:
    """The page, opened by a link to it."""
    app = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run().switch_page(PAGE).run()


def read(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """(the header, the arrays by name) of the answer that the browser has."""
    data = app.get("bidi_component")[0].proto.bytes
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    at, arrays = -(-(4 + length) // 8) * 8, {}
    for name, shape in header["arrays"].items():
        arrays[name] = np.frombuffer(data, np.float64, int(np.prod(shape)), at).reshape(shape)
        at += arrays[name].nbytes
    assert at == len(data)
    return header, arrays


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
