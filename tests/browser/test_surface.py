"""The pictures of the input: their colours and their hover against mlp_core's answers at the same places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mlp_core import PRESETS, Experiment, Trainer
from pages.shared.numbers import significant
from pages.shared.theme import LIGHT
from pages.shared.wire.pictures import POINTS, SIDE, Pictures
from tests.browser.alone import trained
from tests.browser.train_page import TrainPage

SPIRALS = replace(PRESETS["spirals"], hidden_layers=(8, 8), activation="tanh", samples=100, test_share=0.25)
SINE = replace(PRESETS["sine"], hidden_layers=(8,), activation="tanh", batch_size=10)

# In one go: each move from outside would take a round trip.
SWEEP = """canvas => {
    const box = canvas.getBoundingClientRect();
    const tip = canvas.parentElement.querySelector(".bp-tip");
    const context = canvas.getContext("2d");
    const found = [];
    for (let x = 5; x < box.width; x += 13) {
        for (let y = 5; y < box.height; y += 13) {
            const at = { clientX: box.x + x, clientY: box.y + y };
            canvas.dispatchEvent(new PointerEvent("pointermove", at));
            const [r, g, b] = context.getImageData(x, y, 1, 1).data;
            if (!tip.hidden) found.push([tip.textContent, [r, g, b]]);
        }
    }
    canvas.dispatchEvent(new PointerEvent("pointerleave"));
    return found;
}"""


def opened(page: Page, server: str, experiment: Experiment, step: int, **choices: str) -> TrainPage:
    query = experiment.to_query() | choices | {"step": str(step), "steps": "200"}
    page.goto(f"{server}/?{urlencode(query)}")
    train = TrainPage(page, server)
    train.at(step)
    train.rest()
    return train


def swept(train: TrainPage) -> Iterator[tuple[list[str], list[int]]]:
    """At places all over the picture: (the lines of its tip, the colour there)."""
    for words, colour in train.player.locator(".bp-input > canvas").evaluate(SWEEP):
        yield words.split("\n"), colour


def colours_of(shares: np.ndarray) -> np.ndarray:
    """What the diverging scale has for -1 to 1: (..., 3)."""
    places, colours = zip(*LIGHT.diverging, strict=True)
    rgb = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours])
    at = np.clip(0.5 + shares / 2, 0, 1)
    return np.stack([np.interp(at, places, channel) for channel in rgb.T], axis=-1)


def nearest(written: str, places: np.ndarray) -> int:
    """Which of the places a tip's "x1 = −0.4123" is, to its four digits."""
    number = written.partition(" = ")[2]
    found = [i for i, place in enumerate(places) if significant(place, 4) == number]
    assert len(found) == 1, written
    return found[0]


def written_number(text: str) -> float:
    """The number that is written as 0.016, −1.2 or 3.4×10⁻⁵."""
    plain, _, power = text.replace("−", "-").partition("×10")
    return float(plain) * 10.0 ** int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")) or 0)


def judge_surface(train: TrainPage, over: np.ndarray, middle: float, name: str, grain: float = 0) -> None:
    """Every place that is no sample's tells its value, in a colour between those of the cells around it.

    Args:
        over: (side, side), what is expected, the greatest x2 first.
        middle: where the colours are in their middle; they end at 1.
        grain: the steps in which the values are known; 0 where they are told to four digits.
    """
    side = len(over)
    across, up = (np.linspace(*axis, side) for axis in Pictures(Trainer(SPIRALS)).axes)
    colours = colours_of((over - middle) / (1 - middle))
    place = 10.0 ** np.ceil(np.log10(grain)) if grain else 0
    plain = set[bool]()
    for (x1, x2, *rest), colour in swept(train):
        if len(rest) != 1:
            continue
        row, column = side - 1 - nearest(x2, up), nearest(x1, across)
        value = over[row, column]
        told = rest[0].removeprefix(f"{name} {'≈' if grain else '='} ")
        number = written_number(told)
        assert grain or significant(number, 4) == told
        assert number == pytest.approx(round(number / place) * place if grain else number)
        assert abs(number - value) <= 0.51 * (grain + place) + (0 if grain else 1e-6 + 5.1e-4 * abs(number))
        around = colours[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2].reshape(-1, 3)
        low, high = around.min(axis=0), around.max(axis=0)
        assert (colour >= low - 4).all()
        assert (colour <= high + 4).all()
        if (high - low).max() < 40:
            plain.add(value > middle)
    assert plain == {False, True}


