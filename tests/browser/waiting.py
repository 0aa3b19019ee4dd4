"""What is waited for before a page is read once: a screen of another size, a look that finds nothing."""

from __future__ import annotations

from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.step_page import FRAMES


def resized(page: Page, width: int, height: int) -> None:
    """Another screen, and all laid out for it; what a place's size decides is decided in the next frame."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("size => innerWidth === size[0] && innerHeight === size[1]", arg=[width, height])
    page.evaluate(FRAMES)


def finds_none(page: Page, look: str, arg: object = None, where: object = "") -> None:
    """Wait until a function finds nothing; where it finds something to the end, the failure says what."""
    try:
        page.wait_for_function(f"arg => ({look})(arg).length === 0", arg=arg)
    except TimeoutError:
        assert page.evaluate(look, arg) == [], where
        raise


def drawn(page: Page) -> None:
    """Wait until the server has sent all of a page."""
    expect(page.locator('[data-testid=stApp][data-test-script-state="notRunning"]')).to_be_attached()
