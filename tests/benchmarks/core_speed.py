"""Steps a second of the core and of the tutorial's listing, side by side.

    python tests/benchmarks/core_speed.py

Both do the tutorial's work (10 -> 32x6 -> 2, one sample) on one BLAS thread in this process, in turn, so
that a busy machine slows both. Ours is Trainer.step with its history; the target is 8 times the listing.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import Experiment, Trainer
from tests.core import reference

REPEATS, SECONDS, CHUNK, TARGET = 7, 0.3, 50, 8.0


def listing() -> Callable[[], object]:
    """CHUNK steps of the tutorial's algorithm, NumPy call by NumPy call as its listing makes them."""
    np.random.seed(54)  # noqa: NPY002
    x = np.random.normal(0.0, 1.0, 10)  # noqa: NPY002
    layers = reference.draw_layers(5, 32, 10, 2)
    y = Trainer(Experiment()).y[0]

    def steps() -> None:
        for _ in range(CHUNK):
            reference.descend(layers, x, y, 0.01)

    return steps


def core() -> Callable[[], object]:
    """CHUNK steps of the trainer, with everything that it records."""
    trainer = Trainer(Experiment())
    return lambda: trainer.step(CHUNK)


def rate(work: Callable[[], object]) -> float:
    """Steps a second over about SECONDS."""
    chunks, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < SECONDS:
        work()
        chunks += 1
    return chunks * CHUNK / elapsed


def main() -> None:
    """Warm both up, alternate, print medians and the ratio."""
    slow, fast = listing(), core()
    slow(), fast()
    pairs = [(rate(slow), rate(fast)) for _ in range(REPEATS)]
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"NumPy {np.__version__}, {REPEATS} alternations of {SECONDS} s, medians")
    print(f"listing             {statistics.median(a for a, _ in pairs):>9,.0f} steps/s")
    print(f"Trainer.step        {statistics.median(b for _, b in pairs):>9,.0f} steps/s")
    print(f"ratio               {ratio:>9.1f}  (target {TARGET:g} or more)")


if __name__ == "__main__":
    main()
