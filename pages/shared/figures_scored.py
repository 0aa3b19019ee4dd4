"""Arrays -> go.Figure: losses and accuracies of a run that is judged at the ends of epochs.

The curves are empty here; the `meta` of a trace says what the player puts there: "each" the loss of every
step, "train_loss" and the like the scores up to the step shown, "now_..." the score at that step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.shared.figures import layout, mark_switches
from pages.shared.text import text
from pages.shared.theme import Palette

TRAIN, TEST = "train", "test"


def _style(part: str, palette: Palette) -> dict[str, Any]:
    """How a part's line looks: told apart by its dashes too."""
    if part == TRAIN:
        return {"color": palette.accent, "width": 3}
    return {"color": palette.test, "width": 3, "dash": "dash"}


def _add_scores(figure: go.Figure, score: str, parts: Sequence[str], palette: Palette) -> None:
    """A line for each part, and after all lines, on top of them, where each is now."""
    hover = text("figure.score_hover")
    for part in parts:
        figure.add_scatter(
            x=[], y=[], name=text(f"figure.{part}_{score}"), meta=f"{part}_{score}", hovertemplate=hover,
            mode="lines", line=_style(part, palette),
        )  # fmt: skip
    for part in parts:
        style = _style(part, palette)
        figure.add_scatter(
            x=[], y=[], name=text(f"figure.{part}_{score}"), meta=f"now_{part}_{score}", hoverinfo="skip",
            mode="markers", marker={"size": 11 if part == TRAIN else 8, "color": style["color"]},
        )  # fmt: skip


def _steps_axis(steps: int) -> dict[str, Any]:
    return {"range": [-0.015 * steps, 1.015 * steps], "nticks": 6, "tickformat": "d", "showgrid": False}


def scored_loss_figure(
    steps: int, parts: Sequence[str], palette: Palette, switches: Sequence[tuple[int, str]] = ()
) -> go.Figure:
    """The loss of every step's batch, thin and faint, and over it that of all samples of each part.

    Args:
        steps: how many steps the run will have.
        parts: TRAIN, and TEST where samples are held back.
        switches: (step, what changed) where a run was continued with other settings.
    """
    alt = text("figure.scored_loss")
    figure = go.Figure(layout=layout(palette, alt, text("figure.step"), text("figure.loss_axis")))
    figure.add_scatter(
        x=[], y=[], name=text("figure.each_batch"), meta="each", hovertemplate=text("figure.score_hover"),
        mode="lines", opacity=0.5, line={"color": palette.muted, "width": 1},
    )  # fmt: skip
    _add_scores(figure, "loss", parts, palette)
    figure.update_layout(
        xaxis=_steps_axis(steps), yaxis={"range": [0, 1], "nticks": 6, "exponentformat": "power"}
    )
    mark_switches(figure, switches, steps, palette)
    return figure


def accuracy_figure(
    steps: int, parts: Sequence[str], palette: Palette, switches: Sequence[tuple[int, str]] = ()
) -> go.Figure:
    """The share of right answers over steps, of each part; arguments as those of `scored_loss_figure`."""
    alt = text("figure.accuracy")
    figure = go.Figure(layout=layout(palette, alt, text("figure.step"), text("figure.accuracy_axis")))
    _add_scores(figure, "accuracy", parts, palette)
    tenths = {"range": [0, 1.04], "tick0": 0, "dtick": 0.2, "tickformat": ".0%"}
    figure.update_layout(xaxis=_steps_axis(steps), yaxis=tenths)
    mark_switches(figure, switches, steps, palette)
    return figure
