"""A Plan: the settings of a run from its first step to its last.

Most runs have one Experiment throughout. A run that was continued with other settings has several, each
from a step on: 500 steps at learning rate 0.01, say, and from these weights on with 0.1.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

from mlp_core.errors import ExperimentError
from mlp_core.training import query as words
from mlp_core.training.experiment import Experiment

MAX_LEGS = 20
MAX_STEP = 10**9

MAX_EDITS = 100

LINK_KEY, EDITS_KEY = "then", "edit"
_LEG, _WORD = "~~", "~"
_EDIT = re.compile(
    r"([0-9]{1,10})\.([0-9]{1,2})\.([0-9]{1,5})\.([0-9]{1,3})~([+-]?[0-9.]{1,24}(?:e[+-]?[0-9]{1,3})?)"
)


@dataclass(frozen=True)
class Edit:
    """A weight or bias that was set by hand.

    Attributes:
        step: after so many updates.
        layer: 1..L.
        row: the unit below it, from 0, or None for the bias.
        column: the layer's own unit, from 0.
        value: what it was set to.
    """

    step: int
    layer: int
    row: int | None
    column: int
    value: float

    def fits(self, sizes: Sequence[int]) -> bool:
        """Whether there is such a weight in a network of these sizes, and the value is a number for it."""
        place = 0 <= self.step <= MAX_STEP and 1 <= self.layer < len(sizes)
        return bool(
            place
            and (self.row is None or 0 <= self.row < sizes[self.layer - 1])
            and 0 <= self.column < sizes[self.layer]
            and math.isfinite(self.value)
        )

    def __str__(self) -> str:
        row = 0 if self.row is None else self.row + 1
        return f"{self.step}.{self.layer}.{row}.{self.column + 1}~{float(self.value)!r}"


@dataclass(frozen=True)
class Plan:
    """Experiments by the step from which they hold.

    Attributes:
        legs: (first step, Experiment), the first from step 0; at most 20. Update s + 1, and the loss and
            gradient at step s, belong to the last leg that starts at or before s. All legs have the same
            layer sizes, batch size and data (data set, samples, noise, split, standardising), so that weights
            and arrays fit and what is held back stays so; what is made up is drawn from the leg's own seed.
            Skip connections and a normalisation may come and go; initializer and gain matter in the first
            leg alone.
        edits: weights and biases set by hand, by ascending step; at most 100.

    Raises:
        ExperimentError: naming "then", for legs that cannot follow one another, or "edit".
    """

    legs: tuple[tuple[int, Experiment], ...]
    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        starts = [start for start, _ in self.legs]
        ascending = starts == sorted(set(starts)) and starts[:1] == [0] and starts[-1] <= MAX_STEP
        if not ascending or len(starts) > MAX_LEGS:
            raise ExperimentError(LINK_KEY, starts, "changes", most=MAX_LEGS - 1)
        for (_, before), (start, after) in pairwise(self.legs):
            if not continues(before, after):
                raise ExperimentError(LINK_KEY, start, "change")
        steps = [edit.step for edit in self.edits]
        good = len(steps) <= MAX_EDITS and steps == sorted(steps)
        if not good or not all(edit.fits(self.last.sizes) for edit in self.edits):
            raise ExperimentError(EDITS_KEY, [str(edit) for edit in self.edits], "edits", most=MAX_EDITS)

    @classmethod
    def of(cls, settings: Experiment | Plan) -> Plan:
        """The plan itself, or one Experiment throughout."""
        return settings if isinstance(settings, Plan) else cls(((0, settings),))

    @property
    def last(self) -> Experiment:
        """The settings that hold in the end."""
        return self.legs[-1][1]

    @property
    def starts(self) -> list[int]:
        """The step at which each leg starts; the first is 0."""
        return [start for start, _ in self.legs]

    @property
    def events(self) -> list[int]:
        """The steps after which something changes that training does not change itself, ascending."""
        return sorted({*self.starts[1:], *(edit.step for edit in self.edits)})

    def leg(self, step: int) -> int:
        """Which leg holds at this step, from 0."""
        return bisect_right(self.starts, step) - 1

    def agrees(self, other: Plan, step: int) -> bool:
        """Whether runs of both have one past: the same settings and edits at every step before this one."""
        return self._before(step) == other._before(step)

    def _before(self, step: int) -> tuple[object, ...]:
        legs = tuple(leg for leg in self.legs if leg[0] < step)
        return legs, tuple(edit for edit in self.edits if edit.step < step)

    def continued(self, step: int, experiment: Experiment) -> Plan:
        """This plan up to `step`, and from its weights on with other settings.

        Raises:
            ExperimentError: when these weights do not fit.
        """
        kept = [leg for leg in self.legs if leg[0] < step]
        return Plan((*kept, (step, experiment)), tuple(edit for edit in self.edits if edit.step <= step))

    def edited(self, edit: Edit) -> Plan:
        """This plan up to the edit's step, and on from there with that weight changed.

        Raises:
            ExperimentError: where there is no such weight, the value is none, or there are too many edits.
        """
        legs = tuple(leg for leg in self.legs if leg[0] <= edit.step) or self.legs[:1]
        before = tuple(e for e in self.edits if e.step <= edit.step and not _same_place(e, edit))
        return Plan(legs, (*before, edit))

    def without_last_edit(self) -> Plan:
        """This plan without the last weight that was set by hand; what `edited` dropped for it stays so."""
        return Plan(self.legs, self.edits[:-1])

    def to_query(self) -> dict[str, str]:
        """The keys and texts of a link: the first Experiment's, and under "then" what changes when."""
        query = self.legs[0][1].to_query()
        changes = [
            _WORD.join([str(start), *(w for pair in _changed(before, after).items() for w in pair)])
            for (_, before), (start, after) in pairwise(self.legs)
        ]
        edits = _LEG.join(map(str, self.edits))
        return (
            query
            | ({LINK_KEY: _LEG.join(changes)} if changes else {})
            | ({EDITS_KEY: edits} if edits else {})
        )

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Plan:
        """The Plan that `to_query` wrote.

        Raises:
            ExperimentError: naming the field, or "then".
        """
        rest = {key: value for key, value in query.items() if key not in (LINK_KEY, EDITS_KEY)}
        legs = list(cls.of(Experiment.from_query(rest)).legs)
        for change in _texts(query, LINK_KEY)[: MAX_LEGS + 1]:
            start, *pairs = change.split(_WORD)
            legs.append(_read_leg(start, pairs, legs[-1][1]))
        return cls(tuple(legs), tuple(map(_read_edit, _texts(query, EDITS_KEY)[: MAX_EDITS + 1])))


