"""Comparisons that are ready to look at, each with a question. They train in a second or two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mlp_core import PRESETS, Experiment, Plan
from pages.shared.compare.pins import MOST_PINS, Pin, Pins, added
from pages.shared.text import text


@dataclass(frozen=True)
class Ready:
    """One of them. Its name and its question are in the texts (`name`, `question`).

    Attributes:
        experiments: what is compared.
        steps: of each run.
        tab, clock: what is looked at first, and by which time (address.TABS, address.CLOCKS).
    """

    experiments: tuple[Experiment, ...]
    steps: tuple[int, ...]
    tab: str = "curves"
    clock: str = "step"

    @property
    def runs(self) -> tuple[tuple[Plan, int], ...]:
        """The plans, with their steps."""
        return tuple(zip(map(Plan.of, self.experiments), self.steps, strict=True))


def _varied(base: Experiment, field: str, values: Iterable[Any], **more: Any) -> tuple[Experiment, ...]:
    return tuple(replace(base, **{field: value, **more}) for value in values)


_CIRCLES = Experiment(
    dataset="circles", hidden_layers=(8,) * 6, activation="sigmoid", output_activation="sigmoid",
    initializer="xavier", loss="bce", learning_rate=0.1, seed=1, test_share=0.25,
)  # fmt: skip
_FAST = replace(_CIRCLES, optimizer="momentum", learning_rate=0.5)
_SHALLOW = replace(_CIRCLES, activation="tanh", hidden_layers=(8, 8))
_MOONS = replace(_CIRCLES, dataset="moons", samples=100, hidden_layers=(8,), activation="tanh")
_WRONG = replace(
    _CIRCLES, dataset="gaussians", hidden_layers=(4,), activation="tanh", learning_rate=0.5, gain=20.0, seed=3
)
"""Sure of the wrong answer at first: its output is saturated."""
_SPIRALS = replace(PRESETS["spirals"], learning_rate=0.1)

READY: dict[str, Ready] = {
    "activation": Ready(_varied(_CIRCLES, "activation", ("sigmoid", "relu")), (300,) * 2, "staircase"),
    "initializer": Ready(
        _varied(_CIRCLES, "initializer", ("normal", "xavier"), activation="tanh"), (300,) * 2, "staircase"
    ),
    "depth": Ready(_varied(_FAST, "hidden_layers", ((8,) * 2, (8,) * 8)), (500,) * 2, "staircase"),
    "loss": Ready(_varied(_WRONG, "loss", ("mse", "bce")), (200,) * 2),
    "optimizer": Ready(_varied(_SPIRALS, "optimizer", ("sgd", "momentum", "adam")), (1500,) * 3, "surfaces"),
    "batch": Ready(_varied(_MOONS, "batch_size", (1, 16, None)), (1500, 100, 20), clock="epoch"),
    "learning_rate": Ready(_varied(_SHALLOW, "learning_rate", (0.01, 0.1, 1.0, 10.0)), (300,) * 4),
    "skips": Ready(
        _varied(_FAST, "residual", (False, True), hidden_layers=(8,) * 12), (500,) * 2, "staircase"
    ),
}  # fmt: skip
"""name -> what is compared."""


def name(key: str) -> str:
    """What it is called: "Sigmoid or ReLU"."""
    return text(f"ready.{key}")


def question(key: str) -> str:
    """What to predict before it is played; empty for none."""
    return text(f"ready.{key}_question") if key in READY else ""


def asked(pins: Sequence[Pin]) -> str:
    """Which of them these runs are; empty where they are none."""
    runs = tuple((pin.plan, pin.steps) for pin in pins)
    return next((key for key, ready in READY.items() if ready.runs == runs), "")


def taken(pins: Pins, key: str) -> Pins:
    """These pins with a ready comparison's alone shown: of its runs those that are there, or new ones.

    Where there is no room, pins that are not shown make some, the oldest first.
    """
    runs = READY[key].runs
    hidden = tuple(replace(pin, is_shown=False) for pin in pins.pins if (pin.plan, pin.steps) not in runs)
    found = replace(pins, pins=hidden[max(0, len(hidden) + len(runs) - MOST_PINS) :])
    there = {(pin.plan, pin.steps): pin for pin in pins.pins}
    for plan, steps in runs:
        if pin := there.get((plan, steps)):
            found = replace(found, pins=(*found.pins, replace(pin, is_shown=True, step=0)))
        else:
            found = added(found, plan, steps)
    return found
