"""Names and symbols explain themselves: by pointer, keyboard and finger, with the core's own numbers."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Browser, Locator, Page, expect

from mlp_core import Experiment, Trainer
from pages.shared.numbers import significant
from pages.shared.text.english import ENGLISH
from tests.browser.step_page import StepPage
from tests.browser.train_page import TrainPage

OVERLAP = """(card) => {
    const term = document.querySelector("[aria-describedby=bp-card-of]");
    const [a, b] = [card.getBoundingClientRect(), term.getBoundingClientRect()];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""
"""Whether the card lies over what it explains."""


HEAR = """(place) => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(place.textContent)).observe(place, { childList: true });
}"""
"""From now on, note what a region says."""


def says(name: str) -> str:
    return ENGLISH[f"glossary.{name}.says"]


def card(page: Page) -> Locator:
    """The card that is open."""
    return page.locator(".bp-card-of:popover-open")


def of_layer(train: TrainPage, layer: int, row: str) -> Locator:
    """A symbol in a layer's card."""
    return train.player.locator(".bp-slot").nth(layer - 1).locator(f".bp-row-{row} > span").first


def rest_on(place: Locator, name: str) -> Locator:
    """Rest the pointer on a term until it is explained."""
    place.hover()
    found = card(place.page)
    expect(found).to_contain_text(says(name))
    return found


def test_a_card_has_the_cores_number_and_follows_the_step(at_rest: TrainPage) -> None:
    page, trainer = at_rest.page, Trainer(Experiment())
    at_rest.press("ArrowRight")
    at_rest.at(1)
    trainer.step(1)
    trainer.evaluate()
    found = rest_on(of_layer(at_rest, 3, "delta"), "delta")
    most = float(np.abs(trainer.network.layers[2].delta).max())
    expect(found).to_contain_text(f"Layer 3, step 1: the largest of 32 is {significant(most, 4)}")
    assert not found.evaluate(OVERLAP)
    expect(found.locator("math")).to_be_visible()
    at_rest.press("ArrowRight")
    at_rest.at(2)
    trainer.step(1)
    trainer.evaluate()
    most = float(np.abs(trainer.network.layers[2].delta).max())
    expect(found).to_contain_text(f"step 2: the largest of 32 is {significant(most, 4)}")
    rest_on(of_layer(at_rest, 1, "measure"), "dW_norm")
    norm = significant(float(trainer.measures()["dW_norm"][0]), 4)
    expect(found).to_contain_text(f"Layer 1, step 2: {norm}")
    found.hover()  # it can be gone to
    page.keyboard.press("Escape")
    expect(found).to_have_count(0)


def test_a_choice_is_made_at_once_and_not_covered(at_rest: TrainPage) -> None:
    page = at_rest.page
    gradient = at_rest.player.locator(".bp-views [data-value=dW]")
    rest_on(gradient, "dW")
    gradient.click()
    expect(gradient).to_have_attribute("aria-checked", "true")
    expect(card(page)).to_have_count(0)
    rest_on(page.get_by_test_id("stSidebar").get_by_text("Learning rate", exact=True), "learning_rate")
    expect(card(page)).to_contain_text("In this run: 0.01")
    page.mouse.move(640, 500)
    expect(card(page)).to_have_count(0)


def test_by_keyboard_every_term_of_the_page_is_explained(at_rest: TrainPage) -> None:
    page = at_rest.page
    measure = at_rest.player.locator(".bp-measure")
    measure.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")  # as who works with the keyboard gets there
    expect(card(page)).to_contain_text(says("dW_norm"))
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("link", name="Show it in the lab")).to_be_focused()
    page.keyboard.press("Escape")
    expect(measure).to_be_focused()
    expect(card(page)).to_have_count(0)
    opener = page.get_by_role("button", name="Names and symbols on this page")
    opener.focus()
    page.keyboard.press("Enter")
    listed = page.get_by_role("toolbar", name="Names and symbols on this page").get_by_role("button")
    expect(listed.first).to_be_focused()
    names = set(listed.all_inner_texts())
    wanted = ("delta", "a", "max", "meter", "x", "y", "W", "dW", "dW_norm", "loss", "step", "faint", "seed")
    assert {ENGLISH[f"glossary.{name}.term"] for name in wanted} <= names
    page.keyboard.press("ArrowRight")
    expect(card(page)).to_contain_text(says("layer"))
    expect(card(page)).to_contain_text("Layer 1: 10 → 32")
    at_rest.at(0)  # the arrow was the list's
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_link_leads_to_the_operation_at_the_same_step(train: TrainPage) -> None:
    page = train.page
    train.set_and_wait("Seed", 7)
    train.press("ArrowRight")
    train.at(1)
    link = rest_on(of_layer(train, 3, "delta"), "delta").get_by_role("link", name="Show it in Step through")
    expect(link).to_have_attribute("href", re.compile(r"/step_through\?seed=7&step=1&show=delta\.3$"))
    href = link.get_attribute("href") or ""
    link.click()
    title = page.locator(".st-about h3")
    expect(title).to_have_text("delta of layer 3, unit 1")
    StepPage(page, "").settled()  # what the pointer rests on stays where it is
    expect(page).to_have_url(re.compile(r"/step_through\?seed=7&step=1&op=\d+$"))
    probe = Trainer(Experiment(seed=7))
    probe.step(1)
    probe.evaluate()
    value = significant(float(probe.network.layers[2].delta[0, 0]), 6)
    expect(rest_on(title, "delta")).to_contain_text(f"Layer 3, unit 1, step 1: {value}")
    value = significant(float(probe.network.layers[3].delta[0, 0]), 6)
    rest_on(page.locator(".st-stage [data-term=slope][data-layer='3']"), "slope")
    rest_on(page.locator(".st-stage [data-term=delta][data-layer='4']"), "delta")
    expect(card(page)).to_contain_text(f"Layer 4, unit 1, step 1: {value}")
    value = significant(float(probe.network.layers[2].delta[0, 0]), 6)
    said = page.locator("[data-said]")
    expect(said).to_contain_text(f"delta of layer 3, unit 1 = {value}.")
    card(page).get_by_role("link", name="In the glossary").click()
    entry = page.locator("[data-entry=delta]")
    expect(entry).to_be_focused()
    expect(page).to_have_url(re.compile(r"/glossary\?seed=7&step=1(&op=\d+)?#delta$"))
    page.get_by_role("searchbox").fill("norm")
    expect(entry).to_be_hidden()
    expect(page.locator("[data-entry=dW_norm]")).to_be_visible()
    page.get_by_role("searchbox").fill("surface")
    train_link = page.locator("[data-entry=surface] dd a")
    expect(train_link).to_have_attribute("href", re.compile(r"^http://[^/]+/\?seed=7&step=1$"))
    page.goto(href)  # the same by its address alone
    expect(title).to_have_text("delta of layer 3, unit 1")
    expect(page).to_have_url(re.compile(r"step=1&op=\d+$"))


