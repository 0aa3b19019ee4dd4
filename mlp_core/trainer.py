"""A Trainer: one Experiment being trained, and able to go back."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from mlp_core.activations import Array
from mlp_core.datasets import DATASETS, draw
from mlp_core.errors import DivergedError
from mlp_core.experiment import Experiment
from mlp_core.history import History
from mlp_core.initializers import GIVEN
from mlp_core.losses import LOSSES
from mlp_core.network import MLP
from mlp_core.optimizers import OPTIMIZERS, Optimizer
from mlp_core.plan import Plan
from mlp_core.program import Call, Operation, compile_evaluation, compile_update, flatten


class Trainer:
    """One run.

    Args:
        settings: an Experiment, or a Plan where the settings change on the way.

    Attributes:
        plan: its settings, from the first step to the last.
        network: the MLP; its layers hold the arrays of the last evaluation.
        x, y: the data as trained on, (samples, n_in) and (samples, n_out).
        history: numbers of every step.
        step_count: updates made so far.
        optimizer_state: the optimizer's own arrays, by name.
        diverged: the error that ended the run, or None.
    """

    def __init__(self, settings: Experiment | Plan) -> None:
        self.plan = Plan.of(settings)
        first = self.plan.legs[0][1]
        self.x, self.y, rng = draw(first)
        self.network = net = MLP(
            first.sizes,
            first.activation,
            first.output_activation,
            initializer="normal" if first.initializer == GIVEN else first.initializer,
            rng=rng,
            residual=first.residual,
            normalization=first.normalization,
        )
        if first.initializer == GIVEN:
            net.parameters[...] = DATASETS[first.dataset].given
        with np.errstate(over="ignore"):  # what overflows here diverges at step 0
            for layer in net.layers:
                layer.W *= first.gain
        # Buffers of its own, so that a forward pass of other data cannot disturb the run.
        self._buffers = net.make_buffers(len(self.x))
        normalized = any(experiment.normalization != "none" for _, experiment in self.plan.legs)
        self.history = History(net.sizes, net.gradient, self._buffers, normalized)
        self.step_count = 0
        self.diverged: DivergedError | None = None
        self._optimizer: Optimizer | None = None
        self._enter(0)
        self.history.keep(0, self._state())

    @property
    def experiment(self) -> Experiment:
        """The settings that hold at the present step."""
        return self.plan.legs[self._leg][1]

    def _enter(self, leg: int) -> None:
        """Put the settings of a leg in force: its data, structure, activations, loss and optimizer."""
        self._leg = leg
        starts = self.plan.starts
        self._leg_end = starts[leg + 1] if leg + 1 < len(starts) else math.inf
        experiment, net = self.experiment, self.network
        net.buffers = self._buffers
        self.x, self.y, _ = draw(experiment)
        self._buffers.a[0][...] = self.x.T
        self._buffers.y[...] = self.y.T
        net.use_activations(experiment.activation, experiment.output_activation)
        if (net.residual, net.normalization) != (experiment.residual, experiment.normalization):
            net.use_structure(experiment.residual, experiment.normalization)
            self._buffers.use_structure(experiment.residual, experiment.normalization)
        optimizer = OPTIMIZERS[experiment.optimizer](experiment.learning_rate)
        if type(optimizer) is not type(self._optimizer):  # the same one keeps its state
            self.optimizer_state = optimizer.init(net.parameters)
        self._optimizer = optimizer
        self._compile(optimizer)

    def _compile(self, optimizer: Optimizer) -> None:
        net, buffers, experiment = self.network, self._buffers, self.experiment
        evaluation = compile_evaluation(buffers, net, LOSSES[experiment.loss])
        updates, calls = compile_update(
            buffers, net.parameters, net.gradient, optimizer, self.optimizer_state, experiment.train_biases
        )
        # Bookkeeping goes along as calls of the last operations: running the program *is* the step.
        evaluation[-1] = _with(evaluation[-1], self._record)
        updates[-1] = _with(updates[-1], self._commit)
        self._program = [*evaluation, *updates]
        self._evaluation_calls = flatten(evaluation)
        self._calls = [*self._evaluation_calls, *calls, self._commit]

    def _state(self) -> dict[str, Array]:
        """All that must be kept to go on from here bit for bit.

        The place in the data follows from the step, and any shuffling from (seed, epoch).
        """
        return {"parameters": self.network.parameters, **self.optimizer_state}

    def _record(self) -> None:
        self.history.record(self.step_count)

    def _commit(self) -> None:
        self.step_count += 1
        parameters = self.network.parameters
        # One dot product instead of an isfinite per weight; only when it overflows look at each.
        if not math.isfinite(parameters.dot(parameters)) and not np.isfinite(parameters).all():
            raise DivergedError(self.step_count, "weights")
        if self.step_count == self._leg_end:
            self._enter(self._leg + 1)
        if not self.step_count % self.history.interval:
            self.history.keep(self.step_count, self._state())

    @property
    def loss(self) -> float:
        """The loss that was computed last: by `step`, that of the parameters before the update."""
        return float(self._buffers.loss)

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the data; 1, since every step takes the whole data set."""
        return 1

    def program(self) -> list[Operation]:
        """The next training step as operations; running them all gives the same bits as `step()`."""
        self.network.buffers = self._buffers
        return list(self._program)

    def evaluate(self) -> float:
        """Forward, loss and backward at the current parameters, without the update; returns the loss.

        Raises:
            DivergedError: when the loss is not finite.
        """
        self._run(self._evaluation_calls, 1)
        return self.loss

    def step(self, steps: int = 1) -> float:
        """Make `steps` updates and return the last loss computed (that before the last update).

        Raises:
            DivergedError: when the run leaves the finite numbers; it then stands at its last finite step.
        """
        if self.diverged and self.step_count + steps > self.diverged.last_finite_step:
            self.goto(self.diverged.last_finite_step)
            raise self.diverged
        target = self.step_count + steps
        while self.step_count < target:
            self._run(self._calls, int(min(target, self._leg_end)) - self.step_count)
        return self.loss

    def epoch(self) -> float:
        """One pass over the data; returns the last loss."""
        return self.step(self.steps_per_epoch)

    def _run(self, calls: list[Call], times: int) -> None:
        """Run a list of calls again and again: the hot loop."""
        self.network.buffers = self._buffers
        try:
            with np.errstate(all="ignore"):
                for _ in range(times):
                    for call in calls:
                        call()
        except DivergedError as error:
            self.diverged = error
            self.goto(error.last_finite_step)
            raise

    def goto(self, step: int) -> None:
        """Bring the run to the state it had, or will have, after `step` updates, bit for bit.

        Raises:
            ValueError: for a step below 0.
            DivergedError: for a step past the last finite one.
        """
        self.approach(step)
        self.step(step - self.step_count)

    def approach(self, step: int) -> None:
        """Stand at a kept state from which few steps lead to `step`, or stay where that is nearer.

        Who shows progress goes the rest in slices, by `step`.

        Raises:
            ValueError, DivergedError: as `goto`.
        """
        if step < 0:
            raise ValueError(f"step is {step}; it must be 0 or more")
        if self.diverged and step > self.diverged.last_finite_step:
            raise self.diverged
        # At most one step before, so that z, a, delta and the gradient are restored by the step itself.
        found, state = self.history.nearest(max(0, step - 1))
        if self.step_count < step and found <= self.step_count:
            return
        self.step_count = found
        self._enter(self.plan.leg(found))
        for name, array in self._state().items():
            array[...] = state[name]
        self._buffers.clear()
        self.network.gradient[...] = 0

    def __repr__(self) -> str:
        return f"Trainer({self.network!r}, step {self.step_count})"


def _with(operation: Operation, call: Call) -> Operation:
    """The operation with one more call at its end."""
    return replace(operation, calls=(*operation.calls, call))
