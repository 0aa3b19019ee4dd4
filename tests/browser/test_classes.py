"""Telling classes apart: epochs, accuracies, the confusion matrix, mistakes, a drawn digit, an early end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

from mlp_core import PRESETS, Trainer
from mlp_core.training.inference import Forward
from pages.shared.wire.extras import mistakes
from tests.browser.conftest import no_errors
from tests.browser.train_page import TrainPage

DIGITS, STEP = PRESETS["digits"], 130
STOPS = replace(PRESETS["iris"], stop_when="accuracy", stop_at=0.95)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    """The digits' run where the page shows it."""
    trainer = Trainer(DIGITS, scored=True)
    trainer.step(STEP)
    return trainer


@pytest.fixture(scope="module")
def opened(context: BrowserContext, server: str) -> Iterator[TrainPage]:
    """One page for all of these tests."""
    train = TrainPage(context.new_page(), server)
    query = urlencode(DIGITS.to_query() | {"steps": "1000", "step": str(STEP)})
    train.page.goto(f"{server}/?{query}")
    train.at(STEP)
    expect(train.player.locator("[data-panel=loss] .main-svg").first).to_be_attached()
    yield train
    train.page.close()


@pytest.fixture
def digits(opened: TrainPage) -> Iterator[TrainPage]:
    opened.page.bring_to_front()
    with no_errors(opened.page):
        yield opened


def show(train: TrainPage, pane: str) -> None:
    train.page.get_by_label("Shown", exact=True).select_option(pane)


