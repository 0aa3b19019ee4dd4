"""Journeys on the page Compare: runs that were pinned, under one clock, and the link to all of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from mlp_core import Experiment, Trainer
from pages.shared.numbers import significant
from tests.browser.compare_page import PAINTED, SPIRALS, TWO, ComparePage
from tests.browser.conftest import SIZE, no_errors
from tests.browser.train_page import TrainPage
from tests.browser.waiting import drawn

# A list does not open while what it stands in still does.
OPENED = """() => !document.getAnimations().some((each) =>
    each.playState === "running" && each.effect?.getComputedTiming().endTime !== Infinity)"""
TUTORIAL, RELU = Experiment(), Experiment(activation="relu", output_activation="linear")


def core(experiment: Experiment, step: int) -> tuple[float, float]:
    """(loss, layer 1's gradient) as the core has them."""
    trainer = Trainer(experiment)
    trainer.goto(step)
    return trainer.evaluate(), float(trainer.measures()["dW_norm"][0])


def test_two_runs_are_pinned_played_and_looked_at_tab_by_tab(
    fresh: Page, server: str, browser: Browser
) -> None:
    """The whole way: pins on Train, Compare, play, every tab, one thing changed, and the link elsewhere."""
    page = fresh
    train = TrainPage(page, server).open()
    page.get_by_role("button", name="Pin this run").click()
    expect(page.get_by_text("Pinned: ")).to_be_visible()
    before = train.player.get_attribute("data-run") or ""
    page.get_by_role("combobox", name="Activation").fill("ReLU")
    page.keyboard.press("Enter")
    expect(train.player).not_to_have_attribute("data-run", before)
    drawn(page)
    page.get_by_role("button", name="Pin this run").click()
    expect(page.get_by_text("2 runs are pinned")).to_be_visible()
    page.get_by_role("link", name="Compare", exact=True).click()
    compare = ComparePage(page, server)
    compare.rest()
    assert compare.names() == ["Sigmoid", "ReLU"]
    expect(page.get_by_text("Same in everything but the activation")).to_be_visible()

    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('[data-testid=player]').dataset.step >= 20")
    page.keyboard.press("Space")
    compare.rest()
    step = int(compare.root.get_attribute("data-step") or -1)
    said = compare.numbers()
    for name, experiment in (("Sigmoid", TUTORIAL), ("ReLU", RELU)):
        loss, gradient = core(experiment, step)
        assert said[name]["loss"] == significant(loss, 3)
        assert said[name]["gradient"] == significant(gradient, 3)

    compare.tab("Gradients")
    expect(compare.root.locator("[data-panel=staircase] .main-svg").first).to_be_attached()
    compare.tab("Layers")
    expect(compare.root.get_by_text("Difference", exact=True).first).to_be_visible()

    page.get_by_text("Change one thing").click()
    expect(page.get_by_role("button", name="Make the runs")).to_be_visible()
    page.wait_for_function(OPENED)
    page.get_by_role("combobox", name="What", exact=True).click()
    page.get_by_role("option", name="Learning rate, a row").click()
    expect(page.locator("[data-tag]").filter(has_text="learning rate").first).to_be_visible()
    drawn(page)
    page.get_by_role("button", name="Make the runs").click()
    expect(page.get_by_text(re.compile("runs? made and pinned"))).to_be_visible()
    page.wait_for_function("document.querySelectorAll('.bp-outcome tbody tr').length > 2")
    compare.rest()

    compare.tab("Gradients")
    page.wait_for_function("window.location.search.includes('tab=staircase')")
    painted, address = compare.numbers(), page.url
    other = browser.new_context(viewport=SIZE)
    with other:
        there = other.new_page()
        there.goto(address)
        again = ComparePage(there, server)
        again.rest()
        assert again.numbers() == painted
        assert again.root.get_attribute("data-step") == str(step)
        expect(there.get_by_role("radio", name="Gradients", exact=True)).to_be_checked()


@pytest.mark.parametrize(
    "words", [f"{TWO}&pos=12&tab=stacks", f"run={SPIRALS}&run={SPIRALS}!seed!2&pos=20&tab=surfaces"]
)
def test_a_link_shows_the_same_picture_in_another_browser(browser: Browser, server: str, words: str) -> None:
    pictures = []
    for _ in range(2):
        with browser.new_context(viewport=SIZE) as context:
            page = context.new_page()
            with no_errors(page):
                ComparePage(page, server).open(words)
                pictures.append(page.evaluate(PAINTED))
    assert pictures[0]
    assert pictures[0] == pictures[1]


def test_one_clock_by_steps_by_epochs_and_by_shares(fresh: Page, server: str) -> None:
    compare = ComparePage(fresh, server).open(
        f"run={SPIRALS}&run={SPIRALS.replace('steps!40', 'steps!80')}!batch!50&pos=16"
    )
    steps = compare.root.locator(".bp-outcome tbody th small")
    expect(steps).to_have_text(["step 16", "step 16"])
    for clock, wanted in (
        ("Same epoch", ["step 16", "step 64"]),
        ("Same share of training", ["step 32", "step 64"]),
    ):
        fresh.get_by_label("One clock for all runs").select_option(label=clock)
        expect(steps).to_have_text(wanted)
    compare.rest()
    fresh.keyboard.press("ArrowRight")
    compare.at(65)
    fresh.keyboard.press("Home")
    expect(steps).to_have_text(["step 0", "step 0"])


def test_back_takes_pins_back_and_undo_too(fresh: Page, server: str) -> None:
    page, compare = fresh, ComparePage(fresh, server).open()
    page.get_by_role("checkbox", name="ReLU").set_checked(False, force=True)
    page.wait_for_function("document.querySelectorAll('.bp-outcome tbody tr').length === 1")
    drawn(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("document.querySelectorAll('.bp-outcome tbody tr').length === 2")
    compare.rest()


def test_a_ready_comparison_asks_first_and_shows_what_it_is_about(fresh: Page, server: str) -> None:
    page = fresh
    page.goto(f"{server}/compare")
    expect(page.get_by_text("Nothing is compared yet")).to_be_visible()
    page.get_by_role("combobox", name="Ready comparison").click()
    page.get_by_role("option").nth(1).click()
    compare = ComparePage(page, server)
    compare.rest()
    assert len(compare.names()) >= 2
    compare.at(0)
    expect(page.locator(".st-key-compare_head strong")).to_contain_text("?")
    for part in (".compare-hosts", ".compare-outcome"):
        expect(page.locator(part)).to_be_hidden()
    page.get_by_role("button", name="Step forward").click()
    compare.at(1)
    for part in (".compare-hosts", ".compare-outcome"):
        expect(page.locator(part)).to_be_visible()


def test_five_seeds_have_a_median_and_quartiles(fresh: Page, server: str) -> None:
    words = "&".join(f"run=hidden!4x2!steps!20!seed!{seed}" for seed in range(5))
    compare = ComparePage(fresh, server).open(f"{words}&pos=20")
    *seeds, median = compare.numbers().values()
    losses = sorted(core(Experiment(hidden_layers=(4, 4), seed=seed), 20)[0] for seed in range(5))
    assert len(seeds) == 5
    assert median["loss"] == significant(losses[2], 3)


def test_keys_alone_reach_the_tabs_and_the_clock(fresh: Page, server: str) -> None:
    page, compare = fresh, ComparePage(fresh, server).open()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.dataset?.value === 'staircase'"):
            break
    page.keyboard.press("Enter")
    compare.rest()
    expect(page.get_by_role("radio", name="Gradients", exact=True)).to_be_checked()
