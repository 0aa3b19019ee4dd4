"""What runs that are compared have in common: which numbers mean the same, and which are but other seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mlp_core import Plan

FEWEST_SEEDS = 3
"""For a median and quartiles."""


def seeds(plans: Sequence[Plan]) -> list[int]:
    """The places of runs that differ from one another in their seed alone; none if too few."""
    bare = [Plan(tuple((step, replace(e, seed=0)) for step, e in plan.legs), plan.edits) for plan in plans]
    found = [[i for i, other in enumerate(bare) if other == plan] for plan in bare]
    most = max(found, key=len, default=[])
    return most if len(most) >= FEWEST_SEEDS else []


def losses_compare(plans: Sequence[Plan]) -> bool:
    """Whether losses mean the same: the same loss and penalty of the same samples, held back alike."""
    lasts = [plan.last for plan in plans]
    return len({(e.loss, e.penalty, e.data_key) for e in lasts}) <= 1


def accuracies_compare(plans: Sequence[Plan]) -> bool:
    """Whether accuracies do: of the same samples."""
    return len({plan.last.data_key for plan in plans}) <= 1
