"""What a person does on the Data page, and sees there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class DataPage:
    """The page's parts by their accessible names."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.own = page.get_by_test_id("stExpander").filter(has_text="Use your own CSV file")
        self.refusal = self.own.get_by_test_id("stAlertContentError")
        self.use = self.own.get_by_role("button", name="Use this data")
        self.grids = page.get_by_test_id("stDataFrame")

    def open(self, query: str = "") -> DataPage:
        self.page.goto(f"{self.address}/data{f'?{query}' if query else ''}")
        expect(self.own).to_be_visible()
        return self

    @property
    def heading(self) -> Locator:
        """What the data are."""
        return self.page.get_by_test_id("stMain").get_by_role("heading", level=3).first

    @property
    def points(self) -> Locator:
        """The points of the picture."""
        return self.page.locator(".js-plotly-plot .scatterlayer .point")

    def unfold(self) -> None:
        """Open the form, and wait until it is."""
        uploader = self.own.get_by_test_id("stFileUploader")
        expect(self.own).to_be_visible()
        if not uploader.is_visible():
            self.own.locator("summary").click()
        expect(uploader).to_be_visible()

    def upload(self, name: str, content: bytes) -> None:
        """Give it a file."""
        self.unfold()
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.own.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files([file])

    def choose(self, label: str, option: str) -> None:
        """Pick from a list."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()
