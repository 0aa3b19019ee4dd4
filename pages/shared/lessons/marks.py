"""The parts of our pages that a lesson can point at, by their names in lesson files, which never change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pages.shared.screen.parts import PARTS

_ON: dict[str, tuple[str, ...]] = {
    "train": ("transport", "choices", "stack", "weights", "profile", "loss", "caption"),
    "step_through": ("transport", "ribbon", "drawing", "about", "formula", "why", "code"),
    "vanishing_gradients": ("transport", "heading", "staircase", "aside", "below", "left", "right"),
    "compare": ("transport", "heading", "tabs", "chart", "outcome"),
    "data": ("heading", "left", "right"),
}
_OWN = {
    ("compare", "heading"): ".st-key-compare_head",
    ("compare", "tabs"): ".compare-tabs",
    ("compare", "chart"): ".compare-hosts",
    ("compare", "outcome"): ".compare-outcome",
    ("data", "left"): "[data-testid=stMain] [data-testid=stColumn]:first-child",
    ("data", "right"): "[data-testid=stMain] [data-testid=stColumn]:last-child",
}
_LAYER = re.compile(r"layer\.([1-9][0-9]?)")


def allowed(page: str) -> tuple[str, ...]:
    """The parts that a page has; Train has `layer.1` and so on too."""
    return _ON[page]


def selector(page: str, mark: str, layers: int = 99) -> str | None:
    """What a part is on the page, as a style sheet has it; None where there is no such part.

    Args:
        layers: how many the network has.
    """
    if mark in _ON[page]:
        return _OWN.get((page, mark)) or PARTS[mark]
    if page == "train" and (found := _LAYER.fullmatch(mark)) and int(found[1]) <= layers:
        return f".bp-cards > .bp-slot:nth-child({int(found[1])}), .bp-graph"
    return None


def others(page: str, chosen: Sequence[str]) -> str:
    """What is dimmed while parts are marked; a layer's are dimmed one by one."""
    layer = any(_LAYER.fullmatch(mark) for mark in chosen)
    kept = {*chosen, "transport", *(["stack"] if layer else [])}  # with the transport a person goes on
    names = [name for name in _ON[page] if name not in kept]
    found = [each for name in names if (each := selector(page, name))]
    return ", ".join([*found, *([".bp-cards > .bp-slot"] if layer else [])])
