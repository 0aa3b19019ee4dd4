"""Lessons as a person takes them: predict, then see; change anything, come back, leave."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from mlp_core import Experiment, Trainer
from tests.browser.conftest import SIZE, no_errors
from tests.browser.lesson_page import FORGET, KEPT, LessonPage, number
from tests.browser.test_axe import found
from tests.browser.test_projector import CUT, FITS, PROJECTED, SMALL
from tests.browser.waiting import finds_none


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
    for control in (page.get_by_role("button", name="Play", exact=True), train.scrubber):
        expect(control).to_have_attribute("aria-disabled", "true")
    assert lesson.seen(".bp-loss") == 1  # what there is can still be read
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
    lesson.press("Finish")  # to the list of lessons
    expect(page.get_by_test_id("lessons")).to_be_visible()
    expect(lesson.panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("lesson=|at="))


def test_a_layer_is_predicted_by_a_click_in_the_picture_or_by_its_number(lesson: LessonPage) -> None:
    lesson.open("chain-rule", "other-path")
    lesson.press("Show the answer")
    expect(lesson.says).to_have_text("These are the numbers.")
    blanks = lesson.panel.locator(".bp-lesson-blank input")
    shown = [number(each.input_value()) for each in blanks.all()]
    lesson.steps.nth(0).click()
    lesson.at("one-path")
    expect(blanks).to_have_count(0)
    lesson.on("other-path")  # shown once, they stay
    assert [number(each.input_value()) for each in blanks.all()] == shown
    trainer = Trainer(
        Experiment(
            dataset="mazur", hidden_layers=(2,), initializer="given", loss="sse", learning_rate=0.5, seed=0,
            train_biases=False,
        )
    )  # fmt: skip
    trainer.evaluate()
    first, last = trainer.network.layers
    back = float(last.W[0, 1] * last.delta[0, 1])
    path = float(trainer.x[0, 0] * first.slope[0, 0]) * back
    assert shown == pytest.approx([back, path], rel=0.05)
    lesson.on("ask-sum")
    lesson.press("I don't know")
    expect(lesson.says).to_have_text("No answer. Next shows what happens.")
    lesson.on("sum")
    expect(lesson.predicted.first).to_have_text("no answer")
    expect(lesson.outcome).not_to_contain_text("predicted.")  # no verdict on what was not said

    lesson.on("ask-first")
    page, train = lesson.page, lesson.train
    train.rest()
    expect(train.cards).to_have_count(4)
    lesson.lock()
    expect(lesson.says).to_have_text("Choose a layer.")
    layers = lesson.panel.get_by_role("radiogroup", name="Layer").get_by_role("radio")
    expect(layers).to_have_count(4)
    train.cards.nth(1).click()
    expect(layers.nth(1)).to_be_checked()
    layers.nth(2).check()
    expect(layers.nth(1)).not_to_be_checked()
    train.cards.nth(3).click()
    expect(layers.nth(3)).to_be_checked()
    lesson.lock()
    train.cards.nth(0).click()  # locked, it is not changed
    expect(layers.nth(3)).to_be_checked()
    expect(layers.nth(0)).to_be_disabled()
    lesson.on("first")
    expect(page.get_by_test_id("stepper")).to_be_visible()
    expect(lesson.predicted).to_have_text(["Layer 4", "Layer 4"])
    expect(lesson.outcome).to_contain_text("Your prediction was right.")


def test_a_learner_may_change_anything_come_back_and_leave(lesson: LessonPage) -> None:
    page, train, step = lesson.page, lesson.train, lesson.step
    page.goto(f"{lesson.address}/?seed=3&lr=0.2")
    train.at(0)
    train.rest()
    own = train.loss
    page.get_by_test_id("stSidebar").get_by_role("link", name="Lessons").click()
    page.get_by_role("link", name="Begin: The loss, and walking down it").click()
    lesson.at("one-number")
    train.at(0)
    train.rest()
    of_lesson = train.loss
    assert own != of_lesson
    expect(page).to_have_url(re.compile(r"lesson=descent&at=one-number"))

    lesson.panel.get_by_role("button", name="Show the sidebar instead of the lesson").click()
    train.set_and_wait("Learning rate", 0.7)
    train.click("Step forward")
    train.at(1)
    lesson.back()
    page.reload()  # what was changed is shown, and the lesson is where it was
    lesson.at("one-number")
    train.at(1)
    expect(page).to_have_url(re.compile(r"lr=0\.7"))
    lesson.press("Return to this step")
    train.at(0)
    train.rest()
    assert train.loss == of_lesson
    expect(page).not_to_have_url(re.compile(r"lr=0\.7"))

    lesson.on("slope")
    expect(step.root).to_be_visible()
    page.go_back()  # the browser's own way back does no harm
    train.rest()
    expect(lesson.panel).to_be_visible()
    page.go_forward()
    expect(step.root).to_be_visible()
    lesson.press("Return to this step")
    lesson.at("slope")
    expect(step.root).to_have_attribute("data-op", re.compile(r"\d"))
    lesson.marks(".st-drawing", ".st-formula")
    lesson.press("Back")
    lesson.at("one-number")
    train.rest()
    lesson.press("Leave the lesson")
    expect(lesson.panel).to_be_hidden()
    expect(page.get_by_test_id("stSidebar")).to_be_in_viewport()
    expect(page).not_to_have_url(re.compile("lesson=|at=|class="))


def test_leaving_gives_back_the_run_that_there_was(lesson: LessonPage) -> None:
    """On whichever page one leaves. A link opens a lesson at a step, in its language."""
    page, train = lesson.page, lesson.train
    page.goto(f"{lesson.address}/?seed=3&lr=0.2")
    train.at(0)
    train.rest()
    own = train.loss
    page.get_by_test_id("stSidebar").get_by_role("link", name="Lessons").click()
    page.get_by_role("link", name="Begin: The loss, and walking down it").click()
    lesson.at("one-number")
    lesson.on("slope")
    expect(lesson.step.root).to_be_visible()
    lesson.press("Leave the lesson")
    expect(lesson.panel).to_be_hidden()
    expect(page).to_have_url(re.compile(r"step_through\?.*seed=3"))
    expect(page).not_to_have_url(re.compile("lesson=|at="))
    page.get_by_test_id("stSidebar").get_by_role("link", name="Train").click()
    train.at(0)
    train.rest()
    assert train.loss == own
    lesson.open("descent", "ask-step", "&lang=ko")
    expect(lesson.kind).to_have_text("12단계 중 3단계 · 예측하기")
    expect(lesson.panel.get_by_role("button", name="답 확정")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(lesson.step.root).to_be_visible()
    expect(page).to_have_url(re.compile(r"step_through\?lang=ko&lesson=descent&at=ask-step"))


UNANSWERED = """() => {
    const all = JSON.parse(localStorage["backprop-explorer.lessons"]);
    for (const lesson of Object.values(all)) lesson.answers = {};
    localStorage["backprop-explorer.lessons"] = JSON.stringify(all);
}"""


@contextmanager
def elsewhere(browser: Browser, **options: Any) -> Iterator[Page]:
    """A browser of somebody else's."""
    context = browser.new_context(**{"viewport": SIZE, **options})
    page = context.new_page()
    with no_errors(page):
        yield page
    context.close()


