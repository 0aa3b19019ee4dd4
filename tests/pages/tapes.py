"""Reading a tape in Python, written from the format's description, apart from both encoder and player."""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest


def read(data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]], np.ndarray]:
    """(header, frames, curve); a frame is {channel: array, or list of arrays for a channel of parts}."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    at = -(-(4 + length) // 8) * 8
    frames = []
    for _ in header["steps"]:
        frames.append(_frame(data[at : at + header["frame_bytes"]], header["channels"]))
        at += header["frame_bytes"]
    curve = np.frombuffer(data, np.float64, header["curve"]["count"], at)
    at += curve.nbytes
    if detail := header.get("detail"):
        numbers = np.frombuffer(data, np.float32, detail["rows"] * detail["columns"], at)
        detail["matrix"] = numbers.astype(np.float64).reshape(detail["rows"], -1) * 2.0 ** detail["power"]
        at += numbers.nbytes
    assert at == len(data)
    return header, frames, curve


def _frame(data: bytes, channels: list[dict[str, Any]]) -> dict[str, Any]:
    frame: dict[str, Any] = {}
    at = 0
    for channel in channels:
        if channel["type"] == "f8":
            frame[channel["name"]] = np.frombuffer(data, np.float64, channel["count"], at)
            at += 8 * channel["count"]
            continue
        frame[channel["name"]] = []
        for rows, columns in channel["shapes"]:
            if channel["type"] == "i1":
                (scale,) = struct.unpack_from("<f", data, at)
                small = np.frombuffer(data, np.int8, rows * columns, at + 4).astype(np.float64)
                frame[channel["name"]].append(small.reshape(rows, columns) / 127 * scale)
                at += 4 + -(-small.size // 4) * 4
                continue
            numbers = np.frombuffer(data, np.float32, 1 + rows * columns, at).astype(np.float64)
            frame[channel["name"]].append(numbers[1:].reshape(rows, columns) * 2.0 ** numbers[0])
            at += 4 * numbers.size
    return frame


def packed(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """(the header, the arrays by name) that the page has handed to its component."""
    return unpacked(app.get("bidi_component")[0].proto.bytes)


def unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """(the header, the arrays by name) of what component.packed has packed."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    at, arrays = -(-(4 + length) // 8) * 8, {}
    for name, shape in header["arrays"].items():
        arrays[name] = np.frombuffer(data, np.float64, math.prod(shape), at).reshape(shape)
        at += arrays[name].nbytes
    assert at == len(data)
    return header, arrays


def of(app: AppTest) -> tuple[dict[str, Any], list[dict[str, Any]], np.ndarray]:
    """The tape that the Train page has handed to the player."""
    return read(app.get("bidi_component")[0].proto.bytes)
