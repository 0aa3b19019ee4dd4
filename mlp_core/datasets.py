"""What is learned: inputs x (samples, n_in) and targets y (samples, n_out)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_core.activations import Array

TUTORIAL_TARGET = (-0.07389642935725053, 1.3267948221398607)
"""The y with which seed 54 gives the tutorial's printed losses within 2.3e-5 (recovered by fitting them)."""


@dataclass(frozen=True)
class Dataset:
    """A source of samples.

    Attributes:
        name: the key in DATASETS.
        n_in, n_out: widths of x and y.
        load: draws (x, y) from a generator; the weights are drawn from the same generator afterwards.
    """

    name: str
    n_in: int
    n_out: int
    load: Callable[[np.random.RandomState], tuple[Array, Array]]


def _tutorial(rng: np.random.RandomState) -> tuple[Array, Array]:
    """The tutorial's one sample: x ~ N(0, 1) of 10 values, drawn before the weights."""
    return rng.normal(0.0, 1.0, (1, 10)), np.array([TUTORIAL_TARGET])


DATASETS: dict[str, Dataset] = {"tutorial": Dataset("tutorial", 10, 2, _tutorial)}
"""name -> data set. The names go into links, so they never change."""


def draw(name: str, seed: int) -> tuple[Array, Array, np.random.RandomState]:
    """A data set's x and y for a seed, and the generator from which the weights are drawn next."""
    rng = np.random.RandomState(seed)
    return *DATASETS[name].load(rng), rng
