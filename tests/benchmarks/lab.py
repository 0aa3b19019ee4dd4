"""How soon the Vanishing gradients page answers: `python tests/benchmarks/lab.py`.

Prints, in a real Chromium, the time from a changed setting to the frame that shows the new staircase (target:
a median of 1 s or less), to the whole depth sweep, and to the training of all networks; how soon a click on
another network shows its charts; and how many frames a second play.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.lab_page import LabPage
from tests.browser.system import ARGUMENTS, chromium, running

# Notes when the run's name, the note of the chart beside, and the end of measuring are seen next.
NOTE = """() => {
    const root = document.querySelector("[data-testid=player]");
    const [run, note] = [root.dataset.run, root.querySelector("[data-panel=aside] .bp-note").textContent];
    const start = performance.now();
    const noted = window.noted = { drawn: null, focus: null, complete: null }; // not that of a later click
    const beside = root.querySelector("[data-panel=aside] .bp-note");
    const look = () => {
        const now = performance.now() - start;
        const stop = root.querySelector(".bp-stop").hidden;
        if (root.dataset.run !== run) noted.drawn ??= now;
        if (beside.textContent !== note) noted.focus ??= now;
        if (noted.drawn !== null && stop) noted.complete ??= now;
        if (now < 30000 && noted.complete === null) requestAnimationFrame(() => setTimeout(look));
    };
    look();
}"""


def report(title: str, times: list[float]) -> None:
    print(f"{title}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms of {len(times)}")


def settings(lab: LabPage) -> None:
    """Change the number of hidden layers, again and again."""
    drawn, complete = [], []
    for depth in (12, 20, 11, 30, 11, 50, 11, 5, 11, 12):
        lab.page.evaluate(NOTE)
        lab.set("Hidden layers", depth)
        lab.page.wait_for_function("window.noted.complete !== null", timeout=60_000)
        noted = lab.page.evaluate("window.noted")
        drawn.append(noted["drawn"])
        complete.append(noted["complete"])
        lab.page.wait_for_timeout(300)
    report("another depth, to its staircase", drawn)
    report("another depth, to the whole depth sweep", complete)


def focus(lab: LabPage) -> None:
    """Click one network after another."""
    times = []
    for name in ("Sigmoid · Xavier", "Tanh · Xavier", "ReLU · He", "Sigmoid · Normal 0.01") * 3:
        lab.page.evaluate(NOTE)
        lab.player.get_by_role("radio", name=name, exact=True).click()
        lab.page.wait_for_function("window.noted.focus !== null")
        times.append(lab.page.evaluate("window.noted.focus"))
        lab.page.wait_for_timeout(300)
    report("another network in focus", times)


def play(lab: LabPage) -> None:
    """Train all, then play at one step a frame."""
    start = lab.page.evaluate("performance.now()")
    lab.see("As it trains")
    lab.page.wait_for_function("!document.querySelector('.bp-stop').hidden")
    lab.complete()
    took = lab.page.evaluate("performance.now()") - start
    print(f"training of 40 networks of 12 hidden layers, 100 steps: {took:.0f} ms")
    lab.player.get_by_label("Speed").select_option(label="1 step a frame")
    lab.watch()
    lab.click("Play")
    lab.at(100)
    times = lab.page.evaluate("window.times")[1:]
    steps = lab.watched()[1:]
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0])
    out_of_order = sum(b <= a for a, b in pairwise(steps))
    print(f"playing: {rate:.1f} frames a second, {out_of_order} out of order")


def main() -> None:
    with running(Path(tempfile.mkdtemp()) / "log.txt") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        lab = LabPage(browser.new_page(viewport={"width": 1280, "height": 720}), address).open()
        settings(lab)
        focus(lab)
        play(lab)
        browser.close()


if __name__ == "__main__":
    main()
