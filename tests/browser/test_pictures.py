"""What the pictures show: numbers on hover, scales, layout in both sizes and themes."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mlp_core import PRESETS, Experiment, Trainer
from pages.shared.numbers import significant
from pages.shared.theme import PALETTES
from tests.browser.alone import trained
from tests.browser.train_page import TrainPage
from tests.browser.waiting import resized

SIZES = [(1280, 720), (1600, 900)]

LOSS_AXIS = "document.querySelector('[data-panel=loss] .js-plotly-plot').layout.xaxis.range[0]"


def at(step: int) -> Trainer:
    return trained(Experiment(), step)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_screen_holds_everything(at_rest: TrainPage, size: tuple[int, int], theme: str) -> None:
    train, page, (width, height) = at_rest, at_rest.page, size
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    resized(page, width, height)
    expect(train.player).to_have_css("--bp-ink", PALETTES[theme].ink)
    for part in (train.cards.first, train.cards.last, train.caption, *train.player.locator("figure").all()):
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    assert train.player.locator(".bp-cards").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    page.wait_for_function(  # as all, it grows with the screen
        "wide => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().width === wide",
        arg=232 * min(width / 1280, height / 720),
    )
    main = train.page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollHeight - e.clientHeight") <= 0
    sidebar = train.page.get_by_test_id("stSidebarContent")
    assert sidebar.evaluate("e => e.scrollHeight - e.clientHeight") <= 0


def test_nothing_moves_while_it_plays(at_rest: TrainPage) -> None:
    def boxes() -> list:
        parts = ".bp-transport > *, .bp-choices > *, .bp-card, .bp-plot, .bp-caption, figcaption > select"
        return at_rest.player.evaluate(
            "(e, s) => [...e.querySelectorAll(s)].map(p => JSON.stringify(p.getBoundingClientRect()))", parts
        )

    at_rest.rest()
    before = boxes()
    at_rest.click("Play")
    for _ in range(8):
        at_rest.page.wait_for_timeout(150)
        assert boxes() == before


def test_a_layer_is_selected_by_click_and_by_arrow(at_rest: TrainPage) -> None:
    heading = at_rest.player.locator("[data-panel=weights] figcaption b")
    at_rest.cards.nth(3).click()
    expect(heading).to_have_text("Layer 4: W, step 0")
    at_rest.press("ArrowRight")  # a click leaves the arrows to the steps
    at_rest.at(1)
    at_rest.cards.nth(3).focus()
    at_rest.press("ArrowRight")
    expect(heading).to_have_text("Layer 5: W, step 1")
    expect(at_rest.cards.nth(4)).to_be_focused()
    at_rest.press("ArrowLeft")
    expect(at_rest.cards.nth(3)).to_have_attribute("aria-checked", "true")
    assert at_rest.step == 1


@pytest.mark.parametrize(("view", "name"), [("Weights W", "W"), ("Gradient dW", "dW")])
def test_hover_gives_unit_and_value(at_rest: TrainPage, view: str, name: str) -> None:
    at_rest.page.get_by_role("radio", name=view).click()
    at_rest.cards.nth(1).click()
    at_rest.press("ArrowRight")
    at_rest.at(1)
    at_rest.rest()
    area = at_rest.player.locator("[data-panel=weights] .nsewdrag").bounding_box()
    assert area
    row, column = 9, 20
    at_rest.page.mouse.move(
        area["x"] + (column - 0.5) / 32 * area["width"], area["y"] + (row - 0.5) / 32 * area["height"]
    )
    value = getattr(at(1).network.layers[1], name)[row - 1, column - 1]
    label = at_rest.player.locator("[data-panel=weights] .hoverlayer")
    expect(label).to_contain_text(f"from {row} to {column}")
    expect(label).to_contain_text(f"{name} = {significant(value, 4)}")


def test_hover_stays_and_stays_true_while_it_plays(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    at_rest.page.get_by_label("Speed").select_option(label="15 steps a second")
    at_rest.rest()
    area = at_rest.player.locator("[data-panel=profile] .nsewdrag").bounding_box()
    assert area
    profile = at(0).measures()["dW_norm"]
    low, high = at_rest.chart("profile", "chart.layout.yaxis.range")  # type: ignore[misc]
    y = area["y"] + area["height"] * (high - np.log10(profile[3])) / (high - low)
    at_rest.page.mouse.move(area["x"] + area["width"] / 2, y)
    label = at_rest.player.locator("[data-panel=profile] .hoverlayer")
    expect(label).to_contain_text("layer 4")
    at_rest.press("Space")
    at_rest.reach(5)
    expect(label).to_contain_text("layer 4")
    at_rest.press("Space")
    at_rest.rest()
    now = at(at_rest.step).measures()["dW_norm"]
    expect(label).to_contain_text(significant(profile[3], 5))  # at step 0
    expect(label).to_contain_text(significant(now[3], 5))


def test_zoom_survives_new_frames(at_rest: TrainPage) -> None:
    at_rest.rest()
    area = at_rest.player.locator("[data-panel=loss] .nsewdrag").bounding_box()
    assert area
    mouse = at_rest.page.mouse
    mouse.move(area["x"] + 40, area["y"] + 40)
    mouse.down()
    mouse.move(area["x"] + 160, area["y"] + 150, steps=5)
    mouse.up()
    at_rest.page.wait_for_function(f"{LOSS_AXIS} > 5")
    zoomed = at_rest.chart("loss", "[chart.layout.xaxis.range, chart.layout.yaxis.range]")
    assert zoomed[0][0] > 5  # type: ignore[index]
    at_rest.click("Play")
    at_rest.at(100)
    at_rest.rest()
    assert at_rest.chart("loss", "[chart.layout.xaxis.range, chart.layout.yaxis.range]") == zoomed
    mouse.dblclick(area["x"] + 100, area["y"] + 100)
    at_rest.page.wait_for_function(f"{LOSS_AXIS} < 0")
    assert at_rest.chart("loss", "chart.layout.xaxis.range") == pytest.approx([-1.5, 101.5])


def test_space_plays_after_a_click_and_after_a_choice(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    at_rest.click("Step forward")
    at_rest.at(1)
    at_rest.press("Space")
    at_rest.plays()
    measure = at_rest.page.get_by_label("Measure")
    measure.focus()
    measure.dispatch_event("pointerdown")  # as who chooses with the mouse gets there
    measure.select_option("delta_norm")
    at_rest.press("Space")
    at_rest.stands()


def test_fewer_steps_bring_the_picture_back_within_the_run(at_rest: TrainPage) -> None:
    at_rest.scrub(90)
    at_rest.at(90)
    at_rest.set_steps(30)
    at_rest.at(30)
    expect(at_rest.scrubber).to_have_attribute("max", "30")


def test_the_charts_hold_the_numbers_of_the_step(at_rest: TrainPage) -> None:
    at_rest.scrub(42)
    at_rest.at(42)
    at_rest.rest()
    trainer = at(42)
    assert at_rest.chart("profile", "Array.from(chart.data[1].y)") == trainer.measures()["dW_norm"].tolist()
    assert at_rest.chart("profile", "Array.from(chart.data[0].y)") == at(0).measures()["dW_norm"].tolist()
    assert at_rest.chart("loss", "Array.from(chart.data[1].y)") == trainer.history.loss.tolist()
    z = np.array(at_rest.chart("weights", "chart.data[0].z.map(row => Array.from(row))"))
    assert z == pytest.approx(trainer.network.layers[0].W, rel=1e-5, abs=1e-9)


SCRUB_WHILE_CHARTS_SETTLE = """(last) => new Promise((done) => {
    const chart = document.querySelector("[data-panel=profile] .js-plotly-plot");
    const player = document.querySelector("[data-testid=player]");
    const scrubber = player.querySelector("input[type=range]");
    const rested = {};
    const scrub = () => {
        scrubber.value = Number(scrubber.value) + 1;
        scrubber.dispatchEvent(new Event("input", { bubbles: true }));
        return chart.data[1].y;
    };
    let before = scrub();
    const watch = () => {
        const { rest } = player.dataset;
        if (rest && !rested[rest]) rested[rest] = Array.from(chart.data[1].y);
        if (rested[last]) { done(rested); return; }
        if (chart.data[1].y !== before && scrubber.value < last) before = scrub();
        requestAnimationFrame(watch);
    };
    watch();
})"""


def test_a_step_taken_while_the_charts_settle_rests_when_all_of_them_have_its_numbers(
    at_rest: TrainPage,
) -> None:
    at_rest.scrub(30)
    at_rest.at(30)
    at_rest.rest()
    rested = at_rest.page.evaluate(SCRUB_WHILE_CHARTS_SETTLE, 42)
    for step, shown in rested.items():
        assert shown == at(int(step)).measures()["dW_norm"].tolist(), step


def test_every_measure_can_be_chosen(at_rest: TrainPage) -> None:
    first = at(0).measures()
    for measure, name in (
        ("‖db‖", "db_norm"), ("‖δ‖", "delta_norm"), ("mean |dW|", "dW_mean_abs"), ("‖dW‖", "dW_norm"),
    ):  # fmt: skip
        at_rest.page.get_by_label("Measure").select_option(label=measure)
        at_rest.rest()
        values = first[name]
        assert at_rest.chart("profile", "Array.from(chart.data[1].y)") == values.tolist()
        for card, value in zip(at_rest.cards.all(), values, strict=True):
            expect(card).to_contain_text(significant(value, 2))
        low, high = at_rest.chart("profile", "chart.layout.yaxis.range")  # type: ignore[misc]
        assert low < np.log10(values.min()) < np.log10(values.max()) < high


def test_the_colour_scale_is_one_for_all_or_one_for_each(at_rest: TrainPage) -> None:
    at_rest.page.get_by_role("radio", name="Gradient dW").click()
    at_rest.rest()
    shared = at_rest.chart("weights", "chart.data[0].zmax")
    at_rest.page.get_by_label("Colour scale").select_option(label="One for each layer")
    at_rest.rest()
    own = at_rest.chart("weights", "chart.data[0].zmax")
    largest = abs(at(0).network.layers[0].dW).max()
    assert shared > 1e9 * own  # type: ignore[operator]
    assert largest <= own <= 2.5 * largest


def test_the_loss_can_be_drawn_on_a_log_axis(at_rest: TrainPage) -> None:
    at_rest.page.get_by_label("Loss axis").select_option(label="log")
    at_rest.scrub(100)
    at_rest.at(100)
    at_rest.rest()
    low, high = at_rest.chart("loss", "chart.layout.yaxis.range")  # type: ignore[misc]
    losses = at(100).history.loss
    assert at_rest.chart("loss", "chart.layout.yaxis.type") == "log"
    assert low < np.log10(losses.min()) < np.log10(losses.max()) < high


def test_no_note_of_a_chart_is_cut_off_at_the_last_of_many_steps(at_rest: TrainPage) -> None:
    at_rest.set_steps(20_000)
    at_rest.scrub(20_000)
    at_rest.at(20_000)
    notes = "[...e.querySelectorAll('.bp-note')]"
    assert at_rest.player.evaluate(f"e => {notes}.filter(n => n.textContent).length") == 3
    assert at_rest.player.evaluate(f"e => {notes}.filter(n => n.scrollWidth > n.clientWidth).length") == 0


def test_no_label_of_a_card_is_cut_off(at_rest: TrainPage) -> None:
    at_rest.choose("Activation", "Leaky ReLU")
    at_rest.set("Units in each", 261)
    at_rest.set("Hidden layers", 30)
    expect(at_rest.cards).to_have_count(31)
    expect(at_rest.cards.nth(1)).to_contain_text("68.4K")
    spans = "[...e.querySelectorAll('.bp-card-about span')]"
    assert at_rest.player.evaluate(f"e => {spans}.length") == 62
    assert at_rest.player.evaluate(f"e => {spans}.filter(s => s.scrollWidth > s.clientWidth).length") == 0
    assert at_rest.player.evaluate(
        "e => [...e.querySelectorAll('.bp-card')].every(c => c.scrollWidth <= c.clientWidth)"
    )


def test_fifty_hidden_layers_never_print_a_zero(at_rest: TrainPage) -> None:
    at_rest.set("Hidden layers", 50)
    expect(at_rest.cards).to_have_count(51)
    expect(at_rest.cards.first.locator(".bp-value")).to_have_text("2.0×10⁻⁹⁴")
    expect(at_rest.caption).to_contain_text("3.5×10⁹³ times smaller")
    at_rest.cards.last.focus()
    at_rest.rest()
    visible = [value for value in at_rest.player.locator(".bp-value").all_inner_texts() if value]
    assert len(visible) >= 8
    assert "0" not in visible


def test_hover_on_a_layer_of_many_units_gives_one_weight(at_rest: TrainPage) -> None:
    at_rest.set("Units in each", 100)
    expect(at_rest.cards.nth(1)).to_contain_text("100 → 100")
    at_rest.cards.nth(1).click()
    expect(at_rest.player.locator("[data-panel=weights] .bp-note")).to_have_text("10,100 parameters")
    at_rest.rest()
    weights = Trainer(Experiment(hidden_layers=(100,) * 6)).network.layers[1].W
    z = np.array(at_rest.chart("weights", "chart.data[0].z.map(row => Array.from(row))"))
    assert z == pytest.approx(weights, rel=0, abs=1e-8)
    area = at_rest.player.locator("[data-panel=weights] .nsewdrag").bounding_box()
    assert area
    at_rest.page.mouse.move(area["x"] + 0.705 * area["width"], area["y"] + 0.305 * area["height"])
    label = at_rest.player.locator("[data-panel=weights] .hoverlayer")
    expect(label).to_contain_text("from 31 to 71")
    value = f"{weights[30, 70]:.3e}".replace("e-0", "e-")
    expect(label).to_contain_text(f"W = {value}")


def test_the_selected_layers_values_are_there_as_a_table(at_rest: TrainPage) -> None:
    at_rest.rest()
    table = at_rest.player.get_by_role("table", name="W of layer 1 at step 0")
    expect(table.get_by_role("row")).to_have_count(10)
    first = at(0).network.layers[0].W[0, 0]
    expect(table.get_by_role("cell").first).to_have_text(significant(first, 4))


def test_a_small_network_of_other_data_has_axes_of_its_own(page: Page, server: str) -> None:
    """XOR: no unit is labelled twice, and the loss fills its chart, without the tutorial's losses."""
    experiment = PRESETS["xor"]
    page.goto(f"{server}/?{urlencode(experiment.to_query() | {'shown': 'weights'})}")
    train = TrainPage(page, server)
    train.at(0)
    expect(train.player.locator("[data-panel=loss] .main-svg").first).to_be_attached()
    train.rest()
    for chart, axis, names in (
        ("weights", "x", ["1", "2"]), ("weights", "y", ["x1", "x2"]), ("profile", "x", ["1", "2"]),
    ):  # fmt: skip
        labels = train.player.locator(f"[data-panel={chart}] .{axis}tick text")
        expect(labels).to_have_count(len(names))
        assert sorted(labels.all_text_contents()) == names
    assert train.chart("weights", "chart.data[0].customdata[1][0]") == ["x2", "1"]
    first = Trainer(experiment).evaluate()
    assert first < train.chart("loss", "chart.layout.yaxis.range[1]") < 1.5 * first
    assert train.chart("loss", "chart.data[0].y.length") == 0
    train.player.locator(".bp-end-in").hover()
    expect(train.player.locator(".bp-end-in")).to_have_attribute("title", "x1 = 0\nx2 = 1.000")
    sample = page.get_by_label("Sample shown")
    expect(sample).to_have_value("2")  # of the first, (0, 0), there is nothing to see
    sample.fill("4")
    sample.press("Enter")
    trainer = Trainer(experiment)
    trainer.evaluate()
    for index, layer in enumerate(trainer.network.layers):
        for strip, values in ((0, layer.a[3]), (1, layer.delta[3])):
            said = f"max {significant(float(abs(values).max()), 2)}"
            expect(train.cards.nth(index).locator(".bp-most").nth(strip)).to_have_text(said)
    expect(page).to_have_url(re.compile(r"[?&]sample=4(&|$)"))


def test_cards_beyond_the_edge_are_announced(at_rest: TrainPage) -> None:
    at_rest.set("Hidden layers", 12)
    expect(at_rest.cards).to_have_count(13)
    left, right = (at_rest.player.locator(f".bp-more-{side}") for side in ("left", "right"))
    expect(left).to_be_hidden()
    box = at_rest.player.locator(".bp-cards").bounding_box()
    assert box
    middles = [b["x"] + b["width"] / 2 for card in at_rest.cards.all() if (b := card.bounding_box())]
    expect(right).to_have_text(f"{sum(middle > box['x'] + box['width'] for middle in middles)} more →")
    right.click()
    expect(left).to_be_visible()
    right.dispatch_event("click")  # it may be gone by now: on its way the row may have come to its end
    expect(right).to_be_hidden()
    expect(at_rest.cards.last).to_be_in_viewport()