def test_a_finger_opens_and_closes_a_card(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    train = TrainPage(page, server).open()
    delta = of_layer(train, 1, "delta")
    delta.tap()
    expect(card(page)).to_contain_text(says("delta"))
    assert not card(page).evaluate(OVERLAP)
    gradient = train.player.locator(".bp-views [data-value=dW]")
    gradient.tap()  # the first tap chooses, and is not covered
    expect(gradient).to_have_attribute("aria-checked", "true")
    expect(card(page)).to_have_count(0)
    gradient.tap()
    expect(card(page)).to_contain_text(says("dW"))
    page.locator(".bp-caption").tap()
    expect(card(page)).to_have_count(0)
    page.close()


def test_the_moment_is_said_at_rest_and_on_request(at_rest: TrainPage) -> None:
    page = at_rest.page
    said = at_rest.player.locator("[data-said]")
    page.keyboard.press("ArrowRight")
    at_rest.at(1)
    loss, caption = at_rest.loss, at_rest.caption.inner_text()
    factor = re.findall(r"[\d.]+×10\S+", caption)[0]
    expect(said).to_have_text(
        re.compile(rf"^Step 1 of 100, loss {re.escape(loss)}\. The gradient of .*{factor}")
    )
    said.evaluate(HEAR)
    page.keyboard.press("=")
    page.wait_for_function("() => window.heard.length === 2 && window.heard[1].startsWith('Step 1')")
    at_rest.slowly()
    at_rest.click("Play")
    at_rest.reach(5)
    assert page.evaluate("window.heard.length") == 2  # nothing is said while it plays
    at_rest.click("Pause")
    expect(said).to_have_text(re.compile(rf"^Step {at_rest.step} of 100"))


def test_the_lab_says_its_sentence_and_no_region_says_it_twice(page: Page, server: str) -> None:
    page.goto(f"{server}/vanishing_gradients?lab=depth~2~width~4~seeds~1~data~xor")
    expect(page.locator("[data-said]")).to_contain_text("layer 1 learns")
    said = page.locator("[data-said]").inner_text()
    assert said == page.locator(".bp-caption").inner_text()
    assert page.locator("[aria-live]", has_text=said).count() == 0
    legend = page.locator(".lab-legend button")
    expect(rest_on(legend.nth(1), "xavier").locator("math")).to_be_visible()
    rest_on(page.locator("[data-panel=left] figcaption b"), "dW_norm")
    expect(card(page)).to_contain_text("Step 0: layer 1 ")
