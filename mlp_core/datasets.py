"""What is learned: inputs x (samples, n_in) and targets y (samples, n_out)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from mlp_core.activations import Array

if TYPE_CHECKING:
    from mlp_core.experiment import Experiment

TUTORIAL_TARGET = (-0.07389642935725053, 1.3267948221398607)
"""The y with which seed 54 gives the tutorial's printed losses within 2.3e-5 (recovered by fitting them)."""


@dataclass(frozen=True)
class Dataset:
    """A source of samples.

    Attributes:
        name: the key in DATASETS.
        n_in, n_out: widths of x and y.
        load: takes so many samples, (x, y), with a generator; the weights are drawn from the same generator
            afterwards.
        samples: how many samples there are.
        unit_targets: whether every target lies in [0, 1], as cross-entropy needs it.
        given: first weights and biases published with the data, W1 row by row, b1, W2, ..., or None.
        given_sizes: the layer sizes that they are for.
    """

    name: str
    n_in: int
    n_out: int
    load: Callable[[np.random.RandomState, int], tuple[Array, Array]]
    samples: int = 1
    unit_targets: bool = False
    given: tuple[float, ...] | None = None
    given_sizes: tuple[int, ...] = ()


def _tutorial(rng: np.random.RandomState, samples: int) -> tuple[Array, Array]:
    """The tutorial's one sample: x ~ N(0, 1) of 10 values, drawn before the weights."""
    return rng.normal(0.0, 1.0, (1, 10)), np.array([TUTORIAL_TARGET])


def _mazur(rng: np.random.RandomState, samples: int) -> tuple[Array, Array]:
    """The one sample of M. Mazur, "A Step by Step Backpropagation Example" (2015)."""
    return np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


MAZUR_WEIGHTS = (
    *(0.15, 0.25, 0.20, 0.30), *(0.35, 0.35),  # w1 w3 / w2 w4, b1 twice
    *(0.40, 0.50, 0.45, 0.55), *(0.60, 0.60),  # w5 w7 / w6 w8, b2 twice
)  # fmt: skip
"""The first weights of the same source, in our order: rows are the units from which they come."""


def _xor(rng: np.random.RandomState, samples: int) -> tuple[Array, Array]:
    """The four rows of exclusive or, or the first of them."""
    x, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]
    return np.array(x[:samples]), np.array(y[:samples])


@cache
def digits() -> tuple[Array, Array]:
    """The images' pixels, (1797, 64) of 0 to 16, row by row, and the digits they show, (1797,); both uint8.

    Source: UCI, "Optical Recognition of Handwritten Digits", its test part (mlp_core/data/README.md).
    """
    with resources.files("mlp_core").joinpath("data/digits.npz").open("rb") as file, np.load(file) as data:
        pixels, labels = data["pixels"], data["labels"]
    for array in (pixels, labels):
        array.flags.writeable = False  # every run reads the same ones
    return pixels, labels


def _digits(rng: np.random.RandomState, samples: int) -> tuple[Array, Array]:
    """Handwritten digits: x the 64 pixels in [0, 1], y one of ten, one-hot; in the order of the data set.

    One permutation is drawn whatever the number, so that the weights drawn next do not depend on it, and the
    samples of a smaller number are among those of a larger.
    """
    pixels, labels = digits()
    chosen = np.sort(rng.permutation(len(labels))[:samples])
    return pixels[chosen] / 16.0, np.eye(10)[labels[chosen]]


DATASETS: dict[str, Dataset] = {
    data.name: data
    for data in (
        Dataset("tutorial", 10, 2, _tutorial),
        Dataset("mazur", 2, 2, _mazur, unit_targets=True, given=MAZUR_WEIGHTS, given_sizes=(2, 2, 2)),
        Dataset("xor", 2, 1, _xor, samples=4, unit_targets=True),
        Dataset("digits", 64, 10, _digits, samples=1797, unit_targets=True),
    )
}
"""name -> data set. The names go into links, so they never change."""


def draw(experiment: Experiment) -> tuple[Array, Array, np.random.RandomState]:
    """An experiment's x and y, and the generator from which its weights are drawn next."""
    rng = np.random.RandomState(experiment.seed)
    return *DATASETS[experiment.dataset].load(rng, experiment.sample_count), rng
