"""Somebody who changes whatever there is, on one page, and looks whether its parts still agree."""

from __future__ import annotations

import hashlib
import random
import re
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

from mlp_core import PRESETS, Plan
from pages.shared import controls, link
from pages.shared.link import Opened
from pages.shared.text import text

SOON_MS = 1500
"""How long one action may take: a list may close under it, as the page is drawn anew."""

SAID = """() => {
    const said = {};
    for (const kind of ["stSelectbox", "stNumberInput", "stCheckbox", "stMultiSelect"]) {
        for (const one of document.querySelectorAll(`[data-testid=stSidebar] [data-testid=${kind}]`)) {
            const input = one.querySelector("input");
            const name = one.querySelector("[data-testid=stWidgetLabel]").textContent.trim();
            const tags = [...one.querySelectorAll("[data-tag]")].map((tag) => tag.textContent.trim());
            const other = { stCheckbox: input.checked, stMultiSelect: tags };
            (said[name] ??= []).push(other[kind] ?? input.value);
        }
    }
    return said;
}"""
# No script runs, and so it stays for as long as the page waits before it asks again.
AT_REST = """(rests) => {
    const running = !document.querySelector("[data-test-script-state=notRunning]");
    if (running || !new Function(`return ${rests}`)()) window.restless = performance.now();
    return performance.now() - window.restless > 700;
}"""
# Back or forward, where that is on this page.
GO = """(by) => {
    const to = navigation.entries()[navigation.currentEntry.index + by];
    const there = to?.sameDocument && new URL(to.url).pathname === location.pathname;
    if (there) history.go(by);
    return there;
}"""


class Monkey:
    """What is done on every page, by its parts' names in the text catalogue."""

    numbers: ClassVar[dict[str, Any]]
    lists: ClassVar[tuple[str, ...]]
    buttons: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]]
    kind = "setting."
    rests = "true"

    def __init__(self, page: Page, rng: random.Random) -> None:
        self.page, self.rng = page, rng

    def begin(self) -> None:
        """Open what is folded in the sidebar."""
        for name in self.folded:
            self.page.locator("summary").filter(has_text=text(name)).click()

    def disturb(self) -> None:
        """Set something on its way."""

    def calm(self) -> None:
        """Wait until nothing is."""
        self.page.evaluate("window.restless = performance.now()")
        self.page.wait_for_function(AT_REST, arg=self.rests, polling=50)

    def act(self) -> str:
        """One thing that a person may do; what it was, in words."""
        self.page.keyboard.press("Escape")  # an arrow may have opened a list, which hides the rest
        kind = self.rng.random()
        if kind < 0.4:
            return self.number()
        if kind < 0.75:
            return self.list()
        if kind < 0.9 or not self.buttons:
            by = self.rng.choice((-1, -1, 1))
            return f"go {by}" if self.page.evaluate(GO, by) else "there is no way back"
        return self.button()

    def number(self) -> str:
        name = self.rng.choice(sorted(self.numbers))
        value = self.rng.choice(list(self.numbers[name]))
        field = self.page.get_by_role("spinbutton", name=self.label(name), exact=True).last
        if field.is_disabled(timeout=SOON_MS):
            return f"{name} is disabled"
        field.fill(str(value), timeout=SOON_MS)
        field.press("Enter", timeout=SOON_MS)
        return f"{name} = {value}"

    def label(self, name: str) -> str | re.Pattern[str]:
        return text(f"{self.kind}{name}")

    def list(self) -> str:
        return self.choose(self.rng.choice(self.lists))

    def choose(self, name: str) -> str:
        """One of a list's entries."""
        box = self.page.get_by_role("combobox", name=text(name), exact=True).last
        if box.is_disabled(timeout=SOON_MS):
            return f"{name} is disabled"
        box.click(timeout=SOON_MS)
        options = self.page.get_by_role("listbox").get_by_role("option")
        options.first.wait_for(timeout=SOON_MS)
        names = options.all_inner_texts()
        if not names:
            return f"{name} was closed"
        chosen = self.rng.choice(names)
        options.filter(has_text=chosen).first.click(timeout=SOON_MS)
        return f"{name} = {chosen}"

    def button(self) -> str:
        name = text(self.rng.choice(self.buttons))
        roles = ("button", "radio", "checkbox")
        found = [self.page.get_by_role(role, name=name, exact=True).first for role in roles]  # type: ignore[arg-type]
        button = next((one for one in found if one.is_visible()), None)
        if button is None or button.is_disabled():
            return f"{name} is not there"
        self.press(button)
        return name

    def press(self, button: Locator) -> None:
        button.click(timeout=SOON_MS)

    def differences(self) -> list[str]:
        """What sidebar, address and what is shown say otherwise than one another."""
        opened = link.read(parse_qs(urlsplit(self.page.url).query))
        ignored = [f"the address is not understood: {opened.ignored}"]
        found = ignored * bool(opened.ignored or opened.unknown)
        said = self.page.evaluate(SAID)
        for label, value in self.shown_of(opened).items():
            (shown,) = said[label]
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if (float(shown) != value) if number else (shown != value):
                found.append(f"{label}: the sidebar says {shown}, the address {value}")
        return found + self.others(opened)

    def shown_of(self, opened: Opened) -> dict[str, Any]:
        """What the sidebar is to show of an address, by its labels."""
        raise NotImplementedError

    def others(self, opened: Opened) -> list[str]:
        """What else of the page differs from the address."""
        raise NotImplementedError


