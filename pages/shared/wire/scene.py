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

from mlp_core import ACTIVATIONS, OUTPUT_ACTIVATIONS, Experiment
from mlp_core.analysis.diagnostics import MOST_CHECKED, GradientCheck, check_gradient, shrinking
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from mlp_core.nn.steps import Array
from mlp_core.pauses import pause
from mlp_core.training.inference import Forward
from mlp_core.training.trainer import Trainer
from pages.shared.wire import pictures
from pages.shared.wire.bytes import packed
from pages.shared.wire.scene_header import Check, CheckedKink, Factors, OperationHeader, Slopes, Summary

MAX_PARAMETERS = 100_000
"""Of a network that is shown: three matrices a layer travel for every step, with Adam seven: 5.6 MB."""
MAX_CELLS = 300_000
"""Units times samples: for each, five numbers travel, or nine with skip connections and normalisation."""
MAX_CHANGES = 50
SIDE = 40
"""Points along each side of the picture of two inputs."""
FEWEST = 4
"""Samples that there is one of: XOR has four."""
MAX_PRODUCTS = 600_000_000
"""Of parameters checked times weights times samples: about 2 seconds."""
CHECK_SECONDS = 1.0
"""Of work in one check: where a layer bends, a parameter takes hundreds of passes."""


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


def cells(experiment: Experiment) -> int:
    """Units times samples of a step: at most MAX_CELLS are shown."""
    return sum(experiment.sizes) * experiment.batch


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
        pause()
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
    # Looking for steps that keep away from kinks takes about as long again.
    passes = probe.network.parameters.size * len(probe.x) * (2 if probe.kinks or probe.experiment.l1 else 1)
    most = min(MOST_CHECKED, max(20, MAX_PRODUCTS // passes))
    found = check_gradient(probe, values, gradient, most, CHECK_SECONDS)
    smooth = ~found.kinked
    return {
        "kind": kind, "layer": l, "row": row, "column": column,
        "analytic": _size(found, found.analytic, smooth),
        "numeric": _size(found, found.numeric, smooth),
        "error": norm(found.error[smooth]),
        "relative": found.relative_error,
        "count": int(smooth.sum()),
        "of": found.of,
        "printed": _size(found, found.printed, smooth),
        "factor": found.factor,
        "kink": _kink(probe, found) if found.kinked.any() else None,
    }  # fmt: skip


def _size(found: GradientCheck, values: Array, of: Array) -> float:
    """The one number that was checked, or the norm of several."""
    return norm(values[of]) if found.of > 1 or not of.any() else float(values[0])


def _kink(probe: Probe, found: GradientCheck) -> CheckedKink:
    """The parameters that are at a kink, by whose kink it is."""
    normalized = probe.experiment.normalization != "none" and ACTIVATIONS[probe.experiment.activation].kinks
    only = found.kinks[0] if len(found.kinks) == 1 and not found.penalty_kink else None
    whose = ("n" if normalized else "z") if only else "several" if found.kinks else "weight"
    sizes = (_size(found, values, found.kinked) for values in (found.analytic, found.left, found.right))
    analytic, left, right = sizes
    return {
        "count": int(found.kinked.sum()), "analytic": analytic, "left": left, "right": right,
        "takes": found.takes, "of": whose, "z": only[0] if only else None, "slope": only[1] if only else None,
    }  # fmt: skip


def finite(value: Any) -> Any:
    """NaN and infinities by their names: JSON has none."""
    if isinstance(value, Mapping):
        return {key: finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [finite(entry) for entry in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def slopes(experiment: Experiment) -> Slopes:
    """f and f' of every layer over what it sees, z or n, from -8 to 8, and the highest slope that there is.

    Softmax has no such curve: its slopes depend on every z of the layer.
    """
    z = np.linspace(-8, 8, 161)
    names = [experiment.activation] * len(experiment.hidden_layers) + [experiment.output_activation]
    functions = {name: OUTPUT_ACTIVATIONS[name] for name in set(names)}
    curves = {name: f.derivative(z).tolist() for name, f in functions.items() if f.elementwise}
    most = {name: functions[name].max_slope for name in curves}
    values = {name: functions[name].value(z).tolist() for name in curves}
    return {"z": z.tolist(), "names": names, "values": values, "curves": curves, "most": most}


def surface(trainer: Trainer, probe: Probe) -> tuple[Array | None, list[tuple[float, float]]]:
    """How the network that a step begins with answers all over two inputs, and what those range over.

    Returns:
        (SIDE, SIDE) by rows from the top left, from -1 to 1: how sure of which class, or where among targets;
        what each input ranges over, as the network gets it. None and nothing with other inputs, or fewer
        samples than make a picture.
    """
    if probe.experiment.data.n_in != 2 or len(trainer.x) < FEWEST:
        return None, []
    axes = [pictures.with_margin(trainer.x[:, i]) for i in range(2)]
    x = pictures.grid_over(axes, SIDE)
    answers = Forward(probe.network, x, statistics_of=trainer.x).activations()[-1]
    match probe.experiment.data.task:
        case "classes":
            found = 2 * np.argmax(answers, axis=1) / max(1, answers.shape[1] - 1) - 1
        case "binary":
            low, high = OUTPUT_ACTIVATIONS[probe.experiment.output_activation].bounds
            found = answers[:, 0] * 2 - 1 if (low, high) == (0.0, 1.0) else answers[:, 0]
        case _:
            low, high = float(trainer.y[:, 0].min()), float(trainer.y[:, 0].max())
            found = (2 * answers[:, 0] - low - high) / (high - low or 1.0)
    return np.clip(found, -1, 1).reshape(SIDE, SIDE), axes


def encode(header: Mapping[str, Any], arrays: dict[str, Array]) -> bytes:
    """The scene's bytes."""
    return packed(finite(header), arrays)
