"""The lab's figures: what they show of given arrays."""

from __future__ import annotations

import numpy as np
import pytest

from pages.shared.lab import figures, figures_over
from pages.shared.lab.figures import Style
from pages.shared.theme import DARK, EXPONENT_SIZE, LIGHT
from pages.shared.wire.bytes import numbers

STYLES = [Style("one", "#d55e00", "circle", True), Style("other", "#0072b2", "diamond")]


def quartiles(*lines: list[float]) -> np.ndarray:
    return np.array([lines, lines, lines]) * np.array([0.5, 1.0, 2.0])[:, None, None]


def test_a_vanished_gradient_keeps_its_place_and_its_digits() -> None:
    figure = figures.staircase_figure(
        quartiles([3.1e-290, 0.5], [1.0, 1.0]), STYLES, "‖dW‖", (-291, 1), LIGHT
    )
    assert figure.data[0].text[0] == "3.100×10⁻²⁹⁰"
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.range == (-291, 1)
    assert figure.layout.meta["alt"]


def test_what_is_exactly_0_is_a_triangle_at_the_foot_and_said() -> None:
    figure = figures.staircase_figure(quartiles([0.0, 0.5], [1.0, 1.0]), STYLES, "‖dW‖", (-10, 0), LIGHT)
    triangles = [t for t in figure.data if t.marker.symbol == "triangle-down" and len(t.x)]
    (triangle,) = triangles
    assert list(triangle.x) == [1]
    assert 1e-10 < triangle.y[0] < 1e-9
    assert "exactly 0" in triangle.hovertemplate


@pytest.mark.parametrize("layers", [2, 51])
def test_layers_stand_from_the_input_on_the_left_to_the_output(layers: int) -> None:
    values = np.logspace(-5, 0, layers).tolist()
    figure = figures.staircase_figure(
        quartiles(values, values), STYLES, "‖dW‖", (-6, 1), DARK, ceiling=np.array(values) * 2
    )
    assert list(figure.data[0].x) == list(range(1, layers + 1))
    np.testing.assert_allclose(figure.data[0].y, values)
    assert figure.layout.xaxis.range[0] < 1 < layers < figure.layout.xaxis.range[1]
    ceiling = figure.data[2]
    assert ceiling.line.dash == "dash"
    np.testing.assert_allclose(ceiling.y, 2 * np.array(values))


def test_the_line_in_focus_is_the_thickest() -> None:
    figure = figures.staircase_figure(quartiles([1.0, 1.0], [1.0, 1.0]), STYLES, "‖dW‖", (-1, 1), LIGHT)
    assert figure.data[0].line.width > figure.data[1].line.width


def test_factors_have_the_chain_rules_colours_and_their_names_beside_them() -> None:
    figure = figures.passes_figure(np.array([0.9, 0.8, np.nan]), np.array([0.24, 0.23, 0.2]), 0.25, LIGHT)
    assert [trace.line.color for trace in figure.data[:2]] == [LIGHT.weights, LIGHT.slope]
    assert {note.text: note.font.color for note in figure.layout.annotations} == {
        "weights": LIGHT.weights, "slope": LIGHT.slope,
    }  # fmt: skip
    assert figure.data[2].y == (0.25, 0.25)
    assert figure.layout.yaxis.type != "log"
    far = figures.passes_figure(np.array([90.0, np.nan]), np.array([0.24, 0.2]), 0.25, LIGHT, True, True)
    assert far.layout.yaxis.type == "log"
    assert {note.text for note in far.layout.annotations} == {"weights and skips", "slope and normalisation"}


def test_factors_of_a_network_without_any_gradient_are_drawn_all_the_same() -> None:
    nothing = np.array([np.nan, np.nan])
    assert figures.passes_figure(nothing, nothing, 1.0, LIGHT).layout.yaxis.range[1] > 1


