"""How a step's time grows with the network: `python tests/benchmarks/growth.py`.

Widths of 8 to 512 in six hidden layers, depths of 1 to 50 of 32 units; batch 1 and batch 32, in random
order round by round, the least of the rounds. Per parameter nothing may take more than 1.2 times as long as
in the network before: what is said to grow faster than that leaves the cache.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import random
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import PRESETS, Experiment, Trainer

ROUNDS, SECONDS, MOST = 7, 0.1, 1.2
WIDTHS, DEPTHS = (8, 16, 32, 64, 128, 256, 512), (1, 2, 5, 10, 20, 50)


def experiments() -> dict[tuple[str, int], list[Experiment]]:
    """(what grows, the batch) -> networks, ever larger."""
    digits = replace(PRESETS["digits"], samples=640, optimizer="sgd", learning_rate=1e-4)
    found = {}
    for batch in (1, 32):
        base = replace(digits, batch_size=batch)
        found["width", batch] = [replace(base, hidden_layers=(width,) * 6) for width in WIDTHS]
        found["depth", batch] = [replace(base, hidden_layers=(32,) * depth) for depth in DEPTHS]
    return found


def least(chosen: list[Experiment]) -> list[float]:
    """The least seconds a step of each."""
    trainers = [Trainer(e) for e in chosen]
    steps, best = [], [float("inf")] * len(trainers)
    for trainer in trainers:
        trainer.step(3)
        start = time.perf_counter()
        trainer.step(3)
        steps.append(max(3, round(3 * SECONDS / (time.perf_counter() - start))))
    for _ in range(ROUNDS):
        for i in random.sample(range(len(trainers)), len(trainers)):
            start = time.perf_counter()
            trainers[i].step(steps[i])
            best[i] = min(best[i], (time.perf_counter() - start) / steps[i])
    return best


def main() -> None:
    """Print both tables for both batches."""
    for (grows, batch), chosen in experiments().items():
        print(f"\n{grows}, batch {batch}")
        print("  network      parameters   µs a step   ns a parameter   of the one before")
        before = float("inf")
        for e, seconds in zip(chosen, least(chosen), strict=True):
            each = 1e9 * seconds / e.parameters
            mark = "" if each <= MOST * before else f"   more than {MOST:g}"
            name = f"{len(e.hidden_layers)} x {e.hidden_layers[0]}"
            times = f"{1e6 * seconds:>12,.1f}{each:>17.2f}{each / before:>20.2f}"
            print(f"  {name:<10}{e.parameters:>13,}{times}{mark}")
            before = each


if __name__ == "__main__":
    main()
