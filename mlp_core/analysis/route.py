"""The path that a run has taken through its parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlp_core.nn.steps import Array, Indices
from mlp_core.training.trainer import Trainer

STATES = 8_000_000
"""Numbers of a path at most, 64 MB: a large network's has fewer states."""
WORK = 6_000_000_000
"""What is trained again for a path at most, some two seconds: steps, each of `step_work`."""


@dataclass(frozen=True, eq=False)
class Path:
    """Where a run has been.

    Attributes:
        steps: (n,), ascending, from 0 to the last step that it has come to.
        states: (n, P), the parameters after so many updates, what is set by hand at that step included.
    """

    steps: Indices
    states: Array


def come_to(trainer: Trainer) -> int:
    """The last step that a run has come to, wherever it stands now."""
    come = max(trainer.step_count, len(trainer.history) - 1)
    return min(come, trainer.diverged.last_finite_step) if trainer.diverged else come


def path_of(trainer: Trainer, most: int = 257, end: int | None = None) -> Path:
    """The path of a run, evenly spaced but for its last state; at most `most` states.

    They are those that the run has kept, where these are half as many or more. Others come back by training
    once more on a fork: every step of a short run. Where that would take long, fewer have to do. The run
    itself stays as it is.

    Args:
        end: to which step, at most as far as the run has come; None for so far.

    Raises:
        ValueError: for `most` below 2.
    """
    if most < 2:
        raise ValueError(f"most is {most}; a path has 2 states or more")
    last = come_to(trainer) if end is None else min(end, come_to(trainer))
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


def _steps(trainer: Trainer, last: int, most: int) -> list[int]:
    """Which steps are taken: 0, multiples of a number, and the last."""
    interval = trainer.history.interval
    kept = last // interval + 1
    apart = interval if 2 * kept >= most or last * step_work(trainer) > WORK else 1
    apart *= max(1, -(-last // (apart * (most - 1))))
    return [*range(0, last, apart), last]


def step_work(trainer: Trainer) -> int:
    """How long a step takes, in thirds of a nanosecond: one for each parameter and sample, a dozen for each
    parameter's update, and as much as that comes to on the tutorial's network at least (measured within a
    factor of three from 2-8-8-1 to 784-512-512-10).
    """
    return max(90_000, trainer.network.parameters.size * (12 + trainer.experiment.batch))
