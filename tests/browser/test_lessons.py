"""Lessons as a person takes them: predict, then see; change anything, and come back; leave, and have one's own again."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mlp_core import Experiment, Trainer
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


def deep() -> Trainer:
    """The lesson's network of twelve hidden layers, its gradients computed."""
    trainer = Trainer(
        Experiment(
            dataset="digits", samples=64, hidden_layers=(32,) * 12, learning_rate=5, seed=54,
        )
    )  # fmt: skip
    trainer.evaluate()
    return trainer


def test_a_calculation_is_checked_and_a_setting_that_is_tried_is_seen(lesson: LessonPage) -> None:
    lesson.open("vanishing", "layer")
    page, train = lesson.page, lesson.train
    expect(page.get_by_test_id("stepper")).to_be_visible()
    lesson.marks(".st-why", ".st-formula", ".st-drawing")
    sizes = deep().measures()["delta_norm"]
    one = sizes[5] / sizes[6]
    right = [f"{one:.2g}", f"{-12 * math.log10(one):.2g}"]
    blanks = lesson.panel.locator(".bp-lesson-blank input")

    def calculate(*typed: str) -> None:
        for i, words in enumerate(typed):
            blanks.nth(i).fill(words)
        lesson.press("Check")

    calculate(f"-{right[0]}", right[1])
    expect(lesson.says).to_have_text("Right but for the sign.")
    expect(blanks.nth(0)).to_have_attribute("aria-invalid", "true")
    expect(blanks.nth(1)).to_have_attribute("aria-invalid", "false")
    calculate(f"{10 * one:.2g}")
    expect(lesson.says).to_have_text("Right but for a power of ten.")
    calculate("some")
    expect(lesson.says).to_have_text("Type a number, such as 0.25 or 1.5e-3.")
    calculate(f"{1.5 * one:.2g}")
    expect(lesson.says).to_have_text("Not this number yet. Digits checked: 2.")
    calculate(*right)
    expect(lesson.says).to_have_text("All right.")

    lesson.on("weights")
    train.rest()
    lesson.marks("[data-panel=profile]", ".bp-stack")
    expect(lesson.says).to_contain_text("Not yet.")
    lesson.settings()
    train.choose("Weights drawn from", "Xavier (Glorot)")
    said = page.locator(".bp-lesson-return [role=status]")
    expect(said).to_contain_text("Reached.")
    lesson.back()
    expect(lesson.says).to_have_text(said.inner_text())
    xavier = Trainer(replace(deep().experiment, initializer="xavier"))
    xavier.evaluate()
    sizes = xavier.measures()["dW_norm"]
    share = number(said.inner_text().removeprefix("Reached. Now: ").removesuffix("."))
    assert share == pytest.approx(sizes[0] / sizes[-1], rel=5e-3)

    lesson.press("Return to this step")
    expect(lesson.says).to_contain_text("Not yet.")  # the step's own network again
    lesson.settings()
    expect(page.get_by_role("combobox", name="Weights drawn from")).to_have_value("Normal, 0.01")


ENDS = """([step, loss]) => {
    const chart = document.querySelector("[data-panel=loss] .js-plotly-plot");
    const { xaxis, yaxis } = chart._fullLayout;
    const box = chart.querySelector(".nsewdrag").getBoundingClientRect();
    const scaled = box.width / xaxis._length;
    return [box.left + scaled * xaxis.d2p(step), box.top + scaled * yaxis.d2p(loss)];
}"""
"""Where Plotly itself would draw this loss at this step."""
PATH = """() => {
    const words = document.querySelector(".bp-lesson-curve path").getAttribute("d");
    return words.slice(1).split("L").map((pair) => pair.split(" ").map(Number));
}"""
ANSWER = "name => JSON.parse(localStorage['backprop-explorer.lessons']).vanishing.answers[name].value"


def drawn_as_the_chart_would(lesson: LessonPage, name: str) -> None:
    """The answer's line stands in the chart's own axes."""
    expect(lesson.curve).to_be_visible()
    points = lesson.page.evaluate(ANSWER, name)
    lesson.page.wait_for_function(
        f"""points => {{
            const [path, place] = [({PATH})(), {ENDS}];
            const ends = [points[0], points.at(-1)].map(place);
            return path.length === points.length && [path[0], path.at(-1)].every(([x, y], i) =>
                Math.abs(x - ends[i][0]) < 1.5 && Math.abs(y - ends[i][1]) < 1.5);
        }}""",
        arg=points,
    )


