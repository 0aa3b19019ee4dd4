"""How large every layer's gradient is, of the evaluation that ran last.

Nothing of it is taken down while a run trains: training is deterministic, so that a step's measures come
back by going there. A vanished gradient is not rounded to 0 (norms.py).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from mlp_core.nn.buffers import Buffers, parameter_starts
from mlp_core.nn.norms import segment_norms
from mlp_core.nn.steps import Array, Vector

MEASURES = ("dW_norm", "db_norm", "delta_norm", "dW_mean_abs")
"""The Frobenius norm of dW, the norm of db, that of delta over units and samples, and the mean of |dW|."""


class Measures:
    """MEASURES of one network's layers, read from its arrays when someone asks.

    Args:
        gradient: the flat gradient, (n,).
        buffers: of the batch that ran last.
    """

    def __init__(self, gradient: Array, buffers: Buffers) -> None:
        self._gradient, self._buffers = gradient, buffers
        sizes = [len(a) for a in buffers.a]
        self._weights = np.array([n_in * n_out for n_in, n_out in pairwise(sizes)])
        self._starts = parameter_starts(sizes)

    def __call__(self) -> dict[str, Vector]:
        """MEASURES, (L,) each, in float64 whatever was computed in."""
        gradient = self._gradient.astype(np.float64, copy=False)
        delta = self._buffers.delta_flat.astype(np.float64, copy=False)
        scratch = np.empty(max(gradient.size, delta.size))
        with np.errstate(all="ignore"):  # squares that overflow are computed again
            both = segment_norms(gradient, scratch[: gradient.size], self._starts)
            deltas = segment_norms(delta, scratch[: delta.size], self._buffers.delta_starts)
        return {
            "dW_norm": both[::2],
            "db_norm": both[1::2],
            "delta_norm": deltas,
            "dW_mean_abs": np.add.reduceat(np.abs(gradient), self._starts)[::2] / self._weights,
        }
