"""The pictures of a run that its data allow: how the network answers all over its input, and how well.

    plane   two inputs: the output over a grid of points, and each hidden unit's own answer there
    line    one input: the fitted curve
    table   anything else: no picture of the input

Beside these, where there are any: losses and accuracies, the confusion matrix, the rows of the batch and its
first sample.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from mlp_core import OUTPUT_ACTIVATIONS, Experiment, Trainer
from mlp_core.data.datasets import BINARY, CLASSES, REGRESSION
from mlp_core.data.load import Data
from mlp_core.nn.steps import Array
from mlp_core.training.inference import Forward
from pages.shared.wire.header import Channel, DataHeader, Points
from pages.shared.wire.names import CURVE, SURFACE, UNITS

SIDE, POINTS = 50, 201
"""Points along each side of the grid, and along the line."""
_UNIT_CELLS, _MOST_UNITS = 20_000, 256
"""Cells of all hidden units' surfaces in a frame, at most, and units that have one."""
_MOST_SHOWN, _MOST_BATCH, _MOST_CLASSES, _MOST_OUTPUTS = 2000, 256, 12, 3
_MARGIN = 0.08

SCORES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


Kind = Literal["plane", "line", "table"]


def kind_of(experiment: Experiment) -> Kind:
    """Which picture of the input there is."""
    kinds: dict[int, Kind] = {1: "line", 2: "plane"}
    return kinds.get(experiment.data.n_in, "table")


def with_margin(values: Array) -> tuple[float, float]:
    """From the least to the greatest, with a margin."""
    low, high = float(values.min()), float(values.max())
    margin = _MARGIN * (high - low) or 1.0
    return low - margin, high + margin


def grid_over(axes: Sequence[tuple[float, float]], points: int) -> Array:
    """Points of one input or two, (points ** inputs, inputs): by rows from the top left, like a picture."""
    along = [np.linspace(*axis, points) for axis in axes]
    if len(along) == 1:
        return along[0][:, None]
    across, down = np.meshgrid(along[0], along[1][::-1])
    return np.column_stack([across.ravel(), down.ravel()])


def _first_to_show(trainer: Trainer) -> int:
    """The first sample of which there is anything to see: not all of its inputs are 0."""
    if trainer.steps_per_epoch > 1:  # another one in every step
        return 0
    seen = np.flatnonzero(trainer.x.any(axis=1))
    return int(seen[0]) if len(seen) else 0