def test_step_epoch_and_accuracy_are_those_of_the_run(digits: TrainPage, trainer: Trainer) -> None:
    expect(digits.player).to_have_attribute("data-epoch", str(STEP // trainer.steps_per_epoch))
    expect(digits.player.locator(".bp-epoch")).to_have_text(str(STEP // trainer.steps_per_epoch))
    expect(digits.player.locator(".bp-accuracy")).to_have_text(percent(trainer.test_accuracy))
    digits.rest()
    transport = digits.player.locator(".bp-transport")
    assert transport.evaluate("e => e.scrollWidth <= e.clientWidth && e.clientHeight < 50")
    assert digits.player.evaluate(
        "e => [...e.querySelectorAll('.bp-note')].every(n => n.scrollWidth <= n.clientWidth)"
    )


def test_the_curves_end_at_the_step_shown(digits: TrainPage, trainer: Trainer) -> None:
    steps, scores = trainer.score_log.between(0, STEP)
    now = trainer.scores()
    digits.rest()
    loss = digits.chart("loss", "chart.data.slice(1, 3).map(t => [t.x, t.y])")
    for (x, y), column, last in zip(loss, scores.T[:2], (now.train_loss, now.test_loss), strict=True):  # type: ignore[call-overload]
        assert x == [*steps, STEP]
        assert y == [*column, last]
    digits.page.get_by_label("Curve").select_option(label="Accuracy")
    digits.page.wait_for_url("**&curve=accuracy*")
    digits.rest()
    assert digits.chart("loss", "chart.data[1].y") == [*scores[:, 3], now.test_accuracy]
    assert digits.chart("loss", "chart.data[1].text.at(-1)") == f"{100 * now.test_accuracy:.2f} %"
    digits.page.get_by_label("Curve").select_option(label="Loss")


def test_the_confusion_matrix_counts_what_the_core_counts(digits: TrainPage, trainer: Trainer) -> None:
    show(digits, "confusion")
    cells = digits.player.locator(".bp-confusion td[class]")
    expect(cells).to_have_count(100)
    found = np.array(cells.all_inner_texts(), int).reshape(10, 10)
    assert found.tolist() == trainer.scorer.confusion().tolist()
    expect(digits.player.locator("[data-panel=weights] .bp-note")).to_have_text("of 449 test samples")


def test_mistakes_are_shown_with_what_they_were_taken_for(digits: TrainPage, trainer: Trainer) -> None:
    show(digits, "mistakes")
    expected = mistakes(trainer, None)
    items = digits.player.locator(".bp-mistakes li")
    expect(items).to_have_count(len(expected["rows"]))
    note = digits.player.locator("[data-panel=weights] .bp-note")
    expect(note).to_have_text(f"{expected['count']} of {expected['of']} test samples")
    first = expected["rows"][0]
    told = f"{first['true']} → {first['told']} ({max(first['a']):.2f})"
    expect(items.first).to_contain_text(told)


def test_a_drawn_digit_is_answered_by_every_layer(digits: TrainPage, trainer: Trainer) -> None:
    show(digits, "draw")
    sheet = digits.player.get_by_role("application", name="Drawing, 8 by 8 cells")
    expect(digits.player.get_by_text("Draw a digit: press and drag")).to_be_visible()
    box = sheet.bounding_box()
    assert box
    pixels = np.zeros((8, 8))
    digits.page.mouse.click(box["x"] + 3.5 * box["width"] / 8, box["y"] + 2.5 * box["height"] / 8)
    pixels[2, 3], pixels[1, 3], pixels[3, 3], pixels[2, 2], pixels[2, 4] = 0.5, 0.25, 0.25, 0.25, 0.25
    sheet.focus()
    digits.press("ArrowDown")
    digits.press("Space")  # a corner's neighbours are fewer
    pixels[1, 0], pixels[0, 0], pixels[2, 0], pixels[1, 1] = 0.5, 0.25, 0.25, 0.25
    x = trainer.data.standardized(pixels.reshape(1, 64))
    _, hidden, output = Forward(trainer.network, x).activations()
    values = digits.player.locator(".bp-outputs b")
    expect(values).to_have_text([percent(share) for share in output[0]])
    names = digits.player.locator(".bp-most-sure span")
    expect(names).to_have_text(str(output[0].argmax()))
    most = digits.player.locator(".bp-hidden-layers .bp-row")
    expect(most).to_contain_text(f"max {hidden.max():.1f}")
    assert digits.step == STEP  # keys that draw do not move the run
    digits.click("Take sample")
    _, _, output = Forward(trainer.network, trainer.x[trainer.batch_rows[:1]]).activations()
    expect(values).to_have_text([percent(share) for share in output[0]])
    for _ in range(2):  # the same question once more has the same answer, which must come too
        digits.click("Clear")
        expect(digits.player.get_by_text("Draw a digit: press and drag")).to_be_visible()
        digits.click("Take sample")
        expect(values.first).to_be_visible()


def test_a_drawn_digit_is_answered_while_the_run_plays(digits: TrainPage) -> None:
    """The heading names the step whose answer is shown, and the answer is that step's."""
    show(digits, "draw")
    digits.click("Take sample")
    heading = digits.player.locator("[data-panel=weights] figcaption b")
    expect(heading).to_have_text(f"Draw a digit, step {STEP} ")
    drawn = Trainer(DIGITS)
    drawn.step(STEP)
    x = drawn.x[drawn.batch_rows[:1]]
    digits.page.get_by_label("Speed").select_option(label="5 steps a second")
    digits.click("Play")
    expect(heading).not_to_have_text(f"Draw a digit, step {STEP} ")
    said, shares = digits.player.evaluate(
        """e => [e.querySelector("[data-panel=weights] figcaption b").textContent,
                  [...e.querySelectorAll(".bp-outputs b")].map(b => b.textContent)]"""
    )
    digits.click("Pause")
    step = int(re.findall(r"\d+", said)[0])
    assert step > STEP
    drawn.goto(step)
    assert shares == [percent(share) for share in Forward(drawn.network, x).output()[1][0]]
    digits.page.get_by_label("Go to step").fill(str(STEP))
    digits.press("Enter")
    digits.at(STEP)
    expect(heading).to_have_text(f"Draw a digit, step {STEP} ")


def test_a_run_ends_where_its_condition_is_met(digits: TrainPage, server: str) -> None:
    met = Trainer(STOPS)
    met.step(300)
    assert met.met
    end = met.met.step
    digits.page.goto(f"{server}/?{urlencode(STOPS.to_query() | {'steps': '300'})}")
    digits.at(0)
    digits.page.get_by_label("Speed").select_option(label="10 steps a frame")
    digits.click("Play")
    digits.at(end)
    expect(digits.caption).to_have_text(f"Stopped at step {end}: the test accuracy reached 95 %.")
    expect(digits.scrubber).to_have_attribute("max", str(end))
    digits.stands()
    digits.press("ArrowLeft")
    digits.at(end - 1)
    expect(digits.caption).not_to_contain_text("Stopped")
