"""The frame of a person's table: which rows of the file are its columns' names and its data.

Files come with a title above the names, comments, a row of units below them, columns that a spreadsheet left
empty, names of rows without a name of their own, or no names at all. What is plain is recognised and said;
what is not is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mlp_core.data.numerals import is_affixed, is_missing, looks_like_number
from mlp_core.errors import TableError

Rows = list[list[str]]

MAX_ROWS, MAX_COLUMNS = 100_000, 500
YEARS = range(1800, 2101)
"""Numbers that a header may have as names."""
INDEX = "index"
"""What a first column without a name is called."""
NO_HEADER = 0
"""In place of a header's row: there is none, and the columns are called 1, 2, 3 and so on."""
MOST_ABOVE = 50
"""So many rows may stand above the names."""
MOST_BELOW = 200
"""So many rows below a row show whether it holds units."""
LONGEST_UNIT = 12
"""So many letters a unit has at most."""

_INVISIBLE = " \t\r\n\xa0\u200b\ufeff"
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclass(frozen=True)
class Frame:
    """Where a table lies in its file. Rows are counted as a spreadsheet does, from 1.

    Attributes:
        header: the row of the columns' names; NO_HEADER where there is none.
        above: the rows above that which are no part of the table: titles, comments.
        units: the row below the names that holds units, or None.
        empty: how many columns without a name and without a value were left out.
        row_names: whether the first column has no name, since it names the rows.
    """

    header: int
    above: tuple[int, ...] = ()
    units: int | None = None
    empty: int = 0
    row_names: bool = False


@dataclass(frozen=True)
class Framed:
    """A table taken out of its frame: every row of `body` as wide as `names`.

    Attributes:
        names: of the columns, each unlike the others.
        body: the rows of data, their cells as they are written.
        numbers: the row in the file of each of them.
    """

    frame: Frame
    names: list[str]
    body: Rows
    numbers: list[int]


def framed(numbers: Sequence[int], rows: Rows, header: int | None = None) -> Framed:
    """The table in these rows, none of which is blank.

    Args:
        numbers: the row in the file of each.
        header: the row of the columns' names where the person says so, or NO_HEADER; None to find it.

    Raises:
        TableError: for rows that are no table: too many, of unequal widths, without names, and so on.
    """
    top = _top(numbers, rows, header)
    above = tuple(numbers[:top])
    if header == NO_HEADER:
        names, body, places = _counted(max(map(len, rows[top:]))), rows[top:], list(numbers[top:])
    else:
        names, body, places = rows[top], rows[top + 1 :], list(numbers[top + 1 :])
    _check_size(names, body)
    row = NO_HEADER if header == NO_HEADER else numbers[top]
    names, body, row_names = _of_one_width(names, body, places)
    if header is None and is_data(names, body):
        raise TableError("no_header", row=row)
    if not body:
        raise TableError("no_rows", row=row)
    row_names |= not _bare(names[0]) and not _counts([line[0] for line in body])
    filled = [i for i, name in enumerate(names) if _bare(name) or any(_bare(line[i]) for line in body)]
    empty = len(names) - len(filled)
    unique = _names([names[i] for i in filled], filled, row)
    if empty:
        body = [[line[i] for i in filled] for line in body]
    units = places[0] if _are_units(body) else None
    if units:
        body, places = body[1:], places[1:]
    return Framed(Frame(row, above, units, empty, row_names), unique, body, places)


def _bare(cell: str) -> str:
    return cell.strip(_INVISIBLE)


def _counts(cells: Sequence[str]) -> bool:
    """Whether they are nothing, or count the rows, as pandas writes them."""
    return not any(map(_bare, cells)) or all(cell.strip() == str(i) for i, cell in enumerate(cells))


def _counted(width: int) -> list[str]:
    return [str(position) for position in range(1, width + 1)]


def _top(numbers: Sequence[int], rows: Rows, header: int | None) -> int:
    """The index of the row that holds the names, or of the first row of data where none does."""
    if header:
        if header not in numbers:
            raise TableError("no_such_row", row=header)
        return numbers.index(header)
    width = Counter(map(len, rows)).most_common(1)[0][0]
    top = 0
    while top < min(len(rows) - 1, MOST_ABOVE) and _stands_above(rows, top, width):
        top += 1
    return top


