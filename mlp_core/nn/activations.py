"""Activation functions: z -> a = f(z), and the slope f'(z) that backpropagation multiplies by.

Each function is written once, as the list of NumPy operations that compute it in place
(`value_steps`, `slope_steps`). The network binds these operations to its buffers; `value`
and `derivative` run the same operations on fresh arrays. So what is trained, what is shown
and what is tested is one piece of code.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import Array, Step, bind, constant


class Activation:
    """An elementwise function and its slope. Arrays may have any shape; z, a and slope share it.

    In a normalised layer it is n that is given for z; with a skip connection `a` is f alone, before the sum.
    """

    name: str
    formula: str
    """LaTeX of f(z)."""
    slope_formula: str
    """LaTeX of f'(z)."""
    max_slope: float
    """The greatest |f'(z)| of all z: what one layer's slopes can pass on of a gradient at most."""
    elementwise: bool = True
    """Whether every output depends on its own z alone, so that delta = dLoss/da * f'(z)."""

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        """Operations that write f(z) into `a`. A gated function may fill `slope` on the way."""
        raise NotImplementedError

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        """Operations that write f'(z) into `slope`, after `value_steps` have run."""
        raise NotImplementedError

    def delta_steps(self, da: Array, a: Array, slope: Array, delta: Array) -> list[Step]:
        """Operations that write dLoss/dz into `delta` from dLoss/da, once the slopes are there."""
        return [(np.multiply, da, slope, delta)]

    def _evaluate(self, z: Array) -> tuple[Array, Array]:
        z = np.asarray(z)
        if not np.issubdtype(z.dtype, np.floating):
            z = z.astype(np.float64)
        a, slope = np.empty_like(z), np.empty_like(z)
        with np.errstate(all="ignore"):
            for call in bind(self.value_steps(z, a, slope) + self.slope_steps(z, a, slope)):
                call()
        return a, slope

    def value(self, z: Array) -> Array:
        """f(z), of z's shape."""
        return self._evaluate(z)[0]

    def derivative(self, z: Array) -> Array:
        """f'(z), of z's shape."""
        return self._evaluate(z)[1]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Sigmoid(Activation):
    """The logistic function 1 / (1 + exp(-z)), as the tutorial has it.

    For z below -709 exp(-z) overflows to infinity, and 1 / infinity is the correct 0; the
    warning is silenced where the operations run. The slope a(1 - a) is at most 0.25.
    """

    name = "sigmoid"
    formula = r"\frac{1}{1 + e^{-z}}"
    slope_formula = r"a\,(1 - a)"
    max_slope = 0.25

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        one = constant(1, z)
        return [(np.negative, z, a), (np.exp, a, a), (np.add, a, one, a), (np.divide, one, a, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.subtract, constant(1, z), a, slope), (np.multiply, a, slope, slope)]


class Tanh(Activation):
    """The hyperbolic tangent; its slope 1 - a^2 is at most 1."""

    name = "tanh"
    formula = r"\tanh z"
    slope_formula = r"1 - a^2"
    max_slope = 1.0

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.tanh, z, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.multiply, a, a, slope), (np.subtract, constant(1, z), slope, slope)]


class ReLU(Activation):
    """max(0, z), as a gate: slope = (z > 0), a = z * slope.

    The gate is twice as fast as np.maximum (measured) and lets a NaN through instead of hiding it.
    The slope at z = 0 is 0.
    """

    name = "relu"
    formula = r"\max(0, z)"
    slope_formula = r"[z > 0]"
    max_slope = 1.0

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.greater, z, constant(0, z), slope), (np.multiply, z, slope, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return []


class LeakyReLU(Activation):
    """z where z > 0, else 0.01 z (PyTorch's default leak). The slope at z = 0 is 0.01."""

    name = "leaky_relu"
    formula = r"\max(0.01\,z, z)"
    slope_formula = r"1 \text{ if } z > 0 \text{ else } 0.01"
    max_slope = 1.0
    leak = 0.01

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [
            (np.greater, z, constant(0, z), slope),
            # np.maximum says the same, but NumPy 2.4 deprecates its positional output.
            (np.fmax, slope, constant(self.leak, z), slope),
            (np.multiply, z, slope, a),
        ]

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return []


class Linear(Activation):
    """The identity: a = z, slope 1."""

    name = "linear"
    formula = "z"
    slope_formula = "1"
    max_slope = 1.0

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.positive, z, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.copyto, slope, constant(1, z))]


class Softmax(Activation):
    """e^z / sum(e^z) over a layer's units: positive shares that sum to 1, for the output layer alone.

    The greatest z is subtracted first, which changes nothing but keeps e^z from overflowing. Every output
    depends on every z; `slope` holds only each one's own, da_i/dz_i = a_i(1 - a_i), for who shows the layer,
    and `delta_steps` goes back through all of them. Source: C. Bishop, "Pattern Recognition and Machine
    Learning" (2006), eq. 4.104 to 4.106.
    """

    name = "softmax"
    formula = r"\frac{e^{z}}{\sum e^{z}}"
    slope_formula = r"a\,(1 - a)"
    max_slope = 0.25
    elementwise = False

    def value_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        over = np.empty((1, *z.shape[1:]), z.dtype)
        return [
            (np.maximum.reduce, z, 0, None, over, True),
            (np.subtract, z, over, a),
            (np.exp, a, a),
            (np.add.reduce, a, 0, None, over, True),
            (np.divide, a, over, a),
        ]

    def slope_steps(self, z: Array, a: Array, slope: Array) -> list[Step]:
        return [(np.subtract, constant(1, z), a, slope), (np.multiply, a, slope, slope)]

    def delta_steps(self, da: Array, a: Array, slope: Array, delta: Array) -> list[Step]:
        over = np.empty((1, *a.shape[1:]), a.dtype)
        return [
            (np.multiply, da, a, delta),
            (np.add.reduce, delta, 0, None, over, True),
            (np.subtract, da, over, delta),
            (np.multiply, delta, a, delta),
        ]

    def _evaluate(self, z: Array) -> tuple[Array, Array]:
        # The engine has units as rows; in public they are the last axis.
        a, slope = super()._evaluate(np.moveaxis(np.atleast_1d(z), -1, 0))
        return np.moveaxis(a, 0, -1), np.moveaxis(slope, 0, -1)


ACTIVATIONS: dict[str, Activation] = {f.name: f for f in (Sigmoid(), Tanh(), ReLU(), LeakyReLU(), Linear())}
"""name -> activation of any layer. The names go into links, so they never change."""
OUTPUT_ACTIVATIONS: dict[str, Activation] = {**ACTIVATIONS, "softmax": Softmax()}
"""name -> activation of the output layer: those, and softmax."""
