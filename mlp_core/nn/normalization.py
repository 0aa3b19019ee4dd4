"""Normalisation between a hidden layer's product and its activation: z -> n.

    z = a_below W                         no bias: subtracting the mean would take it away again
    s = sqrt(var(z) + 1e-5)               the biased variance: divided by the count
    n_hat = (z - mean(z)) / s
    n = n_hat + b                         the layer's bias, as the shift; then a = f(n)

Mean and variance are taken over the layer's units for each sample (layer), or over the samples for each unit
(batch). There is no learned factor on n_hat: it is PyTorch's LayerNorm(elementwise_affine=False) and
BatchNorm1d(affine=False), with the bias as the shift. No running averages are kept either: a step normalises
by its own batch, and whoever judges the network by all training samples (inference.py).

Backwards, with g = dLoss/dn and means over the same units or samples (every z moves the mean and s too):

    delta = dLoss/dz = (g - mean(g) - n_hat mean(g n_hat)) / s

so that dW = a_below^T delta as always; but db = sum of g, for b comes after the normalisation.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn import equations as eq
from mlp_core.nn import notation
from mlp_core.nn.expressions import Number
from mlp_core.nn.steps import Array, Step

EPSILON = 1e-5
"""Keeps a variance of 0 from dividing by 0 (PyTorch's default)."""


class Normalization:
    """One way to normalise. Arrays are the engine's, samples as columns: (n, batch)."""

    name: str
    axis: int
    """Over which axis of (n, batch) mean and variance are taken."""

    def statistic(self, z: Array) -> Array:
        """A fresh array for one mean, or one s, of each group of z (n, batch): (1, batch) or (n, 1)."""
        shape = list(z.shape)
        shape[self.axis] = 1
        return np.zeros(shape, z.dtype)

    @property
    def over(self) -> str:
        """The arguments with which a line of code takes the mean, samples as rows."""
        return "0" if self.axis else "1, keepdims=True"

    @property
    def say(self) -> str:
        """Which sentence says what it does: stepper.say_<this>."""
        return f"n_{self.name}"

    def formula(self, l: int) -> tuple[eq.Equation, ...]:
        """n of layer l, and its s."""
        z, s, epsilon = f"z_{{{l}}}", f"s_{{{l}}}", notation.latex(Number(EPSILON))
        return (
            eq.equation(rf"n_{{{l}}} = \frac{{{z} - \mathrm{{mean}}\,{z}}}{{{s}}} + b_{{{l}}}"),
            eq.equation(rf"{s}^2 = \mathrm{{var}}\,{z} + {epsilon}"),
        )

    def gradient_formula(self, l: int) -> eq.Equation:
        """delta of layer l from dn."""
        dn, n_hat = eq.normalized_delta(l), rf"\hat{{n}}_{{{l}}}"
        return eq.equation(
            rf"\delta_{{{l}}} = (", dn, r" - \mathrm{mean}\,", dn,
            rf" - {n_hat}\,\mathrm{{mean}}(", dn, rf" {n_hat})) / s_{{{l}}}",
        )  # fmt: skip

    def code(self, l: int) -> list[str]:
        """The textbook's lines for n of layer l, samples as rows."""
        return [
            f"s{l} = sqrt(z{l}.var({self.over}) + {notation.code(Number(EPSILON))})",
            f"n_hat{l} = (z{l} - z{l}.mean({self.over})) / s{l}",
            f"n{l} = n_hat{l} + b{l}",
        ]

    def gradient_code(self, l: int) -> list[str]:
        """The textbook's lines for delta of layer l from dn."""
        return [
            f"delta{l} = dn{l} - dn{l}.mean({self.over})",
            f"delta{l} -= n_hat{l} * (dn{l} * n_hat{l}).mean({self.over})",
            f"delta{l} /= s{l}",
        ]

    def value_steps(self, z: Array, b: Array, n_hat: Array, s: Array, n: Array) -> list[Step]:
        """Operations that write n_hat, s and n from z and b (n, 1); s is shaped as `statistic` says."""
        mean, count = self.statistic(z), np.array(z.shape[self.axis], z.dtype)
        epsilon = np.array(EPSILON, z.dtype)
        return [
            (np.add.reduce, z, self.axis, None, mean.reshape(-1)),
            (np.divide, mean, count, mean),
            (np.subtract, z, mean, n_hat),
            (np.multiply, n_hat, n_hat, n),  # n holds the squares for a moment
            (np.add.reduce, n, self.axis, None, s.reshape(-1)),
            (np.divide, s, count, s),
            (np.add, s, epsilon, s),
            (np.sqrt, s, s),
            (np.divide, n_hat, s, n_hat),
            (np.add, n_hat, b, n),
        ]

    def gradient_steps(self, dn: Array, n_hat: Array, s: Array, delta: Array) -> list[Step]:
        """Operations that write delta = dLoss/dz from dn = dLoss/dn, after `value_steps` have run."""
        mean, count = self.statistic(dn), np.array(dn.shape[self.axis], dn.dtype)
        return [
            (np.multiply, dn, n_hat, delta),
            (np.add.reduce, delta, self.axis, None, mean.reshape(-1)),
            (np.divide, mean, count, mean),
            (np.multiply, n_hat, mean, delta),
            (np.subtract, dn, delta, delta),
            (np.add.reduce, dn, self.axis, None, mean.reshape(-1)),
            (np.divide, mean, count, mean),
            (np.subtract, delta, mean, delta),
            (np.divide, delta, s, delta),
        ]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class LayerNormalization(Normalization):
    """Over the units of the layer, for each sample by itself (Ba, Kiros and Hinton 2016).

    A layer of one unit is its own mean, so that n_hat is always 0: an Experiment refuses it.
    """

    name = "layer"
    axis = 0


class BatchNormalization(Normalization):
    """Over the samples of the batch, for each unit by itself (Ioffe and Szegedy 2015).

    One sample is its own mean, so that n_hat is always 0: an Experiment refuses it.
    """

    name = "batch"
    axis = 1


NORMALIZATIONS: dict[str, Normalization | None] = {
    "none": None,
    **{kind.name: kind for kind in (LayerNormalization(), BatchNormalization())},
}
"""name -> normalisation; None for networks without. The names go into links, so they never change."""
