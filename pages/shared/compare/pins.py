"""The runs that a person has pinned in this session, and what is done with them: all can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mlp_core import Plan
from pages.shared import state

MOST_PINS, MOST_SHOWN = 12, 6
"""As many colours as there are; as many as can be told apart in one chart, and played at once."""
MOST_UNDONE = 50
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Plotly's names; beside colour and marker."""


@dataclass(frozen=True)
class Pin:
    """A run that was pinned.

    Attributes:
        id: stays the same whatever is done with it here; the pins of a link have others.
        plan, steps: the run.
        step: the one that was shown when it was pinned.
        name: that a person gave it; empty where it is named by its settings.
        colour: 0 to 11, its place among the palette's lines; dash and marker follow from it too.
        is_shown: whether it is one of those that are compared.
    """

    id: int
    plan: Plan
    steps: int
    step: int = 0
    name: str = ""
    colour: int = 0
    is_shown: bool = True


@dataclass(frozen=True)
class Pins:
    """All of them, in their order."""

    pins: tuple[Pin, ...] = ()

    @property
    def shown(self) -> tuple[Pin, ...]:
        """Those that are compared, at most MOST_SHOWN."""
        return tuple(pin for pin in self.pins if pin.is_shown)[:MOST_SHOWN]

    @property
    def free(self) -> int:
        """How many more there can be."""
        return MOST_PINS - len(self.pins)


@dataclass
class Pinned:
    """What the session keeps: the pins as they are, and as they were before each change."""

    now: Pins = field(default_factory=Pins)
    before: list[Pins] = field(default_factory=list)
    last_id: int = 0


def now() -> Pins:
    """The session's pins."""
    return state.PINNED.get().now


def put(pins: Pins) -> None:
    """Let the pins be these; what there was can be had back by `undo`."""
    kept = state.PINNED.get()
    if pins != kept.now:
        kept.before = [*kept.before, kept.now][-MOST_UNDONE:]
        kept.now = pins
    # Those of a link bring ids along.
    kept.last_id = max([kept.last_id, *(pin.id for pin in pins.pins)])


def can_undo() -> bool:
    """Whether anything was changed."""
    return bool(state.PINNED.get().before)


def undo() -> None:
    """Take the last change back."""
    kept = state.PINNED.get()
    if kept.before:
        kept.now = kept.before.pop()


def _new_id() -> int:
    kept = state.PINNED.get()
    kept.last_id += 1
    return kept.last_id


def _free_colour(pins: Iterable[Pin]) -> int:
    taken = {pin.colour for pin in pins}
    return next((c for c in range(MOST_PINS) if c not in taken), 0)


def added(pins: Pins, plan: Plan, steps: int, step: int = 0, name: str = "") -> Pins:
    """These and one more, if there is room; it is shown where fewer than MOST_SHOWN are."""
    if pins.free <= 0:
        return pins
    fits = sum(pin.is_shown for pin in pins.pins) < MOST_SHOWN
    pin = Pin(_new_id(), plan, steps, step, name, _free_colour(pins.pins), fits)
    return replace(pins, pins=(*pins.pins, pin))


def changed(pins: Pins, id: int, **changes: object) -> Pins:
    """These with one of them changed: its name, its colour, whether it is shown."""
    return replace(
        pins,
        pins=tuple(replace(pin, **changes) if pin.id == id else pin for pin in pins.pins),  # type: ignore[arg-type]
    )


def removed(pins: Pins, id: int) -> Pins:
    """These without one of them."""
    return replace(pins, pins=tuple(pin for pin in pins.pins if pin.id != id))


def moved(pins: Pins, id: int, by: int) -> Pins:
    """These with one of them so many places further down."""
    order = list(pins.pins)
    place = next((i for i, pin in enumerate(order) if pin.id == id), None)
    if place is None:
        return pins
    pin = order.pop(place)
    order.insert(min(max(0, place + by), len(order)), pin)
    return replace(pins, pins=tuple(order))