def test_a_class_votes_and_only_counts_are_seen(browser: Browser, server: str) -> None:
    with elsewhere(browser) as page, elsewhere(browser) as one, elsewhere(browser) as other:
        teacher = LessonPage(page, server).open("descent", "ask-step")
        teacher.press("Ask the class")
        dialog = page.get_by_role("dialog", name="Answers of the class")
        expect(dialog).to_contain_text("No answers yet.")
        address = dialog.locator(".bp-class-address").inner_text()
        code = dialog.locator(".bp-class-code").inner_text().removeprefix("Class ")
        assert address.startswith(f"{server}/")
        assert address.endswith(f"?lesson=descent&at=ask-step&class={code}")
        counts = dialog.locator(".bp-class-row b")
        expect(counts).to_have_text(["0"] * 5)  # four answers, and none

        pupils = [LessonPage(each, server) for each in (one, other)]
        for pupil, choice in zip(pupils, (1, 2), strict=True):
            pupil.page.goto(address)
            pupil.at("ask-step")
            expect(pupil.panel.get_by_role("button", name="Ask the class")).to_have_count(0)
            pupil.panel.get_by_role("radio").nth(choice).check()
            pupil.lock()
            expect(pupil.says).to_contain_text(f"Sent to class {code}, without your name.")
        expect(counts).to_have_text(["0", "1", "1", "0", "0"])
        expect(dialog).to_contain_text("Answers: 2")

        # A session answers once, whatever its browser has forgotten.
        one.evaluate(UNANSWERED)
        pupils[0].press("Return to this step")
        expect(pupils[0].panel.get_by_role("button", name="I don't know")).to_be_visible()
        pupils[0].panel.get_by_role("radio").nth(0).check()
        pupils[0].lock()
        pupils[1].on("step")  # the code goes along
        expect(other).to_have_url(re.compile(f"class={code}"))
        pupils[1].on("ask-twice")
        pupils[1].panel.get_by_role("radio").nth(0).check()
        pupils[1].lock()
        dialog.get_by_role("button", name="Back to the step").click()
        expect(dialog).to_be_hidden()
        expect(teacher.next).to_be_disabled()
        teacher.press("Ask the class")
        expect(dialog.locator(".bp-class-code")).to_have_text(f"Class {code}")
        expect(counts).to_have_text(["0", "1", "1", "0", "0"])

        dialog.get_by_role("button", name="Close the class and forget its answers").click()
        expect(dialog).to_be_hidden()
        teacher.press("Ask the class")
        expect(dialog).to_contain_text("No answers yet.")
        expect(counts).to_have_text(["0"] * 5)
        assert dialog.locator(".bp-class-code").inner_text() != f"Class {code}"
        dialog.get_by_role("button", name="Close the class and forget its answers").click()
        expect(dialog).to_be_hidden()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus."""
    focused = (
        "() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent"
    )
    for _ in range(80):
        if page.evaluate(focused) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


ON_AND_LOOK = """() => {
    const panel = document.querySelector("[data-testid=lesson]");
    panel.querySelector("[data-lesson=next]").click();
    panel.querySelector(".bp-lesson-ask .bp-lesson-row button:last-child").click();
}"""


def test_a_look_at_the_run_does_not_take_a_steps_place(lesson: LessonPage) -> None:
    """Of what is told in one moment Streamlit sends the last alone; a run at rest is looked at by itself."""
    lesson.open("vanishing", "weights")
    lesson.train.rest()
    expect(lesson.says).to_contain_text("Not yet.")
    lesson.page.evaluate(ON_AND_LOOK)
    lesson.at("draw")


# A key, so many ms after the page is left.
PRESSED_BETWEEN = """([key, after]) => {
    const pressed = new KeyboardEvent("keydown", { key, bubbles: true });
    new MutationObserver((_, observer) => {
        if (document.documentElement.dataset.backpropLeaving === undefined) return;
        observer.disconnect();
        setTimeout(() => document.body.dispatchEvent(pressed), after);
    }).observe(document.documentElement, { attributes: true });
}"""


@pytest.mark.parametrize("after", [0, 10, 40, 80])
def test_a_key_that_is_pressed_while_the_page_is_turned_counts(lesson: LessonPage, after: int) -> None:
    """For a moment the panel of the page that is left is gone, and that of the next one not there yet."""
    lesson.open("descent", "one-number")
    lesson.page.evaluate(PRESSED_BETWEEN, ["n", after])
    lesson.next.click()
    lesson.at("ask-step")  # by way of a step on another page
    lesson.page.evaluate(PRESSED_BETWEEN, ["n", after])
    lesson.panel.get_by_role("button", name="Step 1 of 12").click()
    lesson.at("slope")
    expect(lesson.panel.locator(".bp-lesson-body")).to_be_focused()
    expect(lesson.step.root).to_be_visible()


def test_a_whole_lesson_without_a_pointer(lesson: LessonPage) -> None:
    page, train = lesson.page, lesson.train
    keys = page.keyboard
    lesson.open("descent", "one-number")
    train.rest()

    def on(name: str, key: str = "n") -> None:
        keys.press(key)
        lesson.at(name)
        expect(lesson.panel.locator(".bp-lesson-body")).to_be_focused()

    on("slope")
    on("one-number", "Shift+N")
    on("slope")
    on("ask-step")
    tab_to(page, "Leave the lesson")
    keys.press("l")  # to the lesson's text, from wherever
    expect(lesson.panel.locator(".bp-lesson-body")).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowDown")  # from the first answer to the second
    expect(lesson.panel.get_by_role("radio").nth(1)).to_be_checked()
    keys.press("n")  # not before an answer
    tab_to(page, "Lock my answer")
    keys.press("Enter")
    expect(lesson.next).to_be_focused()
    on("step", "Enter")
    on("ask-twice")
    keys.press("Tab")
    keys.press("Space")
    tab_to(page, "Lock my answer")
    keys.press("Space")
    on("twice", "Space")
    on("ask-curve")
    train.rest()
    ranges = lesson.panel.locator(".bp-lesson-knots input")
    for i in range(4):
        keys.press("Tab")
        expect(ranges.nth(i)).to_be_focused()
        keys.press("Home")
        keys.press("PageUp")
    value = ranges.nth(3).get_attribute("aria-valuetext") or ""
    tab_to(page, "Lock my answer")
    keys.press("Enter")
    on("curve", "Enter")
    train.at(50)
    expect(lesson.predicted.first).to_have_text(f"{value} at the end")
    on("ten-steps")
    train.at(10)
    tab_to(page, "Open the sidebar")
    keys.press("Enter")
    expect(lesson.panel).to_be_hidden()
    expect(page.get_by_role("button", name="Back to the lesson")).to_be_focused()
    tab_to(page, "Learning rate")
    keys.press("Control+a")
    keys.type("1")
    keys.press("Enter")
    expect(page.locator(".bp-lesson-return [role=status]")).to_contain_text("Reached.")
    tab_to(page, "Back to the lesson")
    keys.press("Enter")
    expect(lesson.panel.locator(".bp-lesson-body")).to_be_focused()
    expect(lesson.says).to_contain_text("Reached.")
    on("too-far")
    on("own-words")
    keys.press("Tab")
    keys.type("nl, No: the learning rate")
    expect(lesson.panel.get_by_role("textbox")).to_have_value("nl, No: the learning rate")
    lesson.at("own-words")
    tab_to(page, "Next")
    on("end", "Enter")
    keys.press("n")
    expect(lesson.panel).to_be_hidden()


CUT_OFF = """() => {
    const parts = ".bp-lesson :is(h2, p, li, button, label, input, textarea, summary, dd, dt)";
    const wide = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
    return [...wide, ...[...document.querySelectorAll(parts)]
        .filter((part) => part.checkVisibility({ visibilityProperty: true }))
        .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.matches("p, li, label, dd, button")
            || part.getBoundingClientRect().right > innerWidth || part.getBoundingClientRect().left < 0)
        .map((part) => part.outerHTML.slice(0, 80))];
}"""


def test_a_lesson_in_the_hand(browser: Browser, server: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with elsewhere(browser, **phone) as page:
        lesson = LessonPage(page, server).open("vanishing", "gradient")
        lesson.train.rest()
        finds_none(page, CUT_OFF)
        expect(page.locator("[data-panel=profile]")).to_be_in_viewport()  # what it speaks of
        below = page.locator("[data-panel=profile]").bounding_box()
        panel = lesson.panel.bounding_box()
        assert below
        assert panel
        assert below["y"] >= panel["y"] + panel["height"] - 1  # and not behind the panel
        fold = lesson.panel.get_by_role("button", name="Fold or unfold the lesson")
        fold.tap()
        expect(lesson.text).to_be_hidden()
        expect(lesson.next).to_be_hidden()
        folded = lesson.panel.bounding_box()
        assert folded
        assert folded["height"] < panel["height"] / 2
        fold.tap()
        expect(lesson.text).to_be_visible()
        lesson.next.tap()
        lesson.at("ask")
        finds_none(page, CUT_OFF)
        play = page.get_by_role("button", name="Play", exact=True).bounding_box()
        assert play
        page.touchscreen.tap(play["x"] + play["width"] / 2, play["y"] + play["height"] / 2)
        page.get_by_role("textbox", name="Go to step").focus()
        page.keyboard.type("5")
        page.keyboard.press("Enter")
        lesson.field().tap()
        page.keyboard.type("0.001")
        assert lesson.train.step == 0
        lesson.panel.get_by_role("button", name="Lock my answer").tap()
        expect(lesson.says).to_contain_text("locked")
        lesson.next.tap()
        lesson.at("staircase")
        expect(page.locator("[data-panel=staircase]").first).to_be_in_viewport()
        expect(lesson.predicted.first).to_have_text("0.00100")
        finds_none(page, CUT_OFF)
        lesson.panel.get_by_role("button", name="Show the sidebar instead of the lesson").tap()
        expect(lesson.panel).to_be_hidden()
        expect(page.get_by_test_id("stSidebar")).to_be_in_viewport()
        page.get_by_role("button", name="Back to the lesson").tap()
        expect(lesson.panel).to_be_visible()
        expect(lesson.predicted.first).to_be_visible()


APART = """() => {
    const panel = document.querySelector(".bp-lesson").getBoundingClientRect();
    const main = document.querySelector("[data-testid=stMain]");
    const parts = main.querySelectorAll("button, p, h2, h3, .js-plotly-plot, canvas");
    return [...parts]
        .filter((part) => part.checkVisibility({ visibilityProperty: true }) && part.getClientRects().length)
        .filter((part) => !part.closest(".bp-lesson, .bp-hidden"))
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.width > 2 && box.left < panel.right - 1 && box.top < panel.bottom)
        .map(([part]) => part.outerHTML.slice(0, 100));
}"""


# The numbers of the transport end where the page's own buttons begin.
UNDER = """() => {
    const box = (part) => part.getBoundingClientRect();
    const there = (part) => part.getClientRects().length > 0;
    const shown = (parts) => [...document.querySelectorAll(parts)].filter(there);
    const left = Math.min(...shown("[data-screen]").map((part) => box(part).left));
    const bottom = Math.max(...shown("[data-screen]").map((part) => box(part).bottom));
    return shown(".bp-digits, .st-digits")
        .filter((part) => box(part).right > left && box(part).top < bottom)
        .map((part) => part.textContent);
}"""
# Thirteen cards are more than a screen holds: their row scrolls.
CUT_BUT_FOR_LAYERS = CUT.replace(".st-pane,", ".st-pane, .bp-cards,")


def test_a_projector_shows_the_panel_beside_the_chart_that_is_spoken_of(
    browser: Browser, server: str
) -> None:
    with elsewhere(browser) as page:
        lesson = LessonPage(page, server).open("vanishing", "gradient", "&projector=1")
        expect(page.locator(PROJECTED)).to_be_attached()
        lesson.train.rest()

        def shown(large: str) -> None:
            expect(page.locator(f".bp-large-choice [data-value={large}]")).to_have_attribute(
                "aria-checked", "true"
            )
            expect(lesson.panel).to_be_visible()
            page.wait_for_function(FITS)
            finds_none(page, CUT_BUT_FOR_LAYERS)
            finds_none(page, APART)
            finds_none(page, UNDER)
            finds_none(page, SMALL)

        shown("profile")
        lesson.marks("[data-panel=profile]")
        lesson.on("ask")
        lesson.press("I don't know")
        lesson.on("staircase")
        expect(page.locator("[data-panel=staircase] .main-svg").first).to_be_attached()
        shown("staircase")
        lesson.on("layer")
        shown("numbers")
        lesson.on("weights")
        lesson.on("draw")
        lesson.train.rest()
        shown("loss")


LESSON = """
format = 1
title.en = "A lesson of mine"
[[steps]]
name = "look"
kind = "show"
moment = "train?seed=3&step=7"
text.en = "The loss is {loss@7:5}."
[[steps]]
name = "end"
kind = "think"
text.en = "What now?"
"""


def lesson_file(page: Page, name: str, content: str | bytes) -> None:
    """Give the page Lessons a file of one's own."""
    words = content if isinstance(content, bytes) else content.encode()
    file = {"name": name, "mimeType": "text/plain", "buffer": words}
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]


