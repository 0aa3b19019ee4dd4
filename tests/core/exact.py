"""Formulas evaluated to 60 digits: the oracle of what a class computes, from what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, localcontext

from mlp_core.nn.expressions import Expression
from mlp_core.nn.notation import code

DIGITS = 90
NEAR = Decimal("1e-30")
"""The step of a difference: its error is as small, and 60 digits of it are left."""


def tanh(x: Decimal) -> Decimal:
    """By its definition."""
    return (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())


FUNCTIONS = {"exp": Decimal.exp, "log": Decimal.ln, "sqrt": Decimal.sqrt, "tanh": tanh, "maximum": max}


def exactly(formula: Expression, digits: int = DIGITS) -> Callable[..., Decimal]:
    """A formula as a function of its symbols, such as f(z=0.5): numbers are taken as they are written."""
    text = re.sub(r"(?<![\w.])\d[\d.]*(?:e-?\d+)?", r"Decimal('\g<0>')", code(formula))

    def value(**symbols: Decimal | float) -> Decimal:
        with localcontext() as context:
            context.prec = digits
            names = {name: Decimal(number) for name, number in symbols.items()}
            return +eval(text, {"Decimal": Decimal, **FUNCTIONS}, names)

    return value


def slopes(f: Callable[..., Decimal], z: float, digits: int = DIGITS) -> tuple[Decimal, Decimal]:
    """The slope of f at z from the left, and from the right."""
    with localcontext() as context:
        context.prec = digits
        at = Decimal(z)
        return (f(z=at) - f(z=at - NEAR)) / NEAR, (f(z=at + NEAR) - f(z=at)) / NEAR