def _stands_above(rows: Rows, top: int, width: int) -> bool:
    """Whether a row is no part of the table below it: a comment, a title.

    Args:
        width: how many cells most rows have.
    """
    row, below = rows[top], rows[top + 1]
    if row[0].lstrip(_INVISIBLE).startswith("#"):
        return _filled(row) == 1 or len(row) != width or not is_data(below, rows[top + 2 :])
    if _filled(row) == 1 and width > 1:
        return any(_filled(line) > 1 for line in rows[top + 1 : top + 1 + MOST_ABOVE])
    few = len(row) < width - 1 or (len(row) <= width and 2 * _filled(row) <= min(width, _filled(below) - 1))
    return few and len(below) == width and not any(map(looks_like_number, below))


def _filled(row: Sequence[str]) -> int:
    return sum(bool(_bare(cell)) for cell in row)


def _check_size(names: Sequence[str], body: Rows) -> None:
    if len(names) > MAX_COLUMNS:
        raise TableError("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    if len(body) > MAX_ROWS:
        raise TableError("too_many_rows", count=len(body), limit=MAX_ROWS)


def _of_one_width(names: list[str], body: Rows, places: Sequence[int]) -> tuple[list[str], Rows, bool]:
    """Names and rows of one width, and whether a column was found that names the rows.

    Every row may have one cell more than there are names: an empty one at its end, or a name at its
    beginning, as R writes it. The names may end with delimiters that the rows lack.
    """
    widths = set(map(len, body))
    if widths == {len(names) + 1} and all(map(_bare, names)):
        if not any(_bare(row[-1]) for row in body):
            return names, [row[:-1] for row in body], False
        if INDEX not in names:
            return ["", *names], body, True
    width = len(body[0]) if len(widths) == 1 else 0
    if 1 < width < len(names) and not any(map(_bare, names[width:])):
        return names[:width], body, False
    for number, row in zip(places, body, strict=True):
        if len(row) != len(names):
            raise TableError("ragged", row=number, found=len(row), expected=len(names))
    return names, body, False


def is_data(header: Sequence[str], body: Rows) -> bool:
    """Whether a first row holds numbers, other than years and counted columns, which may be names.

    Without any number it is data where every one of its texts comes again below it, in its column.
    """
    cells = [cell.strip() for cell in header]
    numbers = [cell for cell in cells if looks_like_number(cell)]
    if numbers:
        return not _are_names(numbers, len(cells))
    known = [i for i, cell in enumerate(cells) if not is_missing(cell)]
    # A header may stand in a file twice.
    others = [row for row in body if row != list(header) and len(row) == len(header)]
    return bool(known) and all(any(row[i] == header[i] for row in others) for i in known)


def _are_names(numbers: Sequence[str], width: int) -> bool:
    """Whether numbers in a header are names: years, or counted as 0, 1, 2 by pandas; beside names in words
    also 1, 2, 3, as months are."""
    if not all(_WHOLE.fullmatch(number) for number in numbers):
        return False
    found = [int(number) for number in numbers]
    first = (0, 1) if width > len(found) else (0,)
    counted = len(found) > 2 and found[0] in first and found == list(range(found[0], found[0] + len(found)))
    return counted or all(year in YEARS for year in found)


def _names(header: Sequence[str], places: Sequence[int], row: int) -> list[str]:
    """The columns' names, each unlike the others. A first one without a name counts the rows: pandas and R
    write such files."""
    names = [_bare(name) for name in header]
    if not names[0] and places[0] == 0:
        names[0] = INDEX
    seen: dict[str, int] = {}
    for place, name in zip(places, names, strict=True):
        if not name:
            raise TableError("no_name", row=row, position=place + 1)
        if name in seen:
            raise TableError("duplicate_name", row=row, column=name, first=seen[name], second=place + 1)
        seen[name] = place + 1
    return names


def _are_units(body: Rows) -> bool:
    """Whether the first row of data holds the units of the numbers below it: in every column of numbers a
    short text, in two at least or in brackets; in the others nothing that stands there again."""
    if len(body) < 3:
        return False
    units, below = [cell.strip() for cell in body[0]], body[1:MOST_BELOW]
    found = []
    for place, unit in enumerate(units):
        cells = [row[place].strip() for row in below]
        known = [cell for cell in cells if not is_missing(cell)]
        if known and all(looks_like_number(cell) or is_affixed(cell) for cell in known):
            if looks_like_number(unit) or is_affixed(unit) or len(unit) > LONGEST_UNIT:
                return False
            found.append(unit)
        elif unit and not _in_brackets(unit) and (unit in cells or not is_missing(unit)):
            return False
    words = [unit for unit in found if not is_missing(unit)]
    return 2 * len(words) > len(found) and (len(words) > 1 or any(map(_in_brackets, words)))


def _in_brackets(unit: str) -> bool:
    return unit[:1] in _BRACKETS and unit.endswith(_BRACKETS[unit[0]])
