"""An Operation: one line of the textbook's training step, ready to run and to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mlp_core.nn.steps import Array

Call = Callable[[], Any]


@dataclass(frozen=True)
class Operation:
    """One line of the textbook, ready to run.

    Attributes:
        phase: "forward", "loss", "backward" or "update".
        layer: 1..L, or None when the operation is about the whole network.
        symbol: what it computes: "z", "n", "a", "loss", "delta", "dW" or, in the update, "W".
        formula: LaTeX.
        reads, writes: name -> array, views with rows as samples; they change as the program runs.
        calls: the bound NumPy calls that do it.
    """

    phase: str
    layer: int | None
    symbol: str
    formula: str
    reads: Mapping[str, Array] = field(repr=False)
    writes: Mapping[str, Array] = field(repr=False)
    calls: tuple[Call, ...] = field(repr=False)

    def __call__(self) -> None:
        """Run the operation, in place. Overflow is not an error here: it shows up as inf or NaN."""
        with np.errstate(all="ignore"):
            for call in self.calls:
                call()

    def __str__(self) -> str:
        return f"{self.phase}: {self.symbol}" + (f" of layer {self.layer}" if self.layer else "")


def flatten(operations: Iterable[Operation]) -> list[Call]:
    """The calls of all operations, in order: what the hot loop runs."""
    return [call for operation in operations for call in operation.calls]
