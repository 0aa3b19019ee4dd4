"""What is asked of the loss landscape. It may be forged: each of it is brought within its limits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.shared.wire.bytes import real, whole
from pages.shared.wire.landscape_choice import PlaneName

PATH: PlaneName = "path"
WEIGHTS: PlaneName = "weights"
RANDOM: PlaneName = "random"
MOST_SPAN = 64.0
"""How many times wider, or narrower, than it begins."""
MOST_SEED = 2**32 - 1
_MOST_STEP = 2**53

Weight = tuple[int, int, int]
"""A layer from 1, the unit below and the layer's own unit, both from 0."""


@dataclass(frozen=True)
class Asked:
    """A question about a landscape.

    Attributes:
        plane: PATH, WEIGHTS or RANDOM.
        seed: of the random directions.
        weights: the two that are chosen; None where nobody has chosen.
        span: how many times wider than by itself.
        around: the step around which WEIGHTS and RANDOM are; None for the one that is shown.
        ends: how far each run's path goes; None for as far as it is trained.
        known: the key of the map whose losses the browser has.
        surface: whether the figures of the surface are wanted.
    """

    plane: PlaneName = "path"
    seed: int = 0
    weights: tuple[Weight, Weight] | None = None
    span: float = 1.0
    around: int | None = None
    ends: tuple[int, ...] | None = None
    known: str = ""
    surface: bool = False


def read(details: object, sizes: Sequence[int], runs: int = 1) -> Asked:
    """What the browser asks, as far as it makes sense.

    Args:
        details: as it came (landscape_header.LandscapeAsk).
        sizes: units of every layer of the network.
        runs: how many runs there are; fewer ends than that are none.
    """
    said: dict[str, Any] = details if isinstance(details, dict) else {}
    plane, ends, known = said.get("plane"), said.get("ends"), said.get("known")
    return Asked(
        plane if plane in (PATH, WEIGHTS, RANDOM) else PATH,
        whole(said.get("seed"), 0, MOST_SEED),
        _weights(said.get("weights"), sizes),
        _span(said.get("span")),
        None if said.get("around") is None else whole(said["around"], 0, _MOST_STEP),
        tuple(whole(end, 0, _MOST_STEP) for end in ends)
        if isinstance(ends, list) and len(ends) == runs
        else None,
        known if isinstance(known, str) else "",
        said.get("surface") is True,
    )


def _span(wanted: object) -> float:
    """A power of two, so that wider and narrower lead back to the same."""
    value = real(wanted)
    if value is None or value <= 0:
        return 1.0
    within = min(MOST_SPAN, max(1 / MOST_SPAN, value))
    return float(2.0 ** round(math.log2(within)))


def _weights(wanted: object, sizes: Sequence[int]) -> tuple[Weight, Weight] | None:
    """Two weights of the network, not the same one twice; a network has two layers at least."""
    if not isinstance(wanted, list | tuple) or len(wanted) != 2:
        return None
    one, other = (_weight(weight, sizes) for weight in wanted)
    return (one, other) if one != other else (one, _next(one, sizes))


def _weight(wanted: object, sizes: Sequence[int]) -> Weight:
    match wanted:
        case [layer, row, column]:
            l = whole(layer, 1, len(sizes) - 1)
            return l, whole(row, 0, sizes[l - 1] - 1), whole(column, 0, sizes[l] - 1)
    return 1, 0, 0


def _next(weight: Weight, sizes: Sequence[int]) -> Weight:
    """The weight that follows, in its layer or, where that has no other, in the next."""
    l, row, column = weight
    if column + 1 < sizes[l]:
        return l, row, column + 1
    if sizes[l] > 1:
        return l, row, column - 1
    if sizes[l - 1] > 1:
        return l, (row + 1) % sizes[l - 1], column
    return (l + 1, 0, 0) if l + 1 < len(sizes) else (l - 1, 0, 0)
