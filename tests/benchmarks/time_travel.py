"""What going back costs on the tutorial's network: `python tests/benchmarks/time_travel.py`.

Prints, for a run of 200,000 steps: the memory of one session's history (target: under 64 MB) and the time of
`goto` to random steps; then, in a real Chromium, the time from the scrubber's movement to the painted step,
for steps that are not in the browser's buffer (target: a median of 300 ms or less).
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import Experiment, Trainer
from tests.browser.system import ARGUMENTS, SEEN, chromium, running
from tests.browser.train_page import TrainPage

STEPS, JUMPS = 200_000, 60

# From the scrubber's movement to the moment after the frame in which the step was painted.
SEEK = """async (step) => {
    const player = document.querySelector("[data-testid=player]");
    const scrub = document.querySelector("input[type=range]");
    const start = performance.now();
    scrub.value = step;
    scrub.dispatchEvent(new Event("input", { bubbles: true }));
    do { await new Promise((next) => requestAnimationFrame(() => setTimeout(next))); }
    while (player.dataset.step !== String(step));
    return performance.now() - start;
}"""


def _report(title: str, milliseconds: list[float]) -> None:
    median, worst = statistics.median(milliseconds), max(milliseconds)
    print(f"{title}: median {median:.1f} ms, worst {worst:.1f} ms of {len(milliseconds)}")


def core(steps: list[int]) -> None:
    """Memory and goto, without a browser."""
    tracemalloc.start()
    trainer = Trainer(Experiment())
    trainer.step(STEPS)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"{STEPS:,} steps of the tutorial's network: history {trainer.history.nbytes / 1e6:.1f} MB, "
        f"whole trainer {held / 1e6:.1f} MB (peak while growing {peak / 1e6:.1f} MB)  (target: under 64 MB)"
    )
    times = []
    for step in steps:
        start = time.perf_counter()
        trainer.goto(step)
        times.append(1e3 * (time.perf_counter() - start))
    _report("goto to a random step", times)


def browser(address: str, steps: list[int]) -> None:
    """The scrubber, in a real browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = opened.new_page(viewport={"width": 1280, "height": 720})
        page.add_init_script(SEEN)
        train = TrainPage(page, address).open()
        train.set("Steps to train", STEPS)
        expect(train.scrubber).to_have_attribute("max", str(STEPS))
        start = time.perf_counter()
        train.scrub(STEPS)
        expect(train.player).to_have_attribute("data-step", str(STEPS), timeout=120_000)
        print(f"training to step {STEPS:,} in the browser: {time.perf_counter() - start:.1f} s")
        page.wait_for_timeout(1000)
        times = []
        for step in steps:
            times.append(page.evaluate(SEEK, step))
            page.wait_for_timeout(400)
        _report("a step outside the browser's buffer, scrubber to paint", times)
        opened.close()


def main() -> None:
    steps = random.Random(0).sample(range(STEPS), JUMPS)
    core(steps)
    with running(Path(tempfile.mkdtemp()) / "log.txt") as address:
        browser(address, steps)


if __name__ == "__main__":
    main()
