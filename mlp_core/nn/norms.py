"""Norms of arrays, and of the segments of a flat one, also where their squares under- or overflow.

A vanished gradient must not be rounded to 0, so such norms are computed again in scaled form:
norm = m * sqrt(sum((g / m)^2)), m = max |g|.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import Array

_SMALL, _LARGE = 1e-140, 1e140
"""Norms outside this range are computed again: their squares come near float64's limits."""


def norm(values: Array) -> float:
    """The Euclidean norm of all entries, also where their squares under- or overflow."""
    largest = float(np.abs(values).max(initial=0.0))
    if largest == 0 or not np.isfinite(largest):
        return largest
    return largest * float(np.linalg.norm(values / largest))


def row_norms(values: Array) -> Array:
    """The same of every row of (n, m), (n,); NaN or infinite for a row with such a number."""
    largest = np.abs(values).max(axis=1, initial=0.0)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    found: Array = scale * np.linalg.norm(values / scale[:, None], axis=1)
    return found


def segment_norms(flat: Array, scratch: Array, starts: Array) -> Array:
    """Euclidean norms of the segments of `flat` that begin at `starts`; `scratch` is as long as `flat`."""
    np.multiply(flat, flat, scratch)
    norms: Array = np.sqrt(np.add.reduceat(scratch, starts))
    values = norms.tolist()  # Python's min and max of a short list: a third of the time of NumPy's
    if not (min(values) >= _SMALL and max(values) <= _LARGE):  # negated: a NaN in front must come here
        _rescale(np.abs(flat), starts, norms)
    return norms


def _rescale(magnitudes: Array, starts: Array, norms: Array) -> None:
    """Norms of segments whose squares under- or overflow, in scaled form; all others stay."""
    largest = np.maximum.reduceat(magnitudes, starts)
    stops = [*starts[1:], len(magnitudes)]
    for i in np.flatnonzero(~((norms > _SMALL) & (norms < _LARGE)) & (largest > 0) & np.isfinite(largest)):
        scaled = magnitudes[starts[i] : stops[i]] / largest[i]
        norms[i] = largest[i] * np.sqrt(scaled.dot(scaled))
