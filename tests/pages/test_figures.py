"""Figures: what they draw, from plain arrays."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.shared import figures
from pages.shared.figures_scored import TEST, TRAIN, accuracy_figure, scored_loss_figure
from pages.shared.theme import DARK, LIGHT, PALETTES, Palette

LINES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


def profile() -> go.Figure:
    return figures.profile_figure(np.array([1e-11, 1e-5, 0.7]), np.array([2e-11, 1e-5, 0.5]), "‖dW‖", LIGHT)


def every_figure() -> list[go.Figure]:
    weights = figures.weights_figure(np.zeros((3, 2)), "W", 1, 0.03, DARK)
    loss = figures.loss_figure(np.array([0.3, 0.2]), 100, LIGHT, [0.31, 0.21])
    scored = scored_loss_figure(100, [TRAIN, TEST], DARK)
    return [weights, profile(), loss, scored, accuracy_figure(100, [TRAIN, TEST], LIGHT)]


def test_every_figure_names_its_axes_and_says_what_it_shows() -> None:
    for figure in every_figure():
        assert figure.layout.xaxis.title.text
        assert figure.layout.yaxis.title.text
        assert len(figure.layout.meta["alt"]) > 10


def test_chart_text_is_eleven_pixels_or_more() -> None:
    for figure in every_figure():
        assert figure.layout.font.size >= 11
        # Plotly writes powers of ten on a log axis a quarter larger.
        larger = 1.25 if figure.layout.yaxis.type == "log" else 1
        assert (figure.layout.yaxis.tickfont.size or 12) * larger >= 11


def test_the_weights_scale_is_symmetric_about_zero() -> None:
    heatmap = figures.weights_figure(np.zeros((3, 2)), "W", 1, 0.03, LIGHT).data[0]
    assert (heatmap.zmin, heatmap.zmax) == (-0.03, 0.03)


@pytest.mark.parametrize("name", PALETTES)
def test_zero_has_the_colour_of_the_page(name: str) -> None:
    palette = PALETTES[name]
    assert dict(palette.diverging)[0.5] == palette.background


def test_every_unit_has_its_row_and_column() -> None:
    layout = figures.weights_figure(np.zeros((10, 32)), "W", 1, 1.0, LIGHT).layout
    assert tuple(layout.xaxis.range) == (0.5, 32.5)
    assert tuple(layout.yaxis.range) == (10.5, 0.5)


def test_the_gradient_axis_is_logarithmic_and_holds_every_value() -> None:
    figure = profile()
    low, high = figure.layout.yaxis.range
    assert figure.layout.yaxis.type == "log"
    assert low < -11 < 0 < high + 0.2
    assert figure.data[0].opacity < figure.data[1].opacity
    assert figure.data[1].mode == "lines+markers"


def test_a_vanished_gradient_is_written_with_its_exponent() -> None:
    assert profile().data[1].text[0] == "2.000×10⁻¹¹"


@pytest.mark.parametrize("values", [[0.0, 0.0], [np.nan, np.inf]])
def test_a_log_axis_without_positive_values_still_has_a_range(values: list[float]) -> None:
    low, high = figures.log_range(np.array(values))
    assert low < high


@pytest.mark.parametrize("low", [-3.0, -12.0, -95.0, -300.0])
def test_at_most_six_decades_are_labelled(low: float) -> None:
    assert -low / figures.log_ticks(low, 0.0) <= 6


def test_the_printed_losses_are_drawn_dashed_behind() -> None:
    figure = figures.loss_figure(np.array([0.3, 0.2]), 100, LIGHT, [0.31, 0.21])
    assert figure.data[0].line.dash == "dash"
    assert list(figure.data[0].y) == [0.31, 0.21]
    assert list(figure.data[2].x) == [1]
    assert figure.layout.yaxis.range[1] > 0.31


@pytest.mark.parametrize("palette", PALETTES.values())
def test_training_and_test_are_told_apart_without_colour_too(palette: Palette) -> None:
    for figure in (
        scored_loss_figure(100, [TRAIN, TEST], palette),
        accuracy_figure(100, [TRAIN, TEST], palette),
    ):
        train, test = (trace for trace in figure.data if trace.meta in LINES)
        assert (train.line.dash, test.line.dash) == (None, "dash")
        assert train.line.color == palette.accent != test.line.color


def test_the_loss_of_each_batch_is_thin_and_faint_behind_those_of_all_samples() -> None:
    each, train, *_ = scored_loss_figure(100, [TRAIN], LIGHT).data
    assert each.meta == "each"
    assert each.line.width < train.line.width
    assert each.opacity < 1
    assert [trace.meta for trace in scored_loss_figure(100, [TRAIN], LIGHT).data][1:] == [
        "train_loss", "now_train_loss"
    ]  # fmt: skip


def test_an_accuracy_runs_from_0_to_100_percent() -> None:
    axis = accuracy_figure(100, [TRAIN], LIGHT).layout.yaxis
    assert axis.range[0] == 0
    assert 1 <= axis.range[1] < 1.1  # a marker at the top is drawn whole
    assert axis.tickformat == ".0%"


def test_changes_of_settings_are_marked_in_every_curve() -> None:
    switches = [(10, "learning rate 0.1"), (60, "seed 2")]
    for figure in (
        scored_loss_figure(100, [TRAIN], LIGHT, switches),
        accuracy_figure(100, [TRAIN], LIGHT, switches),
    ):
        assert [shape.x0 for shape in figure.layout.shapes] == [10, 60]
