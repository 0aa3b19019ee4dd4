"""A component's script is loaded once for all its answers; where it cannot be, the server sends it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.step_page import StepPage
from tests.browser.train_page import TrainPage

SCRIPTS = "**/component/pages.shared.component.scripts/*"


def on_both_pages(page: Page, server: str) -> tuple[TrainPage, StepPage]:
    """From Train at step 90 to that step's first operation."""
    train, step = TrainPage(page, server).open(), StepPage(page, server)
    expect(page.locator(".bp-connection")).to_be_attached()  # with it the page is run once more
    train.scrub(90)
    train.at(90)
    page.get_by_role("link", name="Step through").click()
    step.at(90, 0)
    step.press("ArrowRight")
    return train, step


def test_a_script_is_loaded_once(context: BrowserContext, server: str) -> None:
    """Plotly too, though two components draw with it."""
    page = context.new_page()
    loaded = list[str]()

    def note(request: Request) -> None:
        _, ours, file = request.url.partition(".scripts/")
        if ours:
            loaded.append(file.partition("-")[0])

    page.on("request", note)
    train, step = on_both_pages(page, server)
    step.tab("Arrays")
    expect(step.root.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    page.get_by_role("link", name="Train").click()
    train.at(90)
    while "start" not in loaded:  # the last of a page, which does not wait for it
        page.wait_for_event("request")
    page.close()
    assert sorted(loaded) == [
        "cards",
        "collecting",
        "connection",
        "language",
        "pinning",
        "player",
        "plotly",
        "screen",
        "start",
        "stepper",
    ]


def test_where_scripts_cannot_be_loaded_the_pages_work_all_the_same(
    context: BrowserContext, server: str
) -> None:
    page = context.new_page()
    page.route(SCRIPTS, lambda route: route.fulfill(status=404))
    train, step = on_both_pages(page, server)
    step.at(90, 1)
    page.get_by_role("link", name="Train").click()
    train.at(90)
    expect(page.get_by_test_id("player")).to_have_count(1)
    page.close()
