"""The loss over 41 x 41 points of a plane: `python tests/benchmarks/landscape.py`.

Whole landscapes by random directions around a run of 200 steps, the least of three times, and what is around
them: the run's path, its principal directions, and the arrows. The targets: the tutorial's network and
2-8-8-1 on 300 samples within 1 s, digits 64-64-10 on all samples within 5 s. Then the same grids in other
ways, in this process, each checked to give the same losses: one evaluation a point from the first layer;
one stacked product a layer (np.matmul) for a row of points; the first layer's z, which is linear in x and y,
from three products.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import LOSSES, MLP, PRESETS, Experiment, Trainer
from mlp_core.analysis.landscape import Landscape, arrows, path_of
from mlp_core.analysis.planes import Plane, of_weights, place_of, principal, random
from mlp_core.nn.operation import flatten
from mlp_core.nn.passes import compile_forward
from mlp_core.nn.steps import bind
from mlp_core.training.program import compile_loss

Array = np.ndarray[Any, Any]

AXIS, REPEATS, STEPS, CELLS = np.linspace(-1, 1, 41), 3, 200, 1_000_000
DIGITS = replace(PRESETS["digits"], hidden_layers=(64,), samples=None, test_share=0.0)
CASES: dict[str, tuple[Experiment, float]] = {
    "the tutorial's network": (Experiment(), 1.0),
    "2-8-8-1 on 300 samples": (
        replace(PRESETS["moons"], hidden_layers=(8, 8), samples=300, test_share=0.0),
        1.0,
    ),
    "digits 64-64-10, 1,797 samples": (DIGITS, 5.0),
}


def least(work: Callable[[], Any]) -> tuple[float, Any]:
    """(the least milliseconds of some calls, what the last gave)."""
    times, found = [], None
    for _ in range(REPEATS):
        start = time.perf_counter()
        found = work()
        times.append(1e3 * (time.perf_counter() - start))
    return min(times), found


def computed(trainer: Trainer, plane: Plane) -> Array:
    """The whole landscape, as a page asks for it."""
    landscape = Landscape(trainer.experiment, trainer, plane, AXIS, AXIS)
    while not landscape.advance(time.monotonic() + 0.1):
        pass
    return landscape.losses


def one_by_one(trainer: Trainer, plane: Plane) -> Array:
    """All layers of every point."""
    landscape = Landscape(trainer.experiment, trainer, plane, AXIS, AXIS)
    return np.array([[landscape.loss_at(plane.at(np.array([x, y]))) for x in AXIS] for y in AXIS])


class Stacked:
    """A row of points, or as much of it as goes into memory, as one stack of networks."""

    def __init__(self, trainer: Trainer, plane: Plane) -> None:
        e, x, y = trainer.experiment, trainer.x, trainer.y
        self.plane, self.sizes = plane, e.sizes
        self.many = max(1, min(len(AXIS), CELLS // (sum(e.sizes) * len(x))))
        self.weights = np.empty((self.many, len(plane.origin)))
        self.h = [np.ones((self.many, n + 1, len(x))) for n in e.sizes]
        self.h[0][:, :-1] = x.T
        self.z = [np.empty((self.many, n, len(x))) for n in e.sizes]
        net, loss, last = trainer.network, LOSSES[e.loss], len(e.sizes) - 1
        fused = loss.fuses(net.output_activation)
        self.calls = [bind(self._activation(net, l)) for l in range(1, last)]
        self.calls.append([] if fused else bind(self._activation(net, last)))
        self.values = [np.zeros(()) for _ in range(self.many)]
        columns = np.ascontiguousarray(y.T)
        self.outputs = [np.empty_like(columns) for _ in range(self.many)]
        self.losses = [
            bind(
                loss.fused_value_steps(self.z[-1][k], columns, value)
                if fused
                else [
                    (np.copyto, self.outputs[k], self.h[-1][k, :-1]),
                    *loss.steps(self.outputs[k], columns, np.empty_like(columns), value),
                ]
            )
            for k, value in enumerate(self.values)
        ]

    def _activation(self, net: MLP, l: int) -> list[tuple[Any, ...]]:
        z, f = self.z[l], net.layers[l - 1].activation
        return f.value_steps(z, self.h[l][:, :-1], np.empty_like(z), np.empty_like(z))

    def __call__(self) -> Array:
        found = np.empty((len(AXIS), len(AXIS)))
        one, other = self.plane.directions
        for i, y in enumerate(AXIS):
            row = self.plane.origin + y * other
            for start in range(0, len(AXIS), self.many):
                xs = AXIS[start : start + self.many]
                np.multiply(one, xs[:, None], self.weights[: len(xs)])
                np.add(self.weights, row, self.weights)
                self._forward()
                for k in range(len(xs)):
                    for call in self.losses[k]:
                        call()
                    found[i, start + k] = self.values[k]
        return found

    def _forward(self) -> None:
        start = 0
        for l, (n_in, n_out) in enumerate(pairwise(self.sizes), 1):
            stop = start + (n_in + 1) * n_out
            blocks = self.weights[:, start:stop].reshape(-1, n_in + 1, n_out)
            np.matmul(blocks.transpose(0, 2, 1), self.h[l - 1], self.z[l])
            for call in self.calls[l - 1]:
                call()
            start = stop


def linear(trainer: Trainer, plane: Plane) -> Array:
    """The first layer's z of every point from those at the origin and along the two directions."""
    e, x = trainer.experiment, trainer.x
    net = MLP(e.sizes, e.activation, e.output_activation, initializer=None)
    b = net.use_batch(len(x))
    b.a[0][...], b.y[...] = x.T, trainer.y.T
    first, *rest = compile_forward(b, net.activation, net.output_activation)
    loss = LOSSES[e.loss]
    calls = flatten(
        [
            *(rest[:-1] if loss.fuses(net.output_activation) else rest),
            compile_loss(b, loss, net.output_activation, e.penalty),
        ]
    )
    parts = []
    for vector in (plane.origin, *plane.directions):
        net.parameters[...] = vector
        first()
        parts.append(b.z[1].copy())
    found = np.empty((len(AXIS), len(AXIS)))
    one, other = plane.directions
    for i, y in enumerate(AXIS):
        row, below = plane.origin + y * other, parts[0] + y * parts[2]
        for j, point in enumerate(AXIS):
            np.add(np.multiply(one, point, net.parameters), row, net.parameters)
            np.add(np.multiply(parts[1], point, b.z[1]), below, b.z[1])
            for call in calls:
                call()
            found[i, j] = b.loss
    return found


