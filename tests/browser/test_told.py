"""A living player is told by the server what to show."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pages.shared.theme import PALETTES
from tests.browser.system import faultless
from tests.browser.train_page import TrainPage
from tests.browser.waiting import drawn


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("told") / "log.txt"
    with faultless(log, "tests/browser/apps/told.py") as address:
        yield address


@pytest.fixture
def told(page: Page, address: str) -> TrainPage:
    return TrainPage(page, address).open()


def marked(told: TrainPage) -> list[str]:
    """The classes of the parts that are pointed at, of those in sight."""
    return told.player.evaluate("""(root) => [...root.querySelectorAll("[data-marked]")]
        .filter((part) => part.offsetParent).map((part) => part.dataset.panel ?? part.className)""")


def test_a_moment_is_obeyed_once_and_without_mounting_anew(told: TrainPage) -> None:
    """The step is far beyond the frames that are there, so they are asked for."""
    told.player.evaluate("(root) => { root.living = true }")
    told.click("Look at step 40")
    told.at(40)
    expect(told.player.get_by_role("radio", name="Gradient dW", exact=True)).to_be_checked()
    expect(told.cards.nth(1)).to_be_checked()
    expect(told.player.get_by_label("Loss axis")).to_have_value("log")
    assert marked(told) == ["bp-slot"]
    expect(told.page).to_have_url(re.compile(r"\?step=40&layer=2&view=dW&axis=log$"))
    assert told.player.evaluate("(root) => root.living") is True
    told.click("Step back")
    told.at(39)
    told.cards.nth(3).click()
    told.click("Only run again")
    told.page.wait_for_timeout(1500)
    assert told.step == 39
    expect(told.cards.nth(3)).to_be_checked()
    told.click("Look at step 40")  # told anew it is another moment
    told.at(40)


def test_the_next_moment_takes_the_mark_away(told: TrainPage) -> None:
    told.click("Look at the profile")
    expect(told.player.locator("[data-marked]")).to_have_attribute("data-panel", "profile")
    assert told.step == 0
    told.click("Look at nothing")
    expect(told.player.locator("[data-marked]")).to_have_count(0)


def test_what_a_run_does_not_have_is_passed_over(told: TrainPage) -> None:
    told.click("Look at the profile")
    expect(told.player.locator("[data-marked]")).to_have_count(1)
    told.click("Look at what is not there")
    expect(told.player.locator("[data-marked]")).to_have_count(0)
    expect(told.player.get_by_role("radio", name="Weights W", exact=True)).to_be_checked()
    expect(told.cards.nth(0)).to_be_checked()


def test_a_player_that_is_mounted_anew_does_not_obey_once_more_but_still_points(told: TrainPage) -> None:
    told.click("Look at step 40")
    told.at(40)
    told.click("Step back")
    told.at(39)
    toggle = told.page.get_by_text("Player", exact=True)
    toggle.click()
    expect(told.player).to_have_count(0)
    toggle.click()
    told.at(39)
    assert marked(told) == ["bp-slot"]
    told.page.wait_for_timeout(1000)
    assert told.step == 39


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_pointed_at_keeps_its_place_and_is_framed(told: TrainPage, theme: str) -> None:
    told.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(told.player).to_have_css("--bp-ink", PALETTES[theme].ink)
    drawn(told.page)  # nothing more takes room
    told.rest()
    profile = told.player.locator("[data-panel=profile]")
    before = profile.bounding_box()
    told.click("Look at the profile")
    expect(told.player.locator("[data-marked]")).to_have_count(1)
    assert profile.bounding_box() == before
    shadow = profile.evaluate("(part) => getComputedStyle(part, '::after').boxShadow")
    accent = told.player.evaluate("(root) => getComputedStyle(root).getPropertyValue('--bp-accent')")
    red, green, blue = (int(accent.strip()[i : i + 2], 16) for i in (1, 3, 5))
    assert f"rgb({red}, {green}, {blue})" in shadow
