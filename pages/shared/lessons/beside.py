"""A lesson's runs on the page Compare: pinned in place of a person's own pins, which come back."""

from __future__ import annotations

from dataclasses import replace

from pages.shared import state
from pages.shared.compare import address, runs, view
from pages.shared.compare.address import CLOCKS, TABS, Compared
from pages.shared.compare.pins import Pinned
from pages.shared.landscape.address import usual
from pages.shared.state import Left


def show(said: Compared, left: Left) -> Left:
    """Pin these runs alone, and have the page show them.

    Args:
        left: what there was before the lesson.

    Returns:
        The same, with the pins that there were.
    """
    address.begin()  # those of the session's link are a person's own
    before = state.PINNED.get()
    if left.pinned is None:
        left = replace(left, pinned=before, view=state.COMPARE_VIEW.get())
    # With names of their own, since what was said of a pin is kept by its name.
    pins = tuple(replace(pin, id=before.last_id + n) for n, pin in enumerate(said.pins.pins, 1))
    state.PINNED.put(Pinned(replace(said.pins, pins=pins), last_id=before.last_id + len(pins)))
    scape = said.scape or (usual() if said.tab == "landscape" else None)
    view.look(said.tab or TABS[0], said.clock or CLOCKS[0], said.position or 0, scape)
    return left


def give_back(left: Left) -> Left:
    """Give a person's own pins back, where a lesson has put others in their place.

    Returns:
        What is still to be given back.
    """
    if left.pinned is None:
        return left
    runs.runs_of(())  # what trained the lesson's goes with them
    last = state.PINNED.get().last_id
    state.PINNED.put(replace(left.pinned, last_id=max(last, left.pinned.last_id)))
    if left.view:
        view.look(left.view["tab"], left.view["clock"], left.view["pos"], left.view["scape"])
    else:
        view.of_link(Compared())
    return replace(left, pinned=None, view=None)