def others(trainer: Trainer, plane: Plane, expected: Array) -> None:
    """The other ways, and by how much their losses differ."""
    stacked = Stacked(trainer, plane)
    ways: dict[str, Callable[[], Array]] = {
        "from the first layer, softmax and all": lambda: one_by_one(trainer, plane),
        f"stacks of {stacked.many}": stacked,
        "first layer linear": lambda: linear(trainer, plane),
    }
    for name, way in ways.items():
        with np.errstate(all="ignore"):
            milliseconds, found = least(way)
        off = float(np.max(np.abs(found / expected - 1)))
        assert off < 1e-9, f"{name}: losses differ by {off}"
        print(f"    {name:<44}{milliseconds:>8.0f} ms   off by {off:.0e}")


def around(trainer: Trainer, plane: Plane) -> None:
    """Path, principal directions, arrows."""
    milliseconds, path = least(lambda: path_of(trainer))
    print(f"    {f'the path, {len(path.steps)} states':<44}{milliseconds:>8.0f} ms")
    milliseconds, found = least(lambda: principal(path.states, path.states[-1]))
    assert found.held
    print(f"    {f'its plane, which holds {sum(found.held):.1%}':<44}{milliseconds:>8.0f} ms")
    milliseconds, _ = least(lambda: arrows(trainer, plane))
    print(f"    {'the arrows':<44}{milliseconds:>8.1f} ms")


def main() -> None:
    """Print all of it."""
    print(f"NumPy {np.__version__}, 41 x 41 points, the least of {REPEATS}")
    for name, (experiment, target) in CASES.items():
        trainer = Trainer(experiment)
        trainer.step(STEPS)
        net = trainer.network
        plane = random(net, net.parameters, 0)
        milliseconds, losses = least(lambda t=trainer, p=plane: computed(t, p))  # type: ignore[misc]
        assert all(map(math.isfinite, losses.ravel()))
        print(f"{name:<48}{milliseconds:>8.0f} ms   (target: within {target:g} s)")
        last = len(net.layers)
        top = of_weights(net.parameters, place_of(net, last, 0, 0), place_of(net, last, 1, 0))
        milliseconds, _ = least(lambda t=trainer, p=top: computed(t, p))  # type: ignore[misc]
        print(f"    {'two weights of the last layer':<44}{milliseconds:>8.0f} ms")
        others(trainer, plane, losses)
        around(trainer, plane)


if __name__ == "__main__":
    main()
