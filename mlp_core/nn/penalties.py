"""Penalties on large weights, added to the loss: l1 * sum |W| + l2/2 * sum W^2. Biases go free.

Their gradient, l1 * sign(W) + l2 * W, is part of dW: what is shown and checked is what descends.
(scikit-learn's alpha is l2 times the number of samples; PyTorch's weight_decay is l2, on biases too.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core.nn import equations as eq
from mlp_core.nn.steps import Array, Step


@dataclass(frozen=True)
class Penalty:
    """The two factors; 0 is none."""

    l1: float = 0.0
    l2: float = 0.0

    def __bool__(self) -> bool:
        return self.l1 > 0 or self.l2 > 0

    @property
    def formula(self) -> str:
        """LaTeX of what is added to the loss."""
        parts = [r" + \lambda_1 \sum |W|"] if self.l1 else []
        return "".join([*parts, r" + \tfrac{\lambda_2}{2} \sum W^2"] if self.l2 else parts)

    def gradient_formula(self, layer: int) -> tuple[eq.Part, ...]:
        """What is added to dW of a layer."""
        W = eq.weights(layer)
        sign = (r" + \lambda_1\, \mathrm{sign}\, ", W) if self.l1 else ()
        return (*sign, r" + \lambda_2 ", W) if self.l2 else sign

    def code(self, loss: str) -> list[str]:
        """The textbook's lines for what is added to the loss of that name."""
        lines = [f"{loss} += {self.l1!r} * sum(abs(W).sum() for W in weights)"] if self.l1 else []
        half = f"{loss} += {self.l2!r} / 2 * sum((W ** 2).sum() for W in weights)"
        return [*lines, half] if self.l2 else lines

    def gradient_code(self, layer: int) -> list[str]:
        """The textbook's lines for what is added to dW of a layer."""
        lines = [f"dW{layer} += {self.l1!r} * sign(W{layer})"] if self.l1 else []
        return [*lines, f"dW{layer} += {self.l2!r} * W{layer}"] if self.l2 else lines

    def value_steps(self, weights: Sequence[Array], value: Array) -> list[Step]:
        """Operations that write the penalty of all W, each (n_in, n_out), into the 0-d array `value`."""
        steps: list[Step] = [(np.copyto, value, np.zeros((), value.dtype))]
        part = np.zeros((), value.dtype)
        for W in weights:
            flat = W.reshape(-1)
            if self.l1:
                size = np.empty_like(flat)
                steps += [(np.absolute, flat, size), (np.add.reduce, size, 0, None, part)]
                steps += _weighted(part, self.l1, value)
            if self.l2:
                steps.append((flat.dot, flat, part))
                steps += _weighted(part, self.l2 / 2, value)
        return steps

    def gradient_steps(self, W: Array, dW: Array) -> list[Step]:
        """Operations that add the penalty's gradient to dW, both (n_in, n_out)."""
        scratch, steps = np.empty_like(W), list[Step]()
        for factor, share in ((self.l1, np.sign), (self.l2, np.positive)):
            if factor:
                by = np.array(factor, W.dtype)
                steps += [(share, W, scratch), (np.multiply, scratch, by, scratch), (np.add, dW, scratch, dW)]
        return steps


def _weighted(part: Array, factor: float, value: Array) -> list[Step]:
    return [(np.multiply, part, np.array(factor, part.dtype), part), (np.add, value, part, value)]


NO_PENALTY = Penalty()
