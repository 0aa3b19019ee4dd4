"""Numbers as people write them: one way of writing a column, found from its cells.

Thousands are parted by commas, points, spaces or apostrophes, the decimal sign is a point or a comma, and a
sign of money, of percent or one unit may stand beside every number. A date is a number too: the days since
the column's first one (dates.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from mlp_core.data.dates import day, order_of
from mlp_core.pauses import in_parts, pause

AMONG_NUMBERS = frozenset({"-", "--", "–", "—", "−", ".", "..", "...", "*", "**", "***", "none", "없음"})
"""What says so only in a column of numbers: among texts it is a category, as + and - are."""
MISSING = frozenset({"", "na", "n/a", "#n/a", "#na", "<na>", "nan", "null", "?", "결측"}) | AMONG_NUMBERS
"""What is written for a value that is not known, in small letters."""
FEW_BAD, BAD_SHARE = 3, 0.1
"""A column is numeric where most of its known cells look like numbers, and no more than so many, or than this
share of them, do not: those are mistakes to be named, not categories."""
SAMPLE = 500
"""So many different cells tell how a column is written."""

# Each alternative can match in one way only, so that 100,000 digits and a letter fail in one go.
_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?", re.ASCII | re.IGNORECASE
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[., '’\xa0\u202f]\d{3})+(?:[.,]\d+)?", re.ASCII)
_FLAGS = re.ASCII | re.MULTILINE | re.IGNORECASE
_DECIMALS = {sign: re.compile(rf"^[+-]?\d*[{sign}]\d+(?:e[+-]?\d+)?$", _FLAGS) for sign in ".,"}
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:,\d{3})+$", _FLAGS)
_SWAP = str.maketrans(".,−", ",.-")
_MINUS = str.maketrans("−", "-")
_BETWEEN = "\x1f"  # no text that is read has a control character
_PLAIN = re.compile(rf"[-+.\de{_BETWEEN}]*", re.ASCII | re.IGNORECASE)
_MONEY = r"(?:[A-Z]{1,3}\$|[$€£¥₩￦₹₽₺₫฿]|(?:USD|EUR|GBP|KRW|JPY|CNY|CHF)\s?)"
_AFFIXED = re.compile(
    rf"([+-]?)\s?({_MONEY}?)\s?([+-]?\d[\d.,'’ \xa0\u202f]*(?<=[\d.,]))\s?([^\s\d.,:;/()+\-'’]\S{{0,9}}|)",
    re.ASCII,
)
GROUPS = {".": (",", " ", "\xa0", "\u202f", "'", "’"), ",": (".", " ", "\xa0", "\u202f", "'", "’")}
"""decimal sign -> what may part thousands beside it."""


@dataclass(frozen=True)
class Writing:
    """How a column's numbers are written.

    Attributes:
        decimal: the sign before the decimals.
        group: the one between thousands, "" where there is none.
        prefix, suffix: what stands before and behind every number, such as "$", "%", "kg".
        date: the order of a date's parts, one of dates.DATES, "" for numbers.
        first: the column's first date, as `date.toordinal` has it; its value is 0.
    """

    decimal: str = "."
    group: str = ""
    prefix: str = ""
    suffix: str = ""
    date: str = ""
    first: int = 0

    @property
    def plain(self) -> bool:
        """Whether there is nothing to say of it, but for the decimal sign."""
        return not (self.group or self.prefix or self.suffix or self.date)


def is_missing(text: str) -> bool:
    """Whether a cell says that its value is not known."""
    return text.lower() in MISSING


def pointed(text: str, decimal: str) -> str:
    """A number with that decimal sign as Python writes it: with a point, and with a hyphen for a minus."""
    return text.translate(_SWAP if decimal == "," else _MINUS)


def is_number(text: str, decimal: str) -> bool:
    """Whether a cell is a number, perhaps an infinite one, with that decimal sign."""
    return _NUMBER.fullmatch(pointed(text, decimal)) is not None


def is_grouped(text: str) -> bool:
    """Whether a cell is a number with separators between thousands."""
    return _GROUPED.fullmatch(text.translate(_MINUS)) is not None


def looks_like_number(text: str) -> bool:
    """Whether a person would take it for a number: either decimal sign, or separators between thousands."""
    return is_number(text, ".") or is_number(text, ",") or is_grouped(text)


def is_affixed(text: str) -> bool:
    """Whether a cell is a number with a sign of money, of percent or a unit beside it."""
    return _AFFIXED.fullmatch(text.translate(_MINUS)) is not None


def other(decimal: str) -> str:
    """The other decimal sign."""
    return decimal.translate(_SWAP)


def decimal_sign(columns: Iterable[Sequence[str]], thousands: bool = False) -> str:
    """The decimal sign of most numbers in these columns of texts; a point where there is none.

    Args:
        thousands: take 1,234 for a thousand, which beside semicolons is rather one and a bit.
    """
    text = "\n".join(chain.from_iterable(columns))
    points, commas = (len(_DECIMALS[sign].findall(text)) for sign in ".,")
    commas -= len(_THOUSANDS.findall(text)) if thousands else 0
    return "," if commas > points else "."


def values_of(texts: list[str], decimal: str) -> tuple[dict[str, float], Writing]:
    """Different cells, none missing -> text -> number, NaN for what is none; and how they are written.

    Args:
        decimal: the decimal sign of the file.
    """
    usual = Writing(decimal)
    found = _plain_values(texts, decimal)
    if not np.isnan(list(found.values())).any():
        return found, usual
    written = _date_writing(texts[:SAMPLE]) or _number_writing(texts[:SAMPLE], usual)
    if written.date:
        return _dates(texts, written)
    if written == usual:
        return found, usual
    return {text: number(text, written) for text in in_parts(texts)}, written


def _plain_values(texts: list[str], decimal: str) -> dict[str, float]:
    """text -> number, NaN for what is none, written plainly with that decimal sign."""
    plain = texts if decimal == "." else [text.translate(_SWAP) for text in texts]
    if _PLAIN.fullmatch(_BETWEEN.join(plain)):  # Python also takes 1_000 and the digits of other scripts
        with suppress(ValueError):
            return dict(zip(texts, map(float, plain), strict=True))
    plain = [text.translate(_MINUS) for text in in_parts(plain)]
    pause()
    pairs = in_parts(zip(texts, plain, strict=True))
    return {t: float(p) if _NUMBER.fullmatch(p) else np.nan for t, p in pairs}


def number(text: str, written: Writing) -> float:
    """A cell as a number, NaN where it is not written so."""
    cell = text.translate(_MINUS)
    if written.prefix or written.suffix:
        match = _AFFIXED.fullmatch(cell)
        if match is None or (match[2].strip(), match[4]) != (written.prefix, written.suffix):
            return np.nan
        cell = match[1] + match[3]
    if written.group and _parted(written.group, written.decimal).fullmatch(cell):
        cell = cell.replace(written.group, "")
    cell = pointed(cell, written.decimal)
    return float(cell) if _NUMBER.fullmatch(cell) else np.nan


def _fitting(values: Iterable[float]) -> int:
    """How many of them are numbers."""
    return sum(value == value for value in values)


def mostly(fitting: int, count: int) -> bool:
    """Whether so many of so many cells are numbers that the others are mistakes, to be named."""
    return count - fitting <= max(FEW_BAD, BAD_SHARE * count) and 2 * fitting > count


def _parted(group: str, decimal: str) -> re.Pattern[str]:
    """A number whose thousands are parted by `group` (re keeps compiled patterns)."""
    return re.compile(
        rf"[+-]?[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", re.ASCII
    )


def _number_writing(texts: Sequence[str], usual: Writing) -> Writing:
    """The way of writing in which fewest of these cells are none; the usual one where none is better."""
    cells, affixes = [], Counter[tuple[str, str]]()
    for text in texts:
        if match := _AFFIXED.fullmatch(text.translate(_MINUS)):
            affixes[match[2].strip(), match[4]] += 1
            cells.append(match[1] + match[3])
    if not cells:
        return usual
    (prefix, suffix), count = affixes.most_common(1)[0]
    if prefix or suffix:
        codes = any(re.fullmatch(r"[+-]?0\d+", cell) for cell in cells)  # such as 01A
        if codes or count < 2:
            return usual
    best, most = usual, _fitting(number(text, usual) for text in texts)
    for written in _ways(usual.decimal):
        way = replace(written, prefix=prefix, suffix=suffix)
        fitting = _fitting(number(text, way) for text in texts)
        if fitting > most and _is_plain_from(cells, way, usual.decimal):
            best, most = way, fitting
    return best if mostly(most, len(texts)) else usual


def _is_plain_from(cells: Sequence[str], way: Writing, usual: str) -> bool:
    """Whether the cells leave no doubt of the signs in them: one 1,234 may be a thousand or one and a bit."""
    if way.group:
        parted = _parted(way.group, way.decimal)
        if sum(parted.fullmatch(cell) is not None for cell in cells) < 2:
            return False
    if way.decimal == usual:
        return True
    decimals = [cell for cell in cells if way.decimal in cell]
    thousands = _parted(way.decimal, other(way.decimal))
    return not decimals or any(not thousands.fullmatch(cell) for cell in decimals)


def _ways(decimal: str) -> Iterator[Writing]:
    """Decimal signs and separators of thousands, the likeliest first."""
    for sign in (decimal, other(decimal)):
        yield Writing(sign)
        yield from (Writing(sign, group) for group in GROUPS[sign])


def _date_writing(texts: Sequence[str]) -> Writing | None:
    """How most of these cells are dates; None where they are none."""
    order, fitting = order_of(texts)
    return Writing(date=order) if order and mostly(fitting, len(texts)) else None


def _dates(texts: Sequence[str], written: Writing) -> tuple[dict[str, float], Writing]:
    """text -> days since the first of them, NaN for what is no date."""
    days = {text: day(text, written.date) for text in in_parts(texts)}
    first = int(np.nanmin(list(days.values())))
    return {text: value - first for text, value in days.items()}, replace(written, first=first)
