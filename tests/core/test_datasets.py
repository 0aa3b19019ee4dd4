"""Data sets: the digits that we ship, and how a part of a data set is chosen."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from mlp_core import DATASETS, Experiment, Trainer
from mlp_core.data.datasets import digits
from mlp_core.data.load import draw

PUBLISHED_COUNTS = (178, 182, 177, 183, 181, 182, 181, 179, 174, 180)
"""UCI, optdigits.names: examples of each digit in the testing set."""


def digit_run(samples: int | None, seed: int = 54) -> Trainer:
    return Trainer(Experiment(dataset="digits", hidden_layers=(4,), samples=samples, seed=seed))


def test_the_digits_are_the_published_ones() -> None:
    """Class counts as UCI publishes them; sums and bytes as scikit-learn's load_digits had them."""
    pixels, labels = digits()
    assert (pixels.shape, labels.shape) == ((1797, 64), (1797,))
    assert tuple(np.bincount(labels)) == PUBLISHED_COUNTS
    assert (pixels.min(), pixels.max(), int(pixels.sum(dtype=np.int64))) == (0, 16, 561_718)
    known = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"
    assert hashlib.sha256(pixels.tobytes() + labels.tobytes()).hexdigest() == known


def test_the_digits_cannot_be_written_to() -> None:
    """Every run of the process reads the same arrays."""
    for array in digits():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_inputs_are_pixels_from_0_to_1_and_targets_one_hot() -> None:
    x, y, _ = draw(Experiment(dataset="digits", hidden_layers=(4,)))
    pixels, labels = digits()
    np.testing.assert_array_equal(x * 16, pixels)
    assert (x.min(), x.max(), x.dtype) == (0.0, 1.0, np.float64)
    np.testing.assert_array_equal(y.argmax(axis=1), labels)
    np.testing.assert_array_equal(np.sort(y, axis=1), np.tile([0.0] * 9 + [1.0], (1797, 1)))


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_says_truly_what_it_has(name: str) -> None:
    data = DATASETS[name]
    for samples in {1, min(3, data.samples), data.samples}:
        x, y = data.load(np.random.RandomState(0), samples, 0.1)
        assert (x.shape, y.shape) == ((samples, data.n_in), (samples, data.n_out))
        assert not data.unit_targets or (y.min() >= 0 and y.max() <= 1)


def test_a_part_of_the_digits_is_drawn_from_the_seed_without_repeats() -> None:
    first, again, other = digit_run(100), digit_run(100), digit_run(100, seed=7)
    np.testing.assert_array_equal(first.x, again.x)
    assert not np.array_equal(first.x, other.x)
    assert len(np.unique(first.x, axis=0)) == 100


def test_a_smaller_part_is_among_the_larger_and_the_weights_are_the_same() -> None:
    few, many, everything = digit_run(20), digit_run(300), digit_run(None)
    rows = {row.tobytes() for row in many.x}
    assert all(row.tobytes() in rows for row in few.x)
    for trainer in (few, many):
        np.testing.assert_array_equal(trainer.network.parameters, everything.network.parameters)


def test_all_samples_by_their_number_are_all_samples() -> None:
    by_number, everything = digit_run(1797), digit_run(None)
    for trainer in (by_number, everything):
        trainer.step(3)
    np.testing.assert_array_equal(by_number.x, everything.x)
    assert by_number.network.parameters.tobytes() == everything.network.parameters.tobytes()


def test_a_part_of_xor_is_its_first_rows() -> None:
    trainer = Trainer(Experiment(dataset="xor", hidden_layers=(3,), samples=3))
    np.testing.assert_array_equal(trainer.x, [[0, 0], [0, 1], [1, 0]])
    np.testing.assert_array_equal(trainer.y, [[0], [1], [1]])


def test_two_hundred_digits_are_learned() -> None:
    trainer = Trainer(
        Experiment(
            dataset="digits", hidden_layers=(32,), activation="tanh", initializer="xavier", loss="bce",
            learning_rate=0.5, samples=200,
        )
    )  # fmt: skip
    trainer.step(300)
    right = trainer.network.forward(trainer.x).argmax(1) == trainer.y.argmax(1)
    assert right.mean() > 0.98
