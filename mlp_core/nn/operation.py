"""An Operation: one line of the textbook's training step, ready to run and to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from mlp_core.nn.equations import Equation
from mlp_core.nn.steps import Array

Call = Callable[[], Any]
Kind = Literal[
    "product", "normalization", "activation", "loss", "output_delta", "delta", "gradient", "update"
]  # fmt: skip


@dataclass(eq=False)
class Operation:
    """One line of the textbook, ready to run. Not to be changed; it is not frozen, since every frozen field
    takes time, and a sweep compiles many networks.

    Attributes:
        phase: "forward", "loss", "backward" or "update".
        layer: 1..L, or None when the operation is about the whole network.
        symbol: what it computes: "z", "n", "a", "loss", "delta", "dW" or, in the update, "W".
        kind: which of the textbook's lines it is; all of one kind are shown alike.
        formulas: gives its equations, which are made when someone looks.
        reads, writes: name -> array, views with rows as samples; they change as the program runs.
        calls: the bound NumPy calls that do it.
        roles: which part an array has in it -> the array's name in `reads`:
            product: previous, weights, bias (where the layer is not normalised)
            normalization: seen, bias
            activation: seen; previous, where a skip connection adds it
            loss: output (a, or a fused loss's z), target
            output_delta: upstream (dLoss/da) and slope; output instead of the slope, where the outputs depend
                on one another; output and target, where the loss is fused
            delta: upstream (the next layer's delta), weights (the next layer's), slope; skip, where a skip
                connection hands on its dLoss/da
            gradient: previous, delta, shift (whose sum is db); weights, where a penalty pulls at them
            update: weights, gradient, bias, bias_gradient
        output: whether its layer is the output layer.
        normalized: whether its layer is normalised.
        skip: whether a skip connection has a part in it.
        shares: whether in its layer every output depends on every z, as in softmax.
        fused: whether its layer's delta is the loss's own, with no slope in it.
        penalized: whether a penalty on large weights is a part of it.
    """

    phase: str
    layer: int | None
    symbol: str
    kind: Kind
    formulas: Callable[[], tuple[Equation, ...]] = field(repr=False)
    reads: Mapping[str, Array] = field(repr=False)
    writes: Mapping[str, Array] = field(repr=False)
    calls: tuple[Call, ...] = field(repr=False)
    roles: Mapping[str, str] = field(repr=False)
    output: bool = False
    normalized: bool = False
    skip: bool = False
    shares: bool = False
    fused: bool = False
    penalized: bool = False

    @property
    def equations(self) -> tuple[Equation, ...]:
        """What it computes, the factors of the chain rule by their roles."""
        return self.formulas()

    @property
    def formula(self) -> str:
        """LaTeX of all its equations."""
        return r",\ ".join([equation.latex for equation in self.equations])

    def __call__(self) -> None:
        """Run the operation, in place. Overflow is not an error here: it shows up as inf or NaN."""
        with np.errstate(all="ignore"):
            for call in self.calls:
                call()

    def __str__(self) -> str:
        return f"{self.phase}: {self.symbol}" + (f" of layer {self.layer}" if self.layer else "")


def parts(**named: tuple[str, Array]) -> tuple[dict[str, Array], dict[str, str]]:
    """(reads, roles) of an operation, from its arrays and their names by their roles."""
    return dict(named.values()), {role: name for role, (name, _) in named.items()}


def flatten(operations: Iterable[Operation]) -> list[Call]:
    """The calls of all operations, in order: what the hot loop runs."""
    return [call for operation in operations for call in operation.calls]
