"""The loss landscape from the side, as a template: the browser puts its numbers in (landscape/surface.js)."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.shared.text import text
from pages.shared.theme import CHART_FONT_SIZE, Palette


def surface_figure(palette: Palette) -> go.Figure:
    """A surface of losses; upon it a run's path, and the place where it stands.

    The three traces are empty: the surface's z is the loss or its logarithm, and `text` the loss in words.
    A camera that a person has turned stays, since `uirevision` does.
    """
    axis = {
        "gridcolor": palette.grid, "color": palette.muted, "showbackground": False, "zeroline": False,
        "tickfont": {"size": 11}, "title": {"text": "", "font": {"size": CHART_FONT_SIZE}},
    }  # fmt: skip
    hover = f"{text('landscape.axis_loss')} %{{text}}<br>%{{x:.4g}}, %{{y:.4g}}<extra></extra>"
    scale = [list(stop) for stop in palette.sequential]
    bar = {
        "thickness": 10, "len": 0.9, "outlinewidth": 0, "xpad": 4,
        "tickfont": {"size": 11, "color": palette.muted},
    }  # fmt: skip
    lines = {"show": True, "usecolormap": False, "color": "rgba(255,255,255,0.35)", "width": 1}
    loss = {**axis, "title": {"text": text("landscape.axis_loss"), "font": {"size": CHART_FONT_SIZE}}}
    return go.Figure(
        [
            go.Surface(
                x=[], y=[], z=[], text=[], colorscale=scale, colorbar=bar, hovertemplate=hover,
                contours={"z": lines},
            ),
            go.Scatter3d(x=[], y=[], z=[], mode="lines", line={"width": 6}, hoverinfo="skip"),
            go.Scatter3d(
                x=[], y=[], z=[], mode="markers", hoverinfo="skip",
                marker={"size": 6, "line": {"width": 1, "color": "#ffffff"}},
            ),
        ],
        go.Layout(
            meta={"alt": text("landscape.surface")},
            font={"size": CHART_FONT_SIZE, "color": palette.ink},
            paper_bgcolor="rgba(0,0,0,0)",
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            showlegend=False,
            hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.muted},
            scene={
                "xaxis": axis, "yaxis": axis, "zaxis": loss, "aspectmode": "manual",
                "aspectratio": {"x": 1.2, "y": 1.0, "z": 0.7},
                "camera": {"eye": {"x": 1.2, "y": -1.45, "z": 1.25}},
            },
            uirevision="landscape",
            template=None,
        ),
    )  # fmt: skip
