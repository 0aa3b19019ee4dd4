"""The data in words. What is a person's own stands in them as it is, whatever signs it has."""

from __future__ import annotations

from mlp_core import Experiment
from mlp_core.data.table import Table
from mlp_core.errors import shorten
from pages.shared.data.shown import Shown
from pages.shared.data.tables import class_counts
from pages.shared.numbers import significant
from pages.shared.plain import plain_text
from pages.shared.text import text

_FEW = 4
"""Classes whose counts are all told."""


def counted(key: str, n: int, **more: object) -> str:
    """A number of things: the catalogue has `key` for several and `key_1` for one."""
    return text(f"{key}_1" if n == 1 else key, n=f"{n:,}", **more)


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
