"""A lesson that compares its runs, as a person takes it who has pinned runs of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lesson_page import FORGET, KEPT, LessonPage, number
from tests.browser.test_lessons import lesson_file

LESSON = """
format = 1
title = { en = "Side by side", ko = "나란히" }
[runs]
sigmoid = "seed=3&steps=30"
relu = "seed=3&activation=relu&steps=40"
[[steps]]
name = "look"
kind = "show"
moment = "train?step=7"
text = "{loss@7:5}"
[[steps]]
name = "beside"
kind = "compare"
runs = ["sigmoid", "relu"]
tab = "staircase"
clock = "share"
pos = 20
mark = ["chart", "outcome"]
text = "{loss} {relu.loss} {norm(dW,1)} {relu.norm(dW,1)} {step} {relu.step}"
claims = ["step == 15", "relu.step == 20"]
[[steps]]
name = "after"
kind = "show"
moment = "train?step=3"
text = "{loss@3:5}"
"""
MINE = "run=seed!7!steps!30&run=seed!8!steps!30&tab=curves&pos=9"


@pytest.fixture
def lesson(page: Page, server: str) -> Iterator[LessonPage]:
    yield LessonPage(page, server)
    page.evaluate(FORGET, KEPT)


def compared(page: Page) -> Locator:
    return page.locator(".compare[data-testid=player]")


def shows(page: Page, position: int, tab: str, *runs: str) -> None:
    """Wait until Compare shows just these runs there, with all its numbers."""
    expect(compared(page)).to_have_attribute("data-rest", str(position))
    expect(page.get_by_role("radio", name=tab, exact=True)).to_have_attribute("aria-checked", "true")
    expect(compared(page).locator(".compare-outcome tbody th b")).to_have_text([*runs])


def to(page: Page, name: str) -> None:
    """Turn to another page by the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()


def outcome(page: Page, measure: str) -> list[float]:
    """A column of the table."""
    cells = compared(page).locator(f".compare-outcome td[data-measure={measure}] b")
    return [number(words.removesuffix("%").strip()) for words in cells.all_inner_texts()]


def test_a_lesson_compares_two_runs_and_ones_own_pins_come_back(lesson: LessonPage) -> None:
    page = lesson.page
    page.goto(f"{lesson.address}/compare?{MINE}")
    shows(page, 9, "Loss and accuracy", "seed 7", "seed 8")
    to(page, "Lessons")
    lesson_file(page, "mine.toml", LESSON)
    expect(page.get_by_text("The file is right, with its 3 steps.")).to_be_visible()
    page.get_by_role("button", name="Begin", exact=True).click()
    lesson.at("look")
    lesson.train.at(7)

    lesson.on("beside")
    shows(page, 20, "Gradients", "Sigmoid", "ReLU")
    expect(lesson.kind).to_have_text("Step 2 of 3 · Compare")
    lesson.marks(".compare-hosts", ".compare-tabs", ".st-key-compare_head")
    assert lesson.seen(".bp-transport") == 1
    loss, relu, gradient, relu_gradient, step, relu_step = lesson.numbers()
    assert (step, relu_step) == (15, 20)
    assert outcome(page, "loss") == pytest.approx([loss, relu], rel=6e-3)
    assert outcome(page, "gradient") == pytest.approx([gradient, relu_gradient], rel=6e-3)

    page.get_by_role("radio", name="Loss and accuracy", exact=True).click()
    page.get_by_role("button", name="Step forward", exact=True).click()
    shows(page, 21, "Loss and accuracy", "Sigmoid", "ReLU")
    lesson.press("Return to this step")
    shows(page, 20, "Gradients", "Sigmoid", "ReLU")

    lesson.on("after")
    lesson.train.at(3)
    lesson.press("Back")
    lesson.at("beside")
    shows(page, 20, "Gradients", "Sigmoid", "ReLU")
    lesson.on("after")
    lesson.train.at(3)
    lesson.press("Leave the lesson")
    expect(lesson.panel).to_be_hidden()
    to(page, "Compare")
    shows(page, 9, "Loss and accuracy", "seed 7", "seed 8")


