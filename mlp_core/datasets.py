"""What is learned: inputs x (samples, n_in) and targets y (samples, n_out)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from mlp_core import toys
from mlp_core.activations import Array
from mlp_core.bundled import Bundled, digits, iris, penguins
from mlp_core.gaps import fill

if TYPE_CHECKING:
    from mlp_core.experiment import Experiment
    from mlp_core.table import Table

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


def _some(rng: np.random.RandomState, of: int, samples: int) -> Array:
    """Which of the rows are taken, in their order, (samples,).

    One permutation is drawn whatever the number, so that the weights drawn next do not depend on it, and the
    samples of a smaller number are among those of a larger.
    """
    return np.sort(rng.permutation(of)[:samples])


def _digits(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Handwritten digits: x the 64 pixels in [0, 1], y one of ten, one-hot."""
    pixels, labels = digits()
    chosen = _some(rng, len(labels), samples)
    return pixels[chosen] / 16.0, np.eye(10)[labels[chosen]]


def _measured(name: str, data: Bundled) -> Dataset:
    """A data set of `bundled.py`."""

    def load(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
        chosen = _some(rng, len(data.labels), samples)
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


def of_table(table: Table) -> Dataset:
    """A person's own table as a data set."""

    def load(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
        chosen = _some(rng, len(table.x), samples)
        return table.x[chosen], table.y[chosen]

    return Dataset(
        CSV, table.n_in, table.n_out, load, len(table.x), task=table.task,
        unit_targets=table.task != REGRESSION, features=table.feature_names, classes=table.classes,
        one_of=table.one_of,
    )  # fmt: skip


@dataclass(frozen=True)
class Data:
    """An experiment's samples: as they came, and as they are trained on.

    Attributes:
        raw: (samples, n_in), the inputs as they came, with what was missing filled in.
        inputs: (samples, n_in), the inputs as they are fed to the network.
        raw_targets: (samples, n_out), what is to be learned, as it came.
        targets: (samples, n_out), as it is trained on.
        train, test: which rows are trained on, and which are held back, in ascending order.
        mean, scale: (n_in,), what was taken from each input, and by what it was then divided: (0, 1) where
            nothing is standardised.
    """

    raw: Array
    inputs: Array
    raw_targets: Array
    targets: Array
    train: Array
    test: Array
    mean: Array
    scale: Array

    x = property(lambda self: self.inputs[self.train])
    y = property(lambda self: self.targets[self.train])
    x_test = property(lambda self: self.inputs[self.test])
    y_test = property(lambda self: self.targets[self.test])

    def standardized(self, x: Array) -> Array:
        """Inputs (n, n_in) as they come, as they are fed to the network."""
        return (x - self.mean) / self.scale


def test_size(samples: int, share: float) -> int:
    """How many of the samples are held back: the share, rounded, but one at least on either side."""
    return min(samples - 1, max(1, round(share * samples))) if share else 0


def load(experiment: Experiment) -> tuple[Data, np.random.RandomState]:
    """An experiment's data, and the generator from which its weights are drawn next.

    The split has a generator of its own, so that it changes neither the samples nor the weights. What is
    filled in and standardised is measured on the training part alone: the test part stays unseen.
    """
    rng = np.random.RandomState(experiment.seed)
    source, e = experiment.data, experiment
    raw, raw_targets = source.load(rng, e.sample_count, e.noise_level)
    train, test = _split(e, raw_targets)
    raw = fill(raw, train, source.one_of)
    mean, scale = np.zeros(raw.shape[1]), np.ones(raw.shape[1])
    inputs, targets = raw, raw_targets
    if e.standardize:
        mean, scale = _moments(raw[train])
        inputs = (raw - mean) / scale
        if source.task == REGRESSION:
            middle, spread = _moments(raw_targets[train])
            targets = (raw_targets - middle) / spread
    return Data(raw, inputs, raw_targets, targets, train, test, mean, scale), rng


def _moments(seen: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of each column, (columns,); of one that never changes its value, and 1."""
    mean, scale = seen.mean(0), seen.std(0)
    still = (seen == seen[0]).all(0)  # rounding of the mean would make a scale of nothing
    mean[still], scale[still | (scale == 0)] = seen[0, still], 1.0
    return mean, scale


def _split(experiment: Experiment, targets: Array) -> tuple[Array, Array]:
    """Which samples are trained on, and which are held back, by chance, in ascending order.

    A class that would be held back altogether could not be learned: its first sample changes places with one
    of a class that is trained on more than once.
    """
    held = test_size(len(targets), experiment.test_share)
    if not held:
        return np.arange(len(targets)), np.arange(0)
    order = np.random.default_rng(experiment.split_seed).permutation(len(targets))
    if experiment.data.task != REGRESSION:
        labels = targets.argmax(1) if targets.shape[1] > 1 else targets[:, 0].astype(int)
        for missing in np.setdiff1d(labels, labels[order[held:]]):
            there = np.flatnonzero(labels[order[:held]] == missing)[0]
            counts = np.bincount(labels[order[held:]])
            spare = np.flatnonzero(counts[labels[order[held:]]] > 1)
            if len(spare):
                here = held + spare[-1]
                order[[there, here]] = order[[here, there]]
    return np.sort(order[held:]), np.sort(order[:held])


def draw(experiment: Experiment) -> tuple[Array, Array, np.random.RandomState]:
    """An experiment's x and y, those that are trained on, and the generator of its first weights."""
    data, rng = load(experiment)
    return data.x, data.y, rng


def shuffled(seed: int, epoch: int, samples: int) -> Array:
    """The order in which an epoch goes through the samples, (samples,), whatever came before it."""
    return np.random.default_rng([seed, epoch]).permutation(samples)
