"""What a person does in a lesson's panel, and sees there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.step_page import StepPage
from tests.browser.train_page import TrainPage

KEPT = ("backprop-explorer.lessons", "backprop-explorer.my-lesson")
"""Where the browser keeps answers, and moments that were collected."""
FORGET = "keys => { for (const key of keys) localStorage.removeItem(key); }"
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")

# How much of a part is seen: what it lies in may be dimmed too.
SEEN = """(part) => {
    let seen = 1;
    for (let at = part; at; at = at.parentElement) seen *= Number(getComputedStyle(at).opacity);
    return seen;
}"""


def number(words: str) -> float:
    """A number as the app writes it: 3.57×10⁻²³, −0.1, 5,000."""
    plain = re.sub("×10", "e", words.translate(_RAISED).replace(",", "").strip())
    return float(plain)


class LessonPage:
    """The panel's parts, and the page that it stands beside."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.train, self.step = TrainPage(page, address), StepPage(page, address)
        self.panel = page.get_by_test_id("lesson")
        self.steps = self.panel.locator(".bp-lesson-steps button")
        self.kind = self.panel.locator(".bp-lesson-kind")
        self.text = self.panel.locator(".bp-lesson-text")
        self.says = self.panel.locator(".bp-lesson-says")
        self.outcome = self.panel.locator(".bp-lesson-outcome")
        self.next = self.panel.locator("[data-lesson=next]")
        self.curve = page.locator(".bp-lesson-curve path")

    def open(self, lesson: str, at: str = "", more: str = "") -> LessonPage:
        """By a link."""
        self.page.goto(f"{self.address}/?lesson={lesson}{f'&at={at}' if at else ''}{more}")
        if at:
            self.at(at)
        return self

    def at(self, name: str) -> None:
        """Wait until the panel is at this step, and all that the server sends of it is there."""
        expect(self.panel.locator(f'[data-name="{name}"]')).to_have_attribute("aria-current", "step")
        expect(self.panel).to_have_attribute("aria-busy", "false")  # its page is here
        expect(self.page.locator('[data-testid=stApp][data-test-script-state="notRunning"]')).to_be_attached()

    def on(self, name: str) -> None:
        """One step on, to this one."""
        expect(self.next).to_be_enabled()
        self.next.click()
        self.at(name)

    def press(self, name: str) -> None:
        """One of the panel's buttons."""
        self.panel.get_by_role("button", name=name, exact=True).click()

    def settings(self) -> None:
        """The sidebar in the panel's place, ready for use."""
        self.panel.get_by_role("button", name="Open the sidebar").click()
        expect(self.panel).to_be_hidden()
        expect(self.page.get_by_test_id("stSidebar")).to_be_in_viewport()

    def back(self) -> None:
        """The panel in the sidebar's place."""
        self.page.get_by_role("button", name="Back to the lesson").click()
        expect(self.panel).to_be_visible()

    def numbers(self) -> list[float]:
        """Those of the text, as they are written."""
        return [number(words) for words in self.text.locator(".bp-lesson-number").all_inner_texts()]

    @property
    def predicted(self) -> Locator:
        """What was predicted, and beside it what is right."""
        return self.outcome.locator("dd")

    def field(self) -> Locator:
        """Where a number is predicted."""
        return self.panel.get_by_role("textbox", name="Your number")

    def lock(self) -> None:
        self.press("Lock my answer")

    def seen(self, part: str) -> float:
        """How much of a part is seen, from 0 to 1."""
        found = self.page.locator(part).first
        expect(found).to_be_attached()
        return float(found.evaluate(SEEN))

    def marks(self, marked: str, *dimmed: str) -> None:
        """Wait until one part is marked, and others are dimmed."""
        self.page.mouse.move(0, 0)  # what the pointer is on is not dimmed
        expect(self.page.locator(marked).first).to_have_css("outline-style", "solid")
        assert self.seen(marked) == 1
        for part in dimmed:
            assert self.seen(part) < 0.5, part
