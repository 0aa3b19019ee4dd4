"""The samples of a run, with the names of what they hold: what the page's figures and tables are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mlp_core import Experiment
from mlp_core.data.datasets import BINARY, CLASSES, REGRESSION
from mlp_core.data.load import Data, load
from mlp_core.nn.steps import Array
from mlp_core.training.inference import classes_of
from pages.shared.session import Run
from pages.shared.text import text


@dataclass(frozen=True)
class Shown:
    """A run's samples.

    Attributes:
        title: what the data are called; may be a person's own text.
        data: the samples.
        features: a name for every input; may be a person's own texts.
        targets: a name for every number to learn, or the one of the class.
        classes: what is told apart; empty where numbers are learned.
        labels: each sample's index in `classes`; None where numbers are learned.
        held: whether each sample is held back.
        standardized: whether the network is fed anything else than the inputs as they came.
        image: rows and columns, where the inputs are the pixels of a picture.
        file_rows: each sample's row in the person's file, if it is known.
    """

    title: str
    data: Data = field(repr=False)
    features: tuple[str, ...]
    targets: tuple[str, ...]
    classes: tuple[str, ...]
    labels: Array | None = field(repr=False)
    held: Array = field(repr=False)
    standardized: bool
    image: tuple[int, int] | None = None
    file_rows: Array | None = field(default=None, repr=False)

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.held)


def samples_of(run: Run) -> Shown:
    """The samples of a run, as its last settings have them."""
    experiment, trainer = run.plan.last, run.trainer
    same = trainer.experiment == experiment
    return shown(experiment, trainer.data if same else load(experiment)[0])


def shown(experiment: Experiment, data: Data) -> Shown:
    """An experiment's samples with their names."""
    source, table = experiment.data, experiment.table
    held = np.zeros(len(data.raw), bool)
    held[data.test] = True
    classes = source.classes
    if source.task == BINARY and not classes:
        classes = ("0", "1")
    elif source.task == CLASSES and not classes:
        classes = tuple(str(i) for i in range(source.n_out))
    whole = table is not None and experiment.sample_count == len(table.kept)
    return Shown(
        title=table.name if table else text(f"dataset.{experiment.dataset}"),
        data=data,
        features=_features(experiment),
        targets=_targets(experiment),
        classes=classes,
        labels=None if source.task == REGRESSION else classes_of(data.targets),
        held=held,
        standardized=experiment.standardize,
        image=source.image,
        file_rows=table.kept if table and whole else None,
    )


def _features(experiment: Experiment) -> tuple[str, ...]:
    source = experiment.data
    if source.features:
        return source.features
    if source.image:
        rows, columns = source.image
        return tuple(
            text("data.pixel", row=row + 1, column=column + 1)
            for row in range(rows)
            for column in range(columns)
        )
    return tuple(f"x{i + 1}" for i in range(source.n_in))


def _targets(experiment: Experiment) -> tuple[str, ...]:
    source, table = experiment.data, experiment.table
    if table:
        return (table.target_name,)
    if source.task != REGRESSION:
        return (text("data.class"),)
    return tuple(f"y{i + 1}" for i in range(source.n_out)) if source.n_out > 1 else ("y",)
