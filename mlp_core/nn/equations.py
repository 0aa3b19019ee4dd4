"""Equations of operations, in parts: each factor of the chain rule has its role, and on a page its colour."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal["delta", "slope", "weights", "previous"]
"""Upstream delta, the activation's slope, the weights, the previous layer's activation."""


class Factor(NamedTuple):
    """A factor of the chain rule, as LaTeX."""

    role: Role
    latex: str


Part = str | Factor


class Equation(NamedTuple):
    """One equation: LaTeX, in which the factors stand by themselves.

    Attributes:
        parts: from left to right.
        parameter: of an update, whose it is: "W" or "b".
    """

    parts: tuple[Part, ...]
    parameter: str = ""

    @property
    def latex(self) -> str:
        return "".join([part if isinstance(part, str) else part.latex for part in self.parts])


def equation(*parts: Part) -> Equation:
    """An equation of these parts."""
    return Equation(parts)


def delta(l: int) -> Factor:
    """dLoss/dz of layer l."""
    return Factor("delta", rf"\delta_{{{l}}}")


def upstream(l: int) -> Factor:
    """dLoss/da of layer l."""
    return Factor("delta", rf"\frac{{\partial L}}{{\partial a_{{{l}}}}}")


def normalized_delta(l: int) -> Factor:
    """dLoss/dn of layer l."""
    return Factor("delta", f"dn_{{{l}}}")


def slope(l: int, seen: str) -> Factor:
    """f' of what the activation of layer l sees, z or n."""
    return Factor("slope", f"f'({seen}_{{{l}}})")


def weights(l: int, transposed: bool = False) -> Factor:
    """W of layer l."""
    return Factor("weights", f"W_{{{l}}}" + r"^\top" * transposed)


def previous(l: int, transposed: bool = False) -> Factor:
    """The input of layer l: a of the layer below."""
    return Factor("previous", f"a_{{{l - 1}}}" + r"^\top" * transposed)
