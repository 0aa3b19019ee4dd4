"""Schedules: how the learning rate changes. None has a state: the rate follows from the step."""

from __future__ import annotations

import math
from collections.abc import Callable

FACTOR = 0.1
"""By which the step schedule multiplies (PyTorch's default gamma)."""


def constant(rate: float, step: int, period: int) -> float:
    """eta at every step."""
    return rate


def step_down(rate: float, step: int, period: int) -> float:
    """A tenth of it after every `period` steps. Source: PyTorch, lr_scheduler.StepLR."""
    return rate * FACTOR ** (step // period)


def cosine(rate: float, step: int, period: int) -> float:
    """From eta down to 0 along half a cosine in `period` steps, and 0 from there on.

    Source: I. Loshchilov, F. Hutter, "SGDR" (2017), eq. 5, without restarts.
    """
    return rate * (1 + math.cos(math.pi * min(step, period) / period)) / 2


SCHEDULES: dict[str, Callable[[float, int, int], float]] = {
    "constant": constant,
    "step": step_down,
    "cosine": cosine,
}
"""name -> the learning rate of update `step` (from 0), from the setting and the period in steps.

The names go into links, so they never change.
"""
