"""What our browser components share: their bytes, and the numbers that they send."""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import plotly
import streamlit.components.v1 as components_v1

# Plotly.js comes from the installed plotly package: nothing is vendored, and it works without a network.
_plotly = components_v1.declare_component("plotly", path=str(Path(plotly.__file__).parent / "package_data"))
PLOTLY_URL = f"component/{_plotly.name}/plotly.min.js"


def plain(value: Any) -> Any:
    """Arrays as lists, for JSON."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value.tolist() if hasattr(value, "tolist") else value


def numbers(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure's JSON with its arrays, which Plotly packs as base64, as lists; NaN and infinities as None."""
    return {key: _numbers(entry) for key, entry in figure.items()}


def _numbers(value: Any) -> Any:
    match value:
        case {"dtype": str(kind), "bdata": str(data), **rest}:
            array = np.frombuffer(base64.b64decode(data), np.dtype(kind))
            shape = [int(n) for n in str(rest.get("shape", "-1")).split(",")]
            return _numbers(array.reshape(shape).tolist())
        case dict():
            return {key: _numbers(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_numbers(entry) for entry in value]
        case np.ndarray():
            return _numbers(value.tolist())
        case float() if not math.isfinite(value):
            return None
    return value


def head(header: dict[str, Any]) -> bytes:
    """A header as 4 bytes of its length (little-endian), JSON, and zero bytes up to a multiple of 8."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    start = len(text).to_bytes(4, "little") + text
    return start + b"\0" * (-len(start) % 8)


def packed(header: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> bytes:
    """A header as `head` writes it, then arrays as float64: "arrays" has their names and shapes."""
    places = {name: list(array.shape) for name, array in arrays.items()}
    body = b"".join(np.ascontiguousarray(array, np.float64).tobytes() for array in arrays.values())
    return head(header | {"arrays": places}) + body


def whole(value: object, low: int, high: int) -> int:
    """A number from the browser, kept within its limits."""
    if not isinstance(value, int | float) or (isinstance(value, float) and not math.isfinite(value)):
        return low
    return min(high, max(low, int(value)))
