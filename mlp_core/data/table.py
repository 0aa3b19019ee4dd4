"""From columns of a person's file to what a network learns from: inputs x and targets y, as numbers.

A numeric column is one input. A categorical one of two categories is one input, 0 or 1; one of k categories
is k inputs, of which one is 1 (one-hot). Nothing is standardised or filled in here: the experiment does that,
with what it measures on the training part alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal, cast, get_args

import numpy as np

from mlp_core.data.datasets import CSV, REGRESSION, Dataset, some
from mlp_core.data.encode import (
    categorical_inputs,
    encode_feature,
    encode_target,
    side_by_side,
)
from mlp_core.data.sheet import Column, Kind, Sheet
from mlp_core.errors import TableError
from mlp_core.nn.steps import Array

MIN_ROWS = 4
MAX_NUMBER = 1e100
"""Squares of larger numbers, and their sums, leave the range of float64."""
Missing = Literal["drop", "mean"]
Task = Literal["regression", "binary", "classes"]


@dataclass(frozen=True, eq=False)
class Table:
    """Data of a person's own, ready to be split and standardised. Compared and hashed by its fingerprint.

    Attributes:
        name: what the person calls it, such as the file's name; no part of the fingerprint.
        x: (rows, n_in) of float64, read-only; NaN where a missing cell is to be filled in.
        y: (rows, n_out) of float64, read-only: the number itself, 0 and 1 of two classes, or one-hot.
        labels: (rows,), each row's index in `classes`, read-only; None for regression.
        classes: the target's categories, sorted; () for regression.
        feature_names: one an input: the column's, or "column = category".
        target_name: the target's column.
        kept: (rows,), each row's number in the file, as a spreadsheet counts; read-only.
        dropped: how many rows of data were left out for a missing value.
        filled: (column, how many cells) where missing values are to be filled in.
        one_of: (first input, inputs) of every categorical feature.
    """

    name: str
    x: Array
    y: Array
    labels: Array | None
    classes: tuple[str, ...]
    feature_names: tuple[str, ...]
    target_name: str
    kept: Array
    dropped: int
    filled: tuple[tuple[str, int], ...]
    one_of: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for array in (self.x, self.y, self.labels, self.kept):
            if array is not None:
                array.flags.writeable = False

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell this data, with its names, from all other."""
        names = (self.x.shape, self.y.shape, self.feature_names, self.target_name, self.classes, self.one_of)
        digest = hashlib.blake2b(repr(names).encode(), digest_size=8)
        for array in (self.x, self.y):
            digest.update(array.tobytes())
        return digest.hexdigest()

    @property
    def n_in(self) -> int:
        """The width of x."""
        return int(self.x.shape[1])

    @property
    def n_out(self) -> int:
        """The width of y."""
        return int(self.y.shape[1])

    @property
    def task(self) -> Task:
        """What is to be learned: a number, which of two, or which of several."""
        if not self.classes:
            return "regression"
        return "binary" if len(self.classes) == 2 else "classes"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        kind = f" ({len(self.classes)} classes)" if self.classes else ""
        sizes = f"{len(self.x)} rows, {self.n_in} inputs -> {self.target_name!r}{kind}"
        return f"Table({self.name!r}, {sizes}, {self.fingerprint})"


def prepare(
    sheet: Sheet,
    target: str,
    features: Sequence[str],
    kinds: Mapping[str, str] | None = None,
    missing: str = "drop",
    name: str = "",
) -> Table:
    """x and y of the chosen columns. Raises TableError for what cannot be learned from.

    Args:
        kinds: column -> "numeric" or "categorical", where the person knows better than `Column.kind`; or
            "calendar", which makes a year, a month and a weekday of a feature's dates.
        missing: "drop" leaves out the rows in which a used cell is missing. "mean" has features filled in,
            once it is known which rows are trained on (gaps.py). A row whose target is missing is always left
            out.
        name: for Table.name.
    """
    if missing not in ("drop", "mean") or not set((kinds or {}).values()) <= set(get_args(Kind)):
        raise ValueError(f"missing is {missing!r}, kinds are {kinds!r}")
    goal, *inputs = _columns(sheet, target, features, kinds or {})
    kept = _kept(sheet, goal, inputs if missing == "drop" else [])
    y, labels, classes = encode_target(goal, kept)
    found = [encode_feature(column, kept) for column in inputs]
    return Table(
        name,
        side_by_side(found, len(kept)),
        y,
        labels,
        classes,
        tuple(title for feature in found for title in feature.names),
        target,
        goal.row_numbers[kept],
        sheet.rows - len(kept),
        tuple((column.name, f.gaps) for column, f in zip(inputs, found, strict=True) if f.gaps),
        categorical_inputs(found),
    )


