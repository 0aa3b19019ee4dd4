"""A person's own file: from the upload to the trained network, and back from what cannot be used."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from mlp_core import PRESETS, Trainer
from mlp_core.data.csv import read_csv
from mlp_core.data.table import prepare
from pages.shared.data.upload import STEPS, network_for
from pages.shared.numbers import significant
from tests.browser.data_page import DataPage
from tests.browser.train_page import TrainPage

NASTY = "<img src=x> **b** $x$ :red[y] :smile:"
CELL = "_a_ `b` :material/home: www.c.de d@e.fr"
ROWS = [f"{i / 4:.2f};{i % 7 + i % 2 * 2.5:.1f};{'AB'[i % 2]}".replace(".", ",") for i in range(40)]
GOOD = "\n".join([f"{NASTY};Länge;Art", *ROWS[:5], "NA;1,5;A", *ROWS[5:]]).encode()
BAD = GOOD.replace(b"\n2,00;", f"\n{CELL};".encode())


def plain(part: Locator) -> str:
    """Its text without the signs of no width that keep it plain."""
    return part.inner_text().replace("\u2060", "")


@pytest.fixture
def data(page: Page, server: str) -> DataPage:
    return DataPage(page, server).open(urlencode(PRESETS["moons"].to_query()))


def test_a_file_is_used_and_trained_on_and_a_bad_one_changes_nothing(data: DataPage, server: str) -> None:
    page = data.page
    expect(data.heading).to_contain_text("Moons: 200 samples")
    expect(data.points).to_have_count(200)

    data.upload("<b>flowers</b>.csv", GOOD)
    expect(data.own.get_by_text("first in row 7").first).to_be_visible()
    assert f"Missing values: 1 in “{NASTY}”, first in row 7." in plain(data.own)
    page.get_by_text("Fill in the mean, or the most frequent category").click()
    expect(data.own).to_contain_text("This makes 41 samples of 2 inputs, with 2 classes to learn.")
    expect(data.own).to_contain_text("1 missing value is filled in from the samples trained on.")
    data.use.click()
    expect(data.heading).to_have_text(
        "<b>flowers</b>.csv: 41 samples, 31 to train on and 10 held back; 2 inputs; 2 classes (21 / 20)"
    )
    expect(data.points).to_have_count(41)
    axis = page.locator(".js-plotly-plot .xtitle")
    expect(axis).to_have_text(f"{NASTY[:27]}…")

    table = prepare(read_csv(GOOD), "Art", [NASTY, "Länge"], missing="mean")
    experiment = network_for(table)
    page.wait_for_url(f"**/data?{urlencode(experiment.to_query())}&steps={STEPS}")
    page.get_by_role("link", name="Watch it learn").click()
    train = TrainPage(page, server)
    train.at(0)
    for step in (1, 2, 3):
        train.press("ArrowRight")
        train.at(step)
    trainer = Trainer(experiment)
    trainer.step(3)
    loss = significant(trainer.evaluate(), 5)
    assert train.loss == loss

    page.get_by_role("link", name="Data").click()
    expect(data.heading).to_contain_text("<b>flowers</b>.csv")
    data.upload("bad.csv", BAD)
    reason = data.own.get_by_test_id("stCaptionContainer").filter(has_text="Not suggested")
    expect(reason).to_contain_text("row 11")
    assert f"row 11: “{CELL}” is not a number like the others" in plain(reason)
    expect(reason.locator("img, strong, a, .katex, [style*=color]")).to_have_count(0)
    data.choose("From these columns", NASTY)
    page.keyboard.press("Escape")  # the list stays open for more
    expect(data.refusal).to_contain_text("is not a number")
    assert f"Row 11, column “{NASTY}”: “{CELL}” is not a number." in plain(data.refusal)
    expect(data.refusal.locator("img, strong, a, .katex, [style*=color]")).to_have_count(0)
    expect(data.heading).to_contain_text("<b>flowers</b>.csv")
    page.get_by_role("link", name="Train").click()
    train.at(3)
    assert train.loss == loss


def test_settings_changed_here_are_found_after_a_reload(data: DataPage) -> None:
    page = data.page
    page.get_by_test_id("stSidebar").get_by_text("Data", exact=True).last.click()
    samples = page.get_by_role("spinbutton", name="Samples", exact=True)
    samples.fill("60")
    samples.press("Enter")
    expect(data.heading).to_contain_text("Moons: 60 samples")
    page.wait_for_url("**&samples=60**")
    page.reload()
    expect(data.heading).to_contain_text("Moons: 60 samples")
