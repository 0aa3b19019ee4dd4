"""Reading a person's own CSV file: bytes -> text -> rows of cells -> columns.

A file that cannot be read is refused with a TableError that names the row as a spreadsheet counts it: the
header is row 1, a cell with line breaks in quotes lies in one row, and a blank line is a row too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice

import numpy as np

from mlp_core.data.sheet import Column, Sheet, decimal_sign, is_missing, looks_like_number, make_column
from mlp_core.errors import TableError

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Column", "Sheet", "read_csv"]

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 2 * 2**20, 100_000, 500
DELIMITERS = (";", "\t", "|", ",")
"""Where two fit a file equally well the first is meant, and the commas are decimal commas."""
SAMPLE = 200
"""So many rows choose the delimiter."""

Rows = list[list[str]]

_SIGNATURES = {
    b"%PDF-": "pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "excel", b"PK\x03\x04": "archive",
    b"\x1f\x8b": "archive", b"7z\xbc\xaf": "archive", b"\x89PNG\r\n": "image", b"\xff\xd8\xff": "image",
    b"GIF87a": "image", b"GIF89a": "image",
}  # fmt: skip
_LOOKALIKES = {
    "html": re.compile(r"\s*<(!doctype html|html|head|body|meta|table)\b", re.IGNORECASE),
    "xml": re.compile(r"\s*<(\?xml|!doctype|!--|svg)", re.IGNORECASE),
    "json": re.compile(r'\s*(\{\s*["\'}]|\[\s*(["{\[\]\d-]|true\b|false\b|null\b))'),
}
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_TAG = re.compile(r"\s*</?[a-z][^>]*>", re.IGNORECASE)
_SEPARATOR = re.compile(r"sep=([;\t|,])\s*?(?=[\r\n])", re.IGNORECASE)  # the first line that Excel reads
_QUOTED = re.compile(r'(?<![^;,|\s])"[^"]*(?:""[^"]*)*"')  # a cell in quotes: they open where a cell begins
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANK = "\r\n\t ;,|"
_INVISIBLE = " \t\r\n\xa0\u200b\ufeff"
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
YEARS = range(1800, 2101)
"""Numbers that a header may have as names."""
INDEX = "index"
"""What a first column without a name is called."""
_END = "\x01"  # a control character, which no text has that gets so far


def read_csv(data: bytes) -> Sheet:
    """The columns of a CSV file. Raises TableError, and nothing else, for what cannot be read."""
    _refuse_other_files(data)
    text, encoding = _decode(data)
    _refuse_other_texts(text)
    if told := _SEPARATOR.match(text):
        text = text[told.end() :]  # its line break stays: the rows keep their numbers
    delimiter = told[1] if told else _delimiter(text)
    numbers, (header, *body) = _rows(text, delimiter)
    _check_shape(header, body, numbers)
    cells = [tuple(map(str.strip, column)) for column in zip(*body, strict=True)]
    decimal = "." if delimiter == "," else decimal_sign(cells)
    row_numbers = np.array(numbers[1:])
    columns = [
        make_column(name, texts, decimal, row_numbers)
        for name, texts in zip(_names(header, numbers[0]), cells, strict=True)
    ]
    return Sheet(tuple(columns), len(body), delimiter, decimal, encoding)


def _refuse_other_files(data: bytes) -> None:
    """What its first bytes or its size give away."""
    for signature, looks in _SIGNATURES.items():
        if data.startswith(signature):
            workbook = looks == "archive" and b"xl/workbook" in data
            raise TableError("not_csv", looks="excel" if workbook else looks)
    if len(data) > MAX_BYTES:
        raise TableError("too_large", size=len(data), limit=MAX_BYTES)


def _decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding."""
    for encoding in _encodings(data):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if _CONTROL.search(text):
                raise TableError("not_csv", looks="binary")
            if encoding not in _FITS or _FITS[encoding](text):
                return text, encoding
    raise TableError("not_csv", looks="binary") if b"\0" in data else TableError("encoding")


