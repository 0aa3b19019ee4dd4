"""The lab's charts: arrays -> go.Figure, pure functions.

Layer 1, the input side, is always on the left; gradients stand on one log axis for all layers and settings.
What is exactly 0 has no place on such an axis: it is drawn as a triangle at its foot, and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from mlp_core.activations import Array
from pages.shared.figures import layout, log_range, log_ticks, written
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.theme import CHART_FONT_SIZE, Palette

FAR_APART = 30
"""Factors that differ by more are drawn on a log axis."""


@dataclass(frozen=True)
class Style:
    """How one of the networks compared looks in every chart."""

    name: str
    colour: str
    symbol: str


def _log_y(figure: go.Figure, low: float, high: float) -> None:
    figure.update_yaxes(
        type="log", range=[low, high], exponentformat="power", dtick=log_ticks(low, high),
        tickfont_size=CHART_FONT_SIZE - 2,  # Plotly enlarges powers of ten by a quarter
    )  # fmt: skip


def _layers_x(figure: go.Figure, layers: int) -> None:
    figure.update_xaxes(range=[0.7, layers + 0.3], showgrid=False, nticks=12, tickformat="d")
    if layers <= 16:
        figure.update_xaxes(tickmode="linear", tick0=1, dtick=1)


def _band(figure: go.Figure, xs: Array, low: Array, high: Array, colour: str) -> None:
    """The span between the quartiles, faint."""
    good = np.isfinite(low) & np.isfinite(high) & (low > 0)
    figure.add_scatter(
        x=np.concatenate([xs[good], xs[good][::-1]]), y=np.concatenate([high[good], low[good][::-1]]),
        fill="toself", fillcolor=colour, opacity=0.18, mode="lines", line={"width": 0}, hoverinfo="skip",
    )  # fmt: skip


def _zeros(figure: go.Figure, xs: Array, values: Array, foot: float, style: Style) -> None:
    """Where a value is exactly 0: a triangle at the foot of the axis."""
    zero = values == 0
    figure.add_scatter(
        x=xs[zero], y=np.full(int(zero.sum()), 10.0**foot), mode="markers", name=style.name,
        marker={"symbol": "triangle-down", "size": 11, "color": style.colour}, cliponaxis=False,
        hovertemplate=text("lab.zero_hover"),
    )  # fmt: skip


def staircase_figure(
    quartiles: Array,
    styles: Sequence[Style],
    measure: str,
    decades: tuple[float, float],
    palette: Palette,
    ceiling: Array | None = None,
    focus: int = 0,
) -> go.Figure:
    """The gradient of every layer, one line for each network.

    The first traces are the lines themselves, in their order: the player moves them.

    Args:
        quartiles: (3, lines, L): lower quartile, median, upper quartile.
        measure: the quantity's name, for the axis.
        decades: the axis' ends, as exponents of ten.
        ceiling: (L,), the most that the focused line could be, dashed.
    """
    layers = np.arange(1, quartiles.shape[2] + 1)
    made = layout(palette, text("lab.staircase_alt"), text("figure.layer"), measure, hovermode="closest")
    figure = go.Figure(layout=made)
    size = 8 if len(layers) <= 20 else 5
    for line, style in enumerate(styles):
        median = quartiles[1, line]
        figure.add_scatter(
            x=layers, y=median, text=written(median), name=style.name, mode="lines+markers",
            hovertemplate=text("figure.layer_hover"), line={"color": style.colour, "width": 4 if line == focus else 2.5},
            marker={"size": size, "color": style.colour, "symbol": style.symbol},
        )  # fmt: skip
    most = np.full(0, np.nan) if ceiling is None else ceiling
    figure.add_scatter(
        x=layers[: len(most)], y=most, text=written(most), name=text("lab.ceiling"), mode="lines",
        hovertemplate=text("figure.layer_hover"), line={"color": palette.muted, "width": 2, "dash": "dash"},
    )  # fmt: skip
    for line, style in enumerate(styles):
        _band(figure, layers, quartiles[0, line], quartiles[2, line], style.colour)
        _zeros(figure, layers, quartiles[1, line], decades[0], style)
    _layers_x(figure, len(layers))
    _log_y(figure, *decades)
    return figure


def passes_figure(weights: Array, slope: Array, most_slope: float, palette: Palette) -> go.Figure:
    """What each layer passes on of the gradient that comes to it: its two factors.

    Args:
        weights: (L,), ||dLoss/da_l|| / ||delta_{l+1}||, NaN for the last layer.
        slope: (L,), ||delta_l|| / ||dLoss/da_l||.
        most_slope: the largest slope that there can be, dashed.
    """
    layers = np.arange(1, len(weights))
    made = layout(palette, text("lab.passes_alt"), text("figure.layer"), text("lab.factor"))
    figure = go.Figure(layout=made)
    for values, key, colour in (
        (weights[:-1], "lab.weights", palette.weights),
        (slope[:-1], "lab.slope", palette.slope),
    ):
        figure.add_scatter(
            x=layers, y=values, text=written(values), name=text(key), mode="lines+markers",
            hovertemplate=text("figure.layer_hover"), line={"color": colour, "width": 3},
            marker={"size": 6, "color": colour},
        )  # fmt: skip
    figure.add_scatter(
        x=[0.7, len(weights) - 0.7], y=[most_slope] * 2, mode="lines", hoverinfo="skip",
        name=text("lab.most_slope"), line={"color": palette.slope, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    seen = np.concatenate([weights[:-1], slope[:-1], [most_slope]])
    seen = seen[np.isfinite(seen) & (seen > 0)]
    _layers_x(figure, max(1, len(weights) - 1))
    if seen.max() > FAR_APART * seen.min():
        _log_y(figure, *log_range(seen))
    else:
        figure.update_yaxes(range=[0, 1.15 * seen.max()], nticks=6)
    return figure


def first_layer_figure(
    depths: Array, quartiles: Array, styles: Sequence[Style], measure: str, palette: Palette, focus: int = 0
) -> go.Figure:
    """Layer 1's gradient over the number of hidden layers, (3, lines, D)."""
    made = layout(palette, text("lab.first_alt"), text("lab.depth_axis"), measure, hovermode="closest")
    figure = go.Figure(layout=made)
    decades = log_range(quartiles)
    for line, style in enumerate(styles):
        median = quartiles[1, line]
        figure.add_scatter(
            x=depths, y=median, text=written(median), name=style.name, mode="lines+markers",
            hovertemplate=text("lab.depth_hover"), line={"color": style.colour, "width": 4 if line == focus else 2.5},
            marker={"size": 5, "color": style.colour, "symbol": style.symbol},
        )  # fmt: skip
    for line, style in enumerate(styles):
        _band(figure, np.asarray(depths), quartiles[0, line], quartiles[2, line], style.colour)
        _zeros(figure, np.asarray(depths), quartiles[1, line], decades[0], style)
    figure.update_xaxes(range=[0.3, max(depths) + 0.7], showgrid=False, nticks=8, tickformat="d")
    _log_y(figure, *decades)
    return figure


