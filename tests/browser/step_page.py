"""What a person does on the Step through page, and sees there."""

from __future__ import annotations

import math
import re

from playwright.sync_api import Locator, Page, ViewportSize, expect

MAZUR = "dataset=mazur&hidden=2&initializer=given&loss=sse&lr=0.5&seed=0&biases=fixed"


_POWER = re.compile("([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_NUMBER = r"[0-9.]+(\*10\*\*\(-?\d+\))?"
_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def calculated(lines: list[str]) -> list[list[float]]:
    """What each side of every equation in lines of numbers comes to; a line that begins with = goes on."""
    names = {
        "sqrt": math.sqrt, "log": math.log, "tanh": math.tanh, "max": max, "e": math.e,
        "sign": lambda value: (value > 0) - (value < 0),
    }  # fmt: skip
    equations: list[list[float]] = []
    for line in lines:
        plain = _POWER.sub(lambda found: f"**({found[1].translate(_PLAIN)})", re.sub("^[^:=(]*: ", "", line))
        plain = re.sub(r"\(… \d+ more: ", "(", plain).replace("^", "**").replace("½", "0.5")
        plain = plain.translate(str.maketrans("−·×\u00a0", "-** ")).replace("√", "sqrt")
        plain = re.sub(rf"(log|tanh) ({_NUMBER})", r"\1(\2)", plain)
        if not line.startswith("=") or not equations:
            equations.append([])
        equations[-1] += [float(eval(side, names)) for side in plain.split("=") if re.search(r"\d", side)]
    return equations


STILL = "document.querySelector('.st-stage').getAnimations({ subtree: true }).length === 0"
FRAMES = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"


class StepPage:
    """The page's parts by their accessible names."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.root = page.get_by_test_id("stepper")
        self.title = self.root.locator("h3")
        self.numbers = self.root.locator(".st-numbers")
        self.why = self.root.locator(".st-why")

    def open(self, query: str = "") -> StepPage:
        """At its own address."""
        self.page.goto(f"{self.address}/step_through?{query}")
        expect(self.root).to_be_visible()
        return self

    def at(self, step: int, op: int) -> None:
        """Wait until this operation of this step is painted."""
        expect(self.root).to_have_attribute("data-step", str(step))
        expect(self.root).to_have_attribute("data-op", str(op))

    def settled(self) -> None:
        """Wait until the picture is laid out for the room that it has, and nothing moves in it."""
        self.page.evaluate(FRAMES)  # what is around it takes its room first, and is heard of in the next one
        self.page.wait_for_function(STILL)

    def resize(self, size: ViewportSize) -> None:
        """Another screen, and the picture laid out for it."""
        self.page.set_viewport_size(size)
        self.page.wait_for_function("width => innerWidth === width", arg=size["width"])
        self.settled()

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("radio", name=name, exact=True).click()

    def digits(self, n: int) -> None:
        self.page.get_by_label("Digits", exact=True).select_option(str(n))

    @property
    def loss(self) -> str:
        return self.root.locator(".st-loss").inner_text()

    @property
    def result(self) -> str:
        return self.numbers.locator("b").first.inner_text()

    @property
    def lines(self) -> list[str]:
        """The lines of numbers that are written as text, the result last or before the biases' line."""
        return [line for line in self.numbers.locator("p:not(:has(math))").all_inner_texts() if line.strip()]

    def fits(self) -> bool:
        """Whether the window holds all parts, whole."""
        return bool(
            self.root.evaluate("""(root) => document.documentElement.scrollHeight <= innerHeight
                && [...root.querySelectorAll(".st-card, .st-drawing, .st-transport > *, .st-ribbon > *")]
                    .map((e) => e.getBoundingClientRect())
                    .every((box) => box.right <= innerWidth && box.bottom <= innerHeight)
            """)
        )

    def unit(self, layer: int, j: int) -> Locator:
        return self.root.locator(f'[data-unit="{layer}.{j}"]')

    def weight(self, layer: int, i: int, j: int) -> Locator:
        return self.root.locator(f'[data-weight="{layer}.{i}.{j}"]')

    def layer(self, l: int) -> Locator:
        """Its thumbnail in the line of all layers, 0 for the input."""
        return self.root.locator(".st-thumb").nth(l)

    def pick_weight(self, layer: int, i: int, j: int) -> None:
        """Click an edge where no other crosses it."""
        self.weight(layer, i, j).focus()
        self.page.keyboard.press("Enter")
