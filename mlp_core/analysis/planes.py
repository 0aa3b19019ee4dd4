"""The planes that a loss landscape is drawn on: two weights, a path's principal directions, random ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mlp_core.analysis.plane import Plane, independent
from mlp_core.analysis.principal import principal
from mlp_core.nn.buffers import blocks, parameter_starts
from mlp_core.nn.network import MLP, parameter_count
from mlp_core.nn.norms import row_norms
from mlp_core.nn.steps import Vector
from mlp_core.pauses import pause

__all__ = ["Plane", "of_weights", "place_of", "principal", "random"]

_DRAWS = 100


def place_of(network: MLP | Sequence[int], layer: int, row: int | None, column: int) -> int:
    """Where W[row, column] of a layer, or its bias, stands among all parameters.

    Args:
        network: it, or its layer sizes.
        layer: 1..L.
        row: the unit below, from 0, or None for the bias.
        column: the layer's own unit, from 0.

    Raises:
        ValueError: where there is no such weight.
    """
    sizes = network.sizes if isinstance(network, MLP) else tuple(network)
    inside = 1 <= layer < len(sizes) and 0 <= column < sizes[layer]
    if not inside or not (row is None or 0 <= row < sizes[layer - 1]):
        raise ValueError(f"layers of {sizes} units have no weight at layer {layer}, {row}, {column}")
    below = sizes[layer - 1] if row is None else row
    return int(parameter_starts(sizes)[2 * (layer - 1)]) + below * sizes[layer] + column


def of_weights(origin: Vector, one: int, other: int) -> Plane:
    """The plane of two parameters by their places, x and y being what they are more than in the origin.

    Raises:
        ValueError: for one parameter twice, or a place that there is not.
    """
    if one == other or not all(0 <= place < len(origin) for place in (one, other)):
        raise ValueError(f"there are no two parameters at {one} and {other} of {len(origin)}")
    directions = np.zeros((2, len(origin)))
    directions[[0, 1], [one, other]] = 1.0
    return Plane(origin, directions)


def random(network: MLP, origin: Vector, seed: int) -> Plane:
    """The plane of two random directions, each unit's incoming weights scaled to the norm of its own.

    So a step along x changes every unit by the same share of what it is, and landscapes of networks whose
    weights differ in scale can be compared. Biases stay. The same seed gives the same bits. Source: H. Li, Z.
    Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018,
    section 4. Where the weights allow no two such directions (all of them 0), every unit's are scaled to 1.

    Raises:
        ValueError: when the origin does not have the network's size.
    """
    start = np.asarray(origin, np.float64)
    if start.shape != (parameter_count(network.sizes),):
        raise ValueError(f"{start.shape} is not the shape of {network!r}'s parameters")
    rng = np.random.default_rng(seed)
    for scaled in (True, False):
        for _ in range(_DRAWS):  # units of one weight each have the same direction half the time
            pair = np.array([_filtered(rng, network.sizes, start if scaled else None) for _ in range(2)])
            if independent(pair):
                return Plane(start, pair)
            pause()
    raise ValueError(f"{network!r} has no two directions for its weights")


def _filtered(rng: np.random.Generator, sizes: Sequence[int], origin: Vector | None) -> Vector:
    """One direction; each unit's part is as long as its weights in the origin, or of length 1."""
    direction = np.zeros(parameter_count(sizes))
    own = blocks(direction if origin is None else origin, sizes)
    for block, weights in zip(blocks(direction, sizes), own, strict=True):
        drawn = rng.standard_normal(block[:-1].shape)
        scale = row_norms(weights[:-1].T) if origin is not None else 1.0
        block[:-1] = drawn / np.linalg.norm(drawn, axis=0) * scale
    return direction
