"""Headers and arrays as bytes, and numbers that the browser sent."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np


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
        case np.ndarray() | np.generic():
            return _numbers(value.tolist())
        case float() if not math.isfinite(value):
            return None
    return value


def head(header: Mapping[str, Any]) -> bytes:
    """A header as 4 bytes of its length (little-endian), JSON, and zero bytes up to a multiple of 8."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    start = len(text).to_bytes(4, "little") + text
    return start + b"\0" * (-len(start) % 8)


def headed(data: bytes, header: Mapping[str, Any]) -> bytes:
    """The same message with another header: what follows it stays."""
    old = 4 + int.from_bytes(data[:4], "little")
    return head(header) + data[old + -old % 8 :]


def packed(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray[Any, Any]]) -> bytes:
    """A header as `head` writes it, then arrays as float64: "arrays" has their names and shapes."""
    places = {name: list(array.shape) for name, array in arrays.items()}
    body = b"".join(np.ascontiguousarray(array, np.float64).tobytes() for array in arrays.values())
    return head({**header, "arrays": places}) + body


def whole(value: object, low: int, high: int) -> int:
    """A number from the browser, kept within its limits."""
    if not isinstance(value, int | float) or (isinstance(value, float) and not math.isfinite(value)):
        return low
    return min(high, max(low, int(value)))


def real(value: object) -> float | None:
    """A finite number from the browser; None for anything else, and for a whole one beyond all floats."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
