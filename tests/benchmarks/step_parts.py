"""What a step is made of: `python tests/benchmarks/step_parts.py`.

Optimizers against plain descent (targets: Adam 1.35, RMSProp 1.2 times as long), and the share of a step that
goes to loading its batch (at most 5 %), to the record and to counting; all in random order, round by round.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import OPTIMIZERS, PRESETS, Experiment, Trainer

ROUNDS, STEPS = 15, 300


def networks() -> dict[str, Experiment]:
    """name -> what is trained."""
    moons = replace(PRESETS["moons"], hidden_layers=(8, 8), samples=300, batch_size=10)
    return {"tutorial": Experiment(), "2-8-8-1, batch 10": moons, "digits, batch 32": PRESETS["digits"]}


def optimizers(name: str, e: Experiment) -> None:
    """Each against plain descent, from the same rounds."""
    trainers = {kind: Trainer(replace(e, optimizer=kind, learning_rate=1e-4)) for kind in OPTIMIZERS}
    times: dict[str, list[float]] = {kind: [] for kind in trainers}
    for _ in range(ROUNDS):
        for kind in random.sample(list(trainers), len(trainers)):
            start = time.perf_counter()
            trainers[kind].step(STEPS)
            times[kind].append((time.perf_counter() - start) / STEPS)
    for kind, found in times.items():
        ratio = statistics.median(a / b for a, b in zip(found, times["sgd"], strict=True))
        print(f"  {kind:<12}{1e6 * statistics.median(found):>8.1f} µs{ratio:>8.2f} times plain descent")


def shares(name: str, e: Experiment) -> None:
    """How long each kind of call takes of one step's calls, timed one by one."""
    trainer = Trainer(e)
    trainer.step(1000)
    calls, seconds = trainer._use().step, dict[str, float]()
    with np.errstate(all="ignore"):
        for _ in range(20 * e.steps_per_epoch):
            if trainer._use().step is not calls:  # an epoch's last batch, of fewer samples
                trainer.step()
                continue
            for call in calls:
                start = time.perf_counter()
                call()
                took = time.perf_counter() - start
                kind = getattr(call, "__name__", "the mathematics")
                seconds[kind] = seconds.get(kind, 0.0) + took
    whole = sum(seconds.values())
    for kind, took in sorted(seconds.items(), key=lambda entry: -entry[1]):
        print(f"  {kind:<18}{took / whole:>7.1%}")


def main() -> None:
    """Print both for every network."""
    for name, e in networks().items():
        print(f"\n{name}")
        optimizers(name, e)
        shares(name, e)


if __name__ == "__main__":
    main()
