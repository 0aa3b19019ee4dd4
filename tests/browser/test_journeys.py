"""Whole journeys on the Train page: open, play, pause, step both ways, change, diverge, recover."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mlp_core import Experiment, Trainer
from pages.shared.numbers import significant
from tests.browser.train_page import TrainPage


def loss_at(step: int, experiment: Experiment | None = None) -> str:
    """What the page must show, from a Trainer of our own."""
    trainer = Trainer(experiment or Experiment())
    trainer.step(step)
    return significant(trainer.evaluate(), 5)


def test_opens_on_the_tutorials_network_at_step_0(train: TrainPage) -> None:
    expect(train.cards).to_have_count(7)
    expect(train.cards.nth(0)).to_contain_text("10 → 32")
    expect(train.cards.nth(6)).to_contain_text("32 → 2")
    assert train.loss == loss_at(0) == "0.25463"
    expect(train.caption).to_contain_text("6.1×10¹⁰ times smaller")


def test_plays_every_step_once_to_the_end_and_pauses_there(train: TrainPage) -> None:
    train.watch()
    train.click("Play")
    train.at(100)
    assert train.watched() == list(range(101))
    expect(train.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert train.loss == loss_at(100)


def test_pause_stays_where_it_is(train: TrainPage) -> None:
    train.set_steps(5000)
    train.click("Play")
    train.page.wait_for_timeout(500)
    train.click("Pause")
    step = train.step
    train.page.wait_for_timeout(300)
    assert 0 < step == train.step < 5000
    assert train.loss == loss_at(step)


def test_steps_both_ways_with_the_buttons(train: TrainPage) -> None:
    for _ in range(3):
        train.click("Step forward")
    train.at(3)
    train.click("Step back")
    train.at(2)
    assert train.loss == loss_at(2)
    train.click("First step")
    train.at(0)
    train.click("Step back")
    train.at(0)


def test_steps_with_the_keys(train: TrainPage) -> None:
    for key, step in (
        ("ArrowRight", 1), ("Shift+ArrowRight", 11), ("ArrowLeft", 10), ("Shift+ArrowLeft", 0),
        ("Shift+ArrowRight", 10), ("Home", 0),
    ):  # fmt: skip
        train.press(key)
        train.at(step)
    train.press("Space")
    expect(train.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    train.press("Space")
    expect(train.page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_keys_do_nothing_while_a_person_types(train: TrainPage) -> None:
    train.press("Shift+ArrowRight")
    train.at(10)
    field = train.page.get_by_label("Seed", exact=True)
    field.click()
    for key in ("ArrowLeft", "ArrowRight", "Home", "Space"):
        train.press(key)
    train.page.wait_for_timeout(200)
    assert train.step == 10


def test_scrubbing_reaches_steps_that_are_not_here_yet(train: TrainPage) -> None:
    train.set_steps(3000)
    train.scrub(2345)
    train.at(2345)
    assert train.loss == loss_at(2345)
    train.scrub(7)
    train.at(7)
    assert train.loss == loss_at(7)


def test_a_faster_speed_takes_its_steps_and_still_ends_on_the_last(train: TrainPage) -> None:
    train.set_steps(1234)
    train.page.get_by_label("Speed").select_option(label="50 steps a frame")
    train.watch()
    train.click("Play")
    train.at(1234)
    assert train.watched() == [*range(0, 1234, 50), 1234]
    assert train.loss == loss_at(1234)


def test_a_slow_speed_is_slower_than_the_frames(train: TrainPage) -> None:
    train.page.get_by_label("Speed").select_option(label="5 steps a second")
    train.click("Play")
    train.page.wait_for_timeout(1500)
    train.click("Pause")
    assert 4 <= train.step <= 9


def test_playing_again_at_the_end_begins_at_the_start(train: TrainPage) -> None:
    train.scrub(100)
    train.at(100)
    train.watch()
    train.click("Play")
    train.at(100)
    train.page.wait_for_function("window.steps.length > 100")
    assert train.watched()[1:] == list(range(101))


def test_a_changed_setting_is_a_new_run_at_step_0(train: TrainPage) -> None:
    train.press("Shift+ArrowRight")
    train.at(10)
    train.set("Hidden layers", 2)
    expect(train.cards).to_have_count(3)
    train.at(0)
    assert train.loss == loss_at(0, Experiment(hidden_layers=(32, 32)))
    train.press("ArrowRight")
    train.at(1)
    assert train.loss == loss_at(1, Experiment(hidden_layers=(32, 32)))


def test_a_change_while_playing_shows_no_picture_of_the_old_run_afterwards(train: TrainPage) -> None:
    train.set_steps(5000)
    train.click("Play")
    train.page.wait_for_timeout(300)
    train.set("Hidden layers", 1)
    expect(train.cards).to_have_count(2)
    train.at(0)
    train.watch()
    train.page.wait_for_timeout(700)
    assert set(train.watched()) == {0}
    assert train.loss == loss_at(0, Experiment(hidden_layers=(32,)))


def test_diverges_says_so_keeps_its_pictures_and_recovers(train: TrainPage) -> None:
    train.choose("Activation", "ReLU")
    expect(train.cards.nth(6)).to_contain_text("Linear")
    train.set_and_wait("Learning rate", "1e6")
    experiment = Experiment(activation="relu", output_activation="linear", learning_rate=1e6)
    train.click("Play")
    expect(train.caption).to_contain_text("Stopped at step 2, the last finite one: at step 3")
    train.at(2)
    train.press("ArrowLeft")
    train.at(1)
    trainer = Trainer(experiment)
    trainer.step(1)
    assert train.loss == significant(trainer.evaluate(), 3)
    train.click("Tutorial run")
    expect(train.caption).to_contain_text("6.1×10¹⁰ times smaller")
    train.at(0)
    assert train.loss == "0.25463"
    train.click("Play")
    train.at(100)


def test_the_tutorial_button_starts_anew_also_with_the_same_settings(train: TrainPage) -> None:
    train.press("Shift+ArrowRight")
    train.at(10)
    train.click("Tutorial run")
    train.at(0)


def test_a_network_too_large_for_its_frames_waits_and_skips_none(train: TrainPage) -> None:
    train.set("Units in each", 512)
    expect(train.cards.nth(1)).to_contain_text("512 → 512")
    train.page.evaluate("""() => {
        const status = document.querySelector(".bp-status");
        window.waits = 0;
        new MutationObserver(() => { window.waits += status.textContent.startsWith("Waiting") })
            .observe(status, { childList: true, characterData: true, subtree: true });
    }""")
    train.watch()
    train.click("Play")
    train.page.wait_for_timeout(4000)
    steps = train.watched()
    assert steps == list(range(len(steps)))
    assert len(steps) > 5
    assert train.page.evaluate("window.waits") > 0


def test_too_many_parameters_are_kept_out_and_it_is_said(train: TrainPage) -> None:
    train.set("Units in each", 512)
    train.set("Hidden layers", 50)
    expect(train.page.get_by_text("Units lowered to")).to_be_visible()
    expect(train.cards).to_have_count(51)
    train.at(0)


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "1e999"])
def test_a_learning_rate_out_of_bounds_changes_nothing(train: TrainPage, rate: str) -> None:
    field = train.page.get_by_label("Learning rate", exact=True)
    field.click()
    field.press("Control+a")
    field.press_sequentially(rate)
    field.press("Enter")
    train.page.wait_for_timeout(500)
    expect(train.page.get_by_test_id("stException")).to_have_count(0)
    expect(train.player).to_be_visible()
    assert train.loss == "0.25463"


def test_two_sessions_keep_to_themselves(train: TrainPage, page: Page, server: str) -> None:
    other = TrainPage(page.context.new_page(), server).open()
    other.set("Hidden layers", 3)
    expect(other.cards).to_have_count(4)
    train.press("Shift+ArrowRight")
    train.at(10)
    expect(train.cards).to_have_count(7)
    assert train.loss == loss_at(10)
    assert other.step == 0