def hashed(name: str) -> str:
    """The name of a run or a study, but for how often it was begun anew."""
    return hashlib.blake2s(name.encode()).hexdigest()[:12]


NAMED_NUMBERS = {
    "hidden_layers": "layers", "learning_rate": "lr", "seed": "seed", "steps": "steps",
    "samples": "samples", "noise": "noise", "test": "test", "split": "split", "period": "period", "l1": "l1",
    "l2": "l2",
}  # fmt: skip
NAMED_LISTS = (
    ("dataset", "dataset", "dataset"), ("activation", "activation", "activation"),
    ("initializer", "initializer", "initializer"), ("loss", "loss", "loss"),
    ("optimizer", "optimizer", "optimizer"), ("schedule", "schedule", "schedule"),
    ("normalization", "norm", "normalization"), ("stop", "stop", "stop"),
)  # fmt: skip


class OfARun(Monkey):
    """On a page whose sidebar has the settings of a run."""

    numbers: ClassVar = {
        "hidden_layers": range(1, 5), "width": range(1, 12), "learning_rate": (0.001, 0.01, 0.05),
        "seed": range(9), "steps": range(50, 400, 25), "samples": range(40, 150, 10), "test": (0, 10, 25, 40),
        "split": range(5), "l2": (0, 0.001),
    }  # fmt: skip
    lists = tuple(
        f"setting.{name}"
        for name in (
            "example", "example", "dataset", "activation", "initializer", "loss", "optimizer", "batch",
            "schedule", "stop",
        )
    )  # fmt: skip
    buttons = ("setting.tutorial",)
    folded = ("setting.data", "setting.training")

    def label(self, name: str) -> str | re.Pattern[str]:
        if name != "width":
            return super().label(name)
        return re.compile(f"{text('setting.width')}|{text('setting.width_unequal')}")  # the largest's

    def shown_of(self, opened: Opened) -> dict[str, Any]:
        experiment = opened.plan.last
        said = controls.shown(experiment) | {"steps": opened.steps}
        batch = text("setting.batch_all") if said["batch"] == controls.ALL else f"{said['batch']:,}"
        uneven = len(set(experiment.hidden_layers)) > 1
        example = next((name for name, preset in PRESETS.items() if preset == experiment), "own")
        return {
            text("setting.example"): text(f"preset.{example}"),
            text("setting.batch"): batch,
            **{text(f"setting.{name}"): said[key] for name, key in NAMED_NUMBERS.items()},
            text("setting.width_unequal" if uneven else "setting.width"): said["width"],
            **{text(f"setting.{name}"): text(f"{kind}.{said[key]}") for name, key, kind in NAMED_LISTS},
            text("setting.standardize"): said["standardize"],
            text("setting.residual"): said["skip"],
        }

    def others(self, opened: Opened) -> list[str]:
        """The links to the other pages."""
        wanted = link.encoded(opened.plan, opened.steps)
        links = self.page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")
        found = {urlsplit(str(one.get_attribute("href"))).query for one in links.all()}
        return [] if found == {wanted} else [f"the pages' links say {found}, the address {wanted}"]

    def run_differs(self, root: Locator, plan: Plan) -> list[str]:
        run, name = str(root.get_attribute("data-run")), hashed(link.encoded(plan, 0))
        return [] if run.split("-")[0] == name else [f"the run is {run}, that of the address {name}"]
