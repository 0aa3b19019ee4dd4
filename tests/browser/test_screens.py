"""On every screen all of a page can be reached: nothing is cut off, and a finger finds what it wants."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.waiting import finds_none, resized

# What stands beyond the right edge, but for what scrolls sideways in its own place.
CUT_OFF = """() => {
    const scroll = ".bp-cards, .bp-views, .st-scroll, .st-tabs, .st-pane, .st-math, .bp-plot, .bp-hidden, "
        + ".compare-tabs, .bp-outcome-scroller";
    const parts = "button, select, input, b, h2, h3, p, span, canvas";
    const seen = { visibilityProperty: true, opacityProperty: true };
    return [...document.querySelectorAll(`[data-testid=stMain] :is(${parts})`)]
        .filter((part) => !part.closest(scroll) && part.checkVisibility(seen))
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
        .map(([part, box]) => `${part.className} ${part.textContent.slice(0, 20)} ${box.right}`);
}"""

# Controls that a finger misses.
SMALL = """(least) => [...document.querySelectorAll(
        ":is(.bp-transport, .bp-choices, .st-transport, .st-ribbon, .lab-legend) :is(button, select, input)")]
    .filter((part) => part.checkVisibility({ visibilityProperty: true }) && part.type !== "range")
    .map((part) => [part.className || part.textContent, part.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < least)"""

# On a phone the transport is at the bottom, within the page's margins, and what is chosen can be read.
THUMB = """() => {
    const bar = document.querySelector(":is(.bp-transport, .st-transport)");
    if (!bar) return [];
    const end = bar.getBoundingClientRect(), margin = parseFloat(getComputedStyle(bar).paddingLeft);
    const found = Math.abs(end.bottom - innerHeight) > 1 ? [`ends at ${end.bottom}`] : [];
    for (const part of [...bar.children].filter((part) => part.checkVisibility())) {
        const { right, width } = part.getBoundingClientRect();
        if (right > end.right - margin + 1) found.push(`beyond the margin: ${part.className}`);
        if (part.matches("select") && width < 90) found.push(`narrow: ${part.className}`);
    }
    return found;
}"""

PAGES = {
    "": "[data-testid=player][data-rest]",
    "step_through": "[data-testid=stepper] .st-stage canvas",
    "vanishing_gradients": "[data-panel=right] .main-svg",
    "compare?run=steps!20&run=activation!relu!steps!20": "[data-panel=loss] .main-svg",
    "glossary": "[data-entry=delta]",
}
WITHIN = "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
SIZES = [(1024, 768), (853, 480), (820, 1180), (640, 360), (390, 844), (360, 740)]
"""853 and 640 wide are 1280x720 enlarged by the browser to 150 and 200 %."""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_out_of_reach_on_a_small_screen(fresh: Page, server: str, name: str) -> None:
    page = fresh
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/{name}")
    expect(page.locator(PAGES[name]).first).to_be_attached()
    for width, height in SIZES:
        resized(page, width, height)
        finds_none(page, CUT_OFF, where=width)
        page.wait_for_function(WITHIN)
        if width < 600:
            finds_none(page, SMALL, 44, where=width)
            finds_none(page, THUMB, where=width)


@pytest.mark.parametrize(("name", "width"), [("", 390), ("data", 820)])
def test_what_is_held_in_a_hand_shows_a_projectors_link_as_all_else(
    fresh: Page, server: str, name: str, width: int
) -> None:
    page = fresh
    page.set_viewport_size({"width": width, "height": 1180})
    page.goto(f"{server}/{name}?projector=1&seed=3")
    expect(page.locator('html[data-backprop-projector=""]')).to_be_attached()
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?seed=3$"))


def sidebar_is_open(page: Page) -> None:
    """Wait until it is."""
    expect(page.locator('[data-testid=stSidebar][data-collapsed="false"]')).to_be_attached()


def test_a_tablet_begins_without_the_sidebar_and_keeps_it_once_it_is_opened(fresh: Page, server: str) -> None:
    page = fresh
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto(server)
    expect(page.locator("[data-testid=player][data-rest]")).to_be_attached()
    expect(page.locator('[data-testid=stSidebar][data-collapsed="true"]')).to_be_attached()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("heading", name="What the network is fed")).to_be_visible()
    sidebar_is_open(page)


def test_a_wide_screen_has_the_sidebar(fresh: Page, server: str) -> None:
    page = fresh
    page.goto(server)
    expect(page.locator("[data-testid=player][data-rest]")).to_be_attached()
    sidebar_is_open(page)


def test_a_finger_sees_what_a_mouse_sees(browser: Browser, server: str) -> None:
    """A tap shows what lies there, until another is made elsewhere."""
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{server}/?dataset=xor&hidden=2&lr=1&seed=1&stack=network")
    expect(page.locator("[data-testid=player][data-rest]")).to_be_attached()
    for place, tip in ((".bp-input canvas", ".bp-input .bp-tip"), (".bp-graph canvas", ".bp-graph .bp-tip")):
        picture = page.locator(place).first
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box
        picture.tap(position={"x": box["width"] / 2, "y": box["height"] / 2})
        expect(page.locator(tip)).to_be_visible()
        page.locator("[data-testid=player] .bp-caption").tap()
        expect(page.locator(tip)).to_be_hidden()
    phone.close()
