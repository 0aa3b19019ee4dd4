"""How Compare performs in a real Chromium: `python tests/benchmarks/compare.py`.

Prints frames a second of two runs of the tutorial's size and of six, of six decision surfaces, and how much
more memory the server has once twelve runs of 20,000 steps are pinned and the six that are shown have been
trained to their end. Targets: 40 frames a second for two, 20 for six, 200 MB.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.system import ARGUMENTS, SEEN, Server, chromium  # noqa: E402
from tests.browser.train_page import TrainPage  # noqa: E402

SECONDS = 6
TUTORIALS = "steps!20000!seed!{}"
SPIRALS = "dataset!spirals!hidden!16x2!activation!tanh!loss!bce!lr!0.1!steps!20000!seed!{}"


def link(runs: str, count: int, tab: str = "curves") -> str:
    """The address of a comparison of so many seeds."""
    words = "&".join(f"run={runs.format(seed)}" for seed in range(1, count + 1))
    return f"compare?{words}&tab={tab}"


def play(page: Page, address: str, title: str) -> None:
    """Play for some seconds and print what was painted."""
    train = TrainPage(page, address)
    page.goto(address)
    page.wait_for_selector("[data-testid=player][data-rest]")
    page.wait_for_timeout(1500)
    train.watch()
    train.press("Space")
    page.wait_for_timeout(1000 * SECONDS)
    train.press("Space")
    times = page.evaluate("window.times")[1:]
    gaps = [b - a for a, b in pairwise(times)]
    print(
        f"{title}: {1000 / statistics.mean(gaps):.1f} frames a second, gap median "
        f"{statistics.median(gaps):.1f} ms, worst {max(gaps):.1f} ms"
    )


def memory(pid: int) -> float:
    """Of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    log = Path(tempfile.mkdtemp()) / "log.txt"
    server = Server(log)
    server.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.add_init_script(SEEN)
        for title, runs, count, tab in (
            ("two of the tutorial's size, losses", TUTORIALS, 2, "curves"),
            ("two of the tutorial's size, layers", TUTORIALS, 2, "stacks"),
            ("six of the tutorial's size, losses", TUTORIALS, 6, "curves"),
            ("six of the tutorial's size, gradients", TUTORIALS, 6, "staircase"),
            ("six surfaces of spirals", SPIRALS, 6, "surfaces"),
        ):
            play(page, f"{server.address}/{link(runs, count, tab)}", title)
        browser.close()
        server.stop()
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.add_init_script(SEEN)
        page.goto(f"{server.address}/{link(TUTORIALS, 1)}")
        page.wait_for_selector("[data-testid=player][data-rest]")
        before = memory(server.pid)
        page.goto(f"{server.address}/{link(TUTORIALS, 12)}&pos=20000")
        page.wait_for_selector("[data-testid=player][data-step='20000'][data-rest]", timeout=120_000)
        more = memory(server.pid) - before
        print(f"twelve pinned runs of 20,000 steps, six of them trained: {more:.0f} MB")
        browser.close()
    server.stop()


if __name__ == "__main__":
    main()