def goes_through(lesson: LessonPage, x: float, y: float) -> None:
    """Wait until the line has a point there: it is painted in the next frame."""
    near = f"([x, y]) => ({PATH})().some((point) => Math.hypot(point[0] - x, point[1] - y) < 5)"
    lesson.page.wait_for_function(near, arg=[x, y])


def test_a_curve_drawn_by_hand_stays_beside_the_runs_own(lesson: LessonPage) -> None:
    """And then an explanation is chosen, one is written, and a reload keeps all."""
    lesson.open("vanishing", "draw")
    page, train = lesson.page, lesson.train
    train.rest()
    ranges = lesson.panel.locator(".bp-lesson-knots input")
    expect(ranges).to_have_count(4)
    before = [int(each.input_value()) for each in ranges.all()]
    lesson.lock()
    expect(lesson.says).to_have_text("Draw the curve first, or set it below.")
    box = page.locator("[data-panel=loss] .nsewdrag").bounding_box()
    assert box
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    page.mouse.move(x + 2, y + height / 2)
    page.mouse.down()
    page.mouse.move(x + width / 2, y + height * 0.8, steps=8)
    page.mouse.move(x + width * 0.8, y + height * 0.9, steps=8)
    page.mouse.up()
    goes_through(lesson, x + width / 2, y + height * 0.8)
    goes_through(lesson, x + width * 0.8, y + height * 0.9)
    goes_through(lesson, x + width, y + height * 0.9)  # it goes on from there
    assert train.step == 0
    set_by_pointer = [int(each.input_value()) for each in ranges.all()]
    assert set_by_pointer[0] < before[0]
    assert set_by_pointer[1] == pytest.approx(200, abs=15)  # four fifths down, in thousandths of the axis
    ranges.nth(3).fill("250")  # by keys: its last quarter
    expect(ranges.nth(3)).to_have_attribute("aria-valuetext", re.compile(r"^0\.\d+$"))
    end = number(ranges.nth(3).get_attribute("aria-valuetext") or "")
    goes_through(lesson, x + width, y + height * 0.75)
    lesson.lock()
    drawn_as_the_chart_would(lesson, "draw")

    page.get_by_label("Speed", exact=True).select_option(label="10 steps a frame")
    train.watch()
    lesson.on("flat")
    train.at(300)
    assert len(set(train.watched())) > 10  # it has been played
    train.stands()
    train.rest()
    drawn_as_the_chart_would(lesson, "draw")
    mine, right = lesson.predicted.all_inner_texts()
    assert number(mine.removesuffix(" at the end")) == end
    assert number(right.removesuffix(" at the end")) == pytest.approx(number(train.loss), rel=5e-3)

    lesson.on("meaning")
    expect(lesson.curve).to_be_hidden()
    lesson.lock()
    expect(lesson.says).to_have_text("Choose one of the answers.")
    lesson.panel.get_by_role("radio", name="The network has reached its minimum.").check()
    lesson.lock()
    expect(lesson.panel.get_by_role("radio").first).to_be_disabled()
    lesson.on("unmoved")
    train.at(300)
    expect(lesson.predicted).to_have_text([
        "The network has reached its minimum.",
        "Hardly any gradient reaches the layers in front, so only the last ones have learned.",
    ])  # fmt: skip
    expect(lesson.outcome).to_contain_text("Otherwise than you predicted.")
    expect(lesson.outcome).to_contain_text("so 0.")  # what is said to who chose that, with its number
    lesson.on("own-words")
    words = lesson.panel.get_by_role("textbox", name="Your sentence")
    words.fill("Twelve factors below 1 are multiplied.")
    page.reload()
    lesson.at("own-words")
    expect(words).to_have_value("Twelve factors below 1 are multiplied.")
    expect(lesson.steps.nth(6)).to_have_attribute("data-done", "")  # the curve's
    lesson.steps.nth(6).click()
    lesson.at("draw")
    train.rest()
    drawn_as_the_chart_would(lesson, "draw")
    expect(lesson.says).to_have_text("Your answer is locked. Next shows what happens.")
    lesson.steps.nth(11).click()
    lesson.at("class")
    expect(page.locator("[data-panel=staircase] .main-svg").first).to_be_attached()
    assert lesson.panel.locator("input, textarea").count() == 0  # to be thought about, no more
    lesson.on("end")
    lesson.press("Finish")
    expect(lesson.panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("lesson=|at="))
