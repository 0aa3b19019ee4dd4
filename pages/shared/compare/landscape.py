"""The loss landscape of several runs: one plane for all paths, where the same weights have the same loss."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np

from mlp_core import DivergedError, Trainer
from pages.shared.landscape.answer import answered
from pages.shared.landscape.maps import come_to
from pages.shared.text import text
from pages.shared.wire.bytes import whole


def answer(trainers: list[Trainer], details: object) -> dict[str, Any]:
    """What is asked of the landscape of runs that are compared.

    Its plane holds the principal directions of all their paths together, or is around the first run's state.
    Where the runs' losses are different functions of the weights, it is that of the first run alone, and
    `apart` says why.

    Args:
        trainers: one at least; they are taken to the steps that are shown.
        details: LandscapeAsk, as it came.
    """
    steps = details.get("steps") if isinstance(details, dict) else None
    if isinstance(steps, list) and len(steps) == len(trainers):
        for trainer, step in zip(trainers, steps, strict=True):
            trainer.goto(whole(step, 0, come_to(trainer)))
    for trainer in trainers:
        with suppress(DivergedError):
            trainer.evaluate()
    reason = next(filter(None, (apart(trainers[0], other) for other in trainers[1:])), "")
    shown = trainers[:1] if reason else trainers
    return {"landscape": answered(shown, details, text(f"landscape.apart_{reason}") if reason else "")}


def apart(one: Trainer, other: Trainer) -> str:
    """Why the same weights would have another loss in another run: a word of the catalogue; "" where not.

    What the loss follows from is compared, not what leads from one state to the next: seeds, batches,
    optimizers and learning rates may differ.
    """
    a, b = one.plan.last, other.plan.last
    if a.sizes != b.sizes:
        return "sizes"
    if not (np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y)):
        return "data"
    if (a.loss, a.l1, a.l2) != (b.loss, b.l1, b.l2):
        return "loss"
    if (a.activation, a.output_activation) != (b.activation, b.output_activation):
        return "activation"
    if (a.residual, a.normalization) != (b.residual, b.normalization):
        return "structure"
    return ""
