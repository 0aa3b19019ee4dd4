"""Measures of every layer from the arrays of one evaluation: how large its gradient is, and why.

Arrays of layers that lie one behind another are measured in a few sweeps, whatever their number. A vanished
gradient never becomes 0: norms whose squares would underflow are computed again in scaled form.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np

from mlp_core.nn.buffers import Buffers, parameter_starts
from mlp_core.nn.network import parameter_count
from mlp_core.nn.norms import norm, segment_norms
from mlp_core.nn.steps import Array

SIZES = ("grad_norm", "grad_rms", "delta_norm", "grad_max", "bias_norm")
"""How large a layer's gradient is: the norm of dW, its root mean square, the norm of delta, the largest |dW|,
and the norm of db (which is delta averaged over the samples, where the loss is a mean)."""
CAUSES = ("slope", "gain", "saturation", "dead", "input_norm")
"""Why: what the slopes pass on, ||delta|| / ||dLoss/da||; what the weights (and skips) pass on from the layer
above, ||dLoss/da_l|| / ||delta_{l+1}||; the share of slopes below 0.01; the share of units whose slope is 0
for every sample; the norm of the layer's input."""
MEASURES = SIZES + CAUSES

SATURATED = 0.01
"""A slope below this is called saturated."""

Measures = dict[str, Array]


class Span:
    """Layers `first` to `last`, counted from 1, of one network's buffers.

    Args:
        buffers: their arrays, of the evaluation that ran last.
        gradient: the flat gradient, of which the buffers' `dblock` are views.
    """

    def __init__(self, buffers: Buffers, gradient: Array, first: int, last: int) -> None:
        layers = range(first, last + 1)
        sizes = [len(a) for a in buffers.a[first - 1 : last + 1]]
        self.weights = np.array([n_in * n_out for n_in, n_out in pairwise(sizes)])
        self._units = np.array(sizes[1:])
        self._batch = buffers.batch
        start = parameter_count([len(a) for a in buffers.a[:first]])
        self._gradient = gradient[start : start + parameter_count(sizes)]
        self._blocks = parameter_starts(sizes)
        self._delta = [buffers.delta[l].reshape(-1) for l in layers]
        self._da = [buffers.da[l].reshape(-1) for l in layers]
        # Activations and slopes have a row more behind every layer: units and that row, one after the other.
        rows = np.concatenate([[0], np.cumsum([len(h) for h in buffers.h])])
        self._h = buffers.h_flat[rows[first - 1] * self._batch : rows[last + 1] * self._batch]
        self._h_starts = _starts(rows[first - 1 : last + 2]) * self._batch
        self._slope = buffers.slope_flat[rows[first] * self._batch : rows[last + 1] * self._batch]
        self._slope_rows = _starts(rows[first : last + 2])

    @cached_property
    def _scratch(self) -> Array:
        return np.empty(max(self._gradient.size, self._h.size))

    def forward(self) -> Measures:
        """What follows from the forward pass and the slopes; "a_norm" has the layer below first."""
        return {"a_norm": self._norms(self._h, self._h_starts)[::2], **self.idle()}

    def idle(self) -> Measures:
        """The shares of saturated slopes and of dead units."""
        low = self._slope < SATURATED
        if not low.any():  # mostly so where slopes are smooth, and then there is nothing to count
            nothing = np.zeros(len(self._units))
            return {"saturation": nothing, "dead": nothing.copy()}
        saturated = np.add.reduceat(low, self._slope_rows * self._batch, dtype=np.int64)
        alive = self._slope.reshape(-1, self._batch).any(axis=1)
        return {
            "saturation": saturated[::2] / (self._units * self._batch),
            "dead": 1 - np.add.reduceat(alive, self._slope_rows, dtype=np.int64)[::2] / self._units,
        }

    def backward(self) -> Measures:
        """What follows from the backward pass."""
        both = self._norms(self._gradient, self._blocks)
        magnitudes = np.abs(self._gradient, self._scratch[: self._gradient.size])
        largest = np.maximum.reduceat(magnitudes, self._blocks)
        return {
            "grad_norm": both[::2],
            "bias_norm": both[1::2],
            "grad_max": largest[::2],
            "delta_norm": np.array([_norm(delta) for delta in self._delta]),
            "da_norm": np.array([_norm(da) for da in self._da]),
        }

    def _norms(self, flat: Array, starts: Array) -> Array:
        """Norms of segments."""
        with np.errstate(over="ignore"):  # squares that overflow are computed again
            return segment_norms(flat, self._scratch[: flat.size], starts)


