"""Many experiments at once, as one table: how large the gradient is in every layer of every network, and why.

    sweep([Experiment(hidden_layers=(32,) * depth) for depth in range(1, 31)])

A class needs no executor. A study that outgrows one process takes any `concurrent.futures` executor: a
`ProcessPoolExecutor`, or Dask's `Client.get_executor()` for more than one machine (docs/sweeps.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from mlp_core.analysis.ladder import Key, Ladder, family_of, fits, shape_of
from mlp_core.analysis.profile import MEASURES, Measures, Profile
from mlp_core.errors import DivergedError
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.steps import Array
from mlp_core.training.experiment import Experiment
from mlp_core.training.trainer import Trainer

if TYPE_CHECKING:
    import pandas as pd

MOST_AT_ONCE, MOST_WORK = 64, 200_000_000
"""Networks of one task, and their parameters times samples and passes: progress is seen, work shared out."""


@dataclass(frozen=True)
class Result:
    """One network.

    Attributes:
        network: its place among the experiments, from 0.
        measures: name in MEASURES -> (L,).
        loss: at the state that was measured.
        step: updates made before it; fewer than asked where the run diverged.
        diverged: the step at which it left the finite numbers, or None.
    """

    network: int
    measures: Measures
    loss: float
    step: int = 0
    diverged: int | None = None


class Course:
    """A run that is measured as it goes on, from its first weights.

    Attributes:
        trainer: the run.
        diverged: the step at which it left the finite numbers, or None.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.trainer = Trainer(experiment)
        self.trainer.program()  # puts the run's own arrays in place
        self._fused = LOSSES[experiment.loss].fuses(self.trainer.network.output_activation)
        self._profiles: dict[int, Profile] = {}
        self.diverged: int | None = None

    @property
    def _profile(self) -> Profile:
        """Of the arrays that ran last: the last batch of an epoch may be a smaller one."""
        network = self.trainer.network
        size = network.buffers.batch
        if size not in self._profiles:
            self._profiles[size] = Profile(network.buffers, network.gradient, self._fused)
        return self._profiles[size]

    def steps(self, steps: int) -> Iterator[float]:
        """The loss at steps 0, 1, ... `steps`, each to be measured before the next; fewer if it diverges."""
        try:
            for _ in range(steps):
                yield self.trainer.step()
            yield self.trainer.evaluate()
        except DivergedError as error:
            self.diverged = error.step

    def measures(self) -> Measures:
        """MEASURES of the evaluation that ran last, (L,) each."""
        return self._profile()

    def size(self, measure: str) -> Array:
        """One of SIZES, (L,), from what the run's history has recorded anyway where it has."""
        if measure not in _RECORDED:
            return self._profile()[measure]
        found = self.trainer.history.latest(_RECORDED[measure])
        return found / np.sqrt(self._profile.weights) if measure == "grad_rms" else found


_RECORDED = {
    "grad_norm": "dW_norm", "grad_rms": "dW_norm", "delta_norm": "delta_norm", "bias_norm": "db_norm"
}  # fmt: skip


def _trained(network: int, experiment: Experiment, steps: int) -> Result:
    """The ordinary way: a Trainer, stepped and evaluated; of a diverged run its last finite state."""
    course, diverged = Course(experiment), None
    trainer = course.trainer
    try:
        trainer.step(steps)
        loss = trainer.evaluate()
    except DivergedError as error:
        if error.step == 0:
            return _nothing(network, experiment)
        diverged, loss = error.step, trainer.evaluate()  # where the error has put it
    return Result(network, course.measures(), loss, trainer.step_count, diverged)


def _nothing(network: int, experiment: Experiment) -> Result:
    """Of a network whose very first loss is not finite."""
    unknown = np.full(len(experiment.sizes) - 1, np.nan)
    return Result(network, dict.fromkeys(MEASURES, unknown), float("nan"), diverged=0)


Task = list[tuple[int, Experiment]]
"""Networks that are measured together, with their places."""


def tasks(experiments: Iterable[Experiment], steps: int) -> list[Task]:
    """The experiments in tasks; what fits on one ladder beside each other, and there one family by depth."""
    numbered = list(enumerate(experiments))
    if steps == 0:
        numbered.sort(key=lambda entry: _order(entry[1]))
    found: list[Task] = []
    for _, same in groupby(numbered, key=lambda entry: _ladder(entry[1], steps)):
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


def _ladder(experiment: Experiment, steps: int) -> Key | None:
    """The shape of the ladder that measures it, or None where the ordinary way is gone."""
    return None if steps or not fits(experiment) else shape_of(experiment)


