"""Optimizers: how the gradient changes the parameters. Both are one flat vector for the whole network.

The update rules and their constants are PyTorch's, so that results can be compared. The learning rate eta is
an array of no dimensions, since a schedule may change it from step to step (schedules.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mlp_core.nn.steps import Array, Step


@dataclass(frozen=True)
class Optimizer:
    """An update rule: settings only; its state is made by `init` and kept by the trainer."""

    name: ClassVar[str]
    change: ClassVar[str]
    """LaTeX of what is subtracted from a parameter of layer <l> called <p>."""
    memory: ClassVar[str] = ""
    """LaTeX of how the optimizer's memory of that parameter is brought up to date before; "" without one."""

    def layer_formula(self, layer: int, biases: bool) -> str:
        """LaTeX of the update of one layer's W, and of its b where biases are trained."""
        names = ["W", "b"] if biases else ["W"]
        lines = [self._line(self.memory, layer, name) for name in names if self.memory]
        for name in names:
            change = self._line(self.change, layer, name)
            lines.append(rf"{name}_{{{layer}}} \leftarrow {name}_{{{layer}}} - {change}")
        return r",\ ".join(lines)

    @staticmethod
    def _line(template: str, layer: int, name: str) -> str:
        return template.replace("<p>", name).replace("<l>", f"{{{layer}}}")

    def init(self, parameters: Array) -> dict[str, Array]:
        """Fresh state for parameters of shape (n,): arrays by name; keyframes copy them."""
        return {}

    def begin_steps(self, state: dict[str, Array], eta: Array) -> list[Step]:
        """Operations that come once before each update of the parameters."""
        return []

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        """Operations that update `parameters` in place from `gradient`, both (n,).

        Each parameter by itself: a part of the vectors, with the same part of the state, may be given.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent, theta <- theta - eta * gradient. Source: tutorial, gradient_descent."""

    name: ClassVar[str] = "sgd"
    change: ClassVar[str] = r"\eta\, d<p>_<l>"

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        change = np.empty_like(parameters)
        return [(np.multiply, gradient, eta, change), (np.subtract, parameters, change, parameters)]


@dataclass(frozen=True)
class Momentum(Optimizer):
    """v <- mu v + gradient; theta <- theta - eta v: a ball that rolls on where the slope stays the same.

    Source: PyTorch, torch.optim.SGD with momentum (dampening 0).
    """

    momentum: float = 0.9
    name: ClassVar[str] = "momentum"
    change: ClassVar[str] = r"\eta\, v^{<p>}_<l>"
    memory: ClassVar[str] = r"v^{<p>}_<l> \leftarrow 0.9\, v^{<p>}_<l> + d<p>_<l>"

    def init(self, parameters: Array) -> dict[str, Array]:
        return {"velocity": np.zeros_like(parameters)}

    def _remember(self, gradient: Array, velocity: Array) -> list[Step]:
        mu = np.array(self.momentum, gradient.dtype)
        return [(np.multiply, velocity, mu, velocity), (np.add, velocity, gradient, velocity)]

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        velocity, change = state["velocity"], np.empty_like(parameters)
        return [
            *self._remember(gradient, velocity),
            (np.multiply, velocity, eta, change),
            (np.subtract, parameters, change, parameters),
        ]


@dataclass(frozen=True)
class Nesterov(Momentum):
    """Momentum that looks ahead: v <- mu v + gradient; theta <- theta - eta (gradient + mu v).

    Source: PyTorch, torch.optim.SGD with nesterov=True.
    """

    name: ClassVar[str] = "nesterov"
    change: ClassVar[str] = r"\eta\,(d<p>_<l> + 0.9\, v^{<p>}_<l>)"

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        velocity, change = state["velocity"], np.empty_like(parameters)
        return [
            *self._remember(gradient, velocity),
            (np.multiply, velocity, np.array(self.momentum, gradient.dtype), change),
            (np.add, change, gradient, change),
            (np.multiply, change, eta, change),
            (np.subtract, parameters, change, parameters),
        ]


def _decaying_mean(mean: Array, share: float, value: Array, scratch: Array) -> list[Step]:
    """mean <- share * mean + (1 - share) * value."""
    kept, added = (np.array(number, mean.dtype) for number in (share, 1 - share))
    return [
        (np.multiply, mean, kept, mean),
        (np.multiply, value, added, scratch),
        (np.add, mean, scratch, mean),
    ]


