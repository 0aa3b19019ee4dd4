"""Journeys through time: far steps, links that restore the moment, runs continued with other settings."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from mlp_core import Experiment, Plan
from tests.browser.alone import loss_at, printed, trained
from tests.browser.train_page import TrainPage


def go_to(train: TrainPage, step: str) -> None:
    field = train.page.get_by_label("Go to step", exact=True)
    field.fill(step)
    field.press("Enter")


def test_go_to_step_makes_the_run_longer_and_goes_back_exactly(at_rest: TrainPage) -> None:
    go_to(at_rest, "20,000")
    at_rest.at(20_000)
    expect(at_rest.scrubber).to_have_attribute("max", "20000")
    expect(at_rest.field("Steps to train")).to_have_value("20000")
    far = trained(Experiment(), 20_000)
    assert at_rest.loss == printed(far.evaluate())
    for step in (12_345, 17, 19_999):
        at_rest.scrub(step)
        at_rest.at(step)
        far.goto(step)
        assert at_rest.loss == printed(far.evaluate())


def test_training_towards_a_step_shows_progress_and_can_be_stopped(at_rest: TrainPage) -> None:
    at_rest.set_steps(200_000)
    at_rest.watch()
    go_to(at_rest, "200000")
    bar = at_rest.page.get_by_role("progressbar", name="Training")
    expect(bar).to_be_visible()
    expect(at_rest.page.get_by_text("of 200000", exact=False)).to_be_visible()
    before = float(bar.evaluate("bar => bar.value"))
    expect(bar).not_to_have_js_property("value", before)
    assert at_rest.watched() == [0]  # the picture stays until the step is here
    # Streamlit's header has a Stop of its own while a script runs.
    at_rest.player.get_by_role("button", name="Stop", exact=True).click()
    expect(bar).to_be_hidden()
    at_rest.page.wait_for_function("window.steps.length > 1")
    assert 0 < at_rest.step < 200_000
    assert at_rest.loss == loss_at(at_rest.step)
    step = at_rest.step
    at_rest.page.wait_for_timeout(700)
    assert at_rest.step == step


def test_a_step_that_is_none_is_refused_in_words(at_rest: TrainPage) -> None:
    refusal = at_rest.player.get_by_text("A step is a whole number from 0 to 200,000.")
    for nonsense in ("-1", "1.5", "abc", "200001", "1e3", "1,00"):
        go_to(at_rest, nonsense)
        expect(refusal).to_be_visible()
        assert at_rest.step == 0
        go_to(at_rest, "0")
        expect(refusal).to_be_hidden()


def test_a_run_can_be_made_longer_again_after_a_switch_of_pages(at_rest: TrainPage) -> None:
    go_to(at_rest, "200")
    at_rest.at(200)
    at_rest.page.get_by_role("link", name="Data").click()
    expect(at_rest.page.get_by_text("What the network is fed")).to_be_visible()
    at_rest.page.get_by_role("link", name="Train").click()
    at_rest.at(200)
    go_to(at_rest, "300")
    at_rest.at(300)
    assert at_rest.loss == loss_at(300)


def test_dragging_the_scrubber_ends_where_it_was_let_go(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    for step in (*range(100, 4900, 97), 3210):
        at_rest.scrub(step)
    at_rest.at(3210)
    assert at_rest.loss == loss_at(3210)


def test_stepping_back_through_a_far_part_of_the_run_skips_none(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    at_rest.scrub(4000)
    at_rest.at(4000)
    at_rest.watch()
    for step in range(3999, 3969, -1):
        at_rest.press("ArrowLeft")
        at_rest.at(step)
    assert at_rest.watched() == list(range(4000, 3969, -1))


def test_a_reload_restores_the_moment(at_rest: TrainPage) -> None:
    make_moment(at_rest)
    at_rest.page.wait_for_url("**/?hidden=32x3&step=10&layer=3&view=change&measure=delta_norm")
    at_rest.page.reload()
    at_rest.at(10)
    check_moment(at_rest)


def make_moment(train: TrainPage) -> None:
    """A step, a layer and a view that are not the defaults, of a network that is not."""
    train.set_and_wait("Hidden layers", 3)
    train.press("Shift+ArrowRight")
    train.at(10)
    train.cards.nth(2).click()
    train.page.get_by_role("radio", name="Change since step 0").click()
    train.page.get_by_label("Measure").select_option("delta_norm")


def check_moment(train: TrainPage) -> None:
    expect(train.cards).to_have_count(4)
    expect(train.cards.nth(2)).to_have_attribute("aria-checked", "true")
    expect(train.page.get_by_role("radio", name="Change since step 0")).to_have_attribute(
        "aria-checked", "true"
    )
    expect(train.field("Hidden layers")).to_have_value("3")
    expect(train.page.get_by_label("Measure")).to_have_value("delta_norm")
    assert train.loss == loss_at(10, Experiment(hidden_layers=(32,) * 3))


def test_a_copied_link_opens_the_same_moment_in_another_browser(
    train: TrainPage, browser: Browser, server: str
) -> None:
    train.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    make_moment(train)
    train.click("Copy link")
    expect(train.player.get_by_text("Link copied")).to_be_visible()
    copied = train.page.evaluate("navigator.clipboard.readText()")
    other = browser.new_context()
    try:
        page = other.new_page()
        page.goto(copied)
        there = TrainPage(page, server)
        there.at(10)
        check_moment(there)
    finally:
        other.close()


def test_a_reload_at_a_far_step_trains_up_to_it(page: Page, server: str) -> None:
    train = TrainPage(page, server)
    page.goto(f"{train.address}/?steps=30000&step=25000")
    expect(train.player).to_have_attribute("data-step", "25000")
    assert train.loss == loss_at(25_000)


def test_playing_keeps_the_address_about_right(at_rest: TrainPage) -> None:
    at_rest.set_steps(5000)
    at_rest.click("Play")
    at_rest.page.wait_for_function("/step=[1-9]/.test(location.search)")
    at_rest.reach(100)
    search, painted = at_rest.page.evaluate(
        "[location.search, Number(document.querySelector('[data-testid=player]').dataset.step)]"
    )
    (step,) = re.findall(r"step=(\d+)", search)
    assert 0 <= painted - int(step) <= 200
    at_rest.click("Pause")
    at_rest.page.wait_for_url(f"**/?steps=5000&step={at_rest.step}")


def test_nonsense_in_the_address_is_named_in_one_line(page: Page, server: str) -> None:
    train = TrainPage(page, server)
    page.goto(f"{server}/?dataset=no&lr=nan&hidden=-3&seed=1&seed=2&step=5&view=<b>x</b>&junk={'y' * 20_000}")
    train.at(5)
    line = page.get_by_text(
        "Parts of the link could not be used and were ignored: "
        "data set, hidden layers, learning rate, seed, view, 1 unknown name."
    )
    expect(line).to_be_visible()
    assert train.loss == loss_at(5)
    page.wait_for_url("**/?step=5")
    page.wait_for_function("line => line.getBoundingClientRect().height < 30", arg=line.element_handle())
    page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    train.player.evaluate("(player) => { player.marked = true }")
    page.get_by_role("button", name="Close").click()
    expect(line).to_be_hidden()
    assert train.step == 5
    assert train.player.evaluate("(player) => player.marked")  # the very same: nothing was mounted anew


def test_the_data_page_keeps_the_moment_through_a_reload(at_rest: TrainPage) -> None:
    page = at_rest.page
    at_rest.set_and_wait("Seed", 7)
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    page.get_by_role("link", name="Data").click()
    expect(page.get_by_text("What the network is fed")).to_be_visible()
    page.wait_for_url("**/data?seed=7&step=10")
    page.reload()
    expect(page.get_by_text("What the network is fed")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    at_rest.at(10)
    assert at_rest.loss == loss_at(10, Experiment(seed=7))


def test_a_changed_setting_may_continue_from_here(at_rest: TrainPage) -> None:
    at_rest.scrub(42)
    at_rest.at(42)
    at_rest.set_and_wait("Learning rate", "0.1")
    at_rest.at(0)
    restart = at_rest.page.get_by_role("radio", name="Restart", exact=True)
    go_on = at_rest.page.get_by_role("radio", name="Continue from step 42", exact=True)
    expect(restart).to_have_attribute("aria-checked", "true")
    choices = at_rest.page.get_by_role("radiogroup", name="New settings")
    expect(choices).to_have_attribute("title", re.compile("Restart: new weights"))
    go_on.click()
    at_rest.at(42)
    expect(go_on).to_have_attribute("aria-checked", "true")
    assert choices.get_attribute("title") is None  # it would cover what was chosen
    expect(choices).to_have_accessible_description(re.compile("Restart: new weights"))
    plan = Plan.of(Experiment()).continued(42, Experiment(learning_rate=0.1))
    at_rest.scrub(100)
    at_rest.at(100)
    assert at_rest.loss == loss_at(100, plan)
    at_rest.page.wait_for_url("**/?then=42~lr~0.1&step=100")
    at_rest.rest()
    assert at_rest.chart("loss", "chart.layout.shapes.map((shape) => shape.x0)") == [42]
    assert at_rest.chart("loss", "chart.layout.annotations[0].text") == "learning rate 0.1"
    at_rest.scrub(41)
    at_rest.at(41)
    assert at_rest.loss == loss_at(41)
    at_rest.page.reload()
    at_rest.at(41)
    expect(go_on).to_have_attribute("aria-checked", "true")
    at_rest.scrub(100)
    at_rest.at(100)
    assert at_rest.loss == loss_at(100, plan)
    restart.click()
    at_rest.at(0)
    at_rest.page.wait_for_url("**/?lr=0.1")
    go_on.click()
    at_rest.at(42)


def test_a_continued_run_shows_each_parts_own_activations(at_rest: TrainPage) -> None:
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    at_rest.choose("Activation", "Tanh")
    at_rest.page.get_by_role("radio", name="Continue from step 10", exact=True).click()
    at_rest.at(10)
    expect(at_rest.cards.nth(0)).to_contain_text("Tanh")
    at_rest.press("ArrowLeft")
    at_rest.at(9)
    expect(at_rest.cards.nth(0)).to_contain_text("Sigmoid")


def test_weights_that_do_not_fit_are_not_offered(at_rest: TrainPage) -> None:
    at_rest.press("Shift+ArrowRight")
    at_rest.at(10)
    at_rest.set_and_wait("Hidden layers", 2)
    at_rest.at(0)
    at_rest.page.wait_for_timeout(300)
    expect(at_rest.page.get_by_role("radio", name="Restart", exact=True)).to_have_count(0)


def test_a_diverged_run_is_travelled_and_continued(at_rest: TrainPage) -> None:
    at_rest.choose("Activation", "ReLU")
    expect(at_rest.cards.nth(6)).to_contain_text("Linear")
    at_rest.set_and_wait("Learning rate", "1e6")
    at_rest.click("Play")
    expect(at_rest.caption).to_contain_text("Stopped at step 2, the last finite one")
    go_to(at_rest, "90")
    at_rest.at(2)
    at_rest.press("Home")
    at_rest.at(0)
    at_rest.press("ArrowRight")
    at_rest.at(1)
    at_rest.set_and_wait("Learning rate", "1e-12")
    at_rest.page.get_by_role("radio", name="Continue from step 1", exact=True).click()
    at_rest.at(1)
    at_rest.page.wait_for_url("**then=1~lr~1e-12*")