def depths_figure(depths: Array, median: Array, measure: str, palette: Palette) -> go.Figure:
    """A heatmap of one network's gradient: hidden layers downwards, layers to the right, (D, layers).

    NaN where a network has no such layer.
    """
    low, high = log_range(median)
    with np.errstate(all="ignore"):
        powers = np.where(median > 0, np.log10(median), np.where(median == 0, low, np.nan))
    step = log_ticks(low, high)
    ticks = np.arange(np.ceil(low / step) * step, high + 0.5, step)
    made = layout(palette, text("lab.depths_alt"), text("figure.layer"), text("lab.depth_axis"), "closest")
    figure = go.Figure(
        go.Heatmap(
            x0=1, dx=1, y=depths, z=powers, text=_named(median), zmin=low, zmax=high, hoverongaps=False,
            colorscale=[list(stop) for stop in palette.sequential], name=measure,
            hovertemplate=text("lab.depths_hover"),
            colorbar={
                "thickness": 10, "len": 1, "lenmode": "fraction", "outlinewidth": 0, "xpad": 6, "ypad": 0,
                "tickvals": ticks, "ticktext": [significant(10.0**power, 1).replace("1×", "") for power in ticks],
                "tickfont": {"size": 11, "color": palette.muted},
            },
        ),
        made,
    )  # fmt: skip
    figure.update_layout(margin_r=62, margin_l=44)
    figure.update_xaxes(range=[0.5, max(depths) + 1.5], showgrid=False, nticks=10, tickformat="d")
    figure.update_yaxes(range=[max(depths) + 0.5, 0.5], showgrid=False, nticks=8, tickformat="d")
    return figure


def _named(values: Array) -> list[list[str]]:
    """The numbers as text; a cell that no network has stays empty."""
    return [["" if np.isnan(v) else significant(float(v), 4) for v in row] for row in values]


def course_figure(values: Array, measure: str, decades: tuple[float, float], palette: Palette) -> go.Figure:
    """The gradient of every layer of one network over steps, (steps + 1, L), input side dark, output side bright.

    The first trace is the line at the step that is shown: the player moves it.
    """
    steps, layers = values.shape
    made = layout(palette, text("lab.course_alt"), text("figure.step"), measure, hovermode="closest")
    figure = go.Figure(layout=made)
    figure.add_scatter(
        x=[0, 0], y=[10.0**decades[0], 10.0 ** decades[1]], mode="lines", hoverinfo="skip",
        line={"color": palette.muted, "width": 1.5},
    )  # fmt: skip
    for layer in range(1, layers + 1):
        line = values[:, layer - 1]
        figure.add_scatter(
            x=np.arange(steps), y=line, text=written(line), name=text("player.layer", n=layer), mode="lines",
            hovertemplate=text("lab.course_hover"),
            line={"color": palette.layer_colour(layer, layers), "width": 2},
        )  # fmt: skip
    _name_ends(figure, values, palette)
    figure.update_xaxes(range=[0, 1.12 * (steps - 1)], nticks=6, tickformat="d", showgrid=False)
    _log_y(figure, *decades)
    return figure


