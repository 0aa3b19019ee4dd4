"""A figure as large as the page is: Streamlit draws it with the sizes that it has."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

_LENGTHS = {"size", "l", "r", "t", "b", "standoff", "thickness", "xpad", "ypad", "width"}
"""What a figure gives in pixels: letters, markers, margins, lines."""
_PARTS = ("marker", "line", "colorbar")
"""Of a trace, where it does."""


def enlarge(figure: go.Figure, factor: float) -> None:
    """Multiply all that is given in pixels."""
    if factor == 1:
        return
    found = figure.to_plotly_json()
    figure.update_layout(_enlarged(found["layout"], factor))
    for trace, data in zip(figure.data, found["data"], strict=True):
        trace.update({key: _enlarged(data[key], factor) for key in _PARTS if key in data})


def _enlarged(part: dict[str, Any], factor: float) -> dict[str, Any]:
    """The lengths of a part, and of the parts within it."""
    found = dict[str, Any]()
    for key, value in part.items():
        if isinstance(value, dict) and (inner := _enlarged(value, factor)):
            found[key] = inner
        elif key in _LENGTHS and isinstance(value, int | float):
            found[key] = value * factor
    return found