def _order(experiment: Experiment) -> tuple[Key, int]:
    return (family_of(experiment) if fits(experiment) else (), len(experiment.hidden_layers))


def measure(task: Task, steps: int = 0, ladders: dict[Key, Ladder] | None = None) -> list[Result]:
    """One task's results.

    Args:
        steps: updates before the networks are measured.
        ladders: where ladders are kept from one task to the next, by `shape_of`.
    """
    if _ladder(task[0][1], steps) is None:
        return [_trained(network, experiment, steps) for network, experiment in task]
    return list(_on_ladder(task, {} if ladders is None else ladders))


def _on_ladder(task: Task, ladders: dict[Key, Ladder]) -> Iterator[Result]:
    deepest = max((experiment for _, experiment in task), key=lambda e: len(e.hidden_layers))
    shape = shape_of(deepest)
    ladder = ladders.get(shape)
    if ladder is None or len(deepest.hidden_layers) > ladder.most:
        ladder = ladders[shape] = Ladder(deepest)
    for _, same in groupby(task, key=lambda entry: family_of(entry[1])):
        family = list(same)
        results = ladder.family([experiment for _, experiment in family])
        for (network, experiment), (measures, loss) in zip(family, results, strict=True):
            yield Result(network, measures, loss) if np.isfinite(loss) else _nothing(network, experiment)


def sweeping(
    experiments: Sequence[Experiment], steps: int = 0, executor: Executor | None = None
) -> Iterator[list[Result]]:
    """The results of `sweep`, task by task as they come; closing the iterator cancels what is not begun.

    Args, errors: as `sweep`.
    """
    todo = tasks(experiments, steps)
    if executor is None:
        ladders: dict[Key, Ladder] = {}
        for task in todo:
            yield measure(task, steps, ladders)
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


def table(experiments: Sequence[Experiment], results: Iterable[Result]) -> pd.DataFrame:
    """Results as the DataFrame that `sweep` describes, by network and layer."""
    import pandas as pd

    found = sorted(results, key=lambda result: result.network)
    networks = [experiments[result.network] for result in found]
    layers = [len(experiment.sizes) - 1 for experiment in networks]

    def each(values: Iterable[object]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        """One value a network, repeated for its layers."""
        return np.repeat(np.array([*values, None], dtype=object)[:-1], layers)

    columns: dict[str, object] = {
        "network": each(result.network for result in found).astype(np.int64),
        "settings": each(urlencode(experiment.to_query()) for experiment in networks),
        "depth": each(len(experiment.hidden_layers) for experiment in networks).astype(np.int64),
        "activation": each(experiment.activation for experiment in networks),
        "initializer": each(experiment.initializer for experiment in networks),
        "seed": each(experiment.seed for experiment in networks).astype(np.int64),
        "layer": np.concatenate([np.arange(1, n + 1) for n in layers] or [np.zeros(0, np.int64)]),
        "units": np.array([n for experiment in networks for n in experiment.sizes[1:]], dtype=np.int64),
    }
    for name in MEASURES:
        columns[name] = np.concatenate([result.measures[name] for result in found] or [np.zeros(0)])
    columns["loss"] = each(result.loss for result in found).astype(np.float64)
    columns["step"] = each(result.step for result in found).astype(np.int64)
    columns["diverged"] = pd.Series(each(result.diverged for result in found), dtype="Int64")
    return pd.DataFrame(columns)


def over_seeds(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """A measure's median and quartiles over seeds.

    Args:
        rows: what `sweep` gives, of experiments that were drawn from several seeds; a column "name" is kept.
        measure: a name in MEASURES, or "loss".

    Returns:
        One row per setting and layer: settings without the seed, depth, activation, initializer, layer, lower
        (quartile), median, upper (quartile), and seeds, those that they are of.
    """
    import pandas as pd

    keys = [key for key in ("name", *_SETTING) if key in rows]
    apart = rows["settings"].str.replace(r"(^|&)seed=\d+", "", regex=True).str.lstrip("&")
    groups = rows.assign(settings=apart).groupby(keys, sort=False)
    shares = {"lower": 0.25, "median": 0.5, "upper": 0.75}
    found = pd.DataFrame({name: groups[measure].quantile(share) for name, share in shares.items()})
    seeds = groups["seed"].agg(lambda column: " ".join(map(str, sorted(column))))
    return found.assign(seeds=seeds).reset_index()


_SETTING = ("settings", "depth", "activation", "initializer", "layer")
