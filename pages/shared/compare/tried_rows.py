"""The runs that were tried as columns of a table, in words and numbers; and which ones are searched for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mlp_core import LOSSES, Experiment
from mlp_core.training.query import WORDS
from pages.shared import controls, describe
from pages.shared.compare.tried import Row, Settings, seconds
from pages.shared.data.tables import unique
from pages.shared.numbers import percent, significant
from pages.shared.text import counted, text

_NUMBERS = {
    "learning_rate", "batch_size", "seed", "gain", "samples", "noise", "test_share", "split_seed", "l1", "l2",
    "period", "stop_at",
}  # fmt: skip
"""Settings that are sorted as numbers. Of the others the words are."""
_SHARES = {"test_share"}
_ALL = {"batch_size", "samples", "noise"}
"""Where None is one too: it stands for as much as there is, or as is usual."""
_DIGITS = 4


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        key: its name in the catalogue, `tried.column_<key>` and `tried.help_<key>`, or a field of Experiment.
        name: as a person reads it.
        values: one a row: numbers, or words.
        words: the same as they are shown.
        help: what it is; empty for a setting.
    """

    key: str
    name: str
    values: list[Any]
    words: list[str]
    help: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether it is sorted as numbers."""
        return not any(isinstance(value, str) for value in self.values)


# Settings

_TUTORIALS: Settings = {name: getattr(Experiment(), name) for name in WORDS}


def _expected(settings: Settings) -> object:
    """The output layer's activation that goes with the other settings, as the sidebar sets it."""
    return LOSSES[str(settings["loss"])].output or controls.output_activation(str(settings["activation"]))


def differing(rows: Sequence[Row]) -> list[str]:
    """The fields in which some run is not like the tutorial's or like another; what follows from one is not.

    A person's own file is the data set.
    """
    last = [row.last for row in rows]
    found = [name for name in WORDS if any(each[name] != _TUTORIALS[name] for each in last)]
    follows = {
        "table": True,
        "output_activation": all(each["output_activation"] == _expected(each) for each in last),
        "stop_at": all(each["stop_when"] == "never" for each in last),
        "period": all(each["schedule"] == "constant" for each in last),
    }
    return [name for name in found if not follows.get(name)]


def _word(field: str, settings: Settings) -> str:
    """A setting as a person reads it."""
    value = settings[field]
    if field == "dataset" and settings["table"] is not None:
        return str(settings["table"])
    if field == "hidden_layers":
        return WORDS[field].write(value).replace("x", "×").replace("_", ", ")
    if field in _SHARES and isinstance(value, float):
        return percent(value)
    if field == "samples" and value is None:
        return text("setting.batch_all")
    return describe.value(field, value)


def _setting(field: str, rows: Sequence[Row]) -> Column:
    last = [row.last for row in rows]
    words = [_word(field, settings) for settings in last]
    values: list[Any] = list(words)
    if field in _NUMBERS:
        values = [math.inf if s[field] is None and field in _ALL else s[field] for s in last]
    return Column(field, text(f"field.{field}"), values, words)


def _changes(before: Settings, after: Settings) -> str:
    """What else holds from a step on."""
    names = [name for name in WORDS if before[name] != after[name]]
    if "activation" in names and after["output_activation"] == _expected(after):
        names = [name for name in names if name != "output_activation"]
    return ", ".join(
        text("run.change", setting=text(f"field.{name}"), value=_word(name, after)) for name in names
    )


def _way(row: Row) -> str:
    """What was changed on the way."""
    found = [
        text("tried.changed", step=f"{start:,}", changes=_changes(row.legs[i][1], settings))
        for i, (start, settings) in enumerate(row.legs[1:])
    ]
    return "; ".join([*found, *([counted("tried.edits", row.edits)] if row.edits else [])])


# What came of it


def _ended(row: Row) -> str:
    if row.outcome.diverged is not None:
        return text("tried.diverged", step=f"{row.outcome.diverged:,}")
    return text("tried.met", step=f"{row.outcome.step:,}") if row.outcome.is_met else ""


def _number(value: float) -> str:
    return "–" if math.isnan(value) else significant(value, _DIGITS)


def _time(value: float) -> str:
    return "–" if math.isnan(value) else text("tried.seconds", n=significant(value))


def _whole(value: int) -> str:
    return f"{value:,}"


_SHOWN: dict[str, tuple[Callable[[Row], Any], Callable[[Any], str]]] = {
    "step": (lambda row: row.outcome.step, _whole),
    "loss": (lambda row: row.outcome.loss, _number),
    "train_loss": (lambda row: row.outcome.scores.train_loss, _number),
    "test_loss": (lambda row: row.outcome.scores.test_loss, _number),
    "train_accuracy": (lambda row: row.outcome.scores.train_accuracy, lambda share: percent(share, 1)),
    "test_accuracy": (lambda row: row.outcome.scores.test_accuracy, lambda share: percent(share, 1)),
    "gradient": (lambda row: row.outcome.gradient, _number),
    "time": (seconds, _time),
    "way": (_way, str),
    "ended": (_ended, str),
}
"""key -> (what it is of a row, how that is written)."""
_ALWAYS = ("step", "loss", "gradient", "time")
"""Columns that are there also where they say nothing."""


def _says_something(key: str, rows: Sequence[Row], values: Sequence[Any]) -> bool:
    if key == "train_loss":  # else it is the loss, but for penalties
        return any(row.last["batch_size"] is not None for row in rows) and any(v == v for v in values)
    return key in _ALWAYS or any(value != "" and value == value for value in values)


def _result(key: str, rows: Sequence[Row]) -> Column:
    read, write = _SHOWN[key]
    values = [read(row) for row in rows]
    return Column(
        key,
        text(f"tried.column_{key}"),
        values,
        [write(value) for value in values],
        text(f"tried.help_{key}"),
    )


def columns(rows: Sequence[Row]) -> list[Column]:
    """The table: which run, the settings that differ, what came of it, then those that all have alike."""
    numbers = [row.number for row in rows]
    first = Column(
        "number", text("tried.column_number"), numbers, list(map(str, numbers)), text("tried.help_number")
    )
    results = [_result(key, rows) for key in _SHOWN]
    settings = [_setting(field, rows) for field in differing(rows)]
    return [
        first,
        *(found for found in settings if len(set(found.words)) > 1),
        *(found for found in results if _says_something(found.key, rows, found.values)),
        *(found for found in settings if len(set(found.words)) == 1),
    ]


def frame(found: Sequence[Column]) -> pd.DataFrame:
    """The columns as a table, each with a name of its own."""
    names = unique(column.name for column in found)
    return pd.DataFrame({name: column.values for name, column in zip(names, found, strict=True)})


# Which


def dataset_of(row: Row) -> str:
    """Its data as a person reads them."""
    return _word("dataset", row.last)


def matching(rows: Sequence[Row], search: str, datasets: Sequence[str]) -> list[Row]:
    """Those of these data sets (all, where none is named) that have all words of a search in their settings.

    Searched are all settings of the run in words, the tutorial's too, and as they stand in its link.
    """
    wanted = search.casefold().split()
    return [
        row
        for row in rows
        if (not datasets or dataset_of(row) in datasets) and all(word in _said(row) for word in wanted)
    ]


def _said(row: Row) -> str:
    """All that a row says, to be searched."""
    settings = [f"{text(f'field.{name}')} {_word(name, row.last)}" for name in WORDS if name != "table"]
    return " ".join([*settings, row.words.replace("&", " "), _way(row), _ended(row)]).casefold()
