"""Whole journeys on the Train page: open, play, pause, step both ways, change, diverge, recover."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mlp_core import Experiment, Trainer
from pages.shared.numbers import percent, significant
from pages.shared.text import text
from tests.browser.alone import loss_at
from tests.browser.train_page import TrainPage


def test_opens_on_the_tutorials_network_at_step_0(train: TrainPage) -> None:
    expect(train.cards).to_have_count(7)
    expect(train.cards.nth(0)).to_contain_text("10 → 32")
    expect(train.cards.nth(6)).to_contain_text("32 → 2")
    assert train.loss == loss_at(0) == "0.25463"
    expect(train.caption).to_contain_text("6.1×10¹⁰ times smaller")


def test_plays_every_step_once_to_the_end_and_pauses_there(at_rest: TrainPage) -> None:
    at_rest.watch()
    at_rest.click("Play")
    at_rest.at(100)
    assert at_rest.watched() == list(range(101))
    at_rest.stands()
    assert at_rest.loss == loss_at(100)


def test_another_matrix_moves_where_frames_came_without_it(at_rest: TrainPage) -> None:
    at_rest.click("Play")
    at_rest.at(100)
    at_rest.rest()
    at_rest.page.get_by_role("radio", name="Gradient dW").click()
    at_rest.click("First step")
    at_rest.at(0)
    at_rest.watch()
    at_rest.click("Play")
    at_rest.at(100)
    assert at_rest.watched() == list(range(101))


def test_what_is_said_looks_at_sizes_and_at_chance(page: Page, server: str) -> None:
    """Deep ReLUs, whose gradients are alike because none is left; and digits at a tenth for each."""
    train = TrainPage(page, server)
    page.goto(f"{server}/?hidden=32x12&activation=relu")
    trainer = Trainer(Experiment(hidden_layers=(32,) * 12, activation="relu"))
    trainer.evaluate()
    most = significant(float(trainer.measures()["dW_norm"].max()))
    expect(train.caption).to_have_text(f"‖dW‖ has vanished in all 13 layers: at most {most}.")
    page.goto(f"{server}/?dataset=digits&samples=50&hidden=8x8&lr=0.5&step=9")
    trainer = Trainer(Experiment(dataset="digits", samples=50, hidden_layers=(8,) * 8, learning_rate=0.5))
    trainer.step(9)
    scores, by_chance = trainer.scorer.scores(), trainer.y.var(axis=0).mean() / 2
    words = f"No better than guessing: {percent(scores.train_accuracy)} right, loss "
    words += f"{significant(scores.train_loss, 3)} (class shares alone: {significant(by_chance, 3)})."
    expect(train.caption).to_contain_text(words)


def test_pause_stays_where_it_is(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    at_rest.click("Play")
    at_rest.reach(1)
    at_rest.click("Pause")
    step = at_rest.step
    at_rest.page.wait_for_timeout(300)
    assert 0 < step == at_rest.step < 5000
    assert at_rest.loss == loss_at(step)


def test_steps_both_ways_with_the_buttons(at_rest: TrainPage) -> None:
    for _ in range(3):
        at_rest.click("Step forward")
    at_rest.at(3)
    at_rest.click("Step back")
    at_rest.at(2)
    assert at_rest.loss == loss_at(2)
    at_rest.click("First step")
    at_rest.at(0)
    at_rest.click("Step back")
    at_rest.at(0)


def test_steps_with_the_keys(at_rest: TrainPage) -> None:
    for key, step in (
        ("ArrowRight", 1), ("Shift+ArrowRight", 11), ("ArrowLeft", 10), ("Shift+ArrowLeft", 0),
        ("Shift+ArrowRight", 10), ("Home", 0),
    ):  # fmt: skip
        at_rest.press(key)
        at_rest.at(step)
    at_rest.slowly()
    at_rest.press("Space")
    at_rest.plays()
    at_rest.press("Space")
    at_rest.stands()


def test_keys_do_nothing_while_a_person_types(at_rest: TrainPage) -> None:
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    field = at_rest.field("Seed")
    field.click()
    for key in ("ArrowLeft", "ArrowRight", "Home", "Space"):
        at_rest.press(key)
    at_rest.page.wait_for_timeout(200)
    assert at_rest.step == 10


def test_scrubbing_reaches_steps_that_are_not_here_yet(at_rest: TrainPage) -> None:
    at_rest.set_steps(3000)
    at_rest.scrub(2345)
    at_rest.at(2345)
    assert at_rest.loss == loss_at(2345)
    at_rest.scrub(7)
    at_rest.at(7)
    assert at_rest.loss == loss_at(7)


def test_a_faster_speed_takes_its_steps_and_still_ends_on_the_last(at_rest: TrainPage) -> None:
    at_rest.set_steps(1234)
    at_rest.page.get_by_label("Speed").select_option(label="50 steps a frame")
    at_rest.watch()
    at_rest.click("Play")
    at_rest.at(1234)
    assert at_rest.watched() == [*range(0, 1234, 50), 1234]
    assert at_rest.loss == loss_at(1234)


def test_a_slow_speed_is_slower_than_the_frames(at_rest: TrainPage) -> None:
    at_rest.page.get_by_label("Speed").select_option(label="5 steps a second")
    at_rest.watch()
    at_rest.click("Play")
    at_rest.reach(6)
    times = at_rest.page.evaluate("window.times")
    assert at_rest.watched()[:7] == [*range(7)]
    # Milliseconds. A busy machine may take longer; a step that comes late is made up for (Transport.owed).
    assert times[6] - times[1] > 0.95 * (5 - 1) * 200


def test_playing_again_at_the_end_begins_at_the_start(at_rest: TrainPage) -> None:
    at_rest.scrub(100)
    at_rest.at(100)
    at_rest.watch()
    at_rest.click("Play")
    at_rest.at(100)
    at_rest.page.wait_for_function("window.steps.length > 100")
    assert at_rest.watched()[1:] == list(range(101))


def test_a_changed_setting_is_a_new_run_at_step_0(at_rest: TrainPage) -> None:
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    at_rest.set("Hidden layers", 2)
    expect(at_rest.cards).to_have_count(3)
    at_rest.at(0)
    assert at_rest.loss == loss_at(0, Experiment(hidden_layers=(32, 32)))
    at_rest.press("ArrowRight")
    at_rest.at(1)
    assert at_rest.loss == loss_at(1, Experiment(hidden_layers=(32, 32)))


def test_a_change_while_playing_shows_no_picture_of_the_old_run_afterwards(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    at_rest.click("Play")
    at_rest.reach(1)
    at_rest.set("Hidden layers", 1)
    expect(at_rest.cards).to_have_count(2)
    at_rest.at(0)
    at_rest.watch()
    at_rest.page.wait_for_timeout(700)
    assert set(at_rest.watched()) == {0}
    assert at_rest.loss == loss_at(0, Experiment(hidden_layers=(32,)))


def test_diverges_says_so_keeps_its_pictures_and_recovers(at_rest: TrainPage) -> None:
    at_rest.choose("Activation", "ReLU")
    expect(at_rest.cards.nth(6)).to_contain_text("Linear")
    at_rest.set_and_wait("Learning rate", "1e6")
    experiment = Experiment(activation="relu", output_activation="linear", learning_rate=1e6)
    at_rest.click("Play")
    expect(at_rest.caption).to_contain_text("Stopped at step 2, the last finite one: at step 3")
    at_rest.at(2)
    at_rest.press("ArrowLeft")
    at_rest.at(1)
    assert at_rest.loss == loss_at(1, experiment)
    at_rest.click("Tutorial run")
    expect(at_rest.caption).to_contain_text("6.1×10¹⁰ times smaller")
    at_rest.at(0)
    assert at_rest.loss == "0.25463"
    at_rest.click("Play")
    at_rest.at(100)


def test_the_tutorial_button_starts_anew_also_with_the_same_settings(at_rest: TrainPage) -> None:
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    at_rest.tutorial()
    at_rest.at(0)


def test_a_network_too_large_for_its_frames_waits_and_skips_none(at_rest: TrainPage) -> None:
    at_rest.set("Units in each", 512)
    expect(at_rest.cards.nth(1)).to_contain_text("512 → 512")
    at_rest.page.evaluate("""() => {
        const status = document.querySelector(".bp-status");
        window.waits = 0;
        new MutationObserver(() => { window.waits += status.textContent.startsWith("Waiting") })
            .observe(status, { childList: true, characterData: true, subtree: true });
    }""")
    at_rest.watch()
    at_rest.click("Play")
    at_rest.page.wait_for_function("window.steps.length > 5 && window.waits > 0")
    at_rest.page.wait_for_function("window.steps.length > 20")
    steps = at_rest.watched()
    assert steps == list(range(len(steps)))


def test_too_many_parameters_are_kept_out_and_it_is_said(at_rest: TrainPage) -> None:
    at_rest.set("Units in each", 512)
    at_rest.set("Hidden layers", 50)
    expect(at_rest.page.get_by_text("Units lowered to")).to_be_visible()
    expect(at_rest.cards).to_have_count(51)
    at_rest.at(0)


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "1e999"])
def test_a_learning_rate_out_of_bounds_changes_nothing(at_rest: TrainPage, rate: str) -> None:
    field = at_rest.field("Learning rate")
    field.click()
    field.press("Control+a")
    field.press_sequentially(rate)
    field.press("Enter")
    at_rest.page.wait_for_timeout(500)
    expect(at_rest.page.get_by_test_id("stException")).to_have_count(0)
    expect(at_rest.player).to_be_visible()
    assert at_rest.loss == "0.25463"


def test_two_sessions_keep_to_themselves(at_rest: TrainPage, page: Page, server: str) -> None:
    other = TrainPage(page, server).open()
    other.set("Hidden layers", 3)
    expect(other.cards).to_have_count(4)
    at_rest.page.bring_to_front()
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    expect(at_rest.cards).to_have_count(7)
    assert at_rest.loss == loss_at(10)
    assert other.step == 0


STANDS = """(icon) => {
    const before = window.iconAt;
    window.iconAt = icon.getBoundingClientRect().y;
    const part = icon.closest("details");
    const moves = part.getAnimations({ subtree: true }).some(({ playState }) => playState === "running");
    return before === window.iconAt && part.open && !moves;
}"""


MOST_TRIES, OPENS_MS = 20, 1000


def test_help_does_not_bar_the_way_to_what_it_covers(at_rest: TrainPage) -> None:
    """And "Tutorial run" has none, which would lie over the example that it chooses."""
    page, told = at_rest.page, at_rest.page.get_by_test_id("stTooltipContent")
    page.locator("summary").filter(has_text=text("setting.data")).click()
    icon = page.get_by_test_id("stSidebar").get_by_test_id("stTooltipIcon").first
    icon.scroll_into_view_if_needed()
    page.wait_for_function(STANDS, arg=icon.element_handle(), polling=200)  # what is unfolded comes to rest
    for _ in range(MOST_TRIES):  # on a slow machine it may move away from under the pointer all the same
        page.mouse.move(
            640, 360
        )  # where what was unfolded has come to lie under the pointer, that has not moved
        icon.hover()
        page.wait_for_timeout(OPENS_MS)
        if told.is_visible():
            break
    expect(told).to_be_visible()
    assert told.evaluate("""(told) => {
        const { x, y, width, height } = told.getBoundingClientRect();
        return !told.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }""")
    button = page.get_by_role("button", name="Tutorial run", exact=True)
    button.hover()
    expect(told).to_be_hidden()
    at_rest.tutorial()
    page.locator("summary").filter(has_text=text("setting.data")).click()
