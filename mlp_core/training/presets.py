"""Named Experiments to begin with, and the settings that suit a data set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mlp_core.data.datasets import BINARY, CLASSES, CSV, DATASETS, REGRESSION, Dataset
from mlp_core.data.table import Table, of_table
from mlp_core.nn.initializers import GIVEN
from mlp_core.training.experiment import Experiment

HELD_BACK = 0.25
"""The share to test on, where there are samples enough."""
_ENOUGH = 20

_HEADS = {REGRESSION: ("linear", "mse"), BINARY: ("sigmoid", "bce"), CLASSES: ("softmax", "cross_entropy")}
"""task -> the output activation and the loss that go with it."""
_MEASURED = ("iris", "penguins", CSV)
"""Data sets whose inputs have units of their own, so that they are standardised."""


def _suiting(name: str, data: Dataset) -> dict[str, Any]:
    output, loss = _HEADS[data.task]
    return {
        "dataset": name,
        "output_activation": output,
        "loss": loss,
        "samples": None,
        "noise": None,
        "batch_size": None,
        "test_share": HELD_BACK if data.samples >= _ENOUGH else 0.0,
        "standardize": name in _MEASURED,
    }


def suited(experiment: Experiment, dataset: str, table: Table | None = None) -> Experiment:
    """These settings on another data set, with an output, a loss and a split that suit it.

    The tutorial's sample and Mazur's take what they were published with.

    Args:
        dataset: a name in DATASETS, or "csv" for `table`.

    Raises:
        ExperimentError: where the layers are too large for it.
    """
    data = DATASETS[dataset] if table is None else of_table(table)
    changes = _suiting(dataset, data) | {"table": table}
    if dataset in ("tutorial", "mazur"):
        published = PRESETS[dataset]
        changes |= {"output_activation": published.output_activation, "loss": published.loss}
    if experiment.initializer == GIVEN:
        changes["initializer"] = "xavier"
    if experiment.normalization == "batch":
        changes["normalization"] = "none"
    if experiment.stop_when == "accuracy" and data.task == REGRESSION:
        changes["stop_when"] = "never"
    return replace(experiment, **changes)


def _preset(dataset: str, hidden: tuple[int, ...], learning_rate: float, **settings: Any) -> Experiment:
    """A small network that learns a data set well, by Adam."""
    usual: dict[str, Any] = {"activation": "tanh", "initializer": "xavier", "optimizer": "adam", "seed": 1}
    return Experiment(
        **_suiting(dataset, DATASETS[dataset])
        | usual
        | {"hidden_layers": hidden, "learning_rate": learning_rate}
        | settings
    )


PRESETS: dict[str, Experiment] = {
    "tutorial": Experiment(),
    "mazur": Experiment(
        dataset="mazur", hidden_layers=(2,), initializer=GIVEN, loss="sse", learning_rate=0.5, seed=0,
        train_biases=False,
    ),
    "xor": Experiment(
        dataset="xor", hidden_layers=(2,), activation="tanh", initializer="xavier", learning_rate=0.5, seed=6
    ),
    "gaussians": _preset("gaussians", (2,), 0.03, batch_size=10),
    "circles": _preset("circles", (4,), 0.03, batch_size=10),
    "moons": _preset("moons", (6,), 0.03, batch_size=10),
    "spirals": _preset("spirals", (8, 8), 0.02, samples=300),
    "three_spirals": _preset("three_spirals", (8, 8), 0.02, samples=300, batch_size=15),
    "sine": _preset("sine", (8, 8), 0.01, batch_size=10),
    "plane": _preset("plane", (2,), 0.03, batch_size=10, optimizer="sgd"),
    "iris": _preset("iris", (8,), 0.02, batch_size=16),
    "penguins": _preset("penguins", (8,), 0.02, batch_size=16),
    "digits": _preset("digits", (64,), 0.002, batch_size=32, activation="relu", initializer="he"),
}  # fmt: skip
"""name -> a named Experiment: the tutorial's run; M. Mazur's worked example (2015), whose error is a sum and
whose biases are not updated; exclusive or; and one that learns each of the other data sets."""

STEPS = {
    "xor": 500, "gaussians": 300, "circles": 1000, "moons": 1000, "spirals": 1500, "three_spirals": 2000,
    "sine": 1000, "plane": 300, "iris": 300, "penguins": 300, "digits": 1000,
}  # fmt: skip
"""name -> how many steps a preset is worth watching for, where 100 are too few."""
