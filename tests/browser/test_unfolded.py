"""A cell of Train unfolds its arithmetic, a place of the surface its answer: on screen against the core."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.training.inference import Forward
from pages.shared.numbers import percent, significant
from tests.browser.alone import trained
from tests.browser.step_page import StepPage, calculated
from tests.browser.test_axe import LARGE, found
from tests.browser.train_page import TrainPage

STEP = 42
WIDE = replace(PRESETS["digits"], hidden_layers=(512, 512), samples=200, batch_size=20)
SPIRALS = replace(PRESETS["spirals"], hidden_layers=(6, 6))
BOXES = """() => [...document.querySelectorAll(".bp-transport, .bp-card, .bp-panel, .bp-caption")]
    .map((part) => JSON.stringify(part.getBoundingClientRect()))"""
# Where a cell of the weights panel is drawn, from its axes.
CELL = """([row, column]) => {
    const chart = document.querySelector("[data-panel=weights] .js-plotly-plot");
    const { xaxis, yaxis } = chart._fullLayout;
    return { x: xaxis._offset + xaxis.c2p(column + 1), y: yaxis._offset + yaxis.c2p(row + 1) };
}"""
# What is to be seen of the card's numbers in the moment in which another cell is chosen.
ANOTHER = """(strip) => {
    const { x, y, height } = strip.getBoundingClientRect();
    strip.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: x + 1, clientY: y + height / 2 }));
    return getComputedStyle(document.querySelector(".bp-popup:popover-open .bp-popup-body")).visibility;
}"""
# Notes all that a screen reader is told from now on: once the picture has rested, the moment is said over it.
HEAR = """() => {
    const place = document.querySelector("[data-testid=player] > [data-said]");
    window.heard = [];
    window.hearing?.disconnect();
    window.hearing = new MutationObserver(() => window.heard.push(place.textContent));
    window.hearing.observe(place, { childList: true, characterData: true, subtree: true });
}"""
HEARD = "(words) => window.heard.includes(words)"


class Card:
    """The card that is open, as a person reads it."""

    def __init__(self, train: TrainPage) -> None:
        self.page, self.root = train.page, train.player.locator(".bp-popup:popover-open")

    def of(self, step: int) -> Card:
        """Wait until it has the numbers of a step."""
        expect(self.root).to_have_attribute("data-told", str(step))
        return self

    @property
    def title(self) -> str:
        return self.root.locator("header b").inner_text()

    @property
    def number(self) -> str:
        return self.root.locator(".bp-unfold-lines b").last.inner_text()

    @property
    def link(self) -> Locator:
        return self.root.get_by_role("link")

    def equations(self) -> list[list[float]]:
        """What each side of its equations comes to."""
        lines = self.root.locator(".bp-unfold-lines > p:not(:has(math))").all_inner_texts()
        return calculated([line for line in lines if line.strip()])

    def gone(self) -> None:
        expect(self.root).to_have_count(0)


def click_cell(train: TrainPage, row: int, column: int) -> None:
    """Click a cell of the selected layer's panel."""
    place = train.page.evaluate(CELL, [row, column])
    train.player.locator("[data-panel=weights] .bp-plot").click(position=place)


def click_strip(train: TrainPage, layer: int, kind: str, unit: int, units: int) -> None:
    strip = train.cards.nth(layer - 1).locator(f".bp-row-{kind} + canvas")
    box = strip.bounding_box()
    assert box
    strip.click(position={"x": (unit + 0.5) * box["width"] / units, "y": box["height"] / 2})


def go_to(train: TrainPage, step: int) -> None:
    train.scrub(step)
    train.at(step)
    train.rest()


