"""What a link holds: the settings of a run, and the moment that is looked at.

The browser writes the address while a person works (browser/place.js); here it is read, once, when a page is
opened. What cannot be read takes its default, and is named. A component that puts words of its own into the
address registers them (Words).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast
from urllib.parse import urlencode

from mlp_core import ExperimentError, Plan
from mlp_core.data.datasets import CSV
from mlp_core.training.plan import EDITS_KEY, LINK_KEY
from mlp_core.training.query import FIELDS
from pages.shared.wire.names import CHOICES

DEFAULT_STEPS = 100
MAX_STEPS = 200_000
"""The history of the tutorial's network then takes 35 MB."""
LEAST_RATE, MOST_RATE = 1e-12, 1e12
"""What the sidebar offers as a learning rate."""

_STREAMLITS_OWN = {"embed", "embed_options"}

Query = Mapping[str, Sequence[str]]
"""key -> the texts of all its occurrences."""
T = TypeVar("T")


class Words(Generic[T]):
    """What one component puts into the address, beside the settings of the run and the moment.

    Args:
        keys: its words.
        read: (query, plan, ignored) -> what they say. Nothing in it can fail: what cannot be used takes its
            default, and its key goes into `ignored`.
    """

    def __init__(self, keys: tuple[str, ...], read: Callable[[Query, Plan, list[str]], T]) -> None:
        self.keys, self.read = keys, read

    def of(self, opened: Opened) -> T:
        """What a link says in these words."""
        return cast(T, opened.parts[self.keys])


_registered: dict[tuple[str, ...], Words[object]] = {}


def register(words: Words[T]) -> Words[T]:
    """Have a component's words read with every link, whichever page is opened."""
    _registered[words.keys] = cast(Words[object], words)
    return words


@dataclass(frozen=True)
class Opened:
    """A link as it was read.

    Attributes:
        plan, steps: the run.
        step: the step to show, at most `steps`.
        layer: the selected layer, from 1.
        choices: those of CHOICES that the link names.
        parts: what the components' own words say, by their keys.
        ignored: keys whose values could not be used.
        unknown: how many other keys there were.
    """

    plan: Plan
    steps: int = DEFAULT_STEPS
    step: int = 0
    layer: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[tuple[str, ...], object] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    unknown: int = 0


def read(query: Query, plan: Plan | None = None) -> Opened:
    """Read a link; nothing in it can fail.

    Args:
        plan: the settings, where they are known already.
    """
    ignored: list[str] = []
    if not plan and query.get("dataset") == [CSV]:  # without its data the other settings suit nothing
        query = {key: texts for key, texts in query.items() if key in CHOICES}
        ignored.append("file")
    plan = plan or _plan(query, ignored)
    step = whole(query, "step", 0, MAX_STEPS, 0, ignored)
    steps = whole(query, "steps", 1, MAX_STEPS, DEFAULT_STEPS, ignored)
    layer = whole(query, "layer", 1, len(plan.last.sizes) - 1, 1, ignored)
    choices = {}
    for key, allowed in CHOICES.items():
        if key in query:
            if len(query[key]) == 1 and query[key][0] in allowed:
                choices[key] = query[key][0]
            else:
                ignored.append(key)
    parts = {keys: words.read(query, plan, ignored) for keys, words in _registered.items()}
    ours = {*FIELDS, LINK_KEY, EDITS_KEY, "step", "steps", "layer", *CHOICES}
    known = ours.union(_STREAMLITS_OWN, *_registered)
    unknown = sum(key not in known for key in query)
    return Opened(plan, max(steps, step), step, layer, choices, parts, tuple(ignored), unknown)


def _plan(query: Query, ignored: list[str]) -> Plan:
    """The settings, key by key: one that is refused leaves the others as they are.

    What is refused by itself may be right with another key (a batch of all samples, of which a key behind it
    says how many): so it is tried again after the others.
    """
    good: dict[str, Sequence[str]] = {}
    waiting = [key for key in [*FIELDS, LINK_KEY, EDITS_KEY] if key in query]
    while True:
        refused = []
        for key in waiting:
            if _can_be_run(good | {key: query[key]}):
                good[key] = query[key]
            else:
                refused.append(key)
        if refused == waiting:
            ignored += refused
            return Plan.from_query(good)
        waiting = refused


def _can_be_run(query: Query) -> bool:
    try:
        plan = Plan.from_query(query)
    except ExperimentError:
        return False
    return all(LEAST_RATE <= experiment.learning_rate <= MOST_RATE for _, experiment in plan.legs)


def whole(query: Query, key: str, low: int, high: int, default: int, ignored: list[str]) -> int:
    """A number that a link says, within its limits; the default where there is none or it cannot be used."""
    if key not in query:
        return default
    texts = query[key]
    if len(texts) == 1 and texts[0].isascii() and texts[0].isdigit() and len(texts[0]) < 10:
        number = int(texts[0])
        if low <= number <= high:
            return number
    ignored.append(key)
    return default


def settings(plan: Plan, steps: int) -> dict[str, str]:
    """The settings' part of a link, as keys and texts."""
    return plan.to_query() | ({} if steps == DEFAULT_STEPS else {"steps": str(steps)})


def encoded(plan: Plan, steps: int) -> str:
    """The settings' part of a link, as it stands behind the question mark."""
    return urlencode(settings(plan, steps))