def _texts(query: Mapping[str, str | Sequence[str]], key: str) -> list[str]:
    """The changes that a key names."""
    if key not in query:
        return []
    text = query[key]
    if not isinstance(text, str):
        if len(text) != 1:
            raise ExperimentError(key, text, "once")
        (text,) = text
    return text.split(_LEG)


def _read_edit(text: str) -> Edit:
    found = _EDIT.fullmatch(text)
    try:
        if not found:
            raise ValueError(text)
        step, layer, row, column = (int(found[i]) for i in range(1, 5))
        return Edit(step, layer, row - 1 if row else None, column - 1, float(found[5]))
    except ValueError:
        raise ExperimentError(EDITS_KEY, text, "form_edit") from None


def _same_place(one: Edit, other: Edit) -> bool:
    return replace(one, value=0.0) == replace(other, value=0.0)


def continues(before: Experiment, after: Experiment) -> bool:
    """Whether a run can go on from the weights of another: they have the same shapes and the same data."""
    return _shape(before) == _shape(after)


def _shape(experiment: Experiment) -> tuple[object, ...]:
    """What a run cannot change on its way."""
    data = experiment.data
    # Where not all samples are taken, another seed takes others: some that the run has trained on could then
    # be among those that it is tested on. Samples that are made up are new ones instead.
    some = not data.most and experiment.sample_count < data.samples
    rows_of = experiment.seed if some else None
    return experiment.sizes, experiment.data_key, experiment.batch_size, experiment.dtype, rows_of


def _changed(before: Experiment, after: Experiment) -> dict[str, str]:
    """What differs, as keys and texts."""
    names = [f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)]
    return words.write({name: getattr(after, name) for name in names})


def _read_leg(start: str, pairs: list[str], before: Experiment) -> tuple[int, Experiment]:
    if not (start.isascii() and start.isdigit() and len(start) <= 10) or len(pairs) % 2:
        raise ExperimentError(LINK_KEY, start, "form_change")
    keys = pairs[::2]
    if len(set(keys)) < len(keys):
        raise ExperimentError(LINK_KEY, keys, "once_each")
    changes: dict[str, Any] = words.read(dict(zip(keys, pairs[1::2], strict=True)))
    return int(start), replace(before, **changes)