def _decaying_square(mean: Array, share: float, value: Array, square: Array, scratch: Array) -> list[Step]:
    """mean <- share * mean + (1 - share) * value^2."""
    return [(np.multiply, value, value, square), *_decaying_mean(mean, share, square, scratch)]


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """s <- alpha s + (1 - alpha) gradient^2; theta <- theta - eta gradient / (sqrt(s) + epsilon).

    Every parameter's step is measured by its own gradient's usual size. Source: PyTorch, torch.optim.RMSprop;
    the idea is G. Hinton's (lecture 6e of his course, 2012).
    """

    alpha: float = 0.99
    epsilon: float = 1e-8
    name: ClassVar[str] = "rmsprop"
    change: ClassVar[str] = r"\eta\, \frac{d<p>_<l>}{\sqrt{s^{<p>}_<l>} + 10^{-8}}"
    memory: ClassVar[str] = r"s^{<p>}_<l> \leftarrow 0.99\, s^{<p>}_<l> + 0.01\, (d<p>_<l>)^2"

    def init(self, parameters: Array) -> dict[str, Array]:
        return {"square": np.zeros_like(parameters)}

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        square, change, scratch = state["square"], np.empty_like(parameters), np.empty_like(parameters)
        return [
            *_decaying_square(square, self.alpha, gradient, change, scratch),
            (np.sqrt, square, scratch),
            (np.add, scratch, np.array(self.epsilon, scratch.dtype), scratch),
            (np.divide, gradient, scratch, change),
            (np.multiply, change, eta, change),
            (np.subtract, parameters, change, parameters),
        ]


@dataclass(frozen=True)
class Adam(Optimizer):
    """Means of the gradient (m) and of its square (s), each corrected for having begun at 0 by 1 - beta^t.

    theta <- theta - eta (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon). Source: D. Kingma, J. Ba,
    "Adam" (2015), algorithm 1; PyTorch, torch.optim.Adam.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    name: ClassVar[str] = "adam"
    change: ClassVar[str] = (
        r"\eta\, \frac{m^{<p>}_<l> / (1 - 0.9^t)}{\sqrt{s^{<p>}_<l> / (1 - 0.999^t)} + 10^{-8}}"
    )
    memory: ClassVar[str] = (
        r"m^{<p>}_<l> \leftarrow 0.9\, m^{<p>}_<l> + 0.1\, d<p>_<l>,"
        r"\ s^{<p>}_<l> \leftarrow 0.999\, s^{<p>}_<l> + 0.001\, (d<p>_<l>)^2"
    )

    def init(self, parameters: Array) -> dict[str, Array]:
        scalars = ("count", "rate", "root")
        return {
            "mean": np.zeros_like(parameters),
            "square": np.zeros_like(parameters),
            # updates made; eta / (1 - beta1^t); sqrt(1 - beta2^t)
            **{name: np.zeros((), parameters.dtype) for name in scalars},
        }

    def begin_steps(self, state: dict[str, Array], eta: Array) -> list[Step]:
        t, rate, root = state["count"], state["rate"], state["root"]
        one, beta1, beta2 = (np.array(number, t.dtype) for number in (1, self.beta1, self.beta2))
        return [
            (np.add, t, one, t),
            (np.power, beta1, t, rate),
            (np.subtract, one, rate, rate),
            (np.divide, eta, rate, rate),
            (np.power, beta2, t, root),
            (np.subtract, one, root, root),
            (np.sqrt, root, root),
        ]

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        mean, square = state["mean"], state["square"]
        change, scratch = np.empty_like(parameters), np.empty_like(parameters)
        return [
            *_decaying_mean(mean, self.beta1, gradient, scratch),
            *_decaying_square(square, self.beta2, gradient, change, scratch),
            (np.sqrt, square, scratch),
            (np.divide, scratch, state["root"], scratch),
            (np.add, scratch, np.array(self.epsilon, scratch.dtype), scratch),
            (np.multiply, mean, state["rate"], change),
            (np.divide, change, scratch, change),
            (np.subtract, parameters, change, parameters),
        ]


OPTIMIZERS: dict[str, type[Optimizer]] = {
    rule.name: rule for rule in (SGD, Momentum, Nesterov, RMSProp, Adam)
}
"""name -> optimizer. The names go into links, so they never change."""
