"""A deep link's first picture is the true one: nothing of a chart is drawn before its numbers are there."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

from mlp_core import Experiment, Trainer
from pages.shared.numbers import nice_ceiling
from tests.browser.train_page import TrainPage

# In every frame of the page: what the charts say, and which of their lines are drawn twice over one another.
NOTE_EVERY_FRAME = """() => {
    window.pictures = [];
    const note = () => {
        const [bar, profile] = ["weights", "profile"].map((name) =>
            document.querySelector(`[data-panel=${name}] .js-plotly-plot`));
        if (bar?.data && bar.querySelector(".colorbar text")) {
            const ends = [...bar.querySelectorAll(".colorbar text")].map((tick) => tick.textContent);
            window.pictures.push({ ends: ends.join(" "), limit: bar.data[0].zmax });
        }
        const lines = [...(profile?.querySelectorAll(".scatterlayer > .trace") ?? [])];
        if (lines.length) {
            const canvas = profile.parentElement.querySelector(":scope > canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const plotlys = lines.some((line) => line.style.visibility !== "hidden");
            const twice = plotlys && data.some((value) => value);
            window.pictures.push({ twice, now: Array.from(profile.data[1].y) });
        }
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
}"""


def test_the_first_picture_of_a_deep_link_is_the_last(context: BrowserContext, server: str) -> None:
    trainer = Trainer(Experiment())
    trainer.evaluate()
    limit = nice_ceiling(3 * max(np.sqrt(np.mean(layer.dW**2)) for layer in trainer.network.layers))
    trainer.goto(42)
    trainer.evaluate()
    page = context.new_page()
    page.add_init_script(f"({NOTE_EVERY_FRAME})()")
    page.goto(f"{server}/?step=42&view=dW&layer=7")
    train = TrainPage(page, server)
    train.at(42)
    expect(train.player.locator("[data-panel=loss] .js-plotly-plot .main-svg").first).to_be_attached()
    train.rest()
    pictures = page.evaluate("window.pictures")
    # Frames come without the change since step 0, until somebody looks at it.
    page.get_by_role("radio", name="Change since step 0").click()
    expect(train.player.locator("[data-panel=weights] figcaption")).to_contain_text("change of W, step 42")
    train.rest()
    cells = np.array(train.chart("weights", "chart.data[0].z"))
    page.close()
    change = trainer.network.layers[-1].W - Trainer(Experiment()).network.layers[-1].W
    assert cells == pytest.approx(change, rel=1e-6)
    # The colours' ends are those of step 0, which a gradient that shrinks keeps to.
    bars = {(seen["ends"], seen["limit"]) for seen in pictures if "ends" in seen}
    ((ends, shown),) = bars
    assert shown == pytest.approx(limit)
    ticks = [float(tick.replace("−", "-")) for tick in ends.split()]
    assert max(ticks) == -min(ticks)
    assert limit / 2 < max(ticks) <= limit * (1 + 1e-9)
    profiles = [seen for seen in pictures if "now" in seen]
    norms = trainer.measures()["dW_norm"]
    assert all(seen["now"] == pytest.approx(norms, rel=1e-12) for seen in profiles)
    assert not any(seen["twice"] for seen in profiles)
