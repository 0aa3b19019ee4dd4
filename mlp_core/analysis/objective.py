"""The loss over all training samples at any parameters: what a run prints there, in float64, on a copy."""

from __future__ import annotations

import math

import numpy as np

from mlp_core.data.load import Data, load
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import MLP
from mlp_core.nn.operation import Call, Operation, flatten
from mlp_core.nn.passes import compile_forward
from mlp_core.nn.steps import Array, Vector, bind
from mlp_core.pauses import pause
from mlp_core.training.experiment import Experiment
from mlp_core.training.inference import Forward, at_once
from mlp_core.training.program import compile_loss

UNPAUSED = 1_000_000
"""Parameters times samples: above that, some 2 ms, there is a pause after every call."""


class Objective:
    """An experiment's printed loss, its penalty included, at parameters that can be set.

    All samples go through the operations that a trainer runs with all of them in a step, so the bits are the
    same. Where they are many (inference.CELLS), they go through in slices, and the bits differ by rounding.

    Args:
        experiment: the settings that hold.
        data: its samples, where they have been loaded.

    Attributes:
        parameters: (P,), float64: written to by whoever asks.
        cells: units times samples that are in memory at once.
    """

    def __init__(self, experiment: Experiment, data: Data | None = None) -> None:
        samples = load(experiment)[0] if data is None else data
        x, y = samples.x, samples.y
        self._network = net = MLP(
            experiment.sizes,
            experiment.activation,
            experiment.output_activation,
            initializer=None,
            residual=experiment.residual,
            normalization=experiment.normalization,
        )
        self.parameters: Vector = net.parameters
        most = at_once(net.sizes)
        self.cells = sum(net.sizes) * min(len(x), most)
        self._whole = _AtOnce(net, experiment, x, y) if len(x) <= most else None
        self._sliced = None if self._whole else _Sliced(net, experiment, x, y)

    def __call__(self, changed: int = 1) -> float:
        """The loss at the present parameters; inf where it is no finite number.

        Args:
            changed: the first layer whose parameters are others than in the call before: below, what was
                computed then is taken.
        """
        with np.errstate(all="ignore"):
            loss = self._whole(changed) if self._whole else self._sliced() if self._sliced else math.nan
        return loss if math.isfinite(loss) else math.inf

    def at(self, parameters: Array) -> float:
        """The loss at these parameters, (P,)."""
        self.parameters[...] = parameters
        return self()


class _AtOnce:
    """All samples in one batch, compiled."""

    def __init__(self, net: MLP, experiment: Experiment, x: Array, y: Array) -> None:
        self._buffers = buffers = net.use_batch(len(x))
        buffers.a[0][...], buffers.y[...] = x.T, y.T
        loss = LOSSES[experiment.loss]
        fused = loss.fuses(net.output_activation)
        forward = compile_forward(buffers, net.activation, net.output_activation)
        if fused:  # its loss is computed from z: nobody reads the output's a
            forward = [op for op in forward if not (op.output and op.kind == "activation")]
        last = compile_loss(buffers, loss, net.output_activation, experiment.penalty)
        self._from = [[*_from(forward, l), *last.calls] for l in range(len(net.sizes))]
        self._large = net.parameters.size * len(x) > UNPAUSED

    def __call__(self, changed: int) -> float:
        for call in self._from[changed]:
            call()
            if self._large:
                pause()
        return float(self._buffers.loss)


def _from(forward: list[Operation], layer: int) -> list[Call]:
    """The calls of a layer and of all above it."""
    return flatten(op for op in forward if op.layer is not None and op.layer >= layer)


class _Sliced:
    """Samples in slices, with batch normalisation by the statistics of all of them."""

    def __init__(self, net: MLP, experiment: Experiment, x: Array, y: Array) -> None:
        self._forward, self._y = Forward(net, x, statistics_of=x), y
        self._loss = LOSSES[experiment.loss]
        self._fused = self._loss.fuses(net.output_activation)
        self._penalty = np.zeros(())
        self._penalize = bind(experiment.penalty.value_steps([l.W for l in net.layers], self._penalty))

    def __call__(self) -> float:
        z, a = self._forward.output()
        for call in self._penalize:
            call()
        loss = self._loss.fused_value(z, self._y) if self._fused else self._loss.value(a, self._y)
        return loss + float(self._penalty)
