"""What the browser needs to know of a run, beside its frames: names, shapes, scales, figures, words.

The types stand in pages/shared/wire/header.py.
"""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import cast

import numpy as np

from mlp_core import ACTIVATIONS, Edit, Plan, Trainer
from mlp_core.data.datasets import REGRESSION
from mlp_core.data.load import load
from mlp_core.nn.steps import Array
from mlp_core.tutorial import published_curve
from pages.shared import describe, figures, link
from pages.shared.figures_scored import TEST, TRAIN, accuracy_figure, scored_loss_figure
from pages.shared.numbers import nice_ceiling, significant
from pages.shared.session import Run
from pages.shared.text import section, text
from pages.shared.theme import PALETTES, Palette
from pages.shared.wire.bytes import plain
from pages.shared.wire.header import Card, Json, Leg, Origin, RunHeader, SetByHand, Start
from pages.shared.wire.names import CHOICES, MATRICES, MEASURES, UNITS
from pages.shared.wire.tape import Recorder


def _cards(trainer: Trainer, recorder: Recorder) -> list[Card]:
    """One card a layer, input side first."""
    return [
        {
            "title": text("player.layer", n=layer.index),
            "shape": f"{layer.fan_in} → {layer.fan_out}",
            "rows": layer.fan_in,
            "columns": layer.fan_out,
            "block": block,
            "parameters": layer.W.size + layer.b.size,
            "from": text("figure.from_input" if layer.index == 1 else "figure.from_unit"),
        }
        for layer, block in zip(trainer.network.layers, recorder.blocks, strict=True)
    ]


def _rms(array: Array) -> float:
    return float(np.sqrt(np.mean(np.square(array))))


def _limits(trainer: Trainer) -> dict[str, float]:
    """Where each kind's common colour scale ends, so that colours keep their meaning, until values outgrow it
    (heatmaps.js).

    Three times the RMS at step 0: for the weights that of all of them, for the gradient that of the layer
    with the largest. The change is shown on the scale of the weights; units are shown up to the bound of
    their activation, where it has one.
    """
    layers = trainer.network.layers
    bound = max(map(abs, ACTIVATIONS[trainer.plan.last.activation].bounds))
    most_a = max(float(np.abs(layer.a).max()) for layer in layers)
    weights = nice_ceiling(3 * _rms(np.concatenate([layer.W.ravel() for layer in layers])))
    return {
        "W": weights,
        "change": weights,
        "dW": nice_ceiling(3 * max(_rms(layer.dW) for layer in layers)),
        "a": nice_ceiling(most_a),
        "units": bound if isfinite(bound) else nice_ceiling(most_a),
    }


def _legs(plan: Plan) -> list[Leg]:
    """What holds from which step on: the activations' names, the data, and what changed in words."""
    legs: list[Leg] = []
    before = plan.legs[0][1]
    for start, experiment in plan.legs:
        data, _ = load(experiment)
        hidden = [experiment.activation] * len(experiment.hidden_layers)
        legs.append(
            {
                "start": start,
                "activations": [
                    text(f"activation.{name}") for name in [*hidden, experiment.output_activation]
                ],
                "x": data.x[0].tolist(),
                "y": data.y[0].tolist(),
                "pixels": data.raw[data.train[0]].tolist() if experiment.data.image else None,
                "change": describe.changes(before, experiment),
            }
        )
        before = experiment
    return legs


def _origin(run: Run) -> Origin | None:
    """The run before this one, for who would rather continue it."""
    if run.origin is None:
        return None
    continued = len(run.plan.legs) > 1 and run.plan.starts[-1] == run.origin.step
    return {"id": run.origin.id, "step": run.origin.step, "continued": continued}


def _edit(edit: Edit) -> SetByHand:
    """What was set by hand, in words."""
    row = None if edit.row is None else edit.row + 1
    kind = "player.undo_bias" if row is None else "player.undo_weight"
    place = text(kind, layer=edit.layer, column=edit.column + 1, **({} if row is None else {"row": row}))
    return {"step": edit.step, "place": place, "value": significant(edit.value, 6)}


def _start(run: Run) -> Start:
    """Where the run is first shown, and what its link chose."""
    start: Start = {"step": run.start}
    if run.opened:
        start["selected"] = run.opened.layer - 1
        start.update(cast(Start, run.opened.choices))  # the names of CHOICES, checked by link.py
    return start


def _published(run: Run) -> list[float]:
    """The tutorial's printed losses, where they belong: to its own data."""
    return published_curve() if run.plan.last.dataset == "tutorial" else []


def _figures(palette: Palette, initial: Array, run: Run) -> dict[str, Json]:
    """The templates whose moving arrays the player swaps."""
    legs = run.plan.legs
    switches = [(start, describe.changes(before, after)) for (_, before), (start, after) in pairwise(legs)]
    return {
        "weights": figures.weights_figure(np.zeros((1, 1)), "W", 1, 1.0, palette).to_plotly_json(),
        "profile": figures.profile_figure(
            initial, initial, text("player.measure_dW_norm"), palette
        ).to_plotly_json(),
        **_curves(palette, run, switches),
    }


def _curves(palette: Palette, run: Run, switches: list[tuple[int, str]]) -> dict[str, Json]:
    """The loss, and the accuracy where classes are told apart.

    In a run of whole batches without a test part or a penalty, the loss of every step says it all.
    """
    trainer = run.trainer
    parts = [TRAIN, TEST] if len(trainer.data.test) else [TRAIN]
    apart = trainer.steps_per_epoch > 1 or TEST in parts or any(e.penalty for _, e in run.plan.legs)
    found = {"loss": figures.loss_figure(np.zeros(0), run.steps, palette, _published(run), switches)}
    if trainer.scorer.wanted and apart:
        found["loss"] = scored_loss_figure(run.steps, parts, palette, switches)
    if run.plan.last.data.task != REGRESSION:
        found["accuracy"] = accuracy_figure(run.steps, parts, palette, switches)
    return {name: figure.to_plotly_json() for name, figure in found.items()}


def make(run: Run, recorder: Recorder, plotly_url: str) -> RunHeader:
    """What stays the same for a run of so many steps. The trainer is taken to step 0."""
    trainer = run.trainer
    trainer.goto(0)
    trainer.evaluate()
    initial = {name: trainer.history.latest(name) for name in MEASURES}
    return {
        "run": run.id,
        "end": run.steps,
        "link": link.encoded(run.plan, run.steps),
        "start": _start(run),
        "origin": _origin(run),
        "legs": _legs(run.plan),
        "most_steps": link.MAX_STEPS,
        "chunk": recorder.most,
        "channels": recorder.channels(),
        "frame_bytes": recorder.frame_bytes,
        "cards": _cards(trainer, recorder),
        "views": [*MATRICES, UNITS] if recorder.pictures.unit_side else list(MATRICES),
        "measures": list(MEASURES),
        "defaults": {name: options[0] for name, options in CHOICES.items()},
        "initial": {name: values.tolist() for name, values in initial.items()},
        "ranges": {name: figures.log_range(values) for name, values in initial.items()},
        "published": _published(run),
        "limits": _limits(trainer),
        "palettes": {name: palette.as_json() for name, palette in PALETTES.items()},
        "figures": {
            name: plain(_figures(palette, initial["dW_norm"], run)) for name, palette in PALETTES.items()
        },
        "text": section("player"),
        "data": plain(recorder.pictures.header()),
        "edits": [_edit(edit) for edit in run.plan.edits],
        "plotly": plotly_url,
    }
