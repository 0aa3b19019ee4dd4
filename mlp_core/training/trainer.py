"""A Trainer: one Experiment being trained, and able to go back."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from mlp_core.data.batches import Batches
from mlp_core.data.load import load
from mlp_core.errors import DivergedError
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.operation import Call, Operation
from mlp_core.nn.steps import Array, Indices, Vector
from mlp_core.optim.optimizers import OPTIMIZERS, Optimizer
from mlp_core.optim.schedules import SCHEDULES
from mlp_core.pauses import is_wanted, pause
from mlp_core.training.engine import Bookkeeping, Engine, compiled, first_network, weakly
from mlp_core.training.experiment import Experiment
from mlp_core.training.history import History
from mlp_core.training.judge import Judge
from mlp_core.training.measures import Measures
from mlp_core.training.plan import Plan, continues
from mlp_core.training.scorer import Scorer
from mlp_core.training.stopping import Met, Scores

_UNPAUSED, _LEAST = 1_000_000, 5000
"""Parameters times samples between two pauses, some 5 ms; those of the smallest step, beside its calls."""


class Program(list[Operation]):
    """The operations of a step; beside them their run, which they do not keep alive themselves."""

    def __init__(self, operations: list[Operation], run: Trainer) -> None:
        super().__init__(operations)
        self.run = run


class Trainer:
    """One run.

    Args:
        settings: an Experiment, or a Plan where the settings change on the way.
        scored: whether loss and accuracy on all samples are kept of every epoch, in `score_log`; where
            something is to stop the run they always are.

    Attributes:
        plan: its settings, from the first step to the last.
        network: the MLP; its layers hold the arrays of the last evaluation.
        data: the samples, those that are held back included.
        x, y: the samples as trained on, (samples, n_in) and (samples, n_out).
        history: the loss of every step, and states to go back to.
        score_log: scores of the ends of epochs.
        step_count: updates made so far.
        optimizer_state: the optimizer's own arrays, by name.
        diverged: the error that ended the run, or None.
    """

    def __init__(self, settings: Experiment | Plan, scored: bool = False) -> None:
        self.plan = Plan.of(settings)
        first = self.plan.legs[0][1]
        self.data, rng = load(first)
        pause()
        self.network = net = first_network(first, rng)
        pause()
        # Buffers of its own, so that a forward pass of other data cannot disturb the run.
        self._buffers_of = {size: net.make_buffers(size) for size in sorted(first.batches)}
        self._measures = {size: Measures(net.gradient, buffers) for size, buffers in self._buffers_of.items()}
        self._buffers = self._buffers_of[first.batch]
        self.history = History()
        self.steps_per_epoch = first.steps_per_epoch
        self._judge = Judge(self.plan, scored, self.steps_per_epoch)
        self.score_log = self._judge.log
        self.step_count = 0
        self.diverged: DivergedError | None = None
        self._optimizer: Optimizer | None = None
        self._eta = np.zeros((), net.parameters.dtype)
        self._enter(0)
        self._use()
        self._apply_edits()
        self._judge.see(0)
        self._keep()

    @property
    def experiment(self) -> Experiment:
        """The settings that hold at the present step."""
        return self.plan.legs[self._leg][1]

    def _enter(self, leg: int) -> None:
        """Put the settings of a leg in force: its data, structure, activations, loss and optimizer."""
        self._leg = leg
        experiment, net = self.experiment, self.network
        self.data, _ = load(experiment)
        self.x, self.y = self.data.x, self.data.y
        self._batches = Batches(experiment, self.x, self.y, net.parameters.dtype)
        net.use_activations(experiment.activation, experiment.output_activation)
        if (net.residual, net.normalization) != (experiment.residual, experiment.normalization):
            net.use_structure(experiment.residual, experiment.normalization)
            for buffers in self._buffers_of.values():
                buffers.use_structure(experiment.residual, experiment.normalization)
        optimizer = OPTIMIZERS[experiment.optimizer]()
        if type(optimizer) is not type(self._optimizer):  # the same one keeps its state
            self.optimizer_state = optimizer.init(net.parameters)
        self._optimizer = optimizer
        self._eta[...] = experiment.learning_rate
        self._engines = {size: self._compiled(b, optimizer) for size, b in self._buffers_of.items()}
        self._judge.use(experiment, net, self.data)
        self._judge.renew_patience(self.step_count)
        self._await_event()

    def _await_event(self) -> None:
        """Find the next step after which the plan changes something."""
        self._next_event = next((s for s in self.plan.events if s > self.step_count), math.inf)

    def _compiled(self, buffers: Buffers, optimizer: Optimizer) -> Engine:
        own = (self._load_batch, self._record, self._set_rate, self._commit)
        bookkeeping = Bookkeeping(*map(weakly, own))
        if self.steps_per_epoch == 1:
            self._batches.load(0, buffers)
        return compiled(
            buffers, self.network, self.experiment, optimizer, self.optimizer_state, self._eta, bookkeeping
        )

    def _use(self) -> Engine:
        """The engine of the next step, put in place: the last batch of an epoch may be a smaller one."""
        engine = self._engines[self._batches.size(self.step_count)]
        self._buffers = self.network.buffers = engine.buffers
        return engine

    @property
    def batch_rows(self) -> Indices:
        """Which of the training samples the next step takes, (batch,)."""
        return self._batches.rows(self.step_count)

    def _load_batch(self) -> None:
        self._batches.load(self.step_count, self._buffers)

    def _set_rate(self) -> None:
        self._eta[...] = self.rate

    @property
    def rate(self) -> float:
        """The learning rate of the next update."""
        experiment = self.experiment
        schedule = SCHEDULES[experiment.schedule]
        return schedule(experiment.learning_rate, self.step_count, experiment.period)

    def _apply_edits(self) -> None:
        """Set what the plan sets by hand after this step."""
        for edit in self.plan.edits:
            if edit.step == self.step_count:
                self._judge.renew_patience(self.step_count)
                layer = self.network.layers[edit.layer - 1]
                if edit.row is None:
                    layer.b[edit.column] = edit.value
                else:
                    layer.W[edit.row, edit.column] = edit.value

    # How good it is

    def scores(self) -> Scores:
        """Loss and accuracy on all samples at the present parameters."""
        return self._judge.scorer.scores()

    @property
    def test_loss(self) -> float:
        """The loss on the samples that are held back; NaN without any."""
        return self.scores().test_loss

    @property
    def test_accuracy(self) -> float:
        """The share of right answers on the samples held back; NaN without any, or without classes."""
        return self.scores().test_accuracy

    @property
    def scorer(self) -> Scorer:
        """What judges the network by the data of the present settings."""
        return self._judge.scorer

    @property
    def met(self) -> Met | None:
        """The first step at which the condition to stop was met, as far as the run has come; else None."""
        return self._judge.watch.met

    # How large its gradient is

    def measures(self) -> dict[str, Vector]:
        """How large every layer's gradient is: MEASURES (measures.py) of the last evaluation, (L,) each."""
        return self._measures[self._buffers.batch]()

    def measured(self) -> Iterator[dict[str, Vector]]:
        """The same of every recorded step, one after the other: the run trains once more for it.

        Who asks can show how far that is, or stop.
        """
        again = Trainer(self.plan)
        for _ in range(len(self.history)):
            try:
                again.step()
            except DivergedError:
                again.evaluate()  # where the error has put it, the last of them
            yield again.measures()

    # Training

    def _state(self) -> dict[str, Array]:
        """All that must be kept to go on from here bit for bit.

        The place in the data follows from the step, and the shuffling from (seed, epoch).
        """
        return {"parameters": self.network.parameters, **self.optimizer_state}

    def _record(self) -> None:
        self.history.record(self.step_count, self._buffers.loss.item())

    def _commit(self) -> None:
        self.step_count += 1
        parameters = self.network.parameters
        # One dot product instead of an isfinite per weight; only when it overflows look at each.
        if not math.isfinite(parameters.dot(parameters)) and not np.isfinite(parameters).all():
            raise DivergedError(self.step_count, "weights")
        if self.step_count == self._next_event:
            if self.plan.leg(self.step_count) != self._leg:
                self._enter(self._leg + 1)
            self._apply_edits()
            self._await_event()
        if self._judge.active and not self.step_count % self.steps_per_epoch:
            self._judge.see(self.step_count)
        if not self.step_count % self.history.interval:
            self._keep()

    def _keep(self) -> None:
        self.history.keep(self.step_count, self._state() | self._judge.state())

    @property
    def loss(self) -> float:
        """The loss that was computed last: by `step`, that of the parameters before the update."""
        return float(self._buffers.loss)

    def program(self) -> list[Operation]:
        """The next training step as operations; running them all gives the same bits as `step()`."""
        return Program(self._use().program, self)

    def evaluate(self) -> float:
        """Forward, loss and backward at the current parameters, without the update; returns the loss.

        Raises:
            DivergedError: when the loss is not finite.
        """
        self._run(self._use().evaluation, 1)
        return self.loss

    def step(self, steps: int = 1) -> float:
        """Make `steps` updates and return the last loss computed (that before the last update).

        Raises:
            DivergedError: when the run leaves the finite numbers; it then stands at its last finite step.
        """
        if self.diverged and self.step_count + steps > self.diverged.last_finite_step:
            self.goto(self.diverged.last_finite_step)
            raise self.diverged.copy()
        target = self.step_count + steps
        while self.step_count < target:
            engine = self._use()
            end = min(target, self._next_event, self._batches.until(self.step_count))
            self._run(engine.step, int(end) - self.step_count)
        return self.loss

    def epoch(self) -> float:
        """One pass over the data; returns the last loss."""
        return self.step(self.steps_per_epoch)

    def _run(self, calls: list[Call], times: int) -> None:
        """Run a list of calls again and again: the hot loop."""
        try:
            with np.errstate(all="ignore"):
                if is_wanted():
                    self._run_in_parts(calls, times)
                else:
                    self._run_at_once(calls, times)
        except DivergedError as error:
            self.diverged = error.copy()
            self.goto(error.last_finite_step)
            raise

    @staticmethod
    def _run_at_once(calls: list[Call], times: int) -> None:
        for _ in range(times):
            for call in calls:
                call()

    def _run_in_parts(self, calls: list[Call], times: int) -> None:
        """The same with pauses: after some steps, or within one that is large."""
        at_once = _UNPAUSED // max(_LEAST, self.network.parameters.size * self._buffers.batch)
        if at_once:
            for start in range(0, times, at_once):
                self._run_at_once(calls, min(at_once, times - start))
                pause()
            return
        for _ in range(times):
            for call in calls:
                call()
                pause()

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
            raise self.diverged.copy()
        # At most one step before, so that z, a, delta and the gradient are restored by the step itself.
        found, state = self.history.nearest(max(0, step - 1))
        if self.step_count < step and found <= self.step_count:
            return
        self.step_count = found
        if (leg := self.plan.leg(found)) != self._leg:
            self._enter(leg)
        self._await_event()
        self._use()
        for name, array in self._state().items():
            array[...] = state[name]
        for buffers in self._buffers_of.values():
            buffers.clear()
            if self.steps_per_epoch > 1:
                buffers.samples[...] = 0
        self.network.gradient[...] = 0

    # Forking

    @property
    def farthest(self) -> int:
        """The last step at which another run can fork from this one: as far as this one has come."""
        return self.diverged.last_finite_step if self.diverged else len(self.history)

    def forked(self, settings: Experiment | Plan, step: int, approach: bool = False) -> Trainer:
        """Another run, which has its past up to `step` in common with this one: the bits of a run made anew.

        What is recorded and kept of that past is shared, not computed again, so that it costs what `goto`
        costs. This run stays as it is, and neither sees what the other does from there on.

        Args:
            settings: of the other run; up to `step` the same as this one's. What they change, they change at
                this step or later.
            step: 0 to `farthest`; there the other run stands.
            approach: whether it only stands where `approach(step)` would bring it, for who shows progress.

        Raises:
            ValueError: for a step out of range, layers or data that this run does not have, or settings that
                are not the same before the step.
        """
        plan = Plan.of(settings)
        if not 0 <= step <= self.farthest:
            raise ValueError(f"step is {step}; it must be 0 to {self.farthest}, as far as this run has come")
        if not continues(self.plan.last, plan.last):
            raise ValueError("a run with other layer sizes, batches or data cannot fork from this one")
        if not plan.agrees(self.plan, step):
            raise ValueError(f"the settings differ from this run's before step {step}")
        fork = Trainer(plan, self._judge.asked)
        if step and fork._judge.can_share(self._judge):  # else it all runs again
            found, state = fork.history.share(self.history, step)
            fork._judge.share(self._judge, found, state)
        if approach:
            fork.approach(step)
        else:
            fork.goto(step)
        return fork

    def __repr__(self) -> str:
        return f"Trainer({self.network!r}, step {self.step_count})"
