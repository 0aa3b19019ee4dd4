"""The typed contract of the lab: what stands in the JSON that goes with the courses of its training.

StudyHeader stays the same for a study and is sent once (once.py); LabHeader comes with every answer.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from pages.shared.wire.header import ByChance, Json, Mounting, Rules, Texts


class LabView(TypedDict):
    """What of the lab is looked at (pages/shared/lab/settings.py)."""

    step: int
    focus: int
    below: str
    aside: str
    curve: str


class Wish(TypedDict):
    """What a story shows first; a lesson says all that is looked at."""

    below: str
    train: bool
    aside: NotRequired[str]
    curve: NotRequired[str]
    focus: NotRequired[int]
    step: NotRequired[int]


class LineStyle(TypedDict):
    """How one of the networks compared looks in every chart."""

    name: str
    colour: str
    symbol: str
    focus: bool


class StudyHeader(TypedDict):
    """What stays the same for a study: sent once, then named by its key."""

    study: str
    key: NotRequired[str]
    steps: int
    depths: list[int]
    heading: str
    measure: str
    lab: str
    initializers: list[str]
    chances: list[ByChance | None]
    idles: list[str | None]
    rules: Rules
    plotly: str
    text: Texts
    player: Texts


class LabHeader(TypedDict):
    """What every answer brings anew."""

    n: int | None
    complete: bool
    done: int
    of: int
    theme: str
    view: LabView
    have: int
    train: bool
    ceiling: bool
    wish: Wish | None
    lines: list[LineStyle]
    decades: tuple[float, float]
    caption: str
    figures: dict[str, Json]
    palette: Json
    link: str
    mounted: Mounting
