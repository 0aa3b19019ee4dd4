"""Formulas as trees, written as one writes them: 1 / (1 + exp(-z)).

An activation, a loss and an optimizer each write their formula once, with their real constants. What is read
of it is made from the tree: LaTeX and code (notation.py), the same with a step's numbers put in (the browser,
from `tree`). Nothing is computed from a tree when a network is trained; the tests do, and compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Tree = Any
"""An expression as JSON has it: a number, a symbol's name, or [operator or function, operand, ...]."""


class Expression:
    """A formula; put together with +, -, *, / and **, and the functions below."""

    def tree(self) -> Tree:
        """As nested lists, for the browser: ["-", "a", "y"]."""
        raise NotImplementedError

    def __add__(self, other: Expression | float) -> Expression:
        return Binary("+", self, expression(other))

    def __radd__(self, other: float) -> Expression:
        return Binary("+", expression(other), self)

    def __sub__(self, other: Expression | float) -> Expression:
        return Binary("-", self, expression(other))

    def __rsub__(self, other: float) -> Expression:
        return Binary("-", expression(other), self)

    def __mul__(self, other: Expression | float) -> Expression:
        return Binary("*", self, expression(other))

    def __rmul__(self, other: float) -> Expression:
        return Binary("*", expression(other), self)

    def __truediv__(self, other: Expression | float) -> Expression:
        return Binary("/", self, expression(other))

    def __rtruediv__(self, other: float) -> Expression:
        return Binary("/", expression(other), self)

    def __pow__(self, other: Expression | float) -> Expression:
        return Binary("**", self, expression(other))

    def __rpow__(self, other: float) -> Expression:
        return Binary("**", expression(other), self)

    def __neg__(self) -> Expression:
        return Call("negative", (self,))


@dataclass(frozen=True)
class Number(Expression):
    """A constant."""

    value: float

    def tree(self) -> Tree:
        return self.value


@dataclass(frozen=True)
class Symbol(Expression):
    """A quantity, by the name of its array; printed as its letter where it has one."""

    name: str
    letter: str = ""

    def tree(self) -> Tree:
        return self.name


class Constant(Symbol):
    """A setting, such as the learning rate: printed as a number is, with some distance to what follows."""


@dataclass(frozen=True)
class Binary(Expression):
    """Two operands and +, -, *, / or ** between them."""

    operator: str
    left: Expression
    right: Expression

    def tree(self) -> Tree:
        return [self.operator, self.left.tree(), self.right.tree()]


@dataclass(frozen=True)
class Call(Expression):
    """A function of operands, by NumPy's name of it."""

    function: str
    operands: tuple[Expression, ...]

    def tree(self) -> Tree:
        return [self.function, *(operand.tree() for operand in self.operands)]


@dataclass(frozen=True)
class Log(Expression):
    """The natural logarithm. `exactly` is the same computed another way, where log(of) would lose digits or
    be infinite: numbers are put into that one.
    """

    of: Expression
    exactly: Expression | None = None

    def tree(self) -> Tree:
        return ["log", self.of.tree(), *([self.exactly.tree()] if self.exactly else [])]


@dataclass(frozen=True)
class Named(Expression):
    """A part that lines of code compute first, under a name; elsewhere it stands in its place."""

    name: str
    of: Expression

    def tree(self) -> Tree:
        return self.of.tree()


@dataclass(frozen=True)
class Known(Expression):
    """A part that is put in as one number, as if it were written there: 1 - y as 0, not as (1 - 1)."""

    of: Expression

    def tree(self) -> Tree:
        return ["known", self.of.tree()]


def expression(value: Expression | float) -> Expression:
    """A plain number as an expression; an expression as it is."""
    return value if isinstance(value, Expression) else Number(value)


def rest(share: float) -> float:
    """1 - share, without the rounding of binary numbers: 1 - 0.99 is 0.01, not 0.010000000000000009."""
    return float(f"{1 - share:.12g}")


def exp(of: Expression) -> Expression:
    """e to the power of it."""
    return Call("exp", (of,))


def log(of: Expression, exactly: Expression | None = None) -> Expression:
    """The natural logarithm, with the better way to compute it where there is one."""
    return Log(of, exactly)


def sqrt(of: Expression) -> Expression:
    """The square root."""
    return Call("sqrt", (of,))


def tanh(of: Expression) -> Expression:
    """The hyperbolic tangent."""
    return Call("tanh", (of,))


def maximum(one: Expression | float, other: Expression | float) -> Expression:
    """The larger of two."""
    return Call("maximum", (expression(one), expression(other)))


def total(of: Expression) -> Expression:
    """The sum over a layer's units."""
    return Call("sum", (of,))


def log_sigmoid(z: Expression) -> Expression:
    """log(1 / (1 + exp(-z))), finite and with all digits at any z."""
    return Call("log_sigmoid", (z,))


def log_softmax(z: Expression) -> Expression:
    """log(exp(z) / sum(exp(z))) over a layer's units, likewise."""
    return Call("log_softmax", (z,))
