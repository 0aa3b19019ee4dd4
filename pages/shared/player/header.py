"""What the browser needs to know of a run, beside its frames: names, shapes, scales, figures, words.

The types stand in pages/shared/wire/header.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import cast

import numpy as np

from mlp_core import ACTIVATIONS, Edit, Experiment, Plan, Trainer
from mlp_core.analysis.health import chance, idles
from mlp_core.data.datasets import REGRESSION
from mlp_core.data.load import load
from mlp_core.nn.steps import Array
from mlp_core.pauses import in_parts
from mlp_core.tutorial import published_curve
from pages.shared import describe, figures, link
from pages.shared.figures_scored import TEST, TRAIN, accuracy_figure, scored_loss_figure
from pages.shared.landscape import answer as landscape
from pages.shared.landscape.address import WORDS as LANDSCAPE
from pages.shared.numbers import nice_ceiling, significant
from pages.shared.session import Run
from pages.shared.stepper.address import WORDS
from pages.shared.text import language, section, text
from pages.shared.theme import PALETTES, Palette
from pages.shared.wire.bytes import plain
from pages.shared.wire.header import Card, Json, Leg, Origin, RunHeader, SetByHand, Start
from pages.shared.wire.health import RULES, by_chance
from pages.shared.wire.names import CHOICES, MATRICES, MEASURES, UNITS
from pages.shared.wire.pictures import output_names
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


def _legs(plan: Plan, scored: bool) -> list[Leg]:
    """What holds from which step on: the activations' names, the data, and what changed in words.

    Args:
        scored: whether frames have losses without a penalty, which can be compared with chance.
    """
    legs: list[Leg] = []
    before = plan.legs[0][1]
    for start, experiment in plan.legs:
        data, _ = load(experiment)
        penalized = bool(experiment.penalty) and not scored
        hidden = [experiment.activation] * len(experiment.hidden_layers)
        legs.append(
            {
                "start": start,
                "activations": [
                    text(f"activation.{name}") for name in [*hidden, experiment.output_activation]
                ],
                "chance": None if penalized else by_chance(chance(experiment).scores),
                "idle": idles(ACTIVATIONS[experiment.activation], experiment.batch),
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


def _unit_name(experiment: Experiment, layer: int, unit: int) -> str:
    """What one unit is called, the input being layer 0; a person's own name, where it has one."""
    outputs = output_names(experiment)
    names = {0: experiment.data.features, len(experiment.sizes) - 1: outputs}.get(layer, ())
    if len(names) == experiment.sizes[layer]:
        return names[unit]
    return f"x{unit + 1}" if layer == 0 else text("player.graph_unit", n=unit + 1)


def _edit(edit: Edit, experiment: Experiment) -> SetByHand:
    """What was set by hand, in words."""
    end = _unit_name(experiment, edit.layer, edit.column)
    if edit.row is None:
        place = text("player.undo_bias", layer=edit.layer, end=end)
    else:
        start = _unit_name(experiment, edit.layer - 1, edit.row)
        place = text("player.undo_weight", layer=edit.layer, start=start, end=end)
    return {"step": edit.step, "place": place, "value": significant(edit.value, 6)}


def sample_of(run: Run) -> int | None:
    """The sample that the run's link chose, from 0: the word of Step through, which means the same there."""
    sample = WORDS.of(run.opened).get("sample") if run.opened else None
    return None if sample is None else sample - 1


def _start(run: Run) -> Start:
    """Where the run is first shown, and what its link chose."""
    start: Start = {"step": run.start}
    if run.opened:
        start["selected"] = run.opened.layer - 1
        start.update(cast(Start, run.opened.choices))  # the names of CHOICES, checked by link.py
    if (sample := sample_of(run)) is not None:
        start["sample"] = sample
    if run.opened and (scape := LANDSCAPE.of(run.opened)):
        start["scape"] = scape
    return start


def _published(run: Run) -> list[float]:
    """The tutorial's printed losses, where they belong: to a run that is its own, or begins as its own."""
    return published_curve() if run.plan.legs[0][1] == Experiment() else []


@dataclass(frozen=True)
class _Drawn:
    """All that the figures of a run follow from: of a class that opens the same run they are made once.

    Attributes:
        depth: layers of weights.
        steps: how many the run is to have.
        published: whether the tutorial's printed losses are behind the run's own.
        parts: of which samples there are scores; none where the loss of every step says it all.
        accuracy: whether there are accuracies, and of which parts.
        switches: (step, what changed) where the run was continued with other settings.
        language: that of their words.
    """

    depth: int
    steps: int
    published: bool
    parts: tuple[str, ...]
    accuracy: tuple[str, ...]
    switches: tuple[tuple[int, str], ...]
    language: str


