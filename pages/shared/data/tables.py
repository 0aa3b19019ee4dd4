"""The samples and what is known of them as tables: pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np
import pandas as pd

from mlp_core.nn.steps import Array
from pages.shared.data.shown import Shown
from pages.shared.text import text

MOST_CELLS = 2_000_000
"""Numbers of the samples that go to the browser, 16 MB at most."""


Values: TypeAlias = "Array | list[str] | pd.Categorical[str]"


def unique(names: Iterable[str]) -> list[str]:
    """The names, each unlike the others: a table cannot have two columns of one name."""
    found: dict[str, None] = {}
    for name in names:
        other, n = name, 2
        while other in found:
            other, n = f"{name} ({n})", n + 1
        found[other] = None
    return list(found)


def _compact(values: Array) -> Array:
    """Whole numbers in as few bytes as they need, all others as they are."""
    low, high = values.min(), values.max()
    for kind in (np.int8, np.int16, np.int32):
        limits = np.iinfo(kind)
        if limits.min <= low and high <= limits.max and (values == np.rint(values)).all():
            return values.astype(kind)
    return values


def _table(columns: Iterable[tuple[str, Values]]) -> pd.DataFrame:
    names, values = zip(*columns, strict=True)
    return pd.DataFrame(dict(zip(unique(names), values, strict=True)))


def _named(codes: Array, names: list[str]) -> pd.Categorical[str]:
    """A name for each code; a name is sent to the browser once."""
    return pd.Categorical.from_codes(codes, pd.Index(names))


def rows_shown(shown: Shown) -> int:
    """How many samples the table holds: all but where they are too many numbers."""
    return min(shown.count, max(1, MOST_CELLS // len(shown.features)))


def samples(shown: Shown, fed: bool = False) -> pd.DataFrame:
    """Every sample: its number, its part, what is to be learned, its inputs.

    Args:
        fed: the inputs and targets as the network gets them, instead of as they came.
    """
    n = rows_shown(shown)
    inputs = (shown.data.inputs if fed else shown.data.raw)[:n]
    parts = [text("data.part_train"), text("data.part_test")]
    columns: list[tuple[str, Values]] = [
        (text("data.sample"), np.arange(1, n + 1)),
        *([(text("data.file_row"), shown.file_rows[:n])] if shown.file_rows is not None else []),
        (text("data.part"), _named(shown.held[:n].astype(np.int8), parts)),
        *_goals(shown, n, fed),
        *((name, _compact(inputs[:, i])) for i, name in enumerate(shown.features)),
    ]
    return _table(columns)


def _goals(shown: Shown, n: int, fed: bool) -> list[tuple[str, Values]]:
    if shown.labels is not None:
        return [(shown.targets[0], _named(shown.labels[:n], unique(shown.classes)))]
    targets = shown.data.targets if fed else shown.data.raw_targets
    return [(name, _compact(targets[:n, i])) for i, name in enumerate(shown.targets)]


def balance(shown: Shown) -> pd.DataFrame:
    """How many samples of each class there are in either part; of numbers, how they lie."""
    if shown.labels is None:
        return _spread(shown)
    counts = class_counts(shown)
    return _table(
        [
            (shown.targets[0], list(shown.classes)),
            (text("data.part_train"), counts[0]),
            (text("data.part_test"), counts[1]),
            (text("data.share"), 100 * counts.sum(0) / shown.count),
        ]
    )


def class_counts(shown: Shown) -> Array:
    """Samples of each class, (2, classes): those trained on, those held back."""
    assert shown.labels is not None
    parts = [np.bincount(shown.labels[shown.held == held], minlength=len(shown.classes)) for held in (0, 1)]
    return np.array(parts)


def untested(shown: Shown) -> list[str]:
    """The classes of which no sample is held back, where some samples are."""
    if shown.labels is None or not shown.held.any():
        return []
    tested = class_counts(shown)[1]
    return [name for name, count in zip(shown.classes, tested, strict=True) if not count]


def _spread(shown: Shown) -> pd.DataFrame:
    parts = [(key, held) for key, held in (("train", False), ("test", True)) if (shown.held == held).any()]
    values = [shown.data.raw_targets[shown.held == held] for _, held in parts]
    rows = [(key, i) for key in range(len(parts)) for i in range(len(shown.targets))]
    names = [text(f"data.part_{parts[part][0]}") for part, _ in rows]
    if len(shown.targets) > 1:
        names = [f"{name}: {shown.targets[i]}" for name, (_, i) in zip(names, rows, strict=True)]
    measures: dict[str, Callable[[Array], float]] = {
        "samples_of": len, "min": np.min, "mean": np.mean, "max": np.max, "deviation": np.std
    }  # fmt: skip
    return _table(
        [
            (shown.targets[0] if len(shown.targets) == 1 else text("data.target"), names),
            *(
                (text(f"data.{key}"), np.array([measure(values[part][:, i]) for part, i in rows]))
                for key, measure in measures.items()
            ),
        ]
    )


def scaling(shown: Shown) -> pd.DataFrame:
    """What standardising does to each input and each number to learn, by mean and deviation of the training
    samples."""
    data, names = shown.data, list(shown.features)
    raw, fed = data.raw, data.inputs
    if shown.labels is None:
        raw, fed = np.hstack([raw, data.raw_targets]), np.hstack([fed, data.targets])
        names += [text("data.to_learn", name=name) for name in shown.targets]
    trained = raw[data.train]
    return _table(
        [
            (text("data.input_name"), names),
            (text("data.mean"), trained.mean(0)),
            (text("data.deviation"), trained.std(0)),
            (text("data.min"), raw.min(0)),
            (text("data.max"), raw.max(0)),
            (text("data.fed_min"), fed.min(0)),
            (text("data.fed_max"), fed.max(0)),
        ]
    )
