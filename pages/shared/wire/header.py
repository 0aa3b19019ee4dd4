"""The typed contract: what stands in the JSON that goes with a run's frames.

RunHeader stays the same and is sent once (once.py), Changing comes with every tape; asked.py has what the
browser says, scene_header.py and lab_header.py the headers of the other pages. docs/wire.md says what each
field means and who asks what when; pages/shared/browser/types.d.ts has the same types for the browser. Tests
hold the three together. Layers, units and samples count from 0 unless it says otherwise; None is JSON's null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

from mlp_core.nn.steps import Array
from pages.shared.wire.asked import Moment
from pages.shared.wire.landscape_choice import LandscapeChosen

Json = dict[str, Any]
"""A figure as Plotly has it, or a palette."""
Numbers = Sequence[float]
Texts = Mapping[str, str]


class Packed(TypedDict):
    """What bytes.packed adds to a header: the arrays that follow, by name, each with its shape."""

    arrays: dict[str, list[int]]


class Mounting(TypedDict):
    """What is said to one component: its key, whether the page's address is its own, and the number of its
    last action that was carried out.
    """

    key: str
    address: bool
    acted: int


# A run on the Train page: the header that stays the same, and what every tape brings anew


class Channel(TypedDict):
    """One entry of a frame: plain numbers have a count, parts have shapes."""

    name: str
    type: Literal["f8", "f4", "i1"]
    count: NotRequired[int]
    shapes: NotRequired[Sequence[tuple[int, int]]]


Card = TypedDict(
    "Card",
    {
        "title": str, "shape": str, "rows": int, "columns": int, "block": tuple[int, int],
        "parameters": int, "from": str,
    },
)  # fmt: skip
"""A layer, in words and numbers."""


class ByChance(TypedDict):
    """What one answer for all samples scores; accuracies of classes, tests where samples are held back."""

    loss: float
    accuracy: float | None
    test_loss: float | None
    test_accuracy: float | None


class Rules(TypedDict):
    """From where on something is said of a run (mlp_core/analysis/health.py)."""

    vanished: float
    learned: float
    right: float
    idle: float
    nothing: float


class Leg(TypedDict):
    """What holds from a step on."""

    start: int
    activations: list[str]
    chance: ByChance | None
    idle: str | None
    x: Numbers
    y: Numbers
    pixels: Numbers | None
    change: str


class Start(TypedDict):
    """Where the run is first shown, and what its link chose; the names are those of CHOICES."""

    step: int
    selected: NotRequired[int]
    stack: NotRequired[str]
    view: NotRequired[str]
    scale: NotRequired[str]
    shown: NotRequired[str]
    measure: NotRequired[str]
    axis: NotRequired[str]
    curve: NotRequired[str]
    sample: NotRequired[int]
    scape: NotRequired[LandscapeChosen]


class Origin(TypedDict):
    """The run before this one."""

    id: str
    step: int | None
    continued: bool


class SetByHand(TypedDict):
    """A weight or bias that was set by hand, in words."""

    step: int
    place: str
    value: str


class Points(TypedDict):
    """The samples as points: arrays, lists in JSON."""

    x: Array
    y: Array
    row: Array


class DataHeader(TypedDict):
    """What the browser needs to know of the data."""

    kind: Literal["plane", "line", "table"]
    task: str
    features: list[str]
    classes: list[str]
    outputs: list[str]
    image: list[int] | None
    shares: bool
    train: int
    test: int
    batch: int
    sample: int
    steps_per_epoch: int
    axes: list[tuple[float, float]]
    side: int
    unit_side: int
    points: Points | None


class RunHeader(TypedDict):
    """What stays the same for a run and its number of steps: sent once, then named by its key."""

    run: str
    key: NotRequired[str]
    end: int
    link: str
    start: Start
    origin: Origin | None
    legs: list[Leg]
    most_steps: int
    chunk: int
    channels: list[Channel]
    cards: list[Card]
    views: list[str]
    measures: list[str]
    defaults: dict[str, str]
    initial: dict[str, Numbers]
    ranges: dict[str, tuple[float, float]]
    published: Numbers
    limits: dict[str, float]
    palettes: dict[str, Json]
    figures: dict[str, dict[str, Json]]
    rules: Rules
    least: float | None
    text: Texts
    data: DataHeader
    edits: list[SetByHand]
    plotly: str


class Stretch(TypedDict):
    """The losses that follow the frames."""

    first: int
    count: int


class Diverged(TypedDict):
    """That a run left the finite numbers."""

    step: int
    last: int
    reason: NotRequired[str]


class Met(TypedDict):
    """That a run met its condition to stop."""

    step: int
    reason: str
    at: float


class ScoreRows(TypedDict):
    """Scores of epochs."""

    steps: Sequence[int]
    rows: list[list[float | None]]


class Detail(TypedDict):
    """The matrix in full that ends the tape."""

    view: str
    layer: int
    step: int
    rows: int
    columns: int
    power: float


class Wrong(TypedDict):
    """A sample whose class is told wrong."""

    row: int
    x: Numbers
    true: int
    told: int
    a: list[float | None]


class ExtraAnswer(TypedDict, total=False):
    """What is told of a step: "mistakes" has rows, count and of; "answer" has layers (extras.py); "unfold" a
    scene_header.Unfolded; "landscape" a landscape_header.Landscape.
    """

    rows: list[Wrong]
    count: int
    of: int
    layers: list[list[float | None]]
    unfolded: Json | None
    landscape: Json | None


class Extra(ExtraAnswer):
    """The same with its name and the step that it is of."""

    name: str
    step: int


class Changing(TypedDict):
    """What every tape brings anew."""

    n: int
    steps: list[int]
    sample: int
    skip: list[str]
    coarse: Sequence[str]
    pace: float | None
    frame_bytes: int
    curve: Stretch
    trained: int
    diverged: Diverged | None
    met: Met | None
    scores: ScoreRows
    detail: Detail | None
    extra: Extra | None
    moment: Moment | None
    mounted: NotRequired[Mounting]