def test_who_leaves_on_the_page_compare_finds_their_own_pins_there(lesson: LessonPage) -> None:
    page = lesson.page
    page.goto(f"{lesson.address}/compare?{MINE}")
    shows(page, 9, "Loss and accuracy", "seed 7", "seed 8")
    to(page, "Lessons")
    lesson_file(page, "mine.toml", LESSON)
    page.get_by_role("button", name="Begin", exact=True).click()
    lesson.at("look")
    lesson.on("beside")
    shows(page, 20, "Gradients", "Sigmoid", "ReLU")
    lesson.press("Leave the lesson")
    expect(lesson.panel).to_be_hidden()
    shows(page, 9, "Loss and accuracy", "seed 7", "seed 8")
    expect(page).to_have_url(re.compile(r"run=seed!7.*run=.*seed!8.*pos=9"))


def test_a_link_to_a_comparison_of_a_lesson(lesson: LessonPage) -> None:
    """The numbers of its text are those of the page; a reload keeps what was changed of it."""
    page = lesson.open("cures", "beside").page
    shows(page, 200, "Gradients", "Sigmoid, N(0, 0.01)", "ReLU, N(0, 0.01)", "ReLU, He")
    words = lesson.text.locator(".bp-lesson-number").all_inner_texts()
    _, first, larger, again, *shares = (number(each.removesuffix("%").strip()) for each in words)
    sizes = outcome(page, "gradient")
    assert [sizes[0], sizes[1] / sizes[0], sizes[2] / sizes[1]] == pytest.approx(
        [first, larger, again], rel=0.05
    )
    assert outcome(page, "accuracy") == pytest.approx(shares[:3], abs=0.6)
    expect(page).to_have_url(re.compile(r"lesson=cures&at=beside&.*tab=staircase&pos=200"))
    page.get_by_role("button", name="Step back", exact=True).click()
    expect(page).to_have_url(re.compile("pos=199"))
    page.reload()
    lesson.at("beside")
    shows(page, 199, "Gradients", "Sigmoid, N(0, 0.01)", "ReLU, N(0, 0.01)", "ReLU, He")


def test_what_a_lesson_has_pinned_is_gone_with_it_from_the_address_too(lesson: LessonPage) -> None:
    page = lesson.page
    page.goto(f"{lesson.address}/compare?lesson=batches&at=beside&lang=ko")
    shows(page, 480, "손실과 정확도", "모든 샘플", "배치 16", "배치 1")
    expect(page).to_have_url(re.compile("run="))
    lesson.press("레슨 나가기")
    expect(compared(page)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/compare\?lang=ko$"))


ASKED = """
format = 1
title = { en = "Asked", ko = "예측" }
[runs]
sigmoid = "seed=3&steps=30"
relu = "seed=3&activation=relu&steps=30"
[[steps]]
name = "ask"
kind = "predict"
ask = "number"
value = "relu.norm(dW, 1)@20 / norm(dW, 1)@20"
within = 2
moment = "compare?runs=sigmoid,relu&tab=staircase"
mark = "chart"
text = "[side by side](compare?runs=sigmoid,relu&tab=stacks&pos=4)"
[[steps]]
name = "came"
kind = "reveal"
moment = "compare?runs=sigmoid,relu&tab=staircase&pos=20"
text = "{relu.norm(dW, 1) / norm(dW, 1)}"
"""


def test_what_comes_of_a_comparison_is_predicted_first(lesson: LessonPage) -> None:
    page = lesson.page
    page.goto(f"{lesson.address}/lessons")
    lesson_file(page, "mine.toml", ASKED)
    page.get_by_role("button", name="Begin", exact=True).click()
    lesson.at("ask")
    shows(page, 0, "Gradients", "Sigmoid", "ReLU")
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_attribute("aria-disabled", "true")
    expect(lesson.text.get_by_role("link")).to_have_attribute(
        "href", re.compile(r"/compare\?run=seed!3!steps!30&run=activation!relu.*&tab=stacks&pos=4$")
    )
    for key in ("ArrowRight", "Space"):
        page.keyboard.press(key)
    lesson.field().fill("100")
    lesson.lock()
    assert compared(page).get_attribute("data-step") == "0"
    lesson.on("came")
    shows(page, 20, "Gradients", "Sigmoid", "ReLU")
    sigmoid, relu = outcome(page, "gradient")
    mine, right = (number(words) for words in lesson.predicted.all_inner_texts())
    assert mine == 100
    assert [right, *lesson.numbers()] == pytest.approx([relu / sigmoid] * 2, rel=0.02)
    lesson.press("Finish")
    expect(page).to_have_url(re.compile("/lessons"))
    expect(lesson.panel).to_be_hidden()
    to(page, "Compare")
    expect(page.get_by_text("Nothing is compared yet.")).to_be_visible()  # no run is pinned, as before
