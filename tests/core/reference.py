"""The tutorial's algorithm written a second time, plainly, without mlp_core: the oracle of its tests.

It does the work that the listing does, NumPy call by NumPy call (transpose and matmul, dW column by
column, a fresh array for every result), so that the benchmark can measure against it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def sigmoid(z: Array) -> Array:
    """The logistic function, as a formula."""
    return 1.0 / (1.0 + np.exp(-z))


@dataclass
class Layer:
    """W (n_in, n_out) and b (n_out,), with what the last pass left behind."""

    W: Array
    b: Array
    x: Array = field(default_factory=lambda: np.zeros(0))
    o: Array = field(default_factory=lambda: np.zeros(0))
    dW: Array = field(default_factory=lambda: np.zeros(0))
    db: Array = field(default_factory=lambda: np.zeros(0))
    dx: Array = field(default_factory=lambda: np.zeros(0))
    """Gradient with respect to the layer's input: what the listing calls dh."""


def draw_layers(hidden_depth: int, width: int, n_in: int, n_out: int) -> list[Layer]:
    """hidden_depth + 2 layers; weights N(0, 0.01) from NumPy's global generator, input side first."""
    sizes = [n_in, *[width] * (hidden_depth + 1), n_out]
    layers = []
    for i, o in pairwise(sizes):
        layers.append(Layer(np.random.normal(0.0, 0.01, (i, o)), np.zeros(o)))
    return layers


def forward(layers: list[Layer], x: Array) -> Array:
    """The output for one sample x, (n_in,)."""
    for layer in layers:
        layer.x = x
        x = layer.o = sigmoid(np.matmul(np.transpose(layer.W), x) + layer.b)
    return x


def slope(layer: Layer) -> Array:
    """o (1 - o). The listing computes it three times a layer: for dh, for dW and for db."""
    return layer.o * (1 - layer.o)


def backward(layers: list[Layer], dh: Array) -> None:
    """Fill dW, db and dx of every layer from dh, the gradient with respect to the output."""
    for layer in reversed(layers):
        layer.dx = np.matmul(layer.W * slope(layer), dh)
        layer.dW = np.ones_like(layer.W)
        slopes = slope(layer)
        for j in range(layer.dW.shape[1]):
            layer.dW[:, j] = dh[j] * slopes[j] * layer.x
        layer.db = dh * slope(layer)
        dh = layer.dx


def descend(layers: list[Layer], x: Array, y: Array, alpha: float) -> float:
    """One step along h - y; returns 1/2 mean((h - y)^2) before it."""
    h = forward(layers, x)
    loss = 1 / 2 * np.mean(np.square(h - y))
    backward(layers, h - y)
    for layer in layers:
        layer.W += -alpha * layer.dW
        layer.b += -alpha * layer.db
    return float(loss)
