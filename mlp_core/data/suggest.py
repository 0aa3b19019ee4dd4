"""What of a file is suggested to be learned, and from what: choices that `prepare` takes as they are.

A target is found by its name, by holding few values in the last column, or else by being what can be learned.
Whatever is suggested is tried on the rows that would be left: what is constant there teaches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_core.data.encode import MAX_CATEGORIES, MAX_NUMBERS
from mlp_core.data.frame import INDEX
from mlp_core.data.sheet import Column, Kind, Sheet
from mlp_core.data.table import MAX_NUMBER, MIN_ROWS, Missing
from mlp_core.nn.steps import Array

TARGET_NAMES = (
    "target", "label", "labels", "class", "species", "y", "outcome", "diagnosis", "survived", "churn",
    "result", "정답", "라벨", "레이블", "결과", "품종", "생존", "생존여부", "합격", "합격여부", "quality",
    "price", "saleprice", "medv", "income", "가격",
)  # fmt: skip
"""Names that a target usually has, the clearest first; without spaces and signs."""
FEW_CATEGORIES = 10
"""A feature of at most so many categories suits, however few rows there are."""
FEW_NUMBERS = 10
"""A target of at most so many whole numbers, which repeat, is suggested to be classes."""
LONG_COUNT = 30
"""A column that counts from 0 or 1 over more rows than this numbers them, whatever it is called."""

Unsuited = Literal["constant", "many", "counts", "bad"]

_IDENTIFIER = re.compile(
    r"(.*[\s_.-])?(id|no|nr|number|num|idx|index|row|rowid|row_?names?|rownum|seq|key|unnamed.*|uuid)|#|.*[a-z]ID|.*[a-z]Id"
    r"|(user|customer|student|patient|passenger|order|product|employee|sample|subject|record|case)[\s_]?(id|no|number)"
    r"|번호|순번|연번|일련번호|순서|.*번호|.*아이디"
)
_OF_TIME = re.compile(
    r".*(hour|day|week|month|year|time|minute|second|epoch|date|시간|시각|일차|개월|주차|연도|년도|날짜).*|t"
)
_MOST_TRIED = 20
"""So many columns are tried as a target: a file in which these fail has nothing to learn."""


@dataclass(frozen=True)
class Choice:
    """What is suggested of a file.

    Attributes:
        target, features: names of columns.
        kinds: every column's.
        missing: what becomes of rows with gaps.
    """

    target: str
    features: tuple[str, ...]
    kinds: Mapping[str, Kind]
    missing: Missing


def suggest(sheet: Sheet, target: str | None = None) -> Choice | None:
    """What `prepare` can use, of a target or of the likeliest one; None where nothing can be learned."""
    goals = [sheet.column(target)] if target is not None else list(_in_order(sheet))[:_MOST_TRIED]
    found: Choice | None = None
    for goal in goals:
        choice = _of_target(sheet, goal)
        if choice and _keeps_half(sheet, choice):
            return choice
        found = found or choice
    return found


def suggest_target(sheet: Sheet) -> str:
    """The column that is most likely to be learned: by its name, else the last one if it holds few values,
    else the first if it holds categories, else the last that can be learned."""
    if choice := suggest(sheet):
        return choice.target
    likely = (column.name for column in _in_order(sheet) if _others(sheet, column.name))
    return next(likely, sheet.columns[-1].name)  # what stands in its way is said when it is prepared


def suggest_kinds(sheet: Sheet, target: str | None = None) -> dict[str, Kind]:
    """Each column's kind; a target (suggest_target's, if none is given) of few whole numbers is classes."""
    kinds = {column.name: column.kind for column in sheet.columns}
    goal = sheet.column(suggest_target(sheet) if target is None else target)
    return kinds | ({goal.name: "categorical"} if _is_few_numbers(goal) else {})


def suggest_features(sheet: Sheet, target: str) -> tuple[str, ...]:
    """The other columns that suit; where none does, those that can be used at all."""
    choice = suggest(sheet, target)
    return choice.features if choice else _others(sheet, target)


def _others(sheet: Sheet, target: str) -> tuple[str, ...]:
    """The other columns from which something might be learned."""
    others = [column for column in sheet.columns if column.name != target]
    return tuple(c.name for c in others if unsuited(c) not in ("constant", "many", "bad"))


def suggest_missing(
    sheet: Sheet, target: str, features: Sequence[str], kinds: Mapping[str, Kind] | None = None
) -> Missing:
    """Leave rows out ("drop") where half of them stay, with something to learn; else fill in ("mean")."""
    columns = _as_used(sheet, [target, *features], suggest_kinds(sheet, target) | dict(kinds or {}))
    left = ~np.logical_or.reduce([column.missing for column in columns])
    enough = left.sum() >= max(MIN_ROWS, sheet.rows / 2)
    return "drop" if enough and all(_varies(column, left) for column in columns) else "mean"


def unsuited(column: Column) -> Unsuited | None:
    """Why a column is not suggested as a feature.

    Returns:
        "constant"; "many", of categories that hardly repeat, such as names; "counts", of whole numbers that
        number the rows; "bad", of a cell in which no usable number is; or None.
    """
    if column.constant:
        return "constant"
    if column.kind == "categorical":
        hardly_repeat = max(FEW_CATEGORIES, (~column.missing).sum() / 2)
        return "many" if len(column.categories) > min(MAX_CATEGORIES, hardly_repeat) else None
    if column.has_bad or _is_huge(column):
        return "bad"
    return "counts" if _is_identifier(column) else None


def _is_huge(column: Column) -> bool:
    return bool((np.abs(column.values) > MAX_NUMBER).any())


def _is_identifier(column: Column) -> bool:
    """Whether a column numbers the rows: by its name, or by counting all the way down."""
    if column.kind != "numeric" or column.writing.date or column.missing.any():
        return False
    values, name = column.values, column.name.strip()
    if not _are_whole(values) or len(np.unique(values)) < len(values):
        return False
    if name == INDEX or _IDENTIFIER.fullmatch(name) or _IDENTIFIER.fullmatch(name.lower()):
        return True
    return _counts(column) and values[0] in (0, 1) and len(values) > LONG_COUNT and not _is_time(name)


def _are_whole(values: Array) -> bool:
    """Whether all of them are whole numbers."""
    return bool(np.isfinite(values).all() and (values == np.rint(values)).all())


def _is_time(name: str) -> bool:
    return _OF_TIME.fullmatch(name.lower()) is not None


def _counts(column: Column) -> bool:
    """Whether every number is the one of the row before and one more."""
    values = column.values
    return len(values) >= MIN_ROWS and bool(np.isfinite(values).all() and (np.diff(values) == 1).all())


def _is_few_numbers(column: Column) -> bool:
    """Whether a column holds few whole numbers that repeat: classes, rather than amounts."""
    if column.writing.date:
        return False
    known = column.values[~column.missing]
    return _are_whole(known) and len(np.unique(known)) <= min(FEW_NUMBERS, len(known) / 2)


def _in_order(sheet: Sheet) -> Iterator[Column]:
    """All columns, the likeliest target first."""
    columns = sheet.columns
    likely = [column for column in columns if _is_target(column)]
    by_name = {re.sub(r"[\W_]", "", column.name.lower()): column for column in reversed(likely)}
    classes = [c for c in (columns[-1],) if c in likely and (c.kind == "categorical" or _is_few_numbers(c))]
    texts = [c for c in (columns[0],) if c in likely and c.kind == "categorical"]
    named = [by_name[name] for name in TARGET_NAMES if name in by_name]
    seen = set[int]()
    for column in (*named, *classes, *texts, *reversed(likely), *reversed(columns)):
        if id(column) not in seen:
            seen.add(id(column))
            yield column


def _is_target(column: Column) -> bool:
    """Whether a column can well be learned: categories that repeat, or numbers that are no count or date."""
    known = int((~column.missing).sum())
    if column.constant or 2 * known < len(column.texts):
        return False
    if column.kind == "categorical":
        repeat = max(2, known / 2) if known >= MIN_ROWS else known
        return 2 <= len(column.categories) <= min(MAX_CATEGORIES, repeat)
    counter = _counts(column) and not _is_few_numbers(column)
    return not (
        column.has_bad or _is_huge(column) or column.writing.date or counter or _is_identifier(column)
    )


def _as_used(sheet: Sheet, names: Sequence[str], kinds: Mapping[str, Kind]) -> list[Column]:
    """These columns, of their kinds."""
    return [sheet.column(name).used_as(kinds.get(name)) for name in dict.fromkeys(names)]


def _of_target(sheet: Sheet, goal: Column) -> Choice | None:
    """What is suggested to learn this target from; None where it cannot be learned."""
    kinds = suggest_kinds(sheet, goal.name)
    (goal,) = _as_used(sheet, [goal.name], kinds)
    rows = ~goal.missing
    if rows.sum() < MIN_ROWS or not _usable(goal, rows):
        return None
    others = _as_used(sheet, [column.name for column in sheet.columns if column.name != goal.name], kinds)
    usable = [column for column in others if _usable(column, rows)]
    chosen = [column for column in usable if unsuited(column) is None] or usable
    chosen = _narrow(chosen, int(rows.sum()))
    if not chosen:
        return None
    names = tuple(column.name for column in chosen)
    return Choice(goal.name, names, kinds, suggest_missing(sheet, goal.name, names, kinds))


def _usable(column: Column, rows: Array) -> bool:
    """Whether `prepare` takes a column of numbers or of categories, where these rows are left."""
    if column.kind == "numeric" and column.has_bad:
        return False
    if not column.has_bad and _is_huge(column):
        return False
    return _varies(column, rows) and (column.kind == "numeric" or len(column.categories) <= MAX_CATEGORIES)


def _varies(column: Column, rows: Array) -> bool:
    """Whether a column has two values in these rows."""
    values = column.values if column.kind == "numeric" else column.codes
    known = values[rows & ~column.missing]
    return len(known) > 1 and bool((known != known[0]).any())


def _narrow(columns: Sequence[Column], rows: int) -> list[Column]:
    """As many of these as make no more numbers than are taken; those of most categories go first."""
    kept = list(columns)
    width = {id(column): len(column.categories) if column.kind == "categorical" else 1 for column in kept}
    while kept and rows * sum(width[id(column)] for column in kept) > MAX_NUMBERS:
        kept.remove(max(kept, key=lambda column: width[id(column)]))
    return kept


def _keeps_half(sheet: Sheet, choice: Choice) -> bool:
    """Whether at least half of the file's rows are left."""
    used = [choice.target, *(choice.features if choice.missing == "drop" else ())]
    lost = np.logical_or.reduce([sheet.column(name).missing for name in used])
    return 2 * int(lost.sum()) <= sheet.rows
