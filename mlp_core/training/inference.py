"""A network's answers to inputs that it is not trained on: test samples, a grid of points, a drawn digit.

The forward pass is the one of passes.py, over buffers of its own, so that a run is not disturbed; with batch
normalisation, whose statistics come from elsewhere, it is written out here. Many inputs go through in slices,
so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from mlp_core.nn.buffers import Buffers
from mlp_core.nn.network import MLP, Dense
from mlp_core.nn.normalization import EPSILON
from mlp_core.nn.operation import Call, flatten
from mlp_core.nn.passes import compile_forward
from mlp_core.nn.steps import Array
from mlp_core.pauses import pause

SLICE, CELLS = 4096, 1_000_000
"""Inputs at once, at most, and units times inputs: 8 MB for each kind of array."""


def at_once(sizes: Sequence[int]) -> int:
    """How many inputs go through a network of these sizes at a time."""
    return min(SLICE, max(1, CELLS // sum(sizes)))


class Forward:
    """A network's forward pass over fixed inputs, compiled once.

    Args:
        network: read at every call; its activations and structure must stay as they are.
        x: (n, n_in).
        statistics_of: (samples, n_in), in a network with batch normalisation the samples (those trained on)
            whose mean and spread are used; such a network cannot judge one input by itself.
    """

    def __init__(self, network: MLP, x: Array, statistics_of: Array | None = None) -> None:
        self._network, self._x, self._statistics_of = network, x, statistics_of
        self._compiled: dict[int, tuple[Buffers, list[Call]]] = {}
        self._by_statistics = network.normalization == "batch"
        self._at_once = at_once(network.sizes)

    def _slice(self, inputs: Array) -> tuple[list[Array], Array]:
        """(a of every layer, (n, units) each; z of the output layer) for these inputs: views."""
        if len(inputs) not in self._compiled:
            net, buffers = self._network, self._network.make_buffers(len(inputs))
            operations = compile_forward(buffers, net.activation, net.output_activation)
            self._compiled[len(inputs)] = buffers, flatten(operations)
        buffers, calls = self._compiled[len(inputs)]
        buffers.a[0][...] = inputs.T
        with np.errstate(all="ignore"):
            for call in calls:
                call()
        return [a.T for a in buffers.a], buffers.z[-1].T

    def _slices(self) -> Iterator[tuple[slice, list[Array], Array]]:
        """(which of the inputs, a of every layer for them, z of the output layer): views, until the next."""
        known = self._x if self._statistics_of is None else self._statistics_of
        statistics = self._statistics(known) if self._by_statistics else None
        for start in range(0, len(self._x), self._at_once):
            part = slice(start, min(start + self._at_once, len(self._x)))
            inputs = self._x[part]
            layers, z = self._normalized(inputs, statistics) if statistics else self._slice(inputs)
            yield part, layers, z
            pause()

    def activations(self) -> list[Array]:
        """a of every layer, (n, units) each, the input first."""
        found = [np.empty((len(self._x), units)) for units in self._network.sizes]
        for part, layers, _ in self._slices():
            for array, a in zip(found, layers, strict=True):
                array[part] = a
        return found

    def output(self) -> tuple[Array, Array]:
        """(z, a) of the output layer, (n, n_out) each."""
        z, a = (np.empty((len(self._x), self._network.sizes[-1])) for _ in range(2))
        for part, layers, last in self._slices():
            z[part], a[part] = last, layers[-1]
        return z, a

    def _statistics(self, x: Array) -> list[tuple[Array, Array]]:
        """The mean and s of every hidden layer's z over these inputs; one layer at a time is in memory."""
        a, found = x, list[tuple[Array, Array]]()
        with np.errstate(all="ignore"):
            for layer in self._network.layers[:-1]:
                z = a @ layer.W
                found.append((z.mean(0), np.sqrt(z.var(0) + EPSILON)))
                pause()
                a = self._activated(layer, a, _shifted(layer, z, found[-1]))
                pause()
        return found

    def _normalized(self, x: Array, statistics: list[tuple[Array, Array]]) -> tuple[list[Array], Array]:
        """As `_slice`, with batch normalisation by these statistics."""
        layers, z = [x], x
        with np.errstate(all="ignore"):
            for layer, moments in zip_longest(self._network.layers, statistics):
                z = _shifted(layer, layers[-1] @ layer.W, moments)
                layers.append(self._activated(layer, layers[-1], z))
        return layers, z

    def _activated(self, layer: Dense, a: Array, z: Array) -> Array:
        """The layer's a, from that of the layer below and its own z."""
        f = layer.activation.value(z)
        return f + a if layer.index in self._network.buffers.skips else f


def _shifted(layer: Dense, z: Array, moments: tuple[Array, Array] | None) -> Array:
    """z with the layer's bias, normalised by mean and s before that if it is a hidden one."""
    return layer.b + (z if moments is None else (z - moments[0]) / moments[1])


def classes_of(values: Array) -> Array:
    """Which class outputs or targets (n, n_out) name: the greatest of several, or 1 from one half on."""
    return np.argmax(values, axis=1) if values.shape[1] > 1 else (values[:, 0] >= 0.5).astype(np.intp)


def accuracy(a: Array, y: Array) -> float:
    """The share of outputs a that name the same class as the targets y; NaN for none."""
    return float(np.mean(classes_of(a) == classes_of(y))) if len(a) else float("nan")


def confusion(a: Array, y: Array) -> Array:
    """How often each class (row) was taken for each (column): (classes, classes) of whole numbers."""
    k = max(2, y.shape[1])
    return np.bincount(classes_of(y) * k + classes_of(a), minlength=k * k).reshape(k, k)
