"""The monkey of each page: what is on its way there, and what is compared."""

from __future__ import annotations

from typing import Any, ClassVar

from playwright.sync_api import expect

from mlp_core.analysis.cures import CURES
from pages.shared.lab import captions
from pages.shared.lab.settings import STORIES, WORDS
from pages.shared.link import Opened
from pages.shared.stepper import address
from pages.shared.text import text
from tests.browser.monkey import SOON_MS, Monkey, OfARun, hashed

PLAY = """() => {
    const player = document.querySelector("[data-testid=player]");
    const button = player?.querySelector("[data-do=play]");
    if (button && !button.classList.contains("bp-playing")) button.click();
}"""
PAUSE = PLAY.replace("!button.classList", "button.classList")


class OnTrain(OfARun):
    """While it plays."""

    buttons = (
        *OfARun.buttons, "player.layer_more_name", "player.layer_fewer_name", "player.origin_restart",
    )  # fmt: skip
    # Nothing is asked for.
    rests = "document.querySelector('[data-testid=player]')?.dataset.rest !== undefined"

    def begin(self) -> None:
        super().begin()
        self.page.get_by_label("Speed", exact=True).select_option("2")

    def disturb(self) -> None:
        self.page.evaluate(PLAY)

    def calm(self) -> None:
        self.page.evaluate(PAUSE)
        super().calm()

    def others(self, opened: Opened) -> list[str]:
        player, plan = self.page.get_by_test_id("player"), opened.plan
        layers = player.locator(".bp-card").count()
        few = ["the run has other layers"] * (layers != len(plan.last.sizes) - 1)
        return super().others(opened) + self.run_differs(player, plan) + few


class OnStepThrough(OfARun):
    """While steps are on their way, by keys."""

    def disturb(self) -> None:
        for _ in range(self.rng.randrange(4)):
            key = self.rng.choice(("Shift+ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "Home"))
            self.page.keyboard.press(key)
        finish = self.page.locator("[data-do=finish]")
        if self.rng.random() < 0.5 and finish.is_visible():
            finish.evaluate("(button) => { button.click(); button.click(); }")

    def others(self, opened: Opened) -> list[str]:
        root = self.page.get_by_test_id("stepper")
        found = super().others(opened)
        if not root.count():  # too large to be shown
            expect(self.page.get_by_test_id("stMain").get_by_test_id("stAlert")).to_be_visible()
            return found
        shown = tuple(root.get_attribute(f"data-{name}") for name in ("step", "op"))
        wanted = (str(opened.step), str(address.WORDS.of(opened).get("op", 0)))
        other = [f"step and operation are {shown}, the address says {wanted}"] * (shown != wanted)
        return found + self.run_differs(root, opened.plan) + other


class OnData(OfARun):
    """The data are drawn anew with every change."""

    def others(self, opened: Opened) -> list[str]:
        heading = self.page.get_by_test_id("stMain").get_by_role("heading", level=3).first.inner_text()
        name = text(f"dataset.{opened.plan.last.dataset}")
        return super().others(opened) + [f"the heading is {heading}, not {name}"] * (name not in heading)


class OnTheLab(Monkey):
    """While networks are measured."""

    numbers: ClassVar = {
        "depth": range(1, 6), "width": range(1, 12), "samples": range(4, 30), "seeds": (1, 2, 3),
        "seed": range(9), "steps": range(5, 40), "learning_rate": (0.01, 0.1, 1), "gain": (0.5, 1, 2),
    }  # fmt: skip
    lists = (
        "lab.set_measure", "lab.set_output", "lab.set_data", "lab.set_compare", "lab.story",
    )  # fmt: skip
    buttons = (*(f"lab.cure_{cure}" for cure in CURES), "lab.below_depth", "lab.below_course")
    folded = ("lab.more",)
    kind = "lab.set_"
    # What is measured yet is stopped.
    rests = """(() => {
        const stop = document.querySelector(".bp-stop");
        const running = stop && !stop.hidden && !document.querySelector(".bp-progress").hidden;
        if (running) stop.click();
        return stop && !running;
    })()"""

    def choose(self, name: str) -> str:
        folded = self.page.locator("details:not([open]) > summary").filter(has_text="Compare")
        if name == "lab.set_compare" and folded.count():  # it is another one for another number of settings
            folded.first.click(timeout=SOON_MS)
        return super().choose(name)

    def disturb(self) -> None:
        self.page.evaluate(PLAY)

    def calm(self) -> None:
        self.page.evaluate(PAUSE)
        super().calm()

    def button(self) -> str:
        if self.rng.random() < 0.8:
            return super().button()
        box = self.page.get_by_role("combobox", name=text("lab.set_compare"), exact=True).last
        if self.page.get_by_test_id("stMultiSelect").locator("[data-tag]").count() < 3:
            return "few are compared"
        box.press("Backspace")
        return "one less is compared"

    def shown_of(self, opened: Opened) -> dict[str, Any]:
        lab, _ = WORDS.of(opened)
        story = next((name for name, story in STORIES.items() if story.lab == lab), "own")
        names = [name for name in self.numbers if name != "samples" or lab.data == "digits"]
        return {
            text("lab.story"): text(f"lab.story_{story}"),
            text("lab.set_measure"): text(f"lab.measure_{lab.measure}"),
            text("lab.set_data"): text(f"lab.name_{lab.data}"),
            text("lab.set_output"): text(f"activation.{lab.output}"),
            text("lab.set_compare"): [captions.setting_name(setting, "short") for setting in lab.compare],
            **{text(f"lab.set_{name}"): getattr(lab, name) for name in names},
            **{text(f"lab.cure_{cure}"): cure in lab.cures for cure in CURES},
        }

    def others(self, opened: Opened) -> list[str]:
        run = str(self.page.get_by_test_id("player").get_attribute("data-run"))
        name = hashed(repr(WORDS.of(opened)[0]))
        return [] if run.split("-")[0] == name else [f"the study is {run}, that of the address {name}"]
