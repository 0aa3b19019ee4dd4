"""A header comes once: later tapes, scenes and answers carry what changes, whatever happens to the page."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.lab_page import SMALL, LabPage
from tests.browser.step_page import StepPage
from tests.browser.train_page import TrainPage

KEY, WHOLE = b'"key":"', b'"text":{'
"""What stands in every such header, and in a whole one alone."""


class Wire:
    """What the server has sent one of our components that has a header in it."""

    def __init__(self, page: Page, component: str) -> None:
        self.messages, self._name = list[bytes](), f"backprop_{component}".encode()
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes) and KEY in payload and self._name in payload:
            self.messages.append(payload)

    def whole(self) -> list[bool]:
        """Of each that has come since last time, whether it had the whole header."""
        found = [WHOLE in message for message in self.messages]
        self.messages.clear()
        return found


def test_a_tapes_header_comes_once_until_the_run_changes(page: Page, server: str) -> None:
    wire, train = Wire(page, "player"), TrainPage(page, server).open()
    assert wire.whole()[:1] == [True]
    train.scrub(90)
    train.at(90)
    train.rest()  # nothing is on its way
    later = wire.whole()
    assert later
    assert not any(later)
    train.set_steps(300)  # the charts end elsewhere: another header, of the same run
    assert wire.whole() == [True]
    train.scrub(280)
    train.at(280)
    page.emulate_media(color_scheme="dark")
    train.scrub(200)
    train.at(200)
    train.rest()
    assert not any(wire.whole())
    train.set_and_wait("Seed", 3)
    train.at(0)
    assert wire.whole()[:1] == [True]


def test_a_player_that_is_mounted_anew_has_the_header_again(page: Page, server: str) -> None:
    wire, train = Wire(page, "player"), TrainPage(page, server).open()
    train.scrub(90)
    train.at(90)
    train.rest()
    page.get_by_role("link", name="Step through").click()
    expect(page.get_by_test_id("stepper")).to_be_visible()
    wire.whole()
    page.get_by_role("link", name="Train").click()
    train.at(90)
    expect(train.cards).to_have_count(7)
    assert wire.whole()[:1] == [True]
    train.scrub(50)
    train.at(50)
    train.rest()
    assert not any(wire.whole())
    page.reload()
    train.at(50)
    assert wire.whole()[:1] == [True]


def test_a_scenes_header_comes_once(page: Page, server: str) -> None:
    wire, stepper = Wire(page, "stepper"), StepPage(page, server).open()
    stepper.at(0, 0)
    assert wire.whole()[:1] == [True]
    stepper.click("Finish this step")
    stepper.press("ArrowRight")
    stepper.at(1, 1)
    assert wire.whole() == [False]


def test_the_labs_header_comes_once_a_study(page: Page, server: str) -> None:
    wire, lab = Wire(page, "lab"), LabPage(page, server).open(SMALL)
    assert wire.whole()[:1] == [True]
    lab.line("Tanh · Xavier")
    lab.see("As it trains")
    lab.complete()
    later = wire.whole()
    assert later
    assert not any(later)
    networks = lab.player.get_by_role("radiogroup", name="Networks compared").get_by_role("radio")
    lab.cure("Skip connections")
    expect(networks).to_have_count(3)
    lab.complete()
    assert wire.whole().count(True) == 1
