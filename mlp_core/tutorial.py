"""The tutorial's own names over our core, and its published curve.

`from mlp_core.tutorial import *` in place of the tutorial's class definitions, and its test lines run:
the same draws from NumPy's global generator, the same numbers. Source: the listing of "deep neural network
training by backpropagation". Two things in it are kept as they are:

- `hidden_depth=5` makes six hidden layers, the first one and five more;
- the loss prints 1/2 mean((h - y)^2) but its gradient is h - y, n_out times the gradient of that value.
"""

from __future__ import annotations

import json
from importlib import resources

import numpy as np

from mlp_core.nn.activations import ACTIVATIONS, Activation
from mlp_core.nn.losses import MeanSquaredError as _MeanSquaredError
from mlp_core.nn.network import MLP
from mlp_core.nn.steps import Array

__all__ = ["DNN", "MeanSquaredError", "Neuron", "Sigmoid", "gradient_descent", "published_curve"]


def published_curve() -> list[float]:
    """The 100 losses that the tutorial printed, epoch 0 to 99."""
    text = resources.files("mlp_core").joinpath("published_curve.json").read_text(encoding="utf-8")
    return json.loads(text)


class Sigmoid:
    """The listing's activation: calling it gives sigma(x) and remembers it; `grad()` is sigma (1 - sigma)."""

    core: Activation = ACTIVATIONS["sigmoid"]

    def __init__(self) -> None:
        self.last_o: Array = np.ones(())
        self.last_x: Array = np.zeros(())

    def __call__(self, x: Array) -> Array:
        self.last_x = np.asarray(x, dtype=np.float64)
        self.last_o = self.core.value(self.last_x)
        return self.last_o

    def grad(self) -> Array:
        """The slope at the input of the last call."""
        return self.core.derivative(self.last_x)


class MeanSquaredError:
    """The listing's loss: 1/2 mean((h - y)^2); `grad()` is h - y."""

    def __init__(self) -> None:
        self.dh: Array = np.ones(())
        self.last_diff: Array = np.ones(())
        self._core = _MeanSquaredError()

    def __call__(self, h: Array, y: Array) -> float:
        self.last_diff = self._core.gradient(h, y)[0]
        return self._core.value(h, y)

    def grad(self) -> Array:
        """h - y of the last call."""
        return self.last_diff


class Neuron:
    """A layer of the listing. `W` (i, o) and `b` (o,); `dW`, `db` of the same shapes; `dh` (i,) is the
    gradient with respect to the layer's *input*. Inside a DNN they are views of the network's vectors.
    """

    def __init__(self, W: Array, b: Array, a_obj: type[Sigmoid]) -> None:
        self.W, self.b, self.a = W, b, a_obj()
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)
        self.dh: Array = np.zeros_like(W.T)
        self.last_x, self.last_h = np.zeros(W.shape[0]), np.zeros(W.shape[1])

    def __call__(self, x: Array) -> Array:
        """a(x W + b) for x of shape (i,)."""
        self.last_x = x
        self.last_h = np.matmul(self.W.T, x) + self.b
        return self.a(self.last_h)

    def grad(self) -> Array:
        """d output / d input, (i, o)."""
        return self.W * self.a.grad()

    def grad_W(self, dh: Array) -> Array:
        """dW, (i, o), from the gradient with respect to the output, (o,)."""
        return np.outer(self.last_x, self.grad_b(dh))

    def grad_b(self, dh: Array) -> Array:
        """db, (o,), from the gradient with respect to the output, (o,)."""
        return dh * self.a.grad()

    def __repr__(self) -> str:
        return f"Neuron({self.W.shape[0]} -> {self.W.shape[1]})"


class DNN:
    """The listing's network over an MLP: `sequence` is its list of `Neuron`s, hidden_depth + 2 of them.

    Weights are drawn from NumPy's global generator, layer by layer, as the listing draws them.
    """

    def __init__(
        self,
        hidden_depth: int,
        num_neuron: int,
        input: int,
        output: int,
        activation: type[Sigmoid] = Sigmoid,
    ) -> None:
        name = activation.core.name
        sizes = (input, *(num_neuron,) * (hidden_depth + 1), output)
        self.mlp = MLP(sizes, name, name, rng=np.random.mtrand._rand)
        self.sequence = [Neuron(layer.W, layer.b, activation) for layer in self.mlp.layers]
        for neuron, layer in zip(self.sequence, self.mlp.layers, strict=True):
            neuron.dW, neuron.db = layer.dW, layer.db

    def __call__(self, x: Array) -> Array:
        """The output, (output,), for x of shape (input,)."""
        self._adopt()
        output = self.mlp.forward(x)[0]
        below = np.asarray(x)
        for neuron, layer in zip(self.sequence, self.mlp.layers, strict=True):
            neuron.last_x, neuron.last_h = below, layer.z[0]
            neuron.a.last_x, neuron.a.last_o = layer.z[0], layer.a[0]
            below = layer.a[0]
        return output

    def _adopt(self) -> None:
        """Take over a W or b that was replaced from outside, which the listing allows."""
        for neuron, layer in zip(self.sequence, self.mlp.layers, strict=True):
            if neuron.W is not layer.W or neuron.b is not layer.b:
                layer.W[...], layer.b[...] = neuron.W, neuron.b
                neuron.W, neuron.b = layer.W, layer.b

    def calc_gradient(self, loss_obj: MeanSquaredError) -> None:
        """Fill dW, db and dh of every layer for the last call and loss."""
        loss_obj.dh = loss_obj.grad()
        dx = self.mlp.backward(loss_obj.dh)[0]
        for neuron, below in zip(self.sequence, [None, *self.mlp.layers], strict=False):
            neuron.dh = dx if below is None else below.da[0]


def gradient_descent(
    network: DNN, x: Array, y: Array, loss_obj: MeanSquaredError, alpha: float = 0.01
) -> float:
    """One step of gradient descent on one sample; returns the loss before the update."""
    loss = loss_obj(network(x), y)
    network.calc_gradient(loss_obj)
    network.mlp.parameters -= alpha * network.mlp.gradient
    return loss