def test_the_list_of_lessons_knows_how_far_one_has_come(lesson: LessonPage) -> None:
    page = lesson.page
    page.goto(f"{lesson.address}/lessons?hide=caption")
    entries = page.get_by_test_id("lessons").get_by_role("listitem")
    expect(entries).to_have_count(12)
    mine = entries.filter(has=page.get_by_role("heading", name="The loss, and walking down it"))
    begin = mine.get_by_role("link", name="Begin: The loss, and walking down it")
    expect(page.locator("html")).to_have_attribute("data-backprop-hide", "caption")
    begin.focus()  # opened beside this page it leads there as well
    expect(begin).to_have_attribute("href", re.compile(r"\?hide=caption&lesson=descent&at=one-number$"))
    expect(mine.get_by_role("progressbar")).to_have_count(0)
    begin.click()
    lesson.at("one-number")
    lesson.on("slope")
    lesson.on("ask-step")
    lesson.press("I don't know")
    lesson.on("step")
    expect(lesson.step.root).to_have_attribute("data-op", re.compile(r"\d"))
    lesson.panel.get_by_role("button", name="Show the sidebar instead of the lesson").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Lessons").click()
    expect(mine.get_by_role("progressbar", name="Steps done: 4 of 12")).to_be_visible()
    mine.get_by_role("link", name="Continue: The loss, and walking down it").click()
    lesson.at("step")
    expect(lesson.step.root).to_have_attribute("data-op", re.compile(r"\d"))  # the page has been turned
    expect(lesson.predicted.first).to_have_text("no answer")
    lesson.panel.get_by_role("button", name="Show the sidebar instead of the lesson").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Lessons").click()
    mine.get_by_role("button", name="Begin anew: The loss, and walking down it. Your answers").click()
    lesson.at("one-number")
    lesson.on("slope")
    lesson.on("ask-step")
    expect(lesson.panel.get_by_role("button", name="I don't know")).to_be_visible()


