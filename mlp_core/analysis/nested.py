"""Networks of one width nested in each other, from one hidden layer to the deepest: for sweeps.

All lie in the arrays of the deepest: its first d hidden layers and its output layer are a network of that
depth. The operations are those of passes.py, which a Trainer runs, compiled once a layer, so the numbers are
the same. Two things make it fast (measured by tests/benchmarks/sweep.py): nothing is allocated or compiled
for a single network, and networks that begin alike (one seed, one initializer) share their forward pass:
weights are drawn layer by layer, so the first layers of a deeper one have the same weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mlp_core.analysis.profile import Measures, Span, joined
from mlp_core.data.load import draw
from mlp_core.nn.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.initializers import INITIALIZERS
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import parameter_count
from mlp_core.nn.operation import Call, flatten
from mlp_core.nn.passes import backward_layer, forward_layer, output_layer
from mlp_core.nn.steps import Array, bind
from mlp_core.pauses import pause
from mlp_core.training.experiment import Experiment
from mlp_core.training.program import compile_loss


class NestedNetworks:
    """Networks of 1 to `most` equal hidden layers that differ in depth, weights and data.

    Args:
        deepest: the deepest one's settings; its seed and initializer do not matter.

    Attributes:
        most: hidden layers of the deepest.
    """

    def __init__(self, deepest: Experiment) -> None:
        self.hidden = ACTIVATIONS[deepest.activation]
        self.output = OUTPUT_ACTIVATIONS[deepest.output_activation]
        self._loss = LOSSES[deepest.loss]
        sizes, batch = deepest.sizes, len(draw(deepest)[0])
        self.parameters: Array = np.zeros(parameter_count(sizes))
        self.gradient = np.zeros_like(self.parameters)
        self.buffers = Buffers(
            sizes, self.parameters, self.gradient, batch, deepest.residual, deepest.normalization
        )
        self.most = last = len(deepest.hidden_layers)
        self._up = [[], *(self._forward(l) for l in range(1, last + 1))]
        self._down = [[], *(flatten(backward_layer(self.buffers, l)) for l in range(1, last))]
        self._top = [[], *(self._head(d) for d in range(1, last + 1))]
        self._spans: dict[tuple[int, int], Span] = {}
        self._fused = self._loss.fuses(self.output)

    def _forward(self, l: int) -> list[Call]:
        """A hidden layer's forward pass, and its slopes at once: all networks that pass here share them."""
        b = self.buffers
        slopes = self.hidden.slope_steps(b.n[l], b.f[l], b.slope[l], b.kept[l])
        return [*flatten(forward_layer(b, l, self.hidden)), *bind(slopes)]

    def _head(self, depth: int) -> list[Call]:
        """All that differs where a network ends after `depth` hidden layers, up to and with their last."""
        b = self.buffers.first(depth)
        return flatten(
            [
                *forward_layer(b, depth + 1, self.output),
                compile_loss(b, self._loss, self.output),
                *output_layer(b, self.output, self._loss),
                *backward_layer(b, depth),
            ]
        )

    def forward(self, first: int, last: int) -> None:
        """Run hidden layers `first` to `last` forward."""
        self._run(self._up[first : last + 1])

    def finish(self, depth: int) -> None:
        """The output, the loss and the whole way back of the network with `depth` hidden layers."""
        self._run([self._top[depth], *self._down[depth - 1 : 0 : -1]])

    @staticmethod
    def _run(parts: list[list[Call]]) -> None:
        with np.errstate(all="ignore"):
            for calls in parts:
                for call in calls:
                    call()
                pause()

    def _span(self, first: int, last: int) -> Span:
        if (first, last) not in self._spans:
            self._spans[first, last] = Span(self.buffers, self.gradient, first, last)
        return self._spans[first, last]

    def measure(self, depth: int, forward: list[Measures]) -> tuple[Measures, float]:
        """(MEASURES, (depth + 1,) each; the loss) of the network that ran last.

        Args:
            forward: the hidden layers' measures of the forward pass, by `Span.forward`.
        """
        below, top = self._span(1, depth), self._span(self.most + 1, self.most + 1)
        weights = np.concatenate([below.weights, top.weights])
        backward = [below.backward(), top.backward()]
        measures = joined([*forward, top.forward()], backward, weights, self._fused)
        return measures, float(self.buffers.loss)

    def family(self, experiments: Sequence[Experiment]) -> Iterator[tuple[Measures, float]]:
        """(MEASURES, loss) of networks that differ only in depth, in this order, which must be ascending."""
        first, b = experiments[0], self.buffers
        x, y, rng = draw(first)
        b.a[0][...], b.y[...] = x.T, y.T
        self.parameters[...] = 0
        stream = Stream(rng, parameter_count(experiments[-1].sizes))
        initializer, here, forward = INITIALIZERS[first.initializer], 0, list[Measures]()

        def draw_layer(block: Array) -> None:
            block[:-1] = initializer.draw(stream, len(block) - 1, block.shape[1])
            if first.gain != 1:
                with np.errstate(over="ignore"):  # what overflows here has no finite loss
                    block[:-1] *= first.gain

        for experiment in experiments:
            depth = len(experiment.hidden_layers)
            if depth > here:
                for l in range(here + 1, depth + 1):
                    draw_layer(b.block[l - 1])
                self.forward(here + 1, depth)
                forward.append(self._span(here + 1, depth).forward())
                here = depth
            # The output's weights are drawn after the hidden ones; a deeper network draws on from there.
            place = stream.place
            draw_layer(b.block[-1])
            stream.place = place
            pause()
            self.finish(depth)
            yield self.measure(depth, forward)
            pause()


class Stream:
    """A generator's next numbers, drawn at once, that can be read again from any place of them.

    The same numbers as from the generator itself: `normal` is loc + scale times a standard one, in order.
    Going back in a RandomState takes a copy of its 624 words instead (measured: 10 % of a sweep).
    """

    def __init__(self, rng: np.random.RandomState, count: int) -> None:
        self._numbers = rng.normal(0.0, 1.0, count)
        self.place = 0

    def normal(self, loc: float, scale: float, size: tuple[int, int]) -> Array:
        """As RandomState.normal."""
        start, self.place = self.place, self.place + size[0] * size[1]
        numbers = scale * self._numbers[start : self.place].reshape(size)
        return loc + numbers if loc else numbers


def fits(experiment: Experiment) -> bool:
    """Whether this network can be nested in a deeper one.

    All hidden layers of one width, weights drawn from the seed, all samples at once, no penalty.
    """
    e = experiment
    alike = len(set(e.hidden_layers)) == 1 and e.initializer in INITIALIZERS
    return alike and e.batch == e.train_count and not e.penalty


Key = tuple[object, ...]


def shape_of(experiment: Experiment) -> Key:
    """What nested networks have in common: all but depth, weights, data and what training takes."""
    e = experiment
    return (
        *e.data_key, e.hidden_layers[0], e.activation, e.output_activation, e.loss, e.residual,
        e.normalization,
    )  # fmt: skip


def family_of(experiment: Experiment) -> Key:
    """What networks of one family have in common: all but depth and what training takes."""
    return (*shape_of(experiment), experiment.initializer, experiment.gain, experiment.seed)
