"""What a person does on the Vanishing gradients page, and sees there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.train_page import TrainPage

SMALL = "depth~3~width~8~samples~16~compare~sigmoid.normal-tanh.xavier~seeds~2~steps~30"


class LabPage(TrainPage):
    """The page's parts; its player is that of the Train page in names and keys."""

    def open(self, lab: str = "") -> LabPage:
        self.page.goto(f"{self.address}/vanishing_gradients{f'?lab={lab}' if lab else ''}")
        expect(self.player.locator("[data-panel=right] .js-plotly-plot .main-svg").first).to_be_attached()
        self.complete()
        return self

    def complete(self) -> None:
        """Wait until everything that is wanted has been measured."""
        expect(self.player.locator(".bp-stop")).to_be_hidden()

    def line(self, name: str) -> None:
        """Put one of the networks compared into focus."""
        self.player.get_by_role("radio", name=name, exact=True).click()
        expect(self.caption).to_contain_text(f"{name}:")

    def see(self, what: str) -> None:
        """Choose the charts below."""
        self.player.get_by_role("radio", name=what, exact=True).click()

    def cure(self, name: str) -> None:
        self.page.get_by_test_id("stSidebar").get_by_text(name, exact=True).click()

    def staircase(self, rows: list[list[str]]) -> None:
        """Wait until the staircase shows these numbers, a row a network, as who cannot see it reads them:
        they are written once the picture rests.
        """
        shown = self.player.locator("[data-table] tr")
        expect(shown).to_have_count(len(rows))
        for row, values in enumerate(rows):
            expect(shown.nth(row).locator("td")).to_have_text(values)
