"""Parity with scikit-learn's MLP: the same weights and the same batches give the same losses, to 1e-9.

It is another implementation of the same mathematics, and differs from ours in conventions alone:
- squared error: 1/2 mean((a - y)^2) is printed and a - y descended along, as the tutorial does (our "mse");
- alpha: the penalty is alpha/2 sum W^2, divided by the *batch's samples*: l2 = alpha / batch. So where it is
  on, all batches are of one size;
- Adam: m / (sqrt(s) + epsilon) times eta sqrt(1 - beta2^t) / (1 - beta1^t), the form at the end of section 2
  of the paper. Its epsilon is that of algorithm 1 (ours and PyTorch's) times sqrt(1 - beta2^t), 0.03 at the
  first step. Given so, no difference is left.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from mlp_core import Experiment, Trainer
from tests.core.differences import Array

STEPS, TOLERANCE = 40, 1e-9
ACTIVATIONS = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
OPTIMIZERS: dict[str, dict[str, Any]] = {
    "sgd": {"solver": "sgd", "momentum": 0.0},
    "momentum": {"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": False},
    "nesterov": {"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": True},
    "adam": {"solver": "adam"},
}
HEADS: dict[str, dict[str, Any]] = {
    "number": {"dataset": "plane", "output_activation": "linear"},
    "binary": {"dataset": "moons", "output_activation": "sigmoid", "loss": "bce"},
    "classes": {"dataset": "iris", "output_activation": "softmax", "loss": "cross_entropy"},
}
SMALL = Experiment(
    hidden_layers=(6, 5), initializer="xavier", learning_rate=0.02, samples=30, batch_size=8,
    standardize=True, seed=3,
    **HEADS["number"],
)  # fmt: skip
"""Batches of 8, 8, 8 and 6."""
TWO_NUMBERS = Experiment(hidden_layers=(6, 5), output_activation="linear", initializer="xavier")
"""The tutorial's one sample and two targets."""


class Peer:
    """scikit-learn's network with the trainer's weights, trained on the trainer's batches."""

    def __init__(self, trainer: Trainer, alpha: float) -> None:
        e, self.trainer, self.steps = trainer.experiment, trainer, 0
        self._classified = e.loss != "mse"
        self.model = (MLPClassifier if self._classified else MLPRegressor)(
            hidden_layer_sizes=e.hidden_layers, activation=ACTIVATIONS[e.activation], alpha=alpha,
            learning_rate_init=e.learning_rate, shuffle=False, **OPTIMIZERS[e.optimizer],
        )  # fmt: skip
        # A first step makes its arrays; then they and the optimizer begin anew.
        self._fit(np.arange(len(trainer.x)))
        del self.model._optimizer
        for theirs, ours in zip(self.parameters, self._ours(), strict=True):
            theirs[...] = ours

    def _ours(self) -> list[Array]:
        layers = self.trainer.network.layers
        return [*(layer.W for layer in layers), *(layer.b for layer in layers)]

    @property
    def parameters(self) -> list[Array]:
        return [*self.model.coefs_, *self.model.intercepts_]

    def _fit(self, rows: Array) -> None:
        x, y = self.trainer.x[rows], self.trainer.y[rows]
        if self._classified:
            labels = y.argmax(1) if y.shape[1] > 1 else y[:, 0].astype(int)
            self.model.partial_fit(x, labels, classes=list(range(max(2, y.shape[1]))))
        else:
            self.model.partial_fit(x, y if y.shape[1] > 1 else y[:, 0])

    def step(self) -> float:
        """One update on the trainer's next batch; returns the loss before it."""
        self.steps += 1
        if self.trainer.experiment.optimizer == "adam":
            self.model.epsilon = 1e-8 * sqrt(1 - 0.999**self.steps)
            if self.steps > 1:
                self.model._optimizer.epsilon = self.model.epsilon
        self._fit(self.trainer.batch_rows)
        return float(self.model.loss_)

    def difference(self) -> float:
        """The greatest difference of a weight or bias."""
        return max(np.abs(a - b).max() for a, b in zip(self.parameters, self._ours(), strict=True))


def assert_parity(experiment: Experiment, alpha: float = 0.0) -> None:
    """Every step's loss, and in the end every weight."""
    trainer = Trainer(experiment)
    peer = Peer(trainer, alpha)
    theirs, ours = [], []
    for _ in range(STEPS):
        theirs.append(peer.step())
        ours.append(trainer.step())
    assert np.abs(np.subtract(ours, theirs)).max() < TOLERANCE
    assert peer.difference() < TOLERANCE
    assert len(set(ours)) == STEPS


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("head", HEADS)
def test_losses_are_scikit_learns(head: str, activation: str, optimizer: str) -> None:
    assert_parity(replace(SMALL, activation=activation, optimizer=optimizer, **HEADS[head]))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("head", HEADS)
def test_losses_with_a_penalty_are_scikit_learns(head: str, optimizer: str) -> None:
    experiment = replace(SMALL, activation="tanh", optimizer=optimizer, batch_size=10, **HEADS[head])
    assert_parity(replace(experiment, l2=0.5 / 10), alpha=0.5)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_losses_of_the_tutorials_two_outputs_are_scikit_learns(optimizer: str) -> None:
    assert_parity(replace(TWO_NUMBERS, optimizer=optimizer))
    assert_parity(replace(TWO_NUMBERS, optimizer=optimizer, l2=0.1), alpha=0.1)


@pytest.mark.parametrize("head", HEADS)
def test_losses_of_all_samples_at_once_are_scikit_learns(head: str) -> None:
    assert_parity(replace(SMALL, activation="relu", optimizer="adam", batch_size=None, **HEADS[head]))
