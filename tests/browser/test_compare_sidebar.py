"""The sidebar of the page Compare in a browser: behind a run's name, on a narrow screen, on Train."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.compare_page import ComparePage
from tests.browser.train_page import TrainPage

TWO = "run=hidden!4x2!steps!20!step!7&run=hidden!4x2!activation!relu!output!linear!steps!20"


def named(page: Page, name: str) -> Locator:
    """The button with a run's name, behind which stands what can be done with it."""
    return page.get_by_test_id("stPopoverButton").filter(has_text=name)


def unfold(page: Page, name: str) -> None:
    """Open what stands behind a run's name; once more where Streamlit has closed it as it opened, which it
    does at times while the page is busy.
    """
    while not page.get_by_test_id("stPopoverBody").count():
        named(page, name).click()
        page.wait_for_timeout(500)


def test_a_run_is_renamed_recoloured_and_removed_and_all_is_undone(fresh: Page, server: str) -> None:
    page, compare = fresh, ComparePage(fresh, server).open(TWO)
    unfold(page, "ReLU")
    page.get_by_role("textbox", name="Name").fill("mine")
    page.get_by_role("textbox", name="Name").press("Enter")
    expect(page.get_by_role("checkbox", name="mine")).to_be_checked()
    page.get_by_role("radio", name="Star 8").press("Space")
    expect(page).to_have_url(re.compile(r"colour!7.*name!mine|name!mine.*colour!7"))
    page.get_by_role("button", name="Remove").press("Enter")
    expect(page.get_by_role("checkbox", name="mine")).to_have_count(0)
    for _ in range(3):
        page.get_by_role("button", name="Undo").press("Enter")
        page.wait_for_function("document.querySelector('[data-test-script-state=notRunning]')")
    expect(page.get_by_role("checkbox", name="ReLU")).to_be_checked()
    expect(page).not_to_have_url(re.compile("name!|colour!"))
    compare.rest()
    assert compare.names() == ["Sigmoid", "ReLU"]


def test_a_run_is_opened_on_train_at_its_step(fresh: Page, server: str) -> None:
    page = fresh
    ComparePage(page, server).open(TWO)
    unfold(page, "Sigmoid")
    page.get_by_role("button", name="Go to it on Train").click()
    train = TrainPage(page, server)
    train.at(7)
    expect(page).to_have_url(re.compile(r"/\?.*hidden=4x2.*step=7"))


def test_on_a_narrow_screen_nothing_of_it_is_cut_off(browser: Browser, server: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True) as context:
        page = context.new_page()
        ComparePage(page, server).open(TWO)
        page.get_by_test_id("stExpandSidebarButton").click()
        unfold(page, "ReLU")
        expect(page.get_by_role("textbox", name="Name")).to_be_visible()
        for part in (page.locator(".st-key-pins"), page.get_by_test_id("stPopoverBody")):
            wide = part.evaluate("part => part.scrollWidth - part.clientWidth")
            right = part.evaluate("part => part.getBoundingClientRect().right")
            assert (wide, right <= 320) == (0, True)
        page.keyboard.press("Escape")
        page.get_by_text("Change one thing").tap()
        page.get_by_role("button", name="Make the runs").tap()
        expect(page.get_by_text("1 run made and pinned.")).to_be_visible()
