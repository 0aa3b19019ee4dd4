"""After a click in the sidebar the keys are the player's again; who walks there by keys stays there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab_page import SMALL, LabPage
from tests.browser.train_page import TrainPage

PLAYING = re.compile("bp-playing")


def test_space_plays_after_a_click_on_plus(at_rest: TrainPage) -> None:
    train = at_rest
    page = train.page
    train.slowly()
    layers = train.field("Hidden layers")
    beside = page.get_by_test_id("stNumberInput").filter(has=layers)
    beside.get_by_test_id("stNumberInputStepUp").click()
    expect(train.cards).to_have_count(8)
    train.press(" ")
    expect(train.player.locator(".bp-play")).to_have_class(PLAYING)
    train.press(" ")
    expect(train.player.locator(".bp-play")).not_to_have_class(PLAYING)
    expect(layers).to_have_value("7")
    expect(train.cards).to_have_count(8)
    step = train.step
    train.press("ArrowRight")
    train.at(step + 1)
    beside.get_by_test_id("stNumberInputStepDown").click()
    expect(train.cards).to_have_count(7)


def test_space_plays_after_a_choice_from_a_list(at_rest: TrainPage) -> None:
    train = at_rest
    train.choose("Activation", "Tanh")
    expect(train.cards.first).to_contain_text("Tanh")
    train.press(" ")
    expect(train.player.locator(".bp-play")).to_have_class(PLAYING)
    train.press("ArrowLeft")
    expect(train.player.locator(".bp-play")).not_to_have_class(PLAYING)
    expect(train.page.get_by_role("listbox")).to_have_count(0)
    expect(train.page.get_by_role("combobox", name="Activation")).to_have_value("Tanh")


def test_a_list_that_is_worked_by_keys_keeps_the_focus(at_rest: TrainPage) -> None:
    """As does a field: Tab goes on from there."""
    train = at_rest
    page = train.page
    field = train.field("Hidden layers")
    field.focus()
    train.press("ArrowUp")
    expect(train.cards).to_have_count(8)
    expect(field).to_be_focused()
    activation = page.get_by_role("combobox", name="Activation")
    activation.focus()
    train.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    train.press("ArrowDown")
    train.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(train.cards.first).not_to_contain_text("Sigmoid")
    expect(activation).to_be_focused()


def test_a_list_that_is_left_without_a_choice_takes_nothing_from_a_field(at_rest: TrainPage) -> None:
    train = at_rest
    page = train.page
    page.get_by_role("combobox", name="Activation").click()
    expect(page.get_by_role("listbox")).to_be_visible()
    train.press("Escape")
    train.field("Seed").click()
    train.press("Control+a")
    train.press("7")
    expect(train.field("Seed")).to_be_focused()
    expect(train.field("Seed")).to_have_value("7")
    run = train.player.get_attribute("data-run") or ""
    train.press("Enter")  # as leaving it would, for whoever has the page next
    expect(train.player).not_to_have_attribute("data-run", run)


def test_a_field_that_is_turned_to_right_after_a_choice_keeps_the_focus(at_rest: TrainPage) -> None:
    train = at_rest
    train.choose("Activation", "Tanh")
    seed = train.field("Seed")
    seed.click()
    train.page.wait_for_timeout(700)
    expect(seed).to_be_focused()
    expect(train.cards.first).to_contain_text("Tanh")


@pytest.mark.parametrize("by", ["button", "list"])
def test_arrows_go_through_operations_after_a_click(page: Page, server: str, by: str) -> None:
    page.goto(f"{server}/step_through")
    stepper = page.get_by_test_id("stepper")
    expect(stepper).to_have_attribute("data-op", "0")
    sidebar = TrainPage(page, server)
    before = stepper.get_attribute("data-run") or ""
    if by == "button":
        layers = page.get_by_test_id("stNumberInput").filter(has=sidebar.field("Hidden layers"))
        layers.get_by_test_id("stNumberInputStepDown").click()
    else:
        sidebar.choose("Activation", "Tanh")
    expect(stepper).not_to_have_attribute("data-run", before)
    sidebar.press("ArrowRight")
    expect(stepper).to_have_attribute("data-op", "1")


@pytest.mark.parametrize("by", ["button", "list"])
def test_the_lab_plays_after_a_click(page: Page, server: str, by: str) -> None:
    lab = LabPage(page, server).open(SMALL)
    before = lab.player.get_attribute("data-run") or ""
    if by == "button":
        layers = page.get_by_test_id("stNumberInput").filter(has=lab.field("Hidden layers"))
        layers.get_by_test_id("stNumberInputStepUp").click()
    else:
        lab.choose("Show", "‖δ‖")
    expect(lab.player).not_to_have_attribute("data-run", before)
    lab.complete()
    lab.press(" ")
    expect(lab.player.locator(".bp-play")).to_have_class(PLAYING)
    if by == "button":
        expect(lab.field("Hidden layers")).to_have_value("4")
