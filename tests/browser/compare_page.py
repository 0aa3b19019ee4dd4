"""What a person does on the page Compare, and sees there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import drawn

TWO = "run=steps!30&run=activation!relu!steps!30"
"""The tutorial's run, and the same with ReLU."""
SPIRALS = "dataset!spirals!hidden!8x2!activation!tanh!loss!bce!lr!0.1!steps!40"
NUMBERS = """() => Object.fromEntries(
    [...document.querySelectorAll(".bp-outcome tbody tr")].map((row) => [
        row.querySelector("th b")?.textContent ?? row.querySelector("th").textContent,
        Object.fromEntries([...row.querySelectorAll("td")].map(
            (cell) => [cell.dataset.measure, cell.querySelector("b").textContent])),
    ]))"""
"""What the table says: run -> measure -> number."""
PAINTED = """() => [...document.querySelectorAll(".compare canvas")]
    .filter((canvas) => canvas.checkVisibility() && canvas.width && canvas.height)
    .map((canvas) => canvas.toDataURL())"""
"""What all canvases show."""


class ComparePage:
    """The page's parts by their accessible names."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.root = page.locator(".compare[data-testid=player]")
        self.scrubber = page.get_by_role("slider", name="Step", exact=True)
        self.sidebar = page.get_by_test_id("stSidebar")

    def open(self, words: str = TWO) -> ComparePage:
        self.page.goto(f"{self.address}/compare?{words}")
        self.rest()
        return self

    def at(self, position: int) -> None:
        """Wait until this position is painted."""
        expect(self.root).to_have_attribute("data-step", str(position))

    def rest(self) -> None:
        """Wait until all that is shown has its exact numbers, and the page is drawn."""
        expect(self.root).to_have_attribute("data-rest", re.compile(r"^\d+$"))
        drawn(self.page)

    def tab(self, name: str) -> Locator:
        """Choose what is compared."""
        self.page.get_by_role("radio", name=name, exact=True).click()
        self.rest()
        return self.root.locator(".compare-host")

    def numbers(self) -> dict[str, dict[str, str]]:
        """What the table says: run -> measure -> number."""
        found: dict[str, dict[str, str]] = self.page.evaluate(NUMBERS)
        return found

    def names(self) -> list[str]:
        """The runs that are compared."""
        return list(self.numbers())
