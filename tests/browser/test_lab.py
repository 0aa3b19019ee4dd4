"""Journeys on the Vanishing gradients page: staircase, training, cures, explosion, files, a network opened"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from mlp_core import Trainer
from pages.shared.lab.settings import Lab, read
from pages.shared.numbers import percent, significant
from pages.shared.theme import PALETTES
from tests.browser.lab_page import SMALL, LabPage
from tests.browser.step_page import FRAMES

LAB = read([SMALL])[0]
DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

LETTERS = """() => [...document.querySelectorAll(".bp-plotly text, .bp-plotly tspan")]
    .map((text) => parseFloat(getComputedStyle(text).fontSize)).sort((a, b) => a - b)"""
"""The sizes of all that is written in the charts, the smallest first."""

STATUS = """() => ["", "<i data-testid=stConnectionStatus></i>"].map((inside) => {
    const status = document.createElement("div");
    status.dataset.testid = "stStatusWidget";
    status.style.cssText = "display: flex";
    status.innerHTML = inside;
    document.querySelector("[data-testid=stHeader]").append(status);
    const shown = getComputedStyle(status).display;
    status.remove();
    return shown;
})"""
"""Whether Streamlit's status would be seen over Copy link: while a script runs, and without a connection."""


def medians(lab: Lab, setting: str, step: int) -> list[str]:
    """The median over seeds of every layer's ||dW|| at a step, from ordinary runs, as the page writes it."""
    rows = []
    for seed in range(lab.seed, lab.seed + lab.seeds):
        trainer = Trainer(lab.experiment(setting, seed=seed))
        trainer.step(step)
        trainer.evaluate()
        rows.append([np.linalg.norm(layer.dW) for layer in trainer.network.layers])
    return [significant(float(value), 4) for value in np.median(rows, axis=0)]


def compared(setting: str, step: int) -> str:
    """How the page compares layer 1 with the last at a step."""
    first, *_, last = (
        float(size.replace("×10", "e").translate(DIGITS)) for size in medians(LAB, setting, step)
    )
    assert last > 2 * first
    return f"learns {significant(last / first)} times slower than layer 4"


def judged(setting: str, step: int) -> tuple[str, str]:
    """The medians of losses and of right answers at a step, as the page writes them."""
    scores = []
    for seed in range(LAB.seed, LAB.seed + LAB.seeds):
        trainer = Trainer(LAB.experiment(setting, seed=seed))
        trainer.step(step)
        scores.append(trainer.scorer.scores())
    loss, right = (
        float(np.median([getattr(found, name) for found in scores]))
        for name in ("train_loss", "train_accuracy")
    )
    return significant(loss, 3), percent(right)


def guessed() -> str:
    """What the class shares alone score: half the mean variance of the targets."""
    seeds = range(LAB.seed, LAB.seed + LAB.seeds)
    targets = [Trainer(LAB.experiment("tanh.xavier", seed=seed)).y for seed in seeds]
    return significant(float(np.median([y.var(axis=0).mean() / 2 for y in targets])), 3)


@pytest.fixture
def lab(page: Page, server: str) -> LabPage:
    return LabPage(page, server)


def inside(part: Locator, width: int, height: int) -> None:
    box = part.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height


