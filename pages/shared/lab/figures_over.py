"""The lab's charts over depth and over the steps of training: arrays -> go.Figure, pure functions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mlp_core.nn.steps import Array
from pages.shared.figures import log_range, log_ticks, log_y, written
from pages.shared.lab.figures import Decades, Style, band, draw, empty, percents, zeros
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.theme import POWER_SIZE, Palette

MOST_LOSS = 3.0
"""The loss axis ends there, or where the losses begin: a run that diverges leaves it."""
FAR, FARTHEST = 10.0, 1e4
"""Where losses begin so many times above 1, the axis is logarithmic; it ends at so many times 1."""


def first_layer_figure(
    depths: Array, quartiles: Array, styles: Sequence[Style], measure: str, palette: Palette
) -> go.Figure:
    """Layer 1's gradient over the number of hidden layers, (3, lines, D). The first traces are the lines."""
    figure = empty(palette, "lab.first_alt", "lab.depth_axis", measure)
    decades = log_range(quartiles)
    for style, median in zip(styles, quartiles[1], strict=True):
        draw(figure, depths, median, style, "lab.depth_hover", size=5)
    for style, low, median, high in zip(styles, *quartiles, strict=True):
        band(figure, depths, low, high, style)
        zeros(figure, depths, median, decades, style)
    figure.update_layout(
        xaxis={"range": [0.3, max(depths) + 0.7], "showgrid": False, "nticks": 8, "tickformat": "d"}
    )
    log_y(figure, decades)
    return figure


def depths_figure(depths: Array, median: Array, measure: str, palette: Palette) -> go.Figure:
    """A heatmap of one network's gradient: hidden layers downwards, layers to the right, (D, layers).

    NaN where a network has no such layer. What is exactly 0 has the least value's colour, and its name.
    """
    low, high = log_range(median)
    with np.errstate(all="ignore"):
        powers = np.where(median > 0, np.log10(median), np.where(median == 0, low, np.nan))
    step = log_ticks(low, high)
    ticks = np.arange(np.ceil(low / step) * step, high + 0.5, step)
    figure = empty(palette, "lab.depths_alt", "figure.layer", text("lab.depth_axis"))
    figure.add_heatmap(
        x0=1, dx=1, y=depths, z=powers, text=_named(median), zmin=low, zmax=high, hoverongaps=False,
        colorscale=[list(stop) for stop in palette.sequential], name=measure,
        hovertemplate=text("lab.depths_hover"),
        colorbar={
            "thickness": 10, "len": 1, "lenmode": "fraction", "outlinewidth": 0, "xpad": 6, "ypad": 0,
            "tickvals": ticks, "ticktext": [_power(int(power)) for power in ticks],
            "tickfont": {"size": POWER_SIZE, "color": palette.muted},
        },
    )  # fmt: skip
    figure.update_layout(
        margin={"r": 62, "l": 44},
        xaxis={"range": [0.5, max(depths) + 1.5], "showgrid": False, "nticks": 10, "tickformat": "d"},
        yaxis={"range": [max(depths) + 0.5, 0.5], "showgrid": False, "nticks": 8, "tickformat": "d"},
    )
    return figure


def _power(exponent: int) -> str:
    """A power of ten as on a log axis."""
    return "1" if exponent == 0 else f"10<sup>{exponent}</sup>".replace("-", "\u2212")


def _named(values: Array) -> list[list[str]]:
    """The numbers as text; a cell that no network has stays empty."""
    return [["" if np.isnan(v) else significant(float(v), 4) for v in row] for row in values]


def _moment(figure: go.Figure, ends: tuple[float, float], palette: Palette) -> None:
    """The line at the step that is shown, as the first trace: the player moves it."""
    figure.add_scatter(
        x=[0, 0], y=ends, mode="lines", hoverinfo="skip", line={"color": palette.muted, "width": 1.5}
    )


def course_figure(values: Array, measure: str, decades: Decades, palette: Palette) -> go.Figure:
    """The gradient of every layer of one network over steps, (steps + 1, L): the input side darkest."""
    steps, layers = values.shape
    figure = empty(palette, "lab.course_alt", "figure.step", measure)
    _moment(figure, (10.0 ** decades[0], 10.0 ** decades[1]), palette)
    for layer in range(1, layers + 1):
        line = values[:, layer - 1]
        figure.add_scatter(
            x=np.arange(steps), y=line, text=written(line), name=text("player.layer", n=layer), mode="lines",
            hovertemplate=text("lab.course_hover"),
            line={"color": palette.layer_colour(layer, layers), "width": 2},
        )  # fmt: skip
    _name_ends(figure, values, palette)
    figure.update_layout(
        xaxis={"range": [0, 1.12 * (steps - 1)], "nticks": 6, "tickformat": "d", "showgrid": False}
    )
    log_y(figure, decades)
    return figure


