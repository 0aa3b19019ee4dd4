"""The textbook (mlp_core/textbook.py) is right by itself, and the engine does the same as it."""

from __future__ import annotations

import doctest
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES, OUTPUT_ACTIVATIONS, Experiment, Trainer, textbook
from mlp_core.tutorial import published_curve
from tests.core.differences import central_differences, relative_error
from tests.core.imports import imports_of

STEPS = 20
PAIRS = [
    (output, loss)
    for output, loss in product(textbook.ACTIVATIONS, textbook.LOSSES)
    if (output == "softmax") == (loss == "cross_entropy") and (output == "sigmoid" or loss != "bce")
]
"""Output activations and losses that go together; for bce an output that stays between 0 and 1."""
HIDDEN = [name for name in textbook.ACTIVATIONS if name != "softmax"]


def as_written(trainer: Trainer) -> textbook.Network:
    """The textbook's network with a run's weights and functions."""
    e, layers = trainer.experiment, trainer.network.layers
    names = [e.activation] * len(e.hidden_layers) + [e.output_activation]
    return textbook.Network([l.W.copy() for l in layers], [l.b.copy() for l in layers], names, e.loss)


def assert_same(found: np.ndarray, expected: np.ndarray) -> None:
    """To 1e-12 of the largest number."""
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12 * np.abs(expected).max(initial=1e-300))


def test_it_imports_numpy_alone() -> None:
    path = Path(textbook.__file__)
    assert {name.split(".")[0] for name in imports_of(path)} == {"__future__", "collections", "numpy"}


def test_its_names_are_the_engines() -> None:
    """The engine may have more."""
    assert list(textbook.SLOPES) == HIDDEN
    assert set(HIDDEN) <= set(ACTIVATIONS)
    assert set(textbook.ACTIVATIONS) <= set(OUTPUT_ACTIVATIONS)
    assert set(textbook.LOSSES) <= set(LOSSES)
    assert {output for output, _ in PAIRS} == set(textbook.ACTIVATIONS)
    assert {loss for _, loss in PAIRS} == set(textbook.LOSSES)


def test_its_example_prints_what_it_says() -> None:
    found = doctest.testmod(textbook)
    assert found.attempted > 3
    assert not found.failed


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_engine_gives_its_losses_and_gradients(hidden: str, output: str, loss: str) -> None:
    """Step by step of plain gradient descent on ten flowers of three kinds, all at once."""
    experiment = Experiment(
        dataset="iris", samples=10, standardize=True, hidden_layers=(5, 4), activation=hidden,
        output_activation=output, loss=loss, initializer="xavier", learning_rate=0.05, seed=3,
    )  # fmt: skip
    trainer = Trainer(experiment)
    written = as_written(trainer)
    for _ in range(STEPS):
        expected = written.step(trainer.x, trainer.y, experiment.learning_rate)
        assert trainer.step() == pytest.approx(expected, rel=1e-12)
        for layer in trainer.network.layers:
            for name in ("z", "a", "delta", "dW", "db", "W", "b"):
                assert_same(getattr(layer, name), getattr(written, name)[layer.index])


def test_the_tutorials_run_is_the_published_one() -> None:
    """To the 2.3e-5 within which its data can be recovered; and the engine's to the last digits."""
    trainer = Trainer(Experiment())
    written = as_written(trainer)
    losses = np.array([written.step(trainer.x, trainer.y, eta=0.01) for _ in range(100)])
    trainer.step(100)
    np.testing.assert_allclose(losses, published_curve(), rtol=0, atol=2.4e-5)
    np.testing.assert_allclose(trainer.history.loss, losses, rtol=1e-12)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_its_gradient_is_the_slope_of_its_loss(output: str, loss: str) -> None:
    """By central differences; of mse the number of outputs, two, times that: the tutorial's factor."""
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(4, 3)), np.eye(2)[[0, 1, 1, 0]]
    network = textbook.Network(
        [rng.normal(size=(3, 5)), rng.normal(size=(5, 2))], [rng.normal(size=5), rng.normal(size=2)],
        ["tanh", output], loss,
    )  # fmt: skip
    network.forward(x)
    network.backward(y)
    for l in (1, 2):
        for parameters, gradient in ((network.W[l], network.dW[l]), (network.b[l], network.db[l])):
            slope = central_differences(
                lambda: float(textbook.LOSSES[loss](network.forward(x), y)), parameters
            )
            assert relative_error(gradient, slope * (2 if loss == "mse" else 1)) < 1e-8
