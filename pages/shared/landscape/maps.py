"""Maps of loss landscapes: those that were asked for last are kept, since a class has the same before it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from mlp_core import Experiment, Plan, Trainer
from mlp_core.analysis import planes
from mlp_core.analysis.landscape import Landscape, Path, come_to, path_of, slope
from mlp_core.analysis.planes import Plane
from mlp_core.analysis.route import STATES
from mlp_core.nn.steps import Array, Vector
from pages.shared import work
from pages.shared.landscape.asked import PATH, WEIGHTS, Asked, Weight
from pages.shared.work import LANDSCAPES, LARGE_LANDSCAPES

MOST_BYTES, LARGE = 128 * 2**20, 16 * 2**20
"""What takes more has no landscape: its 1,681 points would take minutes, too. Of what takes more than the
other, few are kept.
"""
SIDE = 41
"""Points along each direction."""
SECONDS = 0.3
"""Of computing in one answer."""
MOST_STATES = 257
"""Of each path; fewer where the network is large, or where there are several (route.STATES)."""
MOST_ROUTES = 24
"""Paths kept with a map: as the run is trained on, another is seen."""
MARGIN = 0.22
"""Beside the path, of its extent."""
LONGEST = 1.4
"""A map is at most so many times as wide as high: as its place on the page."""
FLAT = 0.05
"""A plateau is where that slope, all across the map, would change the loss by less than this part of the
map's median.
"""


@dataclass(eq=False)
class Map:
    """The losses over a plane, and the paths of the runs on it.

    Attributes:
        plane: in the parameters of all runs.
        landscape: its losses, as far as they are computed.
        around: the step of the first run that the plane goes through.
        ends: how far each run's path goes that the plane follows from; () where it follows from none.
        key: names it to the browser: all that the losses follow from.
        asked: the question that it answers.
        routes: the paths as the plane sees them, by the run and how far they go.
    """

    plane: Plane
    landscape: Landscape
    around: int
    ends: tuple[int, ...]
    key: str
    asked: Asked
    routes: dict[tuple[int, int], tuple[list[int], Array]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def advance(self) -> None:
        """Compute on for a moment, unless somebody else does so already.

        Who computes may pause and wait for the turn, which who asks here holds: so nobody waits for it.
        """
        if self._lock.acquire(blocking=False):
            try:
                self.landscape.advance(time.monotonic() + SECONDS)
            finally:
                self._lock.release()

    @contextmanager
    def judge(self, trainer: Trainer) -> Iterator[Landscape]:
        """What tells the loss at single places: one of its own, where somebody computes."""
        if not self._lock.acquire(blocking=False):
            yield Landscape(self.landscape.experiment, trainer, self.plane, np.zeros(1), np.zeros(1))
            return
        try:
            yield self.landscape
        finally:
            self._lock.release()

    def flat(self) -> tuple[float, str]:
        """(the slope within the plane below which a place counts as flat, "1" for each that is, else "0")."""
        land = self.landscape
        finite = land.losses[np.isfinite(land.losses)]
        if not finite.size:
            return 0.0, ""
        xs, ys = land.xs, land.ys
        across = self.plane.lengths(np.array([[xs[-1] - xs[0], 0.0], [0.0, ys[-1] - ys[0]]])).max()
        below = float(FLAT * np.median(np.abs(finite)) / across)
        with np.errstate(invalid="ignore"):
            flat = slope(land.losses, xs, ys, self.plane) < below
        return below, "".join("1" if each else "0" for each in flat.flat)


def of(trainers: Sequence[Trainer], asked: Asked) -> Map:
    """The map that is asked for: one that is there, or a new one.

    Args:
        trainers: runs whose parameters have the same loss, each where it is shown; they stay as they are.

    Raises:
        ValueError: for a network that takes more than MOST_BYTES, or weights too large to compute with.
    """
    size = bytes_of(trainers[0].plan.last)
    if size > MOST_BYTES:
        raise ValueError(f"a landscape of {size} bytes is too large")
    first, ends = trainers[0], ends_of(trainers, asked)
    if asked.plane == WEIGHTS and asked.weights is None:
        asked = replace(asked, weights=busiest(first))
    around = min(first.step_count if asked.around is None else asked.around, come_to(first))
    of_plane: tuple[object, ...] = (ends,)
    if asked.plane != PATH:
        of_plane = (asked.plane, around, asked.weights if asked.plane == WEIGHTS else asked.seed)
    own = any(experiment.table is not None for run in trainers for _, experiment in run.plan.legs)
    whose = work.session() if own else None
    key = (whose, tuple(_settings(trainer.plan) for trainer in trainers), *of_plane, asked.span)
    kept = LANDSCAPES if size <= LARGE else LARGE_LANDSCAPES
    return kept.of(key, lambda _: _made(trainers, asked, around, ends))


def bytes_of(experiment: Experiment) -> int:
    """About what a map takes: seven vectors of all parameters, six arrays of all units and samples.

    Measured: 9 MB for the digits' 64-64-10, 8.8 by this; 89 and 84 with two hidden layers of 512.
    """
    return 8 * (7 * experiment.parameters + 6 * sum(experiment.sizes) * experiment.train_count)


def ends_of(trainers: Sequence[Trainer], asked: Asked) -> tuple[int, ...]:
    """How far each run's path goes: as was asked, or as far as it is trained."""
    wanted = asked.ends or (None,) * len(trainers)
    return tuple(
        come_to(trainer) if end is None else min(end, come_to(trainer))
        for trainer, end in zip(trainers, wanted, strict=True)
    )


