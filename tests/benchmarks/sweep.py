"""480 networks forward and backward: the sweep's nested networks, and tidy vectorised NumPy, side by side.

    python tests/benchmarks/sweep.py

Depths 1 to 30, four activations, four initializers; width 32, 64 of the digits, output sigmoid, squared
error, float64, one BLAS thread. Ours and the loop alternate in this process, so that a busy machine slows
both, and the least of several times counts. First the passes alone, weights drawn beforehand: (a) every
network has weights of its own; (b) those of one initializer and activation begin alike, as in a depth sweep
from one seed. The targets are 1.4 and 2.7 times the loop. Then what a study costs: drawing, passes, norms and
table. There the loop takes five measures and ours ten; drawing the same numbers costs both the same, unless
networks share them.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import INITIALIZERS, Experiment
from mlp_core.analysis.nested import NestedNetworks
from mlp_core.analysis.sweep import sweep
from mlp_core.data.load import draw

Array = np.ndarray[Any, Any]
Pair = tuple[Array, Array]

REPEATS, TARGETS = 7, {"a": 1.4, "b": 2.7}
DEPTHS, WIDTH, SAMPLES = range(1, 31), 32, 64
NAMES = ("sigmoid", "tanh", "relu", "leaky_relu")


def experiments(apart: bool) -> list[Experiment]:
    """The 480; each from a seed of its own, or all from one."""
    first = Experiment(dataset="digits", samples=SAMPLES)
    found = [
        replace(first, hidden_layers=(WIDTH,) * depth, activation=activation, initializer=initializer)
        for activation in NAMES
        for initializer in ("normal", "xavier", "he", "orthogonal")
        for depth in DEPTHS
    ]
    return [replace(e, seed=seed) for seed, e in enumerate(found)] if apart else found


# Tidy NumPy: what a careful reader of a textbook writes.


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


FUNCTIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]] = {
    "sigmoid": (sigmoid, lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: z > 0),
    "leaky_relu": (lambda z: np.maximum(z, 0.01 * z), lambda z, a: np.where(z > 0, 1.0, 0.01)),
}
"""name -> f(z), and f'(z) from z and a."""


def drawn(experiment: Experiment) -> tuple[Array, Array, list[Pair]]:
    """x, y and the layers' (W, b), as the core draws them."""
    x, y, rng = draw(experiment)
    sizes, initializer = experiment.sizes, INITIALIZERS[experiment.initializer]
    layers = [(initializer.draw(rng, n_in, n_out), np.zeros(n_out)) for n_in, n_out in pairwise(sizes)]
    return x, y, layers


def tidy(x: Array, y: Array, layers: list[Pair], activation: str) -> list[dict[str, Array]]:
    """Forward and backward of one network: every layer's arrays."""
    f, slope_of = FUNCTIONS[activation]
    n, a, found = len(x), x, []
    for W, b in layers[:-1]:
        below, z = a, a @ W + b
        a = f(z)
        found.append({"below": below, "z": z, "a": a})
    W, b = layers[-1]
    h = sigmoid(a @ W + b)
    da, slope = (h - y) / n, h * (1 - h)
    delta = da * slope
    found.append(
        {"below": a, "slope": slope, "da": da, "delta": delta, "dW": a.T @ delta, "db": delta.sum(0)}
    )
    for l in range(len(layers) - 2, -1, -1):
        layer = found[l]
        da = delta @ layers[l + 1][0].T
        slope = slope_of(layer["z"], layer["a"])
        delta = da * slope
        layer |= {
            "slope": slope, "da": da, "delta": delta, "dW": layer["below"].T @ delta, "db": delta.sum(0)
        }  # fmt: skip
    return found


# Ours, weights drawn beforehand.

Drawn = tuple[Experiment, Array, Array, list[Pair]]


def load(nest: NestedNetworks, layers: list[Pair], first: int, last: int) -> None:
    """Put hidden layers `first` to `last` of a network, and its output layer, into the nest."""
    block = nest.buffers.block
    for l in range(first, last + 1):
        block[l - 1][:-1], block[l - 1][-1] = layers[l - 1]
    block[-1][:-1], block[-1][-1] = layers[-1]


def give(nest: NestedNetworks, x: Array, y: Array) -> None:
    """Put the data into the nest."""
    nest.buffers.a[0][...], nest.buffers.y[...] = x.T, y.T


def apart(nests: dict[str, NestedNetworks], networks: list[Drawn]) -> Iterator[NestedNetworks]:
    """Every network by itself."""
    for e, x, y, layers in networks:
        nest, depth = nests[e.activation], len(layers) - 1
        give(nest, x, y)
        load(nest, layers, 1, depth)
        nest.forward(1, depth)
        nest.finish(depth)
        yield nest


