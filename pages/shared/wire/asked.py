"""The typed contract, continued: what the browser says, and the moment that a player is told.

What comes from the browser may be forged: whoever reads it takes nothing of it for granted.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from pages.shared.wire.landscape_choice import LandscapeChosen


class Pull(TypedDict):
    """What the player asks for; what is missing takes the default of tape.Request."""

    run: str
    n: int
    first: NotRequired[int]
    stride: NotRequired[int]
    known: NotRequired[int]
    count: NotRequired[int]
    detail: NotRequired[tuple[str, int]]
    extra: NotRequired[tuple[str, Any]]
    header: NotRequired[str]
    sample: NotRequired[int]
    skip: NotRequired[list[str]]
    coarse: NotRequired[bool]


Act = TypedDict(
    "Act",
    {
        "run": str, "n": int,
        "do": Literal["extend", "continue", "restart", "edit", "undo", "layers", "return"],
        "steps": NotRequired[int], "step": NotRequired[int],
        "layer": NotRequired[int], "from": NotRequired[int | None], "to": NotRequired[int],
        "value": NotRequired[float], "hidden": NotRequired[list[int]],
        "link": NotRequired[str], "query": NotRequired[str],
    },
)  # fmt: skip
"""What a person did in the player that concerns the run itself; `do` says which others come with it."""


class Return(TypedDict):
    """Back or Forward in the browser's history: the address that one went to, and the settings in it."""

    n: int
    do: Literal["return"]
    link: str
    query: str


class Mark(TypedDict):
    """A part of the player to point at: a layer, from 0, or a part by its name."""

    layer: NotRequired[int]
    part: NotRequired[str]


class Told(TypedDict, total=False):
    """What a living player is told to show; what is missing stays as it is."""

    step: int
    play: bool
    choices: dict[str, str | int]
    scape: LandscapeChosen
    mark: Mark | None


class Moment(Told):
    """The same with its number: each is obeyed once."""

    n: int


class SceneMoment(TypedDict):
    """What a living stepper is told to show, once: what a link says of the step (stepper/address.py)."""

    n: int
    step: int
    op: NotRequired[int]
    unit: NotRequired[list[int]]
    sample: NotRequired[int]
    show: NotRequired[str]


SceneEdit = tuple[str, int, int, int, float]
"""A number changed by hand on Step through: kind, layer, row, column, value (scene.Change)."""


class CheckAsk(TypedDict):
    """The gradient to check: one parameter, or all of a layer where row and column are null."""

    kind: Literal["W", "b"]
    layer: int
    row: int | None
    column: int | None


class SceneAsk(TypedDict):
    """What Step through asks for."""

    run: str
    n: int
    step: int
    edits: list[SceneEdit]
    check: NotRequired[CheckAsk]
    header: NotRequired[str]


class LabAsk(TypedDict):
    """What the lab asks for, and what it has: trained runs, charts by their keys."""

    study: str
    n: int
    focus: int
    below: str
    aside: str
    curve: NotRequired[str]
    train: bool
    theme: str
    have: int
    keys: dict[str, str]
    header: NotRequired[str]


class LabAct(TypedDict):
    """The network that was clicked in the lab."""

    study: str
    n: int
    do: Literal["open"]
    line: int
    depth: int
