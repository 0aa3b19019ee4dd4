"""How soon Step through answers: `python tests/benchmarks/step_through.py`.

Prints, in a real Chromium, the time from a click to the moment after the frame that shows its result: Next
within a training step, another step (which the server computes), and selecting a unit or another sample; on
the tutorial's network, on 225 samples at once (spirals), and on digits. Target: a median of 200 ms or less.
And how many frames a second there are while pictures move from operation to operation; 50 or more.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import PRESETS
from tests.browser.step_page import StepPage
from tests.browser.system import ARGUMENTS, chromium, running

# Does something, then waits for the frame in which the page says something else; and rests before the next.
ACT = """async ([what, value]) => {
    const root = document.querySelector("[data-testid=stepper]");
    const shown = [root.querySelector("h3"), root.querySelector(".st-numbers")];
    const state = () => [root.dataset.step, root.dataset.op, ...shown.map((part) => part.textContent)].join();
    const before = state();
    const start = performance.now();
    if (what === "click") root.querySelector(value).click();
    if (what === "key") document.dispatchEvent(new KeyboardEvent("keydown", { key: value, bubbles: true }));
    if (what === "sample") {
        const select = root.querySelector(".st-sample");
        select.value = value;
        select.dispatchEvent(new Event("change"));
    }
    do { await new Promise((next) => requestAnimationFrame(() => setTimeout(next))); }
    while (state() === before);
    const took = performance.now() - start;
    await new Promise((next) => setTimeout(next, 150));
    return took;
}"""


# Next again and again, each with time to move; all frames from then on.
MOVE = """async (times) => {
    const frames = [];
    let on = true;
    const note = (now) => { frames.push(now); if (on) requestAnimationFrame(note); };
    requestAnimationFrame(note);
    for (let n = 0; n < times; n += 1) {
        document.querySelector("[data-testid=stepper] [data-do=next]").click();
        await new Promise((next) => setTimeout(next, 450));
    }
    on = false;
    return frames.slice(1).map((now, n) => now - frames[n]);
}"""


def report(title: str, times: list[float]) -> None:
    median, worst = statistics.median(times), max(times)
    print(f"{title}: median {median:.1f} ms, worst {worst:.1f} ms of {len(times)}")


def measure(page: Page, address: str, name: str) -> None:
    """All kinds of clicks."""

    def act(title: str, times: int, what: str, value: Callable[[int], str]) -> None:
        report(f"  {title}", [page.evaluate(ACT, [what, value(n)]) for n in range(times)])

    print(f"{name}:")
    step = StepPage(page, address).open(f"{urlencode(PRESETS[name].to_query())}&steps=1000")
    step.at(0, 0)
    page.wait_for_timeout(2000)
    operations = int(step.root.locator(".st-count").inner_text().split()[-1])
    act("Next, one operation", operations, "click", lambda _: "[data-do=next]")
    act("another training step, from the server", 20, "click", lambda _: "[data-do=finish]")
    step.click("Back to step 0")
    step.at(0, 0)
    step.press("ArrowRight")
    step.at(0, 1)
    gaps = page.evaluate(MOVE, 20)
    print(f"  moving: {1000 * len(gaps) / sum(gaps):.0f} frames/s, longest gap {max(gaps):.0f} ms")
    step.click("Back to step 0")
    step.at(0, 0)
    step.press("ArrowRight")
    step.at(0, 1)
    act("selecting a unit", 7, "key", lambda _: "ArrowDown")
    if PRESETS[name].batch > 1:
        act("selecting a sample", 7, "sample", lambda n: str(n + 1))


def main() -> None:
    with running(Path(tempfile.mkdtemp()) / "log.txt") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        for name in ("tutorial", "spirals", "digits"):
            measure(page, address, name)
        browser.close()


if __name__ == "__main__":
    main()
