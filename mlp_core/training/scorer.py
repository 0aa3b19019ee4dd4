"""How good a network is at a moment of its run, on what it is trained on and on what is held back."""

from __future__ import annotations

import numpy as np

from mlp_core.data.datasets import REGRESSION
from mlp_core.data.load import Data
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import MLP
from mlp_core.nn.steps import Array
from mlp_core.training.experiment import Experiment
from mlp_core.training.inference import Forward, accuracy, confusion
from mlp_core.training.stopping import Scores

NAN = float("nan")


class Scorer:
    """Judges a network by an experiment's samples.

    Attributes:
        wanted: whether there is anything to say that the loss of every step does not: batches, a test part or
            classes.
    """

    def __init__(self, experiment: Experiment, network: MLP, data: Data) -> None:
        self._loss = LOSSES[experiment.loss]
        self._fused = self._loss.fuses(network.output_activation)
        self._classes = experiment.data.task != REGRESSION
        self._train, self._test = data.train, data.test
        self._targets = data.targets
        self._forward = Forward(network, data.inputs, statistics_of=data.x)
        batches = experiment.batch < experiment.train_count
        self.wanted = bool(batches or len(data.test) or self._classes or experiment.stop_when != "never")

    def outputs(self) -> tuple[Array, Array]:
        """(z, a) of the output layer for every sample, (samples, n_out) each."""
        return self._forward.output()

    def scores(self, outputs: tuple[Array, Array] | None = None) -> Scores:
        """Losses and accuracies at the network's present parameters.

        Args:
            outputs: what `outputs` gives, if it is there already.
        """
        z, a = self.outputs() if outputs is None else outputs
        parts = (self._train, self._test)
        losses = [self._mean_loss(z[part], a[part], self._targets[part]) for part in parts]
        shares = [accuracy(a[part], self._targets[part]) if self._classes else NAN for part in parts]
        return Scores(*losses, *shares)

    def _mean_loss(self, z: Array, a: Array, y: Array) -> float:
        if not len(y):
            return NAN
        return self._loss.fused_value(z, y) if self._fused else self._loss.value(a, y)

    def confusion(self, outputs: tuple[Array, Array] | None = None) -> Array:
        """How often each class (row) was taken for each (column), of the test samples if there are some."""
        a = (self.outputs() if outputs is None else outputs)[1]
        part = self._test if len(self._test) else self._train
        return confusion(a[part], self._targets[part])


class ScoreLog:
    """Scores at the ends of epochs, thinned as a run grows: at most MOST of them, evenly spaced.

    What was once kept is only passed over later, not dropped: a run that forks early sees all of its own
    epochs. That is half of MOST more whenever a run has grown to twice its length.

    Attributes:
        every: those of every so many epochs are shown.
    """

    MOST = 4096

    def __init__(self, steps_per_epoch: int) -> None:
        self._per_epoch, self.every = steps_per_epoch, 1
        self._rows: dict[int, Scores] = {}
        self._shown = 0

    def add(self, step: int, scores: Scores) -> None:
        """Take in an epoch's scores."""
        if step % (self._per_epoch * self.every):
            return
        self._rows[step] = scores
        self._shown += 1
        self._thin()

    def _thin(self) -> None:
        while self._shown > self.MOST:
            self.every *= 2
            self._shown = sum(step % (self._per_epoch * self.every) == 0 for step in self._rows)

    def share(self, other: ScoreLog, last: int) -> None:
        """Begin as another run's log, up to step `last`."""
        self._rows = {step: row for step, row in other._rows.items() if step <= last}
        self.every, self._shown = 1, len(self._rows)
        self._thin()

    def between(self, first: int, last: int) -> tuple[Array, Array]:
        """(steps, scores) of those shown from one step to another: (n,) and (n, 4), in Scores' order."""
        apart = self._per_epoch * self.every
        found = [(s, row) for s, row in self._rows.items() if first <= s <= last and s % apart == 0]
        rows = [(row.train_loss, row.test_loss, row.train_accuracy, row.test_accuracy) for _, row in found]
        return np.array([s for s, _ in found], dtype=np.int64), np.array(rows, float).reshape(-1, 4)
