"""One cell of what Train shows, and of a step's arrays those rows and columns that its arithmetic needs.

A frame of step t holds what the program of that step computes before its update: W is what t updates have
made, and a, delta and dW are those that the next update starts from. So a, delta and dW are written from the
arrays of step t, and W from those of step t - 1, whose update made it.

The arrays are the run's own, right after its evaluation: nothing is computed again, and however wide the
network is, a row and a column of it are small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlp_core import Operation, Trainer
from mlp_core.nn.steps import Array
from pages.shared.wire.bytes import whole
from pages.shared.wire.scene_header import Strip

KINDS = ("W", "dW", "change", "a", "delta")
MOST_SAMPLES = 4096
"""Of a sum over the samples: more terms are not sent."""

Strips = dict[str, list[Strip]]


@dataclass(frozen=True)
class Cell:
    """A cell: one number of an array, or the one of largest magnitude where it stands for several.

    Attributes:
        kind: one of KINDS.
        layer: from 1.
        rows: of W, dW and change: from which to before which unit below, from 0.
        columns: from which to before which unit of the layer.
        sample: of a and delta: its place among those that the step takes.
    """

    kind: str
    layer: int
    rows: slice
    columns: slice
    sample: int

    @property
    def of_weight(self) -> bool:
        return self.kind in ("W", "dW", "change")


def read(details: object, trainer: Trainer) -> Cell | None:
    """What the browser says of a cell, brought within the network; None for what is none."""
    if not isinstance(details, dict) or details.get("kind") not in KINDS:
        return None
    sizes = trainer.network.sizes
    layer = whole(details.get("layer"), 1, len(sizes) - 1)
    return Cell(
        details["kind"],
        layer,
        _span(details.get("rows"), sizes[layer - 1]),
        _span(details.get("columns"), sizes[layer]),
        whole(details.get("sample"), 0, len(trainer.batch_rows) - 1),
    )


def _span(given: object, size: int) -> slice:
    first, last = given if isinstance(given, list | tuple) and len(given) == 2 else (0, 0)
    start = whole(first, 0, size - 1)
    return slice(start, whole(last, start, size - 1) + 1)


def largest(matrix: Array, cell: Cell) -> tuple[int, int]:
    """Where in a matrix the number stands that the cell shows (as tape.reduce chooses it)."""
    part = matrix[cell.rows, cell.columns]
    low, high = part.min(), part.max()
    shown = low if -low > high else high
    there = np.isnan(part) if np.isnan(shown) else part == shown
    row, column = np.unravel_index(int(there.argmax()), part.shape)
    return cell.rows.start + int(row), cell.columns.start + int(column)


def put(strips: Strips, name: str, array: Array, row: int | None = None, column: int | None = None) -> None:
    """Add one row of an array, one column, or one number of it; what is no matrix is one row."""
    there = strips.setdefault(name, [])
    if any((strip["row"], strip["column"]) == (row, column) for strip in there):
        return
    matrix = np.atleast_2d(array)
    values = matrix[slice(None) if row is None else row, slice(None) if column is None else column]
    there.append({"row": row, "column": column, "values": np.atleast_1d(values).tolist()})


def of_unit(strips: Strips, operation: Operation, cell: Cell, j: int, over_samples: bool) -> None:
    """What an operation of the forward or the backward pass reads and writes for unit j of a sample.

    Args:
        over_samples: whether a normalisation goes over the samples: then the unit's numbers of all of them.
    """
    weights = operation.roles.get("weights")
    grouped = {f"{kind}{operation.layer}" for kind in ("z", "n_hat", "dn")} if operation.normalized else ()
    for name, array in {**operation.reads, **operation.writes}.items():
        if name == weights and operation.phase == "forward":
            put(strips, name, array, column=j)
        elif name == weights:
            put(strips, name, array, row=j)
        elif array.ndim < 2 or len(array) == 1:
            put(strips, name, array, row=0)
        else:
            put(strips, name, array, row=cell.sample)
            if over_samples and name in grouped:
                put(strips, name, array, column=j)


def of_gradient(strips: Strips, operation: Operation, i: int, j: int) -> None:
    """What dW of the weight from i to j is the sum of."""
    reads, roles = operation.reads, operation.roles
    put(strips, roles["previous"], reads[roles["previous"]], column=i)
    put(strips, roles["delta"], reads[roles["delta"]], column=j)
    if "weights" in roles:
        put(strips, roles["weights"], reads[roles["weights"]], i, j)
    name = f"dW{operation.layer}"
    put(strips, name, operation.writes[name], i, j)


def update(trainer: Trainer, layer: int) -> tuple[Operation, dict[str, Array]]:
    """Make the next update: (its operation, what that read and wrote of W, its gradient and its memory).

    What it wrote has a + behind its name, as in a scene. The run goes one step on.
    """
    (operation,) = [op for op in trainer.program() if op.phase == "update" and op.layer == layer]
    ours = [name for name in operation.reads if not name.endswith(f"b{layer}")]
    before = {name: operation.reads[name].copy() for name in ours}
    trainer.step()
    return operation, before | {
        f"{name}+": operation.writes[name] for name in ours if name in operation.writes
    }
