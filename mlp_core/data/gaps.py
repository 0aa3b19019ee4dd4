"""Cells that are missing, filled with what is usual among the samples that are trained on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mlp_core.nn.steps import Array


def fill(x: Array, train: Array, one_of: Sequence[tuple[int, int]] = ()) -> Array:
    """The inputs without gaps: a number becomes the mean, a category the most frequent one.

    Both are measured on the training samples alone, so that the test part stays unseen. Where none of these
    is known, a number becomes 0, and a category the first.

    Args:
        x: (samples, n_in), NaN where a cell is missing.
        train: which samples are trained on.
        one_of: (first input, inputs) of every categorical column: one input that is 0 or 1, or several of
            which one is 1.
    """
    gone = np.isnan(x)
    if not gone.any():
        return x
    known = np.where(gone[train], 0.0, x[train])
    counts = (~gone[train]).sum(0)
    usual = known.sum(0) / np.maximum(counts, 1)
    for first, inputs in one_of:
        part = slice(first, first + inputs)
        usual[part] = usual[part] > 0.5 if inputs == 1 else np.arange(inputs) == usual[part].argmax()
    return np.where(gone, usual, x)
