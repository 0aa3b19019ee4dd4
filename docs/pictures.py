"""Makes the README's pictures from the running app: `.venv/bin/python docs/pictures.py`.

Needs what the tests need (tests/run installs it): Playwright and Chromium; Pillow comes with Streamlit.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from mlp_core import PRESETS  # noqa: E402
from tests.browser.system import ARGUMENTS, SEEN, chromium, running  # noqa: E402

SIZE: ViewportSize = {"width": 1280, "height": 720}
WIDTH = 960
"""Of the moving picture: what a README shows."""
COLOURS = 96
MOVES = [*range(0, 20, 2), *range(20, 100, 5), 99]
"""The steps that it shows: close together where most happens."""
EACH_MS, LAST_MS = 160, 2000


def main() -> None:
    """Every picture, into docs/."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "log.txt") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE)
        page.add_init_script(SEEN)
        moving(page, address, ROOT / "docs" / "train.gif")
        still(page, f"{address}/?{_query('spirals')}&step=300", "player", "spirals.png")
        still(page, f"{address}/step_through?{_query('mazur')}&op=8", "stepper", "step_through.png")
        still(page, f"{address}/vanishing_gradients", "player", "vanishing_gradients.png")
        browser.close()


def _query(preset: str) -> str:
    return urlencode(PRESETS[preset].to_query())


def moving(page: Page, address: str, path: Path) -> None:
    """The tutorial's run as it trains, as an animated GIF."""
    page.goto(address)
    player = page.get_by_test_id("player")
    expect(player.locator(".js-plotly-plot .main-svg").nth(2)).to_be_attached(timeout=60_000)
    frames = list(_frames(page))
    times = [EACH_MS] * (len(frames) - 1) + [LAST_MS]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True)


def _frames(page: Page) -> Iterator[Image.Image]:
    player, scrubber = page.get_by_test_id("player"), page.get_by_role("slider", name="Step", exact=True)
    for step in MOVES:
        scrubber.evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })) }", str(step)
        )
        expect(player).to_have_attribute("data-step", str(step), timeout=30_000)
        shot = Image.open(io.BytesIO(_resting(page)))
        small = shot.resize((WIDTH, WIDTH * shot.height // shot.width), Image.Resampling.LANCZOS)
        yield small.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def still(page: Page, address: str, part: str, name: str) -> None:
    """One page as it rests."""
    page.goto(address)
    shown = page.get_by_test_id(part)
    shown.locator(".js-plotly-plot .main-svg, .st-drawing svg").last.wait_for(timeout=60_000)
    expect(shown.locator("progress:visible")).to_have_count(0, timeout=120_000)
    (ROOT / "docs" / name).write_bytes(_resting(page))


def _resting(page: Page) -> bytes:
    """The picture once it no longer changes."""
    last = page.screenshot()
    while True:
        page.wait_for_timeout(250)
        shot = page.screenshot()
        if shot == last:
            return shot
        last = shot


if __name__ == "__main__":
    main()
