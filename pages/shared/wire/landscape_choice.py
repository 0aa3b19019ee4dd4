"""The typed contract, continued: what is chosen of the loss landscape, as a link holds it."""

from __future__ import annotations

from typing import Literal, TypedDict

PlaneName = Literal["path", "weights", "random"]


class LandscapeChosen(TypedDict):
    """What a person chose of it, or nobody yet: None."""

    plane: PlaneName
    seed: int
    weights: list[tuple[int, int, int]] | None
    span: float
    around: int | None
    log: bool | None
    plateaus: bool
    look: Literal["map", "surface"]
