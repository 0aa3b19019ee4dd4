"""The lab's charts by layer: arrays -> go.Figure, pure functions.

Layer 1, the input side, is always on the left; gradients stand on one log axis for all layers and settings.
What is exactly 0 has no place on such an axis: it is drawn as a triangle at its foot, and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from mlp_core.nn.steps import Array
from pages.shared.figures import layout, log_range, log_y, written
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.theme import CHART_FONT_SIZE, Palette

FAR_APART = 30
"""Factors that differ by more are drawn on a log axis."""

MARKER = 8
"""The size of a layer's point."""
ALONG, MOST_MARKERS = 7, 9
"""The size of a marker on a line over steps, and how many of them it has at most."""
LOW = 0.15
"""Of an axis from 0: a line below this share of it has no room for a name under it."""

Decades = tuple[float, float]
"""A log axis' ends, as exponents of ten."""


@dataclass(frozen=True)
class Style:
    """How one of the networks compared looks in every chart; the one in focus has a thicker line."""

    name: str
    colour: str
    symbol: str
    focus: bool = False


def empty(palette: Palette, alt: str, x_title: str, y_title: str) -> go.Figure:
    """A chart with nothing in it yet, its texts by their keys but for the y axis'."""
    return go.Figure(layout=layout(palette, text(alt), text(x_title), y_title, hovermode="closest"))


def draw(
    figure: go.Figure, xs: Array, values: Array, style: Style, hover: str,
    words: Sequence[str] | None = None, size: int = 0,
) -> None:  # fmt: skip
    """One network's line, with markers of this size, or 0: a few along it that tell it from others.

    Its hover says `words`, or the values themselves.
    """
    many = {} if size else {"maxdisplayed": MOST_MARKERS}
    figure.add_scatter(
        x=xs, y=values, text=written(values) if words is None else words, name=style.name,
        mode="lines+markers", hovertemplate=text(hover),
        line={"color": style.colour, "width": 4 if style.focus else 2.5},
        marker={"size": size or ALONG, "color": style.colour, "symbol": style.symbol, **many},
    )  # fmt: skip


def band(figure: go.Figure, xs: Array, low: Array, high: Array, style: Style) -> None:
    """The span between the quartiles, faint."""
    good = np.isfinite(low) & np.isfinite(high) & (low > 0)
    figure.add_scatter(
        x=np.concatenate([xs[good], xs[good][::-1]]), y=np.concatenate([high[good], low[good][::-1]]),
        fill="toself", fillcolor=style.colour, opacity=0.18, mode="lines", line={"width": 0},
        hoverinfo="skip",
    )  # fmt: skip


def zeros(figure: go.Figure, xs: Array, values: Array, decades: Decades, style: Style) -> None:
    """Where a value is exactly 0: a triangle at the foot of the axis."""
    zero = values == 0
    low, high = decades
    foot = low + 0.02 * (high - low)
    figure.add_scatter(
        x=xs[zero], y=np.full(int(zero.sum()), 10.0**foot), mode="markers", name=style.name,
        marker={"symbol": "triangle-down", "size": 11, "color": style.colour}, cliponaxis=False,
        hovertemplate=text("lab.zero_hover"),
    )  # fmt: skip


def _layers_x(figure: go.Figure, layers: int) -> None:
    few = {"tickmode": "linear", "tick0": 1, "dtick": 1} if layers <= 16 else {"nticks": 12}
    figure.update_layout(xaxis={"range": [0.7, layers + 0.3], "showgrid": False, "tickformat": "d", **few})


def staircase_figure(
    quartiles: Array,
    styles: Sequence[Style],
    measure: str,
    decades: Decades,
    palette: Palette,
    ceiling: Array | None = None,
) -> go.Figure:
    """The gradient of every layer, one line for each network.

    The first traces are the lines themselves, in their order: the player moves them.

    Args:
        quartiles: (3, lines, L): lower quartile, median, upper quartile.
        measure: the quantity's name, for the axis.
        decades: of the axis.
        ceiling: (L,), the most that the focused line could be, dashed.
    """
    layers = np.arange(1, quartiles.shape[2] + 1)
    figure = empty(palette, "lab.staircase_alt", "figure.layer", measure)
    for style, median in zip(styles, quartiles[1], strict=True):
        draw(figure, layers, median, style, "figure.layer_hover", size=MARKER if len(layers) <= 20 else 5)
    most = np.full(0, np.nan) if ceiling is None else ceiling
    figure.add_scatter(
        x=layers[: len(most)], y=most, text=written(most), name=text("lab.ceiling"), mode="lines+markers",
        hovertemplate=text("figure.layer_hover"), line={"color": palette.muted, "width": 2, "dash": "dash"},
        marker={"size": 2 * MARKER, "opacity": 0},  # to the pointer, a network's point lies nearer
    )  # fmt: skip
    for style, low, median, high in zip(styles, *quartiles, strict=True):
        band(figure, layers, low, high, style)
        zeros(figure, layers, median, decades, style)
    _layers_x(figure, len(layers))
    log_y(figure, decades)
    return figure


