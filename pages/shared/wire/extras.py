"""What the browser may ask about one step beside its frame: answered once the picture rests."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mlp_core import Trainer
from mlp_core.data.datasets import REGRESSION
from mlp_core.training.inference import Forward, classes_of
from pages.shared.wire.bytes import real
from pages.shared.wire.header import ExtraAnswer, Wrong

MOST_MISTAKES = 30


def mistakes(trainer: Trainer, details: object) -> ExtraAnswer:
    """The samples whose class is told wrong, of those held back if there are some; the surest first.

    Returns:
        rows: of each its place in the data, its inputs as they came, its class, the outputs.
        count: how many there are in all; `of` how many were judged.
    """
    data, experiment = trainer.data, trainer.experiment
    if experiment.data.task == REGRESSION:
        return {"rows": [], "count": 0, "of": 0}
    part = data.test if len(data.test) else data.train
    a = trainer.scorer.outputs()[1][part]
    told, true = classes_of(a), classes_of(data.targets[part])
    wrong = np.flatnonzero(told != true)
    sure = a[wrong].max(axis=1) if a.shape[1] > 1 else np.abs(a[wrong, 0] - 0.5)
    shown = wrong[np.argsort(-sure, kind="stable")][:MOST_MISTAKES]
    rows: list[Wrong] = [
        {
            "row": int(part[i]),
            "x": data.raw[part[i]].tolist(),
            "true": int(true[i]),
            "told": int(told[i]),
            "a": _finite(a[i]),
        }
        for i in shown
    ]
    return {"rows": rows, "count": len(wrong), "of": len(part)}


def answer(trainer: Trainer, details: object) -> ExtraAnswer:
    """What every layer makes of one input that a person made: a of each layer, the input first.

    Args:
        details: n_in numbers, as the data come; anything else gives no layers.
    """
    given = [real(value) for value in details] if isinstance(details, list | tuple) else []
    values = [value for value in given if value is not None]
    if not len(values) == len(given) == trainer.network.sizes[0]:
        return {"layers": []}
    x = trainer.data.standardized(np.array([values]))
    layers = Forward(trainer.network, x, statistics_of=trainer.data.x).activations()
    return {"layers": [_finite(a[0]) for a in layers]}


def _finite(values: np.ndarray[Any, Any]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]


EXTRAS: dict[str, Callable[[Trainer, object], ExtraAnswer]] = {"mistakes": mistakes, "answer": answer}
"""name -> what it tells of the trainer's present state."""
