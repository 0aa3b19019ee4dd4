"""Optimizers: how the gradient changes the parameters. Both are one flat vector for the whole network.

The update rules and their constants are PyTorch's, so that results can be compared. The learning rate eta is
an array of no dimensions, since a schedule may change it from step to step (schedules.py).
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

import numpy as np

from mlp_core.nn import equations as eq
from mlp_core.nn.declared import Declared
from mlp_core.nn.expressions import Constant, Expression, Named, Symbol, rest, sqrt
from mlp_core.nn.notation import code, latex, named
from mlp_core.nn.steps import Array, Step, constant

ETA, GRADIENT, COUNT = Constant("eta"), Symbol("gradient"), Symbol("count", "t")
"""In a rule: the learning rate, a parameter's gradient, and how many updates there were with this one."""


@dataclass(frozen=True)
class Rule:
    """How one parameter is updated: parameter <- parameter - eta * change.

    Attributes:
        change: of GRADIENT, COUNT and what is remembered.
        memory: what the optimizer remembers of each parameter, by the names of its state -> what that becomes
            before, one after the other, from what it was.
    """

    change: Expression
    memory: Mapping[Symbol, Expression] = field(default_factory=dict)


@dataclass(frozen=True)
class Optimizer(Declared):
    """An update rule: settings only; its state is made by `init` and kept by the trainer."""

    name: ClassVar[str]
    begin_code: ClassVar[tuple[str, ...]] = ()
    """The textbook's lines that come once before each update of the parameters."""

    @property
    @abstractmethod
    def rule(self) -> Rule:
        """The rule in symbols, with this optimizer's constants."""

    @property
    def in_tutorial(self) -> bool:
        """Whether it is plain descent, the one rule that the tutorial's listing has."""
        return self.rule == Rule(GRADIENT)

    def equations(self, layer: int, biases: bool) -> tuple[eq.Equation, ...]:
        """The update of one layer's W, and of its b where biases are trained: first what is remembered."""
        memories, change = _templates(self)

        def of(template: str, parameter: str) -> str:
            return template.replace("<p>", parameter).replace("<l>", f"{{{layer}}}")

        def descent(parameter: str) -> eq.Equation:
            new = f"{parameter}_{{{layer}}}"
            old = eq.weights(layer) if parameter == "W" else new
            return eq.Equation((rf"{new} \leftarrow ", old, f" - {of(change, parameter)}"), parameter)

        names = ["W", "b"] if biases else ["W"]
        remembered = [eq.Equation((of(memory, p),), p) for p in names for memory in memories]
        return (*remembered, *map(descent, names))

    def code(self, parameter: str, eta: str = "eta") -> list[str]:
        """The textbook's lines for a parameter, such as "W1"; `eta` is what they call the learning rate."""
        rule = self.rule
        names = {GRADIENT.name: f"d{parameter}", ETA.name: eta}
        names |= {memory.name: f"{memory.letter}{parameter}" for memory in rule.memory}
        return [
            *(f"{names[memory.name]} = {code(value, names)}" for memory, value in rule.memory.items()),
            *(f"{part.name} = {code(part.of, names)}" for part in named(rule.change)),
            f"{parameter} -= {code(ETA * rule.change, names)}",
        ]

    def init(self, parameters: Array) -> dict[str, Array]:
        """Fresh state for parameters of shape (n,): arrays by name; keyframes copy them.

        As many zeros for everything that the rule remembers of each parameter.
        """
        return {memory.name: np.zeros_like(parameters) for memory in self.rule.memory}

    def begin_steps(self, state: dict[str, Array], eta: Array) -> list[Step]:
        """Operations that come once before each update of the parameters."""
        return []

    @abstractmethod
    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        """Operations that update `parameters` in place from `gradient`, both (n,).

        Each parameter by itself: a part of the vectors, with the same part of the state, may be given.
        """


@lru_cache
def _templates(optimizer: Optimizer) -> tuple[list[str], str]:
    """LaTeX of what is remembered of parameter <p> of layer <l>, and of what is subtracted from it."""
    rule = optimizer.rule
    names = {GRADIENT.name: "d<p>_<l>", ETA.name: r"\eta"}
    names |= {memory.name: f"{memory.letter}^{{<p>}}_<l>" for memory in rule.memory}
    memories = [rf"{names[m.name]} \leftarrow {latex(value, names)}" for m, value in rule.memory.items()]
    return memories, latex(ETA * rule.change, names)


