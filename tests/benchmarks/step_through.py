"""How soon Step through answers on the tutorial's network: `python tests/benchmarks/step_through.py`.

Prints, in a real Chromium, the time from a click to the moment after the frame that shows its result: Next
within a training step, another step (which the server computes), and selecting a unit. Target: a median of
200 ms or less.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.step_page import StepPage
from tests.browser.system import ARGUMENTS, chromium, running

# Clicks, then waits for the frame in which `state()` differs; and for a rest before the next.
CLICK = """async ([selector, script]) => {
    const root = document.querySelector("[data-testid=stepper]");
    const title = root.querySelector("h3");
    const state = () => `${root.dataset.step} ${root.dataset.op} ${title.textContent}`;
    const before = state();
    const start = performance.now();
    const target = root.querySelector(selector);
    const place = script ? eval(script)(target) : {};
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, ...place }));
    do { await new Promise((next) => requestAnimationFrame(() => setTimeout(next))); }
    while (state() === before);
    const took = performance.now() - start;
    await new Promise((next) => setTimeout(next, 150));
    return took;
}"""


def report(title: str, times: list[float]) -> None:
    median, worst = statistics.median(times), max(times)
    print(f"{title}: median {median:.1f} ms, worst {worst:.1f} ms of {len(times)}")


def measure(page: Page, address: str) -> None:
    """All three kinds of clicks."""
    step = StepPage(page, address).open("steps=1000")
    step.at(0, 0)
    page.wait_for_timeout(2000)
    times = [page.evaluate(CLICK, ["[data-do=next]", None]) for _ in range(36)]
    report("Next, one operation", times)
    times = [page.evaluate(CLICK, ["[data-do=finish]", None]) for _ in range(20)]
    report("Finish this step: another training step from the server", times)
    step.click("Back to step 0")
    step.at(0, 0)
    step.press("ArrowRight", 3)
    step.at(0, 3)
    canvas = page.locator(".st-stage canvas").evaluate_all(
        "all => all.findIndex((canvas) => canvas.classList.contains('st-written'))"
    )
    times = []
    for unit in range(20):
        script = (
            "(e) => { const box = e.getBoundingClientRect();"
            f" return {{ clientX: box.left + 1, clientY: box.top + box.height * ({unit} + 1.5) / 32 }}; }}"
        )
        times.append(page.evaluate(CLICK, [f".st-stage canvas:nth-of-type({canvas + 1})", script]))
    report("selecting a unit", times)


def main() -> None:
    with running(Path(tempfile.mkdtemp()) / "log.txt") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        measure(browser.new_page(viewport={"width": 1280, "height": 720}), address)
        browser.close()


if __name__ == "__main__":
    main()
