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
        channels = [
            channel for channel in header["channels"] if channel["name"] not in header.get("skip", [])
        ]
        frames.append(_frame(data[at : at + header["frame_bytes"]], channels, header.get("coarse", [])))
        at += header["frame_bytes"]
    curve = np.frombuffer(data, np.float64, header["curve"]["count"], at)
    at += curve.nbytes
    if detail := header.get("detail"):
        numbers = np.frombuffer(data, np.float32, detail["rows"] * detail["columns"], at)
        detail["matrix"] = numbers.astype(np.float64).reshape(detail["rows"], -1) * 2.0 ** detail["power"]
        at += numbers.nbytes
    assert at == len(data)
    return header, frames, curve


def _frame(data: bytes, channels: list[dict[str, Any]], coarse: list[str]) -> dict[str, Any]:
    frame: dict[str, Any] = {}
    at = 0
    for channel in channels:
        if channel["type"] == "f8":
            frame[channel["name"]] = np.frombuffer(data, np.float64, channel["count"], at)
            at += 8 * channel["count"]
    scaled = [channel for channel in channels if channel["type"] != "f8"]
    small = [channel for channel in scaled if channel["type"] == "i1" or channel["name"] in coarse]
    for chosen, kind in (([c for c in scaled if c not in small], np.float32), (small, np.int8)):
        count = sum(len(channel["shapes"]) for channel in chosen)
        factors = np.ones(count)
        if kind == np.int8:
            factors = np.frombuffer(data, np.float32, count, at).astype(np.float64) / 127
            at += 4 * count
        factors = factors * 2.0 ** np.frombuffer(data, np.float32, count, at).astype(np.float64)
        at += 4 * count
        each = iter(factors)
        for channel in chosen:
            frame[channel["name"]] = []
            for rows, columns in channel["shapes"]:
                numbers = np.frombuffer(data, kind, rows * columns, at)
                frame[channel["name"]].append(numbers.astype(np.float64).reshape(rows, columns) * next(each))
                at += numbers.nbytes
    assert len(data) - at in range(8)
    return frame


def packed(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """(the header, the arrays by name) that the page has handed to its component."""
    return unpacked(component(app).proto.bytes)


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


def component(app: AppTest) -> Any:
    """The page's own component: the first but for the buttons in the corner of every page."""
    found = app.get("bidi_component")
    return next(each for each in found if "backprop_screen" not in each.proto.component_name)


def of(app: AppTest) -> tuple[dict[str, Any], list[dict[str, Any]], np.ndarray]:
    """The tape that the Train page has handed to the player."""
    return read(component(app).proto.bytes)
