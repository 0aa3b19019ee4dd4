"""What is done against vanishing gradients, each as one change of an Experiment.

Everything else stays as it was, the seed too, so that two runs differ by the cure alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mlp_core.nn.activations import ACTIVATIONS
from mlp_core.training.experiment import Experiment

LARGER = 100.0
"""How many times larger the "learning_rate" cure makes it."""


def _activation(experiment: Experiment) -> Experiment:
    return replace(experiment, activation="relu")


def _initializer(experiment: Experiment) -> Experiment:
    """The initializer made for the activation: He's for ReLUs, Glorot's for the others."""
    return replace(experiment, initializer="he" if ACTIVATIONS[experiment.activation].gated else "xavier")


def _cross_entropy(experiment: Experiment) -> Experiment:
    """The loss whose gradient does not pass through the slope of the output's sigmoid."""
    return replace(experiment, loss="bce", output_activation="sigmoid")


def _learning_rate(experiment: Experiment) -> Experiment:
    return replace(experiment, learning_rate=LARGER * experiment.learning_rate)


CURES: dict[str, Callable[[Experiment], Experiment]] = {
    "activation": _activation,
    "initializer": _initializer,
    "residual": lambda experiment: replace(experiment, residual=True),
    "layer_norm": lambda experiment: replace(experiment, normalization="layer"),
    "batch_norm": lambda experiment: replace(experiment, normalization="batch"),
    "cross_entropy": _cross_entropy,
    "learning_rate": _learning_rate,
}
"""name -> the change. Raises ExperimentError where it cannot be made: batch normalisation of one sample, or
cross-entropy with targets that are no probabilities. The names go into links, so they never change."""