def _name_ends(figure: go.Figure, values: Array, palette: Palette) -> None:
    """The names of the first and the last layer beside their lines' ends; or that there are no lines."""
    layers = values.shape[1]
    for layer, shift in {1: -7, layers: 7}.items():  # apart, also where the lines meet
        known = np.flatnonzero(values[:, layer - 1] > 0)
        if known.size:
            figure.add_annotation(
                x=known[-1], y=np.log10(values[known[-1], layer - 1]), xanchor="left", xshift=4, yshift=shift,
                showarrow=False, text=text("player.layer", n=layer),
                font={"color": palette.ink},
            )  # fmt: skip
    if not (values > 0).any():
        figure.add_annotation(
            x=0.5, y=0.5, xref="paper", yref="paper", text=text("lab.all_zero"), showarrow=False,
            font={"color": palette.muted},
        )  # fmt: skip


def loss_figure(
    loss: Array, styles: Sequence[Style], palette: Palette, chance: Array | None = None
) -> go.Figure:
    """Every network's loss over steps, (lines, steps + 1), as a multiple of something of its own.

    Losses of different kinds are never compared as if they were alike.

    Args:
        chance: (lines,), the losses of the best constant answers, of which multiples are shown and which are
            dashed; None: multiples of the loss at step 0.
    """
    steps = loss.shape[1]
    figure = empty(
        palette, "lab.loss_alt", "figure.step", text("lab.loss_axis" if chance is None else "lab.chance_axis")
    )
    with np.errstate(all="ignore"):
        shares = loss / (loss[:, :1] if chance is None else chance[:, None])
    far, ends = _loss_axis(shares)
    _moment(figure, ends, palette)
    for style, share, values in zip(styles, shares, loss, strict=True):
        draw(figure, np.arange(steps), share, style, "figure.loss_hover", written(values))
        _last(figure, share, ends[1], style)
    if chance is not None:
        _by_chance(figure, steps, np.ones(1), palette)
    _steps_x(figure, steps)
    if far:
        log_y(figure, (float(np.log10(ends[0])), float(np.log10(ends[1]))))
    else:
        figure.update_layout(yaxis={"range": list(ends), "nticks": 6})
    return figure


def _loss_axis(shares: Array) -> tuple[bool, tuple[float, float]]:
    """(whether the axis is logarithmic, its ends): from 0, unless a run begins far above 1."""
    seen = shares[np.isfinite(shares)]
    first = shares[:, 0][np.isfinite(shares[:, 0])]
    begins = float(first.max()) if first.size else 1.0
    if begins > FAR:
        low, high = log_range(np.clip(np.append(seen, 1.0), 1 / FARTHEST, FARTHEST))
        return True, (10.0**low, 10.0**high)
    most = float(seen.max()) if seen.size else 1.0
    return False, (0.0, min(max(MOST_LOSS, 1.1 * begins), 1.1 * max(1.0, most)))


def _steps_x(figure: go.Figure, steps: int) -> None:
    figure.update_layout(xaxis={"range": [0, steps - 1], "nticks": 6, "tickformat": "d", "showgrid": False})


def _by_chance(figure: go.Figure, steps: int, values: Array, palette: Palette) -> None:
    """What answering every sample alike scores, dashed and named."""
    for value in np.unique(values):
        figure.add_scatter(
            x=[0, steps - 1], y=[value, value], mode="lines", name=text("lab.by_chance"), hoverinfo="skip",
            line={"color": palette.ink, "width": 1.5, "dash": "dash"},
        )  # fmt: skip


def accuracy_figure(right: Array, chance: Array, styles: Sequence[Style], palette: Palette) -> go.Figure:
    """Every network's share of right answers over steps, (lines, steps + 1), 0 to 1.

    Args:
        chance: (lines,), those of the best constant answers, dashed.
    """
    steps = right.shape[1]
    figure = empty(palette, "lab.accuracy_alt", "figure.step", text("lab.accuracy_axis"))
    ends = (0.0, 1.03)
    _moment(figure, ends, palette)
    for style, shares in zip(styles, right, strict=True):
        draw(figure, np.arange(steps), shares, style, "lab.accuracy_hover", percents(shares))
        _last(figure, shares, ends[1], style)
    _by_chance(figure, steps, chance, palette)
    _steps_x(figure, steps)
    figure.update_layout(yaxis={"range": list(ends), "nticks": 6, "tickformat": ".0%"})
    return figure


def _last(figure: go.Figure, share: Array, top: float, style: Style) -> None:
    """A cross where a run has left the finite numbers."""
    known = np.flatnonzero(np.isfinite(share))
    if known.size and known[-1] < len(share) - 1:
        figure.add_scatter(
            x=known[-1:], y=np.minimum(share[known[-1:]], top), mode="markers", name=style.name,
            cliponaxis=False, marker={"symbol": "x", "size": 11, "color": style.colour},
            hovertemplate=text("lab.diverged_hover"),
        )  # fmt: skip
