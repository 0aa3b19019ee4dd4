"""The loss landscape's word in the address: what is chosen of it, where that is not as usual.

Keys and texts in turn, as a run's on Compare: "scape=plane!random!seed!5!around!40!look!surface". Layers and
units count from 1: "weights!1.2.3_2.1.1" are W1's from x2 to unit 3 and W2's from unit 1 to unit 1.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from mlp_core import Plan
from pages.shared import link
from pages.shared.landscape.asked import MOST_SEED, MOST_SPAN, PATH, RANDOM, WEIGHTS
from pages.shared.link import MAX_STEPS, Query, Words
from pages.shared.wire.landscape_choice import LandscapeChosen

SCAPE = "scape"
_MARK = "!"
_LONGEST = 200
_WEIGHTS = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})_(\d{1,6})\.(\d{1,6})\.(\d{1,6})")


def usual() -> LandscapeChosen:
    """What is chosen before anybody has chosen anything."""
    return {
        "plane": PATH, "seed": 0, "weights": None, "span": 1.0, "around": None,
        "log": None, "plateaus": False, "look": "map",
    }  # fmt: skip


def _whole(most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= most else None

    return read


def _span(text: str) -> float | None:
    """A power of two, so that wider and narrower lead back to the same."""
    found = float(text) if re.fullmatch(r"[0-9]{1,2}|0\.[0-9]{1,6}", text) else 0.0
    is_one = found > 0 and math.log2(found).is_integer()
    return found if is_one and 1 / MOST_SPAN <= found <= MOST_SPAN else None


def _weights(text: str) -> list[tuple[int, int, int]] | None:
    """Whether a network has them, the browser sees once it has the network."""
    found = _WEIGHTS.fullmatch(text)
    numbers = [int(number) for number in found.groups()] if found else [0]
    if 0 in numbers:
        return None
    return [(numbers[at], numbers[at + 1] - 1, numbers[at + 2] - 1) for at in (0, 3)]


def _of(table: Mapping[str, object]) -> Callable[[str], object]:
    return table.get


_READ: dict[str, Callable[[str], Any]] = {
    "plane": _of({name: name for name in (PATH, WEIGHTS, RANDOM)}),
    "seed": _whole(MOST_SEED),
    "weights": _weights,
    "span": _span,
    "around": _whole(MAX_STEPS),
    "log": _of({"1": True, "0": False}),
    "plateaus": _of({"1": True}),
    "look": _of({"surface": "surface"}),
}


def read(query: Query) -> tuple[LandscapeChosen | None, bool]:
    """What a link says of the landscape, or None for nothing; and whether all of it could be used."""
    texts = query.get(SCAPE, ())
    words = texts[0].split(_MARK) if len(texts) == 1 and len(texts[0]) <= _LONGEST else []
    if not words or len(words) % 2:
        return None, not texts
    said = dict(zip(words[::2], words[1::2], strict=True))
    values = {key: _READ[key](text) for key, text in said.items() if key in _READ}
    good = {key: value for key, value in values.items() if value is not None}
    return cast(LandscapeChosen, {**usual(), **good}), 2 * len(good) == len(words)


def _read(query: Query, _: Plan, ignored: list[str]) -> LandscapeChosen | None:
    found, is_good = read(query)
    if not is_good:
        ignored.append(SCAPE)
    return found


WORDS = link.register(Words((SCAPE,), _read))
