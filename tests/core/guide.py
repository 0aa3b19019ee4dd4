"""The examples of CONTRIBUTING.md, run as they stand, each in the file where it is said to go."""

from __future__ import annotations

import re
from functools import cache
from textwrap import dedent
from typing import Any

import pytest

from mlp_core import ACTIVATIONS, LOSSES, OPTIMIZERS, OUTPUT_ACTIVATIONS, Experiment
from mlp_core.nn import activations, expressions, losses
from mlp_core.nn.activations import Activation
from mlp_core.nn.losses import Loss
from mlp_core.optim import optimizers
from mlp_core.optim.optimizers import Optimizer
from tests.core.imports import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACES = {"Activation": activations, "Loss": losses, "Optimizer": optimizers}


@cache
def examples() -> tuple[Activation, Loss, type[Optimizer]]:
    """The activation, the loss and the optimizer that the guide adds."""
    found: dict[str, Any] = {}
    for block in re.findall(r"^ *```python\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL):
        name, kind = re.search(r"^class (\w+)\((\w+)\)", dedent(block), re.MULTILINE).groups()
        space = {**vars(expressions), **vars(PLACES[kind])}
        exec(compile(dedent(block), f"CONTRIBUTING.md, {name}", "exec"), space)
        found[kind] = space[name]
    return found["Activation"](), found["Loss"](), found["Optimizer"]


def add_rows(patch: pytest.MonkeyPatch) -> None:
    """Put them into the tables, as the guide says, until the test is over."""
    activation, loss, optimizer = examples()
    for table in (ACTIVATIONS, OUTPUT_ACTIVATIONS):
        patch.setitem(table, activation.name, activation)
    patch.setitem(LOSSES, loss.name, loss)
    patch.setitem(OPTIMIZERS, optimizer.name, optimizer)


def guest(**settings: Any) -> Experiment:
    """A small run with all three; their rows have to be there."""
    usual: dict[str, Any] = {
        "dataset": "moons", "samples": 9, "hidden_layers": (4, 4), "activation": "softplus",
        "output_activation": "tanh", "loss": "pseudo_huber", "optimizer": "adagrad", "initializer": "xavier",
        "learning_rate": 0.05, "seed": 3,
    }  # fmt: skip
    return Experiment(**usual | settings)
