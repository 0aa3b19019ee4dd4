"""What a CSV file holds: named columns of texts, and what is known of them as numbers.

A cell that is no number in a column of numbers is not refused here, since the person may say that the column
is categorical: it is listed as `bad`, and `mlp_core.data.table.prepare` refuses it by name when it is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from typing import Literal

import numpy as np

from mlp_core.data.dates import calendar
from mlp_core.data.frame import Frame
from mlp_core.data.numerals import (
    AMONG_NUMBERS,
    Writing,
    is_grouped,
    is_missing,
    is_number,
    looks_like_number,
    mostly,
    other,
    pointed,
    values_of,
)
from mlp_core.errors import TableError
from mlp_core.nn.steps import Array
from mlp_core.pauses import in_parts, pause

Kind = Literal["numeric", "categorical", "calendar"]
"""What a column is used as: numbers; texts; of dates, the year and the categories month and weekday."""

_CODE = re.compile(r"[+-]?0\d")
"""What begins so is a code: 01 and 1 are two of them."""
_PARTS = {"year": lambda day: day.year, "month": lambda day: day.month, "weekday": date.isoweekday}
"""What a date is taken apart into: name -> a number, of weekdays 1 for Monday."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file.

    Attributes:
        name: as the header has it, without spaces around it. A person's text: never markup.
        texts: every cell, without spaces around it.
        kind: what its cells look like; `used_as` for another opinion.
        values: (rows,) of float64, NaN where a cell is missing or bad; may be infinite. Read-only.
        missing: (rows,) of bool. Read-only.
        row_numbers: (rows,), the row of each cell in the file, as a spreadsheet counts. Read-only.
        writing: how its numbers are written, and what of that is no part of their value.
    """

    name: str
    texts: tuple[str, ...]
    kind: Kind
    values: Array
    missing: Array
    row_numbers: Array
    writing: Writing = field(default_factory=Writing)

    @cached_property
    def category_of(self) -> dict[str, str]:
        """known text -> its category: itself, or where all are numbers the shortest text of the same number.

        Numbers are compared digit by digit, as float64 holds only 16 of them; codes such as 01 are texts.
        """
        place = dict(zip(self.texts, range(len(self.texts)), strict=True))
        value = {text: float(self.values[i]) for text, i in place.items() if not self.missing[i]}
        if self.has_bad or any(map(_CODE.match, value)):
            return {text: text for text in value}
        same = {text: self._exactly(text, number) for text, number in in_parts(value.items())}
        pause()
        shortest: dict[float | Decimal, str] = {}
        for text in sorted(value, key=lambda text: (len(text), text)):
            shortest.setdefault(same[text], text)
        return {text: shortest[same[text]] for text in value}

    def _exactly(self, text: str, value: float) -> float | Decimal:
        """The number that a cell writes, to its last digit where it is plainly written."""
        if not self.writing.plain or not np.isfinite(value):
            return value
        return Decimal(pointed(text, self.writing.decimal))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The distinct categories, sorted: by value where all are numbers, as texts otherwise."""
        known = sorted(set(self.category_of.values()))
        pause()
        if self.has_bad:
            return tuple(known)
        value = dict(zip(self.texts, self.values.tolist(), strict=True))
        return tuple(sorted(known, key=lambda text: (value[text], text)))

    @cached_property
    def codes(self) -> Array:
        """(rows,), the place of each cell's category among `categories`, -1 where it is missing."""
        place = {category: i for i, category in enumerate(self.categories)}
        index = {text: place[category] for text, category in self.category_of.items()}
        pause()
        return np.fromiter(map(index.get, self.texts, repeat(-1)), int, len(self.texts))

    def used_as(self, kind: Kind | None) -> Column:
        """The same column, of another kind; itself, with what it has computed, for None or its own."""
        return self if kind in (None, self.kind) else replace(self, kind=kind)

    @cached_property
    def has_bad(self) -> bool:
        """Whether a known cell is no number; `bad` names them, which takes time where all cells are texts."""
        return bool((np.isnan(self.values) & ~self.missing).any())

    @cached_property
    def bad(self) -> tuple[tuple[int, str], ...]:
        """(row in the file, text) of every known cell that is no number."""
        places = np.flatnonzero(np.isnan(self.values) & ~self.missing)
        return tuple((int(self.row_numbers[i]), self.texts[i]) for i in places)

    def taken_apart(self) -> tuple[Column, ...]:
        """A column of dates as those of their year, month and weekday, without the ones that are constant.

        Raises:
            TableError: "no_date".
        """
        if not self.writing.date:
            raise TableError("no_date", column=self.name)
        return tuple(column for name in _PARTS if not (column := self._part(name)).constant)

    def _part(self, name: str) -> Column:
        found = calendar(self.values.tolist(), self.writing.first, _PARTS[name])
        texts = tuple("" if part is None else str(part) for part in found)
        values = np.array([np.nan if part is None else part for part in found], float)
        kind: Kind = "numeric" if name == "year" else "categorical"
        return Column(f"{self.name} ({name})", texts, kind, values, np.isnan(values), self.row_numbers)

    @property
    def constant(self) -> bool:
        """Whether its known cells are all the same, or there are none."""
        if self.kind == "categorical" or self.has_bad:
            return len(self.categories) <= 1
        known = self.values[~self.missing]
        return bool((known[1:] == known[:-1]).all())

    def __repr__(self) -> str:
        counts = f"{len(self.texts)} cells, {self.missing.sum()} missing"
        bad = f", {len(self.bad)} bad" if self.kind == "numeric" and self.bad else ""
        return f"Column({self.name!r}, {self.kind}, {counts}{bad})"