def together(nests: dict[str, NestedNetworks], networks: list[Drawn]) -> Iterator[NestedNetworks]:
    """Those of one activation and initializer from their common first layers on, in the order of depths."""
    for _, family in groupby(networks, key=lambda network: (network[0].activation, network[0].initializer)):
        here = 0
        for e, x, y, layers in family:
            nest, depth = nests[e.activation], len(layers) - 1
            if not here:
                give(nest, x, y)
            load(nest, layers, here + 1, depth)
            nest.forward(here + 1, depth)
            nest.finish(depth)
            here = depth
            yield nest


def check(ours: Iterator[NestedNetworks], networks: list[Drawn]) -> float:
    """The greatest relative difference of a layer's dW, or db, from the loop's."""
    worst = 0.0
    for nest, (e, x, y, layers) in zip(ours, networks, strict=True):
        with np.errstate(all="ignore"):
            expected = tidy(x, y, layers, e.activation)
        dblock = [*nest.buffers.dblock[: len(layers) - 1], nest.buffers.dblock[-1]]
        for found, layer in zip(dblock, expected, strict=True):
            for part, value in ((found[:-1], layer["dW"]), (found[-1], layer["db"])):
                size = np.abs(value).max()
                worst = max(worst, np.abs(part - value).max() / size if size else np.abs(part).max())
    return worst


# The whole study.


def tidy_study(chosen: list[Experiment]) -> pd.DataFrame:
    """Of the table of `sweep`, the measures that a reader would take; drawing included."""
    norm, rows = np.linalg.norm, []
    for network, e in enumerate(chosen):
        x, y, layers = drawn(e)
        found = tidy(x, y, layers, e.activation)
        loss = np.mean((found[-1]["da"] * len(x)) ** 2) / 2
        for l, layer in enumerate(found, start=1):
            above = found[l]["delta"] if l < len(found) else None
            rows.append(
                {
                    "network": network, "depth": len(e.hidden_layers), "activation": e.activation,
                    "initializer": e.initializer, "seed": e.seed, "layer": l,
                    "grad_norm": norm(layer["dW"]), "delta_norm": norm(layer["delta"]),
                    "slope": norm(layer["delta"]) / norm(layer["da"]),
                    "gain": np.nan if above is None else norm(layer["da"]) / norm(above),
                    "saturation": np.mean(layer["slope"] < 0.01), "loss": loss,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def least(*works: Callable[[], object]) -> list[float]:
    """The least seconds of each, in turn, after one run to warm up."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def report(title: str, loop: float, ours: float, target: str = "") -> None:
    """One line."""
    print(f"{title:<54}{loop * 1e3:>8.0f} ms{ours * 1e3:>8.0f} ms{loop / ours:>7.2f}  {target}")


def passes(kind: str, title: str) -> None:
    """Forward and backward alone."""
    way, chosen = {"a": apart, "b": together}[kind], experiments(kind == "a")
    networks: list[Drawn] = [(e, *drawn(e)) for e in chosen]
    deepest = replace(chosen[0], hidden_layers=(WIDTH,) * DEPTHS[-1])
    nests = {name: NestedNetworks(replace(deepest, activation=name)) for name in NAMES}
    difference = check(way(nests, networks), networks)
    assert difference < 1e-10, f"the gradients differ by {difference}"

    def loop() -> None:
        with np.errstate(all="ignore"):
            for e, x, y, layers in networks:
                tidy(x, y, layers, e.activation)

    def ours() -> None:
        for _ in way(nests, networks):
            pass

    seconds = least(loop, ours)
    report(title, seconds[0], seconds[1], f"target {TARGETS[kind]}; gradients agree to {difference:.0e}")


def study(kind: str, title: str) -> None:
    """Drawing, passes, norms, table."""
    chosen = experiments(kind == "a")
    with np.errstate(all="ignore"):
        found, expected = sweep(chosen), tidy_study(chosen)
        for name in ("grad_norm", "delta_norm", "slope", "gain", "saturation", "loss"):
            here = (expected[name] > 1e-140) | (name == "saturation")  # np.linalg.norm underflows below
            np.testing.assert_allclose(found[name][here], expected[name][here], rtol=1e-9)
        loop, ours, drawing = least(
            lambda: tidy_study(chosen), lambda: sweep(chosen), lambda: [drawn(e) for e in chosen]
        )
    report(title, loop, ours, f"{drawing * 1e3:.0f} ms of the loop's draw data and weights")


def main() -> None:
    """Print both, in both ways."""
    print(f"NumPy {np.__version__}, 480 networks, the least of {REPEATS} alternations")
    print(f"{'':<54}{'tidy loop':>11}{'ours':>11}{'ratio':>7}")
    passes("a", "(a) passes, weights of their own")
    passes("b", "(b) passes, first layers in common")
    study("a", "(a) whole study, sweep(): 480 seeds")
    study("b", "(b) whole study, sweep(): one seed")


if __name__ == "__main__":
    main()