def test_the_teachers_page_tells_its_story_on_one_screen(lab: LabPage) -> None:
    """What it opens on: both sizes, both themes; nothing cut off, nothing empty."""
    page = lab.page
    lab.open()
    expect(lab.caption).to_contain_text(
        "Sigmoid · Normal 0.01: layer 1 learns 2.5×10²⁰ times slower than layer 12"
    )
    for size, theme in (((1280, 720), "light"), ((1600, 900), "dark")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_function("width => innerWidth === width", arg=size[0])
        page.evaluate(FRAMES)  # the charts are laid out for it
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        expect(lab.player).to_have_css("--bp-ink", PALETTES[theme].ink)
        for part in (*lab.player.locator("figure").all(), lab.caption, lab.player.locator(".lab-legend")):
            inside(part, *size)
        inside(page.get_by_role("button", name="Table (CSV)"), *size)
        inside(page.get_by_text("Show the tables"), *size)
        for name in ("staircase", "left"):
            expect(
                lab.player.locator(f"[data-panel={name}] .scatterlayer .trace path.js-line").first
            ).to_be_visible()
        titles = lab.player.locator("figcaption b:not(.bp-hidden)")
        assert all(title.evaluate("e => e.scrollWidth <= e.clientWidth") for title in titles.all())
    assert lab.chart("staircase", "chart._fullLayout.yaxis.type") == "log"
    assert page.evaluate(LETTERS)[0] >= 11
    assert page.evaluate(STATUS) == ["none", "flex"]
    point = lab.player.locator("[data-panel=staircase] .scatterlayer .points path").first
    box = point.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    exact = medians(Lab(), "sigmoid.normal", 0)[0]
    expect(lab.player.locator("[data-panel=staircase] .hoverlayer")).to_contain_text(exact)


def test_the_staircase_moves_with_the_training_and_a_reload_finds_the_moment(lab: LabPage) -> None:
    page = lab.open(SMALL).page
    lab.staircase([medians(LAB, setting, 0) for setting in LAB.compare])
    lab.watch()
    lab.press(" ")  # trains first, then plays
    lab.at(30)
    steps = lab.watched()
    assert steps == sorted(steps)
    assert len(set(steps)) >= 25
    lab.complete()
    lab.press("ArrowLeft")
    lab.at(29)
    lab.scrub(12)
    lab.at(12)
    lab.see("As it trains")
    lab.line("Tanh · Xavier")
    expect(lab.player.locator("[data-panel=staircase] .bp-note")).to_have_text("step 12")
    page.wait_for_function(
        "() => document.querySelector('[data-table] caption')?.textContent.endsWith('step 12')"
    )
    shown = [medians(LAB, setting, 12) for setting in LAB.compare]
    lab.staircase(shown)
    expect(lab.player.locator("[data-panel=left] .scatterlayer .trace")).to_have_count(1 + 4)
    expect(lab.caption).to_contain_text(f"Tanh · Xavier: at step 12 layer 1 {compared('tanh.xavier', 12)}")
    loss, right = judged("tanh.xavier", 12)
    expect(lab.caption).to_contain_text(f"{right} right, loss {loss} (class shares alone: {guessed()})")
    expect(lab.player.locator("[data-panel=right] figcaption b")).to_have_text("Loss ÷ guessing")
    lab.see("Accuracy")
    expect(lab.player.locator("[data-panel=right] figcaption b")).to_have_text("Right answers")
    page.wait_for_url(f"**?lab={SMALL}~step~12~focus~1~below~course~curve~accuracy")
    page.reload()
    lab.at(12)
    lab.complete()
    expect(lab.caption).to_contain_text("Tanh · Xavier:")
    for name in ("As it trains", "Accuracy"):
        expect(lab.player.get_by_role("radio", name=name)).to_have_attribute("aria-checked", "true")
    page.wait_for_function(
        "() => document.querySelector('[data-table] caption')?.textContent.endsWith('step 12')"
    )
    lab.staircase(shown)
    lab.press("Home")
    lab.at(0)
    page.wait_for_function(
        "() => document.querySelector('[data-table] caption')?.textContent.endsWith('step 0')"
    )
    lab.staircase([medians(LAB, setting, 0) for setting in LAB.compare])


def test_cures_one_at_a_time_and_gradients_that_explode(lab: LabPage) -> None:
    cures = "batch_norm-learning_rate"
    lab.open(f"depth~10~samples~16~compare~sigmoid.normal~cures~{cures}~seeds~2~steps~10")
    legend = lab.player.get_by_role("radiogroup", name="Networks compared").get_by_role("radio")
    expect(legend).to_have_count(3)
    lab.cure("Skip connections")
    expect(legend).to_have_count(4)
    for name in ("skips", "batch norm"):
        lab.line(f"Sigmoid · Normal 0.01 + {name}")
        expect(lab.caption).to_contain_text("times that of Sigmoid · Normal 0.01 without it")
    lab.line("Sigmoid · Normal 0.01 + learning rate 10")
    expect(lab.caption).to_contain_text("no cure")
    lab.player.get_by_label("Chart beside").select_option("saturation")
    expect(lab.player.locator("[data-panel=aside] .bp-note")).to_have_text("slope below 0.01 · dotted: dead")
    lab.player.get_by_label("Chart beside").select_option("z")
    expect(lab.player.locator("[data-panel=aside] .heatmaplayer image")).to_be_attached()
    for chooser in ("Chart beside", "Charts below", "Networks compared"):
        expect(lab.player.get_by_label(chooser, exact=True)).to_have_accessible_description(
            re.compile("show")
        )
    below = lab.player.get_by_label("Charts below", exact=True)
    expect(below).to_have_attribute("title", re.compile("What the two charts"))
    lab.see("As it trains")
    lab.complete()
    assert below.get_attribute("title") is None  # it would cover what was chosen
    lab.see("Over depth")
    lab.choose("Begin with", "Exploding gradients")
    expect(lab.caption).to_contain_text("the gradient grows on its way back; layer 1 gets 3600 times more")
    expect(legend).to_have_count(4)
    expect(lab.caption).to_contain_text("diverges at step 2")


def test_a_network_is_opened_by_a_click_and_charts_are_saved(lab: LabPage, tmp_path: Path) -> None:
    page = lab.open(SMALL).page
    with page.expect_download() as csv:
        page.get_by_role("button", name="Table (CSV)").click()
    table = Path(csv.value.path()).read_text(encoding="utf-8-sig")
    assert table.startswith("name,network,settings,depth,")
    with page.expect_download() as picture:
        lab.player.get_by_role("button", name="Save as PNG: The staircase").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as saved:
        lab.player.get_by_role("button", name="Save as a page of its own (HTML): Depth × layer").click()
    saved.value.save_as(tmp_path / "chart.html")
    alone = page.context.new_page()
    alone.route("http*://**", lambda route: route.abort())  # needs no network
    alone.goto((tmp_path / "chart.html").as_uri())
    expect(alone.locator(".heatmaplayer image")).to_be_attached()
    expect(alone.locator(".gtitle").first).to_contain_text("Depth × layer: ‖dW‖")
    with page.expect_download() as saved:
        lab.player.get_by_role("button", name="Save as a page of its own (HTML): Layer 1").click()
    saved.value.save_as(tmp_path / "chart.html")
    alone.goto((tmp_path / "chart.html").as_uri())
    about = alone.locator(".gtitle-subtitle").first
    expect(about).to_have_text(
        f"3 hidden layers of 8 · 16 handwritten digits · median of 2 seeds from {LAB.seed}, bands: quartiles"
    )
    # Letters that are there where a picture is drawn.
    expect(about).to_have_css("font-family", re.compile("^sans-serif"))
    alone.close()
    # The point of Tanh · Xavier at 5 hidden layers.
    point = lab.player.locator("[data-panel=left] .scatterlayer .trace").nth(1).locator(".points path").nth(4)
    box = point.bounding_box()
    assert box
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*at)
    expect(lab.player.locator("[data-panel=left] .hoverlayer")).not_to_be_empty()  # the chart answers
    page.mouse.click(*at)
    page.wait_for_url("**/?dataset=digits&hidden=8x5**")
    trainer = Trainer(LAB.experiment("tanh.xavier", depth=5))
    expect(lab.player.locator(".bp-loss")).to_have_text(significant(trainer.evaluate(), 5))
    page.go_back()
    page.get_by_role("link", name="Vanishing gradients").click()
    expect(lab.player.locator(".lab-legend button")).to_have_count(2)
    by_keyboard(lab)