def test_the_surface_is_the_networks_output_at_its_step(page: Page, server: str) -> None:
    train = opened(page, server, SPIRALS, 150)
    heading = train.player.locator("[data-panel=weights] figcaption")
    expect(heading.locator("b")).to_have_text("Decision surface, step 150")
    expect(heading.locator(".bp-note")).to_have_text("● training ○ test")

    def surface(step: int) -> np.ndarray:
        trainer = trained(SPIRALS, step)
        points = Pictures(trainer).grid(SIDE)
        return trainer.network.forward(trainer.data.standardized(points)).reshape(SIDE, SIDE)

    judge_surface(train, surface(150), 0.5, "output")
    train.press("ArrowRight")
    train.at(151)
    train.rest()
    assert np.abs(surface(151) - surface(150)).max() > 0.01
    judge_surface(train, surface(151), 0.5, "output")
    tips = [lines for lines, _ in swept(train)]
    samples = [lines for lines in tips if len(lines) == 4]
    assert {lines[2] for lines in samples} == {
        f"class {c} ({part})" for c in (0, 1) for part in ("training", "test")
    }


def test_a_units_picture_is_enlarged_and_the_output_comes_back(page: Page, server: str) -> None:
    train = opened(page, server, SPIRALS, 150, view="units")
    heading = train.player.locator("[data-panel=weights] figcaption b")
    unit = train.player.locator(".bp-slot").nth(1).get_by_role("button", name="unit 5", exact=True)
    unit.click()
    expect(heading).to_have_text("Layer 2, unit 5, step 150")
    expect(unit).to_have_attribute("aria-pressed", "true")
    trainer = trained(SPIRALS, 150)
    first, second, _ = trainer.network.layers
    pictures = Pictures(trainer)
    x = trainer.data.standardized(pictures.grid(pictures.unit_side))
    a = np.tanh(np.tanh(x @ first.W + first.b) @ second.W + second.b)[:, 4]
    judge_surface(train, a.reshape(pictures.unit_side, -1), 0, "Layer 2, unit 5", abs(a).max() / 127)
    page.get_by_role("button", name="× back to output").click()
    expect(heading).to_have_text("Decision surface, step 150")
    expect(unit).to_have_attribute("aria-pressed", "false")


def test_a_units_picture_that_is_chosen_again_moves_at_once(page: Page, server: str) -> None:
    """Frames that came while it was out of sight are without it: it does not wait until they are through."""
    train = opened(page, server, SPIRALS, 0, view="units")
    train.player.locator(".bp-slot").nth(1).get_by_role("button", name="unit 5", exact=True).click()
    shown = page.get_by_label("Shown", exact=True)
    shown.select_option("weights")
    page.get_by_role("radio", name="Weights W", exact=True).click()
    train.click("Play")
    train.at(200)  # all frames are here
    page.get_by_label("Speed").select_option(label="15 steps a second")
    train.click("First step")
    train.at(0)
    train.click("Play")
    train.reach(5)
    shown.select_option("surface")
    train.watch()
    train.reach(40)
    steps = train.watched()
    assert steps == list(range(steps[0], steps[-1] + 1))
    heading = train.player.locator("[data-panel=weights] figcaption b")
    expect(heading).to_contain_text("Layer 2, unit 5")
    train.click("Pause")


def test_a_fitted_curve_and_in_its_place_the_weights(page: Page, server: str) -> None:
    """The weights' chart, hidden until then, has its numbers once it is shown, and a link to it says so."""
    train = opened(page, server, SINE, 100)
    trainer = trained(SINE, 100)
    shown = page.get_by_label("Shown", exact=True)
    expect(shown).to_have_value("curve")
    places = np.linspace(*Pictures(trainer).axes[0], POINTS)
    outputs = trainer.network.forward(trainer.data.standardized(places[:, None]))[:, 0]
    tips = [lines for lines, _ in swept(train) if len(lines) == 2]
    assert len(tips) > 50
    for x, output in tips:
        value = outputs[nearest(x, places)]
        assert output in {f"output = {significant(v, 4)}" for v in (value * 0.999999, value * 1.000001)}
    shown.select_option("weights")
    expect(train.player.locator("[data-panel=weights] figcaption b")).to_have_text("Layer 1: W, step 100")
    page.wait_for_function(
        "document.querySelector('[data-panel=weights] .js-plotly-plot')?.data?.[0].z[0]?.length === 8"
        " && location.search.includes('shown=weights')"
    )
    z = np.array(train.chart("weights", "chart.data[0].z.map(row => Array.from(row))"))
    assert z == pytest.approx(trainer.network.layers[0].W, rel=1e-5)
    shown.select_option("curve")
    page.wait_for_function("!location.search.includes('shown')")
