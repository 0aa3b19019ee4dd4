"""The multilayer perceptron: dense layers, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mlp_core.nn.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS, Activation
from mlp_core.nn.buffers import Buffers, blocks
from mlp_core.nn.initializers import INITIALIZERS, Initializer
from mlp_core.nn.passes import compile_backward, compile_forward
from mlp_core.nn.steps import Array, Matrix, Vector


def parameter_count(sizes: Sequence[int]) -> int:
    """The number of weights and biases of a network with these layer sizes."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


class Dense:
    """Layer l = 1..L of a network: a = f(a_below W + b). Every array is a view, no copies.

    W, dW: (fan_in, fan_out); b, db: (fan_out,); z, n, a, slope, delta, da: (batch, fan_out), of the batch
    that ran last.
    """

    def __init__(self, network: MLP, index: int) -> None:
        self._network, self.index = network, index
        block, dblock = network._blocks[index - 1], network._dblocks[index - 1]
        self.W: Matrix = block[:-1]
        self.b: Vector = block[-1]
        self.dW: Matrix = dblock[:-1]
        self.db: Vector = dblock[-1]
        self.fan_in, self.fan_out = self.W.shape

    @property
    def activation(self) -> Activation:
        """f, the network's for hidden layers or that for its output."""
        net = self._network
        return net.output_activation if self.index == len(net.sizes) - 1 else net.activation

    @property
    def z(self) -> Matrix:
        """The pre-activation, a_below W + b; without b where the layer is normalised."""
        return self._network.buffers.z[self.index].T

    @property
    def n(self) -> Matrix:
        """What the activation sees: z, or z normalised and shifted by b."""
        return self._network.buffers.n[self.index].T

    @property
    def a(self) -> Matrix:
        """The activation, f(n), with a_below added where a skip connection leads around the layer."""
        return self._network.buffers.a[self.index].T

    @property
    def slope(self) -> Matrix:
        """f'(n)."""
        return self._network.buffers.slope[self.index].T

    @property
    def delta(self) -> Matrix:
        """dLoss/dz, with the 1/batch of the loss's mean: dW = a_below^T delta."""
        return self._network.buffers.delta[self.index].T

    @property
    def da(self) -> Matrix:
        """dLoss/da; of the output layer it is left as it was where the loss is fused with the activation."""
        return self._network.buffers.da[self.index].T

    def __repr__(self) -> str:
        return f"Dense({self.index}: {self.fan_in} -> {self.fan_out}, {self.activation.name})"