VELOCITY, MEAN, SQUARE = Symbol("velocity", "v"), Symbol("mean", "m"), Symbol("square", "s")
"""What the rules below remember of a parameter: their names in the state, their letters in formulas."""


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent, theta <- theta - eta * gradient. Source: tutorial, gradient_descent."""

    name: ClassVar[str] = "sgd"

    @property
    def rule(self) -> Rule:
        return Rule(GRADIENT)

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

    @property
    def rule(self) -> Rule:
        return Rule(VELOCITY, {VELOCITY: self.momentum * VELOCITY + GRADIENT})

    def _remember(self, gradient: Array, velocity: Array) -> list[Step]:
        mu = constant(self.momentum, gradient)
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

    @property
    def rule(self) -> Rule:
        return Rule(GRADIENT + self.momentum * VELOCITY, super().rule.memory)

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        velocity, change = state["velocity"], np.empty_like(parameters)
        return [
            *self._remember(gradient, velocity),
            (np.multiply, velocity, constant(self.momentum, gradient), change),
            (np.add, change, gradient, change),
            (np.multiply, change, eta, change),
            (np.subtract, parameters, change, parameters),
        ]


def _decaying_mean(mean: Array, share: float, value: Array, scratch: Array) -> list[Step]:
    """mean <- share * mean + (1 - share) * value."""
    kept, added = (constant(number, mean) for number in (share, 1 - share))
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

    @property
    def rule(self) -> Rule:
        square = self.alpha * SQUARE + rest(self.alpha) * GRADIENT**2
        return Rule(GRADIENT / (sqrt(SQUARE) + self.epsilon), {SQUARE: square})

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        square, change, scratch = state["square"], np.empty_like(parameters), np.empty_like(parameters)
        return [
            *_decaying_square(square, self.alpha, gradient, change, scratch),
            (np.sqrt, square, scratch),
            (np.add, scratch, constant(self.epsilon, scratch), scratch),
            (np.divide, gradient, scratch, change),
            (np.multiply, change, eta, change),
            (np.subtract, parameters, change, parameters),
        ]


@dataclass(frozen=True)
class Adam(Optimizer):
    """Means of the gradient (m) and of its square (s), each corrected for having begun at 0 by 1 - beta^t.

    theta <- theta - eta (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon). Source: D. Kingma, J. Ba,
    "Adam" (2015), algorithm 1; PyTorch, torch.optim.Adam. It is computed in the order of their section 2, one
    pass less: theta - eta r / (1 - beta1^t) m / (sqrt(s) + epsilon r), with r = sqrt(1 - beta2^t).
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    name: ClassVar[str] = "adam"
    begin_code: ClassVar[tuple[str, ...]] = ("t += 1",)

    @property
    def rule(self) -> Rule:
        m_hat = Named("m_hat", MEAN / (1 - self.beta1**COUNT))
        s_hat = Named("s_hat", SQUARE / (1 - self.beta2**COUNT))
        return Rule(
            m_hat / (sqrt(s_hat) + self.epsilon),
            {
                MEAN: self.beta1 * MEAN + rest(self.beta1) * GRADIENT,
                SQUARE: self.beta2 * SQUARE + rest(self.beta2) * GRADIENT**2,
            },
        )

    def init(self, parameters: Array) -> dict[str, Array]:
        scalars = ("count", "rate", "least")
        # updates made; eta r / (1 - beta1^t); epsilon r
        return super().init(parameters) | {name: np.zeros((), parameters.dtype) for name in scalars}

    def begin_steps(self, state: dict[str, Array], eta: Array) -> list[Step]:
        beta1, beta2, epsilon = self.beta1, self.beta2, self.epsilon

        def begin(count: Array, rate: Array, least: Array) -> None:
            # Numbers of Python: seven calls of NumPy for them take three times as long.
            t = count.item() + 1
            root = math.sqrt(1 - beta2**t)
            count[...] = t
            rate[...] = eta.item() * root / (1 - beta1**t)
            least[...] = epsilon * root

        return [(begin, state["count"], state["rate"], state["least"])]

    def steps(self, parameters: Array, gradient: Array, state: dict[str, Array], eta: Array) -> list[Step]:
        mean, square = state["mean"], state["square"]
        change, scratch = np.empty_like(parameters), np.empty_like(parameters)
        return [
            *_decaying_mean(mean, self.beta1, gradient, scratch),
            *_decaying_square(square, self.beta2, gradient, change, scratch),
            (np.sqrt, square, scratch),
            (np.add, scratch, state["least"], scratch),
            (np.multiply, mean, state["rate"], change),
            (np.divide, change, scratch, change),
            (np.subtract, parameters, change, parameters),
        ]


OPTIMIZERS: dict[str, type[Optimizer]] = {
    rule.name: rule for rule in (SGD, Momentum, Nesterov, RMSProp, Adam)
}
"""name -> optimizer. The names go into links, so they never change."""
