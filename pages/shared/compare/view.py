"""How a comparison is looked at first: which tab, by which clock, at which position."""

from __future__ import annotations

from pages.shared import session, state
from pages.shared.compare import pins
from pages.shared.compare.address import CLOCKS, TABS, WORDS, Compared
from pages.shared.wire.compare_header import CompareView
from pages.shared.wire.landscape_choice import LandscapeChosen


def now() -> CompareView:
    """What was asked for last: by a link, by a ready comparison, by Back; else what suits the pins."""
    found = state.COMPARE_VIEW.get()
    if found is None:
        found = of_link(WORDS.of(session.link_of()))
    return found


def of_link(said: Compared) -> CompareView:
    """What a link says; where it has no position, the step at which the last of its runs was pinned."""
    farthest = max((pin.step for pin in pins.now().shown), default=0)
    position = farthest if said.position is None else said.position
    return look(said.tab or TABS[0], said.clock or CLOCKS[0], position, said.scape)


def look(
    tab: str, clock: str, position: int = 0, scape: LandscapeChosen | None = None, asks: bool = False
) -> CompareView:
    """Have the browser show this next, whatever it shows now.

    Args:
        scape: what is chosen of the loss landscape; None to leave it as it is.
        asks: whether a question is to be answered first: the picture is covered until it is played.
    """
    before = state.COMPARE_VIEW.get()
    n = before["n"] + 1 if before else 1
    found: CompareView = {"n": n, "tab": tab, "clock": clock, "pos": position, "scape": scape, "asks": asks}
    state.COMPARE_VIEW.put(found)
    return found
