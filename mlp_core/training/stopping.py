"""What ends a run before its last step. Judged at the end of every epoch.

The run itself could go on, and does where it is told to: it only remembers the first step at which the
condition was met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_core.nn.steps import Array


@dataclass(frozen=True, slots=True)
class Scores:
    """How good a network is, on the training samples and on those held back; NaN where there is none.

    Attributes:
        train_loss, test_loss: without any penalty on weights.
        train_accuracy, test_accuracy: the share of right answers, 0 to 1, where classes are told apart.
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float

    @property
    def tested(self) -> bool:
        """Whether there are samples held back."""
        return not np.isnan(self.test_loss)


@dataclass(frozen=True)
class Met:
    """A condition that was met.

    Attributes:
        step: the first one.
        reason: its name in STOPS.
    """

    step: int
    reason: str


def never(scores: Scores, stop_at: float, waited: Array) -> bool:
    """The run goes to its last step."""
    return False


def loss(scores: Scores, stop_at: float, waited: Array) -> bool:
    """The loss on the training samples is at most stop_at."""
    return scores.train_loss <= stop_at


def accuracy(scores: Scores, stop_at: float, waited: Array) -> bool:
    """The share of right answers is at least stop_at, on the test samples where there are some."""
    return (scores.test_accuracy if scores.tested else scores.train_accuracy) >= stop_at


def patience(scores: Scores, stop_at: float, waited: Array) -> bool:
    """The loss has not fallen for stop_at epochs, on the test samples where there are some.

    Counted in epochs, so that early stopping does not depend on the batch size.
    """
    best, epochs = waited.tolist()
    now = scores.test_loss if scores.tested else scores.train_loss
    epochs = 0 if now < best else epochs + 1
    waited[...] = min(best, now), epochs
    return epochs >= max(1.0, stop_at)


STOPS: dict[str, Callable[[Scores, float, Array], bool]] = {
    rule.__name__: rule for rule in (never, loss, accuracy, patience)
}
"""name -> whether an epoch's scores meet the condition, given stop_at and what Watch keeps in `waited`.

The names go into links, so they never change.
"""


class Watch:
    """Looks at every epoch's scores, in order, for the first that meets a condition.

    Attributes:
        stop_when, stop_at: the condition, by its name in STOPS, and its number.
        met: the first time that one was met, or None.
        waited: (2,), the least loss so far, and the epochs since: all that `patience` remembers.
    """

    def __init__(self, stop_when: str, stop_at: float) -> None:
        self.stop_when, self.stop_at = stop_when, stop_at
        self.met: Met | None = None
        self.waited: Array = np.zeros(2)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget the losses so far: something else than training changed the network or its settings."""
        self.waited[...] = np.inf, 0

    def see(self, step: int, scores: Scores) -> None:
        """Take the next epoch's scores."""
        if self.met is None and STOPS[self.stop_when](scores, self.stop_at, self.waited):
            self.met = Met(step, self.stop_when)

    def share(self, met: Met | None, waited: Array) -> None:
        """Go on from what another run's watch had seen."""
        self.met = met
        self.waited[...] = waited