def _drawn(run: Run) -> _Drawn:
    trainer, legs = run.trainer, run.plan.legs
    parts = (TRAIN, TEST) if len(trainer.data.test) else (TRAIN,)
    # In a run of whole batches without a test part or a penalty, the loss of every step says it all.
    apart = trainer.steps_per_epoch > 1 or TEST in parts or any(e.penalty for _, e in legs)
    return _Drawn(
        depth=len(trainer.network.sizes) - 1,
        steps=run.steps,
        published=bool(_published(run)),
        parts=parts if trainer.scorer.wanted and apart else (),
        accuracy=parts if run.plan.last.data.task != REGRESSION else (),
        switches=tuple(
            (start, describe.changes(before, after)) for (_, before), (start, after) in pairwise(legs)
        ),
        language=language(),
    )


@lru_cache(maxsize=128)
def _figures(drawn: _Drawn, palette: Palette) -> dict[str, Json]:
    """The templates whose moving arrays the player swaps: nobody sees the numbers in them. Not to be changed.

    Kept, because they take two thirds of what opening a page does (measured: 130 ms of 190).
    """
    ones, measure = np.ones(drawn.depth), text("player.measure_dW_norm")
    found = {
        "weights": figures.weights_figure(np.zeros((1, 1)), "W", 1, 1.0, palette),
        "profile": figures.profile_figure(ones, ones, measure, palette),
    }
    if drawn.parts:
        found["loss"] = scored_loss_figure(drawn.steps, drawn.parts, palette, drawn.switches)
    else:
        published = published_curve() if drawn.published else []
        found["loss"] = figures.loss_figure(np.zeros(0), drawn.steps, palette, published, drawn.switches)
    if drawn.accuracy:
        found["accuracy"] = accuracy_figure(drawn.steps, drawn.accuracy, palette, drawn.switches)
    return {name: cast(Json, plain(figure.to_plotly_json())) for name, figure in found.items()}


def _charts(run: Run) -> dict[str, Json]:
    """The templates of every theme."""
    return {name: _figures(_drawn(run), palette) for name, palette in in_parts(PALETTES.items(), 1)}


def _least(experiment: Experiment) -> float | None:
    """The smallest number above 0 of a run in float32; what is smaller there is 0. None in float64."""
    return float(np.finfo(np.float32).smallest_subnormal) if experiment.dtype == "float32" else None


def words() -> dict[str, str]:
    """What a player says, its panes among it."""
    return {**section("player"), "more_terms": text("stepper.more_terms"), **landscape.words()}


def make(run: Run, recorder: Recorder, plotly_url: str, alone: bool = True) -> RunHeader:
    """What stays the same for a run of so many steps. The trainer is taken to step 0.

    Args:
        alone: whether the run is shown by itself; what several have in common, charts and words, is left out.
    """
    trainer = run.trainer
    trainer.goto(0)
    trainer.evaluate()
    initial = trainer.measures()
    return {
        "run": run.id,
        "end": run.steps,
        "link": link.encoded(run.plan, run.steps),
        "start": _start(run),
        "origin": _origin(run),
        "legs": _legs(run.plan, trainer.scorer.wanted),
        "most_steps": link.MAX_STEPS,
        "chunk": recorder.most,
        "channels": recorder.channels(),
        "cards": _cards(trainer, recorder),
        "views": [*MATRICES, UNITS] if recorder.pictures.unit_side else list(MATRICES),
        "measures": list(MEASURES),
        "defaults": {name: options[0] for name, options in CHOICES.items()},
        "initial": {name: values.tolist() for name, values in initial.items()},
        "ranges": {name: figures.log_range(values) for name, values in initial.items()},
        "published": _published(run),
        "limits": _limits(trainer),
        "palettes": {name: palette.as_json() for name, palette in PALETTES.items()} if alone else {},
        "figures": _charts(run) if alone else {},
        "rules": RULES,
        "least": _least(run.plan.last),
        "text": words() if alone else {},
        "data": plain(recorder.pictures.header()),
        "edits": [_edit(edit, run.plan.last) for edit in run.plan.edits],
        "plotly": plotly_url,
    }
