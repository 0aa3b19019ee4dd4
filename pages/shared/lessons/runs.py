"""The runs that a lesson measures: trained once, for whoever asks next, and read at any step."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

import numpy as np

from mlp_core import DivergedError, Plan, Trainer
from mlp_core.nn.steps import Array
from mlp_core.training.size import run_bytes
from pages.shared.lessons.moments import MOST_STEPS
from pages.shared.lessons.quantities import PlaceError
from pages.shared.work import TURN, Kept

MOST_WORK = 3e9
"""Parameters times samples of a batch times steps: a second or two on a slow machine."""
MOST_BYTES = 40 * 2**20


class Measured:
    """One run, with whom else measures it."""

    def __init__(self, plan: Plan) -> None:
        self.trainer = Trainer(plan)

    def at(self, step: int) -> Trainer:
        """Evaluated after so many updates; raises DivergedError where it does not get there."""
        if self.trainer.step_count != step:
            self.trainer.goto(step)
        self.trainer.evaluate()
        return self.trainer

    def losses(self, steps: int) -> Array:
        """Those of steps 0 to `steps`, as far as it gets."""
        with suppress(DivergedError):
            self.at(max(steps, self.trainer.farthest))
        return np.array(self.trainer.history.loss[: steps + 1], dtype=float)


class _Runs:
    """Runs that were measured last, and whose turn it is to measure one of them."""

    def __init__(self, most: int) -> None:
        self.kept: Kept[str, Measured] = Kept(most)
        self.lock = threading.RLock()


_OURS, _OWN = _Runs(most=12), _Runs(most=14)
"""Of the app's lessons, a whole one's; and of people's own files, for which nobody else is to wait: all that
one step can name, so that none of them is trained twice for it."""


def is_too_much(plan: Plan, steps: int) -> bool:
    """Whether measuring a run would keep a server busy for long."""
    return steps > _most(plan) or run_bytes(plan.last) > MOST_BYTES


def _most(plan: Plan) -> int:
    """The furthest step that is measured of a run."""
    return min(MOST_STEPS, int(MOST_WORK / (plan.last.parameters * plan.last.batch)))


@contextmanager
def measuring(own: bool = False) -> Iterator[None]:
    """Around all that measures: one at a time, each in its turn.

    Args:
        own: whether it is for a lesson from a person's own file.
    """
    with (_OWN if own else _OURS).lock, TURN.held():
        yield


@dataclass(frozen=True)
class Stand:
    """A run of a lesson at a step, as expressions measure it (quantities.Stand).

    Attributes:
        runs: the plans and lengths of the lesson's runs, by their names.
        run: the name of this one.
        step: after so many updates.
        own: whether the lesson is from a person's own file.
        beside: of runs that are compared the step that each is shown at, by their names.
    """

    runs: Mapping[str, tuple[Plan, int]]
    run: str
    step: int = 0
    own: bool = False
    beside: Mapping[str, int] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """How many steps the run has."""
        return self.runs[self.run][1]

    @property
    def most(self) -> int:
        """The furthest step that is measured."""
        return _most(self.runs[self.run][0])

    def at(self, step: int) -> Stand:
        """The same run at another step, and all others at that too."""
        return replace(self, step=step, beside={})

    def of(self, run: str) -> Stand:
        """Another run of the lesson at the same step; one that is compared where it is shown."""
        return replace(self, run=run, step=self.beside.get(run, self.step))

    @property
    def _measured(self) -> Measured:
        plan, _ = self.runs[self.run]
        kept = (_OWN if self.own else _OURS).kept
        return kept.of(repr(sorted(plan.to_query().items())), lambda _: Measured(plan))

    def trainer(self) -> Trainer:
        """The run, evaluated at this step; raises DivergedError or PlaceError where it does not get there."""
        if self.step > self.most:
            raise PlaceError("step", self.step, self.most)
        return self._measured.at(self.step)

    def losses(self) -> Array:
        """The loss of every step that the run has, (steps + 1,) or fewer where it diverges."""
        return self._measured.losses(self.steps)


class Present:
    """The run that a person has before them, at the step shown: what a try is checked on."""

    def __init__(self, trainer: Trainer, steps: int, step: int, stand: Stand) -> None:
        self._trainer, self.steps, self.step, self._stand = trainer, steps, step, stand

    @property
    def most(self) -> int:
        """The furthest step that is measured."""
        return max(self.steps, MOST_STEPS)

    def at(self, step: int) -> Present:
        """The same run at another step."""
        return Present(self._trainer, self.steps, step, self._stand)

    def of(self, run: str) -> Stand:
        """A run of the lesson."""
        return self._stand.of(run).at(self.step)

    def trainer(self) -> Trainer:
        """The run, evaluated at this step."""
        if self.step > self.most:
            raise PlaceError("step", self.step, self.most)
        self._trainer.goto(self.step)
        self._trainer.evaluate()
        return self._trainer

    def losses(self) -> Array:
        """The loss of every step."""
        with suppress(DivergedError):
            self._trainer.goto(self.steps)
            self._trainer.evaluate()
        return np.array(self._trainer.history.loss[: self.steps + 1], dtype=float)
