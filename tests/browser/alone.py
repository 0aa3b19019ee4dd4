"""What a page has to show, from the core alone."""

from __future__ import annotations

from mlp_core import Experiment, Plan, Trainer
from pages.shared.numbers import significant


def trained(plan: Experiment | Plan, step: int) -> Trainer:
    """A trainer of our own, evaluated at a step."""
    trainer = Trainer(plan)
    trainer.step(step)
    trainer.evaluate()
    return trainer


def printed(loss: float) -> str:
    """A loss as Train's digits have it: five, or three beside an exponent."""
    digits = significant(loss, 5)
    return significant(loss, 3) if "×" in digits else digits


def loss_at(step: int, plan: Experiment | Plan | None = None) -> str:
    """The loss that Train's digits have at a step."""
    return printed(trained(plan or Experiment(), step).evaluate())
