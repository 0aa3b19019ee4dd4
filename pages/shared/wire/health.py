"""What the browser needs to know to say whether a run is well (mlp_core/analysis/health.py)."""

from __future__ import annotations

from mlp_core import Scores
from mlp_core.analysis.health import IDLE, LEARNED, NOTHING, RIGHT, VANISHED
from pages.shared.wire.header import ByChance, Rules

RULES: Rules = {
    "vanished": VANISHED, "learned": LEARNED, "right": RIGHT, "idle": IDLE, "nothing": NOTHING
}  # fmt: skip


def by_chance(scores: Scores) -> ByChance | None:
    """What the best constant answer scores; None where it is right already, so that nothing can be better."""
    if not scores.train_loss > 0:
        return None
    return {
        "loss": scores.train_loss,
        "accuracy": _known(scores.train_accuracy),
        "test_loss": _known(scores.test_loss),
        "test_accuracy": _known(scores.test_accuracy),
    }


def _known(value: float) -> float | None:
    return None if value != value else value
