"""Training towards a step in slices, until the time is up."""

from __future__ import annotations

import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from mlp_core import Trainer

SECONDS = 0.4
"""After so long an answer is sent with what there is, so that a person sees how far training has come."""
_SLICE = 2_000_000
"""Parameters times samples of one slice: the time is looked at after each."""
_clock = getattr(time, "thread_time", time.perf_counter)
"""Seconds that this thread has worked, not those in which others did. Not every system tells."""


@dataclass
class Spent:
    """What training a run has cost here.

    Attributes:
        steps: how many were made, those that were made again included.
        seconds: of a processor, for all of them.
    """

    steps: int = 0
    seconds: float = 0.0


_SPENT: WeakKeyDictionary[Trainer, Spent] = WeakKeyDictionary()


def spent(trainer: Trainer) -> Spent:
    """What `reach` has spent on this run so far."""
    return _SPENT.setdefault(trainer, Spent())


def reach(trainer: Trainer, target: int, deadline: float) -> bool:
    """Bring the trainer to `target`; False when the time (time.monotonic) is up before.

    Raises:
        DivergedError: where the run leaves the finite numbers on the way.
    """
    if target != trainer.step_count:
        trainer.approach(target)
    slice_ = max(1, _SLICE // (trainer.network.parameters.size * trainer.experiment.batch))
    cost = spent(trainer)
    while trainer.step_count < target:
        steps, began = min(slice_, target - trainer.step_count), _clock()
        trainer.step(steps)
        cost.steps += steps
        cost.seconds += _clock() - began
        if trainer.step_count < target and time.monotonic() > deadline:
            return False
    return True
