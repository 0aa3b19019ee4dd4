"""Arrays -> go.Figure. Pure functions; the player swaps the moving arrays in the browser.

Titles stand in the page above each figure, with the step they show; `layout.meta` holds the text for
those who cannot see the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mlp_core.nn.steps import Array
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.theme import CHART_FONT_SIZE, POWER_SIZE, Palette


def layout(palette: Palette, alt: str, x_title: str, y_title: str, hovermode: str = "x") -> go.Layout:
    """What all charts have in common."""
    axis = {
        "gridcolor": palette.grid,
        "linecolor": palette.grid,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": palette.muted},
        "automargin": False,
        "title": {"font": {"color": palette.muted, "size": CHART_FONT_SIZE}, "standoff": 4},
    }
    common = go.Layout(
        meta={"alt": alt},
        font={"size": CHART_FONT_SIZE, "color": palette.ink},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 52, "r": 10, "t": 8, "b": 38},
        showlegend=False,
        hovermode=hovermode,
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.muted, "font": {"color": palette.ink}},
        dragmode="zoom",
        xaxis=axis,
        yaxis=axis,
        template=None,
    )
    common.xaxis.title.text, common.yaxis.title.text = x_title, y_title
    return common


def written(values: Array) -> list:
    """The numbers as text, nested like the array: d3's formats write 1e-5 with zeros, ours never."""
    values = np.asarray(values, dtype=float)
    if values.ndim > 1:
        return [written(row) for row in values]
    return [significant(float(value), 4) for value in values]


def log_range(values: Array) -> tuple[float, float]:
    """Whole decades around the positive, finite values, as exponents of ten; at least three of them."""
    values = np.asarray(values, dtype=float)
    good = values[np.isfinite(values) & (values > 0)]
    if not good.size:
        return -3.0, 0.0
    least, most = math.log10(good.min()), math.log10(good.max())
    room = max(0.3, 0.04 * (most - least))  # so that a marker at the end is drawn whole
    low, high = math.floor(least - room), math.ceil(most + room)
    return float(min(low, high - 3)), float(high)


def log_ticks(low: float, high: float) -> float:
    """The distance between labelled decades that gives at most six of them."""
    return float(next(d for d in (1, 2, 3, 5, 10, 20, 30, 50, 100) if (high - low) / d <= 6))


def log_y(figure: go.Figure, decades: tuple[float, float]) -> None:
    """A log axis from one exponent of ten to another, with labelled decades."""
    figure.update_layout(
        margin={"l": 60},
        yaxis={
            "type": "log", "range": list(decades), "exponentformat": "power", "dtick": log_ticks(*decades),
            "tickfont_size": POWER_SIZE / 1.25,  # Plotly enlarges powers of ten by a quarter
        }
    )  # fmt: skip


def weights_figure(z: Array, name: str, layer: int, limit: float, palette: Palette) -> go.Figure:
    """A layer's matrix as a heatmap.

    Args:
        z: (fan_in, fan_out): row = from unit, column = to unit, both counted from 1.
        name: what it is ("W", "dW", ...).
        layer: its number, 1..L.
        limit: the symmetric colour scale runs from -limit to limit.
    """
    rows, columns = np.asarray(z).shape
    from_title = text("figure.from_input" if layer == 1 else "figure.from_unit")
    alt = text("figure.weights", name=name, layer=layer)
    hover = text("figure.weights_hover")
    figure = go.Figure(
        go.Heatmap(
            z=z, x0=1, dx=1, y0=1, dy=1, zmin=-limit, zmax=limit, colorscale=palette.plotly_scale(),
            name=name, hovertemplate=hover, text=written(z),
            colorbar={
                "thickness": 10, "len": 1, "lenmode": "fraction", "outlinewidth": 0, "xpad": 6, "ypad": 0,
                "exponentformat": "power", "nticks": 5, "tickfont": {"size": 11, "color": palette.muted},
            },
        ),
        layout(palette, alt, text("figure.to_unit"), from_title, hovermode="closest"),
    )  # fmt: skip
    # At once: update_xaxes looks for every axis that there could be (measured: 9 ms each).
    cells = {"showgrid": False, "nticks": 8, "tickformat": "d"}
    figure.update_layout(
        margin={"r": 62, "l": 44},
        xaxis={"range": [0.5, columns + 0.5], **cells},
        yaxis={"range": [rows + 0.5, 0.5], **cells},
    )
    return figure


