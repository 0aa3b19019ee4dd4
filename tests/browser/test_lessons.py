"""Lessons as a person takes them: predict, then see; change anything, and come back; leave, and have one's own again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import SIZE, no_errors
from tests.browser.lesson_page import FORGET, KEPT, LessonPage, number


@pytest.fixture
def lesson(page: Page, server: str) -> Iterator[LessonPage]:
    """The panel, in the page that tests load; what the browser keeps is forgotten at the end."""
    yield LessonPage(page, server)
    page.evaluate(FORGET, KEPT)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Page]:
    """A browser in which nobody has been here."""
    context = browser.new_context(viewport=SIZE, first_visit=True)  # type: ignore[call-arg]
    page = context.new_page()
    with no_errors(page):
        yield page
    context.close()


def held(lesson: LessonPage) -> None:
    """Do what moves the picture otherwise: by the pointer, by keys, by the slider. It stays at step 0."""
    page, train = lesson.page, lesson.train
    expect(lesson.next).to_be_disabled()
    train.watch()
    for name in ("Play", "Step forward"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    box = train.scrubber.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate("document.activeElement.blur()")
    for key in ("Space", "ArrowRight", "Shift+ArrowRight", "PageDown", "n"):
        page.keyboard.press(key)
    for key in ("Enter", "Space"):
        page.get_by_role("button", name="Play", exact=True).focus()
        page.keyboard.press(key)
    train.scrubber.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    train.player.get_by_role("textbox", name="Go to step").focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.evaluate("document.activeElement.blur()")
    train.stands()
    expect(train.scrubber).to_have_value("0")
    assert train.watched() == [0]


def test_the_start_card_leads_into_a_lesson_that_asks_before_it_shows(visit: Page, server: str) -> None:
    """Why the gradient vanishes: looked at, predicted, and what was predicted beside what is measured."""
    visit.goto(server)
    lesson, train = LessonPage(visit, server), LessonPage(visit, server).train
    train.at(0)
    visit.get_by_role("link", name="Take a lesson: why the gradient vanishes").click()
    lesson.at("network")
    train.rest()
    expect(lesson.kind).to_have_text("Step 1 of 13 · Look")
    lesson.marks(".bp-stack", "[data-panel=loss]", "[data-panel=profile]", ".bp-caption")
    assert lesson.seen(".bp-transport") == 1  # with it a person goes on
    expect(train.cards).to_have_count(2)
    inputs, outputs, layers, units = lesson.numbers()
    expect(train.cards.nth(0)).to_contain_text(f"{inputs:.0f} → {units:.0f}")
    expect(train.cards.nth(1)).to_contain_text(f"{units:.0f} → {outputs:.0f}")
    assert layers == 2

    lesson.on("gradient")
    lesson.marks("[data-panel=profile]", ".bp-stack")
    sizes = train.chart("profile", "[...chart.data[1].y]")
    assert isinstance(sizes, list)
    assert lesson.numbers() == pytest.approx([2, sizes[1], sizes[0]], rel=5e-3)

    lesson.on("ask")
    held(lesson)
    lesson.field().fill("a lot")
    lesson.lock()
    expect(lesson.says).to_have_text("Type a number, such as 0.25, 1/4 or 1.5e-3.")
    expect(lesson.field()).to_have_attribute("aria-invalid", "true")
    expect(lesson.next).to_be_disabled()
    lesson.field().fill("10^-6")
    lesson.lock()
    expect(lesson.says).to_have_text("Your answer is locked. Next shows what happens.")
    expect(lesson.field()).to_be_disabled()
    train.click("Step forward")  # it moves again
    train.at(1)

    lesson.on("staircase")
    expect(visit.locator("[data-panel=staircase] .main-svg").first).to_be_attached()
    lesson.marks("[data-panel=staircase]", ".lab-below")
    sizes = train.chart("staircase", "[...chart.data[0].y]")
    assert isinstance(sizes, list)
    share = sizes[0] / sizes[-1]
    mine, right = (number(words) for words in lesson.predicted.all_inner_texts())
    assert mine == 1e-6
    assert right == pytest.approx(share, rel=5e-3)
    said = lesson.outcome.locator("p").inner_text()
    off = number(said.removeprefix("Off by a factor of ").removesuffix("."))
    assert off == pytest.approx(1e-6 / share, rel=0.05)