class MLP:
    """A multilayer perceptron of `sizes` (n_in, hidden..., n_out).

    Args:
        sizes: two sizes at least, each 1 or more.
        activation, output_activation: names in ACTIVATIONS and in OUTPUT_ACTIVATIONS.
        initializer: a name in INITIALIZERS, an Initializer, or None where the weights come from elsewhere: 0.
        rng: where the weights are drawn from, layer by layer; `seed` makes one when it is not given.
        dtype: float64, or float32 for speed.
        residual: whether a skip connection leads around every hidden layer that is as wide as the hidden
            layer below: a_l = f(z_l) + a_{l-1} (He et al. 2016). Where none is, there are simply no skips.
        normalization: a name in NORMALIZATIONS, for the hidden layers; none, layer or batch.

    Raises:
        ValueError: for fewer than two sizes or a size below 1.
        KeyError: for a name that is in no table.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "sigmoid",
        output_activation: str = "sigmoid",
        dtype: type = np.float64,
        *,
        initializer: str | Initializer | None = "normal",
        seed: int = 0,
        rng: np.random.RandomState | None = None,
        residual: bool = False,
        normalization: str = "none",
    ) -> None:
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(f"sizes must be two or more numbers, each 1 or more, not {tuple(sizes)}")
        self.sizes = tuple(int(n) for n in sizes)
        self.activation, self.output_activation = (
            ACTIVATIONS[activation],
            OUTPUT_ACTIVATIONS[output_activation],
        )
        self.parameters: Vector = np.zeros(parameter_count(self.sizes), dtype)
        """Every weight and bias, (n,): layer after layer, W row by row, then b."""
        self.gradient: Vector = np.zeros_like(self.parameters)
        """dLoss/dparameters, (n,), in the same order."""
        self._blocks, self._dblocks = blocks(self.parameters, self.sizes), blocks(self.gradient, self.sizes)
        self.residual, self.normalization = residual, normalization
        self._own = self.buffers = self.make_buffers(1)
        if initializer is not None:
            self._draw(INITIALIZERS[initializer] if isinstance(initializer, str) else initializer, rng, seed)

    @property
    def layers(self) -> list[Dense]:
        """Views of layers 1 to L, made anew: they hold the network, and if it held them it would stay when
        nobody has it any more, until Python looks for such circles.
        """
        return [Dense(self, l) for l in range(1, len(self.sizes))]

    def _draw(self, initializer: Initializer, rng: np.random.RandomState | None, seed: int) -> None:
        rng = np.random.RandomState(seed) if rng is None else rng
        for layer in self.layers:
            layer.W[...] = initializer.draw(rng, layer.fan_in, layer.fan_out)

    def use_activations(self, hidden: str, output: str) -> None:
        """Take other activations, by their names; the weights stay."""
        self.activation, self.output_activation = ACTIVATIONS[hidden], OUTPUT_ACTIVATIONS[output]

    def use_structure(self, residual: bool, normalization: str) -> None:
        """Take or leave skip connections and a normalisation; the weights stay."""
        self.residual, self.normalization = residual, normalization
        self._own.use_structure(residual, normalization)

    def make_buffers(self, batch: int) -> Buffers:
        """New buffers for this network and a batch size."""
        return Buffers(self.sizes, self.parameters, self.gradient, batch, self.residual, self.normalization)

    def use_batch(self, batch: int) -> Buffers:
        """Put buffers of this batch size in place: the network's own (a Trainer has others), or new ones."""
        if self._own.batch != batch:
            self._own = self.make_buffers(batch)
        self.buffers = self._own
        return self.buffers

    def forward(self, x: Array) -> Matrix:
        """The output a_L, (batch, n_out), a copy, for inputs x of shape (batch, n_in) or (n_in,).

        Raises:
            ValueError: when x has another width.
        """
        x = np.atleast_2d(x)
        if x.ndim != 2 or x.shape[1] != self.sizes[0]:
            raise ValueError(f"x has shape {x.shape}; this network takes (batch, {self.sizes[0]})")
        buffers = self.use_batch(len(x))
        buffers.a[0][...] = x.T
        for operation in compile_forward(buffers, self.activation, self.output_activation):
            operation()
        return buffers.a[-1].T.copy()

    def backward(self, dloss_da: Array) -> Matrix:
        """Fill `gradient` and every delta from dLoss/da of the output, for the inputs of the last forward.

        Args:
            dloss_da: (batch, n_out) or (n_out,), already divided by the batch if the loss is a mean.

        Returns:
            dLoss/dx, (batch, n_in).

        Raises:
            ValueError: when dloss_da does not have the output's shape.
        """
        buffers, dloss_da = self.buffers, np.atleast_2d(dloss_da)
        if dloss_da.shape != buffers.da[-1].T.shape:
            raise ValueError(f"dloss_da has shape {dloss_da.shape}; the output has {buffers.da[-1].T.shape}")
        buffers.da[-1][...] = dloss_da.T
        for operation in compile_backward(buffers, self.activation, self.output_activation):
            operation()
        return (self.layers[0].W @ buffers.delta[1]).T

    def __repr__(self) -> str:
        shape = " -> ".join(str(n) for n in self.sizes)
        structure = ", skips" if self.residual else ""
        if self.normalization != "none":
            structure += f", {self.normalization} normalization"
        return f"MLP({shape}, {self.activation.name}, output {self.output_activation.name}{structure})"
