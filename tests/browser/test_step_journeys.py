"""Step through on any network: every operation is whole in its picture, and a step can be played."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from mlp_core import Experiment, Trainer
from mlp_core.analysis.probe import Probe
from pages.shared.numbers import significant
from tests.browser.conftest import SIZE
from tests.browser.step_page import MAZUR, StepPage

# What of the picture lies outside of its box, or is cut off by it; whether the page is wider than its window.
OUTSIDE = """() => {
    const box = document.querySelector(".st-drawing").getBoundingClientRect();
    const kinds = "svg text, svg rect, svg circle, canvas, .st-thumb";
    const out = [...document.querySelectorAll(`.st-drawing :is(${kinds})`)].filter((part) => {
        const { left, right, top, bottom, width } = part.getBoundingClientRect();
        const across = Math.max(box.left - left, right - box.right);
        const down = Math.max(box.top - top, bottom - box.bottom);
        return width > 0 && Math.max(across, down) > 1;
    }).map((part) => part.outerHTML.slice(0, 120));
    if (document.documentElement.scrollWidth > innerWidth) out.push("the page is wider than the window");
    return out;
}"""
SCROLLED = """() => [...document.querySelectorAll(".st-numbers, .st-terms, .st-moves, .st-scrolls, .st-why")]
    .filter((part) => part.offsetParent && part.scrollHeight > part.clientHeight + 1)
    .map((part) => part.className)"""
# The next operation; how much moves then, at once.
NEXT = """() => {
    document.querySelector("[data-testid=stepper] [data-do=next]").click();
    return document.querySelector(".st-stage").getAnimations({ subtree: true }).length;
}"""
# Which column of the matrix is framed, from 0.
LIT = """() => {
    const boxes = (of) => [...document.querySelectorAll(of)].map((part) => part.getBoundingClientRect());
    const [[strip, matrix], frames] = [boxes(".st-stage canvas"), boxes(".st-cell")];
    const column = frames.find(({ height, left }) => height > matrix.height && left > strip.right);
    return Math.round((32 * (column.left - matrix.left)) / matrix.width);
}"""
PHONE: ViewportSize = {"width": 390, "height": 844}
BAR = "document.querySelector('.st-transport').offsetHeight"


def _walk(step: StepPage, key: str, times: int, whole: bool = False) -> list[str]:
    """Press a key so often; the titles on the way. Nothing may be cut, no row of buttons may come; if whole,
    nothing scrolls.
    """
    titles = []
    step.settled()
    bar = step.page.evaluate(BAR)
    for _ in range(times):
        before = step.root.get_attribute("data-op") or ""
        step.press(key)
        expect(step.root).not_to_have_attribute("data-op", before)
        titles.append(step.title.inner_text())
        step.settled()
        assert step.page.evaluate(OUTSIDE) == [], (titles[-1], step.page.viewport_size)
        assert step.page.evaluate(BAR) == bar, (titles[-1], step.page.viewport_size)
        if step.page.viewport_size == SIZE:
            assert step.fits(), titles[-1]
            assert not (whole and step.page.evaluate(SCROLLED)), titles[-1]
    return titles


def test_the_tutorials_step_forwards_and_back_with_nothing_cut(fresh: Page, server: str) -> None:
    fresh.set_viewport_size(SIZE)
    step = StepPage(fresh, server).open()
    step.at(0, 0)
    there = _walk(step, "ArrowRight", 36, whole=True)
    assert there[0] == "z of layer 1, unit 1"
    assert len(set(there)) == 36
    step.resize(PHONE)
    assert _walk(step, "ArrowLeft", 35) == there[-2::-1]
    # The selected unit's number stands beside its strip, and is the core's.
    trainer = Trainer(Experiment())
    trainer.evaluate()
    expect(step.root.locator(".st-beside").last).to_have_text(
        significant(trainer.network.layers[0].z[0, 0], 4)
    )


@pytest.mark.parametrize(
    ("query", "jumps"),
    [
        ("dataset=spirals&hidden=8x2", 16),
        ("hidden=12x8", 46),
        ("dataset=penguins&hidden=16", 11),
        ("dataset=digits&hidden=64", 11),
        ("dataset=digits&hidden=512&batch=16", 11),
        ("hidden=4x50", 8),
    ],
)
def test_any_network_is_whole_in_its_picture(fresh: Page, server: str, query: str, jumps: int) -> None:
    fresh.set_viewport_size(SIZE)
    step = StepPage(fresh, server).open(query)
    step.at(0, 0)
    _walk(step, "ArrowRight", jumps, whole="12x8" in query)
    deepest = len(Experiment.from_query(dict(pair.split("=") for pair in query.split("&"))).sizes) - 1
    if step.layer(deepest).is_visible():  # elsewhere all layers stand side by side
        step.layer(deepest).click()
        expect(step.title).to_contain_text(f"layer {deepest}")
        step.settled()
        assert fresh.evaluate(OUTSIDE) == []
    step.resize(PHONE)
    _walk(step, "ArrowLeft", 4)


def test_a_cell_of_a_product_is_chosen_by_a_click(fresh: Page, server: str) -> None:
    """Its unit's column is lit, before the first operation too, and its number is there."""
    fresh.set_viewport_size(SIZE)
    step = StepPage(fresh, server).open("unit=1.4.6")
    step.at(0, 0)
    step.settled()
    assert fresh.evaluate(LIT) == 5
    step.press("ArrowRight", 3)
    step.at(0, 3)
    step.settled()
    matrix = step.root.locator(".st-stage canvas").nth(1)
    box = matrix.bounding_box()
    assert box
    matrix.click(position={"x": box["width"] * 20.5 / 32, "y": box["height"] * 6.5 / 32})
    expect(step.title).to_have_text("z of layer 2, unit 21")
    trainer = Trainer(Experiment())
    trainer.evaluate()
    assert step.result == significant(trainer.network.layers[1].z[0, 20], 6)
    step.layer(7).click()
    expect(step.title).to_contain_text("layer 7")
    step.layer(1).click()
    expect(step.title).to_have_text("z of layer 1, unit 6")
    largest = np.abs(trainer.x[0] * trainer.network.layers[0].W[:, 5]).argmax()
    name = step.root.locator(".st-term").first
    expect(name).to_have_text(f"x{chr(0x2081 + largest)} w{chr(0x2081 + largest)},₆")


