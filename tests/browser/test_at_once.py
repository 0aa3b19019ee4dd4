"""A setting that is changed while a component asks for something: one message, and Streamlit then runs the
component's fragment alone. The whole page is to follow all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.shared.text.korean import KOREAN
from tests.benchmarks.load.crowd import faults
from tests.benchmarks.load.lab import Lab
from tests.benchmarks.load.player import Player
from tests.benchmarks.load.session import PATIENCE_SECONDS, Session
from tests.benchmarks.load.stepper import Stepper
from tests.browser.test_visitors import apart

OF_PROJECTOR = ":not([data-backprop-projector])"
"""In the page's style where what is drawn before the browser's part is there is large at once."""


class DataPage(Session):
    """Who looks at the samples, and can have them shown for a projector."""

    component, page = "backprop_screen", "data"
    styles = ""

    def _drawn(self, element: Any, fragment: str) -> None:
        super()._drawn(element, fragment)
        if element.WhichOneof("type") == "html":
            self.styles += element.html.body


class FromData(Session):
    """Who comes from Data to Train, with the theme that the address was told there."""

    component, page = "backprop_player", "data"
    runs, address = 0, ""

    def _drawn(self, element: Any, fragment: str) -> None:
        super()._drawn(element, fragment)
        if element.WhichOneof("type") == "heading":
            self.runs += 1
        component = element.bidi_component
        if component.component_name.endswith("backprop_address"):
            self.address = component.id


async def until(session: Session, done: Callable[[], bool]) -> None:
    """Wait until the page has followed; what it had asked for before may be answered first."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not done() and not faults([session]):
            await asyncio.sleep(0.02)
    assert faults([session]) == []


async def set_within(session: Session, fragment: str, name: str, value: object) -> None:
    """Choose in the sidebar, and have the fragment run."""
    session.widgets.set(session.widgets.find(name), value)
    await session.rerun(fragment)


def labels(session: Session) -> set[str]:
    return {widget.label for widget in session.widgets.all}


@pytest.mark.parametrize(
    ("kind", "query"),
    [(partial(Player, plays=False), ""), (Stepper, ""), (Lab, "lab=depth~2~seeds~1")],
    ids=["player", "stepper", "lab"],
)
def test_another_language_comes_with_a_question(
    server: str, kind: Callable[[str, str], Session], query: str
) -> None:
    async def visit() -> None:
        async with kind(server, query) as session:
            await session.answered()
            await session.settled()
            english = labels(session)
            await set_within(session, session.fragment, "language", "한국어")
            await until(session, lambda: labels(session) > english)
            assert labels(session) - english <= set(KOREAN.values())

    apart(visit())


def fewer(session: Session, sizes: tuple[str, ...]) -> bool:
    """Whether there are fewer sizes of a batch to choose from than these."""
    return len(session.widgets.find("batch").choices) < len(sizes)


def test_what_concerns_the_page_comes_with_a_choice_on_the_data_page(server: str) -> None:
    async def visit() -> None:
        async with DataPage(server, "dataset=iris") as session:
            await session.first_run.wait()
            await session.settled()
            fragments = sorted({widget.fragment for widget in session.widgets.all} - {""})
            assert len(fragments) == 3  # the file, the picture, the table
            for fragment, count in zip(fragments, (100, 50, 20), strict=True):
                sizes = session.widgets.find("batch").choices
                await set_within(session, fragment, "samples", count)
                await until(session, partial(fewer, session, sizes))
                assert int(session.widgets.find("batch").choices[-1]) < count
            await set_within(session, fragments[0], "language", "한국어")
            await until(session, lambda: session.widgets.find("seed").label == KOREAN["setting.seed"])
            assert OF_PROJECTOR not in session.styles
            session.said["projector"] = True
            await session.rerun(fragments[1])
            await until(session, lambda: OF_PROJECTOR in session.styles)

    apart(visit())


def test_what_has_left_the_page_does_not_have_it_run_again(server: str) -> None:
    async def visit() -> None:
        async with FromData(server) as session:
            await session.first_run.wait()
            await session.settled()
            session.widgets.keep(WidgetState(id=session.address, json_value='{"theme": "dark"}'))
            await session.rerun()
            await session.settled()
            await session.go("")
            await session.answered()
            session.widgets.drop(session.address)
            before = session.runs
            await session.rerun(session.fragment)
            await session.settled()
            assert session.runs == before

    apart(visit())
