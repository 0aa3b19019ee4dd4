"""Handwritten digits are learned by the preset: a fact, the same at every run."""

from __future__ import annotations

import numpy as np

from mlp_core import PRESETS, Trainer
from tests.core.runs import bits

DIGITS = PRESETS["digits"]


def test_the_preset_is_the_network_that_the_guide_names() -> None:
    assert DIGITS.sizes == (64, 64, 10)
    assert (DIGITS.activation, DIGITS.output_activation, DIGITS.loss) == ("relu", "softmax", "cross_entropy")
    assert (DIGITS.optimizer, DIGITS.batch_size, DIGITS.test_share) == ("adam", 32, 0.25)


def test_it_tells_95_percent_of_unseen_digits_apart_after_10_epochs() -> None:
    """Counted by hand, of the 449 samples that are held back; and again, bit for bit."""
    first, again = Trainer(DIGITS), Trainer(DIGITS)
    for trainer in (first, again):
        for _ in range(10):
            trainer.epoch()
    answers = first.network.forward(first.data.x_test).argmax(1)
    right = int(np.sum(answers == first.data.y_test.argmax(1)))
    assert len(answers) == 449
    assert right / 449 >= 0.95
    assert first.test_accuracy == right / 449
    again.evaluate()
    first.evaluate()
    assert bits(first) == bits(again)
