"""What a sweep finds out: a result a network, and all of them as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from mlp_core.analysis.profile import MEASURES, Measures
from mlp_core.training.experiment import Experiment

if TYPE_CHECKING:
    import pandas as pd


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


def nothing(network: int, experiment: Experiment) -> Result:
    """Of a network whose very first loss is not finite."""
    unknown = np.full(len(experiment.sizes) - 1, np.nan)
    return Result(network, dict.fromkeys(MEASURES, unknown), float("nan"), diverged=0)


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
