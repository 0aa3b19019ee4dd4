"""A run that is measured on its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mlp_core.analysis.profile import Measures, Profile
from mlp_core.errors import DivergedError
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.steps import Array
from mlp_core.training.experiment import Experiment
from mlp_core.training.trainer import Trainer


class Course:
    """A run that is measured as it goes on, from its first weights; in float64 always, for what vanishes.

    Attributes:
        trainer: the run.
        diverged: the step at which it left the finite numbers, or None.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.trainer = Trainer(replace(experiment, dtype="float64"))
        self._fused = LOSSES[experiment.loss].fuses(self.trainer.network.output_activation)
        self._profiles: dict[int, Profile] = {}
        self.diverged: int | None = None

    @property
    def _profile(self) -> Profile:
        """Of the arrays that ran last: the last batch of an epoch may be a smaller one."""
        network = self.trainer.network
        size = network.buffers.batch
        if size not in self._profiles:
            self._profiles[size] = Profile(network.buffers, network.gradient, self._fused)
        return self._profiles[size]

    def steps(self, steps: int) -> Iterator[float]:
        """The loss at steps 0, 1, ... `steps`, each to be measured before the next; fewer if it diverges."""
        try:
            for _ in range(steps):
                yield self.trainer.step()
            yield self.trainer.evaluate()
        except DivergedError as error:
            self.diverged = error.step

    def measures(self) -> Measures:
        """MEASURES of the evaluation that ran last, (L,) each."""
        return self._profile()

    def idle(self) -> Measures:
        """Of the evaluation that ran last, "saturation" and "dead", (L,) each."""
        return self._profile.idle()

    def size(self, measure: str) -> Array:
        """One of SIZES, (L,), alone where that is less work than all."""
        if measure not in _MEASURED:
            return self._profile()[measure]
        found = self.trainer.measures()[_MEASURED[measure]]
        return found / np.sqrt(self._profile.weights) if measure == "grad_rms" else found


_MEASURED = {
    "grad_norm": "dW_norm", "grad_rms": "dW_norm", "delta_norm": "delta_norm", "bias_norm": "db_norm"
}  # fmt: skip
