"""The path that a run has taken through its parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlp_core.nn.steps import Array, Indices
from mlp_core.training.trainer import Trainer

STATES = 8_000_000
"""Numbers of a path at most, 64 MB: a large network's has fewer states."""
WORK, LEAST = 400_000_000, 5000
"""What is trained again for a path at most: parameters times samples of a step (but LEAST) times steps, some
two seconds."""


@dataclass(frozen=True, eq=False)
class Path:
    """Where a run has been.

    Attributes:
        steps: (n,), ascending, from 0 to the last step that it has come to.
        states: (n, P), the parameters after so many updates, what is set by hand at that step included.
    """

    steps: Indices
    states: Array


def path_of(trainer: Trainer, most: int = 257) -> Path:
    """The path of a run as far as it has come, evenly spaced but for its last state; at most `most` states.

    They are those that the run has kept, where these are half as many or more. Others come back by training
    once more on a fork: every step of a short run. Where that would take long, fewer have to do. The run
    itself stays as it is.

    Raises:
        ValueError: for `most` below 2.
    """
    if most < 2:
        raise ValueError(f"most is {most}; a path has 2 states or more")
    last = _last(trainer)
    parameters = trainer.network.parameters
    steps = _steps(trainer, last, min(most, max(2, STATES // parameters.size)))
    states = np.empty((len(steps), parameters.size))
    fork: Trainer | None = None
    for place, step in enumerate(steps):
        found, state = trainer.history.nearest(step)
        if found == step:
            states[place] = state["parameters"]
        elif step == trainer.step_count:
            states[place] = parameters
        else:
            fork = fork or trainer.forked(trainer.plan, last, approach=True)
            fork.goto(step)
            states[place] = fork.network.parameters
    return Path(np.array(steps, np.intp), states)


def _last(trainer: Trainer) -> int:
    """The last step that the run has come to."""
    come = max(trainer.step_count, len(trainer.history) - 1)
    return min(come, trainer.diverged.last_finite_step) if trainer.diverged else come


def _steps(trainer: Trainer, last: int, most: int) -> list[int]:
    """Which steps are taken: 0, multiples of a number, and the last."""
    interval = trainer.history.interval
    kept = last // interval + 1
    work = last * max(LEAST, trainer.network.parameters.size * trainer.experiment.batch)
    apart = interval if 2 * kept >= most or work > WORK else 1
    apart *= max(1, -(-last // (apart * (most - 1))))
    return [*range(0, last, apart), last]