def test_a_cell_of_depth_and_layer_says_its_number() -> None:
    median = np.array([[1e-3, 1.0, np.nan], [1e-200, 0.0, 1.0]])
    figure = figures_over.depths_figure(np.array([1, 2]), median, "‖dW‖", LIGHT)
    heat = figure.data[0]
    assert [list(row) for row in heat.text] == [["0.001000", "1.000", ""], ["1.000×10⁻²⁰⁰", "0", "1.000"]]
    assert heat.z[0][0] == pytest.approx(-3)
    assert heat.z[1][1] == heat.zmin
    assert np.isnan(heat.z[0][2])
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # deeper networks below


def test_a_run_over_steps_has_a_line_a_layer_from_dark_to_bright() -> None:
    values = np.exp(-np.arange(12.0)).reshape(4, 3)
    figure = figures_over.course_figure(values, "‖dW‖", (-6, 0), LIGHT)
    assert len(figure.data) == 1 + 3
    for layer, trace in enumerate(figure.data[1:]):
        np.testing.assert_allclose(trace.y, values[:, layer])
    brightness = [sum(int(t.line.color[i : i + 2], 16) for i in (1, 3, 5)) for t in figure.data[1:]]
    assert brightness == sorted(brightness)
    assert [note.text for note in figure.layout.annotations] == ["Layer 1", "Layer 3"]


def test_nothing_but_zeros_over_steps_is_said() -> None:
    figure = figures_over.course_figure(np.zeros((3, 2)), "‖dW‖", (-3, 0), LIGHT)
    assert [note.text for note in figure.layout.annotations] == ["exactly 0 in every layer"]


def test_losses_are_shares_of_the_first_and_a_diverged_run_ends_in_a_cross() -> None:
    loss = np.array([[2.0, 1.0, 0.5], [1.0, 1e30, np.nan]])
    figure = figures_over.loss_figure(loss, STYLES, LIGHT)
    np.testing.assert_allclose(figure.data[1].y, [1, 0.5, 0.25])
    assert figure.data[1].text == ("2.000", "1.000", "0.5000")
    (cross,) = [trace for trace in figure.data if trace.marker.symbol == "x"]
    assert list(cross.x) == [1]
    assert cross.y[0] == figure.layout.yaxis.range[1] == figures_over.MOST_LOSS


def test_saturation_is_a_share_and_the_dead_units_are_those_of_the_focus() -> None:
    figure = figures.saturation_figure(
        np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([0.25, 0.0]), STYLES, LIGHT
    )
    assert figure.data[0].text == ("0.0 %", "100.0 %")
    assert figure.data[2].text == ("25.0 %", "0.0 %")
    assert "one" in figure.data[2].name


def test_z_shows_where_the_slope_is_gone() -> None:
    shares = np.array([[0.25, 0.75], [1.0, 0.0]])
    figure = figures.z_figure(shares, np.array([-8.0, 0.0, 8.0]), 4.6, LIGHT)
    assert np.asarray(figure.data[0].z).shape == (2, 2)
    assert list(figure.data[0].text[0]) == ["25.0 %", "100.0 %"]
    assert sorted(shape.y0 for shape in figure.layout.shapes) == [-4.6, 4.6]
    assert not figures.z_figure(shares, np.array([-8.0, 0.0, 8.0]), None, LIGHT).layout.shapes


def test_numbers_for_the_browser_are_lists_and_gaps() -> None:
    figure = figures_over.loss_figure(np.array([[2.0, np.inf], [1.0, np.nan]]), STYLES, LIGHT)
    found = numbers(figure.to_plotly_json())
    assert found["data"][1]["y"] == [1.0, None]
    heat = figures_over.depths_figure(np.array([1]), np.array([[1.0, 0.1]]), "‖dW‖", LIGHT)
    assert numbers(heat.to_plotly_json())["data"][0]["z"] == [[0.0, -1.0]]


def test_a_layers_colour_stays_off_the_background() -> None:
    for palette, dark in ((LIGHT, False), (DARK, True)):
        for layer in (1, 6, 12):
            colour = palette.layer_colour(layer, 12)
            brightness = sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 765
            assert (brightness > 0.2) if dark else (brightness < 0.75)
    assert LIGHT.layer_colour(1, 1) == LIGHT.sequential[0][1]


