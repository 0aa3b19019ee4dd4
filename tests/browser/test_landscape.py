"""The loss landscape on Train: what stands there is the core's, and all of it can be chosen and looked at."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from mlp_core import PRESETS, Experiment, Plan, Trainer
from mlp_core.analysis import planes
from mlp_core.analysis.landscape import Landscape, arrows, path_of
from pages.shared.compare import address
from pages.shared.compare.pins import Pin
from pages.shared.numbers import significant
from tests.browser.train_page import TrainPage

SPIRALS = PRESETS["spirals"]
STEP = 30
SPIRALS_BY = [("spirals", optimizer) for optimizer in ("sgd", "momentum", "adam")]


def opened(page: Page, server: str, experiment: Experiment, step: int = STEP, steps: int = 100) -> TrainPage:
    """The Train page with the landscape of a step, all of it there."""
    train = TrainPage(page, server)
    query = experiment.to_query() | {"steps": str(steps), "step": str(step), "shown": "landscape"}
    page.goto(f"{server}/?{urlencode(query)}")
    train.at(step)
    whole(train, step)
    return train


def whole(train: TrainPage, step: int) -> None:
    """Wait until it speaks of a step, and all points are there."""
    expect(said(train)).to_contain_text(f"Step {step} lies")
    expect(said(train)).not_to_have_class(re.compile("bp-scape-old"))
    expect(train.player.locator(".bp-scape-progress")).to_be_hidden()


def said(train: TrainPage) -> Locator:
    return train.player.locator(".bp-scape-said")


def picture(train: TrainPage) -> Locator:
    return train.player.get_by_role("img", name=re.compile("^Loss over two directions"))


def plane(train: TrainPage, name: str) -> None:
    train.player.get_by_label("Which two directions").select_option(name)


@pytest.mark.parametrize(
    ("name", "optimizer"),
    [("tutorial", "momentum"), ("xor", "sgd"), ("digits", "adam"), *SPIRALS_BY],
)  # fmt: skip
def test_what_it_says_of_a_step_is_the_cores(fresh: Page, server: str, name: str, optimizer: str) -> None:
    experiment = replace(PRESETS[name], optimizer=optimizer)
    train = opened(fresh, server, experiment)
    title = train.player.locator("[data-panel=weights] figcaption b")
    end = int(re.sub(r"\D", "", title.inner_text().split("step")[1]))
    trainer = Trainer(experiment)
    trainer.step(end)
    states = path_of(trainer).states
    trainer.goto(STEP)
    trainer.evaluate()
    found = planes.principal(states, states[-1])
    parameters, both = trainer.network.parameters, arrows(trainer, found)
    land = Landscape(experiment, trainer, found, np.zeros(1), np.zeros(1))
    expect(said(train)).to_contain_text(f"loss {significant(land.loss_at(parameters), 4)}")
    gradient = "−gradient" if both.whole else "−gradient of this batch"
    expect(said(train)).to_contain_text(f"{gradient}: {significant(both.gradient.norm, 3)},")
    expect(said(train)).to_contain_text(f"next step: {significant(both.step.norm, 3)},")
    if float(found.distance(parameters)) > 1e-6:
        below = significant(land.loss_at(found.at(found.coordinates(parameters))), 4)
        expect(said(train)).to_contain_text(f"{below} below it on the plane")
    expect(picture(train)).to_be_visible()


def test_it_follows_the_run_and_its_plane_stays(fresh: Page, server: str) -> None:
    train = opened(fresh, server, SPIRALS, step=60)
    heading = train.player.locator("[data-panel=weights] figcaption b")
    title = heading.inner_text()
    fresh.locator("body").press("ArrowLeft")
    whole(train, 59)
    fresh.locator("body").press("Home")
    whole(train, 0)
    expect(heading).to_have_text(title)
    before = picture(train).get_attribute("aria-label")
    fresh.locator("body").press(" ")
    train.reach(20)
    fresh.locator("body").press(" ")
    train.stands()
    whole(train, train.step)
    assert picture(train).get_attribute("aria-label") != before


def test_another_plane_another_seed_a_wider_range_and_back(fresh: Page, server: str) -> None:
    train = opened(fresh, server, SPIRALS)
    heading = train.player.locator("[data-panel=weights] figcaption b")
    plane(train, "random")
    expect(heading).to_contain_text(f"around step {STEP}")
    seed = train.player.get_by_label("Random seed of the directions")
    at_first = picture(train).get_attribute("aria-label") or ""
    seed.fill("5")
    seed.press("Enter")
    expect(picture(train)).not_to_have_attribute("aria-label", at_first)
    train.click("Hatch the plateaus")
    expect(fresh).to_have_url(re.compile(rf"&scape=plane!random!seed!5!around!{STEP}!plateaus!1$"))
    of_seed = picture(train).get_attribute("aria-label") or ""
    with fresh.context.expect_page() as other:
        fresh.evaluate("window.open(location.href)")
    linked = TrainPage(other.value, server)
    expect(picture(linked)).to_have_attribute("aria-label", of_seed)
    other.value.close()
    plane(train, "weights")
    row = train.player.get_by_label("Weight 1: from unit")
    expect(row).to_be_visible()
    row.fill("99")  # there are fewer
    row.press("Enter")
    expect(row).not_to_have_value("99")
    plane(train, "path")
    expect(heading).to_contain_text("path to step")
    first = picture(train).get_attribute("aria-label") or ""
    train.click("Wider: twice the range")
    expect(picture(train)).not_to_have_attribute("aria-label", first)
    expect(fresh).to_have_url(re.compile("&scape=span!2!plateaus!1$"))
    train.click("Narrower: half the range")
    expect(picture(train)).to_have_attribute("aria-label", first)


def test_its_numbers_stand_at_the_pointer_and_where_the_focus_is(fresh: Page, server: str) -> None:
    train = opened(fresh, server, SPIRALS)
    tip = train.player.locator(".bp-scape-map .bp-tip")
    picture(train).hover(position={"x": 120, "y": 80})
    expect(tip).to_have_text(re.compile(r"^loss \d"))
    fresh.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    picture(train).focus()
    expect(tip).to_be_visible()


def test_large_as_a_surface_and_with_plateaus(fresh: Page, server: str) -> None:
    train = opened(fresh, server, SPIRALS)
    train.click("Enlarge")
    expect(train.player.locator("[data-panel=loss]")).to_be_hidden()
    box = picture(train).bounding_box()
    assert box
    assert box["width"] > 600
    train.click("Hatch the plateaus")
    expect(said(train)).to_contain_text("Hatched: plateaus, where the slope in the plane is below")
    train.player.get_by_role("radio", name="Surface").click()
    expect(
        train.player.locator(".bp-scape-plotly .gl-container, .bp-scape-plotly .no-webgl").first
    ).to_be_attached()
    train.player.get_by_role("radio", name="Map").click()
    train.click("Smaller")
    expect(train.player.locator("[data-panel=loss] .main-svg").first).to_be_visible()
    train.click("Enlarge")
    fresh.get_by_label("Shown", exact=True).select_option("weights")  # which are as large as ever
    expect(train.player.locator("[data-panel=loss] .main-svg").first).to_be_visible()


def test_what_takes_long_says_how_far_it_is_and_can_be_stopped(fresh: Page, server: str) -> None:
    train = TrainPage(fresh, server)
    experiment = replace(PRESETS["digits"], hidden_layers=(256, 128))
    query = experiment.to_query() | {"steps": "10", "step": "3", "shown": "landscape"}
    fresh.goto(f"{server}/?{urlencode(query)}")
    progress = train.player.locator(".bp-scape-progress")
    expect(progress).to_contain_text(re.compile(r"^[1-9][\d,]* of 1,681 points"))
    progress.get_by_role("button", name="Stop").click()
    go_on = progress.get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    train.rest()
    stopped = progress.inner_text()
    assert stopped == progress.inner_text()
    go_on.click()
    expect(progress).not_to_have_text(stopped)


def test_on_compare_all_paths_lie_on_one_plane_or_it_says_why_not(fresh: Page, server: str) -> None:
    quick = replace(SPIRALS, batch_size=None)
    pins = [
        Pin(i, Plan.of(replace(quick, optimizer=name)), 60, colour=i)
        for i, name in enumerate(("sgd", "adam"))
    ]
    fresh.goto(f"{server}/compare?{'&'.join(address.encoded(pins))}&tab=landscape&pos=40")
    words = fresh.locator(".bp-scape-said")
    expect(words.locator(".bp-scape-run")).to_have_count(2)
    expect(words).to_contain_text("step 40")
    trainers = [Trainer(pin.plan) for pin in pins]
    for trainer in trainers:
        trainer.step(40)
        expect(words).to_contain_text(f"loss {significant(trainer.evaluate(), 4)} there")
    fresh.get_by_label("Which two directions").select_option("random")
    expect(fresh).to_have_url(re.compile("&tab=landscape&pos=40&scape=plane!random!around!40$"))
    drawn = fresh.get_by_role("img", name=re.compile("^Loss over two directions"))
    label = drawn.get_attribute("aria-label") or ""
    fresh.reload()
    expect(drawn).to_have_attribute("aria-label", label)
    fresh.locator("body").press("Home")
    expect(words).to_contain_text("step 0")
    other = [pins[0], Pin(1, Plan.of(replace(quick, activation="relu")), 60, colour=1)]
    fresh.goto(f"{server}/compare?{'&'.join(address.encoded(other))}&tab=landscape&pos=40")
    expect(words).to_contain_text("Only the first run is shown: the runs have different activations")