def test_a_lesson_file_of_ones_own(lesson: LessonPage) -> None:
    """Faults are told by their places; what is right is taken like any other; and one is built of moments."""
    page, train = lesson.page, lesson.train
    page.goto(f"{lesson.address}/lessons")
    faulty = LESSON.replace('kind = "think"', 'kind = "ponder"').replace("{loss@7:5}", "{los@7}")
    lesson_file(page, "mine.toml", faulty)
    expect(page.get_by_text("This file cannot be used yet. What is wrong: 2 places.")).to_be_visible()
    faults = page.get_by_test_id("stMain").get_by_role("listitem").filter(has_text="mine.toml")
    expect(faults).to_have_count(2)
    expect(faults.filter(has_text="los")).to_contain_text("steps[1].text.en")
    expect(faults.filter(has_text="ponder")).to_contain_text("predict")  # what is allowed
    page.get_by_test_id("stFileUploader").get_by_role("button", name="Remove").click()
    lesson_file(page, "mine.toml", LESSON)
    expect(page.get_by_text("The file is right, with its 2 steps.")).to_be_visible()
    page.get_by_role("button", name="Begin", exact=True).click()
    lesson.at("look")
    train.at(7)
    expect(lesson.text).to_have_text(f"The loss is {train.loss}.")
    expect(page).not_to_have_url(re.compile("lesson="))  # no link leads to somebody's file

    collect = page.get_by_role("button", name="Add this moment to my lesson")
    lesson.panel.get_by_role("button", name="Show the sidebar instead of the lesson").click()
    train.click("Step forward")
    train.at(8)
    expect(page).to_have_url(re.compile("seed=3.*step=8"))
    collect.click()
    expect(page.get_by_text("Added to your lesson. Moments in it: 1.")).to_be_visible()
    lesson.back()
    lesson.press("Leave the lesson")
    expect(lesson.panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("seed=3"))
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Step through").click()
    expect(lesson.step.root).to_have_attribute("data-op", re.compile(r"\d"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"op=|show="))
    collect.click()
    expect(page.get_by_text("Added to your lesson. Moments in it: 2.")).to_be_visible()
    sidebar.get_by_role("link", name="Lessons").click()

    builder = page.get_by_test_id("builder")
    links = builder.get_by_role("listitem").get_by_role("link")
    says = builder.get_by_role("status")
    expect(links).to_have_text(["1. Train", "2. Step through"])
    builder.get_by_role("button", name="Download the lesson").click()
    expect(says).to_have_text("Give it a title first.")
    builder.get_by_role("textbox", name="Title").fill("Mine")
    builder.get_by_role("textbox", name="Text of step 1").fill("At first: {loss@8:5}.")
    builder.get_by_role("button", name="Download the lesson").click()
    expect(says).to_have_text("Step 2 has a text or an answer that is empty.")
    builder.get_by_role("textbox", name="Text of step 2").fill("**Predict:** is it small?")
    builder.get_by_role("combobox", name="Kind of step").nth(1).select_option(label="Predict: a choice")
    for n, words in enumerate(("Yes", "No"), 1):
        builder.get_by_role("textbox", name=f"Answer {n}", exact=True).fill(words)
    builder.get_by_role("radio", name="Answer 2 is right").check()
    builder.get_by_role("button", name="Step 2: up").click()
    expect(links).to_have_text(["1. Step through", "2. Train"])
    builder.get_by_role("button", name="Step 1: remove").click()
    expect(links).to_have_text(["1. Train"])
    for there in (["1. Step through", "2. Train"], ["1. Train", "2. Step through"]):
        builder.get_by_role("button", name="Undo").click()
        expect(links).to_have_text(there)
    expect(builder.get_by_role("button", name="Undo")).to_be_disabled()
    expect(builder.get_by_role("textbox", name="Text of step 1")).to_have_value("At first: {loss@8:5}.")
    with page.expect_download() as download:
        builder.get_by_role("button", name="Download the lesson").click()
    expect(says).to_have_text("Downloaded: my-lesson.json")
    content = download.value.path().read_bytes()
    lesson_file(page, download.value.suggested_filename, content)
    expect(page.get_by_text("The file is right, with its 2 steps.")).to_be_visible()
    page.get_by_role("button", name="Begin", exact=True).click()
    lesson.at("step-1")
    train.at(8)
    expect(lesson.text).to_have_text(f"At first: {train.loss}.")
    lesson.on("step-2")
    expect(lesson.step.root).to_be_visible()
    expect(lesson.next).to_be_disabled()
    lesson.panel.get_by_role("radio", name="No").check()
    lesson.lock()
    expect(lesson.next).to_have_text("Finish")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_a_lesson(
    browser: Browser, server: str, scheme: Literal["light", "dark"]
) -> None:
    """By axe-core: a prediction with its fault, what came, a calculation with its verdict, a curve; the list.

    Of the steps their panel: what they do not speak of is dimmed, until it is pointed at.
    """
    panel = ".bp-lesson"
    with elsewhere(browser, color_scheme=scheme) as page:
        lesson = LessonPage(page, server).open("vanishing", "ask")
        lesson.train.rest()
        lesson.lock()
        expect(lesson.says).not_to_be_empty()
        assert found(page, part=panel) == []
        lesson.press("I don't know")
        assert found(page, part=panel) == []
        lesson.on("staircase")
        expect(page.locator("[data-panel=staircase] .main-svg").first).to_be_attached()
        assert found(page, part=panel) == []
        lesson.on("layer")
        lesson.press("Check")
        expect(lesson.says).not_to_be_empty()
        assert found(page, part=panel) == []
        lesson.on("weights")
        assert found(page, part=panel) == []
        lesson.on("draw")
        lesson.train.rest()
        assert found(page, part=panel) == []
        lesson.panel.get_by_role("button", name="Show the sidebar instead of the lesson").click()
        assert found(page) == []
        page.get_by_test_id("stSidebar").get_by_role("link", name="Lessons").click()
        lesson.panel.get_by_role("button", name="Leave the lesson").or_(
            page.get_by_role("button", name="Back to the lesson")
        ).click()
        expect(page.get_by_test_id("lessons").get_by_role("progressbar")).to_be_visible()
        assert found(page) == []