def test_a_click_on_a_cell_shows_how_its_number_came_about(at_rest: TrainPage) -> None:
    """W of the panel, its gradient and its change; a and delta of the strips: each the core's own number."""
    train, card = at_rest, Card(at_rest)
    go_to(train, STEP)
    before = train.page.evaluate(BOXES)
    alone = trained(Experiment(), STEP)
    W = alone.network.layers[0].W
    click_cell(train, 3, 6)
    card.of(STEP)
    assert card.title == f"W of layer 1, from input 4 to unit 7, step {STEP}"
    assert card.number == significant(W[3, 6], 6)
    shown = train.chart("weights", "chart.data[0].text[3][6]")
    assert shown == significant(W[3, 6], 4)
    last = trained(Experiment(), STEP - 1).network.layers[0]
    written = card.root.locator(".bp-unfold-lines > p").first.inner_text()
    assert significant(last.W[3, 6], 6) in written
    assert significant(last.dW[3, 6], 6) in written
    (sides,) = card.equations()
    assert sides == pytest.approx([W[3, 6]] * 2, rel=1e-5)
    assert train.page.evaluate(BOXES) == before, "it moves nothing"
    expect(card.root.locator("math")).to_have_count(1)
    card.root.get_by_role("button", name="Close").click()
    card.gone()

    train.cards.last.click()
    depth = len(alone.network.layers)
    start, last = Trainer(Experiment()).network.layers[-1].W, alone.network.layers[-1]
    for view, expected in (("dW", last.dW), ("change", last.W - start)):
        train.player.locator(f".bp-views [data-value={view}]").click()
        train.rest()
        click_cell(train, 10, 1)
        card.of(STEP)
        assert card.number == significant(expected[10, 1], 6)
        (sides,) = card.equations()
        assert sides == pytest.approx([expected[10, 1]] * 2, rel=1e-3 if view == "change" else 1e-5)
        train.press("Escape")
        card.gone()
    for kind in ("a", "delta"):
        values = getattr(last, kind)[0]
        click_strip(train, depth, kind, 1, 2)
        card.of(STEP)
        symbol = {"a": "a", "delta": "δ"}[kind]
        assert card.title == f"{symbol} of layer {depth}, unit 2, step {STEP}"
        assert card.number == significant(values[1], 6)
        train.press("Escape")
    card.gone()


def test_the_card_follows_from_step_to_step_and_goes_when_the_run_plays(at_rest: TrainPage) -> None:
    train, card = at_rest, Card(at_rest)
    go_to(train, STEP)
    click_strip(train, 3, "delta", 4, 32)
    card.of(STEP)
    train.press("ArrowRight")
    card.of(STEP + 1)
    assert card.number == significant(trained(Experiment(), STEP + 1).network.layers[2].delta[0, 4], 6)
    train.click("Step back")
    card.of(STEP)
    delta = trained(Experiment(), STEP).network.layers[2].delta[0]
    assert card.number == significant(delta[4], 6)
    strip = train.cards.nth(2).locator(".bp-row-delta + canvas")
    assert strip.evaluate(ANOTHER) == "hidden", "no other cell's numbers stand under its name"
    card.of(STEP)
    assert card.title == f"δ of layer 3, unit 1, step {STEP}"
    assert card.number == significant(delta[0], 6)
    train.page.mouse.click(640, 690)  # elsewhere
    card.gone()
    train.click("Play")
    train.reach(STEP + 3)
    click_strip(train, 2, "a", 0, 32)  # pauses first
    train.stands()
    card.of(train.step)
    assert card.number == significant(trained(Experiment(), train.step).network.layers[1].a[0, 0], 6)
    train.press("Space")
    card.gone()
    train.press("Space")
    go_to(train, 0)
    train.cards.first.click()
    train.rest()
    click_cell(train, 0, 0)
    card.of(0)
    assert "first drawn" in card.root.inner_text()
    assert card.number == significant(Trainer(Experiment()).network.layers[0].W[0, 0], 6)
    train.press("Escape")
    card.gone()


def test_all_of_it_is_done_by_keys(at_rest: TrainPage) -> None:
    """Arrows move a frame over the selected layer's cells, not the run; each is said; Enter unfolds it."""
    train, card, page = at_rest, Card(at_rest), at_rest.page
    go_to(train, STEP)
    layer = trained(Experiment(), STEP).network.layers[1]
    train.cards.nth(1).click()
    page.get_by_role("application", name="Cells of Layer 2").focus()
    page.evaluate(HEAR)
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        train.press(key)
    name = f"W of layer 2, from unit 2 to unit 3, step {STEP}"
    page.wait_for_function(HEARD, arg=f"{name}: {significant(layer.W[1, 2], 4)}")
    assert train.step == STEP
    train.press("Enter")
    card.of(STEP)
    expect(card.root).to_be_focused()
    page.wait_for_function(HEARD, arg=f"{name}: {significant(layer.W[1, 2], 6)}")
    train.press("Escape")
    card.gone()
    expect(page.get_by_role("application", name="Cells of Layer 2")).to_be_focused()
    for _ in range(33):
        train.press("ArrowDown")
    last = f"δ of layer 2, unit 3, step {STEP}: {significant(layer.delta[0, 2], 4)}"
    page.wait_for_function(HEARD, arg=last)
    train.press("ArrowUp")
    train.press("Enter")
    card.of(STEP)
    assert card.number == significant(layer.a[0, 2], 6)
    train.press("Escape")
    card.gone()


