"""A Probe: one training step on a copy of a run's state, to look into, change by hand and differentiate.

It compiles the very operations that the trainer runs (program.py) over arrays of its own, so the run that it
was taken from stays as it is.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import MLP
from mlp_core.nn.steps import Matrix
from mlp_core.optim.optimizers import OPTIMIZERS
from mlp_core.training.program import Operation, compile_evaluation, compile_update, flatten
from mlp_core.training.trainer import Trainer


class Probe:
    """The next training step of a run, on a copy.

    Args:
        trainer: the run, at the step to look into.

    Attributes:
        experiment: the settings that hold at this step.
        network: an MLP with the run's parameters; its layers show this probe's arrays.
        x, y: the step's batch, (batch, n_in), (batch, n_out), views: changing x changes what the operations
            read.
        program: the operations of the step, the update one a layer.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.experiment = experiment = trainer.experiment
        self.network = net = MLP(
            experiment.sizes,
            experiment.activation,
            experiment.output_activation,
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
        self.optimizer_state = state = {n: array.copy() for n, array in trainer.optimizer_state.items()}
        loss = LOSSES[experiment.loss]
        evaluation = compile_evaluation(buffers, net, loss, experiment.penalty)
        eta = np.array(trainer.rate)
        updates, _ = compile_update(
            buffers, net.parameters, net.gradient, optimizer, state, eta, experiment.train_biases
        )
        self.program: list[Operation] = [*evaluation, *updates]
        self._evaluation = flatten(evaluation)
        self._forward = flatten(op for op in evaluation if op.phase in ("forward", "loss"))
        self._loss, self._penalty = buffers.loss, buffers.penalty
        self._factor = loss.gradient_factor(net.sizes[-1])

    def evaluate(self) -> float:
        """Forward, loss and backward, without the update; returns the loss."""
        with np.errstate(all="ignore"):
            for call in self._evaluation:
                call()
        return float(self._loss)

    def objective(self) -> float:
        """The loss whose gradient backpropagation computes: the printed one, but for the penalty times its
        `gradient_factor`.
        """
        with np.errstate(all="ignore"):
            for call in self._forward:
                call()
        penalty = float(self._penalty)
        return self._factor * (float(self._loss) - penalty) + penalty

    def __repr__(self) -> str:
        return f"Probe({self.network!r})"
