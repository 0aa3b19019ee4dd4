"""What ends a run before its last step. Judged at the end of every epoch.

The run itself could go on, and does where it is told to: it only remembers the first step at which the
condition was met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STOPS = {
    "never": "the run goes to its last step",
    "loss": "the loss on the training samples is at most stop_at",
    "accuracy": "the share of right answers is at least stop_at, on the test samples where there are some",
    "patience": "the loss has not fallen for stop_at epochs, on the test samples where there are some",
}
"""name -> when a run stops. The names go into links, so they never change."""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Met:
    """A condition that was met.

    Attributes:
        step: the first one.
        reason: its name in STOPS.
    """

    step: int
    reason: str


class Watch:
    """Looks at every epoch's scores, in order, for the first that meets a condition.

    Attributes:
        met: the condition that was met, or None.
    """

    def __init__(self, stop_when: str, stop_at: float) -> None:
        self.stop_when, self.stop_at = stop_when, stop_at
        self.met: Met | None = None
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget the losses so far: something else than training changed the network or its settings."""
        self._best, self._since = np.inf, 0

    def see(self, step: int, scores: Scores) -> None:
        """Take the next epoch's scores."""
        if self.met is None and self._meets(scores):
            self.met = Met(step, self.stop_when)

    def _meets(self, scores: Scores) -> bool:
        tested = not np.isnan(scores.test_loss)
        loss = scores.test_loss if tested else scores.train_loss
        accuracy = scores.test_accuracy if tested else scores.train_accuracy
        if self.stop_when == "loss":
            return scores.train_loss <= self.stop_at
        if self.stop_when == "accuracy":
            return accuracy >= self.stop_at
        if self.stop_when == "patience":
            # Counted in epochs, so that early stopping does not depend on the batch size.
            self._since = 0 if loss < self._best else self._since + 1
            self._best = min(self._best, loss)
            return self._since >= max(1.0, self.stop_at)
        return False
