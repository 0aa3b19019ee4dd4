"""Whatever is changed while something is on its way: sidebar, address and what is shown agree in the end.

Seeded, so that what it finds can be found again. MONKEY_ACTIONS says how many on each page, a few in the
suite, 500 by hand; MONKEY_SEED another seed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Error as Gone
from playwright.sync_api import Page

from tests.browser.data_page import DataPage
from tests.browser.lab_page import SMALL, LabPage
from tests.browser.monkey import Monkey
from tests.browser.monkeys import OnData, OnStepThrough, OnTheLab, OnTrain
from tests.browser.step_page import StepPage
from tests.browser.train_page import TrainPage

ACTIONS = {"OnTrain": 12}
FEW = 8
SEED = int(os.environ.get("MONKEY_SEED", "1"))
BURST = 8
"""So many actions, and then a look at what came of them."""

PAGES: dict[type[Monkey], Callable[[Page, str], object]] = {
    OnTrain: lambda page, server: TrainPage(page, server).open(),
    OnStepThrough: lambda page, server: StepPage(page, server).open(),
    OnData: lambda page, server: DataPage(page, server).open(),
    OnTheLab: lambda page, server: LabPage(page, server).open(SMALL),
}


@pytest.mark.parametrize("kind", PAGES)
def test_sidebar_address_and_what_is_shown_agree(kind: type[Monkey], page: Page, server: str) -> None:
    rng = random.Random(SEED)
    PAGES[kind](page, server)
    monkey = kind(page, rng)
    monkey.begin()
    done, missed = list[str](), 0
    actions = int(os.environ.get("MONKEY_ACTIONS", ACTIONS.get(kind.__name__, FEW)))
    while len(done) < actions:
        monkey.disturb()
        page.wait_for_timeout(rng.choice((0, 0, 30, 120, 300)))
        try:
            done.append(monkey.act())
        except Gone as error:  # the slower the machine, the more of them: that is no verdict
            print(f"missed after {len(done)}: {error}")
            missed += 1
            assert missed < 20 + 5 * actions, "nothing is to be hit"
            page.keyboard.press("Escape")
            continue
        if len(done) % BURST == 0 or len(done) == actions:
            monkey.calm()
            if found := monkey.differences():
                pytest.fail(f"after {len(done)} actions, of which the last were {done[-BURST:]}: {found}")
    print(f"{missed} clicks missed")
