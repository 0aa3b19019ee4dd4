"""Many experiments at once, as one table: how large the gradient is in every layer of every network, and why.

    sweep([Experiment(hidden_layers=(32,) * depth) for depth in range(1, 31)])

A class needs no executor. A study that outgrows one process takes any `concurrent.futures` executor: a
`ProcessPoolExecutor`, or Dask's `Client.get_executor()` for more than one machine (docs/sweeps.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from mlp_core.analysis.course import Course
from mlp_core.analysis.nested import Key, NestedNetworks, family_of, fits, shape_of
from mlp_core.analysis.results import Result, nothing, table
from mlp_core.errors import DivergedError
from mlp_core.training.experiment import Experiment

if TYPE_CHECKING:
    import pandas as pd

MOST_AT_ONCE, MOST_WORK = 64, 200_000_000
"""Networks of one task, and their parameters times samples and passes: progress is seen, work shared out."""


Task = list[tuple[int, Experiment]]
"""Networks that are measured together, with their places."""


def tasks(experiments: Iterable[Experiment], steps: int) -> list[Task]:
    """The experiments in tasks; nested networks beside each other, and among them one family by depth."""
    numbered = list(enumerate(experiments))
    if steps == 0:
        numbered.sort(key=lambda entry: _order(entry[1]))
    found: list[Task] = []
    for _, same in groupby(numbered, key=lambda entry: _nest(entry[1], steps)):
        task, work = Task(), 0
        for entry in same:
            its = entry[1].parameters * entry[1].sample_count * (1 + steps)
            if task and (len(task) == MOST_AT_ONCE or work + its > MOST_WORK):
                found.append(task)
                task, work = Task(), 0
            task.append(entry)
            work += its
        found.append(task)
    return found


def _nest(experiment: Experiment, steps: int) -> Key | None:
    """What it has in common with those that it is nested with, or None where the ordinary way is gone."""
    return None if steps or not fits(experiment) else shape_of(experiment)


def _order(experiment: Experiment) -> tuple[Key, int]:
    return (family_of(experiment) if fits(experiment) else (), len(experiment.hidden_layers))


def measure(task: Task, steps: int = 0, nests: dict[Key, NestedNetworks] | None = None) -> list[Result]:
    """One task's results.

    Args:
        steps: updates before the networks are measured.
        nests: where nested networks are kept from one task to the next, by `shape_of`.
    """
    if _nest(task[0][1], steps) is None:
        return [_trained(network, experiment, steps) for network, experiment in task]
    return list(_nested(task, {} if nests is None else nests))


def _trained(network: int, experiment: Experiment, steps: int) -> Result:
    """The ordinary way: a Trainer, stepped and evaluated; of a diverged run its last finite state."""
    course, diverged = Course(experiment), None
    trainer = course.trainer
    try:
        trainer.step(steps)
        loss = trainer.evaluate()
    except DivergedError as error:
        if error.step == 0:
            return nothing(network, experiment)
        diverged, loss = error.step, trainer.evaluate()  # where the error has put it
    return Result(network, course.measures(), loss, trainer.step_count, diverged)


def _nested(task: Task, nests: dict[Key, NestedNetworks]) -> Iterator[Result]:
    deepest = max((experiment for _, experiment in task), key=lambda e: len(e.hidden_layers))
    shape = shape_of(deepest)
    nest = nests.get(shape)
    if nest is None or len(deepest.hidden_layers) > nest.most:
        nest = nests[shape] = NestedNetworks(deepest)
    for _, same in groupby(task, key=lambda entry: family_of(entry[1])):
        family = list(same)
        results = nest.family([experiment for _, experiment in family])
        for (network, experiment), (measures, loss) in zip(family, results, strict=True):
            yield Result(network, measures, loss) if np.isfinite(loss) else nothing(network, experiment)


def sweeping(
    experiments: Sequence[Experiment], steps: int = 0, executor: Executor | None = None
) -> Iterator[list[Result]]:
    """The results of `sweep`, task by task as they come; closing the iterator cancels what is not begun.

    Args, errors: as `sweep`.
    """
    todo = tasks(experiments, steps)
    if executor is None:
        nests: dict[Key, NestedNetworks] = {}
        for task in todo:
            yield measure(task, steps, nests)
        return
    futures = [executor.submit(measure, task, steps) for task in todo]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def sweep(
    experiments: Iterable[Experiment],
    steps: int = 0,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Measure every layer of many networks, after `steps` updates each.

    Args:
        experiments: any; those alike but for depth and seed are the fastest.
        steps: updates before measuring; 0 measures the first weights.
        executor: a `concurrent.futures.Executor`, or None for this thread alone.
        progress: called with (networks done, networks in all).

    Returns:
        One row per network and layer: network (from 0), settings (its link: `Experiment.from_query` of it,
        parsed, gives the Experiment back), depth (hidden layers), activation, initializer, seed, layer (from
        1), units, the MEASURES of profile.py (grad_norm, grad_rms, delta_norm, grad_max, bias_norm, slope,
        gain, saturation, dead, input_norm), loss, step (updates made), diverged (the step at which the run
        left the finite numbers, or missing; the row is then of the last finite state, and of NaN where the
        first loss was not finite). All computed in float64; of an experiment in mini-batches, on the
        batch that the next step takes.

    Raises:
        ValueError: for steps below 0.
    """
    if steps < 0:
        raise ValueError(f"steps is {steps}; it must be 0 or more")
    chosen, found = list(experiments), list[Result]()
    for results in sweeping(chosen, steps, executor):
        found += results
        if progress:
            progress(len(found), len(chosen))
    return table(chosen, found)
