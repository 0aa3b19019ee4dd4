"""The loss landscape of several runs: one plane for all paths, where the same weights have the same loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_core import Trainer
from pages.shared.landscape.answer import answered
from pages.shared.text import text


def answer(trainers: list[Trainer], details: object) -> dict[str, Any]:
    """What is asked of the landscape of runs that are compared.

    Its plane holds the principal directions of all their paths together, or is around the first run's state.
    Where the runs' losses are different functions of the weights, it is that of the first run alone, and
    `apart` says why.

    Args:
        trainers: one at least, each evaluated at the step that is shown of it; they stay as they are.
        details: LandscapeAsk, as it came.
    """
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
