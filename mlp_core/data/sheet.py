"""What a CSV file holds: named columns of texts, and what is known of them as numbers.

A cell that is no number in a column of numbers is not refused here, since the person may say that the column
is categorical: it is listed as `bad`, and `mlp_core.data.table.prepare` refuses it by name when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

import numpy as np

from mlp_core.errors import TableError
from mlp_core.nn.steps import Array

Kind = Literal["numeric", "categorical"]

AMONG_NUMBERS = frozenset({"-", "none"})
"""What says so only in a column of numbers: among texts it is a category, as + and - are."""
MISSING = frozenset({"", "na", "n/a", "nan", "null", "?"}) | AMONG_NUMBERS
"""What is written for a value that is not known, in small letters."""
FEW_BAD, BAD_SHARE = 3, 0.1
"""A column is numeric where most of its known cells look like numbers, and no more than so many, or than this
share of them, do not: those are mistakes to be named, not categories."""

# Each alternative can match in one way only, so that 100,000 digits and a letter fail in one go.
_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?", re.ASCII | re.IGNORECASE
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[., '’\xa0\u202f]\d{3})+(?:[.,]\d+)?", re.ASCII)
_FLAGS = re.ASCII | re.MULTILINE | re.IGNORECASE
_DECIMALS = {sign: re.compile(rf"^[+-]?\d*[{sign}]\d+(?:e[+-]?\d+)?$", _FLAGS) for sign in ".,"}
_SWAP = str.maketrans(".,", ",.")
_BETWEEN = "\x1f"  # no text that is read has a control character
_PLAIN = re.compile(rf"[-+.\de{_BETWEEN}]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file.

    Attributes:
        name: as the header has it, without spaces around it. A person's text: never markup.
        texts: every cell, without spaces around it.
        kind: what its cells look like; `dataclasses.replace(column, kind=...)` for another opinion.
        values: (rows,) of float64, NaN where a cell is missing or bad; may be infinite. Read-only.
        missing: (rows,) of bool. Read-only.
        row_numbers: (rows,), the row of each cell in the file, whose header is row 1. Read-only.
    """

    name: str
    texts: tuple[str, ...]
    kind: Kind
    values: Array
    missing: Array
    row_numbers: Array

    @cached_property
    def category_of(self) -> dict[str, str]:
        """known text -> its category: itself, or where all are numbers the shortest text of its value."""
        known = zip(self.texts, self.values.tolist(), self.missing.tolist(), strict=True)
        value = {text: number for text, number, gone in known if not gone}
        if self.bad:
            return {text: text for text in value}
        shortest: dict[float, str] = {}
        for text in sorted(value, key=lambda text: (len(text), text)):
            shortest.setdefault(value[text], text)
        return {text: shortest[number] for text, number in value.items()}

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The distinct categories, sorted: by value where all are numbers, as texts otherwise."""
        known = sorted(set(self.category_of.values()))
        value = dict(zip(self.texts, self.values.tolist(), strict=True))
        return tuple(known if self.bad else sorted(known, key=value.__getitem__))

    @cached_property
    def bad(self) -> tuple[tuple[int, str], ...]:
        """(row in the file, text) of every known cell that is no number."""
        places = np.flatnonzero(np.isnan(self.values) & ~self.missing)
        return tuple((int(self.row_numbers[i]), self.texts[i]) for i in places)

    @property
    def constant(self) -> bool:
        """Whether its known cells are all the same, or there are none."""
        if self.kind == "categorical" or self.bad:
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
        rows: how many rows of data; the header and blank rows do not count.
        delimiter, decimal: the signs between cells, and in numbers.
        encoding: how the letters were written, by Python's name.
    """

    columns: tuple[Column, ...]
    rows: int
    delimiter: str
    decimal: str
    encoding: str

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the order of the file."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; raises TableError "unknown_column"."""
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError("unknown_column", column=name)

    def bad_cell(self, column: Column) -> TableError:
        """The error that names the first bad cell of a column, and what it looks like."""
        row, text = column.bad[0]
        other = self.decimal.translate(_SWAP)
        decimal = is_number(text, other)
        if _GROUPED.fullmatch(text) and not (decimal and self.delimiter != ","):
            return TableError("thousands", row, column.name, text=text)
        if decimal:
            signs = {"found": other, "expected": self.decimal}
            return TableError("mixed_decimals", row, column.name, text=text, **signs)
        return TableError("text_in_number", row, column.name, text=text)

    def __repr__(self) -> str:
        return f"Sheet({self.rows} rows, {len(self.columns)} columns, {self.delimiter!r}, {self.encoding})"


def is_missing(text: str) -> bool:
    """Whether a cell says that its value is not known."""
    return text.lower() in MISSING


def is_number(text: str, decimal: str) -> bool:
    """Whether a cell is a number, perhaps an infinite one, with that decimal sign."""
    return _NUMBER.fullmatch(text.translate(_SWAP) if decimal == "," else text) is not None


def looks_like_number(text: str) -> bool:
    """Whether a person would take it for a number: either decimal sign, or separators between thousands."""
    return is_number(text, ".") or is_number(text, ",") or _GROUPED.fullmatch(text) is not None


def decimal_sign(columns: Iterable[Sequence[str]]) -> str:
    """The decimal sign of most numbers in these columns of texts; a point where there is none."""
    text = "\n".join(chain.from_iterable(columns))
    points, commas = (len(_DECIMALS[sign].findall(text)) for sign in ".,")
    return "," if commas > points else "."


def make_column(name: str, texts: tuple[str, ...], decimal: str, row_numbers: Array) -> Column:
    """A column from its stripped texts: numbers parsed, missing cells marked, its kind detected."""
    distinct = set(texts)
    unknown = {text for text in distinct if is_missing(text)}
    value = _values(list(distinct - unknown), decimal) | dict.fromkeys(unknown, np.nan)
    values = np.array([value[text] for text in texts], float)
    missing = _among(texts, unknown)
    known = int((~missing).sum())
    kind = _kind([texts[i] for i in np.flatnonzero(np.isnan(values) & ~missing)], known)
    if kind == "categorical" and known:
        missing = _among(texts, {text for text in unknown if text.lower() not in AMONG_NUMBERS})
    for array in (values, missing, row_numbers):
        array.flags.writeable = False
    return Column(name, texts, kind, values, missing, row_numbers)


def _among(texts: tuple[str, ...], some: set[str]) -> Array:
    """Which of the texts are one of these, (rows,) of bool."""
    return np.array([text in some for text in texts], bool) if some else np.zeros(len(texts), bool)


def _values(texts: list[str], decimal: str) -> dict[str, float]:
    """text -> number, NaN for what is none."""
    plain = texts if decimal == "." else [text.translate(_SWAP) for text in texts]
    if _PLAIN.fullmatch(_BETWEEN.join(plain)):  # Python also takes 1_000 and the digits of other scripts
        try:
            return dict(zip(texts, map(float, plain), strict=True))
        except ValueError:
            pass
    return {t: float(p) if _NUMBER.fullmatch(p) else np.nan for t, p in zip(texts, plain, strict=True)}


def _kind(bad: list[str], known: int) -> Kind:
    """Numeric, where enough of the known cells look like numbers, though some may be bad ones."""
    alike = {text for text in set(bad) if looks_like_number(text)}
    others = sum(text not in alike for text in bad)
    return "numeric" if others <= max(FEW_BAD, BAD_SHARE * known) and 2 * others < known else "categorical"
