"""A column as numbers: the inputs that a feature becomes, and the targets y."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core.data.sheet import Column
from mlp_core.errors import TableError
from mlp_core.nn.steps import Array

MAX_CATEGORIES = 50
"""Of a categorical feature, and classes of a target."""
MAX_NUMBERS = 5_000_000
"""In x, 40 MB as float64: categories multiply what a file of 2 MB holds."""


@dataclass(frozen=True)
class Feature:
    """A column as inputs.

    Attributes:
        names: of its inputs, one or several.
        values: (rows,). Of one input its numbers, NaN in rows whose cell is missing. Of several inputs the
            place of the one that is 1 while the others are 0, and -1 in those rows.
        gaps: in how many rows the cell is missing.
        categorical: whether the column holds categories. Two of them make one input, which is 0 or 1; more
            make an input each.
    """

    names: tuple[str, ...]
    values: Array
    gaps: int
    categorical: bool


def _codes(column: Column, kept: Array) -> tuple[Array, tuple[str, ...]]:
    """Each kept row's index into the categories that occur in them, -1 for a missing cell; and these."""
    codes = column.codes[kept]
    present = np.unique(codes[codes >= 0])
    found = np.where(codes < 0, -1, np.searchsorted(present, codes))
    return found, tuple(column.categories[i] for i in present)


def encode_feature(column: Column, kept: Array) -> Feature:
    """A column of the kept rows as inputs."""
    gone = column.missing[kept]
    if gone.all():
        raise TableError("empty_column", column=column.name)
    gaps = int(gone.sum())
    if column.kind == "numeric":
        _check_varies(column, kept[~gone], "constant")
        return Feature((column.name,), column.values[kept], gaps, categorical=False)
    codes, categories = _codes(column, kept)
    if len(categories) == 1:
        raise TableError("constant", column=column.name, text=categories[0])
    if len(categories) > MAX_CATEGORIES:
        raise TableError(
            "too_many_categories", column=column.name, count=len(categories), limit=MAX_CATEGORIES
        )
    names = tuple(f"{column.name} = {text}" for text in categories)
    if len(names) > 2:
        return Feature(names, codes, gaps, categorical=True)
    return Feature(names[1:], np.where(codes < 0, np.nan, codes), gaps, categorical=True)


def _check_varies(column: Column, known: Array, problem: str) -> None:
    """Refuse numbers that are all the same in these rows."""
    values = column.values[known]
    if (values == values[0]).all():
        raise TableError(problem, column=column.name, text=column.texts[known[0]])


def encode_target(column: Column, kept: Array) -> tuple[Array, Array | None, tuple[str, ...]]:
    """y, labels and classes of a Table."""
    if column.kind == "numeric":
        _check_varies(column, kept, "constant_target")
        return column.values[kept][:, None], None, ()
    labels, classes = _codes(column, kept)
    if len(classes) == 1:
        raise TableError("one_class", column=column.name, text=classes[0])
    if len(classes) > MAX_CATEGORIES:
        raise TableError("too_many_classes", column=column.name, count=len(classes), limit=MAX_CATEGORIES)
    y = labels[:, None].astype(float) if len(classes) == 2 else np.eye(len(classes))[labels]
    return y, labels, classes


def side_by_side(features: Sequence[Feature], rows: int) -> Array:
    """The inputs side by side, (rows, n_in), NaN where a cell is missing."""
    inputs = sum(len(feature.names) for feature in features)
    if inputs * rows > MAX_NUMBERS:
        raise TableError("too_wide", inputs=inputs, rows=rows, count=inputs * rows, limit=MAX_NUMBERS)
    x, first = np.zeros((rows, inputs)), 0
    for feature in features:
        width = len(feature.names)
        if width == 1:
            x[:, first] = feature.values
        else:
            x[:, first : first + width] = feature.values[:, None] == np.arange(width)
            x[feature.values < 0, first : first + width] = np.nan
        first += width
    return x


def categorical_inputs(features: Sequence[Feature]) -> tuple[tuple[int, int], ...]:
    """(first input, inputs) of every categorical one of the features that stand side by side."""
    widths = [len(feature.names) for feature in features]
    firsts = np.cumsum([0, *widths]).tolist()
    found = zip(features, firsts, widths, strict=False)
    return tuple((first, width) for feature, first, width in found if feature.categorical)
