r"""The chain rule as a sum over paths: delta of a unit is what comes back along every way to the loss.

    delta_l[j] = sum over j_{l+1}, ..., j_L of
        f'(z_l)[j] * W_{l+1}[j, j_{l+1}] * f'(z_{l+1})[j_{l+1}] * ... * W_L[j_{L-1}, j_L] * delta_L[j_L]

and dW_l[i, j] of that sample is a_{l-1}[i] * delta_l[j], so a path has the same share of both. Around a layer
with a skip connection leads one edge more from each unit, to the same unit behind it, with the factor 1. It
is delta_l = (delta_{l+1} W_{l+1}^T) * f'(z_l), multiplied out. Source: F. L. Bauer, "Computational graphs
and rounding error", SIAM J. Numer. Anal. 11 (1974): a derivative is the sum, over all paths, of the products
of their edges.

A normalised layer is refused: there every z of the group moves every n, and paths are not products of these
factors.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from mlp_core.analysis.probe import Probe
from mlp_core.analysis.scaled import Scaled
from mlp_core.nn.steps import Array


class Factor(NamedTuple):
    """One factor of a path: the slope or delta of a unit of `layer`, or the edge into that layer."""

    role: Literal["slope", "weights", "skip", "delta"]
    layer: int
    value: float


@dataclass(frozen=True, eq=False)
class Chain:
    """What comes back of one sample is made of.

    Attributes:
        weights: W_1 to W_L, (n_{l-1}, n_l) each.
        slopes: f'(z_l) of the hidden layers 1 to L - 1, (n_l,) each.
        delta: dLoss/dz of the output layer, (n_L,), whatever loss and activation it came from.
        skips: the layers around which a skip connection leads, none the first or the last.

    Raises:
        ValueError: the shapes do not go together, or a number is not finite.
    """

    weights: Sequence[Array]
    slopes: Sequence[Array]
    delta: Array
    skips: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        shapes, sizes = [W.shape for W in self.weights], self.sizes
        if shapes != list(pairwise(sizes)) or len(self.delta) != sizes[-1]:
            raise ValueError(f"these weights and delta are of no network: {shapes}, {len(self.delta)}")
        if [len(slope) for slope in self.slopes] != sizes[1:-1]:
            raise ValueError("there is not one slope for each hidden unit")
        if any(not 1 < l < self.depth or sizes[l] != sizes[l - 1] for l in self.skips):
            raise ValueError("a skip connection leads around a hidden layer as wide as the one below")
        if not all(np.isfinite(part).all() for part in (*self.weights, *self.slopes, self.delta)):
            raise ValueError("a number is not finite: there are no products to compare")

    @classmethod
    def of(cls, probe: Probe, sample: int) -> Chain:
        """That of a probe's sample, from 0, once the probe is evaluated.

        Raises:
            ValueError: a layer is normalised, or a number is not finite.
        """
        buffers, layers = probe.network.buffers, probe.network.layers
        if buffers.n_hat:
            raise ValueError("a normalised layer's paths are not products of slopes and weights")
        slopes = [layer.slope[sample] for layer in layers[:-1]]
        return cls([layer.W for layer in layers], slopes, layers[-1].delta[sample], buffers.skips)

    @property
    def depth(self) -> int:
        """L."""
        return len(self.weights)

    @property
    def sizes(self) -> list[int]:
        """n_0 to n_L."""
        return [len(self.weights[0]), *(W.shape[-1] for W in self.weights)]


@dataclass(frozen=True, eq=False)
class Path:
    """One way from a unit to the loss.

    Attributes:
        layer: l, the unit's.
        units: j_l to j_L, from 0.
        around: the layers that it passes by a skip connection.
        factors: in the order of the formula, from f'(z_l) to delta_L.
        product: what they come to.
    """

    layer: int
    units: tuple[int, ...]
    around: frozenset[int]
    factors: tuple[Factor, ...]
    product: Scaled


def count(sizes: Sequence[int], layer: int, skips: Collection[int] = ()) -> int:
    """How many paths lead from one unit of `layer` (or from a weight into it) to the loss; exact."""
    paths = 1
    for l in range(layer + 1, len(sizes)):
        paths *= sizes[l] + (l in skips)
    return paths


def strongest(chain: Chain, layer: int, unit: int) -> Path:
    """The path with the largest |product|; of equal ones that through the first units, weights before skips.

    Where it is 0, every path is. Time: that of one matrix product a layer, by dynamic programming: the best
    way on from a unit does not depend on how it was reached.
    """
    return _best(chain, layer, unit, Scaled.largest)


def weakest(chain: Chain, layer: int, unit: int) -> Path:
    """The path with the smallest |product|, likewise; 0 as soon as one factor on the way is."""
    return _best(chain, layer, unit, Scaled.smallest)


def through(chain: Chain, layer: int, units: Sequence[int], around: Collection[int] = ()) -> Path:
    """The path through given units.

    Args:
        units: one of each layer from `layer` to L, from 0.
        around: the layers that are passed by their skip connection, to the same unit.

    Raises:
        ValueError: there is no such path.
    """
    places = dict(zip(range(layer, chain.depth + 1), units, strict=True))
    if not all(0 <= j < chain.sizes[l] for l, j in places.items()) or layer < 1:
        raise ValueError(f"there is no path through the units {tuple(units)} from layer {layer} on")
    if any(l not in chain.skips or l <= layer or places[l] != places[l - 1] for l in around):
        raise ValueError(f"no skip connection leads that way: {tuple(around)}")
    factors = [_node(chain, layer, places[layer])]
    for l in range(layer + 1, chain.depth + 1):
        if l in around:
            factors.append(Factor("skip", l, 1.0))
        else:
            weight = float(chain.weights[l - 1][places[l - 1], places[l]])
            factors += [Factor("weights", l, weight), _node(chain, l, places[l])]
    product = Scaled.of(1.0)
    for factor in reversed(factors):  # as the sums are made, from the loss back
        product *= Scaled.of(factor.value)
    return Path(layer, tuple(units), frozenset(around), tuple(factors), product)


def total(chain: Chain, layer: int) -> Scaled:
    """The sum over all paths from each unit of `layer`, (n_l,): its delta, by one matrix product a layer."""
    delta = da = Scaled.of(chain.delta)
    for l in range(chain.depth, layer, -1):
        terms = Scaled.of(chain.weights[l - 1]) * delta
        da = (terms.beside(da) if l in chain.skips else terms).sum()
        delta = Scaled.of(chain.slopes[l - 2]) * da
    return delta


def share(chain: Chain, path: Path) -> float:
    """A path's part of its unit's delta, and of dW of every weight into that unit, of this sample.

    Beyond 1, or negative, where paths cancel one another; NaN where all of them come to 0.
    """
    return path.product.over(total(chain, path.layer)[path.units[0]])


def _node(chain: Chain, l: int, j: int) -> Factor:
    if l == chain.depth:
        return Factor("delta", l, float(chain.delta[j]))
    return Factor("slope", l, float(chain.slopes[l - 1][j]))


def _best(chain: Chain, layer: int, unit: int, choose: Callable[[Scaled], Array]) -> Path:
    delta = da = abs(Scaled.of(chain.delta))
    onward: dict[int, Array] = {}
    for l in range(chain.depth, layer, -1):
        ways = abs(Scaled.of(chain.weights[l - 1])) * delta
        if l in chain.skips:
            ways = ways.beside(da)
        onward[l] = choose(ways)
        da = ways[np.arange(len(onward[l])), onward[l]]
        delta = abs(Scaled.of(chain.slopes[l - 2])) * da
    units, around = [unit], set[int]()
    for l in range(layer + 1, chain.depth + 1):
        to = int(onward[l][units[-1]])
        if to == chain.sizes[l]:  # the column beside the weights: the skip connection
            around.add(l)
            to = units[-1]
        units.append(to)
    return through(chain, layer, units, around)
