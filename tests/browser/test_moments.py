"""What a person does in the same moment in which a page of its own accord asks the server for something."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mlp_core.training.presets import STEPS
from tests.browser.lab_page import SMALL, LabPage
from tests.browser.train_page import TrainPage

# The scrubber asks for a step that is not here yet, as the player does by itself while it plays.
ASK_AND_CLICK = """([name, asks_after]) => {
    const button = [...document.querySelectorAll("button")].find((one) => one.innerText.includes(name));
    const ask = () => {
        const scrubber = document.querySelector("[data-testid=player] input[type=range]");
        scrubber.value = scrubber.max;
        scrubber.dispatchEvent(new Event("input", { bubbles: true }));
    };
    if (asks_after === null) ask();
    button.click();
    if (asks_after === 0) ask();
    if (asks_after > 0) setTimeout(ask, asks_after);
}"""


@pytest.mark.parametrize("asks_after", [None, 0, 1, 5, 20, 40])
def test_a_click_and_a_request_of_the_same_moment_both_count(
    at_rest: TrainPage, asks_after: int | None
) -> None:
    """Data with classes first: what suits them does not suit the tutorial's data, nor may it come back.

    The request comes before the click (None), with it, or so many ms after it.
    """
    at_rest.choose("Example", "Iris flowers")
    expect(at_rest.cards).to_have_count(2)
    expect(at_rest.field("Steps to train")).to_have_value(str(STEPS["iris"]))
    at_rest.set_steps(3000)
    at_rest.page.evaluate(ASK_AND_CLICK, ["Tutorial run", asks_after])
    expect(at_rest.cards).to_have_count(7)
    expect(at_rest.scrubber).to_have_attribute("max", "100")
    at_rest.set_and_wait("Seed", 3)  # a next message, with what all widgets say
    expect(at_rest.cards).to_have_count(7)
    expect(at_rest.field("Units in each")).to_have_value("32")
    expect(at_rest.scrubber).to_have_attribute("max", "100")


def test_the_lab_answers_after_a_setting_has_gone_that_only_some_data_have(page: Page, server: str) -> None:
    lab = LabPage(page, server).open(f"{SMALL}~data~digits")
    page.locator("summary").filter(has_text="More settings").click()
    expect(lab.field("Samples")).to_be_visible()
    lab.choose("Data", "The tutorial's sample")
    expect(lab.field("Samples")).to_have_count(0)
    networks = lab.player.get_by_role("radiogroup", name="Networks compared").get_by_role("radio")
    before = networks.count()
    lab.cure("Skip connections")
    expect(networks).to_have_count(before + 1)
    lab.complete()
    lab.line("Tanh · Xavier")  # asks for that network's pictures


def test_a_cure_chosen_while_the_lab_asks_is_applied(page: Page, server: str) -> None:
    lab = LabPage(page, server).open(SMALL)
    lab.complete()
    networks = lab.player.get_by_role("radiogroup", name="Networks compared").get_by_role("radio")
    before = networks.count()
    page.evaluate("""() => {
        document.querySelectorAll(".lab-legend [role=radio]")[1].click(); // asks for that network's pictures
        const labels = [...document.querySelectorAll("label")];
        labels.find((one) => one.innerText.includes("Skip connections")).querySelector("input").click();
    }""")
    expect(networks).to_have_count(before + 1)
