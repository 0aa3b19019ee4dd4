"""The samples of one run: drawn, split, filled in and standardised by what the training samples alone say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mlp_core.data.datasets import REGRESSION, Dataset
from mlp_core.data.gaps import fill
from mlp_core.nn.steps import Array, Indices, Matrix, Vector


class Sampling(Protocol):
    """What is read here of an Experiment: which samples of which data set."""

    @property
    def data(self) -> Dataset: ...
    @property
    def sample_count(self) -> int: ...
    @property
    def noise_level(self) -> float: ...
    @property
    def seed(self) -> int: ...
    @property
    def test_share(self) -> float: ...
    @property
    def split_seed(self) -> int: ...
    @property
    def standardize(self) -> bool: ...


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

    raw: Matrix
    inputs: Matrix
    raw_targets: Matrix
    targets: Matrix
    train: Indices
    test: Indices
    mean: Vector
    scale: Vector

    @property
    def x(self) -> Matrix:
        """The inputs that are trained on, (training samples, n_in); a copy."""
        return self.inputs[self.train]

    @property
    def y(self) -> Matrix:
        """Their targets, (training samples, n_out); a copy."""
        return self.targets[self.train]

    @property
    def x_test(self) -> Matrix:
        """The inputs that are held back, (test samples, n_in); a copy."""
        return self.inputs[self.test]

    @property
    def y_test(self) -> Matrix:
        """Their targets, (test samples, n_out); a copy."""
        return self.targets[self.test]

    def standardized(self, x: Matrix) -> Matrix:
        """Inputs (n, n_in) as they come, as they are fed to the network."""
        return (x - self.mean) / self.scale


def test_size(samples: int, share: float) -> int:
    """How many of the samples are held back: the share, rounded, but one at least on either side."""
    return min(samples - 1, max(1, round(share * samples))) if share else 0


def load(experiment: Sampling) -> tuple[Data, np.random.RandomState]:
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


def _split(experiment: Sampling, targets: Array) -> tuple[Array, Array]:
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


def draw(experiment: Sampling) -> tuple[Array, Array, np.random.RandomState]:
    """An experiment's x and y, those that are trained on, and the generator of its first weights."""
    data, rng = load(experiment)
    return data.x, data.y, rng


def shuffled(seed: int, epoch: int, samples: int) -> Array:
    """The order in which an epoch goes through the samples, (samples,), whatever came before it."""
    return np.random.default_rng([seed, epoch]).permutation(samples)
