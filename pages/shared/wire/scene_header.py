"""The typed contract of Step through: what stands in the JSON that goes with a step's arrays.

ProgramHeader stays the same from step to step of most runs and is sent once (once.py); SceneHeader comes with
every scene. Numbers that are not finite stand there by their names, as text: JSON has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from pages.shared.wire.asked import SceneEdit, SceneMoment
from pages.shared.wire.header import Diverged, Json, Mounting, Numbers, Texts


class SceneStart(TypedDict):
    """Where a link opens the page: the operation, or what it computes; the unit or weight, the sample. All
    from 1 but op.
    """

    step: int
    op: NotRequired[int]
    unit: NotRequired[list[int]]
    sample: NotRequired[int]
    show: NotRequired[str]


class Slopes(TypedDict):
    """f and f' of every layer as curves."""

    z: Numbers
    names: list[str]
    values: dict[str, Numbers]
    curves: dict[str, Numbers]
    most: dict[str, float]


class OperationFacts(TypedDict):
    """What an operation says of itself; the names are mlp_core's Operation's."""

    kind: str
    roles: dict[str, str]
    output: bool
    normalized: bool
    skip: bool
    shares: bool
    fused: bool
    penalized: bool


class OperationHeader(TypedDict):
    """One operation: what it reads and writes, and how it is said."""

    phase: str
    layer: int | None
    symbol: str
    latex: str
    reads: list[str]
    writes: list[str]
    math: NotRequired[str]
    say: NotRequired[list[str]]
    numbers: NotRequired[str | None]
    textbook: NotRequired[str]
    tutorial: NotRequired[str]
    kind: NotRequired[str]
    roles: NotRequired[dict[str, str]]
    output: NotRequired[bool]
    normalized: NotRequired[bool]
    skip: NotRequired[bool]
    shares: NotRequired[bool]
    fused: NotRequired[bool]
    penalized: NotRequired[bool]


class Objective(TypedDict):
    """The loss: its expressions are trees (mlp_core/nn/expressions.py)."""

    factor: float
    each: bool
    sparse: bool
    term: Json
    gradient: Json


class Memory(TypedDict):
    """What an optimizer remembers of a parameter."""

    name: str
    letter: str
    becomes: Json


class Rule(TypedDict):
    """The update rule: what is remembered, and what is subtracted but for the learning rate."""

    memory: list[Memory]
    change: Json


class Factors(TypedDict):
    """How delta shrinks from the layer above to this one: ratio = weights * slope (diagnostics.Shrinking)."""

    ratio: float
    weights: float
    slope: float


class Summary(TypedDict):
    """What a change by hand is judged by."""

    outputs: Sequence[Numbers]
    loss: float | str
    norms: list[float | str]


class CheckedKink(TypedDict):
    """Those of the checked parameters where the loss has a kink: one number each, or the norm of several."""

    count: int
    analytic: float | str
    left: float | str
    right: float | str
    takes: str
    of: str
    z: float | None
    slope: float | None


class Check(TypedDict):
    """A gradient check: of the parameters at no kink, and of those at one."""

    kind: str
    layer: int
    row: int | None
    column: int | None
    analytic: float | str
    numeric: float | str
    error: float | str
    relative: float | str
    count: int
    of: int
    printed: float | str
    factor: float
    kink: CheckedKink | None


class Training(TypedDict):
    """How far training towards a step has come."""

    to: int
    now: int


class ProgramHeader(TypedDict):
    """What follows from a run and the settings that hold at the step: sent once, then named by its key."""

    run: str
    key: NotRequired[str]
    start: SceneStart
    link: str
    most_steps: int
    sizes: Sequence[int]
    features: Sequence[str]
    classes: Sequence[str]
    objective: Objective
    rule: Rule
    epsilon: float
    penalty: Json
    normalization: str
    softmax: bool
    biases: bool
    titles: list[str]
    slopes: Slopes
    functions: dict[str, str]
    image: Sequence[int] | None
    operations: list[OperationHeader]
    palettes: dict[str, Json]
    figures: dict[str, Json]
    plotly: str
    text: Texts


class SamplesHeader(TypedDict):
    """The samples of a step: how many, where they stand among those trained on from 1, and their classes."""

    samples: int
    rows: list[int] | None
    train_count: int
    epoch: int
    labels: list[int] | None
    start_say: list[str]


class SceneHeader(SamplesHeader):
    """What every scene brings anew: the step, its samples, and the answers to what was asked."""

    step: int
    n: int | None
    rate: float
    factors: dict[str, Factors | None]
    edits: list[SceneEdit]
    before: Summary | None
    after: Summary | None
    loss_after: float | str
    check: Check | None
    axes: list[tuple[float, float]]
    diverged: Diverged | None
    training: Training | None
    moment: SceneMoment | None
    mounted: Mounting


class Strip(TypedDict):
    """One row of an array, one column, or, with both, one number of it."""

    row: int | None
    column: int | None
    values: Numbers


class Unfolded(TypedDict):
    """The arithmetic of one cell on Train (cells.py)."""

    kind: str
    layer: int
    row: int
    column: int
    value: float
    why: str
    operations: list[OperationHeader]
    strips: dict[str, list[Strip]]
    sizes: Sequence[int]
    samples: int
    rate: float
    objective: Objective
    rule: Rule
    epsilon: float
    penalty: dict[str, float]
    normalization: str
    biases: bool
    shown: bool
