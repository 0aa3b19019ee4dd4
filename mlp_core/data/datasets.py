"""What is learned: inputs x (samples, n_in) and targets y (samples, n_out)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from mlp_core.data import toys
from mlp_core.data.bundled import Bundled, digits, iris, penguins
from mlp_core.nn.steps import Array

TUTORIAL_TARGET = (-0.07389642935725053, 1.3267948221398607)
"""The y with which seed 54 gives the tutorial's printed losses within 2.3e-5 (recovered by fitting them)."""


REGRESSION, BINARY, CLASSES = "regression", "binary", "classes"
"""What is asked: numbers; yes or no (one target, 0 or 1); which of several (a target each, one of them 1)."""

Load = Callable[[np.random.RandomState, int, float], tuple[Array, Array]]


@dataclass(frozen=True)
class Dataset:
    """A source of samples.

    Attributes:
        name: the key in DATASETS.
        n_in, n_out: widths of x and y.
        load: takes so many samples with so much noise, (x, y), with a generator; the weights are drawn from
            the same generator afterwards.
        samples: how many samples there are, or are made if nothing else is said.
        most: how many can be made; 0 where there are just so many.
        task: REGRESSION, BINARY or CLASSES.
        unit_targets: whether every target lies in [0, 1], as cross-entropy needs it.
        noise: the noise that suits it, or None where nothing is made up.
        features, classes: the names of the inputs and of what is told apart, if they have any.
        image: rows and columns, where the inputs are the pixels of a picture.
        one_of: (first input, inputs) of every categorical feature, whose missing cells are NaN.
        given: first weights and biases published with the data, W1 row by row, b1, W2, ..., or None.
        given_sizes: the layer sizes that they are for.
    """

    name: str
    n_in: int
    n_out: int
    load: Load = field(repr=False)
    samples: int = 1
    most: int = 0
    task: str = REGRESSION
    unit_targets: bool = False
    noise: float | None = None
    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    image: tuple[int, int] | None = None
    one_of: tuple[tuple[int, int], ...] = ()
    given: tuple[float, ...] | None = field(default=None, repr=False)
    given_sizes: tuple[int, ...] = ()

    @property
    def most_samples(self) -> int:
        """How many samples a run can take."""
        return self.most or self.samples


def _tutorial(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """The tutorial's one sample: x ~ N(0, 1) of 10 values, drawn before the weights."""
    return rng.normal(0.0, 1.0, (1, 10)), np.array([TUTORIAL_TARGET])


def _mazur(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """The one sample of M. Mazur, "A Step by Step Backpropagation Example" (2015)."""
    return np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


MAZUR_WEIGHTS = (
    *(0.15, 0.25, 0.20, 0.30), *(0.35, 0.35),  # w1 w3 / w2 w4, b1 twice
    *(0.40, 0.50, 0.45, 0.55), *(0.60, 0.60),  # w5 w7 / w6 w8, b2 twice
)  # fmt: skip
"""The first weights of the same source, in our order: rows are the units from which they come."""


def some(rng: np.random.RandomState, of: int, samples: int) -> Array:
    """Which of the rows are taken, in their order, (samples,).

    One permutation is drawn whatever the number, so that the weights drawn next do not depend on it, and the
    samples of a smaller number are among those of a larger.
    """
    return np.sort(rng.permutation(of)[:samples])


def _digits(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Handwritten digits: x the 64 pixels in [0, 1], y one of ten, one-hot."""
    pixels, labels = digits()
    chosen = some(rng, len(labels), samples)
    return pixels[chosen] / 16.0, np.eye(10)[labels[chosen]]


def _measured(name: str, data: Bundled) -> Dataset:
    """A data set of `bundled.py`."""

    def load(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
        chosen = some(rng, len(data.labels), samples)
        return data.features[chosen], np.eye(len(data.class_names))[data.labels[chosen]]

    return Dataset(
        name, len(data.feature_names), len(data.class_names), load, len(data.labels), task=CLASSES,
        unit_targets=True, features=data.feature_names, classes=data.class_names,
    )  # fmt: skip


MADE, MOST_MADE = 200, 2000
"""Samples of a made-up data set, if nothing else is said, and at most."""


def _made(name: str, make: Load, task: str = BINARY, n_in: int = 2, n_out: int = 1) -> Dataset:
    """A data set of `toys.py`."""
    features = tuple(f"x{i + 1}" for i in range(n_in)) if n_in > 1 else ("x",)
    return Dataset(
        name, n_in, n_out, make, MADE, MOST_MADE, task, task != REGRESSION, toys.NOISE[name], features
    )


DATASETS: dict[str, Dataset] = {
    data.name: data
    for data in (
        Dataset("tutorial", 10, 2, _tutorial),
        Dataset("mazur", 2, 2, _mazur, unit_targets=True, given=MAZUR_WEIGHTS, given_sizes=(2, 2, 2)),
        # The four corners, if nothing else is said.
        replace(_made("xor", toys.xor_clouds), samples=4),
        _made("gaussians", toys.gaussians),
        _made("circles", toys.circles),
        _made("moons", toys.moons),
        _made("spirals", toys.spirals),
        _made("three_spirals", toys.three_spirals, CLASSES, n_out=3),
        _made("sine", toys.sine, REGRESSION, n_in=1),
        _made("plane", toys.plane, REGRESSION),
        _measured("iris", iris()),
        _measured("penguins", penguins()),
        Dataset(
            "digits", 64, 10, _digits, 1797, task=CLASSES, unit_targets=True, image=(8, 8),
            classes=tuple("0123456789"),
        ),
    )
}  # fmt: skip
"""name -> data set. The names go into links, so they never change."""

CSV = "csv"
"""The name of a person's own table, which an Experiment carries with it."""
