"""A step as Step through sends it, without a page around it."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_core import Experiment, Plan, Trainer
from pages.shared.session import Run
from pages.shared.stepper import screen
from tests.pages.tapes import unpacked


def sent(experiment: Experiment, **wanted: Any) -> bytes:
    """The answer to what a browser asks of a new run."""
    plan = Plan.of(experiment)
    return screen.answer(Run("run", plan, Trainer(plan), 100), wanted)


def answered(experiment: Experiment, **wanted: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """(its header, its arrays)."""
    return unpacked(sent(experiment, **wanted))


def total(values: Any) -> Any:
    """`sum` in the lines of code that are shown: of an array's numbers, or of what a generator gives."""
    return np.sum(values if isinstance(values, np.ndarray) else list(values))
