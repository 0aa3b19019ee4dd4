"""By what the browser writes a step's numbers: operations' facts, and the loss and the optimizer as trees."""

from __future__ import annotations

from mlp_core import LOSSES, OPTIMIZERS, Experiment, Operation
from pages.shared.wire.scene_header import Objective, OperationFacts, Rule


def facts(operation: Operation) -> OperationFacts:
    """What an operation says of itself, beside its formula: the names are Operation's."""
    return {
        "kind": operation.kind,
        "roles": dict(operation.roles),
        "output": operation.output,
        "normalized": operation.normalized,
        "skip": operation.skip,
        "shares": operation.shares,
        "fused": operation.fused,
        "penalized": operation.penalized,
    }


def objective(experiment: Experiment) -> Objective:
    """The loss. Expressions are trees (mlp_core/nn/expressions.py).

    term: what one output adds, of a, y and z. factor: what the sum of that is multiplied by; each: whether it
    is divided by the number of outputs too. sparse: whether terms of y = 0 may be left out. gradient: what
    goes back.
    """
    loss = LOSSES[experiment.loss]
    return {
        "factor": loss.factor,
        "each": loss.reduction.each,
        "sparse": loss.one_hot,
        "term": loss.term.tree(),
        "gradient": loss.gradient_term.tree(),
    }


def rule(experiment: Experiment) -> Rule:
    """The update rule: what is remembered of a parameter (its array's name, its letter, what it becomes), and
    what is subtracted from the parameter but for the learning rate (change); of gradient, of what is
    remembered, and of arrays that are one for the whole network. Expressions are trees.
    """
    found = OPTIMIZERS[experiment.optimizer]().rule
    return {
        "memory": [
            {"name": memory.name, "letter": memory.letter, "becomes": value.tree()}
            for memory, value in found.memory.items()
        ],
        "change": found.change.tree(),
    }