def _name_ends(figure: go.Figure, values: Array, palette: Palette) -> None:
    """The names of the first and the last layer beside their lines' ends."""
    layers = values.shape[1]
    for layer in sorted({1, layers}):
        known = np.flatnonzero(values[:, layer - 1] > 0)
        if known.size:
            figure.add_annotation(
                x=known[-1], y=np.log10(values[known[-1], layer - 1]), xanchor="left", xshift=4, showarrow=False,
                text=text("player.layer", n=layer), font={"color": palette.layer_colour(layer, layers)},
            )  # fmt: skip


def loss_figure(loss: Array, styles: Sequence[Style], palette: Palette, focus: int = 0) -> go.Figure:
    """Every network's loss over steps, (lines, steps + 1), as a share of its loss at step 0.

    The first trace is the line at the step that is shown: the player moves it.
    """
    steps = loss.shape[1]
    made = layout(palette, text("lab.loss_alt"), text("figure.step"), text("lab.loss_axis"), "closest")
    figure = go.Figure(layout=made)
    with np.errstate(all="ignore"):
        share = loss / loss[:, :1]
    seen = share[np.isfinite(share)]
    top = min(3.0, 1.1 * float(seen.max())) if seen.size else 1.0
    figure.add_scatter(
        x=[0, 0], y=[0, top], mode="lines", hoverinfo="skip", line={"color": palette.muted, "width": 1.5}
    )
    for line, style in enumerate(styles):
        figure.add_scatter(
            x=np.arange(steps), y=share[line], text=written(loss[line]), name=style.name, mode="lines",
            hovertemplate=text("figure.loss_hover"),
            line={"color": style.colour, "width": 4 if line == focus else 2.5},
        )  # fmt: skip
    figure.update_xaxes(range=[0, steps - 1], nticks=6, tickformat="d", showgrid=False)
    figure.update_yaxes(range=[0, top], nticks=6)
    return figure


def saturation_figure(
    saturation: Array, dead: Array, styles: Sequence[Style], palette: Palette, focus: int = 0
) -> go.Figure:
    """The share of slopes below 0.01 in every layer, (lines, L), and of dead units (L,) of the focused network."""
    layers = np.arange(1, saturation.shape[1] + 1)
    made = layout(palette, text("lab.saturation_alt"), text("figure.layer"), text("lab.share"), "closest")
    figure = go.Figure(layout=made)
    for line, style in enumerate(styles):
        figure.add_scatter(
            x=layers, y=saturation[line], text=_percent(saturation[line]), name=style.name, mode="lines+markers",
            hovertemplate=text("figure.layer_hover"),
            line={"color": style.colour, "width": 4 if line == focus else 2.5},
            marker={"size": 6, "color": style.colour, "symbol": style.symbol},
        )  # fmt: skip
    figure.add_scatter(
        x=layers, y=dead, text=_percent(dead), name=text("lab.dead", name=styles[focus].name), mode="lines",
        hovertemplate=text("figure.layer_hover"),
        line={"color": styles[focus].colour, "width": 2, "dash": "dot"},
    )  # fmt: skip
    _layers_x(figure, len(layers))
    figure.update_yaxes(range=[-0.03, 1.03], tickformat=".0%", nticks=6)
    return figure


def _percent(shares: Array) -> list[str]:
    return [f"{100 * share:.1f} %" for share in shares]


def z_figure(shares: Array, edges: Array, saturated: float | None, palette: Palette) -> go.Figure:
    """Where the pre-activations of every layer lie: a column a layer, (L, bins), the darker the more.

    Args:
        edges: (bins + 1,), of z.
        saturated: beyond this |z| the slope is below 0.01, dashed; None where there is no such.
    """
    layers = len(shares)
    made = layout(palette, text("lab.z_alt"), text("figure.layer"), text("lab.z_axis"), "closest")
    middle = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure(
        go.Heatmap(
            x0=1, dx=1, y=middle, z=shares.T, zmin=0, zmax=max(0.3, float(shares.max())), showscale=False,
            colorscale=[[0, palette.background], [1, palette.accent]], text=[_percent(row) for row in shares.T],
            hovertemplate=text("lab.z_hover"),
        ),
        made,
    )  # fmt: skip
    for z in [] if saturated is None else [-saturated, saturated]:
        figure.add_hline(y=z, line={"color": palette.slope, "width": 1.5, "dash": "dash"})
    _layers_x(figure, layers)
    figure.update_xaxes(range=[0.5, layers + 0.5])
    figure.update_yaxes(range=[edges[0], edges[-1]], showgrid=False, nticks=6)
    return figure
