"""What an edit or a continuation costs on the tutorial's network: `python tests/benchmarks/fork.py`.

A run of 50,000 steps forks at random steps, and at its end, for a weight set by hand there; in turn it goes
to the same steps itself, so that a busy machine slows both. The target is twice the time of `goto`, since a
fork compiles a training step of its own. Then the memory that a fork at the end adds, and how long the same
run takes when it is made anew.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import Edit, Experiment, Plan, Trainer

STEPS, FORKS, TARGET = 50_000, 40, 2.0


def milliseconds(work: Callable[[], object]) -> float:
    """The time of a call."""
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def edited(step: int) -> Plan:
    """The tutorial's run with a weight set by hand after this step."""
    return Plan.of(Experiment()).edited(Edit(step, 4, 0, 0, 0.5))


def report(title: str, times: list[float]) -> float:
    """One line; returns the median."""
    median = statistics.median(times)
    print(f"{title:<34}median {median:>7.1f} ms, worst {max(times):>7.1f} ms of {len(times)}")
    return median


def main() -> None:
    """Print all of it."""
    trainer = Trainer(Experiment())
    trainer.step(STEPS)
    gone, forked = list[float](), list[float]()
    for step in [*random.Random(0).sample(range(STEPS), FORKS), *[STEPS] * FORKS]:
        gone.append(milliseconds(lambda step=step: trainer.goto(step)))  # type: ignore[misc]
        forked.append(milliseconds(lambda step=step: trainer.forked(edited(step), step)))  # type: ignore[misc]
    for name, part in (("a random step", slice(FORKS)), (f"step {STEPS:,}", slice(FORKS, None))):
        ratio = report(f"fork at {name}", forked[part]) / report(f"goto to {name}", gone[part])
        print(f"{'':<34}ratio  {ratio:>7.2f}  (target {TARGET:g} or less)")
    near = [milliseconds(lambda: trainer.forked(edited(STEPS), STEPS, approach=True)) for _ in range(FORKS)]
    report("fork, going there left to others", near)
    tracemalloc.start()
    fork = trainer.forked(edited(STEPS), STEPS)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"memory: the run {trainer.history.nbytes / 1e6:.1f} MB, a fork of it {held / 1e6:.1f} MB more")
    anew = Trainer(edited(STEPS))
    print(f"the same run made anew: {milliseconds(lambda: anew.goto(STEPS)) / 1e3:.1f} s")
    assert anew.network.parameters.tobytes() == fork.network.parameters.tobytes()


if __name__ == "__main__":
    main()