def array_figure(palette: Palette) -> go.Figure:
    """One array of a training step as a heatmap; the browser puts its numbers in."""
    figure = weights_figure(np.zeros((1, 1)), "", 1, 1.0, palette)
    figure.update_traces(hovertemplate=text("figure.array_hover"), showscale=False)
    few = {"title": None, "nticks": 5}
    figure.update_layout(
        margin={"l": 26, "r": 4, "t": 4, "b": 20}, meta={"alt": text("figure.array")}, xaxis=few, yaxis=few
    )
    return figure


def profile_figure(initial: Array, now: Array, measure: str, palette: Palette) -> go.Figure:
    """The gradient of every layer on a log axis, layer 1 at the left: faint at step 0, strong now.

    Line and markers, since bars have no foot on a log axis.

    Args:
        initial, now: (L,), at step 0 and at the step shown.
        measure: the name of the quantity, for the axis.
    """
    layers = np.arange(1, len(now) + 1)
    low, high = log_range(np.concatenate([initial, now]))
    made = layout(palette, text("figure.profile"), text("figure.layer"), measure)
    figure = go.Figure(layout=made)
    marker = {"size": 9 if len(now) <= 16 else 5, "color": palette.delta}
    for values, name, faint in ((initial, "figure.at_step_0", True), (now, "figure.now", False)):
        figure.add_scatter(
            x=layers,
            y=values,
            text=written(values),
            name=text(name),
            hovertemplate=text("figure.layer_hover"),
            opacity=0.45 if faint else 1.0,
            mode="lines" if faint else "lines+markers",
            line={"color": palette.delta, "width": 2 if faint else 3},
            marker=marker,
        )
    figure.update_layout(
        xaxis={"range": [0.7, len(now) + 0.3], "showgrid": False, "nticks": 12, "tickformat": "d"}
    )
    log_y(figure, (low, high))
    return figure


def mark_switches(
    figure: go.Figure, switches: Sequence[tuple[int, str]], steps: int, palette: Palette
) -> None:
    """A vertical line at each step from which other settings hold, and beside it what changed."""
    for row, (step, label) in enumerate(switches):
        left = step < steps / 2  # the label stands where there is room
        figure.add_shape(
            type="line", x0=step, x1=step, y0=0, y1=1, yref="paper",
            line={"color": palette.muted, "width": 1.5, "dash": "dot"},
        )  # fmt: skip
        # On alternate heights, so that two changes soon after one another stay readable.
        figure.add_annotation(
            x=step, y=1 - 0.09 * (row % 3), yref="paper", yanchor="top", showarrow=False, text=label,
            xanchor="left" if left else "right", xshift=3 if left else -3,
            font={"color": palette.muted, "size": CHART_FONT_SIZE}, bgcolor=palette.background,
        )  # fmt: skip


def loss_figure(
    loss: Array,
    steps: int,
    palette: Palette,
    published: Sequence[float] | None = None,
    switches: Sequence[tuple[int, str]] = (),
) -> go.Figure:
    """The loss over steps, and behind it the tutorial's printed losses as a dashed line.

    The `meta` of a trace that moves says what the player puts there: the loss of each step, or that of now.

    Args:
        loss: (n,), of steps 0 to n - 1.
        steps: how many steps the run will have; the axis is as long from the start.
        published: losses of steps 0, 1, ... to draw behind.
        switches: (step, what changed) where a run was continued with other settings.
    """
    made = layout(palette, text("figure.loss"), text("figure.step"), text("figure.loss_axis"))
    figure = go.Figure(layout=made)
    behind = np.asarray(published if published is not None else [], dtype=float)
    dashed = {"color": palette.muted, "width": 2, "dash": "dash"}
    solid = {"color": palette.accent, "width": 3}
    dot = {"size": 11, "color": palette.accent}
    for moves, key, xs, ys, style in (
        (None, "figure.published", np.arange(len(behind)), behind, {"mode": "lines", "line": dashed}),
        ("each", "figure.this_run", np.arange(len(loss)), loss, {"mode": "lines", "line": solid}),
        ("now", "figure.now", np.arange(len(loss))[-1:], loss[-1:], {"mode": "markers", "marker": dot}),
    ):
        hover = text("figure.loss_hover")
        figure.add_scatter(
            x=xs, y=ys, text=written(ys), name=text(key), hovertemplate=hover, meta=moves, **style
        )
    seen = np.concatenate([behind[: steps + 1], np.asarray(loss, dtype=float)])
    top = float(seen.max()) * 1.15 if seen.size and np.isfinite(seen.max()) and seen.max() > 0 else 1.0
    figure.update_layout(
        xaxis={"range": [-0.015 * steps, 1.015 * steps], "nticks": 6, "tickformat": "d", "showgrid": False},
        yaxis={"range": [0, top], "nticks": 6, "exponentformat": "power"},
    )
    mark_switches(figure, switches, steps, palette)
    return figure
