"""How much memory a run takes, told from its settings before anything is made."""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import DTYPES
from mlp_core.optim.optimizers import OPTIMIZERS
from mlp_core.training.experiment import Experiment
from mlp_core.training.inference import at_once
from mlp_core.training.keyframes import limit

_KINDS, _NORMALIZED, _SKIPPED = 7, 3, 1
"""Arrays of a batch's size (buffers.py, and one to compute in); more with a normalisation, with skips."""
_VECTORS = 4
"""Arrays of the parameters' size beside what an optimizer remembers: they, the gradient, two for a step."""
_COPIES = 6
"""Of the samples: as they came, as they are fed, what is trained on, in batches, judged."""


def run_bytes(experiment: Experiment) -> int:
    """About how many bytes a Trainer with these settings takes, its kept states included."""
    e, number = experiment, np.dtype(DTYPES[experiment.dtype]).itemsize
    units = sum(e.sizes) + len(e.sizes)
    kinds = _KINDS + _NORMALIZED * (e.normalization != "none") + _SKIPPED * e.residual
    batches = sum(e.batches) * units * kinds * number
    judged = min(e.sample_count, at_once(e.sizes)) * units * (kinds - 1) * number
    judged *= e.normalization != "batch"  # goes another way (inference.py)
    remembered = OPTIMIZERS[e.optimizer]().init(np.zeros(1))
    state = e.parameters * number * (1 + sum(array.ndim for array in remembered.values()))
    vectors = e.parameters * number * (_VECTORS - 1) + state
    data = e.sample_count * (e.sizes[0] + e.sizes[-1]) * 8 * _COPIES
    return batches + judged + vectors + state * limit(state) + data
