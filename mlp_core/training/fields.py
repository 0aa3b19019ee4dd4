"""What each setting of an Experiment may be, taken by itself: its limits, and the check of its value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from mlp_core.data.datasets import CSV, DATASETS
from mlp_core.errors import ExperimentError
from mlp_core.nn.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from mlp_core.nn.initializers import GIVEN, INITIALIZERS
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.normalization import NORMALIZATIONS
from mlp_core.nn.steps import DTYPES
from mlp_core.optim.optimizers import OPTIMIZERS
from mlp_core.optim.schedules import SCHEDULES
from mlp_core.training.checks import between, integer, positive, switch
from mlp_core.training.stopping import STOPS

MAX_HIDDEN_LAYERS = 50
MAX_WIDTH = 512
MAX_PARAMETERS = 2_000_000
MAX_SEED = 2**32 - 1
MAX_CELLS = 6_000_000
"""Units times samples of a batch: 48 MB for each kind of array (activations, deltas, ...)."""
MAX_TEST_SHARE = 0.9
MAX_NOISE = 2.0
MAX_PERIOD = 10**6
MAX_PENALTY = MAX_STOP = 1e6


def named(table: Mapping[str, object], field: str, value: object) -> str:
    """A name in the table."""
    if not isinstance(value, str) or value not in table:
        raise ExperimentError(field, value, "one_of", names=", ".join(table))
    return value


def widths(field: str, value: object) -> tuple[int, ...]:
    """The widths of hidden layers."""
    found = () if isinstance(value, str | bytes) or not isinstance(value, Iterable) else tuple(value)
    if not 1 <= len(found) <= MAX_HIDDEN_LAYERS:
        raise ExperimentError(field, value, "widths", most=MAX_HIDDEN_LAYERS, widest=MAX_WIDTH)
    return tuple([integer(field, width, 1, MAX_WIDTH, "width") for width in found])


_seed = partial(integer, low=0, high=MAX_SEED)
_penalty = partial(between, most=MAX_PENALTY)

CHECKS: dict[str, Callable[[str, object], object]] = {
    "dataset": partial(named, {**DATASETS, CSV: None}),
    "activation": partial(named, ACTIVATIONS),
    "output_activation": partial(named, OUTPUT_ACTIVATIONS),
    "initializer": partial(named, {**INITIALIZERS, GIVEN: None}),
    "loss": partial(named, LOSSES),
    "optimizer": partial(named, OPTIMIZERS),
    "normalization": partial(named, NORMALIZATIONS),
    "dtype": partial(named, DTYPES),
    "schedule": partial(named, SCHEDULES),
    "stop_when": partial(named, STOPS),
    "hidden_layers": widths,
    "learning_rate": positive,
    "gain": positive,
    "l1": _penalty,
    "l2": _penalty,
    "stop_at": partial(between, most=MAX_STOP),
    "train_biases": switch,
    "residual": switch,
    "standardize": switch,
    "seed": _seed,
    "split_seed": _seed,
    "period": partial(integer, low=1, high=MAX_PERIOD),
    "test_share": partial(between, most=MAX_TEST_SHARE),
}
"""field -> the check of its value, by itself: (field, value) -> the value in plain form, or ExperimentError.

What depends on the data as well (samples, noise, batch_size, table) is checked by the Experiment.
"""