def test_a_step_is_played_to_its_end_and_stops_where_it_is_told(fresh: Page, server: str) -> None:
    fresh.set_viewport_size(SIZE)
    step = StepPage(fresh, server).open(MAZUR)
    step.at(0, 0)
    pace = step.root.get_by_label("Pace")
    pace.select_option("slow")  # until it is stopped: it is not to come to its end before
    step.click("Play this step")
    expect(step.root.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(step.root).to_have_attribute("data-op", re.compile("[1-9]"))
    step.press("Space")
    at = step.root.get_attribute("data-op")
    expect(step.root.get_by_role("button", name="Play this step")).to_be_visible()
    pace.select_option("fast")
    step.press("Space")
    step.at(0, 11)
    expect(step.root.get_by_role("button", name="Play this step")).to_be_visible()
    assert int(at or 0) < 11
    step.click("Play this step")  # on to the next one
    step.at(1, 11)


def test_a_blank_is_filled_and_checked_to_its_digits(fresh: Page, server: str) -> None:
    fresh.set_viewport_size(SIZE)
    step = StepPage(fresh, server).open(f"{MAZUR}&op=8")
    step.at(0, 8)
    trainer = Trainer(Experiment.from_query(dict(pair.split("=") for pair in MAZUR.split("&"))))
    trainer.evaluate()
    delta = trainer.network.layers[0].delta[0, 0]
    step.digits(3)
    hide = step.root.get_by_label("Hide the numbers")
    hide.select_option("result")
    field = step.root.get_by_role("textbox", name="The missing number")
    says = step.root.locator(".st-says")
    shown = significant(delta, 3)
    assert not [
        part for part in step.root.locator("text:visible, b:visible").all_text_contents() if shown in part
    ]
    for typed, words in (
        (f"{-delta:.3g}", "Right but for the sign."),
        (f"{10 * delta:.3g}", "Right but for a power of ten."),
        ("nothing", "Type a number, such as 0.25 or 1.5e-3."),
        (f"{delta * 1.1:.3g}", "Not this number. Digits checked: 3."),
    ):
        field.fill(typed)
        field.press("Enter")
        expect(says).to_have_text(words)
    field.fill(f"{delta:.3g}")
    field.press("Enter")
    expect(field).to_have_count(0)
    expect(step.root.get_by_role("status")).to_contain_text([f"Right: {shown}"])
    assert step.result == shown
    # A factor: the slope that this delta has.
    step.press("ArrowLeft")
    step.press("ArrowRight")
    hide.select_option("factor")
    expect(field).to_be_visible()
    field.fill(f"{trainer.network.layers[0].slope[0, 0]:.3g}")
    field.press("Enter")
    expect(field).to_have_count(0)
    # A number that is changed meanwhile changes what is asked.
    hide.select_option("line")
    step.press("ArrowLeft")
    step.press("ArrowRight")
    expect(field).to_be_visible()
    step.tab("Change a number")
    fresh.get_by_label("New value of W1[1, 1]").fill("0.9")
    step.click("Set")
    expect(step.root.locator(".st-status")).to_have_text("changed by hand: 1")
    probe = Probe(trainer)
    probe.network.layers[0].W[0, 0] = 0.9
    probe.evaluate()
    changed = probe.network.layers[0].delta[0, 0]
    assert significant(changed, 3) != shown
    field.fill(f"{changed:.3g}")
    field.press("Enter")
    expect(field).to_have_count(0)
    assert step.result == significant(changed, 3)
    step.click("Undo")
    expect(step.root.locator(".st-status")).to_be_empty()
    # On paper: a blank for every operation, and the answers.
    hide.select_option("result")
    fresh.evaluate("window.print = () => {}")
    step.click("Print")
    sheet = fresh.locator(".st-sheet")
    expect(sheet.locator(".st-gap")).to_have_count(11)
    assert significant(delta, 3) in sheet.locator(".st-answers").inner_text() or fresh.evaluate(
        "([text]) => document.querySelector('.st-answers').textContent.includes(text)",
        [significant(delta, 3)],
    )
    assert "W1 = ((0.15, 0.25), (0.2, 0.3))" in (sheet.text_content() or "")
    hide.select_option("nothing")
    assert step.result == shown


def test_nothing_moves_for_who_asks_for_less(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
    try:
        step = StepPage(context.new_page(), server).open("op=1")
        step.at(0, 1)
        assert step.page.evaluate(NEXT) == 0
        step.page.emulate_media(reduced_motion="no-preference")
        step.page.wait_for_timeout(400)  # who goes on at once sees nothing move
        assert step.page.evaluate(NEXT) > 0
    finally:
        context.close()
