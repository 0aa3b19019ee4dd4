"""A person without a pointer: from a setting to a picture, to the lab, and to a network of it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.lab_page import SMALL, LabPage

# What has the focus: its name, and how it is seen.
FOCUSED = """() => {
    const part = document.activeElement;
    return part.getAttribute("aria-label") ?? part.labels?.[0]?.innerText ?? part.innerText ?? "";
}"""
OUTLINE = """() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
}"""
MOST_TABS = 150


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if re.search(name, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"Tab leads to nothing called {name}")


def test_all_that_a_pointer_does_is_done_by_keys(fresh: Page, server: str) -> None:
    page, lab = fresh, LabPage(fresh, server)
    page.goto(f"{server}/?steps=5000&lab={SMALL}")  # so long that it still plays when it is paused
    lab.rest()
    tab_to(page, "^Hidden layers$")
    page.keyboard.press("ArrowUp")
    expect(lab.cards).to_have_count(8)
    tab_to(page, "^Play$")
    page.wait_for_function(OUTLINE)
    page.keyboard.press("Space")
    lab.reach(5)
    page.keyboard.press("Space")
    step = lab.step
    page.keyboard.press("ArrowRight")
    lab.at(step + 1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    tab_to(page, "^Layer 1\\b")
    page.wait_for_function(OUTLINE)
    page.keyboard.press("ArrowRight")
    expect(lab.cards.nth(1)).to_be_checked()
    tab_to(page, "^Vanishing gradients$")
    page.keyboard.press("Enter")
    expect(lab.player.locator("[data-panel=right] .main-svg").first).to_be_attached()
    lab.complete()
    tab_to(page, "^Tanh · Xavier$")
    page.keyboard.press("Space")
    expect(lab.caption).to_contain_text("Tanh · Xavier:")
    tab_to(page, "Layer 1.*Enter opens")
    page.wait_for_function(OUTLINE)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?dataset=digits&hidden=8x2**")
