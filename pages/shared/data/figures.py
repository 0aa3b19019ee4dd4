"""The samples as points: two inputs, or one against what is to be learned. Pure functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from mlp_core.errors import shorten
from mlp_core.nn.steps import Array
from pages.shared.data.shown import Shown
from pages.shared.figures import layout, written
from pages.shared.plain import chart_text
from pages.shared.text import text
from pages.shared.theme import SHAPES, Palette

MOST_POINTS = 2000
MOST_NAMED = 12
"""Classes in a legend."""
_MIDDLE = "#9aa1ad"
"""In the middle of the scale for numbers, instead of the page's background: a point must be seen."""
IN_TURN = (0, 2, 3, 1, 4, 8, 5, 7, 9, 11, 10, 12, 6)
"""The order in which a palette's lines are given to classes: the first ones are farthest apart."""
_NAME, _TICK = 28, 8

Marker = dict[str, Any]


def label(name: str, width: int = _NAME) -> str:
    """A name that may be a person's own, for a chart."""
    return chart_text(shorten(name, width))


def class_colours(classes: int, palette: Palette) -> list[str]:
    """A colour for each class, the one that it has on the Train page (player/pictures.js)."""
    if classes == 2:
        return [palette.diverging[1][1], palette.diverging[3][1]]
    return [palette.lines[IN_TURN[i % len(IN_TURN)]] for i in range(classes)]


def points_shown(count: int) -> Array:
    """Which samples are drawn: all, or of very many some, evenly spaced."""
    return np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int))


def scatter_figure(shown: Shown, across: int, up: int, palette: Palette) -> go.Figure:
    """Samples as points: filled where they are trained on, hollow where they are held back.

    Args:
        across, up: which inputs, as they came; len(features) is the target.
    """
    some = points_shown(shown.count)
    (x_name, x), (y_name, y) = ((name, values[some]) for name, values in _axes(shown, across, up))
    hover = np.array(_hover(shown, some, label(x_name), label(y_name), x, y))
    titles = label(x_name), label(y_name)
    figure = go.Figure(layout=layout(palette, text("data.scatter_alt"), *titles, hovermode="closest"))
    kinds = _by_number(shown, some, palette) if shown.labels is None else _by_class(shown, some, palette)
    for name, chosen, marker in kinds:
        figure.add_scatter(
            x=x[chosen], y=y[chosen], text=hover[chosen], hovertemplate="%{text}<extra></extra>",
            mode="markers", marker=marker, name=label(name), showlegend=bool(name), legendgroup=str(marker),
        )  # fmt: skip
    _finish(figure, shown, across, up, palette)
    return figure


def _axes(shown: Shown, *axes: int) -> list[tuple[str, Array]]:
    """The name and the values of inputs, or of the target."""
    goal = shown.data.raw_targets[:, 0] if shown.labels is None else shown.labels.astype(float)
    return [
        (shown.features[axis], shown.data.raw[:, axis])
        if axis < len(shown.features)
        else (shown.targets[0], goal)
        for axis in axes
    ]


def _hover(shown: Shown, some: Array, across: str, up: str, x: Array, y: Array) -> list[str]:
    """What each point says."""
    parts = [text("data.part_train"), text("data.part_test")]
    if shown.labels is None:
        goals = written(shown.data.raw_targets[some, 0])
    else:
        names = [label(name) for name in shown.classes]
        goals = [names[i] for i in shown.labels[some]]
    rows = zip(some, written(x), written(y), goals, strict=True)
    return [
        text(
            "data.point", sample=i + 1, part=parts[int(shown.held[i])], across=across, x=at_x, up=up, y=at_y,
            target=label(shown.targets[0]), value=goal,
        )
        for i, at_x, at_y, goal in rows
    ]  # fmt: skip


def _by_class(shown: Shown, some: Array, palette: Palette) -> list[tuple[str, Array, Marker]]:
    """(name in the legend, which points, how they look): a colour and a shape a class."""
    assert shown.labels is not None
    labels, held = shown.labels[some], shown.held[some]
    named = len(shown.classes) <= MOST_NAMED
    found = []
    for i, colour in enumerate(class_colours(len(shown.classes), palette)):
        name = shown.classes[i] if named else ""
        for hollow in (False, True):
            chosen = (labels == i) & (held == hollow)
            if chosen.any():
                found.append(
                    (name, chosen, {"color": colour, **_marker(hollow, palette, SHAPES[i % len(SHAPES)])})
                )
                name = ""  # once is enough
    return found


def _by_number(shown: Shown, some: Array, palette: Palette) -> list[tuple[str, Array, Marker]]:
    """As `_by_class`; the colour is the number to learn: signed ones about 0, others from the least up."""
    values, held = shown.data.raw_targets[some, 0], shown.held[some]
    low, high = float(values.min()), float(values.max())
    if low < 0 < high:
        low, high = -max(-low, high), max(-low, high)
    scale = [[at, _MIDDLE if at == 0.5 else colour] for at, colour in palette.diverging]
    found: list[tuple[str, Array, Marker]] = []
    for hollow in (False, True):
        chosen = held == hollow
        if chosen.any():
            colours = {"color": values[chosen], "cmin": low, "cmax": high, "colorscale": scale}
            bar = {"showscale": not found and low < high, "colorbar": colour_bar(palette)}
            found.append(("", chosen, {**colours, **bar, **_marker(hollow, palette)}))
    return found


def colour_bar(palette: Palette) -> Marker:
    """The scale beside a chart."""
    return {
        "thickness": 10, "len": 1, "lenmode": "fraction", "outlinewidth": 0, "xpad": 6, "ypad": 0,
        "exponentformat": "power", "nticks": 5, "tickfont": {"size": 11, "color": palette.muted},
    }  # fmt: skip


def _marker(hollow: bool, palette: Palette, shape: str = SHAPES[0]) -> Marker:
    if hollow:
        return {"symbol": f"{shape}-open", "size": 8, "line": {"width": 2}}
    return {"symbol": shape, "size": 7, "line": {"width": 0.5, "color": palette.background}}


def _finish(figure: go.Figure, shown: Shown, across: int, up: int, palette: Palette) -> None:
    """Axes, margins, and the legend above."""
    named = shown.labels is not None and len(shown.classes) <= MOST_NAMED
    axes: dict[str, Marker] = {axis: {"nticks": 7, "exponentformat": "power"} for axis in ("xaxis", "yaxis")}
    if shown.labels is not None:
        ticks = [label(name, _TICK) for name in shown.classes]
        for axis, chosen in zip(axes, (across, up), strict=True):
            if chosen == len(shown.features):
                axes[axis] = {"tickvals": list(range(len(ticks))), "ticktext": ticks}
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemsizing": "constant"}
    margin = {"l": 58, "r": 10 if shown.labels is not None else 58, "t": 30 if named else 8, "b": 40}
    modebar = {"bgcolor": "rgba(0,0,0,0)", "color": palette.muted, "activecolor": palette.ink}
    figure.update_layout(modebar=modebar, margin=margin, showlegend=named, legend=legend, **axes)