class Pictures:
    """The pictures of one run, frame by frame.

    Args:
        trainer: read at every call.

    Attributes:
        kind: "plane", "line" or "table".
        unit_side: points along each side of a hidden unit's grid; 0 where they have no pictures.
        sample: whose a and delta are shown where none is chosen: its place among those that a step takes.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        first = trainer.plan.legs[0][1]
        self.kind, self._task = kind_of(first), first.data.task
        self._sizes, self._raw = first.sizes, trainer.data.raw
        self.axes = (
            [with_margin(self._raw[:, i]) for i in range(first.data.n_in)] if self.kind != "table" else []
        )
        hidden = sum(first.hidden_layers)
        self.unit_side = min(SIDE, math.isqrt(_UNIT_CELLS // hidden)) if hidden <= _MOST_UNITS else 0
        if self.kind != "plane":
            self.unit_side = 0
        self._classes = max(2, first.data.n_out) if self._task in (BINARY, CLASSES) else 0
        self._scored = trainer.scorer.wanted
        self._several = first.train_count > 1
        shown = len(self._raw) <= _MOST_SHOWN and self.kind != "table"
        batches = trainer.steps_per_epoch > 1 and first.batch <= _MOST_BATCH
        self._batch = first.batch if shown and batches else 0
        self._of: Experiment | None = None
        self.sample = _first_to_show(trainer)

    # What a frame holds

    def plain(self) -> list[Channel]:
        """Channels of plain numbers, in their order."""
        counts = {
            "scores": len(SCORES) * self._scored,
            "confusion": self._classes**2 if self._classes <= _MOST_CLASSES else 0,
            "batch": self._batch,
            "sample": (self._sizes[0] + self._sizes[-1]) * self._several,
            "row": int(self._several),
        }
        return [{"name": name, "type": "f8", "count": count} for name, count in counts.items() if count]

    def parts(self) -> list[Channel]:
        """Channels of pictures: "surface" or "curve" of the output, "units" of every hidden unit in turn."""
        side = self.unit_side
        found = list[Channel]()
        if self.kind == "plane":
            shapes = [(SIDE, SIDE)] * (2 if self._task == CLASSES else 1)
            found.append({"name": SURFACE, "type": "f4", "shapes": shapes})
        if self.kind == "line":
            outputs = min(self._sizes[-1], _MOST_OUTPUTS)
            found.append({"name": CURVE, "type": "f4", "shapes": [(1, POINTS)] * outputs})
        if side:
            found.append({"name": UNITS, "type": "i1", "shapes": [(side, side)] * sum(self._sizes[1:-1])})
        return found

    def numbers(self, place: int) -> list[Array]:
        """The plain channels' numbers at the trainer's present state.

        Args:
            place: of the sample whose a and delta are shown.
        """
        names = {channel["name"] for channel in self.plain()}
        found, scorer = list[Array](), self.trainer.scorer
        if names & {"scores", "confusion"}:
            outputs = scorer.outputs()
            if "scores" in names:
                scores = scorer.scores(outputs)
                found.append(np.array([getattr(scores, name) for name in SCORES]))
            if "confusion" in names:
                found.append(scorer.confusion(outputs).ravel().astype(np.float64))
        if self._batch:
            rows = np.full(self._batch, -1.0)
            taken = self.trainer.batch_rows
            rows[: len(taken)] = taken
            found.append(rows)
        if "sample" in names:
            found += self._sample(place)
        return found

    def _sample(self, place: int) -> list[Array]:
        """x and y of the sample whose a and delta are shown, a picture's x as it came; and its row."""
        trainer, row = self.trainer, self.trainer.batch_rows[place]
        picture = trainer.experiment.data.image is not None
        x = trainer.data.raw[trainer.data.train[row]] if picture else trainer.x[row]
        return [x, trainer.y[row], np.array([row], np.float64)]

    def surfaces(self, units: bool = True) -> dict[str, list[Array]]:
        """The parts of the channels of pictures, flat, by their names, at the trainer's present state.

        Args:
            units: whether those of the hidden units are wanted.
        """
        if self.kind == "table":
            return {}
        self._prepare()
        layers = self._forward.activations()
        output = layers[-1]
        if self.kind == "line":
            return {CURVE: [output[:, i] for i in range(min(output.shape[1], _MOST_OUTPUTS))]}
        parts = [output[:, 0]]
        if self._task == CLASSES:
            parts = [np.argmax(output, axis=1).astype(np.float64), output.max(axis=1)]
        return {SURFACE: parts, **(self._units(layers) if units else {})}

    def _units(self, layers: list[Array]) -> dict[str, list[Array]]:
        if not self.unit_side:
            return {}
        hidden = layers[1:-1] if self._unit_forward is None else self._unit_forward.activations()[1:-1]
        return {UNITS: [layer.T.ravel() for layer in hidden]}

    def _prepare(self) -> None:
        """Forward passes over the grid; anew where a run's settings have changed."""
        trainer = self.trainer
        if self._of is trainer.experiment:
            return
        self._of = trainer.experiment
        data = trainer.data
        self._forward = self._pass_over(SIDE if self.kind == "plane" else POINTS, data)
        side = self.unit_side
        self._unit_forward = self._pass_over(side, data) if 0 < side < SIDE else None

    def _pass_over(self, points: int, data: Data) -> Forward:
        x = data.standardized(self.grid(points))
        return Forward(self.trainer.network, x, statistics_of=data.x)

    def grid(self, points: int) -> Array:
        """Points of the input, (points ** n_in, n_in): by rows from the top left, like a picture."""
        return grid_over(self.axes, points)

    # What stays the same

    def header(self) -> DataHeader:
        """What the browser needs to know of the data beside the frames."""
        experiment, data = self.trainer.plan.last, self.trainer.data
        source = experiment.data
        return {
            "kind": self.kind,
            "task": self._task,
            "features": list(source.features),
            "classes": list(source.classes) or [str(i) for i in range(self._classes)],
            "outputs": output_names(experiment),
            "image": list(source.image) if source.image else None,
            "shares": OUTPUT_ACTIVATIONS[experiment.output_activation].bounds == (0.0, 1.0),
            "train": len(data.train),
            "test": len(data.test),
            "batch": experiment.batch,
            "sample": self.sample,
            "steps_per_epoch": self.trainer.steps_per_epoch,
            "axes": self.axes,
            "side": SIDE,
            "unit_side": self.unit_side,
            "points": self._points(data),
        }

    def _points(self, data: Data) -> Points | None:
        """The samples as points: x of each, what is asked there, and whether it is held back.

        Of very many only some, evenly spaced. `row` is each one's place among those trained on, or -1.
        """
        if self.kind == "table":
            return None
        shown = np.unique(np.linspace(0, len(data.raw) - 1, min(len(data.raw), _MOST_SHOWN)).astype(int))
        row = np.full(len(data.raw), -1)
        row[data.train] = np.arange(len(data.train))
        y = data.targets[:, 0] if self._task != CLASSES else np.argmax(data.targets, axis=1)
        return {"x": data.raw[shown], "y": y[shown], "row": row[shown]}


def output_names(experiment: Experiment) -> list[str]:
    """What each output says: how sure a class is, or a person's own column; others have no names."""
    source, table = experiment.data, experiment.table
    if source.task == REGRESSION:
        return [table.target_name] if table else []
    return list(source.classes if source.task == CLASSES else source.classes[1:])