@dataclass(frozen=True, eq=False)
class Sheet:
    """A CSV file that was read.

    Attributes:
        rows: how many rows of data; blank ones and those of the frame do not count.
        delimiter, decimal: the signs between cells, and in numbers.
        encoding: how the letters were written, by Python's name.
        frame: where the table lies in the file.
    """

    columns: tuple[Column, ...]
    rows: int
    delimiter: str
    decimal: str
    encoding: str
    frame: Frame = field(default_factory=lambda: Frame(1))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the order of the file."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; raises TableError "unknown_column"."""
        if name not in self._named:
            raise TableError("unknown_column", column=name)
        return self._named[name]

    @cached_property
    def _named(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def bad_cell(self, column: Column) -> TableError:
        """The error that names the first bad cell of a column, and what it looks like."""
        row, text = column.bad[0]
        written = column.writing
        if not written.plain:
            like = next(t for t, v in zip(column.texts, column.values.tolist(), strict=True) if v == v)
            return TableError("unlike", row, column.name, text=text, like=like)
        decimal = is_number(text, other(written.decimal))
        if is_grouped(text) and not (decimal and self.delimiter != ","):
            return TableError("thousands", row, column.name, text=text)
        if decimal:
            signs = {"found": other(written.decimal), "expected": written.decimal}
            return TableError("mixed_decimals", row, column.name, text=text, **signs)
        return TableError("text_in_number", row, column.name, text=text)

    def __repr__(self) -> str:
        return f"Sheet({self.rows} rows, {len(self.columns)} columns, {self.delimiter!r}, {self.encoding})"


def make_column(name: str, texts: tuple[str, ...], decimal: str, row_numbers: Array) -> Column:
    """A column from its stripped texts: numbers parsed, missing cells marked, its kind detected."""
    distinct = set(texts)
    unknown = {text for text in in_parts(distinct) if is_missing(text)}
    known_texts = [text for text in dict.fromkeys(texts) if text not in unknown]
    pause()
    value, writing = values_of(known_texts, decimal)
    pause()
    value |= dict.fromkeys(unknown, np.nan)
    values = np.fromiter(map(value.__getitem__, texts), float, len(texts))
    missing = _among(texts, unknown)
    known = int((~missing).sum())
    bad = [texts[i] for i in np.flatnonzero(np.isnan(values) & ~missing)]
    kind = _kind(bad, known, writing)
    if kind == "categorical" and known:
        missing = _among(texts, {text for text in unknown if text.lower() not in AMONG_NUMBERS})
        writing = replace(writing, date="") if writing.date else writing
    for array in (values, missing, row_numbers):
        array.flags.writeable = False
    return Column(name, texts, kind, values, missing, row_numbers, writing)


def _among(texts: tuple[str, ...], some: set[str]) -> Array:
    """Which of the texts are one of these, (rows,) of bool."""
    return np.array([text in some for text in texts], bool) if some else np.zeros(len(texts), bool)


def _kind(bad: list[str], known: int, writing: Writing) -> Kind:
    """Numeric, where enough of the known cells look like numbers, though some may be bad ones."""
    alike = {text for text in in_parts(set(bad)) if looks_like_number(text)} if writing.plain else set()
    others = sum(text not in alike for text in bad) if alike else len(bad)
    return "numeric" if mostly(known - others, known) else "categorical"
