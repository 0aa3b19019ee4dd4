"""Backpropagation of a multilayer perceptron, whole, in plain NumPy: read this file first.

    x -> layer 1 -> a_1 -> layer 2 -> ... -> layer L -> a_L, compared with y by a loss
         dW_1, db_1 <- delta_1 <- ... <- delta_L <-

    >>> rng = np.random.default_rng(0)
    >>> x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
    >>> weights = [rng.normal(0, 1, (2, 3)), rng.normal(0, 1, (3, 1))]
    >>> network = Network(weights, [np.zeros(3), np.zeros(1)], ["tanh", "sigmoid"], "bce")
    >>> losses = [network.step(x, y, eta=1.0) for _ in range(200)]
    >>> network.forward(x).round().T  # exclusive or
    array([[0., 1., 1., 0.]])

Samples are rows, N of them at once. Left out here, and found in mlp_core: where weights start
(nn/initializers.py); skip connections, normalisation and penalties on weights (nn); losses that stay finite
where an output is rounded to 0 or 1 (nn/losses.py); momentum, Adam and schedules (optim); batches
(data/batches.py); going back in time (training); and speed. NumPy alone is imported: this file is the oracle
by which the tests judge the engine that is fast (tests/core/test_textbook.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^-z): between 0 and 1."""
    return 1 / (1 + np.exp(-z))


def softmax(z: Array) -> Array:
    """e^z as shares of its sum over the units: positive, and 1 together."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(0, z),
    "leaky_relu": lambda z: np.maximum(0.01 * z, z),
    "linear": lambda z: z,
    "softmax": softmax,
}
"""name -> f(z)."""

SLOPES: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, 1.0, 0.01),
    "linear": lambda z: np.ones_like(z),
}
"""name -> f'(z); at a kink, z = 0, the slope of the left side. For softmax see (7).

Sigmoid's is a (1 - a) and tanh's 1 - a^2, written so that nothing is subtracted: where a is nearly 1, what it
was rounded by would be much of what is left.
"""

LOSSES: dict[str, Callable[[Array, Array], np.floating]] = {
    "mse": lambda a, y: np.mean((a - y) ** 2) / 2,
    "sse": lambda a, y: np.sum((a - y) ** 2) / 2 / len(y),
    "bce": lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / len(y),
    "cross_entropy": lambda a, y: -np.sum(y * np.log(a)) / len(y),
}
"""name -> the loss of outputs a and targets y, (N, n_L) both: a mean over the samples."""

LOSS_SLOPES: dict[str, Callable[[Array, Array], Array]] = {
    # The tutorial's factor: "mse" prints a mean over the outputs too, but descends along the slope of their
    # sum, n_L times that of what it prints.
    "mse": lambda a, y: (a - y) / len(y),
    "sse": lambda a, y: (a - y) / len(y),
    "bce": lambda a, y: (a - y) / (a * (1 - a)) / len(y),
}
"""name -> dLoss/da, (N, n_L). For cross-entropy see (7)."""


class Network:
    """Layers l = 1..L; what a step computed is left in z, a, delta, dW and db, by the layer's number.

    Args:
        weights, biases: what W and b start from, layer by layer: (n_{l-1}, n_l) and (n_l,).
        activations: a name in ACTIVATIONS for every layer.
        loss: a name in LOSSES. Softmax, at the output alone, and cross-entropy need each other.
    """

    def __init__(
        self, weights: Sequence[Array], biases: Sequence[Array], activations: Sequence[str], loss: str
    ) -> None:
        self.L, self.loss = len(weights), loss
        self.W, self.b = dict(enumerate(weights, start=1)), dict(enumerate(biases, start=1))
        self.f = dict(enumerate(activations, start=1))
        self.z, self.a, self.delta, self.dW, self.db = (dict[int, Array]() for _ in range(5))

    def forward(self, x: Array) -> Array:
        """a_L for inputs x, (N, n_0).

        Every unit weighs what the layer below gives (a_0 is x), adds its bias, and bends the sum by f:

            z_l = a_{l-1} W_l + b_l          (N, n_l)                                                   (1)
            a_l = f(z_l)                     (N, n_l), number by number                                 (2)
        """
        self.a[0] = x
        for l in range(1, self.L + 1):
            self.z[l] = self.a[l - 1] @ self.W[l] + self.b[l]  # (1)
            self.a[l] = ACTIVATIONS[self.f[l]](self.z[l])  # (2)
        return self.a[self.L]

    def backward(self, y: Array) -> None:
        """The slope of the loss by every weight and bias, dW and db, of the last forward pass with targets y.

        (Of "mse" with n_L outputs it is n_L times that of what is printed: see LOSS_SLOPES.)

        The chain rule, from the last layer down. With delta_l for dLoss/dz_l, (N, n_l), and * for the product
        number by number: z_L moves the loss through a_L alone, and by (2) a_L moves f'(z_L) times as much.

            delta_L = dLoss/da_L * f'(z_L)                                                              (3)

        Below, z_l moves a_l by f'(z_l) again. By (1) a unit's a_l moves every z_{l+1} by the weight between
        them, and that moves the loss by its delta; the sum is the delta above times a row of W_{l+1}.

            delta_l = (delta_{l+1} W_{l+1}^T) * f'(z_l)                                                 (4)

        By (1) a weight moves its unit's z_l by the input that it weighs, and a bias by 1. Over all samples:

            dW_l = a_{l-1}^T delta_l         (n_{l-1}, n_l), as W_l                                     (5)
            db_l = sum of delta_l's rows     (n_l,), as b_l                                             (6)

        Of softmax every output depends on every z of its sample, da_k/dz_j = a_k ([j = k] - a_j). Its loss is
        cross-entropy, dLoss/da_k = -y_k / a_k / N, whose targets sum to 1; summed over k, in place of (3):

            delta_L = (a_L - y) / N                                                                     (7)
        """
        L, a, delta = self.L, self.a, self.delta
        if self.f[L] == "softmax":
            delta[L] = (a[L] - y) / len(y)  # (7)
        else:
            delta[L] = LOSS_SLOPES[self.loss](a[L], y) * SLOPES[self.f[L]](self.z[L])  # (3)
        for l in range(L - 1, 0, -1):
            delta[l] = (delta[l + 1] @ self.W[l + 1].T) * SLOPES[self.f[l]](self.z[l])  # (4)
        for l in range(1, L + 1):
            self.dW[l] = a[l - 1].T @ delta[l]  # (5)
            self.db[l] = delta[l].sum(axis=0)  # (6)

    def update(self, eta: float) -> None:
        """Gradient descent: every weight and bias moves against its slope, times the learning rate eta."""
        for l in range(1, self.L + 1):
            self.W[l] = self.W[l] - eta * self.dW[l]
            self.b[l] = self.b[l] - eta * self.db[l]

    def step(self, x: Array, y: Array, eta: float) -> float:
        """One step of training on inputs x and targets y; returns the loss before the update."""
        loss = float(LOSSES[self.loss](self.forward(x), y))
        self.backward(y)
        self.update(eta)
        return loss
