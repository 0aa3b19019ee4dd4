"""At 1280x720 every text is whole, in both languages, and every control is large enough to be hit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pages.shared.text.catalogues import CATALOGUES
from tests.browser.test_screens import PAGES
from tests.browser.waiting import drawn, finds_none

# Texts of elements that hide what does not fit; what is there for screen readers alone is one pixel wide.
CUT = """() => [...document.querySelectorAll("[data-testid=stMain] *, [data-testid=stSidebar] *")]
    .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((part) => !part.closest(".bp-hidden") && part.checkVisibility({ visibilityProperty: true }))
    .filter((part) => ["hidden", "clip"].includes(getComputedStyle(part).overflowX))
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.textContent.trim().slice(0, 40)}`)"""

# What can be clicked and is smaller (WCAG 2.2, 2.5.8); a field within a label is clicked by that.
SMALL = """(least) => [...document.querySelectorAll(
        ":is([data-testid=stMain], [data-testid=stSidebar]) :is(button, select, input, a, [role=radio])")]
    .filter((part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((part) => !part.disabled)
    .map((part) => ((part.matches("input") && part.closest("label")) || part).getBoundingClientRect())
    .filter(({ width, height }) => width > 1 && Math.min(width, height) < least - 0.5)
    .map(({ x, y, width, height }) => `${x}, ${y}: ${width} x ${height}`)"""
LEAST = 24


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_text_is_cut_and_every_control_can_be_hit(fresh: Page, server: str, language: str) -> None:
    page = fresh
    for name, there in PAGES.items():
        page.goto(f"{server}/{name}{'&' if '?' in name else '?'}lang={language}")
        expect(page.locator(there).first).to_be_attached()
        drawn(page)
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        finds_none(page, CUT, where=name)
        finds_none(page, SMALL, LEAST, where=name)
