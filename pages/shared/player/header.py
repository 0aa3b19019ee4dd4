"""What the browser needs to know of a run, beside its frames: names, shapes, scales, figures, words."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_core import Trainer
from mlp_core.activations import Array
from mlp_core.tutorial import published_curve
from pages.shared import figures
from pages.shared.numbers import nice_ceiling
from pages.shared.player.tape import MATRICES, MEASURES, Recorder
from pages.shared.text import section, text
from pages.shared.theme import PALETTES, Palette


def _cards(trainer: Trainer, recorder: Recorder) -> list[dict[str, Any]]:
    """One card a layer, input side first."""
    return [
        {
            "title": text("player.layer", n=layer.index),
            "shape": f"{layer.fan_in} → {layer.fan_out}",
            "rows": layer.fan_in,
            "columns": layer.fan_out,
            "block": block,
            "parameters": layer.W.size + layer.b.size,
            "activation": text(f"activation.{layer.activation.name}"),
            "from": text("figure.from_input" if layer.index == 1 else "figure.from_unit"),
        }
        for layer, block in zip(trainer.network.layers, recorder.blocks, strict=True)
    ]


def _rms(array: Array) -> float:
    return float(np.sqrt(np.mean(np.square(array))))


def _limits(trainer: Trainer) -> dict[str, float]:
    """Where each kind's common colour scale ends: fixed for the run, so that colours keep their meaning.

    Three times the RMS at step 0: for the weights that of all of them, for the gradient that of the layer
    with the largest. The change is shown on the scale of the weights.
    """
    layers = trainer.network.layers
    weights = nice_ceiling(3 * _rms(np.concatenate([layer.W.ravel() for layer in layers])))
    return {
        "W": weights,
        "change": weights,
        "dW": nice_ceiling(3 * max(_rms(layer.dW) for layer in layers)),
        "a": nice_ceiling(max(float(np.abs(layer.a).max()) for layer in layers)),
    }


def _figures(palette: Palette, initial: Array, steps: int) -> dict[str, Any]:
    """The templates whose moving arrays the player swaps."""
    return {
        "weights": figures.weights_figure(np.zeros((1, 1)), "W", 1, 1.0, palette).to_plotly_json(),
        "profile": figures.profile_figure(
            initial, initial, text("player.measure_dW_norm"), palette
        ).to_plotly_json(),
        "loss": figures.loss_figure(np.zeros(0), steps, palette, published_curve()).to_plotly_json(),
    }


def _plain(value: Any) -> Any:
    """Arrays as lists, for JSON."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def make(trainer: Trainer, recorder: Recorder, run: str, steps: int, plotly_url: str) -> dict[str, Any]:
    """The part of a tape's header that stays the same for a whole run. The trainer is taken to step 0."""
    trainer.goto(0)
    trainer.evaluate()
    initial = {name: getattr(trainer.history, name)[0] for name in MEASURES}
    scale = {name: figures.log_range(values) for name, values in initial.items()}
    header = {
        "run": run,
        "end": steps,
        "channels": recorder.channels(),
        "frame_bytes": recorder.frame_bytes,
        "cards": _cards(trainer, recorder),
        "views": list(MATRICES),
        "measures": list(MEASURES),
        "initial": initial,
        "ranges": scale,
        "published": published_curve(),
        "limits": _limits(trainer),
        "x": trainer.x[0],
        "y": trainer.y[0],
        "palettes": {name: palette.as_json() for name, palette in PALETTES.items()},
        "figures": {name: _figures(palette, initial["dW_norm"], steps) for name, palette in PALETTES.items()},
        "text": section("player"),
        "plotly": plotly_url,
    }
    return _plain(header)
