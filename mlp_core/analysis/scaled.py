"""Numbers of any size: products of so many factors that float64 would round them to 0, or to infinity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal

import numpy as np

from mlp_core.nn.steps import Array

_NOTHING = -(1 << 40)
"""The exponent of 0: below that of any product."""
_EXACT = Context(prec=25, Emin=-(10**15), Emax=10**15)
_BITS = 1100
"""A term that many powers of two below another adds nothing to it."""


@dataclass(frozen=True, eq=False)
class Scaled:
    """mantissa * 2**exponent, elementwise, with 0.5 <= |mantissa| < 1, or both parts those of 0.

    A product is rounded as float64's is, however small it gets: n factors are right to n units in the last
    of 53 bits. (A sum of logarithms would lose as many digits as the logarithm has before its point, and
    could take the wrong one of two paths that are nearly equal.)

    Attributes:
        mantissa: float64, any shape.
        exponent: int64, of the same shape.
    """

    mantissa: Array
    exponent: Array

    @classmethod
    def of(cls, values: Array | float, exponent: Array | int = 0) -> Scaled:
        """Exactly values * 2**exponent; the values have to be finite."""
        mantissa, own = np.frexp(np.asarray(values, np.float64))
        return cls(mantissa, np.where(mantissa == 0, _NOTHING, own.astype(np.int64) + exponent))

    def __mul__(self, other: Scaled) -> Scaled:
        return Scaled.of(self.mantissa * other.mantissa, self.exponent + other.exponent)

    def __abs__(self) -> Scaled:
        return Scaled(np.abs(self.mantissa), self.exponent)

    def __getitem__(self, index: int | tuple[Array, ...]) -> Scaled:
        return Scaled(self.mantissa[index], self.exponent[index])

    def beside(self, other: Scaled) -> Scaled:
        """With one more column: (n, m) and (n,) are (n, m + 1)."""
        return Scaled(
            np.column_stack((self.mantissa, other.mantissa)), np.column_stack((self.exponent, other.exponent))
        )

    def sum(self) -> Scaled:
        """Over the last axis, as float64 adds numbers that are near to the largest one."""
        top = self.exponent.max(-1, keepdims=True)
        terms = np.ldexp(self.mantissa, np.maximum(self.exponent - top, -_BITS))
        return Scaled.of(terms.sum(-1), top[..., 0])

    def largest(self) -> Array:
        """Where the largest one stands along the last axis, of equal ones the first; none may be negative."""
        of_them = self.exponent == self.exponent.max(-1, keepdims=True)
        found: Array = np.where(of_them, self.mantissa, -1.0).argmax(-1)
        return found

    def smallest(self) -> Array:
        """Where the smallest one stands, likewise."""
        of_them = self.exponent == self.exponent.min(-1, keepdims=True)
        found: Array = np.where(of_them, self.mantissa, 2.0).argmin(-1)
        return found

    def over(self, other: Scaled) -> float:
        """This number divided by another, as a float; NaN where the other is 0."""
        if other.mantissa == 0:
            return float("nan")
        exponent = np.clip(self.exponent - other.exponent, -2 * _BITS, _BITS)
        return float(np.ldexp(self.mantissa / other.mantissa, exponent))

    @property
    def decimal(self) -> Decimal:
        """This number with 25 digits; 1.2E-612 is one like any other."""
        if self.mantissa == 0:
            return Decimal(0)
        return _EXACT.multiply(Decimal(float(self.mantissa)), _EXACT.power(Decimal(2), int(self.exponent)))

    @property
    def log10(self) -> float:
        """log10 of this number's magnitude; -inf of 0."""
        if self.mantissa == 0:
            return float("-inf")
        return float(np.log10(abs(self.mantissa)) + int(self.exponent) * np.log10(2.0))

    def __float__(self) -> float:
        """The nearest float: 0 where this is too small for one, infinity where it is too large."""
        return float(self.decimal)

    def __str__(self) -> str:
        return f"{self.decimal:.3e}" if self.mantissa else "0"
