"""The typed contract of Compare: what stands in the JSON that goes with the tapes of several runs.

ComparisonHeader stays the same for the same runs and is sent once (once.py); CompareHeader comes with every
answer. Behind it come tapes as the player has them (tape.py), one after another; each has its own run's
header, without charts and words, which all have in common here.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from pages.shared.wire.header import Json, Mounting, Texts
from pages.shared.wire.landscape_choice import LandscapeChosen


class ComparedRun(TypedDict):
    """One of the runs: `run` is its name in its tapes, `colour` its place among a palette's lines."""

    pin: int
    run: str
    name: str
    colour: int
    dash: str
    symbol: str
    steps: int
    per_epoch: int


class MayCompare(TypedDict):
    """Whether numbers of all the runs mean the same."""

    loss: bool
    accuracy: bool


class CompareView(TypedDict):
    """What is to be looked at, obeyed once by its number: which tab, by which clock, and its position.

    Where it `asks`, a question is to be answered first: the picture is covered until it is played.
    """

    n: int
    tab: str
    clock: str
    pos: int
    scape: LandscapeChosen | None
    asks: bool


class ComparisonHeader(TypedDict):
    """What stays the same while the same runs are compared."""

    comparison: str
    key: NotRequired[str]
    runs: list[ComparedRun]
    seeds: list[int]
    may: MayCompare
    view: CompareView
    figures: dict[str, dict[str, Json]]
    palettes: dict[str, Json]
    words: str
    text: Texts
    player: Texts
    plotly: str


class CompareHeader(TypedDict):
    """What every answer brings anew: how long each tape is, in bytes, and what was asked beside."""

    n: int
    tapes: list[int]
    extra: dict[str, Any] | None
    mounted: Mounting


class FramesAsk(TypedDict):
    """The frames of one run that are wanted: of these steps, and losses from step `known` on."""

    run: str
    steps: list[int]
    known: NotRequired[int]
    header: NotRequired[str]


class CompareAsk(TypedDict):
    """What Compare asks for."""

    comparison: str
    n: int
    header: NotRequired[str]
    frames: list[FramesAsk]
    skip: NotRequired[list[str]]
    coarse: NotRequired[bool]
    extra: NotRequired[tuple[str, Any]]


class CompareAct(TypedDict):
    """Back or Forward in the browser's history."""

    n: int
    do: Literal["return"]
    link: str
    query: str
