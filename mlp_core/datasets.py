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
        samples: how many samples there are.
        given: first weights and biases published with the data, W1 row by row, b1, W2, ..., or None.
        given_sizes: the layer sizes that they are for.
    """

    name: str
    n_in: int
    n_out: int
    load: Callable[[np.random.RandomState], tuple[Array, Array]]
    samples: int = 1
    given: tuple[float, ...] | None = None
    given_sizes: tuple[int, ...] = ()


def _tutorial(rng: np.random.RandomState) -> tuple[Array, Array]:
    """The tutorial's one sample: x ~ N(0, 1) of 10 values, drawn before the weights."""
    return rng.normal(0.0, 1.0, (1, 10)), np.array([TUTORIAL_TARGET])


def _mazur(rng: np.random.RandomState) -> tuple[Array, Array]:
    """The one sample of M. Mazur, "A Step by Step Backpropagation Example" (2015)."""
    return np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


MAZUR_WEIGHTS = (
    *(0.15, 0.25, 0.20, 0.30), *(0.35, 0.35),  # w1 w3 / w2 w4, b1 twice
    *(0.40, 0.50, 0.45, 0.55), *(0.60, 0.60),  # w5 w7 / w6 w8, b2 twice
)  # fmt: skip
"""The first weights of the same source, in our order: rows are the units from which they come."""


def _xor(rng: np.random.RandomState) -> tuple[Array, Array]:
    """The four rows of exclusive or."""
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])


DATASETS: dict[str, Dataset] = {
    data.name: data
    for data in (
        Dataset("tutorial", 10, 2, _tutorial),
        Dataset("mazur", 2, 2, _mazur, given=MAZUR_WEIGHTS, given_sizes=(2, 2, 2)),
        Dataset("xor", 2, 1, _xor, samples=4),
    )
}
"""name -> data set. The names go into links, so they never change."""


def draw(name: str, seed: int) -> tuple[Array, Array, np.random.RandomState]:
    """A data set's x and y for a seed, and the generator from which the weights are drawn next."""
    rng = np.random.RandomState(seed)
    return *DATASETS[name].load(rng), rng
