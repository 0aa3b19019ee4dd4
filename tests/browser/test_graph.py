"""The layer stack as a network of nodes and edges, its + and −, and first-layer weights as images."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Page, expect

from mlp_core import PRESETS, Edit, Experiment, Plan, Trainer
from pages.shared.numbers import nice_ceiling, significant
from tests.browser.step_page import FRAMES
from tests.browser.train_page import TrainPage

SMALL = Experiment(dataset="xor", hidden_layers=(4,), activation="tanh", initializer="xavier", seed=6)
DIGITS = Experiment(dataset="digits", samples=64, hidden_layers=(16,), initializer="xavier")


def opened(page: Page, server: str, experiment: Experiment, **choices: str) -> TrainPage:
    page.goto(f"{server}/?{urlencode(experiment.to_query() | choices)}")
    train = TrainPage(page, server)
    train.at(int(choices.get("step", 0)))
    expect(train.player.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    train.rest()
    page.evaluate(FRAMES)  # what is measured stays where it is
    return train


# In one go: each move from outside would take a round trip, and one more to ask what is told.
SWEEP = """(canvas, before) => {
    const { top, bottom } = canvas.getBoundingClientRect();
    const head = canvas.parentElement.querySelector(".bp-units").getBoundingClientRect();
    const tip = canvas.closest(".bp-graph").querySelector(".bp-tip");
    const clientX = head.x + head.width / 2 - before;
    const found = [];
    for (let clientY = top + 26; clientY < bottom; clientY += 2) {
        canvas.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
        found.push([tip.hidden ? "" : tip.textContent, clientX, clientY]);
    }
    return found;
}"""


def swept(train: TrainPage, before: float) -> list[tuple[str, float, float]]:
    """What is told as the pointer goes down, so many pixels before the first hidden layer: (words, x, y)."""
    return train.player.locator(".bp-graph canvas").evaluate(SWEEP, before)


def test_a_network_that_is_too_wide_stays_in_matrices(at_rest: TrainPage) -> None:
    expect(at_rest.player.locator(".bp-kind")).to_be_hidden()
    expect(at_rest.player.locator(".bp-graph")).to_be_hidden()


def test_the_network_shows_exact_weights_and_takes_others(page: Page, server: str) -> None:
    train = opened(page, server, SMALL)
    stack = train.player.locator(".bp-stack").bounding_box()
    page.get_by_role("radio", name="Network").click()
    expect(train.cards.first).to_be_hidden()
    assert train.player.locator(".bp-stack").bounding_box() == stack
    assert "stack=network" in page.url
    found = swept(train, 40)
    weights = Trainer(SMALL).network.layers[0].W
    for (i, j), weight in np.ndenumerate(weights):
        words = f"W₁ from x{i + 1} to unit {j + 1} = {significant(weight, 5)}"
        assert words in [tip for tip, _, _ in found]
    words, x, y = next(entry for entry in found if entry[0].startswith("W₁ from x2 to unit 3"))
    page.mouse.move(x, y)
    expect(train.player.locator(".bp-graph .bp-tip")).to_have_text(words)
    page.mouse.click(x, y)
    field = page.get_by_label("New value of W₁ from x2 to unit 3")
    expect(field).to_be_focused()
    assert float(field.input_value()) == np.float32(weights[1, 2])
    field.fill("abc")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="That is not a number")).to_be_visible()
    run = train.player.get_attribute("data-run") or ""
    field.fill("-0,5")
    field.press("Enter")
    expect(field).to_be_hidden()
    expect(train.player).not_to_have_attribute("data-run", run)
    page.mouse.move(x, y + 1)
    expect(train.player.locator(".bp-graph .bp-tip")).to_have_text("W₁ from x2 to unit 3 = −0.50000")
    assert "edit=0.1.2.3" in page.url
    train.click("Undo the change by hand")
    expect(train.player).to_have_attribute("data-run", run)
    expect(page.get_by_role("button", name="Undo the change by hand")).to_be_hidden()
    page.mouse.move(x, y)
    expect(train.player.locator(".bp-graph .bp-tip")).to_have_text(words)
    assert "edit=" not in page.url


def test_a_bias_is_set_by_hand_and_the_run_goes_on_from_there(page: Page, server: str) -> None:
    train = opened(page, server, SMALL, stack="network", step="20")
    page.get_by_role("img", name="The network as nodes and edges").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    field = page.get_by_label("New value of b₂ of unit 1")
    field.fill("0.75")
    field.press("Enter")
    plan = Plan.of(SMALL).edited(Edit(20, 2, None, 0, 0.75))
    trainer = Trainer(plan)
    for step in (20, 23):
        trainer.goto(step)
        expect(train.player.locator(".bp-loss")).to_have_text(significant(trainer.evaluate(), 5))
        for _ in range(3):
            train.click("Step forward")


def test_an_edge_is_chosen_by_keys_and_told(page: Page, server: str) -> None:
    opened(page, server, SMALL, stack="network")
    weights = Trainer(SMALL).network.layers[1].W[:, 0]
    page.get_by_role("img", name="The network as nodes and edges").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown"):  # the bias comes first
        page.keyboard.press(key)
    told = f"W₂ from unit 3 to unit 1 = {significant(weights[2], 5)}"
    expect(page.get_by_role("status").filter(has_text=told)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_label("New value of W₂ from unit 3 to unit 1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("img", name="The network as nodes and edges")).to_be_focused()


def test_the_colour_scale_grows_with_the_weights_and_tells_what_lies_beyond(page: Page, server: str) -> None:
    """Three root mean squares at step 0, and two once the weights have outgrown that; so on the way back."""
    spirals = PRESETS["spirals"]
    train = opened(page, server, spirals, step="700", steps="800")
    trainer = Trainer(spirals)
    ends = train.player.locator(".bp-legend span")
    for step, spread in ((700, 2), (0, 3), (700, 2)):
        trainer.goto(step)
        weights = np.concatenate([layer.W.ravel() for layer in trainer.network.layers])
        limit = nice_ceiling(spread * float(np.sqrt(np.mean(weights**2))))
        low, high = ("≤ ", "≥ ") if np.abs(weights).max() > limit else ("", "")
        expect(ends).to_have_text([f"{low}−{significant(limit, 1)}", f"{high}+{significant(limit, 1)}"])
        page.get_by_label("Go to step").fill("0" if step else "700")
        train.press("Enter")
    beyond = Plan.of(Experiment()).edited(Edit(0, 1, 0, 0, 5.0))
    page.goto(f"{server}/?{urlencode(beyond.to_query())}")
    expect(ends.first).to_contain_text("≤ ")


def test_units_and_layers_are_added_on_the_stack(at_rest: TrainPage) -> None:
    at_rest.click("Fewer units in layer 2")
    expect(at_rest.cards.nth(1)).to_contain_text("32 → 31")
    expect(at_rest.cards.nth(2)).to_contain_text("31 → 32")
    at_rest.click("Remove the last hidden layer")
    expect(at_rest.cards).to_have_count(6)


def test_first_weights_of_digits_are_images(page: Page, server: str) -> None:
    train = opened(page, server, DIGITS)
    width, height = train.cards.first.locator(".bp-map").evaluate("map => [map.width, map.height]")
    across, down = (width + 1) // 9, (height + 1) // 9
    assert (width, height) == (9 * across - 1, 9 * down - 1)
    assert across * (down - 1) < 16 <= across * down
    sample = train.player.locator(".bp-end-in canvas")
    assert sample.evaluate("picture => [picture.width, picture.height]") == [8, 8]
    box = sample.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (48, 48)
