"""How the player performs in a real Chromium while the server trains: `python tests/benchmarks/player.py`.

Prints frames a second, alone and beside one busy loop, gaps, the time from a key to the painted step, bytes
while paused, and console errors; then, in the same run, how often the same charts are drawn the way
Streamlit suggests (apps/usual_way.py). Targets: 60 frames a second, 45 beside a busy loop, a local step
within 50 ms, 0 bytes while paused, no error.
"""

from __future__ import annotations

import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.system import ARGUMENTS, SEEN, chromium, running  # noqa: E402
from tests.browser.train_page import TrainPage  # noqa: E402

SECONDS = 6

# From the key to the moment after the frame in which the step was painted.
STEP = """async () => {
    const player = document.querySelector("[data-testid=player]");
    const times = [];
    for (let i = 0; i < 30; i += 1) {
        const before = player.dataset.step;
        const start = performance.now();
        const options = { key: "ArrowLeft", bubbles: true, cancelable: true };
        document.dispatchEvent(new KeyboardEvent("keydown", options));
        do { await new Promise((next) => requestAnimationFrame(() => setTimeout(next))); }
        while (player.dataset.step === before);
        times.push(performance.now() - start);
        await new Promise((next) => setTimeout(next, 250));
    }
    return times;
}"""


# Steps of the usual way that were drawn: what it shows last changes once all of its charts are there.
USUAL = """async (milliseconds) => {
    const seen = new Set();
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
        await new Promise((next) => requestAnimationFrame(next));
        seen.add(document.querySelector("[data-testid=usual]")?.dataset.step);
    }
    return seen.size - 1;
}"""


def spin(seconds: float) -> None:
    """A busy loop: another program that takes a core."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


class Wire:
    """Bytes seen on the page's web socket."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        for event in ("framereceived", "framesent"):
            socket.on(event, self._count)

    def _count(self, payload: str | bytes) -> None:
        self.bytes += len(payload)


def play(train: TrainPage, title: str, wire: Wire) -> None:
    """Play for some seconds and print what was painted."""
    train.watch()
    before = wire.bytes
    train.press("Space")
    train.page.wait_for_timeout(1000 * SECONDS)
    train.press("Space")
    times, steps = train.page.evaluate("[window.times, window.steps]")
    times, steps = times[1:], steps[1:]
    gaps = [b - a for a, b in pairwise(times)]
    skipped = sum(b - a != steps[1] - steps[0] for a, b in pairwise(steps))
    print(
        f"{title}: {1000 / statistics.mean(gaps):.1f} frames a second, gap median "
        f"{statistics.median(gaps):.1f} ms, worst {max(gaps):.1f} ms; {len(steps)} frames, {skipped} out of "
        f"order; {(wire.bytes - before) / len(steps) / 1000:.0f} kB a frame"
    )


def measure(page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    wire = Wire(page)
    train = TrainPage(page, address).open()
    train.set("Steps to train", 20_000)
    page.wait_for_timeout(1500)
    play(train, "tutorial's network, 1 step a frame", wire)
    page.wait_for_timeout(1500)
    busy = multiprocessing.Process(target=spin, args=(SECONDS + 1,))
    busy.start()
    play(train, "the same beside one busy loop", wire)
    busy.join()
    page.wait_for_timeout(1500)
    times = page.evaluate(STEP)
    print(
        f"a local step: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms of {len(times)}"
    )
    page.wait_for_timeout(1500)
    before = wire.bytes
    page.wait_for_timeout(3000)
    print(f"bytes over the wire in 3 s while paused: {wire.bytes - before}")
    train.click("First step")
    page.get_by_label("Speed").select_option(label="50 steps a frame")
    page.locator(".bp-caption").click()
    play(train, "tutorial's network, 50 steps a frame", wire)
    print(f"console errors: {len(errors)}", *errors)


def main() -> None:
    print(subprocess.run([chromium(), "--version"], capture_output=True, text=True).stdout.strip())
    log = Path(tempfile.mkdtemp()) / "log.txt"
    with running(log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.add_init_script(SEEN)
        measure(page, address)
        browser.close()
        with running(log, "tests/benchmarks/apps/usual_way.py") as other:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(other)
            page.get_by_test_id("usual").wait_for(state="attached")
            drawn = page.evaluate(USUAL, 1000 * SECONDS)
            print(f"the usual way, a fragment with st.plotly_chart: {drawn / SECONDS:.1f} frames a second")
            browser.close()


if __name__ == "__main__":
    main()
