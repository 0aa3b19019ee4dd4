"""A Plan: the settings of a run from its first step to its last.

Most runs have one Experiment throughout. A run that was continued with other settings has several, each
from a step on: 500 steps at learning rate 0.01, say, and from these weights on with 0.1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import pairwise
from typing import Any

from mlp_core import query as words
from mlp_core.errors import ExperimentError
from mlp_core.experiment import Experiment

MAX_LEGS = 20
MAX_STEP = 10**9

LINK_KEY = "then"
_LEG, _WORD = "~~", "~"


@dataclass(frozen=True)
class Plan:
    """Experiments by the step from which they hold.

    Attributes:
        legs: (first step, Experiment), the first from step 0; at most 20. Update s + 1, and the loss and
            gradient at step s, belong to the last leg that starts at or before s. All legs have the same
            layer sizes, data set, number of samples and batch size, so that weights and arrays fit; the data
            are drawn from the leg's own seed. Skip connections and a normalisation may come and go;
            initializer and gain matter in the first leg alone.

    Raises:
        ExperimentError: naming "then", for legs that cannot follow one another.
    """

    legs: tuple[tuple[int, Experiment], ...]

    def __post_init__(self) -> None:
        starts = [start for start, _ in self.legs]
        ascending = starts == sorted(set(starts)) and starts[:1] == [0] and starts[-1] <= MAX_STEP
        if not ascending or len(starts) > MAX_LEGS:
            allowed = f"at most {MAX_LEGS - 1} changes, each at a later step than the one before"
            raise ExperimentError(LINK_KEY, starts, allowed)
        for (_, before), (start, after) in pairwise(self.legs):
            if not continues(before, after):
                allowed = "a change that keeps layer sizes, data set, samples and batch size"
                raise ExperimentError(LINK_KEY, start, allowed)

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

    def leg(self, step: int) -> int:
        """Which leg holds at this step, from 0."""
        return bisect_right(self.starts, step) - 1

    def continued(self, step: int, experiment: Experiment) -> Plan:
        """This plan up to `step`, and from its weights on with other settings.

        Raises:
            ExperimentError: when these weights do not fit.
        """
        kept = [leg for leg in self.legs if leg[0] < step]
        return Plan((*kept, (step, experiment)))

    def to_query(self) -> dict[str, str]:
        """The keys and texts of a link: the first Experiment's, and under "then" what changes when."""
        query = self.legs[0][1].to_query()
        changes = [
            _WORD.join([str(start), *(w for pair in _changed(before, after).items() for w in pair)])
            for (_, before), (start, after) in pairwise(self.legs)
        ]
        return query | {LINK_KEY: _LEG.join(changes)} if changes else query

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Plan:
        """The Plan that `to_query` wrote.

        Raises:
            ExperimentError: naming the field, or "then".
        """
        rest = {key: value for key, value in query.items() if key != LINK_KEY}
        plan = cls.of(Experiment.from_query(rest))
        if LINK_KEY not in query:
            return plan
        text = query[LINK_KEY]
        if not isinstance(text, str):
            if len(text) != 1:
                raise ExperimentError(LINK_KEY, text, "given once")
            (text,) = text
        legs = list(plan.legs)
        for change in text.split(_LEG)[: MAX_LEGS + 1]:
            start, *pairs = change.split(_WORD)
            legs.append(_read_leg(start, pairs, legs[-1][1]))
        return cls(tuple(legs))


def continues(before: Experiment, after: Experiment) -> bool:
    """Whether a run can go on from the weights of another: they have the same shapes and the same data."""
    return _shape(before) == _shape(after)


def _shape(experiment: Experiment) -> tuple[object, ...]:
    """What a run cannot change on its way."""
    return experiment.sizes, experiment.dataset, experiment.sample_count, experiment.batch_size


def _changed(before: Experiment, after: Experiment) -> dict[str, str]:
    """What differs, as keys and texts."""
    old, new = asdict(before), asdict(after)
    return words.write({f.name: new[f.name] for f in fields(after) if old[f.name] != new[f.name]})


def _read_leg(start: str, pairs: list[str], before: Experiment) -> tuple[int, Experiment]:
    allowed = "written as step~setting~value"
    if not (start.isascii() and start.isdigit() and len(start) <= 10) or len(pairs) % 2:
        raise ExperimentError(LINK_KEY, start, allowed)
    keys = pairs[::2]
    if len(set(keys)) < len(keys):
        raise ExperimentError(LINK_KEY, keys, "a change that names each setting once")
    changes: dict[str, Any] = words.read(dict(zip(keys, pairs[1::2], strict=True)))
    return int(start), replace(before, **changes)