def _encodings(data: bytes) -> tuple[str, ...]:
    """What the letters may be written in, the likeliest first: as its mark or its zero bytes say."""
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return (encoding,)
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    # Commas and line breaks have a zero byte in UTF-16 whatever the letters are.
    if max(even, odd) > len(head) / 50 and max(even, odd) > 4 * min(even, odd):
        return ("utf-16-le" if odd > even else "utf-16-be",)
    broken = data.decode("utf-8", "replace")
    if broken.count("\ufffd") < sum(letter > "\x7f" for letter in broken) / 2:
        return ("utf-8",)  # else one stray byte would turn all letters of the file into others
    return ("utf-8", "cp949", "cp1252")


def _is_korean(text: str) -> bool:
    """Whether most letters beyond ASCII are common Hangul; others, read as Korean, rarely pair up so."""
    counts = Counter(letter for letter in text if letter > "\x7f")
    hangul = (letter.encode("cp949") for letter in counts if "가" <= letter <= "힣")
    common = (pair.decode("cp949") for pair in hangul if pair[1] > 0xA0)  # those of the older EUC-KR
    return 2 * sum(counts[letter] for letter in common) > counts.total()


def _is_western(text: str) -> bool:
    """Whether at most one letter in two lies beyond ASCII: more are those of another script, read wrongly."""
    letters = [letter for letter in text if letter.isalpha() or letter > "\x7f"]
    return sum(letter > "\x7f" for letter in letters) <= len(letters) / 2


_FITS = {"cp949": _is_korean, "cp1252": _is_western}


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
    """The one that most rows have as often as the first row, or else at all; in quotes it does not count."""
    lines = (line for line in _lines(_QUOTED.sub("quoted", text)) if line.strip(_BLANK))
    rows = list(islice(lines, SAMPLE))

    def score(delimiter: str) -> tuple[int, int]:
        counts = [row.count(delimiter) for row in rows]
        return counts.count(counts[0]) if counts[0] else 0, sum(map(bool, counts))

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
        for number, row in enumerate(reader, 1):
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


def _check_shape(header: list[str], body: Rows, numbers: list[int]) -> None:
    """A header above rows of its width, not too many of either."""
    if len(header) > MAX_COLUMNS:
        raise TableError("too_many_columns", count=len(header), limit=MAX_COLUMNS)
    if len(body) > MAX_ROWS:
        raise TableError("too_many_rows", count=len(body), limit=MAX_ROWS)
    for number, row in zip(numbers[1:], body, strict=True):
        if len(row) != len(header):
            raise TableError("ragged", row=number, found=len(row), expected=len(header))
    if _is_data(header, body):
        raise TableError("no_header", row=numbers[0])
    if not body:
        raise TableError("no_rows", row=numbers[0])


def _is_data(header: list[str], body: Rows) -> bool:
    """Whether a first row holds numbers, other than years and counted columns, which may be names.

    Without any number it is data where every one of its texts comes again below it, in its column.
    """
    cells = [cell.strip() for cell in header]
    numbers = [cell for cell in cells if looks_like_number(cell)]
    if numbers:
        return not _are_names(numbers)
    known = [i for i, cell in enumerate(cells) if not is_missing(cell)]
    others = [row for row in body if row != header]  # a header may stand in a file twice
    return bool(known) and all(any(row[i] == header[i] for row in others) for i in known)


def _are_names(numbers: list[str]) -> bool:
    """Whether numbers in a header are names: years, or 0, 1, 2 and so on, as pandas counts columns."""
    if not all(_WHOLE.fullmatch(number) for number in numbers):
        return False
    found = [int(number) for number in numbers]
    counted = len(found) > 2 and found == list(range(len(found)))
    return counted or all(year in YEARS for year in found)


def _names(header: list[str], row: int) -> list[str]:
    """The columns' names, each unlike the others. A first one without a name counts the rows: pandas and R
    write such files."""
    names = [name.strip(_INVISIBLE) for name in header]
    if not names[0]:
        names[0] = INDEX
    seen: dict[str, int] = {}
    for position, name in enumerate(names, 1):
        if not name:
            raise TableError("no_name", row=row, position=position)
        if name in seen:
            raise TableError("duplicate_name", row=row, column=name, first=seen[name], second=position)
        seen[name] = position
    return names
