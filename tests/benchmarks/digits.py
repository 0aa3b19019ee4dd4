"""How soon handwritten digits are told apart: `python tests/benchmarks/digits.py`.

Trains the preset "digits" (64-64-10) and prints, epoch by epoch, the seconds of training and the accuracy on
the samples that are held back, until 95 % (target: in less than 10 s). Judging is not part of the seconds.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import PRESETS, Trainer

ACCURACY, TARGET, MOST_EPOCHS = 0.95, 10.0, 50


def main() -> None:
    """Train, judge, print."""
    experiment = PRESETS["digits"]
    trainer, seconds = Trainer(experiment), 0.0
    shape = "-".join(map(str, experiment.sizes))
    print(
        f"digits {shape}, {experiment.activation}, {experiment.optimizer} at {experiment.learning_rate:g}, "
        f"{experiment.train_count} samples in batches of {experiment.batch}, "
        f"{len(trainer.data.test)} held back"
    )
    print("epoch   step   seconds   test accuracy")
    for epoch in range(1, MOST_EPOCHS + 1):
        start = time.perf_counter()
        trainer.epoch()
        seconds += time.perf_counter() - start
        accuracy = trainer.test_accuracy
        print(f"{epoch:>5}  {trainer.step_count:>5}  {seconds:>8.3f}  {accuracy:>14.2%}")
        if accuracy >= ACCURACY:
            print(f"{ACCURACY:.0%} after {seconds:.3f} s of training  (target: less than {TARGET:g} s)")
            return
    print(f"{ACCURACY:.0%} was not reached in {MOST_EPOCHS} epochs  (target: less than {TARGET:g} s)")


if __name__ == "__main__":
    main()
