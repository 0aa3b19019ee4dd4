"""What is answered of the loss landscape: the map as far as it is computed, the paths, the step shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np

from mlp_core import DivergedError, Trainer
from mlp_core.analysis.landscape import Arrow, arrows
from mlp_core.analysis.route import come_to, step_work
from pages.shared.figures_landscape import surface_figure
from pages.shared.landscape import maps
from pages.shared.landscape.asked import read
from pages.shared.landscape.maps import Map
from pages.shared.text import language, section
from pages.shared.theme import PALETTES
from pages.shared.wire.bytes import numbers, plain, whole
from pages.shared.wire.header import ExtraAnswer, Json
from pages.shared.wire.landscape_header import (
    Landscape,
    LandscapeArrow,
    LandscapeMap,
    LandscapeRun,
    LandscapeShown,
)

LITTLE = 600_000_000
"""A fifth of a second of training (route.step_work)."""
MOST_END = 10**9


def landscape(trainer: Trainer, details: object) -> ExtraAnswer:
    """The landscape of one run, for its player: wire/extras.py.

    Args:
        trainer: evaluated at the step that is shown; it stays as it is.
        details: LandscapeAsk, as it came.
    """
    end = details.get("end") if isinstance(details, dict) else None
    if end is not None:
        _train_to(trainer, whole(end, 0, MOST_END))
    return {"landscape": cast(Json | None, answered([trainer], details))}


def _train_to(trainer: Trainer, end: int) -> None:
    """Train a run to its end where that takes little: its plane then stays the same while it plays.

    It stands where it stood, evaluated.
    """
    step, come = trainer.step_count, come_to(trainer)
    if not come < end or (end - come) * step_work(trainer) > LITTLE:
        return
    try:
        trainer.goto(end)
        trainer.evaluate()
    except DivergedError:
        pass
    trainer.goto(step)
    trainer.evaluate()


def answered(trainers: Sequence[Trainer], details: object, apart: str = "") -> Landscape | None:
    """The same of runs whose parameters have the same loss; None where their numbers are too large.

    Args:
        trainers: each where it is shown.
        details: LandscapeAsk, as it came.
        apart: why others are not among them, in words.
    """
    asked = read(details, trainers[0].network.sizes, len(trainers))
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            found = maps.of(trainers, asked)
            found.advance()
            ends = found.ends or maps.ends_of(trainers, asked)
            runs = [_run(found, trainers, ends, i) for i in range(len(trainers))]
    except ValueError:
        return None
    answer: Landscape = {"map": _map(found, asked.known, ends), "runs": runs, "apart": apart}
    if asked.surface:
        answer["figures"] = _figures(language())
    return answer


def words() -> dict[str, str]:
    """Its texts, by names that stand beside those of a player."""
    return {f"landscape_{key}": entry for key, entry in section("landscape").items()}


@lru_cache
def _figures(language: str) -> dict[str, Json]:
    """The surface in both themes, in a language's words."""
    return {name: plain(numbers(surface_figure(p).to_plotly_json())) for name, p in PALETTES.items()}


def _map(found: Map, known: str, ends: Sequence[int]) -> LandscapeMap:
    land, asked = found.landscape, found.asked
    is_whole = land.done == land.of
    said: LandscapeMap = {
        "key": found.key,
        "plane": asked.plane,
        "seed": asked.seed,
        "weights": asked.weights or (),
        "span": asked.span,
        "around": found.around,
        "ends": list(ends),
        "held": found.plane.held,
        "xs": land.xs.tolist(),
        "ys": land.ys.tolist(),
        "done": land.done,
        "of": land.of,
    }
    if known == found.key and is_whole:
        return said
    said["losses"] = [_real(loss) for loss in land.losses.flat[: land.done].tolist()]
    if is_whole:
        said["flat_below"], said["flat"] = found.flat()
    return said


def _run(found: Map, trainers: Sequence[Trainer], ends: Sequence[int], run: int) -> LandscapeRun:
    steps, places = maps.route(found, trainers, ends, run)
    path = {"steps": steps, "x": places[:, 0].tolist(), "y": places[:, 1].tolist()}
    return {"path": path, "shown": _shown(found, trainers[run])}  # type: ignore[typeddict-item]


def _shown(found: Map, trainer: Trainer) -> LandscapeShown:
    """Where a run stands: its place, what lies off the plane, and where it is headed."""
    plane, parameters = found.plane, trainer.network.parameters.astype(np.float64)
    place = plane.coordinates(parameters)
    with found.judge(trainer) as judge:
        loss, on_plane = judge.loss_at(parameters), judge.loss_at(plane.at(place))
    try:
        both = arrows(trainer, plane)
        down, step, of_all, degrees = both.gradient, both.step, both.whole, both.degrees
    except DivergedError:
        down = step = Arrow(np.full(2, np.nan), math.nan, math.nan)
        of_all, degrees = True, math.nan
    return {
        "step": trainer.step_count,
        "x": float(place[0]),
        "y": float(place[1]),
        "distance": float(plane.distance(parameters)),
        "loss": _real(loss),
        "on_plane": _real(on_plane),
        "gradient": _arrow(down),
        "update": _arrow(step),
        "whole": of_all,
        "degrees": _real(degrees),
    }


def _arrow(arrow: Arrow) -> LandscapeArrow | None:
    x, y = arrow.coordinates.tolist()
    said: LandscapeArrow = {"x": x, "y": y, "norm": arrow.norm, "share": arrow.share}
    return said if all(map(math.isfinite, (x, y, arrow.norm, arrow.share))) else None


def _real(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
