"""What the pictures show: numbers on hover, scales, layout in both sizes and themes."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mlp_core import PRESETS, Experiment, Trainer
from pages.shared.numbers import significant
from pages.shared.theme import PALETTES
from tests.browser.train_page import TrainPage

SIZES = [(1280, 720), (1600, 900)]


def at(step: int) -> Trainer:
    trainer = Trainer(Experiment())
    trainer.step(step)
    trainer.evaluate()
    return trainer


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_screen_holds_everything(page: Page, server: str, size: tuple[int, int], theme: str) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    train = TrainPage(page, server).open()
    for part in (train.cards.first, train.cards.last, train.caption, *train.player.locator("figure").all()):
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    assert train.player.locator(".bp-cards").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    side = train.page.get_by_test_id("stSidebar").bounding_box()
    assert side
    assert side["width"] == 232
    main = train.page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollHeight - e.clientHeight") <= 0
    sidebar = train.page.get_by_test_id("stSidebarContent")
    assert sidebar.evaluate("e => e.scrollHeight - e.clientHeight") <= 0
    assert (
        train.player.evaluate("e => getComputedStyle(e).getPropertyValue('--bp-ink')") == PALETTES[theme].ink
    )


def test_nothing_moves_while_it_plays(train: TrainPage) -> None:
    def boxes() -> list:
        parts = ".bp-transport > *, .bp-choices > *, .bp-card, .bp-plot, .bp-caption, figcaption > select"
        return train.player.evaluate(
            "(e, s) => [...e.querySelectorAll(s)].map(p => JSON.stringify(p.getBoundingClientRect()))", parts
        )

    before = boxes()
    train.click("Play")
    for _ in range(8):
        train.page.wait_for_timeout(150)
        assert boxes() == before


def test_a_layer_is_selected_by_click_and_by_arrow(train: TrainPage) -> None:
    heading = train.player.locator("[data-panel=weights] figcaption b")
    train.cards.nth(3).click()
    expect(heading).to_have_text("Layer 4: W, step 0")
    train.press("ArrowRight")  # a click leaves the arrows to the steps
    train.at(1)
    train.cards.nth(3).focus()
    train.press("ArrowRight")
    expect(heading).to_have_text("Layer 5: W, step 1")
    expect(train.cards.nth(4)).to_be_focused()
    train.press("ArrowLeft")
    expect(train.cards.nth(3)).to_have_attribute("aria-checked", "true")
    assert train.step == 1


@pytest.mark.parametrize(("view", "name"), [("Weights W", "W"), ("Gradient dW", "dW")])
def test_hover_gives_unit_and_value(train: TrainPage, view: str, name: str) -> None:
    train.page.get_by_role("radio", name=view).click()
    train.cards.nth(1).click()
    train.press("ArrowRight")
    train.at(1)
    train.page.wait_for_timeout(600)
    area = train.player.locator("[data-panel=weights] .nsewdrag").bounding_box()
    assert area
    row, column = 9, 20
    train.page.mouse.move(
        area["x"] + (column - 0.5) / 32 * area["width"], area["y"] + (row - 0.5) / 32 * area["height"]
    )
    value = getattr(at(1).network.layers[1], name)[row - 1, column - 1]
    label = train.player.locator("[data-panel=weights] .hoverlayer")
    expect(label).to_contain_text(f"from {row} to {column}")
    expect(label).to_contain_text(f"{name} = {significant(value, 4)}")


def test_hover_stays_and_stays_true_while_it_plays(train: TrainPage) -> None:
    train.set_steps(5000)
    train.page.get_by_label("Speed").select_option(label="15 steps a second")
    area = train.player.locator("[data-panel=profile] .nsewdrag").bounding_box()
    assert area
    profile = at(0).history.dW_norm[0]
    low, high = train.chart("profile", "chart.layout.yaxis.range")  # type: ignore[misc]
    y = area["y"] + area["height"] * (high - np.log10(profile[3])) / (high - low)
    train.page.mouse.move(area["x"] + area["width"] / 2, y)
    label = train.player.locator("[data-panel=profile] .hoverlayer")
    expect(label).to_contain_text("layer 4")
    train.press("Space")
    train.page.wait_for_timeout(1000)
    expect(label).to_contain_text("layer 4")
    train.press("Space")
    train.page.wait_for_timeout(500)
    norms = at(train.step).history.dW_norm
    expect(label).to_contain_text(significant(norms[0][3], 5))  # at step 0
    expect(label).to_contain_text(significant(norms[train.step][3], 5))  # now


def test_zoom_survives_new_frames(train: TrainPage) -> None:
    area = train.player.locator("[data-panel=loss] .nsewdrag").bounding_box()
    assert area
    mouse = train.page.mouse
    mouse.move(area["x"] + 40, area["y"] + 40)
    mouse.down()
    mouse.move(area["x"] + 160, area["y"] + 150, steps=5)
    mouse.up()
    train.page.wait_for_timeout(300)
    zoomed = train.chart("loss", "[chart.layout.xaxis.range, chart.layout.yaxis.range]")
    assert zoomed[0][0] > 5  # type: ignore[index]
    train.click("Play")
    train.at(100)
    train.page.wait_for_timeout(500)
    assert train.chart("loss", "[chart.layout.xaxis.range, chart.layout.yaxis.range]") == zoomed
    mouse.dblclick(area["x"] + 100, area["y"] + 100)
    train.page.wait_for_timeout(500)
    assert train.chart("loss", "chart.layout.xaxis.range") == pytest.approx([-1.5, 101.5])


def test_space_plays_after_a_click_and_after_a_choice(train: TrainPage) -> None:
    train.set_steps(5000)
    train.click("Step forward")
    train.at(1)
    train.press("Space")
    expect(train.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    train.press("Space")
    expect(train.page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_fewer_steps_bring_the_picture_back_within_the_run(train: TrainPage) -> None:
    train.scrub(90)
    train.at(90)
    train.set_steps(30)
    train.at(30)
    expect(train.scrubber).to_have_attribute("max", "30")


def test_the_charts_hold_the_numbers_of_the_step(train: TrainPage) -> None:
    train.scrub(42)
    train.at(42)
    train.page.wait_for_timeout(600)
    trainer = at(42)
    assert train.chart("profile", "Array.from(chart.data[1].y)") == trainer.history.dW_norm[42].tolist()
    assert train.chart("profile", "Array.from(chart.data[0].y)") == trainer.history.dW_norm[0].tolist()
    assert train.chart("loss", "Array.from(chart.data[1].y)") == trainer.history.loss.tolist()
    z = np.array(train.chart("weights", "chart.data[0].z.map(row => Array.from(row))"))
    assert z == pytest.approx(trainer.network.layers[0].W, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "name"),
    [("‖dW‖", "dW_norm"), ("‖db‖", "db_norm"), ("‖δ‖", "delta_norm"), ("mean |dW|", "dW_mean_abs")],
)
def test_every_measure_can_be_chosen(train: TrainPage, measure: str, name: str) -> None:
    train.page.get_by_label("Measure").select_option(label=measure)
    train.page.wait_for_timeout(500)
    values = getattr(at(0).history, name)[0]
    assert train.chart("profile", "Array.from(chart.data[1].y)") == values.tolist()
    for card, value in zip(train.cards.all(), values, strict=True):
        expect(card).to_contain_text(significant(value, 2))
    low, high = train.chart("profile", "chart.layout.yaxis.range")  # type: ignore[misc]
    assert low < np.log10(values.min()) < np.log10(values.max()) < high


def test_the_colour_scale_is_one_for_all_or_one_for_each(train: TrainPage) -> None:
    train.page.get_by_role("radio", name="Gradient dW").click()
    train.page.wait_for_timeout(500)
    shared = train.chart("weights", "chart.data[0].zmax")
    train.page.get_by_label("Colour scale").select_option(label="One for each layer")
    train.page.wait_for_timeout(500)
    own = train.chart("weights", "chart.data[0].zmax")
    largest = abs(at(0).network.layers[0].dW).max()
    assert shared > 1e9 * own  # type: ignore[operator]
    assert largest <= own <= 2.5 * largest


def test_the_loss_can_be_drawn_on_a_log_axis(train: TrainPage) -> None:
    train.page.get_by_label("Loss axis").select_option(label="log")
    train.scrub(100)
    train.at(100)
    train.page.wait_for_timeout(500)
    low, high = train.chart("loss", "chart.layout.yaxis.range")  # type: ignore[misc]
    losses = at(100).history.loss
    assert train.chart("loss", "chart.layout.yaxis.type") == "log"
    assert low < np.log10(losses.min()) < np.log10(losses.max()) < high


def test_no_note_of_a_chart_is_cut_off_at_the_last_of_many_steps(train: TrainPage) -> None:
    train.set_steps(20_000)
    train.scrub(20_000)
    train.at(20_000)
    notes = "[...e.querySelectorAll('.bp-note')]"
    assert train.player.evaluate(f"e => {notes}.filter(n => n.textContent).length") == 3
    assert train.player.evaluate(f"e => {notes}.filter(n => n.scrollWidth > n.clientWidth).length") == 0


def test_no_label_of_a_card_is_cut_off(train: TrainPage) -> None:
    train.choose("Activation", "Leaky ReLU")
    train.set("Units in each", 261)
    train.set("Hidden layers", 30)
    expect(train.cards).to_have_count(31)
    expect(train.cards.nth(1)).to_contain_text("68.4K")
    spans = "[...e.querySelectorAll('.bp-card-about span')]"
    assert train.player.evaluate(f"e => {spans}.length") == 62
    assert train.player.evaluate(f"e => {spans}.filter(s => s.scrollWidth > s.clientWidth).length") == 0
    assert train.player.evaluate(
        "e => [...e.querySelectorAll('.bp-card')].every(c => c.scrollWidth <= c.clientWidth)"
    )


def test_fifty_hidden_layers_never_print_a_zero(train: TrainPage) -> None:
    train.set("Hidden layers", 50)
    expect(train.cards).to_have_count(51)
    expect(train.cards.first.locator(".bp-value")).to_have_text("2.0×10⁻⁹⁴")
    expect(train.caption).to_contain_text("3.5×10⁹³ times smaller")
    train.cards.last.focus()
    train.page.wait_for_timeout(500)
    visible = [value for value in train.player.locator(".bp-value").all_inner_texts() if value]
    assert len(visible) >= 8
    assert "0" not in visible


def test_hover_on_a_layer_of_many_units_gives_one_weight(train: TrainPage) -> None:
    train.set("Units in each", 100)
    expect(train.cards.nth(1)).to_contain_text("100 → 100")
    train.cards.nth(1).click()
    expect(train.player.locator("[data-panel=weights] .bp-note")).to_have_text("10,100 parameters")
    train.page.wait_for_timeout(800)
    weights = Trainer(Experiment(hidden_layers=(100,) * 6)).network.layers[1].W
    z = np.array(train.chart("weights", "chart.data[0].z.map(row => Array.from(row))"))
    assert z == pytest.approx(weights, rel=0, abs=1e-8)
    area = train.player.locator("[data-panel=weights] .nsewdrag").bounding_box()
    assert area
    train.page.mouse.move(area["x"] + 0.705 * area["width"], area["y"] + 0.305 * area["height"])
    label = train.player.locator("[data-panel=weights] .hoverlayer")
    expect(label).to_contain_text("from 31 to 71")
    value = f"{weights[30, 70]:.3e}".replace("e-0", "e-")
    expect(label).to_contain_text(f"W = {value}")


def test_the_selected_layers_values_are_there_as_a_table(train: TrainPage) -> None:
    train.page.wait_for_timeout(600)
    table = train.player.get_by_role("table", name="W of layer 1 at step 0")
    expect(table.get_by_role("row")).to_have_count(10)
    first = at(0).network.layers[0].W[0, 0]
    expect(table.get_by_role("cell").first).to_have_text(significant(first, 4))


def test_a_small_network_of_other_data_has_axes_of_its_own(page: Page, server: str) -> None:
    """XOR: no unit is labelled twice, and the loss fills its chart, without the tutorial's losses."""
    experiment = PRESETS["xor"]
    page.goto(f"{server}/?{urlencode(experiment.to_query())}")
    train = TrainPage(page, server)
    train.at(0)
    expect(train.player.locator("[data-panel=loss] .main-svg").first).to_be_attached(timeout=20_000)
    page.wait_for_timeout(500)
    for chart, axis in (("weights", "x"), ("weights", "y"), ("profile", "x")):
        labels = train.player.locator(f"[data-panel={chart}] .{axis}tick text").all_text_contents()
        assert sorted(labels) == ["1", "2"]
    first = Trainer(experiment).evaluate()
    assert first < train.chart("loss", "chart.layout.yaxis.range[1]") < 1.5 * first
    assert train.chart("loss", "chart.data[0].y.length") == 0
