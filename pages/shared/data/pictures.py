"""Samples that are images, as such: a pure function."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mlp_core.nn.steps import Array
from pages.shared.data.figures import label
from pages.shared.data.shown import Shown
from pages.shared.figures import layout
from pages.shared.text import text
from pages.shared.theme import Palette

EACH, GAP = 6, 1
"""Pictures of each class, and pixels between them."""


def gallery(shown: Shown) -> tuple[Array, Array]:
    """The first pictures of each class, a class a column: pixels, and the number of each one's sample."""
    assert shown.image
    assert shown.labels is not None
    rows, columns = shown.image
    shape = EACH * (rows + GAP) - GAP, len(shown.classes) * (columns + GAP) - GAP
    pixels, samples = np.full(shape, np.nan), np.zeros(shape, int)
    for of_class in range(len(shown.classes)):
        left = of_class * (columns + GAP)
        for place, sample in enumerate(np.flatnonzero(shown.labels == of_class)[:EACH]):
            top = place * (rows + GAP)
            cell = slice(top, top + rows), slice(left, left + columns)
            pixels[cell] = shown.data.raw[sample].reshape(rows, columns)
            samples[cell] = sample + 1
    return pixels, samples


def gallery_figure(shown: Shown, palette: Palette) -> go.Figure:
    """The first pictures of each class, drawn from the page's background to its ink."""
    assert shown.image
    columns = shown.image[1]
    pixels, samples = gallery(shown)
    figure = go.Figure(
        go.Heatmap(
            z=pixels, customdata=samples, hovertemplate=text("data.gallery_hover"), hoverongaps=False,
            colorscale=[[0, palette.surface], [1, palette.ink]], showscale=False,
        ),
        layout(palette, text("data.gallery_alt"), "", "", hovermode="closest"),
    )  # fmt: skip
    names = [label(name, 8) for name in shown.classes]
    middles = [i * (columns + GAP) + (columns - 1) / 2 for i in range(len(names))]
    across = {"side": "top", "tickvals": middles, "ticktext": names, "tickfont": {"size": 14}}
    down = {"autorange": "reversed", "showticklabels": False, "scaleanchor": "x"}
    bare = {"showgrid": False, "constrain": "domain"}
    margin = {"l": 4, "r": 4, "t": 26, "b": 4}
    figure.update_layout(margin=margin, xaxis=across | bare, yaxis=down | bare)
    return figure
