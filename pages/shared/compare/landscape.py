"""The loss landscape of several runs: one plane for all paths, where the same weights have the same loss."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Any

import numpy as np

from mlp_core import DivergedError, Trainer
from mlp_core.analysis.landscape import come_to
from pages.shared.landscape.answer import answered
from pages.shared.text import text
from pages.shared.wire.bytes import whole
from pages.shared.wire.reach import reach

SECONDS = 0.4
"""Of training towards the steps that are shown: a server that has begun anew has not made them yet."""


def answer(trainers: Sequence[Trainer], details: object, ends: Sequence[int] | None = None) -> dict[str, Any]:
    """What is asked of the landscape of runs that are compared.

    Its plane holds the principal directions of all their paths together, or is around the first run's state.
    Where the runs' losses are different functions of the weights, it is that of the first run alone, and
    `apart` says why.

    Args:
        trainers: one at least; they are taken to the steps that are shown.
        details: LandscapeAsk, as it came.
        ends: how many steps each run has; as many as it has come to, where nothing is said.
    """
    ends = [come_to(trainer) for trainer in trainers] if ends is None else ends
    steps = details.get("steps") if isinstance(details, dict) else None
    if isinstance(steps, list) and len(steps) == len(trainers):
        deadline = time.monotonic() + SECONDS
        for trainer, step, end in zip(trainers, steps, ends, strict=True):
            with suppress(DivergedError):  # it then stands at its last finite step, or where it stood
                reach(trainer, whole(step, 0, end), deadline)
    for trainer in trainers:
        with suppress(DivergedError):
            trainer.evaluate()
    reason = next(filter(None, (apart(trainers[0], other) for other in trainers[1:])), "")
    shown = trainers[:1] if reason else trainers
    return {"landscape": answered(shown, details, text(f"landscape.apart_{reason}") if reason else "")}


def apart(one: Trainer, other: Trainer) -> str:
    """Why the same weights would have another loss in another run: a word of the catalogue; "" where not.

    What the loss follows from is compared, on the whole way, not what leads from one state to the next:
    seeds, batches, optimizers and learning rates may differ.
    """
    if one.network.sizes != other.network.sizes:
        return "sizes"
    if not (np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y)):
        return "data"
    return next((why for why, of in _FOLLOWS.items() if _all(of, one) != _all(of, other)), "")


_FOLLOWS = {
    "loss": attrgetter("loss", "l1", "l2"),
    "activation": attrgetter("activation", "output_activation"),
    "structure": attrgetter("residual", "normalization"),
}


def _all(of: attrgetter[tuple[object, ...]], trainer: Trainer) -> set[tuple[object, ...]]:
    """What a run has of some settings, from its first step to its last."""
    return {of(experiment) for _, experiment in trainer.plan.legs}
