"""Training towards a step in slices, until the time is up."""

from __future__ import annotations

import time

from mlp_core import Trainer

SECONDS = 0.4
"""After so long an answer is sent with what there is, so that a person sees how far training has come."""
_SLICE = 2_000_000
"""Parameters times samples of one slice: the time is looked at after each."""


def reach(trainer: Trainer, target: int, deadline: float) -> bool:
    """Bring the trainer to `target`; False when the time (time.monotonic) is up before.

    Raises:
        DivergedError: where the run leaves the finite numbers on the way.
    """
    if target != trainer.step_count:
        trainer.approach(target)
    slice_ = max(1, _SLICE // (trainer.network.parameters.size * trainer.experiment.batch))
    while trainer.step_count < target:
        trainer.step(min(slice_, target - trainer.step_count))
        if trainer.step_count < target and time.monotonic() > deadline:
            return False
    return True
