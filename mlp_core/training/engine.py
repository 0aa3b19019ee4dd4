"""What a run is made of before its first step: the network as drawn, and its training step, compiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MethodType
from typing import cast
from weakref import ref

import numpy as np

from mlp_core.nn.buffers import Buffers
from mlp_core.nn.initializers import GIVEN
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import MLP
from mlp_core.nn.operation import Call, Operation, flatten
from mlp_core.nn.steps import DTYPES, Array
from mlp_core.optim.optimizers import Optimizer
from mlp_core.training.experiment import Experiment
from mlp_core.training.program import compile_evaluation, compile_update


@dataclass(frozen=True)
class Engine:
    """One training step, compiled for batches of one size.

    Attributes:
        program: its operations; running them all is a step.
        evaluation: the calls of all but the update.
        step: the calls of all of it, the update in one sweep over all layers where that can be.
    """

    buffers: Buffers
    program: list[Operation]
    evaluation: list[Call]
    step: list[Call]


@dataclass(frozen=True)
class Bookkeeping:
    """What a run does beside the mathematics.

    Attributes:
        load_batch: puts the step's samples in place.
        record: takes the numbers of the evaluated state down.
        set_rate: sets the learning rate of the step.
        commit: counts the step.
    """

    load_batch: Call
    record: Call
    set_rate: Call
    commit: Call


def weakly(method: Callable[[], None]) -> Call:
    """A call of the method that does not keep its object alive.

    A run holds its engine's calls, some of which are its own methods: in a circle, all its arrays would stay
    until Python looks for circles, hundreds of megabytes at a time.
    """
    bound = cast(MethodType, method)
    alive, do = ref(bound.__self__), bound.__func__

    def call() -> None:
        do(alive())

    call.__name__ = do.__name__
    return call


def first_network(experiment: Experiment, rng: np.random.RandomState) -> MLP:
    """The network at step 0: its weights drawn, or as published, and multiplied by the gain."""
    given = experiment.initializer == GIVEN
    net = MLP(
        experiment.sizes,
        experiment.activation,
        experiment.output_activation,
        DTYPES[experiment.dtype],
        initializer=None if given else experiment.initializer,
        rng=rng,
        residual=experiment.residual,
        normalization=experiment.normalization,
    )
    if given:
        net.parameters[...] = experiment.data.given
    with np.errstate(over="ignore"):  # what overflows here diverges at step 0
        for layer in net.layers:
            layer.W *= experiment.gain
    return net


def compiled(
    buffers: Buffers,
    network: MLP,
    experiment: Experiment,
    optimizer: Optimizer,
    state: dict[str, Array],
    eta: Array,
    bookkeeping: Bookkeeping,
) -> Engine:
    """The engine of an experiment.

    Bookkeeping goes along as calls of the first and last operations: running the program *is* the step.

    Args:
        state: the optimizer's.
        eta: the learning rate, 0-d.
    """
    evaluation = compile_evaluation(buffers, network, LOSSES[experiment.loss], experiment.penalty)
    updates, calls = compile_update(
        buffers, network.parameters, network.gradient, optimizer, state, eta, experiment.train_biases
    )
    if experiment.steps_per_epoch > 1:
        evaluation[0] = _after(bookkeeping.load_batch, evaluation[0])
    evaluation[-1] = _before(evaluation[-1], bookkeeping.record)
    if experiment.schedule != "constant":
        updates[0] = _after(bookkeeping.set_rate, updates[0])
        calls = [bookkeeping.set_rate, *calls]
    updates[-1] = _before(updates[-1], bookkeeping.commit)
    evaluation_calls = flatten(evaluation)
    step = [*evaluation_calls, *calls, bookkeeping.commit]
    return Engine(buffers, [*evaluation, *updates], evaluation_calls, step)


def _after(call: Call, operation: Operation) -> Operation:
    """The operation with one more call at its beginning."""
    return replace(operation, calls=(call, *operation.calls))


def _before(operation: Operation, call: Call) -> Operation:
    """The operation with one more call at its end."""
    return replace(operation, calls=(*operation.calls, call))
