"""The button that pins the run that is shown: also while it plays, by keys, and on the lab."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.lab_page import SMALL, LabPage
from tests.browser.train_page import TrainPage


def pin(page: Page) -> None:
    page.get_by_role("button", name="Pin this run, to compare it with others").click()


def test_a_run_is_pinned_as_it_plays_and_goes_on_playing(page: Page, server: str) -> None:
    train = TrainPage(page, server).open()
    page.keyboard.press("Space")
    train.reach(5)
    pin(page)
    toast = page.get_by_test_id("stToast").filter(has_text="Pinned: The tutorial's sample, at step ")
    expect(toast).to_be_visible()
    at = int((toast.inner_text().split("at step ")[1]).split(".")[0])
    assert at >= 5
    train.reach(at + 10)


def test_by_keys_a_setting_and_the_next_run_are_pinned_and_compared(page: Page, server: str) -> None:
    TrainPage(page, server).open()
    button = page.get_by_role("button", name="Pin this run, to compare it with others")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stToast")).to_contain_text("Pinned: The tutorial's sample, at step 0.")
    page.get_by_role("spinbutton", name="Learning rate").fill("0.5")
    page.get_by_role("spinbutton", name="Learning rate").press("Enter")
    expect(page).to_have_url(re.compile("lr=0.5"))
    button.focus()
    page.keyboard.press("Space")
    expect(page.get_by_test_id("stToast").last).to_contain_text(
        "Pinned: learning rate 0.5, at step 0. 2 runs"
    )
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("Same in everything but the learning rate: 0.01 or 0.5.")).to_be_visible()
    for name in ("learning rate 0.01", "learning rate 0.5"):
        expect(page.get_by_role("checkbox", name=name)).to_be_checked()


def test_the_labs_network_in_focus_is_pinned(page: Page, server: str) -> None:
    lab = LabPage(page, server).open(SMALL)
    lab.line("Tanh · Xavier")
    pin(page)
    expect(page.get_by_test_id("stToast")).to_contain_text("Pinned: Handwritten digits, at step 0.")
