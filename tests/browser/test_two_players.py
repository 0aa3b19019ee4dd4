"""Two players on one page: each has its own frames, choices and keys, and leaves nothing behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.system import faultless
from tests.browser.waiting import drawn

WIDE = {"width": 2000, "height": 800}
PAINTED = """(player) => [...player.querySelectorAll(".bp-map")].filter((map) => map.width > 1).map((map) => {
    const { data } = map.getContext("2d").getImageData(0, 0, map.width, map.height);
    return new Set(new Uint32Array(data.buffer)).size;
})"""
"""How many colours each heatmap shows."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("two") / "log.txt"
    with faultless(log, "tests/browser/apps/two_players.py") as address:
        yield address


class Two:
    """The page, and its players by where they stand."""

    def __init__(self, page: Page, address: str, way: str = "") -> None:
        self.page = page
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.goto(f"{address}/{way}")
        self.left, self.right = page.get_by_test_id("player").first, page.get_by_test_id("player").nth(1)
        for player in (self.left, self.right):
            expect(player).to_have_attribute("data-step", "0")
            expect(player.locator(".js-plotly-plot .main-svg").first).to_be_attached()

    def go(self, player: Locator, step: int) -> None:
        player.get_by_role("textbox", name="Go to step").fill(str(step))
        self.page.keyboard.press("Enter")
        self.at(player, step)

    @staticmethod
    def at(player: Locator, step: int) -> None:
        expect(player).to_have_attribute("data-step", str(step))

    @staticmethod
    def is_playing(player: Locator) -> None:
        expect(player.locator(".bp-play")).to_have_class(re.compile("bp-playing"))

    @staticmethod
    def stands(player: Locator) -> None:
        expect(player.locator(".bp-play")).not_to_have_class(re.compile("bp-playing"))


@pytest.mark.parametrize(("way", "layers"), [("", (7, 3)), ("same_run", (7, 7))])
def test_each_is_painted_and_goes_its_own_way(
    page: Page, address: str, way: str, layers: tuple[int, int]
) -> None:
    two = Two(page, address, way)
    for player, count in zip((two.left, two.right), layers, strict=True):
        colours = player.evaluate(PAINTED)
        assert len(colours) == count
        assert min(colours) > 5
    two.go(two.left, 60)
    two.at(two.right, 0)
    two.go(two.right, 30)
    two.at(two.left, 60)
    two.right.get_by_role("radio", name="Gradient dW").click()
    two.right.locator(".bp-card").nth(2).click()
    two.right.get_by_label("Loss axis").select_option("log")
    expect(two.left.get_by_role("radio", name="Weights W")).to_be_checked()
    expect(two.left.locator(".bp-card").first).to_be_checked()
    expect(two.left.get_by_label("Loss axis")).to_have_value("linear")
    # The address is the left one's alone, and so is the button that copies it.
    expect(page).to_have_url(re.compile(r"step=60"))
    assert "view=" not in page.url
    expect(two.left.locator(".bp-copy")).to_be_visible()
    expect(two.right.locator(".bp-copy")).to_be_hidden()


def test_one_plays_while_the_other_stands(page: Page, address: str) -> None:
    two = Two(page, address)
    speed = two.right.locator(".bp-speed")
    speed.select_option("1")  # so slow that it plays for all that is done meanwhile
    two.right.get_by_role("button", name="Play").click()
    two.is_playing(two.right)
    two.stands(two.left)
    two.go(two.left, 12)
    two.is_playing(two.right)
    speed.select_option("3")
    two.at(two.right, 100)
    two.at(two.left, 12)


def test_keys_go_to_the_one_in_use(page: Page, address: str) -> None:
    two = Two(page, address)
    page.keyboard.press("ArrowRight")  # neither was used yet
    page.keyboard.press(" ")
    page.wait_for_timeout(300)
    for player in (two.left, two.right):
        two.at(player, 0)
        two.stands(player)
    two.right.locator(".bp-caption").click()
    page.keyboard.press("ArrowRight")
    two.at(two.right, 1)
    two.left.get_by_role("button", name="Step forward").click()
    two.at(two.left, 1)
    page.keyboard.press("Shift+ArrowRight")
    two.at(two.left, 11)
    two.at(two.right, 1)
    speed = two.left.locator(".bp-speed")
    speed.select_option("1")  # so slow that it plays for all that is done meanwhile
    page.keyboard.press(" ")
    two.is_playing(two.left)
    two.stands(two.right)
    # With the focus in the one, keys are its own, whichever was used with the pointer before.
    two.right.locator(".bp-scrub").focus()
    page.keyboard.press("ArrowRight")
    two.at(two.right, 2)
    two.is_playing(two.left)
    page.keyboard.press("Home")
    two.at(two.right, 0)
    speed.select_option("3")
    two.at(two.left, 100)


def test_the_sidebar_gives_the_keys_back_to_the_one_that_was_used_last(page: Page, address: str) -> None:
    two = Two(page, address)
    two.right.get_by_role("button", name="Step forward").click()
    two.at(two.right, 1)
    page.get_by_test_id("stNumberInputStepUp").click()
    page.keyboard.press("ArrowRight")
    two.at(two.right, 2)
    two.at(two.left, 0)
    expect(page.get_by_role("spinbutton", name="A number")).to_have_value("4")


def test_a_switch_of_pages_keeps_what_each_had_and_leaves_nothing_behind(page: Page, address: str) -> None:
    two = Two(page, address)
    two.go(two.left, 20)
    two.go(two.right, 40)
    two.right.get_by_role("radio", name="Gradient dW").click()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def switch() -> None:
        page.get_by_role("link", name="Nothing").click()
        expect(page.get_by_text("No player here")).to_be_visible()
        expect(page.get_by_test_id("player")).to_have_count(0)
        page.get_by_role("link", name="Two runs").click()
        two.at(two.left, 20)
        two.at(two.right, 40)

    def counted() -> int:
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(int(entry["value"]) for entry in metrics if entry["name"] == "JSEventListeners")

    def listeners() -> int:
        """Of a page that stands: its charts hear the pointer, too, and come one after another."""
        for player in (two.left, two.right):
            expect(player.locator("[data-panel=loss] .main-svg").first).to_be_attached()
        drawn(page)
        last = -1
        for _ in range(20):
            page.wait_for_timeout(800)
            if (now := counted()) == last:
                break
            last = now
        return now

    for _ in range(2):
        switch()
    before, rounds = listeners(), 4
    for _ in range(rounds):
        switch()
    expect(two.right.get_by_role("radio", name="Gradient dW")).to_be_checked()
    expect(two.left.get_by_role("radio", name="Weights W")).to_be_checked()
    after = listeners()
    for _ in range(5):  # what is on its way out takes longer on a busy machine; what leaks stays, and grows
        if after - before < 2 * rounds:
            break
        switch()
        after = listeners()
    assert after - before < 2 * rounds, (before, after)
    assert page.evaluate("document.querySelectorAll('[data-testid=player]').length") == 2
