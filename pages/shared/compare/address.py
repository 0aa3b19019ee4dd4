"""The comparison's words in the address: every pinned run, the clock, the tab and the position.

A run is one value of the word `run`, which may stand there several times: keys and texts in turn, those of
its settings as in every link, "hidden!8x2!lr!0.1!steps!300!colour!2". Own files are in no link, and so their
runs are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus

from mlp_core import Plan
from mlp_core.data.datasets import CSV
from mlp_core.training.plan import EDITS_KEY, LINK_KEY
from mlp_core.training.query import FIELDS
from pages.shared import link, session, state
from pages.shared.compare.naming import MOST_LETTERS
from pages.shared.compare.pins import MOST_PINS, MOST_SHOWN, Pin, Pinned, Pins
from pages.shared.landscape.address import read as read_scape
from pages.shared.link import Query, Words
from pages.shared.wire.landscape_choice import LandscapeChosen

RUN, CLOCK, TAB, POSITION = "run", "clock", "tab", "pos"
TABS = ("curves", "staircase", "stacks", "surfaces", "confusion", "landscape")
CLOCKS = ("step", "epoch", "share")
MOST_POSITION = link.MAX_STEPS
_NAME, _COLOUR, _SHOWN, _STEPS, _STEP = "name", "colour", "shown", "steps", "step"
_WORD, _NO = "!", "0"
_ESCAPES = (("~", "~0"), (_WORD, "~1"))
"""Within a name; JSON pointers do so."""
_SETTINGS = frozenset({*FIELDS, LINK_KEY, EDITS_KEY, _STEPS, _STEP})
_LONGEST = 20_000
"""Characters of one run: 20 legs of all settings fit."""


@dataclass(frozen=True)
class Compared:
    """What a link says of a comparison.

    Attributes:
        pins: its runs.
        clock, tab: names in CLOCKS and TABS; empty where the link has none.
        position: of the clock; None where the link has none.
        scape: what is chosen of the loss landscape; None where the link says nothing of it.
    """

    pins: Pins = field(default_factory=Pins)
    clock: str = ""
    tab: str = ""
    position: int | None = None
    scape: LandscapeChosen | None = None


def encoded(pins: Iterable[Pin]) -> list[str]:
    """The runs as words of an address, each ready to stand there: "run=..."."""
    return [
        f"{RUN}={quote_plus(_run(pin, place), safe='~!')}"
        for place, pin in enumerate(pin for pin in pins if _fits(pin.plan))
    ]


def left_out(pins: Iterable[Pin]) -> int:
    """How many runs no link can hold: those of a person's own file."""
    return sum(not _fits(pin.plan) for pin in pins)


def with_own_files(pins: Pins, before: Pins) -> Pins:
    """A link's pins, and behind them those there were before of a person's own file, which no link holds."""
    last = max((pin.id for pin in pins.pins), default=0)
    own = [pin for pin in before.pins if not _fits(pin.plan)][: pins.free]
    room = MOST_SHOWN - len(pins.shown)
    kept = [
        replace(pin, id=last + n, is_shown=pin.is_shown and n <= room) for n, pin in enumerate(own, start=1)
    ]
    return replace(pins, pins=(*pins.pins, *kept))


def _fits(plan: Plan) -> bool:
    return plan.last.dataset != CSV


def _run(pin: Pin, place: int) -> str:
    """One run; what it has at its place anyway is left out."""
    words = pin.plan.to_query() | {_STEPS: str(pin.steps)}
    if pin.step:
        words[_STEP] = str(pin.step)
    if pin.colour != place:
        words[_COLOUR] = str(pin.colour)
    if not pin.is_shown:
        words[_SHOWN] = _NO
    if pin.name:
        words[_NAME] = _escaped(pin.name)
    return _WORD.join(word for pair in words.items() for word in pair)


def _escaped(name: str) -> str:
    for one, other in _ESCAPES:
        name = name.replace(one, other)
    return name


def _named(text: str) -> str:
    for one, other in reversed(_ESCAPES):
        text = text.replace(other, one)
    return " ".join(text.split())[:MOST_LETTERS]


def _read(query: Query, _: Plan, ignored: list[str]) -> Compared:
    """What a link says. Nothing in it can fail."""
    texts = query.get(RUN, ())
    found = [_read_run(text, place) for place, text in enumerate(texts[:MOST_PINS])]
    pins = [pin for pin, _ in found if pin is not None]
    if len(texts) > MOST_PINS or not all(good for _, good in found):
        ignored.append(RUN)
    shown, kept = 0, list[Pin]()
    for pin in pins:
        shown += pin.is_shown
        kept.append(replace(pin, is_shown=pin.is_shown and shown <= MOST_SHOWN))
    all_pins = Pins(tuple(kept))
    return Compared(
        all_pins,
        _one_of(query, CLOCK, CLOCKS, ignored),
        _one_of(query, TAB, TABS, ignored),
        _position(query, ignored),
        read_scape(query)[0],  # what is ignored of it its own words say
    )


def _position(query: Query, ignored: list[str]) -> int | None:
    found = link.whole(query, POSITION, 0, MOST_POSITION, -1, ignored)
    return found if found >= 0 else None


def _read_run(text: str, place: int) -> tuple[Pin | None, bool]:
    """One run, and whether all of it could be used; None where it is of a file, or has no such form."""
    words = text.split(_WORD) if len(text) <= _LONGEST else []
    if len(words) % 2 or not words:
        return None, False
    said = dict(zip(words[::2], words[1::2], strict=True))
    good = len(said) * 2 == len(words) and said.keys() <= _SETTINGS | {_COLOUR, _SHOWN, _NAME}
    if said.get("dataset") == CSV:
        return None, False
    settings: Mapping[str, Sequence[str]] = {key: [said[key]] for key in said if key in _SETTINGS}
    read = link.read(settings)
    ignored = list(read.ignored)
    colour = link.whole({key: [said[key]] for key in said}, _COLOUR, 0, MOST_PINS - 1, place, ignored)
    name = _named(said.get(_NAME, ""))
    pin = Pin(place + 1, read.plan, read.steps, read.step, name, colour, said.get(_SHOWN) != _NO)
    return pin, good and not ignored


def _one_of(query: Query, key: str, allowed: Sequence[str], ignored: list[str]) -> str:
    texts = query.get(key, ())
    if len(texts) == 1 and texts[0] in allowed:
        return texts[0]
    if key in query:
        ignored.append(key)
    return ""


WORDS = link.register(Words((RUN, CLOCK, TAB, POSITION), _read))


def begin() -> None:
    """Before anything looks at the pins: those of the link that the session was opened with, if any."""
    if not state.PINNED.is_there:
        pins = WORDS.of(session.link_of()).pins
        state.PINNED.put(Pinned(pins, last_id=max((pin.id for pin in pins.pins), default=0)))
