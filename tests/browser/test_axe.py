"""axe-core finds nothing serious on any page, in both themes, for a projector and on a phone."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZE
from tests.browser.test_projector import PROJECTED

NETWORK = "?dataset=xor&hidden=2&lr=1&seed=1&stack=network"
PAGES = {
    "": "[data-testid=player][data-rest]",
    NETWORK: "[data-testid=player][data-rest]",
    "step_through?step=3&op=28": "[data-testid=stepper] .st-stage canvas",
    "vanishing_gradients": "[data-panel=right] .main-svg",
    "compare?run=hidden!4x2!steps!20&run=hidden!4x2!activation!relu!steps!20": "[data-panel=loss] .main-svg",
    "data": "[data-testid=stMain] [data-testid=stHeading]",
    "glossary": "[data-entry=delta]",
}
# All that is to be measured is there, and in the theme's colours, for which the lab asks the server; and
# nothing fades, as does what opens, and what a script run replaces.
QUIET = """() => {
    const colour = (root, name) => getComputedStyle(root).getPropertyValue(name).trim();
    const ours = [...document.querySelectorAll(".bp, .st")];
    const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
    return !document.querySelector(".bp-progress:not([hidden])")
        && document.querySelector("[data-test-script-state=notRunning]")
        && !document.getAnimations().some((animation) => animation.playState === "running" && ends(animation))
        && ours.every((root) => colour(root, "--bp-background") === colour(root, "--st-background-color"));
}"""
HEARS_KEYS = "[data-screen=projector][aria-pressed=false]"
CARD = ".bp-card-of:popover-open"
BACKGROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"


LARGE = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
"""For a projector letters have the contrast of WCAG's level AAA, 7:1."""


def found(page: Page, options: dict[str, object] | None = None, part: str | None = None) -> list[str]:
    """What is serious or critical, and where: on the page, or in a part of it."""
    page.wait_for_function(QUIET)
    violations = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in violations
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_serious_is_found(fresh: Page, server: str, address: str) -> None:
    page = fresh
    page.goto(f"{server}/{address}")
    expect(page.locator(PAGES[address]).first).to_be_attached()
    expect(page.locator(HEARS_KEYS)).to_be_attached()
    assert found(page) == []
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {BACKGROUND} !== light", arg=light)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert found(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator(PROJECTED)).to_be_attached()
    assert found(page, LARGE) == []
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"light => {BACKGROUND} === light", arg=light)
    assert found(page, LARGE) == []
    page.keyboard.press("p")
    expect(page.locator(PROJECTED)).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("innerWidth === 390")
    assert found(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_what_explains(
    browser: Browser, server: str, scheme: Literal["light", "dark"]
) -> None:
    """The start card; the list of names with one of them explained; and a full card by the pointer."""
    page = browser.new_page(viewport=SIZE, color_scheme=scheme, first_visit=True)  # type: ignore[call-arg]
    page.goto(server)
    expect(page.get_by_role("region", name="What is this?")).to_be_visible()
    expect(page.locator(PAGES[""])).to_be_attached()
    assert found(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Names and symbols on this page").press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.locator(CARD)).to_be_visible()
    assert found(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".bp-measure").hover()
    expect(page.locator(CARD)).to_be_visible()
    assert found(page) == []
    page.close()
