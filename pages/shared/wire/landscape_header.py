"""The typed contract, continued: the loss landscape, as it is asked for and answered.

What comes from the browser may be forged: landscape/asked.py takes nothing of it for granted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from pages.shared.wire.header import Json
from pages.shared.wire.landscape_choice import PlaneName


class LandscapeAsk(TypedDict):
    """A plane, and what is asked of it."""

    plane: PlaneName
    seed: int
    weights: list[tuple[int, int, int]]
    span: float
    around: int | None
    ends: list[int] | None
    known: str
    surface: bool
    end: NotRequired[int]
    steps: NotRequired[list[int]]


class LandscapeArrow(TypedDict):
    """A direction that starts at the state shown."""

    x: float
    y: float
    norm: float
    share: float


class LandscapePath(TypedDict):
    """Where a run went, as the plane sees it, at some of its steps."""

    steps: list[int]
    x: list[float]
    y: list[float]


class LandscapeShown(TypedDict):
    """The state that is shown."""

    step: int
    x: float
    y: float
    distance: float
    loss: float | None
    on_plane: float | None
    gradient: LandscapeArrow | None
    update: LandscapeArrow | None
    whole: bool
    degrees: float | None


class LandscapeRun(TypedDict):
    """A run on the plane."""

    path: LandscapePath
    shown: LandscapeShown


class LandscapeMap(TypedDict):
    """The plane and its losses."""

    key: str
    plane: PlaneName
    seed: int
    weights: Sequence[tuple[int, int, int]]
    span: float
    around: int
    ends: list[int]
    held: tuple[float, float] | None
    xs: list[float]
    ys: list[float]
    done: int
    of: int
    losses: NotRequired[list[float | None]]
    flat_below: NotRequired[float]
    flat: NotRequired[str]


class Landscape(TypedDict):
    """The answer to a question about it."""

    map: LandscapeMap
    runs: list[LandscapeRun]
    apart: str
    figures: NotRequired[Mapping[str, Json]]
