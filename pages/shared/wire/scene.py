"""A scene: one training step, operation by operation, as bytes for the browser.

    4 bytes, JSON, zero bytes     the header (bytes.head)
    arrays                        float64, one after another, as header["arrays"] names them

Every array that an operation reads or writes is there once, as it was right after that operation. What the
update writes over has a "+" behind its name: W1 is the weights that the step began with, W1+ the new ones; so
have an optimizer's memories, such as velocityW1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_core import OUTPUT_ACTIVATIONS, Experiment
from mlp_core.analysis.diagnostics import MOST_CHECKED, check_gradient, shrinking
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from mlp_core.nn.steps import Array
from pages.shared.wire.bytes import packed
from pages.shared.wire.scene_header import Check, Factors, OperationHeader, Slopes, Summary

MAX_PARAMETERS = 100_000
"""Of a network that is shown: three matrices a layer travel for every step, with Adam seven: 5.6 MB."""
MAX_CELLS = 300_000
"""Units times samples: for each, five numbers travel, or nine with skip connections and normalisation."""
MAX_CHANGES = 50
MAX_PRODUCTS = 600_000_000
"""Of parameters checked times weights times samples: about 2 seconds, in which nobody else is served."""


@dataclass(frozen=True)
class Change:
    """A number changed by hand: W (layer, from, to), b (layer, 0, unit) or x (sample, 0, unit), from 0."""

    kind: str
    layer: int
    row: int
    column: int
    value: float

    def place(self, probe: Probe) -> tuple[Array, tuple[int, ...]] | None:
        """The array and the index that it changes, or None where there is no such number."""
        array, index = probe.x, (self.layer, self.column)
        if self.kind != "x":
            if not 1 <= self.layer <= len(probe.network.layers):
                return None
            layer = probe.network.layers[self.layer - 1]
            # A bias is the row of its layer's b, which has but one.
            array, index = (layer.W if self.kind == "W" else layer.b[None]), (self.row, self.column)
        inside = all(0 <= i < n for i, n in zip(index, array.shape, strict=True))
        return (array, index) if inside else None


def changes_from(given: object) -> list[Change]:
    """What the browser says was changed; what is no change is left out."""
    changes = []
    for entry in given if isinstance(given, list) else []:
        match entry:
            case ["W" | "b" | "x" as kind, int(layer), int(row), int(column), int(value) | float(value)]:
                if abs(value) < 1e150 and math.isfinite(value):
                    changes.append(Change(kind, layer, row, column, float(value)))
    return changes[:MAX_CHANGES]


def apply(probe: Probe, changes: list[Change]) -> None:
    """Change the probe's numbers."""
    for change in changes:
        if found := change.place(probe):
            array, index = found
            array[index] = change.value


def play(probe: Probe) -> tuple[dict[str, Array], list[OperationHeader]]:
    """Run the step, operation by operation: (every array by name, what each operation reads and writes)."""
    arrays: dict[str, Array] = {}
    about: list[OperationHeader] = []
    for operation in probe.program:
        for name in operation.reads.keys() & operation.writes.keys():
            arrays.setdefault(name, operation.reads[name].copy())
        operation()
        # What one layer's update has renewed for all, the next ones read: Adam's count of steps.
        read = [f"{name}+" if f"{name}+" in arrays else name for name in operation.reads]
        for key, array in zip(read, operation.reads.values(), strict=True):
            arrays.setdefault(key, array.copy())  # after it ran: the slopes are computed on the way
        written = {name: f"{name}+" if name in arrays else name for name in operation.writes}
        new = {key: operation.writes[name] for name, key in written.items() if key not in arrays}
        arrays |= {key: array.copy() for key, array in new.items()}
        about.append(
            {
                "phase": operation.phase,
                "layer": operation.layer,
                "symbol": operation.symbol,
                "latex": operation.formula,
                "reads": read,
                "writes": list(new),
            }
        )
    return arrays, about


def summary(arrays: dict[str, Array], depth: int) -> Summary:
    """What a change by hand is judged by: the outputs, the loss, and every layer's gradient."""
    return {
        "outputs": arrays[f"a{depth}"].tolist(),
        "loss": float(arrays["loss"]),
        "norms": [norm(arrays[f"dW{l}"]) for l in range(1, depth + 1)],
    }


def factors(arrays: dict[str, Array], depth: int) -> dict[str, Factors | None]:
    """By layer: how delta shrinks from the layer above, and the two factors of that."""
    found: dict[str, Factors | None] = {}
    for l in range(1, depth):
        split = shrinking(arrays[f"delta{l + 1}"], arrays[f"da{l}"], arrays[f"delta{l}"])
        found[str(l)] = (
            {"ratio": split.ratio, "weights": split.weights, "slope": split.slope} if split else None
        )
    return found


def checked(probe: Probe, wanted: object) -> Check | None:
    """The gradient check that the browser asks for: of one parameter, or of all weights of a layer."""
    match wanted:
        case {"kind": "W" | "b" as kind, "layer": int(l), "row": row, "column": column} if (
            1 <= l <= len(probe.network.layers)
        ):
            layer = probe.network.layers[l - 1]
        case _:
            return None
    values, gradient = (layer.W, layer.dW) if kind == "W" else (layer.b[None], layer.db[None])
    if row is not None or column is not None:
        if not (isinstance(row, int) and isinstance(column, int)):
            return None
        if not (0 <= row < values.shape[0] and 0 <= column < values.shape[1]):
            return None
        part = slice(row, row + 1), slice(column, column + 1)
        values, gradient = values[part], gradient[part]
    passes = probe.network.parameters.size * len(probe.x)
    found = check_gradient(probe, values, gradient, min(MOST_CHECKED, max(20, MAX_PRODUCTS // passes)))
    return {
        "kind": kind, "layer": l, "row": row, "column": column,
        "analytic": norm(found.analytic) if found.of > 1 else float(found.analytic[0]),
        "numeric": norm(found.numeric) if found.of > 1 else float(found.numeric[0]),
        "error": norm(found.error),
        "relative": found.relative_error,
        "count": len(found.analytic),
        "of": found.of,
    }  # fmt: skip


def finite(value: Any) -> Any:
    """NaN and infinities by their names: JSON has none."""
    if isinstance(value, Mapping):
        return {key: finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [finite(entry) for entry in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def slopes(experiment: Experiment) -> Slopes:
    """f' of every layer over what it sees, z or n, from -8 to 8, and the highest that it can be.

    Softmax has no such curve: its slopes depend on every z of the layer.
    """
    z = np.linspace(-8, 8, 161)
    names = [experiment.activation] * len(experiment.hidden_layers) + [experiment.output_activation]
    functions = {name: OUTPUT_ACTIVATIONS[name] for name in set(names)}
    curves = {name: f.derivative(z).tolist() for name, f in functions.items() if f.elementwise}
    most = {name: functions[name].max_slope for name in curves}
    return {"z": z.tolist(), "names": names, "curves": curves, "most": most}


def encode(header: Mapping[str, Any], arrays: dict[str, Array]) -> bytes:
    """The scene's bytes."""
    return packed(finite(header), arrays)
