"""The runs that were tried in this session, and what each came to: the numbers of the farthest step trained.

A run is noted when another takes its place, and the present one when somebody looks. Between the two nothing
is done, so that who only trains pays nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TypeAlias

from mlp_core import DivergedError, Experiment, Plan, Trainer
from mlp_core.training.stopping import Scores
from pages.shared import link, state
from pages.shared.wire.reach import reach, spent

MOST_TRIED = 200
SECONDS = 0.1
"""So long a run that stands before its farthest step is trained towards it again, at most."""
NAN = float("nan")
_UNKNOWN = Scores(NAN, NAN, NAN, NAN)

Settings: TypeAlias = Mapping[str, object]
"""Field of an Experiment -> value; of a person's own data the name alone."""


@dataclass(frozen=True)
class Outcome:
    """What a run has come to. All numbers are of one state, the one after `step` updates.

    Attributes:
        step: the farthest that was trained, but for what lies beyond the run's last step, or where it was met
            what stops it. An earlier one where it takes long to get there again.
        loss: as the player shows it: of the samples of that step's batch, penalties included.
        scores: on all samples trained on, and on those held back; NaN where they say no more than the loss.
        gradient: the Frobenius norm of layer 1's dW.
        pace: seconds of a processor for one step, on average over all that were made here; NaN before any.
        diverged: the step at which the run left the finite numbers, or None.
        is_met: whether what stops the run was met at `step`.
    """

    step: int
    loss: float
    scores: Scores
    gradient: float
    pace: float
    diverged: int | None = None
    is_met: bool = False


@dataclass(frozen=True)
class Row:
    """A run that was tried.

    Attributes:
        number: which of the session's runs it was, from 1.
        words: its settings as they stand in a link.
        plan: its settings; None of a person's own data, which stay only as long as the session keeps them
            anyway (`words_of`).
        legs: from which step which settings hold.
        edits: how many weights were set by hand.
        steps: how many it was to have.
        outcome: what it came to.
    """

    number: int
    words: str
    plan: Plan | None
    legs: tuple[tuple[int, Settings], ...]
    edits: int
    steps: int
    outcome: Outcome

    @property
    def last(self) -> Settings:
        """The settings that hold in the end."""
        return self.legs[-1][1]


@dataclass
class Tried:
    """What the session keeps: rows by their settings, those that were tried last at the end."""

    rows: dict[str, Row] = field(default_factory=dict)
    last: int = 0


def rows() -> list[Row]:
    """All that were tried, by their numbers."""
    return sorted(state.TRIED.get().rows.values(), key=lambda row: row.number)


def note(plan: Plan, steps: int, trainer: Trainer) -> None:
    """Take down that a run was tried, and how far it has come; nothing where no step of it was computed.

    A run that was tried before keeps its row, with the numbers of the farther step. The trainer may stand at
    another step afterwards (its farthest). In turn: whoever calls holds it.

    Args:
        steps: how many the run has.
    """
    if not len(trainer.history):
        return
    log, words = state.TRIED.get(), link.encoded(plan, link.DEFAULT_STEPS)
    known = log.rows.pop(words, None)
    if known is None:
        log.last += 1
        row = _new(log.last, words, plan, steps, outcome(trainer, steps))
    elif known.outcome.step >= _end(trainer, steps):
        row = known
    else:
        found = outcome(trainer, steps)
        row = replace(known, outcome=found, steps=steps) if found.step >= known.outcome.step else known
    log.rows[words] = row
    while len(log.rows) > MOST_TRIED:
        del log.rows[next(iter(log.rows))]


def _new(number: int, words: str, plan: Plan, steps: int, found: Outcome) -> Row:
    legs = tuple((start, _settings(experiment)) for start, experiment in plan.legs)
    own = plan.last.table is not None
    return Row(number, words, None if own else plan, legs, len(plan.edits), steps, found)


def _settings(experiment: Experiment) -> Settings:
    found = {each.name: getattr(experiment, each.name) for each in fields(experiment)}
    table = experiment.table
    return found | {"table": table.name if table else None}


def _end(trainer: Trainer, steps: int) -> int:
    """The farthest step that was trained and belongs to the run."""
    end = min(max(trainer.step_count, len(trainer.history) - 1), steps)
    if trainer.diverged:
        end = min(end, trainer.diverged.last_finite_step)
    return min(end, trainer.met.step) if trainer.met else end


def outcome(trainer: Trainer, steps: int, seconds: float = SECONDS) -> Outcome:
    """What a run has come to, computed by its trainer, which stands there then.

    Args:
        seconds: how long the way back to its farthest step may take.
    """
    loss, gradient, scores = NAN, NAN, _UNKNOWN
    for _ in range(2):  # the last step made may be the one that diverges
        try:
            reach(trainer, _end(trainer, steps), time.monotonic() + seconds)
            loss = trainer.evaluate()
        except DivergedError:
            continue
        gradient = float(trainer.measures()["dW_norm"][0])
        scores = trainer.scores() if trainer.scorer.wanted else _UNKNOWN
        break
    cost, diverged, met = spent(trainer), trainer.diverged, trainer.met
    return Outcome(
        trainer.step_count, loss, scores, gradient, cost.seconds / cost.steps if cost.steps else NAN,
        diverged.step if diverged and diverged.step <= steps else None,
        bool(met and met.step == trainer.step_count),
    )  # fmt: skip


def seconds(row: Row) -> float:
    """The processor time that so many steps take on this server; NaN where none was made."""
    return row.outcome.step * row.outcome.pace


def words_of(row: Row) -> str | None:
    """The settings' part of the link that brings a run back (`session.return_to`).

    None where it was of a person's own data that the session no longer keeps.
    """
    if row.plan:
        return link.encoded(row.plan, row.steps)
    kept = [
        (steps, words)
        for words, (plan, steps) in state.PAST.get().items()
        if plan.last.table is not None and link.encoded(plan, link.DEFAULT_STEPS) == row.words
    ]
    return max(kept)[1] if kept else None


def plan_of(row: Row) -> Plan | None:
    """Its settings; None as in `words_of`."""
    words = words_of(row)
    return row.plan or (state.PAST.get()[words][0] if words else None)
