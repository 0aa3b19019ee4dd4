"""A person's own file in this session: what was read of it, and what the person wants of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from mlp_core import Experiment
from mlp_core.data.csv import Sheet, read_csv
from mlp_core.data.datasets import CSV
from mlp_core.data.load import test_size
from mlp_core.data.table import (
    Table,
    missing_cells,
    prepare,
    suggest_features,
    suggest_kinds,
    suggest_target,
    unsuited,
)
from mlp_core.errors import TableError
from mlp_core.training.presets import HELD_BACK, suited

STEPS, EPOCHS = 300, 5
"""How long a person's data is trained on: so many steps, and so many epochs at least."""
_BATCHES = ((100, None), (1000, 16), (10_000, 32))
"""Samples to train on -> how many a step takes, where there are at most so many; 256 beyond."""
_NETWORK = Experiment(
    hidden_layers=(8,), activation="tanh", initializer="xavier", optimizer="adam", learning_rate=0.02, seed=1
)


@dataclass
class Upload:
    """One file.

    Attributes:
        name: the file's, a person's own text.
        number: which file of this session it is, for the keys of widgets.
        sheet: what was read, or None.
        problem: why it could not be read, or None.
        target, features: the columns chosen.
        by_hand: column -> kind, where the person knows better.
        missing: "drop" or "mean".
    """

    name: str
    number: int
    sheet: Sheet | None = None
    problem: TableError | None = None
    target: str = ""
    features: tuple[str, ...] = ()
    by_hand: dict[str, str] = field(default_factory=dict)
    missing: str = "drop"
    _made: tuple[object, Table | TableError] | None = None

    def aim_at(self, target: str) -> None:
        """Take another column as the target; the features are the suggested ones, or the person's own."""
        assert self.sheet
        own = self.target and self.features != suggest_features(self.sheet, self.target)
        if own:
            self.features = tuple(name for name in self.features if name != target)
        else:
            self.features = suggest_features(self.sheet, target)
        self.target = target

    @property
    def kinds(self) -> dict[str, str]:
        """Every column's kind, as it is suggested or as the person has it."""
        assert self.sheet
        return {**suggest_kinds(self.sheet, self.target), **self.by_hand}

    @property
    def used(self) -> tuple[str, ...]:
        """The columns chosen, the target first."""
        return self.target, *self.features

    @property
    def gaps(self) -> tuple[tuple[str, int, int], ...]:
        """(column, how many cells, row of the first) of the chosen columns that miss any."""
        assert self.sheet
        return missing_cells(self.sheet, self.used)

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """(column, why) of those that were not suggested and are not chosen."""
        assert self.sheet
        others = [column for column in self.sheet.columns if column.name not in self.used]
        return [(column.name, why) for column in others if (why := unsuited(column))]

    @cached_property
    def about(self) -> list[tuple[str, int, int, int]]:
        """(name, different values, missing cells, row of the first) of every column of the file."""
        assert self.sheet
        gaps = {name: (count, row) for name, count, row in missing_cells(self.sheet, self.sheet.names)}
        return [(c.name, len(set(c.texts)), *gaps.get(c.name, (0, 0))) for c in self.sheet.columns]

    def prepared(self) -> Table | TableError:
        """The data as they would be trained on, or why they cannot; made once for the same choices."""
        assert self.sheet
        kinds = {name: kind for name, kind in self.kinds.items() if name in self.used}
        choices = (self.target, self.features, tuple(kinds.items()), self.missing)
        if self._made is None or self._made[0] != choices:
            try:
                made = prepare(self.sheet, self.target, self.features, kinds, self.missing, self.name)
                self._made = choices, made
            except TableError as problem:
                self._made = choices, problem
        return self._made[1]


def read(name: str, number: int, data: bytes) -> Upload:
    """A file, with what is suggested of its columns."""
    try:
        upload = Upload(name, number, read_csv(data))
        assert upload.sheet
        upload.aim_at(suggest_target(upload.sheet))
        return upload
    except TableError as problem:
        return Upload(name, number, problem=problem)


def network_for(table: Table) -> Experiment:
    """A small network that suits a person's data.

    Raises:
        ExperimentError: where the data are too wide for it.
    """
    trained = len(table.x) - test_size(len(table.x), HELD_BACK)
    batch = next((batch for most, batch in _BATCHES if trained <= most), 256)
    return replace(suited(_NETWORK, CSV, table), batch_size=batch)


def steps_for(experiment: Experiment) -> int:
    """How many steps that network is to have."""
    return max(STEPS, EPOCHS * experiment.steps_per_epoch)