def test_the_link_leads_to_the_operation_and_the_unit_in_the_same_words(page: Page, server: str) -> None:
    page.goto(f"{server}/?step={STEP}&layer=3&view=dW&lang=ko&projector=1")
    train, card = TrainPage(page, server), Card(TrainPage(page, server))
    train.at(STEP)
    train.rest()
    page.get_by_role("application").first.press("ArrowRight")
    page.get_by_role("application").first.press("Enter")
    card.of(STEP)
    number = card.number
    assert number == significant(trained(Experiment(), STEP).network.layers[2].dW[0, 1], 6)
    assert found(page, LARGE) == []
    card.link.press("Enter")
    step = StepPage(page, server)
    expect(step.root).to_have_attribute("data-step", str(STEP))
    expect(step.numbers.locator("b").first).to_have_text(number)
    expect(page).to_have_url(re.compile("lang=ko"))
    expect(page).to_have_url(re.compile("projector=1"))
    expect(step.title).to_have_text(re.compile("dW"))


def test_a_network_that_is_too_large_to_step_through_unfolds_all_the_same(page: Page, server: str) -> None:
    """Layers 512 wide: a cell of the panel is one weight, one of a card the largest of its block."""
    query = WIDE.to_query() | {"step": "3", "layer": "2", "shown": "weights", "sample": "2"}
    page.goto(f"{server}/?{urlencode(query)}")
    train, card = TrainPage(page, server), Card(TrainPage(page, server))
    train.at(3)
    expect(train.player.locator("[data-panel=weights] .main-svg").first).to_be_attached()
    train.rest()
    alone = trained(WIDE, 3).network.layers[1]
    click_cell(train, 300, 200)
    card.of(3)
    found = [int(n) - 1 for n in re.findall(r"unit (\d+)", card.title)]  # a pixel is two weights wide
    assert found == pytest.approx([300, 200], abs=2)
    assert card.number == significant(alone.W[tuple(found)], 6)
    expect(card.link).to_have_count(0)
    train.press("Escape")
    train.cards.nth(1).locator(".bp-map").click(position={"x": 2, "y": 1})
    card.of(3)
    block = alone.W[:8, :8]
    assert card.number == significant(block.flat[np.abs(block).argmax()], 6)
    train.press("Escape")
    click_strip(train, 2, "delta", 0, 128)
    card.of(3)
    part = alone.delta[1, :4]
    assert card.number == significant(part[np.abs(part).argmax()], 6)
    assert card.title.endswith("step 3, sample 2")


def answer_of(trainer: Trainer, x: Any) -> list[np.ndarray]:
    at = trainer.data.standardized(np.array([x]))
    return [a[0] for a in Forward(trainer.network, at, statistics_of=trainer.data.x).activations()]


def test_a_place_of_the_surface_says_how_the_network_answers_there(page: Page, server: str) -> None:
    query = SPIRALS.to_query() | {"step": "20", "steps": "100"}
    page.goto(f"{server}/?{urlencode(query)}")
    train, card = TrainPage(page, server), Card(TrainPage(page, server))
    train.at(20)
    train.rest()
    alone = trained(SPIRALS, 20)
    surface = page.get_by_role("application", name=re.compile("choose a sample"))
    surface.press("ArrowRight")
    surface.press("Enter")
    card.of(20)
    x = alone.data.raw[1]
    assert card.title == (
        f"How the network answers at x1 = {significant(x[0], 4)}, x2 = {significant(x[1], 4)}, step 20"
    )
    *hidden, output = answer_of(alone, x)[1:]
    told = int(output[0] > 0.5)
    share = output[0] if told else 1 - output[0]
    words = card.root.inner_text()
    assert f"Predicted: class {told}, {percent(share, 1)}" in words
    assert f"class {int(alone.data.targets[1, 0])} (training)" in words
    cells = card.root.locator(".bp-place-units span").all_inner_texts()
    assert cells == [significant(a, 3) for layer in (*hidden, output) for a in layer]
    assert found(page) == []
    train.press("ArrowRight")
    card.of(21)
    later = answer_of(trained(SPIRALS, 21), x)[-1][0]
    assert card.root.locator(".bp-place-units span").last.inner_text() == significant(later, 3)
    train.press("Escape")
    expect(surface).to_be_focused()
    page.locator(".bp-input > canvas").click(position={"x": 60, "y": 40})  # a place without a sample
    card.of(21)
    place = [float(n.replace("−", "-")) for n in re.findall(r"x\d = ([−\d.]+)", card.title)]
    nearly = answer_of(trained(SPIRALS, 21), place)[-1][0]
    shown = float(card.root.locator(".bp-place-units span").last.inner_text().replace("−", "-"))
    assert shown == pytest.approx(nearly, abs=2e-3)
