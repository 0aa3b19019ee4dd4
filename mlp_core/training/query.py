"""Settings as the words of a link: `hidden=32x6`, `lr=0.01`, ... One word a field, in both directions.

Links live long, so neither names nor forms ever change. Writing loses nothing: a float is written with all
the digits that bring the same bits back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from mlp_core.errors import ExperimentError

MAX_LENGTH = 400
"""Characters of one value: 50 layers of three digits fit."""

_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,4})?")
_WIDTHS = re.compile(r"[0-9]{1,6}(x[0-9]{1,3})?(_[0-9]{1,6}(x[0-9]{1,3})?)*")


@dataclass(frozen=True)
class Word:
    """How one field of an Experiment stands in a link.

    Attributes:
        key: the parameter's name in the link.
        write: value -> text.
        read: text -> value; ValueError for text of another form.
        form: which form `read` takes, a problem of an ExperimentError.
        details: what else that tells.
    """

    key: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    form: str
    details: Mapping[str, str] = field(default_factory=dict)


def _matched(pattern: re.Pattern[str], convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return convert(text)

    return read


def _write_widths(widths: Sequence[int]) -> str:
    """(64, 32, 32) as 64_32x2."""
    runs = [(width, len(list(same))) for width, same in groupby(widths)]
    return "_".join(f"{width}x{count}" if count > 1 else str(width) for width, count in runs)


def _read_widths(text: str) -> tuple[int, ...]:
    widths: list[int] = []
    for part in text.split("_"):
        width, _, count = part.partition("x")
        widths += [int(width)] * int(count or 1)
    return tuple(widths)


def _name(key: str) -> Word:
    return Word(key, str, str, "form_name")


def _switch(key: str, on: str, off: str) -> Word:
    """A choice of two, by its name."""

    def read(text: str) -> bool:
        if text not in (on, off):
            raise ValueError(text)
        return text == on

    return Word(key, lambda value: on if value else off, read, "form_switch", {"on": on, "off": off})


_whole = _matched(_WHOLE, int)


def _count(key: str) -> Word:
    """A whole number, or None for all there are."""
    return Word(
        key,
        lambda n: "all" if n is None else str(n),
        lambda text: None if text == "all" else _whole(text),
        "form_count",
    )


def _number(key: str) -> Word:
    return Word(key, repr, _matched(_NUMBER, float), "form_number")


def _no_table(text: str) -> None:
    """A link names a table by its fingerprint, so that runs on different ones have different links."""
    raise ValueError(text)


WORDS: dict[str, Word] = {
    "dataset": _name("dataset"),
    "hidden_layers": Word(
        "hidden", _write_widths, _matched(_WIDTHS, _read_widths), "form_widths"
    ),
    "activation": _name("activation"),
    "output_activation": _name("output"),
    "initializer": _name("initializer"),
    "loss": _name("loss"),
    "optimizer": _name("optimizer"),
    "learning_rate": _number("lr"),
    "batch_size": _count("batch"),
    "seed": Word("seed", str, _whole, "form_whole"),
    "train_biases": _switch("biases", "trained", "fixed"),
    "residual": _switch("skip", "on", "off"),
    "normalization": _name("norm"),
    "dtype": _name("dtype"),
    "gain": _number("gain"),
    "samples": _count("samples"),
    "noise": Word(
        "noise",
        lambda n: "usual" if n is None else repr(n),
        lambda text: None if text == "usual" else _matched(_NUMBER, float)(text),
        "form_noise",
    ),
    "test_share": _number("test"),
    "split_seed": Word("split", str, _whole, "form_whole"),
    "standardize": _switch("standardize", "on", "off"),
    "l1": _number("l1"),
    "l2": _number("l2"),
    "schedule": _name("schedule"),
    "period": Word("period", str, _whole, "form_whole"),
    "stop_when": _name("stop"),
    "stop_at": _number("stop_at"),
    "table": Word("file", lambda table: table.fingerprint, _no_table, "form_file"),
}  # fmt: skip
"""field -> its word. A field of Experiment without a word fails a test."""

FIELDS: dict[str, str] = {word.key: name for name, word in WORDS.items()}
"""key in a link -> field."""


def write(settings: Mapping[str, Any]) -> dict[str, str]:
    """Fields and their values as keys and texts."""
    return {WORDS[name].key: WORDS[name].write(value) for name, value in settings.items()}


def read(query: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Keys and texts as fields and their values, each of the right form but not checked further.

    Raises:
        ExperimentError: for an unknown key, one given more than once, or text of another form.
    """
    settings = {}
    for key, value in query.items():
        if key not in FIELDS:
            raise ExperimentError(key, value, "unknown")
        name, word = FIELDS[key], WORDS[FIELDS[key]]
        if not isinstance(value, str):
            if len(value) != 1:
                raise ExperimentError(name, value, "once")
            (value,) = value
        try:
            if len(value) > MAX_LENGTH:
                raise ValueError(value)
            settings[name] = word.read(value)
        except ValueError:
            raise ExperimentError(name, value, word.form, **word.details) from None
    return settings
