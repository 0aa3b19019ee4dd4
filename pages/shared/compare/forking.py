"""With and without the last change: a run that was continued or edited, and what it would have been."""

from __future__ import annotations

from dataclasses import dataclass

from mlp_core import Plan
from pages.shared.compare import naming
from pages.shared.compare.pins import Pin
from pages.shared.text import text


@dataclass(frozen=True)
class Fork:
    """A pair that shares everything before a step.

    Attributes:
        changed, unchanged: the plans with and without the change.
        step: from which on they differ.
        change: what it is, in words.
    """

    changed: Plan
    unchanged: Plan
    step: int
    change: str


def forks(pin: Pin) -> Fork | None:
    """The run with and without its last change, or None where nothing was changed on its way."""
    plan = pin.plan
    edited, continued = plan.edits[-1].step if plan.edits else -1, plan.starts[-1]
    if edited >= continued and edited >= 0:
        told = naming.edits_told(plan.edits[-1:], edited)
        return Fork(plan, plan.without_last_edit(), edited, told)
    if len(plan.legs) == 1:
        return None
    (_, before), (_, after) = plan.legs[-2:]
    change = text("pins.from_step", change=naming.told(after, before), step=f"{continued:,}")
    return Fork(plan, Plan(plan.legs[:-1], plan.edits), continued, change)
