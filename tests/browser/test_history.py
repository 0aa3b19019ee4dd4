"""The browser's Back undoes a setting, Forward does it again, on every page; neither leaves the app, and all
else is no entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from pages.shared.text import text
from tests.browser.conftest import no_errors
from tests.browser.data_page import DataPage
from tests.browser.lab_page import SMALL, LabPage
from tests.browser.step_page import StepPage
from tests.browser.train_page import TrainPage


def test_back_undoes_a_setting_and_forward_does_it_again(context: BrowserContext, server: str) -> None:
    page = context.new_page()  # a browser counts 50 entries, and the page of the other tests has many
    with no_errors(page):
        on_train(TrainPage(page, f"{server}/?lab={SMALL}").open())
        turn_to(page, "step_through")
        on_step_through(StepPage(page, server))
        turn_to(page, "data")
        on_data(DataPage(page, server))
        across_pages(page)
        turn_to(page, "vanishing_gradients")
        on_the_lab(LabPage(page, server))
        over_a_network_that_was_opened(LabPage(page, server))
    page.close()


def turn_to(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=text(f"page.{name}"), exact=True).click()
    expect(page).to_have_url(re.compile(name))


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def apart(page: Page) -> None:
    """Changes within a second are one entry."""
    page.evaluate("window.settled = performance.now()")
    page.wait_for_function("performance.now() - window.settled > 1000")


def undone(page: Page, change: Callable[[], object], shown: Callable[[bool], object]) -> None:
    """A change is one entry; Back leads to the address as it was, and what it says, Forward to the other."""
    before, was = page.url, page.evaluate("navigation.currentEntry.index")
    change()
    shown(True)
    expect(page).not_to_have_url(before)
    after = page.url
    assert page.evaluate("navigation.currentEntry.index") == was + 1
    page.go_back()
    shown(False)
    expect(page).to_have_url(before)
    page.go_forward()
    shown(True)
    expect(page).to_have_url(after)
    page.go_back()
    shown(False)
    expect(page).to_have_url(before)


def on_train(train: TrainPage) -> None:
    page, player = train.page, train.player

    def settled(seed: str, hidden: str, cards: int) -> None:
        expect(train.field("Seed")).to_have_value(seed)
        expect(train.field("Hidden layers")).to_have_value(hidden)
        expect(train.cards).to_have_count(cards)

    before = entries(page)
    train.set_and_wait("Seed", 3)
    expect(page).to_have_url(re.compile(r"[?&]seed=3"))
    train.scrub(7)
    train.at(7)
    apart(page)
    train.set_and_wait("Hidden layers", 2)
    expect(page).to_have_url(re.compile(r"[?&]hidden="))
    train.click("Play")  # what is played is no entry, and frames are on their way
    train.reach(5)
    page.go_back()
    settled("3", "6", 7)
    train.at(7)
    assert entries(page) == before + 2
    page.go_back()
    settled("54", "6", 7)
    expect(page).to_have_url(re.compile(r"^[^?]*$"))
    page.go_forward()
    settled("3", "6", 7)
    page.go_forward()
    settled("3", "2", 3)
    expect(page).to_have_url(re.compile(r"seed=3"))
    assert entries(page) == before + 2
    expect(player).to_be_visible()


def on_step_through(steps: StepPage) -> None:
    page, field = steps.page, TrainPage(steps.page, "").field("Seed")
    expect(steps.layer(3)).to_be_visible()
    was = entries(page)
    steps.press("ArrowRight", 3)
    steps.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"op=3.*unit="))
    assert entries(page) == was

    def shown(changed: bool) -> None:
        expect(field).to_have_value("4" if changed else "3")
        expect(steps.root).to_have_attribute("data-op", "0" if changed else "3")

    undone(page, lambda: TrainPage(page, "").set("Seed", 4), shown)

    def too_large(changed: bool) -> None:
        expect(page.get_by_text("Step through shows networks")).to_have_count(int(changed))
        expect(steps.root).to_have_count(int(not changed))

    apart(page)
    undone(page, lambda: TrainPage(page, "").set("Units in each", 400), too_large)


def on_data(data: DataPage) -> None:
    page, field = data.page, TrainPage(data.page, "").field("Seed")
    expect(data.own).to_be_visible()
    expect(page).to_have_url(re.compile(r"data\?.*op=3.*unit="))  # the page that was left has written it

    def shown(changed: bool) -> None:
        expect(field).to_have_value("5" if changed else "3")
        expect(data.heading).to_be_visible()

    undone(page, lambda: TrainPage(page, "").set("Seed", 5), shown)


def across_pages(page: Page) -> None:
    """From Data to Step through and Train, by the same way back."""
    page.go_back()
    expect(page.get_by_test_id("stepper")).to_have_attribute("data-op", "3")
    page.go_back()
    expect(page.get_by_test_id("player")).to_be_visible()
    page.go_back()
    expect(TrainPage(page, "").field("Hidden layers")).to_have_value("6")
    expect(page).to_have_url(re.compile(r"seed=3&step=\d+$"))


def on_the_lab(lab: LabPage) -> None:
    page, field = lab.page, lab.field(text("lab.set_depth"))
    course = lab.player.get_by_role("radio", name=text("lab.below_course"), exact=True)
    expect(field).to_have_value("3")  # the page is turned: Streamlit makes no entry more
    was = entries(page)
    lab.line("Tanh · Xavier")
    expect(page).to_have_url(re.compile(r"focus~1"))
    assert entries(page) == was

    def change() -> None:
        lab.set(text("lab.set_depth"), 4)
        expect(page).to_have_url(re.compile(r"depth~4"))
        course.click()
        expect(page).to_have_url(re.compile(r"below~course"))

    def shown(changed: bool) -> None:
        expect(field).to_have_value("4" if changed else "3")
        if not changed:
            expect(course).to_have_attribute("aria-checked", "false")
        expect(lab.caption).to_contain_text("Tanh · Xavier:")

    undone(page, change, shown)


def over_a_network_that_was_opened(lab: LabPage) -> None:
    """The lab sets the settings of the other pages: whose own way back has those of before."""
    page = lab.page
    lab.complete()
    point = lab.player.locator("[data-panel=left] .scatterlayer .points path").first
    point.hover(force=True)
    expect(lab.player.locator("[data-panel=left] .hoverlayer")).not_to_be_empty()  # the chart answers
    point.click(force=True)
    train = TrainPage(page, "")
    expect(page).not_to_have_url(re.compile("vanishing"))
    expect(train.field("Seed")).to_have_value("54")
    expect(train.cards).not_to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile(r"vanishing_gradients.*lab=.*focus~1"))
    expect(lab.field(text("lab.set_depth"))).to_be_visible()
    expect(lab.caption).to_contain_text("Tanh · Xavier:")
    page.evaluate("history.go(-2)")  # Streamlit itself makes an entry more when it turns the page
    expect(train.field("Seed")).to_have_value("3")
    expect(train.cards).to_have_count(7)
    expect(page).to_have_url(re.compile(r"seed=3&step=\d+$"))


# In one turn of the browser: at the last operation the next step is asked for, and then another page.
TOLD_AND_LEFT = """where => {
    document.querySelector("[data-testid=stepper] [data-do=finish]").click();
    if (where) [...document.querySelectorAll("a")].find((link) => link.textContent === where).click();
    else history.back();
}"""


def comes_and_stays(step: StepPage, shown: Locator) -> None:
    """Another page than Step through is there, also once whatever was told has run: nothing does any more."""
    expect(shown).to_be_visible()
    expect(step.root).to_have_count(0)
    expect(step.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(shown).to_be_visible()


def test_what_is_told_as_a_page_is_left_does_not_take_the_next_page_away(fresh: Page, server: str) -> None:
    """Streamlit sends it later than the question for the page: it ran the page that was left once more."""
    fresh.goto(f"{server}/data")
    heading = fresh.get_by_text("What the network is fed")
    expect(heading).to_be_visible()
    fresh.get_by_role("link", name="Step through").click()
    step = StepPage(fresh, server)
    for where in ("Data", None):
        step.click("Finish this step")
        expect(step.root).to_have_attribute("data-op", re.compile("[1-9]"))
        fresh.evaluate(TOLD_AND_LEFT, where)
        comes_and_stays(step, heading)
        if where:
            fresh.get_by_role("link", name="Step through").click()
    expect(fresh.get_by_test_id("stSidebar").get_by_role("link").nth(3)).to_be_attached()


LEFT_AND_TOLD = """where => {
    const links = [...document.querySelectorAll("[data-testid=stSidebar] a")];
    links.find((link) => link.textContent === where).click();
    document.querySelector("[data-testid=stepper] [data-do=finish]").click();
}"""


def test_a_page_that_was_asked_for_comes_whatever_is_pressed_before_it_is_there(
    fresh: Page, server: str
) -> None:
    """Train too, whose link names no page: it was not noted that anything is left for it."""
    step = StepPage(fresh, server)
    there = {"Data": fresh.get_by_text("What the network is fed"), "Train": fresh.get_by_test_id("player")}
    fresh.goto(f"{server}/step_through")
    for where, shown in there.items():
        step.click("Finish this step")
        expect(step.root).to_have_attribute("data-op", re.compile("[1-9]"))
        fresh.evaluate(LEFT_AND_TOLD, where)
        comes_and_stays(step, shown)
        fresh.get_by_test_id("stSidebar").get_by_role("link", name="Step through").click()