def route(found: Map, trainers: Sequence[Trainer], ends: Sequence[int], run: int) -> tuple[list[int], Array]:
    """(steps, the places (n, 2) of a run's path at them), as the map's plane sees it."""
    key = (run, ends[run])
    seen = found.routes.get(key)
    if seen is None:  # it may pause, and others ask meanwhile
        seen = _seen(path_of(trainers[run], end=ends[run]), found.plane)
        if len(found.routes) >= MOST_ROUTES:
            found.routes.clear()
        found.routes[key] = seen
    return seen


def _settings(plan: Plan) -> str:
    """All that a run follows from, a person's own data too."""
    return repr([(start, experiment.to_json()) for start, experiment in plan.legs]) + repr(plan.edits)


def _state(trainer: Trainer, step: int) -> Vector:
    """A run's parameters after so many steps, float64."""
    if step != trainer.step_count:
        trainer = trainer.forked(trainer.plan, min(step, trainer.farthest))
    return trainer.network.parameters.astype(np.float64)


def _seen(path: Path, plane: Plane) -> tuple[list[int], Array]:
    return path.steps.tolist(), plane.coordinates(path.states)


def _made(trainers: Sequence[Trainer], asked: Asked, around: int, ends: tuple[int, ...]) -> Map:
    first = trainers[0]
    routes: dict[tuple[int, int], tuple[list[int], Array]] = {}
    if asked.plane == PATH:
        most = max(2, min(MOST_STATES, STATES // (first.network.parameters.size * len(trainers))))
        paths = [path_of(trainer, most, end) for trainer, end in zip(trainers, ends, strict=True)]
        states = np.concatenate([path.states for path in paths])
        plane = planes.principal(np.repeat(states, 2, 0) if len(states) == 1 else states, paths[0].states[-1])
        routes = {(run, end): _seen(paths[run], plane) for run, end in enumerate(ends)}
        places = np.concatenate([at for _, at in routes.values()])
        centre, half = _around_path(places, float(np.linalg.norm(plane.origin)))
        around = ends[0]
    else:
        origin = _state(first, around)
        plane, centre, half = _chosen(first, asked, origin)
        ends = ()
    xs, ys = (
        np.linspace(at - asked.span * wide, at + asked.span * wide, SIDE)
        for at, wide in zip(centre, half, strict=True)
    )
    landscape = Landscape(_experiment(first.plan, around), first, plane, xs, ys)
    key = hashlib.blake2s(
        b"".join(array.tobytes() for array in (plane.origin, plane.directions, landscape.xs, landscape.ys))
    )
    return Map(plane, landscape, around, ends, key.hexdigest()[:12], asked, routes)


def _experiment(plan: Plan, step: int) -> Experiment:
    return plan.legs[plan.leg(step)][1]


def _around_path(places: Array, size: float) -> tuple[Vector, Vector]:
    """(the middle of a path's places (n, 2), how far the map goes from it both ways)."""
    low, high = places.min(0), places.max(0)
    half = (0.5 + MARGIN) * (high - low)
    if not half.max() > 1e-9 * size:  # it has gone nowhere yet
        half = np.full(2, 0.1 * size or 1.0)
    x = max(half[0], half[1])
    return (low + high) / 2, np.array([x, max(half[1], x / LONGEST)])


def _chosen(trainer: Trainer, asked: Asked, origin: Vector) -> tuple[Plane, Vector, Vector]:
    """(the plane of WEIGHTS or RANDOM through a state, the middle of its map, how far that goes both ways).

    In the plane of two weights the coordinates are the weights themselves.
    """
    if asked.plane != WEIGHTS:
        return planes.random(trainer.network, origin, asked.seed), np.zeros(2), np.array([LONGEST, 1.0])
    weights = asked.weights or busiest(trainer)
    one, other = (planes.place_of(trainer.network, *weight) for weight in weights)
    middle = origin[[one, other]]
    start = origin.copy()
    start[[one, other]] = 0
    layers = {layer for layer, _, _ in weights}
    spread = max(float(np.abs(_weights_of(trainer, origin, layer)).max()) for layer in layers)
    half = max(1.0, 2 * spread)
    return planes.of_weights(start, one, other), middle, np.array([LONGEST * half, half])


def _weights_of(trainer: Trainer, state: Vector, layer: int) -> Vector:
    """W of one layer, 1..L, within a state's flat vector."""
    first = planes.place_of(trainer.network, layer, 0, 0)
    return state[first : first + trainer.network.layers[layer - 1].W.size]


def busiest(trainer: Trainer) -> tuple[Weight, Weight]:
    """The two weights that the run has changed the most, or, where it has changed none, is about to."""
    now, start = trainer.network, trainer.history.nearest(0)[1]["parameters"]
    change = now.parameters - start
    size = np.abs(change if change.any() else now.gradient)
    found: list[tuple[float, Weight]] = []
    for layer in now.layers:
        first = planes.place_of(now, layer.index, 0, 0)
        flat = size[first : first + layer.W.size]
        for place in np.argsort(-flat, kind="stable")[:2].tolist():
            row, column = divmod(place, layer.fan_out)
            found.append((-float(flat[place]), (layer.index, row, column)))
    found.sort()
    return found[0][1], found[min(1, len(found) - 1)][1]
