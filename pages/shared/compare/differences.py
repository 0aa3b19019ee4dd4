"""What differs between runs that are compared: a sentence, a table, and what may not be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlp_core import Edit, Experiment
from pages.shared.compare import cautions, words
from pages.shared.compare.naming import names
from pages.shared.compare.pins import Pin
from pages.shared.text import counted, text

MOST_SPELLED, MOST_NAMED = 2, 4
"""How many settings the sentence says with their values, and how many by name."""
_AFTER_ALL = ("steps",)


@dataclass(frozen=True)
class Row:
    """One setting in which the runs differ.

    Attributes:
        field: an Experiment's, or "edits" (weights set by hand), or "steps" (how many the run has).
        step: from which step on.
        setting: the field in words, with the step where that is not 0.
        values: of every run, in words.
        brief: the same, shorter, for a sentence.
        follows: whether it goes along with another row.
    """

    field: str
    step: int
    setting: str
    values: tuple[str, ...]
    brief: tuple[str, ...]
    follows: bool = False


@dataclass(frozen=True)
class Differences:
    """All of it.

    Attributes:
        sentence: empty where one run or none is compared.
        names: the runs', as heads of the table's columns.
        rows: of the table, by step and in an Experiment's order.
        cautions: what may not be compared, and why, each a sentence.
    """

    sentence: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    cautions: tuple[str, ...]


def of(pins: Sequence[Pin]) -> Differences:
    """What differs between these runs."""
    called = tuple(names(pins))
    if len(pins) < 2:
        return Differences("", called, (), ())
    rows = _rows(pins)
    return Differences(_sentence(pins, rows), called, tuple(rows), tuple(cautions.of(pins)))


def _rows(pins: Sequence[Pin]) -> list[Row]:
    """From every step at which one of the plans changes: what then is not the same, or no longer."""
    plans = [pin.plan for pin in pins]
    found, before = list[Row](), dict[str, tuple[str, ...]]()
    for step in sorted({0, *(start for plan in plans for start in plan.starts)}):
        present = [plan.legs[plan.leg(step)][1] for plan in plans]
        rows = {row.field: row for row in _settings(present, step)}
        for field in before.keys() - rows.keys():
            rows[field] = _row(field, step, present)
        found += [row for field, row in rows.items() if row.values != before.get(field)]
        before = {field: row.values for field, row in rows.items() if len(set(row.values)) > 1}
    found += _edits(pins)
    if len({pin.steps for pin in pins}) > 1:
        lengths = tuple(f"{pin.steps:,}" for pin in pins)
        found.append(Row("steps", 0, _named("steps", 0), lengths, lengths))
    return sorted(found, key=lambda row: (row.step, row.field in _AFTER_ALL))


def _settings(present: Sequence[Experiment], step: int) -> list[Row]:
    """What differs between settings that hold from a step on."""
    rows = [_row(name, step, present) for name in words.differing(*present)]
    if words.follows(*present):
        rows.append(replace(_row("output_activation", step, present), follows=True))
    return rows


def _row(field: str, step: int, present: Sequence[Experiment]) -> Row:
    """What each of them has of one setting."""
    aspect = words.aspect(field, present)
    values = tuple(words.value(aspect, e) for e in present)
    return Row(field, step, _named(aspect, step), values, tuple(words.brief(aspect, e) for e in present))


def _edits(pins: Sequence[Pin]) -> list[Row]:
    """Weights that were not set by hand in all of them."""
    found = []
    for step in sorted({edit.step for pin in pins for edit in pin.plan.edits}):
        sets = [[edit for edit in pin.plan.edits if edit.step == step] for pin in pins]
        if any(each != sets[0] for each in sets):
            values = tuple(", ".join(map(_edited, each)) or text("differ.none") for each in sets)
            found.append(Row("edits", step, text("differ.edits", step=f"{step:,}"), values, values))
    return found


def _edited(edit: Edit) -> str:
    """ "W2[1, 3] = 0.5", counted from 1 as on the pages."""
    if edit.row is None:
        return f"b{edit.layer}[{edit.column + 1}] = {edit.value:g}"
    return f"W{edit.layer}[{edit.row + 1}, {edit.column + 1}] = {edit.value:g}"


def _named(field: str, step: int) -> str:
    name = text(f"differ.field_{field}")
    return text("differ.from_step", setting=name, step=f"{step:,}") if step else name


def _sentence(pins: Sequence[Pin], rows: Sequence[Row]) -> str:
    own = [row for row in rows if not row.follows and row.field not in _AFTER_ALL]
    if not own:
        lengths = words.listed([f"{pin.steps:,}" for pin in pins], "or")
        return text("differ.steps", steps=lengths) if rows else counted("differ.nothing", len(pins))
    settings = [row.setting for row in own]
    if (forked := min(row.step for row in own)) > 0:
        what = words.listed(list(dict.fromkeys(text(f"differ.field_{row.field}") for row in own)), "and")
        return text("differ.fork", step=f"{forked:,}", settings=what)
    if len(own) == 1:
        values = list(dict.fromkeys(own[0].brief))
        return text("differ.one", setting=settings[0], values=words.listed(values, "or"))
    if len(own) <= MOST_SPELLED:
        values = list(
            dict.fromkeys(
                text("differ.both", one=a, other=b) for a, b in zip(*(r.brief for r in own), strict=True)
            )
        )
        return text("differ.two", settings=words.listed(settings, "and"), values=words.listed(values, "or"))
    if len(own) <= MOST_NAMED:
        return text("differ.some", settings=words.listed(settings, "and"))
    return text("differ.many", n=len(own), settings=words.listed(settings, "and"))
