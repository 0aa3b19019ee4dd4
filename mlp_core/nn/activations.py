"""Activation functions: z -> a = f(z), and the slope f'(z) that backpropagation multiplies by.

Each function is computed in one place, the list of NumPy operations that write it in place
(`value_steps`, `slope_steps`). The network binds these operations to its buffers; `value`
and `derivative` run the same operations on fresh arrays. So what is trained, what is shown
and what is tested is one piece of code. How it reads is written beside it, as `formula`; the
tests evaluate that to 50 digits and compare.
"""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from math import inf

import numpy as np

from mlp_core.nn.declared import Declared
from mlp_core.nn.equations import Part, slope, upstream
from mlp_core.nn.expressions import Expression, Symbol, exp, maximum, tanh, total
from mlp_core.nn.notation import latex
from mlp_core.nn.steps import Array, Step, bind, constant

Z = Symbol("z")
"""What an activation sees, in its formula."""


class Activation(Declared):
    """An elementwise function and its slope. Arrays may have any shape; z, a and slope share it.

    In a normalised layer it is n that is given for z; with a skip connection `a` is f alone, before the sum.
    """

    name: str
    formula: Expression
    """f(z), of the symbol Z."""
    max_slope: float
    """The greatest |f'(z)| of all z: what one layer's slopes can pass on of a gradient at most."""
    bounds: tuple[float, float]
    """Between which values f(z) stays, however large |z|; infinite where it does not stay."""
    kinks: tuple[float, ...] = ()
    """Where f'(z) jumps. There it is the slope from the left."""
    gated: bool = False
    """Whether it passes z on where z > 0, and elsewhere (almost) nothing of it."""
    suits_output: bool = True
    """Whether the output layer usually has it too where the hidden layers have it; else it is linear."""
    elementwise: bool = True
    """Whether every output depends on its own z alone, so that delta = dLoss/da * f'(z)."""
    say, say_delta = "a", "delta_last"
    """Which sentences say what it does, and what becomes of dLoss/da at the output: stepper.say_<this>."""

    @cached_property
    def _latex(self) -> str:
        return latex(self.formula, {Z.name: "<z>"})

    def latex(self, seen: str) -> str:
        """LaTeX of f(seen), where `seen` is LaTeX too."""
        return self._latex.replace("<z>", seen)

    def delta_formula(self, l: int) -> tuple[Part, ...]:
        """delta of the output layer l, from dLoss/da."""
        return (upstream(l), r" \odot ", slope(l, "z"))

    def code(self, l: int, seen: str, function: str) -> list[str]:
        """The textbook's lines for layer l, samples as rows.

        Args:
            seen: what they call what it sees.
            function: what they call it, where they need not say more.
        """
        return [f"a{l} = {function}({seen})"]

    def delta_code(self, l: int, da: str) -> list[str]:
        """The textbook's lines for delta of the output layer l, where `da` computes dLoss/da."""
        return [f"delta{l} = {da} * f_out.slope(z{l})"]

    @abstractmethod
    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        """Operations that write f(z) into `a`. A gated function may fill `slope` on the way.

        What `slope_steps` can use of the way there is left in `kept`, which nobody else writes to.
        """

    @abstractmethod
    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        """Operations that write f'(z) into `slope`, after `value_steps` have run."""

    def delta_steps(self, da: Array, a: Array, slope: Array, delta: Array) -> list[Step]:
        """Operations that write dLoss/dz into `delta` from dLoss/da, once the slopes are there."""
        return [(np.multiply, da, slope, delta)]

    def _evaluate(self, z: Array) -> tuple[Array, Array]:
        z = np.asarray(z)
        if not np.issubdtype(z.dtype, np.floating):
            z = z.astype(np.float64)
        a, slope, kept = (np.empty_like(z) for _ in range(3))
        with np.errstate(all="ignore"):
            for call in bind(self.value_steps(z, a, slope, kept) + self.slope_steps(z, a, slope, kept)):
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
    warning is silenced where the operations run.

    The slope a(1 - a) is at most 0.25. Close to 1 what a was rounded by is much of 1 - a, from z = 37 on all
    of it: so it is computed as 1 / (exp(z) + 2 + exp(-z)), from the exponential that is there.
    """

    name = "sigmoid"
    formula = 1 / (1 + exp(-Z))
    max_slope = 0.25
    bounds = (0.0, 1.0)

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        one = constant(1, z)
        return [(np.negative, z, kept), (np.exp, kept, kept), (np.add, kept, one, a), (np.divide, one, a, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        one, two = constant(1, z), constant(2, z)
        return [
            (np.divide, one, kept, slope),
            (np.add, slope, kept, slope),
            (np.add, slope, two, slope),
            (np.divide, one, slope, slope),
        ]


class Tanh(Activation):
    """The hyperbolic tangent; its slope 1 - a^2 is at most 1.

    It is computed as 1 / cosh(z)^2: of 1 - a^2 nothing would be left from z = 19 on, where a is rounded to 1.
    """

    name = "tanh"
    formula = tanh(Z)
    max_slope = 1.0
    bounds = (-1.0, 1.0)

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return [(np.tanh, z, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        # A division by NumPy takes half the time of its reciprocal.
        return [
            (np.cosh, z, slope),
            (np.divide, constant(1, z), slope, slope),
            (np.multiply, slope, slope, slope),
        ]


def _gate(z: Array, slope: Array) -> list[Step]:
    """(z > 0) as numbers. By way of flags: a ufunc that casts takes up to half as long again."""
    positive = np.empty(z.shape, bool)
    return [(np.greater, z, constant(0, z), positive), (np.copyto, slope, positive)]


class ReLU(Activation):
    """max(0, z), as a gate: slope = (z > 0), a = z * slope.

    The gate is twice as fast as np.maximum (measured) and lets a NaN through instead of hiding it.
    The slope at z = 0 is 0.
    """

    name = "relu"
    formula = maximum(0, Z)
    max_slope = 1.0
    bounds = (0.0, inf)
    kinks = (0.0,)
    gated = True
    suits_output = False  # often dead from the start, and then it learns nothing

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return [*_gate(z, slope), (np.multiply, z, slope, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return []


class LeakyReLU(Activation):
    """z where z > 0, else 0.01 z (PyTorch's default leak). The slope at z = 0 is 0.01."""

    name = "leaky_relu"
    leak = 0.01
    formula = maximum(leak * Z, Z)
    max_slope = 1.0
    bounds = (-inf, inf)
    kinks = (0.0,)
    gated = True
    suits_output = False

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return [
            *_gate(z, slope),
            # np.maximum says the same, but NumPy 2.4 deprecates its positional output.
            (np.fmax, slope, constant(self.leak, z), slope),
            (np.multiply, z, slope, a),
        ]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return []


class Linear(Activation):
    """The identity: a = z, slope 1."""

    name = "linear"
    formula = Z
    max_slope = 1.0
    bounds = (-inf, inf)

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return [(np.positive, z, a)]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return [(np.copyto, slope, constant(1, z))]


class Softmax(Activation):
    """e^z / sum(e^z) over a layer's units: positive shares that sum to 1, for the output layer alone.

    The greatest z is subtracted first, which changes nothing but keeps e^z from overflowing. Every output
    depends on every z; `slope` holds only each one's own, da_i/dz_i = a_i(1 - a_i), for who shows the layer,
    and `delta_steps` goes back through all of them. Source: C. Bishop, "Pattern Recognition and Machine
    Learning" (2006), eq. 4.104 to 4.106.
    """

    name = "softmax"
    formula = exp(Z) / total(exp(Z))
    max_slope = 0.25
    bounds = (0.0, 1.0)
    elementwise = False
    say, say_delta = "a_softmax", "delta_softmax"

    def delta_formula(self, l: int) -> tuple[Part, ...]:
        a = f"a_{{{l}}}"
        return (rf"{a} \odot (", upstream(l), r" - \sum ", upstream(l), rf"\, {a})")

    def code(self, l: int, seen: str, function: str) -> list[str]:
        return [
            f"e{l} = exp({seen} - {seen}.max(1, keepdims=True))",
            f"a{l} = e{l} / e{l}.sum(1, keepdims=True)",
        ]

    def delta_code(self, l: int, da: str) -> list[str]:
        return [f"da{l} = {da}", f"delta{l} = a{l} * (da{l} - (da{l} * a{l}).sum(1, keepdims=True))"]

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        over = np.empty((1, *z.shape[1:]), z.dtype)
        return [
            (np.maximum.reduce, z, 0, None, over, True),
            (np.subtract, z, over, a),
            (np.exp, a, a),
            (np.add.reduce, a, 0, None, over, True),
            (np.divide, a, over, a),
        ]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
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