def missing_cells(sheet: Sheet, columns: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """(column, how many cells are missing, the first one's row in the file), of those that miss any."""
    found = [column for name in columns if (column := sheet.column(name)).missing.any()]
    return tuple((c.name, int(c.missing.sum()), int(c.row_numbers[c.missing.argmax()])) for c in found)


def _columns(sheet: Sheet, target: str, features: Sequence[str], kinds: Mapping[str, str]) -> list[Column]:
    """The target and the features, of the kinds that the person wants, all their cells usable or missing."""
    if not features:
        raise TableError("no_features")
    if target in features:
        raise TableError("target_is_feature", column=target)
    chosen = [sheet.column(name) for name in dict.fromkeys([target, *features])]
    columns = [column.used_as(cast(Kind | None, kinds.get(column.name))) for column in chosen]
    for column in columns:
        _check_cells(sheet, column)
    goal, *inputs = columns
    if goal.kind == "calendar":
        goal = goal.used_as("numeric")
    return [goal, *chain.from_iterable(map(_parts, inputs))]


def _parts(column: Column) -> tuple[Column, ...]:
    """What a feature becomes: itself, or what its dates are taken apart into."""
    if column.kind != "calendar":
        return (column,)
    if not (parts := column.taken_apart()):
        raise TableError("constant", column=column.name, text=column.texts[int(column.missing.argmin())])
    return parts


def _check_cells(sheet: Sheet, column: Column) -> None:
    """Refuse a column without values, and one of numbers in which a cell is none, or out of range."""
    if column.missing.all():
        raise TableError("empty_column", column=column.name)
    if column.kind == "calendar" and not column.writing.date:
        raise TableError("no_date", column=column.name)
    if column.has_bad:
        if column.kind == "categorical":  # of texts, among which "inf" is one too
            return
        raise sheet.bad_cell(column)
    huge = np.flatnonzero(np.abs(column.values) > MAX_NUMBER)
    if len(huge):
        row, text = int(column.row_numbers[huge[0]]), column.texts[huge[0]]
        raise TableError("infinite", row, column.name, text=text, limit=MAX_NUMBER)


def _kept(sheet: Sheet, goal: Column, needed: Sequence[Column]) -> Array:
    """The indices of the rows in which the target and the needed columns are known."""
    columns = [goal, *needed]
    kept = np.flatnonzero(~np.logical_or.reduce([column.missing for column in columns]))
    if sheet.rows < MIN_ROWS:
        raise TableError("few_rows", count=sheet.rows, limit=MIN_ROWS)
    if len(kept) < MIN_ROWS:
        worst = max(columns, key=lambda column: int(column.missing.sum()))
        lost = int(worst.missing.sum())
        raise TableError("dropped_rows", column=worst.name, count=len(kept), limit=MIN_ROWS, missing=lost)
    return kept


def of_table(table: Table) -> Dataset:
    """A person's own table as a data set."""

    def load(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
        chosen = some(rng, len(table.x), samples)
        return table.x[chosen], table.y[chosen]

    return Dataset(
        CSV, table.n_in, table.n_out, load, len(table.x), task=table.task,
        unit_targets=table.task != REGRESSION, features=table.feature_names, classes=table.classes,
        one_of=table.one_of,
    )  # fmt: skip
