"""The data in words. What is a person's own stands in them as it is, whatever signs it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from mlp_core import Experiment
from mlp_core.data.frame import NO_HEADER, Frame
from mlp_core.data.numerals import Writing
from mlp_core.data.sheet import Column
from mlp_core.data.table import Table
from mlp_core.errors import shorten
from pages.shared.data.shown import Shown
from pages.shared.data.tables import class_counts
from pages.shared.numbers import significant
from pages.shared.plain import plain_text
from pages.shared.text import counted, text

_FEW = 4
"""Classes whose counts are all told; and columns written in one way, of which each is named."""


def heading(shown: Shown) -> str:
    """Whose data, how many samples, in which parts, and what is learned from what, as Markdown."""
    trained = shown.count - int(shown.held.sum())
    held = shown.count - trained
    parts = text("data.split", train=f"{trained:,}", test=f"{held:,}") if held else text("data.no_split")
    return text(
        "data.heading",
        name=plain_text(shown.title),
        samples=counted("data.samples", shown.count),
        parts=parts,
        inputs=counted("data.inputs", len(shown.features)),
        goal=_goal(shown),
    )


def _goal(shown: Shown) -> str:
    if shown.labels is None:
        if len(shown.targets) > 1:
            return counted("data.numbers", len(shown.targets))
        y = shown.data.raw_targets[:, 0]
        name, low, high = plain_text(shown.targets[0]), float(y.min()), float(y.max())
        return text("data.number", name=name, low=significant(low, 3), high=significant(high, 3))
    counts = class_counts(shown).sum(0)
    if len(counts) <= _FEW:
        each = " / ".join(f"{n:,}" for n in counts)
    else:
        each = text("data.from_to", low=f"{counts.min():,}", high=f"{counts.max():,}")
    return text("data.classes", n=len(counts), each=each)


def in_use(table: Table, experiment: Experiment) -> str:
    """That a person's file is trained on, and what was left out or filled of it; as Markdown."""
    sizes = "–".join(str(size) for size in experiment.sizes)
    said = text("data.in_use", target=plain_text(shorten(table.target_name)), sizes=sizes)
    return " ".join([said, *handled(table)])


def handled(table: Table) -> list[str]:
    """What became of gaps, a sentence each."""
    filled = sum(count for _, count in table.filled)
    return [
        *([counted("data.dropped", table.dropped)] if table.dropped else []),
        *([counted("data.filled", filled)] if filled else []),
    ]


def some_columns(told: Sequence[str], few: int) -> str:
    """The first few of what is said of columns, and how many more there are."""
    more = len(told) - few
    return ", ".join([*told[:few], *([counted("data.more_columns", more)] if more > 0 else [])])


def frame_told(frame: Frame) -> list[str]:
    """What was found around a table in its file, a sentence each; nothing of a plain file."""
    rows = len(frame.above)
    return [
        *([text("data.frame_none")] if frame.header == NO_HEADER else []),
        *([counted("data.frame_above", rows, row=f"{frame.header:,}")] if rows and frame.header else []),
        *([text("data.frame_units", row=f"{frame.units:,}")] if frame.units else []),
        *([counted("data.frame_empty", frame.empty)] if frame.empty else []),
        *([text("data.frame_row_names")] if frame.row_names else []),
    ]


def written_told(columns: Iterable[Column]) -> list[str]:
    """How columns of numbers are written that are not plainly so, a sentence for each way; as Markdown."""
    alike: dict[Writing, list[Column]] = {}
    for column in columns:
        alike.setdefault(column.writing, []).append(column)
    return [_written(writing, found) for writing, found in alike.items()]


def _written(writing: Writing, columns: Sequence[Column]) -> str:
    names = some_columns([f"“{plain_text(shorten(column.name))}”" for column in columns], _FEW)
    if writing.date:
        first = date.fromordinal(writing.first).isoformat()
        return text(
            "data.written_date",
            names=names,
            order=text(f"data.dates.{writing.date.split('_')[0]}"),
            first=first,
        )
    cells = zip(columns[0].texts, columns[0].values.tolist(), strict=True)
    like, value = next((cell, value) for cell, value in cells if value == value)
    return text("data.written_number", names=names, like=plain_text(shorten(like)), number=f"{value:.12g}")
