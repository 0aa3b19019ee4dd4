"""Optimizers: how the gradient changes the parameters. Both are one flat vector for the whole network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mlp_core.activations import Array, Step


@dataclass(frozen=True)
class Optimizer:
    """An update rule: settings only; its state is made by `init` and kept by the trainer."""

    learning_rate: float
    name: ClassVar[str]
    formula: ClassVar[str]
    """LaTeX of the update."""

    def layer_formula(self, layer: int, biases: bool) -> str:
        """LaTeX of the update of one layer's W, and of its b where biases are trained."""
        raise NotImplementedError

    def init(self, parameters: Array) -> dict[str, Array]:
        """Fresh state for parameters of shape (n,): arrays by name; keyframes copy them."""
        return {}

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array]) -> list[Step]:
        """Operations that update `parameters` in place from `gradient`, both (n,)."""
        raise NotImplementedError


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent, theta <- theta - eta * gradient. Source: tutorial, gradient_descent."""

    name: ClassVar[str] = "sgd"
    formula: ClassVar[str] = r"\theta \leftarrow \theta - \eta\, \nabla_\theta"

    def layer_formula(self, layer: int, biases: bool) -> str:
        names = ["W", "b"] if biases else ["W"]
        return r",\ ".join(
            rf"{name}_{{{layer}}} \leftarrow {name}_{{{layer}}} - \eta\, d{name}_{{{layer}}}"
            for name in names
        )

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array]) -> list[Step]:
        change = np.empty_like(parameters)
        eta = np.array(self.learning_rate, dtype=parameters.dtype)
        return [(np.multiply, gradient, eta, change), (np.subtract, parameters, change, parameters)]


OPTIMIZERS: dict[str, type[Optimizer]] = {"sgd": SGD}
"""name -> optimizer. The names go into links, so they never change."""
