"""What Step through puts into the address beside the step."""

from __future__ import annotations

import re
from typing import TypedDict

from mlp_core import Plan
from pages.shared import link
from pages.shared.link import Query, Words, whole

_SHOW = re.compile(r"(z|n|a|loss|delta|dW|W)(\.[0-9]{1,2})?")
_UNIT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,3}){1,2}")


class Shown(TypedDict, total=False):
    """What a link says of the step.

    op: the operation, 0 before the first. unit: [layer, unit] of a unit, [layer, from, to] of a weight.
    sample: its place in the batch. Units, weights and samples count from 1. show: in place of op, what it
    computes: "delta.3" is delta of layer 3.
    """

    op: int
    unit: list[int]
    sample: int
    show: str


def _read(query: Query, plan: Plan, ignored: list[str]) -> Shown:
    found, experiment = Shown(), plan.last
    if "op" in query:
        found["op"] = whole(query, "op", 0, 6 * len(experiment.sizes), 0, ignored)
    if "sample" in query:
        found["sample"] = whole(query, "sample", 1, experiment.batch, 1, ignored)
    if "show" in query:
        if len(query["show"]) == 1 and _SHOW.fullmatch(query["show"][0]):
            found["show"] = query["show"][0]
        else:
            ignored.append("show")
    if "unit" in query:
        texts, sizes = query["unit"], experiment.sizes
        numbers = (
            [int(n) for n in texts[0].split(".")] if len(texts) == 1 and _UNIT.fullmatch(texts[0]) else []
        )
        match numbers:
            case [layer, unit] if layer < len(sizes) and 1 <= unit <= sizes[layer]:
                found["unit"] = numbers
            case [layer, start, end] if (
                1 <= layer < len(sizes) and 1 <= start <= sizes[layer - 1] and (1 <= end <= sizes[layer])
            ):
                found["unit"] = numbers
            case _:
                ignored.append("unit")
    return found


WORDS = link.register(Words(("op", "unit", "sample", "show"), _read))
