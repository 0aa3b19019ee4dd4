"""The card of a first visit: there once, in nobody's way, and each of its ways leads where it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.train_page import TrainPage


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which nobody has been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, first_visit=True)  # type: ignore[call-arg]
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-testid=player][data-rest]")).to_be_attached()
    return page


def test_it_comes_once_and_the_app_works_beside_it(visit: BrowserContext, server: str) -> None:
    page = opened(visit, f"{server}/?seed=3")
    start = page.get_by_role("region", name="What is this?")
    expect(start).to_be_hidden()  # a link says what to look at
    page.goto(f"{server}/?projector=1")
    expect(page.locator("[data-testid=player][data-rest]")).to_be_attached()
    expect(start).to_be_hidden()
    page.close()
    page = opened(visit, server)
    expect(start := page.get_by_role("region", name="What is this?")).to_be_visible()
    train = TrainPage(page, server)
    train.click("Step forward")  # the transport is free
    train.at(1)
    train.press("ArrowRight")
    train.at(2)
    expect(start).to_be_visible()
    page.keyboard.press("Escape")
    expect(start).to_be_hidden()
    page.goto(server)
    train.at(0)
    expect(start).to_be_hidden()
    page.goto(f"{server}/glossary")
    page.get_by_role("button", name="Show the start card again").click()
    train.at(0)
    expect(start).to_be_visible()
    start.get_by_role("button", name="See it learn").click()
    train.reach(3)
    expect(start).to_be_hidden()


def test_its_ways_lead_where_they_say(visit: BrowserContext, server: str) -> None:
    page = opened(visit, f"{server}/?lang=ko")
    # Its HTML is there before its script, which writes the links.
    expect(page.locator(".bp-start [data-way=own]")).to_have_attribute("href", re.compile("lang=ko"))
    links = {
        way: page.locator(f".bp-start [data-way={way}]").get_attribute("href") or ""
        for way in ("hand", "lab", "own")
    }
    assert all("lang=ko" in link for link in links.values())
    page.locator(".bp-start [data-way=own]").click()
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    page.goto(links["hand"])
    expect(page.get_by_test_id("stepper")).to_have_attribute("data-step", "0")
    expect(page).to_have_url(re.compile(r"dataset=mazur"))
    page.goto(links["lab"])
    expect(page.locator("[data-panel=right] .main-svg").first).to_be_attached()
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/?lang=ko&hide=stack")  # what is hidden stays so, and nothing lies over it
    expect(page.locator("[data-testid=player][data-rest]")).to_be_attached()
    expect(page.locator(".bp-start")).to_be_hidden()
    expect(page.locator(".bp-start [data-way=lab]")).to_have_attribute(
        "href", re.compile(r"\?lang=ko&hide=stack$")
    )
