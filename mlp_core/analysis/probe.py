"""A Probe: one training step on a copy of a run's state, to look into, change by hand and differentiate.

It compiles the very operations that the trainer runs (program.py) over arrays of its own, so the run that it
was taken from stays as it is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import MLP
from mlp_core.nn.operation import Operation, flatten
from mlp_core.nn.steps import DTYPES, Matrix
from mlp_core.optim.optimizers import OPTIMIZERS
from mlp_core.pauses import pause
from mlp_core.training.program import compile_evaluation, compile_update
from mlp_core.training.trainer import Trainer


class Kink(NamedTuple):
    """Where an activation's slope jumps: in which layer, at which z (or n), and the slope on the left."""

    layer: int
    z: float
    slope: float


class Probe:
    """The next training step of a run, on a copy.

    Args:
        trainer: the run, at the step to look into.
        exact: whether to compute in float64 from the run's numbers, whatever the run computes in: differences
            of a float32 loss have few digits.

    Attributes:
        experiment: the settings that hold at this step.
        network: an MLP with the run's parameters; its layers show this probe's arrays.
        x, y: the step's batch, (batch, n_in), (batch, n_out), views: changing x changes what the operations
            read.
        program: the operations of the step, the update one a layer.
        kinks: those of every layer's activation.
        factor: by how much the loss that is descended along is more than the printed one, but for a penalty.
    """

    def __init__(self, trainer: Trainer, exact: bool = False) -> None:
        self.experiment = experiment = trainer.experiment
        self.network = net = MLP(
            experiment.sizes,
            experiment.activation,
            experiment.output_activation,
            dtype := np.float64 if exact else DTYPES[experiment.dtype],
            initializer=None,
            residual=experiment.residual,
            normalization=experiment.normalization,
        )
        net.parameters[...] = trainer.network.parameters
        rows = trainer.batch_rows
        net.buffers = buffers = net.make_buffers(len(rows))
        self.x: Matrix = buffers.a[0].T
        self.y: Matrix = buffers.y.T
        self.x[...], self.y[...] = trainer.x[rows], trainer.y[rows]
        optimizer = OPTIMIZERS[experiment.optimizer]()
        self.optimizer_state = state = {
            n: array.astype(dtype) for n, array in trainer.optimizer_state.items()
        }
        loss = LOSSES[experiment.loss]
        evaluation = compile_evaluation(buffers, net, loss, experiment.penalty)
        eta = np.array(trainer.rate, dtype)
        updates, _ = compile_update(
            buffers, net.parameters, net.gradient, optimizer, state, eta, experiment.train_biases
        )
        self.program: list[Operation] = [*evaluation, *updates]
        self._evaluation = flatten(evaluation)
        self._forward = flatten(op for op in evaluation if op.phase in ("forward", "loss"))
        self._loss, self._penalty = buffers.loss, buffers.penalty
        self.factor = loss.gradient_factor(net.sizes[-1])
        self.kinks = [
            Kink(layer.index, z, float(layer.activation.derivative(np.array(z))))
            for layer in net.layers
            for z in layer.activation.kinks
        ]

    def evaluate(self) -> float:
        """Forward, loss and backward, without the update; returns the loss."""
        with np.errstate(all="ignore"):
            for call in self._evaluation:
                call()
        pause()
        return float(self._loss)

    def objective(self) -> float:
        """The loss whose gradient backpropagation computes: the printed one, but for the penalty times its
        `gradient_factor`.
        """
        with np.errstate(all="ignore"):
            for call in self._forward:
                call()
        pause()
        penalty = float(self._penalty)
        return self.factor * (float(self._loss) - penalty) + penalty

    @property
    def printed(self) -> float:
        """The loss as it is printed, of the last evaluation."""
        return float(self._loss)

    def sides(self) -> tuple[int, ...]:
        """For each of `kinks`, a number that tells on which sides of it the z of all units and samples are:
        equal as long as none has passed it.
        """
        n = self.network.buffers.n
        return tuple(hash(np.sign(n[kink.layer] - kink.z).tobytes()) for kink in self.kinks)

    def __repr__(self) -> str:
        return f"Probe({self.network!r})"
