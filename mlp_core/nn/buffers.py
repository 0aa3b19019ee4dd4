"""The arrays of one network at one batch size, laid out for speed.

Inside, samples are columns, and below each layer's activations stands a constant row of ones:

    h = [a; 1]  of shape (n + 1, batch)         block = [W; b]  of shape (n_in + 1, n_out)

so that one product gives z with its bias, and one product gives dW with db under it (measured
factor 1.41; the trick of a constant unit is old, see rougier/neural-networks). Each kind of array
is one flat buffer of which the layers' arrays are views, so that one call can sweep all layers.
In public, rows are samples: the views' transposes.

A plain network needs no more than h, z, slope, delta and da. Where a hidden layer is normalised, what its
activation sees is an array of its own, n, and otherwise z itself; in a network with skip connections so is f,
the activation's value before a_below is added, and otherwise the upper part of h. The engine always reads n
and f.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import chain, pairwise

import numpy as np

from mlp_core.nn.normalization import NORMALIZATIONS
from mlp_core.nn.steps import Array
from mlp_core.pauses import pause


def blocks(flat: Array, sizes: Sequence[int]) -> list[Array]:
    """The flat vector as one (n_in + 1, n_out) view a layer."""
    views, start = [], 0
    for n_in, n_out in pairwise(sizes):
        stop = start + (n_in + 1) * n_out
        views.append(flat[start:stop].reshape(n_in + 1, n_out))
        start = stop
    return views


def parameter_starts(sizes: Sequence[int]) -> Array:
    """Where W and b of every layer begin in a flat vector: W1, b1, W2, b2, ..., (2 L,)."""
    rows = [(n_in * n_out, n_out) for n_in, n_out in pairwise(sizes)]
    return np.cumsum([0, *chain.from_iterable(rows)])[:-1]


def skips(sizes: Sequence[int]) -> frozenset[int]:
    """The layers that a skip connection can lead around: hidden ones as wide as the hidden layer below."""
    return frozenset(l for l in range(2, len(sizes) - 1) if sizes[l] == sizes[l - 1])


class Buffers:
    """Activations, slopes and deltas of one batch size, beside the network's parameters and gradient.

    Lists are indexed by layer, 0 being the input: `h[l]` (n_l + 1, batch), `a[l]`, `z[l]`, `n[l]`, `f[l]`,
    `slope[l]`, `kept[l]` (what an activation keeps for its slope), `da[l]`, `delta[l]` (n_l, batch).
    `block[l - 1]` and `dblock[l - 1]` belong to layer l.

    Attributes:
        skips: the layers around which a skip connection leads: a_l = f(n_l) + a_{l-1}.
        normalization: how hidden layers are normalised, or None.
        n_hat, dn, s: by layer, where one is normalised: `n_hat[l]` and `dn[l]`, (n_l, batch), and `s[l]`,
            (1, batch) for layer normalisation, (n_l, 1) for batch normalisation.
        samples: (n_L + n_0, batch), the targets y and below them the inputs a[0].
        loss, penalty: 0-d; the loss includes the penalty.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        parameters: Array,
        gradient: Array,
        batch: int,
        residual: bool = False,
        normalization: str = "none",
    ) -> None:
        self._sizes = tuple(sizes)
        self.depth, self.batch = len(sizes) - 1, batch
        self.block, self.dblock = blocks(parameters, sizes), blocks(gradient, sizes)
        dtype = parameters.dtype
        self._stops = np.cumsum([(n + 1) * batch for n in sizes])
        # Targets right before the input, so that one copy brings both.
        targets, inputs = sizes[-1] * batch, sizes[0] * batch
        all_h = np.ones(targets + self._stops[-1], dtype)
        self.h_flat, self.samples = all_h[targets:], all_h[: targets + inputs].reshape(-1, batch)
        self.z_flat, self.slope_flat = np.zeros_like(self.h_flat), np.zeros_like(self.h_flat)
        pause()
        self.h = self._views(self.h_flat, sizes, 1)
        self.a = [h[:-1] for h in self.h]
        for a in self.a:
            a[...] = 0
        pause()
        self.z = self._views(self.z_flat, sizes, 0)
        self.slope = self._views(self.slope_flat, sizes, 0)
        self.kept_flat = np.empty_like(self.h_flat)  # memory that nobody writes to costs nothing
        self.kept = self._views(self.kept_flat, sizes, 0)
        for kept in self._views(self.kept_flat, sizes, 1):
            kept[-1] = 1
        # No row of ones here: the norm of every delta is one sweep over what counts.
        pause()
        self.delta_flat = np.zeros(sum(sizes) * batch, dtype)
        starts = np.concatenate([[0], np.cumsum(sizes)]) * batch
        self.delta_starts = starts[1:-1]
        self.delta = [self.delta_flat[a:b].reshape(-1, batch) for a, b in pairwise(starts)]
        self.da = [np.zeros((n, batch), dtype) for n in sizes]
        self.y = self.samples[: sizes[-1]]
        self.y[...] = 0
        self.loss, self.penalty = np.zeros((), dtype), np.zeros((), dtype)
        self.use_structure(residual, normalization)

    def use_structure(self, residual: bool, normalization: str) -> None:
        """Take or leave skip connections and a normalisation, by its name in NORMALIZATIONS.

        The arrays that a plain network shares are made where they are needed, as copies of what was shared;
        whatever was compiled before must be compiled again.
        """
        self.skips = skips(self._sizes) if residual else frozenset()
        self.normalization = kind = NORMALIZATIONS[normalization]
        self._n_flat = self.z_flat.copy() if kind else self.z_flat
        self._f_flat = self.h_flat.copy() if self.skips else self.h_flat
        # The input and the output layer have neither.
        self.n = [self.z[0], *self._views(self._n_flat, self._sizes, 0)[1:-1], self.z[-1]]
        self.f = [self.a[0], *self._views(self._f_flat, self._sizes, 0)[1:-1], self.a[-1]]
        normalized = [*range(1, self.depth)] if kind else []
        pause()
        self.n_hat = {l: np.zeros_like(self.z[l]) for l in normalized}
        pause()
        self.dn = {l: np.zeros_like(self.z[l]) for l in normalized}
        self.s = {l: kind.statistic(self.z[l]) for l in normalized} if kind else {}

    def _views(self, flat: Array, sizes: Sequence[int], extra: int) -> list[Array]:
        """One view a layer: n rows, or n + 1 with the row of ones."""
        starts = np.concatenate([[0], self._stops[:-1]])
        return [
            flat[start : start + (n + extra) * self.batch].reshape(n + extra, self.batch)
            for start, n in zip(starts, sizes, strict=True)
        ]

    def first(self, hidden: int) -> Buffers:
        """A network of the first `hidden` hidden layers and the output layer: the same arrays, no copies.

        Its flat arrays stay those of the whole network.
        """
        part = copy(self)
        part.depth = hidden + 1

        def lasting(arrays: list[Array]) -> list[Array]:
            return [*arrays[: hidden + 1], arrays[-1]]

        def normalized(arrays: dict[int, Array]) -> dict[int, Array]:
            return {l: array for l, array in arrays.items() if l <= hidden}

        part.h, part.a, part.z, part.n, part.f = map(lasting, (self.h, self.a, self.z, self.n, self.f))
        part.slope, part.da, part.delta = map(lasting, (self.slope, self.da, self.delta))
        part.kept = lasting(self.kept)
        part.block = [*self.block[:hidden], self.block[-1]]
        part.dblock = [*self.dblock[:hidden], self.dblock[-1]]
        part.n_hat, part.dn, part.s = map(normalized, (self.n_hat, self.dn, self.s))
        part.skips = frozenset(l for l in self.skips if l <= hidden)
        return part

    def clear(self) -> None:
        """Set all but the inputs and targets to 0: as if nothing had run yet."""
        extra = (self.n_hat.values(), self.dn.values(), self.s.values())
        for arrays in (self.a[1:], self.f[1:], self.z, self.n, self.slope, self.delta, self.da, *extra):
            for array in arrays:
                array[...] = 0
        self.loss[...] = self.penalty[...] = 0

    @property
    def plain(self) -> bool:
        """Whether every layer's n is its z, and its f its a."""
        return self._n_flat is self.z_flat and self._f_flat is self.h_flat

    def sweep(self, output: bool) -> tuple[Array, Array, Array, Array]:
        """Flat n, f, slope and kept of all hidden layers, the rows of ones between them included; and of the
        output layer too, in a plain network.
        """
        layers = slice(self._stops[0], self._stops[-1 if output else -2])
        return (
            self._n_flat[layers],
            self._f_flat[layers],
            self.slope_flat[layers],
            self.kept_flat[layers],
        )
