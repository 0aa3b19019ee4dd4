"""The charts of runs that are compared, as templates: pure functions to go.Figure.

Their lines are empty here; the `meta` of a trace says what the browser puts there: "line 0" the first run's,
"now 0" where that is at the step shown, "zero 0" the layers whose gradient is exactly 0; "low", "median",
"high" the quartiles of runs that differ in their seed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from pages.shared.compare.pins import DASHES
from pages.shared.figures import layout, log_y
from pages.shared.plain import chart_text
from pages.shared.text import text
from pages.shared.theme import SHAPES, Palette

MARKER, LINE = 9, 3
FAINT = 0.45
"""Of runs over which there are a median and quartiles."""


@dataclass(frozen=True)
class Look:
    """How a run looks in every chart.

    Attributes:
        name: as a person may have given it.
        colour: its place among the palette's lines.
    """

    name: str
    colour: int

    @property
    def dash(self) -> str:
        """Of its line."""
        return DASHES[self.colour % len(DASHES)]

    @property
    def symbol(self) -> str:
        """Its marker."""
        return SHAPES[self.colour % len(SHAPES)]


def _line(look: Look, index: int, palette: Palette, faint: bool, mode: str) -> dict[str, Any]:
    colour = palette.lines[look.colour]
    return {
        "x": [], "y": [], "name": chart_text(look.name), "meta": f"line {index}", "mode": mode,
        "hovertemplate": text("compare.hover"), "opacity": FAINT if faint else 1,
        "line": {"color": colour, "width": 2 if faint else LINE, "dash": look.dash},
        "marker": {"size": MARKER, "color": colour, "symbol": look.symbol},
    }  # fmt: skip


def _quartiles(figure: go.Figure, palette: Palette) -> None:
    """The median of several seeds, and the quartiles on both sides of it."""
    for name, width, dash in (("low", 1.5, "dot"), ("median", 4, "solid"), ("high", 1.5, "dot")):
        figure.add_scatter(
            x=[], y=[], name=text(f"compare.seeds_{name}"), meta=name, mode="lines",
            hovertemplate=text("compare.hover"), line={"color": palette.ink, "width": width, "dash": dash},
        )  # fmt: skip


def curve_figure(kind: str, looks: Sequence[Look], seeds: Sequence[int], palette: Palette) -> go.Figure:
    """Losses or accuracies over the clock, a line for each run.

    Args:
        kind: "loss" or "accuracy".
        seeds: the places of runs that differ in their seed alone; none where there are not enough.
    """
    figure = go.Figure(
        layout=layout(palette, text(f"compare.{kind}_alt"), "", text(f"figure.{kind}_axis"), "closest")
    )
    for i, look in enumerate(looks):
        figure.add_scatter(**_line(look, i, palette, i in seeds, "lines"))
    if seeds:
        _quartiles(figure, palette)
    for i, look in enumerate(looks):
        figure.add_scatter(
            x=[], y=[], name=chart_text(look.name), meta=f"now {i}", hoverinfo="skip", mode="markers",
            marker={"size": MARKER + 3, "color": palette.lines[look.colour], "symbol": look.symbol},
        )  # fmt: skip
    tenths = {"range": [0, 1.04], "tick0": 0, "dtick": 0.2, "tickformat": ".0%"}
    plain = {"range": [0, 1], "nticks": 6, "exponentformat": "power"}
    figure.update_layout(
        margin={"l": 60},
        xaxis={"nticks": 6, "showgrid": False},
        yaxis=tenths if kind == "accuracy" else plain,
    )
    return figure


def staircase_figure(looks: Sequence[Look], seeds: Sequence[int], palette: Palette) -> go.Figure:
    """How large each layer's gradient is, on one log axis, a line for each run."""
    figure = go.Figure(
        layout=layout(palette, text("compare.staircase_alt"), text("figure.layer"), "", "closest")
    )
    for i, look in enumerate(looks):
        figure.add_scatter(**_line(look, i, palette, i in seeds, "lines+markers"))
    if seeds:
        _quartiles(figure, palette)
    for i, look in enumerate(looks):
        figure.add_scatter(
            x=[], y=[], name=chart_text(look.name), meta=f"zero {i}", mode="markers", cliponaxis=False,
            marker={"size": MARKER + 2, "color": palette.lines[look.colour], "symbol": "triangle-down"},
            hovertemplate=text("lab.zero_hover"),
        )  # fmt: skip
    figure.update_layout(xaxis={"showgrid": False, "tickformat": "d"})
    log_y(figure, (-3.0, 0.0))
    return figure