def _starts(rows: Array) -> Array:
    """Where the units, then the one row more, of every layer begin, counted from the first."""
    first = rows - rows[0]
    return np.stack([first[:-1], first[1:] - 1], axis=1).ravel()


def _norm(values: Array) -> float:
    square = float(values.dot(values))
    return float(np.sqrt(square)) if 1e-280 < square < 1e280 else norm(values)


def joined(forward: list[Measures], backward: list[Measures], weights: Array, fused: bool) -> Measures:
    """MEASURES of a whole network, (L,) each, from those of its spans, input side first.

    Args:
        weights: the number of weights of every layer.
        fused: whether the loss wrote the output's delta by itself, so that it has neither slope nor dLoss/da.
    """
    both = {
        key: np.concatenate([part[key] for part in parts])
        for parts in (forward, backward)
        for key in parts[0]
        if key != "a_norm"
    }
    # Every span brings the norm of the layer below it; what comes after the first is known already.
    a_norm = np.concatenate([forward[0]["a_norm"], *(part["a_norm"][1:] for part in forward[1:])])
    delta, da = both["delta_norm"], both.pop("da_norm")
    with np.errstate(all="ignore"):
        both["slope"] = np.where(da > 0, delta / da, np.nan)
        both["gain"] = np.append(np.where(delta[1:] > 0, da[:-1] / delta[1:], np.nan), np.nan)
    both["grad_rms"] = both["grad_norm"] / np.sqrt(weights)
    both["input_norm"] = a_norm[:-1]
    if fused:
        for key in ("slope", "saturation", "dead"):
            both[key][-1] = np.nan
    return {key: both[key] for key in MEASURES}


class Profile:
    """The measures of one network's evaluations; `weights` is the number of every layer's weights.

    Args:
        buffers, gradient: the network's.
        fused: as `joined`.
    """

    def __init__(self, buffers: Buffers, gradient: Array, fused: bool) -> None:
        self._span = Span(buffers, gradient, 1, buffers.depth)
        self._fused = fused
        self.weights = self._span.weights

    def __call__(self) -> Measures:
        """MEASURES of the evaluation that ran last, (L,) each."""
        return joined([self._span.forward()], [self._span.backward()], self.weights, self._fused)

    def idle(self) -> Measures:
        """Of MEASURES "saturation" and "dead" alone, (L,) each; the output layer's is always a number."""
        return self._span.idle()


def passed_on(measures: Measures) -> tuple[float, float, float]:
    """What a layer passes on on the average: (ratio, weights, slope), geometric means over layers 1 to L - 1.

    ratio = weights * slope, and ratio ** (L - 1) = ||delta_1|| / ||delta_L||. NaN where a delta is exactly 0.
    """
    delta = measures["delta_norm"]
    if len(delta) < 2 or not (delta > 0).all() or not np.isfinite(delta).all():
        return float("nan"), float("nan"), float("nan")
    weights, slope = (float(np.exp(np.log(measures[key][:-1]).mean())) for key in ("gain", "slope"))
    return weights * slope, weights, slope


def ceiling(measures: Measures, measure: str, most_slope: float, units: Array) -> Array | None:
    """The most that a size can be in every layer, (L,), were every slope as large as it can be.

    From the last layer's value down: the largest slope times the weights' measured gain, layer by layer. For
    one network's ||delta|| that is a bound, unless a normalisation divides by its s on the way. dW =
    a_below^T delta also follows the size of its input, so that is multiplied in; None for sizes that do not
    follow from delta's norm.

    Args:
        most_slope: the activation's, 0.25 for the sigmoid.
        units: of the input and every layer, (L + 1,).
    """
    if measure not in ("delta_norm", "grad_norm", "grad_rms"):
        return None
    with np.errstate(all="ignore"):
        factors = np.append(most_slope * measures["gain"][:-1], 1.0)
        most = measures["delta_norm"][-1] * np.cumprod(factors[::-1])[::-1]
        if measure == "delta_norm":
            return most
        size = most * measures["input_norm"]
        if measure == "grad_rms":
            size = size / np.sqrt([n_in * n_out for n_in, n_out in pairwise(units)])
        return size * (measures[measure][-1] / size[-1])
