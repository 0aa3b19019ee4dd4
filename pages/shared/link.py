"""What a link holds: the settings of a run, and the moment that is looked at.

The browser writes the address while a person works (browser/place.js); here it is read, once, when a page is
opened. What cannot be read takes its default, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from mlp_core import Experiment, ExperimentError, Plan
from mlp_core.data.datasets import CSV
from mlp_core.training.plan import EDITS_KEY, LINK_KEY
from mlp_core.training.query import FIELDS
from pages.shared.lab import settings as lab_settings
from pages.shared.lab.settings import Lab, View
from pages.shared.wire.names import CHOICES

DEFAULT_STEPS = 100
MAX_STEPS = 200_000
"""The history of the tutorial's network then takes 35 MB."""
LEAST_RATE, MOST_RATE = 1e-12, 1e12
"""What the sidebar offers as a learning rate."""

STEPPER = ("op", "unit", "sample")
"""What the Step through page puts into its address beside the step."""
_UNIT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,3}){1,2}")

_STREAMLITS_OWN = {"embed", "embed_options"}


@dataclass(frozen=True)
class Opened:
    """A link as it was read.

    Attributes:
        plan, steps: the run.
        step: the step to show, at most `steps`.
        layer: the selected layer, from 1.
        choices: those of CHOICES that the link names.
        stepper: of the Step through page, the operation, the selected unit or weight, and the sample.
        lab, view: what is asked in the lab, and what is looked at there.
        ignored: keys whose values could not be used.
        unknown: how many other keys there were.
    """

    plan: Plan
    steps: int = DEFAULT_STEPS
    step: int = 0
    layer: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    stepper: Mapping[str, object] = field(default_factory=dict)
    lab: Lab = field(default_factory=Lab)
    view: View = field(default_factory=View)
    ignored: tuple[str, ...] = ()
    unknown: int = 0


def read(query: Mapping[str, Sequence[str]]) -> Opened:
    """Read a link; nothing in it can fail.

    Args:
        query: key -> the texts of all its occurrences.
    """
    ignored: list[str] = []
    if query.get("dataset") == [CSV]:  # without its data the other settings suit nothing
        query = {key: texts for key, texts in query.items() if key in CHOICES}
        ignored.append("file")
    plan = _plan(query, ignored)
    step = _whole(query, "step", 0, MAX_STEPS, 0, ignored)
    steps = _whole(query, "steps", 1, MAX_STEPS, DEFAULT_STEPS, ignored)
    layer = _whole(query, "layer", 1, len(plan.last.sizes) - 1, 1, ignored)
    choices = {}
    for key, allowed in CHOICES.items():
        if key in query:
            if len(query[key]) == 1 and query[key][0] in allowed:
                choices[key] = query[key][0]
            else:
                ignored.append(key)
    lab, view, good = lab_settings.read(query.get(lab_settings.LINK_KEY, [""]))
    if not good:
        ignored.append(lab_settings.LINK_KEY)
    ours = {*FIELDS, LINK_KEY, EDITS_KEY, lab_settings.LINK_KEY, "step", "steps", "layer", *CHOICES, *STEPPER}
    known = ours | _STREAMLITS_OWN
    unknown = sum(key not in known for key in query)
    stepper = _stepper(query, plan.last, ignored)
    return Opened(plan, max(steps, step), step, layer, choices, stepper, lab, view, tuple(ignored), unknown)


def _stepper(
    query: Mapping[str, Sequence[str]], experiment: Experiment, ignored: list[str]
) -> dict[str, object]:
    """op: 0 or more; unit: layer.unit of a unit, layer.from.to of a weight; sample: all counted from 1."""
    found: dict[str, object] = {}
    if "op" in query:
        found["op"] = _whole(query, "op", 0, 6 * len(experiment.sizes), 0, ignored)
    if "sample" in query:
        found["sample"] = _whole(query, "sample", 1, experiment.batch, 1, ignored)
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


def _plan(query: Mapping[str, Sequence[str]], ignored: list[str]) -> Plan:
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


def _can_be_run(query: Mapping[str, Sequence[str]]) -> bool:
    try:
        plan = Plan.from_query(query)
    except ExperimentError:
        return False
    return all(LEAST_RATE <= experiment.learning_rate <= MOST_RATE for _, experiment in plan.legs)


def _whole(
    query: Mapping[str, Sequence[str]], key: str, low: int, high: int, default: int, ignored: list[str]
) -> int:
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
