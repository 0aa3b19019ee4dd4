"""Which of the kinds that are shown alike an operation is."""

from __future__ import annotations

from mlp_core import LOSSES, OPTIMIZERS, OUTPUT_ACTIVATIONS, Experiment, Operation
from mlp_core.nn.activations import Activation


def is_last(operation: Operation, experiment: Experiment) -> bool:
    """Whether it belongs to the output layer."""
    return operation.layer == len(experiment.sizes) - 1


def function(operation: Operation, experiment: Experiment) -> Activation:
    """The activation of its layer."""
    last = is_last(operation, experiment)
    return OUTPUT_ACTIVATIONS[experiment.output_activation if last else experiment.activation]


def shares(operation: Operation, experiment: Experiment) -> bool:
    """Whether every output of its layer depends on every z of it: softmax's."""
    return not function(operation, experiment).elementwise


def skips(operation: Operation) -> bool:
    """Whether a skip connection has a part in it: forwards that around its layer, backwards the next's."""
    l = operation.layer or 0
    return {"a": f"a{l - 1}", "delta": f"da{l + 1}"}.get(operation.symbol) in operation.reads


def fused(operation: Operation, experiment: Experiment) -> bool:
    """Whether it belongs to an output layer whose slope cancels with the loss's."""
    output = OUTPUT_ACTIVATIONS[experiment.output_activation]
    return is_last(operation, experiment) and LOSSES[experiment.loss].fuses(output)


def normalizes(operation: Operation, experiment: Experiment) -> bool:
    """Whether it belongs to a layer that is normalised."""
    hidden = operation.layer is not None and not is_last(operation, experiment)
    return hidden and experiment.normalization != "none"


def penalized(operation: Operation, experiment: Experiment) -> bool:
    """Whether a penalty on large weights is a part of it."""
    return operation.symbol in ("loss", "dW") and bool(experiment.penalty)


def memorizes(experiment: Experiment) -> bool:
    """Whether its optimizer remembers something from step to step."""
    return bool(OPTIMIZERS[experiment.optimizer].memory)