def by_keyboard(lab: LabPage) -> None:
    """Both charts over depth: arrows go through their networks, Enter opens one."""
    page = lab.page
    lab.complete()
    expect(lab.player.locator("[data-panel=right] .main-svg").first).to_be_attached()
    right = lab.player.locator("[data-panel=right] .bp-plot")
    right.focus()
    page.keyboard.press("ArrowRight")
    expect(right.get_by_role("status")).to_contain_text("2 hidden layers: ‖dW‖")
    expect(lab.player.locator("[data-panel=right] .hoverlayer .hovertext")).to_be_attached()
    lab.player.locator("[data-panel=left] .bp-plot").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    shown = lab.player.locator("[data-panel=left] .bp-plot").get_by_role("status")
    expect(shown).to_have_text(re.compile("^Tanh · Xavier, 3 hidden layers: ‖dW‖ "))
    expect(lab.player).to_have_attribute("data-step", "0")  # the arrows were the chart's
    page.keyboard.press("Enter")
    page.wait_for_url("**/?dataset=digits&hidden=8x3**")


def settled(status: Locator) -> str:
    """The status once what was under way when it was stopped has come: the same for two seconds."""
    words = ""
    while (now := status.inner_text()) != words:
        words = now
        status.page.wait_for_timeout(2000)
    return words


def test_a_long_study_shows_how_far_it_is_and_can_be_stopped(lab: LabPage) -> None:
    page = lab.page
    page.goto(f"{lab.address}/vanishing_gradients?lab=width~64~samples~1000~seeds~20")
    stop = lab.player.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    status = lab.player.locator(".bp-status")
    expect(status).to_contain_text("Measuring: ")
    expect(lab.player.locator("progress")).to_be_visible()
    expect(
        lab.player.locator("[data-panel=staircase] .scatterlayer .trace path.js-line").first
    ).to_be_attached()
    stop.click()
    expect(status).to_contain_text("Stopped: ")
    before = settled(status)
    page.wait_for_timeout(1500)
    assert status.inner_text() == before
    lab.player.get_by_role("button", name="Go on").click()
    expect(status).to_contain_text("Measuring: ")
    expect(status).not_to_have_text(before.replace("Stopped", "Measuring"))