def passes_figure(
    weights: Array, slope: Array, most_slope: float, palette: Palette, skips: bool = False, norm: bool = False
) -> go.Figure:
    """What each layer passes on of the gradient that comes to it: its two factors.

    Args:
        weights: (L,), ||dLoss/da_l|| / ||delta_{l+1}||, NaN for the last layer.
        slope: (L,), ||delta_l|| / ||dLoss/da_l||.
        most_slope: the largest slope that there can be, dashed.
        skips, norm: whether skips pass on gradient beside the weights, a normalisation beside the slope.
    """
    layers = np.arange(1, len(weights))
    figure = empty(palette, "lab.passes_alt", "figure.layer", text("lab.factor"))
    factors = [
        (weights[:-1], text("lab.weights_skips" if skips else "lab.weights"), palette.weights),
        (slope[:-1], text("lab.slope_norm" if norm else "lab.slope"), palette.slope),
    ]
    for values, name, colour in factors:
        draw(figure, layers, values, Style(name, colour, "circle"), "figure.layer_hover", size=6)
    figure.add_scatter(
        x=[0.7, len(weights) - 0.7], y=[most_slope] * 2, mode="lines", hoverinfo="skip",
        name=text("lab.most_slope", slope=significant(most_slope)),
        line={"color": palette.slope, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    seen = np.concatenate([weights[:-1], slope[:-1], [most_slope]])
    seen = seen[np.isfinite(seen) & (seen > 0)]
    _layers_x(figure, max(1, len(layers)))
    log = bool(seen.max() > FAR_APART * seen.min())
    if log:
        log_y(figure, log_range(seen))
    else:
        figure.update_layout(yaxis={"range": [0, 1.3 * seen.max()], "nticks": 6})
    _name_factors(figure, factors, log)
    return figure


def _name_factors(figure: go.Figure, factors: list[tuple[Array, str, str]], log: bool) -> None:
    """Each factor's name at the middle of its line: below the lower one, unless that lies low, or above."""
    middle = len(factors[0][0]) // 2
    here = [values[middle] if len(values) else np.nan for values, _, _ in factors]
    for value, (_, name, colour) in zip(here, factors, strict=True):
        low = not log and value < LOW * figure.layout.yaxis.range[1]  # its name would lie over the axis
        if value > 0:
            figure.add_annotation(
                x=middle + 1, y=np.log10(value) if log else value, text=name,
                yshift=12 if low or value >= np.nanmax(here) else -12, showarrow=False,
                font={"color": colour, "size": CHART_FONT_SIZE + 1},
            )  # fmt: skip


def saturation_figure(saturation: Array, dead: Array, styles: Sequence[Style], palette: Palette) -> go.Figure:
    """The share of slopes below 0.01 in every layer, (lines, L); of the focused one the dead units, (L,)."""
    layers = np.arange(1, saturation.shape[1] + 1)
    figure = empty(palette, "lab.saturation_alt", "figure.layer", text("lab.share"))
    for style, shares in zip(styles, saturation, strict=True):
        draw(figure, layers, shares, style, "figure.layer_hover", percents(shares), size=6)
    focused = next((style for style in styles if style.focus), styles[0])
    figure.add_scatter(
        x=layers, y=dead, text=percents(dead), name=text("lab.dead", name=focused.name), mode="lines",
        hovertemplate=text("figure.layer_hover"), line={"color": focused.colour, "width": 2, "dash": "dot"},
    )  # fmt: skip
    _layers_x(figure, len(layers))
    figure.update_layout(yaxis={"range": [-0.03, 1.03], "tickformat": ".0%", "nticks": 6})
    return figure


def percents(shares: Array) -> list[str]:
    """Shares of 1 as text, each with one decimal."""
    return [f"{100 * share:.1f} %" for share in shares]


def z_figure(shares: Array, edges: Array, saturated: float | None, palette: Palette) -> go.Figure:
    """Where the pre-activations of every layer lie: a column a layer, (L, bins), the darker the more.

    Args:
        edges: (bins + 1,), of z.
        saturated: beyond this |z| the slope is below 0.01, dashed; None where there is no such.
    """
    layers = len(shares)
    figure = empty(palette, "lab.z_alt", "figure.layer", text("lab.z_axis"))
    figure.add_heatmap(
        x0=1, dx=1, y=(edges[:-1] + edges[1:]) / 2, z=shares.T, zmin=0, zmax=max(0.3, float(shares.max())),
        showscale=False, colorscale=[[0, palette.background], [1, palette.accent]],
        text=[percents(row) for row in shares.T], hovertemplate=text("lab.z_hover"),
    )  # fmt: skip
    for z in [] if saturated is None else [-saturated, saturated]:
        figure.add_hline(y=z, line={"color": palette.slope, "width": 1.5, "dash": "dash"})
    _layers_x(figure, layers)
    figure.update_layout(
        xaxis={"range": [0.5, layers + 0.5]},
        yaxis={"range": [edges[0], edges[-1]], "showgrid": False, "nticks": 6},
    )
    return figure
