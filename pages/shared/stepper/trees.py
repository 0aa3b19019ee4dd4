"""By what the browser writes a step's numbers: operations' facts, and the loss and the optimizer as trees."""

from __future__ import annotations

from typing import Any

from mlp_core import LOSSES, OPTIMIZERS, Experiment, Operation
from mlp_core.nn.normalization import EPSILON


def facts(operation: Operation) -> dict[str, Any]:
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


def terms(experiment: Experiment) -> dict[str, Any]:
    """The loss and the update rule, whose expressions are trees (mlp_core/nn/expressions.py).

    objective: what one output adds, of a, y and z; what the sum of that is multiplied by, whether it is
        divided by the number of outputs too, and whether terms of y = 0 may be left out; and what goes back.
    rule: what is remembered of a parameter (its array's name, its letter, what it becomes), and what is
        subtracted from the parameter but for the learning rate; of gradient, of what is remembered, and of
        arrays that are one for the whole network.
    epsilon: what keeps a normalisation from dividing by 0.
    """
    loss, rule = LOSSES[experiment.loss], OPTIMIZERS[experiment.optimizer]().rule
    return {
        "objective": {
            "factor": loss.factor,
            "each": loss.reduction.each,
            "sparse": loss.one_hot,
            "term": loss.term.tree(),
            "gradient": loss.gradient_term.tree(),
        },
        "rule": {
            "memory": [
                {"name": memory.name, "letter": memory.letter, "becomes": value.tree()}
                for memory, value in rule.memory.items()
            ],
            "change": rule.change.tree(),
        },
        "epsilon": EPSILON,
    }
