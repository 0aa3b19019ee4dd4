"""How fast the pictures of the input play in a real Chromium: `python tests/benchmarks/surface.py`.

Prints frames a second of the spirals' network, 2-8-8-1, with the surface (50x50) in every frame: beside the
weights, every unit's surface in the layers' cards, and in the nodes of the network; then of a fitted curve.
Target: 40 frames a second or more.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.player import Wire, play  # noqa: E402
from tests.browser.system import ARGUMENTS, SEEN, chromium, running  # noqa: E402
from tests.browser.train_page import TrainPage  # noqa: E402

SPIRALS = (
    "dataset=spirals&hidden=8x2&activation=tanh&initializer=xavier&output=sigmoid&loss=bce&optimizer=adam"
    "&lr=0.02&samples=300&test=0.25&seed=1&steps=20000"
)
SINE = (
    "dataset=sine&hidden=8x2&activation=tanh&initializer=xavier&output=linear&optimizer=adam"
    "&lr=0.01&batch=10&test=0.25&seed=1&steps=20000"
)
RUNS = {
    "surface, weights in the cards": SPIRALS,
    "surface, 17 surfaces in the cards": f"{SPIRALS}&view=units",
    "surface, batches of 10, network with 17 surfaces in its nodes": f"{SPIRALS}&batch=10&stack=network",
    "fitted curve, batches of 10": SINE,
}


def measure(page: Page, address: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wire = Wire(page)
    for title, query in RUNS.items():
        train = TrainPage(page, f"{address}/?{query}").open()
        page.wait_for_timeout(1500)
        play(train, f"{size[0]}x{size[1]}, {title}", wire)


def main() -> None:
    print(subprocess.run([chromium(), "--version"], capture_output=True, text=True).stdout.strip())
    errors: list[str] = []
    log = Path(tempfile.mkdtemp()) / "log.txt"
    with running(log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for size in ((1280, 720), (1600, 900)):
            page = browser.new_page()
            page.add_init_script(SEEN)
            page.on("pageerror", lambda error: errors.append(str(error)))
            measure(page, address, size)
            page.close()
        browser.close()
    print(f"errors: {len(errors)}", *errors)


if __name__ == "__main__":
    main()
