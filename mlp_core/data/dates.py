"""Dates as people write them: an order of day, month and year, found from a column's cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date

import numpy as np

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CLOCK = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
_TIME = rf"(?:(?:T|\s+){_CLOCK}\s?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
_WORD = r"(?P<word>[A-Za-z]{3,9})"
_SIGN, _SAME = r"(?P<sign>[-/.])\s?", r"(?P=sign)\s?"
DATES: dict[str, re.Pattern[str]] = {
    order: re.compile(pattern + _TIME, re.ASCII)
    for order, pattern in {
        "ymd": rf"{_YEAR}{_SIGN}{_MONTH}{_SAME}{_DAY}\.?",
        "ymd_korean": rf"{_YEAR}년\s?{_MONTH}월\s?{_DAY}일",
        "mdy": rf"{_MONTH}{_SIGN}{_DAY}{_SAME}{_YEAR}",
        "dmy": rf"{_DAY}{_SIGN}{_MONTH}{_SAME}{_YEAR}",
        "dmy_words": rf"{_DAY}[ -]{_WORD}\.?[ ,-]\s?{_YEAR}",
        "mdy_words": rf"{_WORD}\.? {_DAY},? {_YEAR}",
        "ym": rf"{_YEAR}[-/]{_MONTH}",
        "ym_korean": rf"{_YEAR}년\s?{_MONTH}월",
    }.items()
}
"""The orders of a date's parts that are read, and how they look; a time of day may follow."""
_TRIED = 16
"""Cells of a column that show which orders it may have: all in all orders would take eight times as long."""


def _month(word: str) -> int:
    """The number of a month by its name or the first letters of it, 0 for another word."""
    return next((i for i, month in enumerate(_MONTHS, 1) if word and month.startswith(word.lower())), 0)


def day(text: str, order: str) -> float:
    """A date as days, those of `date.toordinal` and the time as a part of one; NaN where it is none."""
    match = DATES[order].fullmatch(text)
    if match is None:
        return np.nan
    part = {"day": "1", **match.groupdict()}
    month = part.get("month") or _month(str(part.get("word", "")))
    seconds = sum(
        int(part[name] or 0) * each for name, each in (("hour", 3600), ("minute", 60), ("second", 1))
    )
    with suppress(ValueError):
        return date(int(part["year"]), int(month), int(part["day"])).toordinal() + seconds / 86_400
    return np.nan


def order_of(texts: Sequence[str]) -> tuple[str, int]:
    """(the one of DATES in which most of these cells are dates, how many are); ("", 0) where none is.

    Where day and month cannot be told apart, the month comes first beside slashes, the day beside points and
    dashes.
    """
    fitting: dict[str, int] = {}
    tried = texts[:: max(1, len(texts) // _TRIED)]
    for order, looks in DATES.items():
        if any(looks.fullmatch(text) for text in tried):
            fitting[order] = int(np.isfinite([day(text, order) for text in texts]).sum())
    most = max(fitting.values(), default=0)
    if not most:
        return "", 0
    best = [order for order, count in fitting.items() if count == most]
    return "dmy" if set(best) == {"mdy", "dmy"} and "/" not in texts[0] else best[0], most


def calendar(days: Iterable[float], first: int, part: Callable[[date], int]) -> list[int | None]:
    """A part of each date, None where it is not known.

    Args:
        days: since the first one.
        part: such as `date.isoweekday`.
    """
    return [None if value != value else part(date.fromordinal(first + int(value // 1))) for value in days]