def test_losses_of_different_kinds_are_each_divided_by_what_guessing_scores() -> None:
    """Neither network has learned anything: both end on the line of chance, though at other losses."""
    loss = np.array([[0.125, 0.05, 0.045], [6.93, 3.4, 3.25]])
    figure = figures_over.loss_figure(loss, STYLES, LIGHT, chance=np.array([0.045, 3.25]))
    np.testing.assert_allclose([trace.y[-1] for trace in figure.data[1:3]], [1, 1])
    assert figure.data[1].text[-1] == "0.04500"
    (guess,) = [trace for trace in figure.data if trace.line.dash == "dash"]
    assert tuple(guess.y) == (1, 1)
    assert "guessing" in guess.name
    assert figure.layout.yaxis.range[0] == 0


def test_losses_that_begin_far_above_chance_have_a_log_axis_with_chance_on_it() -> None:
    loss = np.array([[4.5e3, 45.0, 0.0045], [0.045, 1e30, np.nan]])
    figure = figures_over.loss_figure(loss, STYLES, LIGHT, chance=np.array([0.045, 0.045]))
    low, high = figure.layout.yaxis.range
    assert figure.layout.yaxis.type == "log"
    assert low < -1 < 0 < high < 6  # 1e30 does not flatten the rest
    (cross,) = [trace for trace in figure.data if trace.marker.symbol == "x"]
    assert cross.y[0] == 10**high
    assert tuple(figure.data[0].y) == (10**low, 10**high)


def test_the_loss_axis_reaches_where_the_losses_begin() -> None:
    loss = np.array([[0.2, 0.05, 0.04], [0.1, 1e30, np.nan]])
    figure = figures_over.loss_figure(loss, STYLES, LIGHT, chance=np.array([0.045, 0.045]))
    assert figure.layout.yaxis.type != "log"
    assert figure.layout.yaxis.range == pytest.approx((0, 1.1 * 0.2 / 0.045))


def test_right_answers_stand_beside_those_of_guessing() -> None:
    right = np.array([[0.1, 0.5, 0.999], [0.1, np.nan, np.nan]])
    figure = figures_over.accuracy_figure(right, np.array([0.11, 0.11]), STYLES, DARK)
    assert figure.data[1].text == ("10.0 %", "50.0 %", "99.9 %")
    (guess,) = [trace for trace in figure.data if trace.line.dash == "dash"]
    assert tuple(guess.y) == (0.11, 0.11)
    assert [list(trace.x) for trace in figure.data if trace.marker.symbol == "x"] == [[0]]


def test_a_name_does_not_lie_over_the_axis() -> None:
    flat = np.array([0.05, 0.05, np.nan])
    low = figures.passes_figure(flat, np.array([0.9, 0.9, 0.9]), 1.0, LIGHT)
    assert {note.text: note.yshift for note in low.layout.annotations} == {"weights": 12, "slope": 12}
    high = figures.passes_figure(10 * flat, np.array([0.9, 0.9, 0.9]), 1.0, LIGHT)
    assert {note.text: note.yshift for note in high.layout.annotations} == {"weights": -12, "slope": 12}


def test_exponents_are_large_enough_to_read() -> None:
    """Plotly writes a power of ten a quarter larger than other numbers, and its exponent at 70 % of that."""
    over = figures_over.depths_figure(np.array([1]), np.array([[1e-30, 1.0]]), "‖dW‖", LIGHT)
    bar = over.data[0].colorbar
    assert "10<sup>\u221230</sup>" in bar.ticktext
    assert 0.7 * bar.tickfont.size == pytest.approx(EXPONENT_SIZE)
    stairs = figures.staircase_figure(quartiles([1.0, 1.0], [1.0, 1.0]), STYLES, "‖dW‖", (-9, 1), LIGHT)
    assert 0.7 * 1.25 * stairs.layout.yaxis.tickfont.size == pytest.approx(EXPONENT_SIZE)
    assert EXPONENT_SIZE >= 11
