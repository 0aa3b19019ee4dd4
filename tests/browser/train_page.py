"""What a person does on the Train page, and sees there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

WATCH = """() => {
    const player = document.querySelector("[data-testid=player]");
    window.steps = [Number(player.dataset.step)];
    window.times = [performance.now()];
    window.watching?.disconnect();
    window.watching = new MutationObserver(() => {
        window.steps.push(Number(player.dataset.step));
        window.times.push(performance.now());
    });
    window.watching.observe(player, { attributes: true, attributeFilter: ["data-step"] });
}"""


CHOICES = {"Colour scale": "all", "Measure": "dW_norm", "Loss axis": "linear", "Speed": "3"}
"""What is chosen at first."""

# At once: a test's own clicks, each waiting for its place to be still, would take a second.
PUT_BACK = """(choices) => {
    document.activeElement?.blur?.();
    const player = document.querySelector("[data-testid=player]");
    const options = [".bp-kind [data-value=matrices]", ".bp-views [data-value=W]"];
    const buttons = ["[data-do=first]", ".bp-card", ...options];
    for (const button of buttons) player.querySelector(button).click();
    for (const [label, value] of Object.entries(choices)) {
        const select = player.querySelector(`[aria-label="${label}"]`);
        select.value = value;
        select.dispatchEvent(new Event("change"));
    }
    const shown = player.querySelector(".bp-shown"); // what is shown by itself stands first
    shown.selectedIndex = 0;
    shown.dispatchEvent(new Event("change"));
    player.querySelector(".bp-back")?.click();
}"""


class TrainPage:
    """The page's parts by their accessible names."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.player = page.get_by_test_id("player")
        self.scrubber = page.get_by_role("slider", name="Step", exact=True)
        self.caption = self.player.locator(".bp-caption")
        self.cards = self.player.get_by_role("radiogroup", name="Layers").get_by_role("radio")

    def open(self) -> TrainPage:
        self.page.goto(self.address)
        self.at(0)
        # Plotly's own charts have taken over from the canvas.
        expect(self.player.locator(".js-plotly-plot .main-svg").first).to_be_attached()
        return self

    def at(self, step: int) -> None:
        """Wait until this step is painted."""
        expect(self.player).to_have_attribute("data-step", str(step))

    def rest(self) -> None:
        """Wait until all that is shown of the step has its numbers: the charts, the table, the hover."""
        expect(self.player).to_have_attribute("data-rest", re.compile(r"^\d+$"))

    def reach(self, step: int) -> None:
        """Wait until this step or a later one is painted."""
        self.page.wait_for_function(
            "step => document.querySelector('[data-testid=player]')?.dataset.step >= step", arg=step
        )

    def put_back(self) -> None:
        """The tutorial's run at step 0, and everything that can be chosen, as when the page opened."""
        self.page.mouse.move(0, 0)
        self.page.evaluate(PUT_BACK, CHOICES)
        self.at(0)
        if self.page.evaluate("window.location.search"):  # settings of its own
            self.click("Tutorial run")
            self.page.mouse.move(0, 0)  # its help would lie over what is above it
            expect(self.page).to_have_url(re.compile(r"^[^?]*$"))
            self.at(0)

    def plays(self) -> None:
        """Wait until it plays."""
        expect(self.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()

    def slowly(self) -> None:
        """Play five steps a second: the run is not at its end before a test has done the next thing."""
        self.page.get_by_label("Speed", exact=True).select_option(label="5 steps a second")

    def stands(self) -> None:
        """Wait until it does not."""
        expect(self.page.get_by_role("button", name="Play", exact=True)).to_be_visible()

    @property
    def step(self) -> int:
        return int(self.player.get_attribute("data-step") or -1)

    @property
    def loss(self) -> str:
        return self.player.locator(".bp-loss").inner_text()

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def field(self, label: str) -> Locator:
        """A number's field in the sidebar. By its role: where the server has set it, the one before is there
        too until the script run is over, out of sight.
        """
        return self.page.get_by_role("spinbutton", name=label, exact=True)

    def set(self, label: str, value: object) -> None:
        """Type a number into the sidebar."""
        field = self.field(label)
        field.fill(str(value))
        field.press("Enter")
        field.blur()

    def set_and_wait(self, label: str, value: object) -> None:
        """Type a number into the sidebar, and wait for the new run that it makes.

        Once the page rests: Streamlit writes what a run of the page has set over what is typed meanwhile.
        """
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        before = self.player.get_attribute("data-run") or ""
        self.set(label, value)
        expect(self.player).not_to_have_attribute("data-run", before)

    def tutorial(self) -> None:
        """The tutorial's run anew, once it is there."""
        before = self.player.get_attribute("data-run") or ""
        self.click("Tutorial run")
        expect(self.player).not_to_have_attribute("data-run", before)

    def set_steps(self, steps: int) -> None:
        """Make the run so long, and wait until it is."""
        self.set("Steps to train", steps)
        expect(self.scrubber).to_have_attribute("max", str(steps))

    def choose(self, label: str, option: str) -> None:
        """Pick from a list in the sidebar. Scrolled to first: an open list closes where one scrolls."""
        box = self.page.get_by_role("combobox", name=label)
        box.scroll_into_view_if_needed()
        self.page.evaluate(
            "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
        )
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def scrub(self, step: int) -> None:
        """Drag the scrubber to a step."""
        self.scrubber.evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })) }", str(step)
        )

    def watch(self) -> None:
        """From now on, note every painted step and when."""
        self.page.evaluate(WATCH)

    def watched(self) -> list[int]:
        """The steps painted since `watch`, the one at that moment first."""
        return self.page.evaluate("window.steps")

    def chart(self, name: str, expression: str) -> object:
        """Evaluate JavaScript with `chart` bound to a Plotly chart: weights, profile or loss."""
        return self.page.evaluate(
            f"""name => {{
                const chart = document.querySelector(`[data-panel=${{name}}] .js-plotly-plot`);
                return {expression};
            }}""",
            name,
        )
