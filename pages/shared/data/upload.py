"""A person's own file in this session: what was read of it, and what the person wants of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from mlp_core import Experiment
from mlp_core.data.csv import Sheet, read_csv
from mlp_core.data.datasets import CSV
from mlp_core.data.load import test_size
from mlp_core.data.sheet import Column, Kind
from mlp_core.data.suggest import suggest_features, suggest_kinds, suggest_missing, suggest_target, unsuited
from mlp_core.data.table import Missing, Table, missing_cells, prepare
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
        data: its bytes, to be read in another way.
        encoding, header: how the person says it is to be read, or None.
        sheet: what was read, or None.
        problem: why it could not be read, or None.
        target, features: the columns chosen.
        by_hand: column -> kind, where the person knows better.
        missing: "drop" or "mean", as it is suggested or as the person has it.
    """

    name: str
    number: int
    data: bytes = field(default=b"", repr=False)
    encoding: str | None = None
    header: int | None = None
    sheet: Sheet | None = None
    problem: TableError | None = None
    target: str = ""
    features: tuple[str, ...] = ()
    by_hand: dict[str, Kind] = field(default_factory=dict)
    missing: Missing = "drop"
    _suggested: tuple[tuple[str, ...], Missing] = ((), "drop")
    _made: tuple[object, Table | TableError] | None = None

    def aim_at(self, target: str | None = None) -> None:
        """Take a column as the target, or the likeliest one; of features and gaps what is suggested with it,
        or the person's own choice.
        """
        assert self.sheet
        target = suggest_target(self.sheet) if target is None else target
        own_features = bool(self.target) and self.features != self._suggested[0]
        own_missing = bool(self.target) and self.missing != self._suggested[1]
        suggested = suggest_features(self.sheet, target)
        self.features = tuple(n for n in self.features if n != target) if own_features else suggested
        missing = suggest_missing(self.sheet, target, self.features, self.by_hand)
        self.missing = self.missing if own_missing else missing
        self._suggested, self.target = (suggested, missing), target

    @property
    def kinds(self) -> dict[str, Kind]:
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
    def left_out(self) -> list[tuple[Column, str]]:
        """(column, why) of those that were not suggested and are not chosen."""
        assert self.sheet
        others = [column for column in self.sheet.columns if column.name not in self.used]
        return [(column, why) for column in others if (why := unsuited(column))]

    @property
    def written(self) -> list[Column]:
        """The columns of numbers that are not plainly written."""
        assert self.sheet
        numbers = [column for column in self.sheet.columns if column.kind == "numeric"]
        usual = self.sheet.decimal
        return [c for c in numbers if not c.writing.plain or c.writing.decimal != usual]

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


def read(
    name: str, number: int, data: bytes, encoding: str | None = None, header: int | None = None
) -> Upload:
    """A file, with what is suggested of its columns.

    Args:
        encoding, header: as in read_csv.
    """
    upload = Upload(name, number, data, encoding, header)
    try:
        upload.sheet = read_csv(data, encoding, header)
        upload.aim_at()
    except TableError as problem:
        upload.sheet, upload.problem = None, problem
    return upload


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
