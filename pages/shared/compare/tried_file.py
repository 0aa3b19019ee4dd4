"""The runs that were tried as a file: CSV, with every digit and every setting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from mlp_core.training.plan import EDITS_KEY, LINK_KEY
from mlp_core.training.query import FIELDS
from pages.shared import link
from pages.shared.compare.tried import Row, seconds
from pages.shared.text import naming

_BOM = "\ufeff"
"""Before a file's text, so that spreadsheets read its names."""
_IN_FILE: dict[str, Callable[[Row], Any]] = {
    "number": lambda row: row.number,
    "trained": lambda row: row.outcome.step,
    "loss": lambda row: row.outcome.loss,
    "train_loss": lambda row: row.outcome.scores.train_loss,
    "test_loss": lambda row: row.outcome.scores.test_loss,
    "train_accuracy": lambda row: row.outcome.scores.train_accuracy,
    "test_accuracy": lambda row: row.outcome.scores.test_accuracy,
    "gradient": lambda row: row.outcome.gradient,
    "pace": lambda row: row.outcome.pace,
    "time": seconds,
    "diverged": lambda row: "" if row.outcome.diverged is None else row.outcome.diverged,
}


def csv(rows: Sequence[Row], base: str = "") -> bytes:
    """The runs as CSV: numbers with every digit, settings by their keys in a link, as they stand there.

    An empty cell is a setting of the tutorial's.

    Args:
        base: the address of the Train page, before the links' question mark.
    """
    said = naming("tried.file_", _IN_FILE)
    queries = [dict(parse_qsl(row.words)) for row in rows]
    keys = [key for key in (*FIELDS, LINK_KEY, EDITS_KEY) if any(key in query for query in queries)]
    table = {said(key): [read(row) for row in rows] for key, read in _IN_FILE.items()}
    table |= {key: [query.get(key, "") for query in queries] for key in keys}
    table |= {"steps": [row.steps for row in rows], "link": [f"{base}?{link_of(row)}" for row in rows]}
    return (_BOM + pd.DataFrame(table).to_csv(index=False)).encode()


def link_of(row: Row) -> str:
    """What its link says: its settings, and the step that the numbers are of."""
    steps = {"steps": str(row.steps)} if row.steps != link.DEFAULT_STEPS else {}
    return urlencode(dict(parse_qsl(row.words)) | steps | {"step": str(row.outcome.step)})
