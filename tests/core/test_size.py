"""What a run takes is told before it is made."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.training.size import run_bytes

DIGITS = PRESETS["digits"]
ALL_AT_ONCE = replace(DIGITS, hidden_layers=(100,) * 4, batch_size=None)


def taken(experiment: Experiment, steps: int) -> int:
    """What Python and NumPy have in use after so many steps more than before."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    trainer = Trainer(experiment, scored=True)
    trainer.step(steps)
    found = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return found


@pytest.mark.parametrize(
    ("experiment", "steps"),
    [
        (ALL_AT_ONCE, 2),
        (replace(ALL_AT_ONCE, normalization="layer", residual=True), 2),
        (replace(ALL_AT_ONCE, hidden_layers=(250,) * 4, normalization="batch", dtype="float32"), 2),
        (replace(ALL_AT_ONCE, batch_size=100, optimizer="adam"), 2),
        (Experiment(hidden_layers=(300,) * 4, optimizer="adam"), 33),
    ],
)
def test_a_runs_size_is_told_from_its_settings(experiment: Experiment, steps: int) -> None:
    found = taken(experiment, steps)
    assert 0.6 * found < run_bytes(experiment) < 1.7 * found


def test_a_small_run_is_small() -> None:
    assert run_bytes(Experiment()) < 40 * 2**20
