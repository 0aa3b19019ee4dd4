"""Reading a person's own CSV file: bytes -> text -> rows of cells -> the table in them -> columns.

A file that cannot be read is refused with a TableError that names the row as a spreadsheet counts it: the
file's first row is row 1, a cell with line breaks in quotes lies in one row, and a blank line is a row too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

import numpy as np

from mlp_core.data.frame import MAX_COLUMNS, MAX_ROWS, Rows, framed
from mlp_core.data.letters import decode
from mlp_core.data.numerals import decimal_sign
from mlp_core.data.sheet import Column, Sheet, make_column
from mlp_core.errors import TableError
from mlp_core.pauses import in_parts, pause

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Column", "Sheet", "read_csv"]

MAX_BYTES = 2 * 2**20
DELIMITERS = (";", "\t", "|", ",")
"""Where two fit a file equally well the first is meant, and the commas are decimal commas."""
SAMPLE = 200
"""So many rows choose the delimiter."""

_SIGNATURES = {
    b"%PDF-": "pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "excel", b"PK\x03\x04": "archive",
    b"\x1f\x8b": "archive", b"7z\xbc\xaf": "archive", b"\x89PNG\r\n": "image", b"\xff\xd8\xff": "image",
    b"GIF87a": "image", b"GIF89a": "image",
}  # fmt: skip
_INSIDE = {b"xl/workbook": "excel", b"opendocument.spreadsheet": "opendocument", b"xl/": "excel"}
"""What an archive is, by a name in it."""
_LOOKALIKES = {
    "html": re.compile(r"\s*<(!doctype html|html|head|body|meta|table)\b", re.IGNORECASE),
    "xml": re.compile(r"\s*<(\?xml|!doctype|!--|svg)", re.IGNORECASE),
    "json": re.compile(r'\s*(\{\s*["\'}]|\[\s*(["{\[\]\d-]|true\b|false\b|null\b))'),
}
_TAG = re.compile(r"\s*</?[a-z][^>]*>", re.IGNORECASE)
_SEPARATOR = re.compile(r"sep=([;\t|,])\s*?(?=[\r\n])", re.IGNORECASE)  # the first line that Excel reads
_QUOTED = re.compile(r'(?<![^;,|\s])"[^"]*(?:""[^"]*)*"')  # a cell in quotes: they open where a cell begins
_BLANK = "\r\n\t ;,|"
_END = "\x01"  # a control character, which no text has that gets so far


def read_csv(data: bytes, encoding: str | None = None, header: int | None = None) -> Sheet:
    """The columns of a CSV file. Raises TableError, and nothing else, for what cannot be read.

    Args:
        encoding: what the letters are written in, one of letters.ENCODINGS; None to find it.
        header: the row that names the columns, 0 where none does; None to find it.
    """
    _refuse_other_files(data)
    text, encoding = decode(data, encoding)
    _refuse_other_texts(text)
    if told := _SEPARATOR.match(text):
        text = text[told.end() :]  # its line break stays: the rows keep their numbers
    delimiter = told[1] if told else _delimiter(text)
    table = framed(*_rows(text, delimiter), header)
    pause()
    cells = [tuple(map(str.strip, column)) for column in zip(*table.body, strict=True)]
    pause()
    decimal = "." if delimiter == "," else decimal_sign(cells, thousands=delimiter != ";")
    numbers = np.array(table.numbers)
    columns = [
        make_column(name, texts, decimal, numbers) for name, texts in zip(table.names, cells, strict=True)
    ]
    return Sheet(tuple(columns), len(table.body), delimiter, decimal, encoding, table.frame)


def _refuse_other_files(data: bytes) -> None:
    """What its first bytes or its size give away."""
    for signature, looks in _SIGNATURES.items():
        if data.startswith(signature):
            if looks == "archive":
                looks = next((name for mark, name in _INSIDE.items() if mark in data), looks)
            raise TableError("not_csv", looks=looks)
    if len(data) > MAX_BYTES:
        raise TableError("too_large", size=len(data), limit=MAX_BYTES)


def _refuse_other_texts(text: str) -> None:
    """Nothing at all, and what only looks like CSV because it is text."""
    if not text.strip(_BLANK):
        raise TableError("empty")
    for looks, pattern in _LOOKALIKES.items():
        if pattern.match(text):
            raise TableError("not_csv", looks=looks)
    lines = [line for line in islice(_lines(text), SAMPLE) if line.strip()]
    if 2 * sum(_TAG.match(line) is not None for line in lines) > len(lines):
        raise TableError("not_csv", looks="html")


def _lines(text: str) -> Iterator[str]:
    """Its lines, ended by CR, LF or both, which stay."""
    return io.StringIO(text, newline="")


def _delimiter(text: str) -> str:
    """The one that most rows have equally often, or else at all; in quotes it does not count."""
    lines = (line for line in _lines(_QUOTED.sub("quoted", text)) if line.strip(_BLANK))
    rows = list(islice(lines, SAMPLE))

    def score(delimiter: str) -> tuple[int, int]:
        counts = Counter(row.count(delimiter) for row in rows)
        found = counts.total() - counts.pop(0, 0)
        return max(counts.values(), default=0), found

    best = max(DELIMITERS, key=score)
    if not any(score(best)):
        raise TableError("one_column", row=1)
    return best


def _rows(text: str, delimiter: str) -> tuple[list[int], Rows]:
    """The rows that are not blank, each one's number in the file and its cells.

    A last row of our own tells whether the one before was closed. Spreadsheets write blank rows as
    delimiters alone.
    """
    numbers: list[int] = []
    rows: Rows = []
    reader = csv.reader(chain(_lines(text), [_END + "\n"]), delimiter=delimiter, skipinitialspace=True)
    number = 0
    try:
        for number, row in in_parts(enumerate(reader, 1)):
            if any(row) and not "".join(row).isspace():
                numbers.append(number)
                rows.append(row)
    except csv.Error as error:  # a cell of more than 131,072 characters: most likely a quote that stays open
        problem = "open_quote" if '"' in text else "long_cell"
        raise TableError(problem, row=number + 1, limit=csv.field_size_limit()) from error
    if rows.pop() != [_END]:
        raise TableError("open_quote", row=numbers[-1])
    if not rows:  # quoted spaces are no text either
        raise TableError("empty")
    return numbers[:-1], rows
