"""What is kept of a run: the loss of every step, and full states now and then for going back.

Memory is bounded by that: 8 bytes a step, and what keyframes.py allows. All else of any step comes back by
replaying it from the full state kept before it. A run that forks from another has its losses and states up to
where it forks.
"""

from __future__ import annotations

import math

import numpy as np

from mlp_core.errors import DivergedError
from mlp_core.nn.steps import Array, Vector
from mlp_core.training.keyframes import Keyframes, State

_isfinite = math.isfinite  # bound once, as everything on the hot path


class History:
    """The record of one run.

    Entry s of `loss` is of the state after s updates, before update s + 1. After `Trainer.step(n)` there are
    n values (0 to n - 1); evaluating the state that is reached adds its own.

    Attributes:
        interval: states at multiples of it are to be kept.
    """

    def __init__(self) -> None:
        self._loss = np.zeros(256)
        self._count = 0
        self._keyframes = Keyframes()
        self.interval = self._keyframes.interval

    def __len__(self) -> int:
        return self._count

    @property
    def loss(self) -> Vector:
        """The loss of every recorded step, (steps,)."""
        view = self._loss[: self._count]
        view.flags.writeable = False
        return view

    def record(self, step: int, loss: float) -> None:
        """Take down the loss of `step`; a replay writes the same number again.

        Raises:
            DivergedError: when the loss is not finite; nothing is written then.
        """
        if not _isfinite(loss):
            raise DivergedError(step, "loss")
        if step >= self._count:
            if step >= len(self._loss):
                self._loss = _grown(self._loss, step + 1)
            self._count = step + 1
        self._loss[step] = loss

    # States to go back to

    def keep(self, step: int, state: State) -> None:
        """Keep a copy of the state at `step`; thin the kept ones as the run grows."""
        self._keyframes.keep(step, state)
        self.interval = self._keyframes.interval

    def nearest(self, step: int) -> tuple[int, State]:
        """The latest kept state at or before `step`, and its step."""
        return self._keyframes.nearest(step)

    # A past in common

    def share(self, other: History, step: int) -> tuple[int, State]:
        """Begin as another run's record of the same network, up to `step` (at least 1, and recorded there).

        States are held in common; nothing that either run adds is seen by the other.

        Returns:
            (the step of a kept state before `step`, that state): the run must go on from there.
        """
        self._count = step
        self._loss = _grown(other._loss[:step], 256)
        self._keyframes.share(other._keyframes, step - 1)
        self.interval = self._keyframes.interval
        return self._keyframes.nearest(step - 1)

    @property
    def nbytes(self) -> int:
        """The memory that the record takes, in bytes."""
        return self._loss.nbytes + self._keyframes.nbytes

    def __repr__(self) -> str:
        return f"History({self._count} steps, {len(self._keyframes)} keyframes)"


def _grown(array: Array, length: int) -> Array:
    """The array with at least that many entries: doubled, so that growing costs little."""
    missing = max(length, 2 * len(array)) - len(array)
    return np.concatenate([array, np.zeros(missing)])
