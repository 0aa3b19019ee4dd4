"""Where the weights start: W of shape (fan_in, fan_out), drawn from a generator; biases start at 0.

The generator is `np.random.RandomState`: NumPy has frozen its streams, so a seed gives the same
weights in every version, and the tutorial's own draws can be repeated.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from mlp_core.nn.steps import Matrix


class Source(Protocol):
    """Where weights are drawn from: a RandomState, or what behaves like one."""

    def normal(self, loc: float, scale: float, size: tuple[int, int]) -> Matrix:
        """So many numbers of N(loc, scale)."""


class Initializer:
    """Draws the first weights of a layer."""

    name: str

    def std(self, fan_in: int, fan_out: int) -> float:
        """The standard deviation of one weight."""
        raise NotImplementedError

    def draw(self, rng: Source, fan_in: int, fan_out: int) -> Matrix:
        """W of shape (fan_in, fan_out), float64."""
        return rng.normal(0.0, self.std(fan_in, fan_out), (fan_in, fan_out))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Normal(Initializer):
    """N(0, 0.01) whatever the layer's size, as the tutorial draws its weights."""

    name = "normal"

    def std(self, fan_in: int, fan_out: int) -> float:
        return 0.01


class Xavier(Initializer):
    """Keeps the variance of activations and gradients alike (Glorot and Bengio 2010, normal form)."""

    name = "xavier"

    def std(self, fan_in: int, fan_out: int) -> float:
        return float(np.sqrt(2.0 / (fan_in + fan_out)))


class He(Initializer):
    """Twice LeCun's variance, for the half that a ReLU cuts off (He et al. 2015)."""

    name = "he"

    def std(self, fan_in: int, fan_out: int) -> float:
        return float(np.sqrt(2.0 / fan_in))


class LeCun(Initializer):
    """Keeps the variance of the pre-activations at that of the inputs (LeCun et al. 1998)."""

    name = "lecun"

    def std(self, fan_in: int, fan_out: int) -> float:
        return float(np.sqrt(1.0 / fan_in))


class Orthogonal(Initializer):
    """A random matrix with orthonormal rows or columns, so that lengths are kept (Saxe et al. 2014)."""

    name = "orthogonal"

    def std(self, fan_in: int, fan_out: int) -> float:
        return float(1.0 / np.sqrt(max(fan_in, fan_out)))

    def draw(self, rng: Source, fan_in: int, fan_out: int) -> Matrix:
        tall = rng.normal(0.0, 1.0, (max(fan_in, fan_out), min(fan_in, fan_out)))
        q, r = np.linalg.qr(tall)
        # QR fixes signs by its own convention; with R's diagonal positive, Q is uniformly distributed.
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
        return q if fan_in >= fan_out else q.T


GIVEN = "given"
"""In place of a name in INITIALIZERS: the weights that were published with the data set, for its network."""

INITIALIZERS: dict[str, Initializer] = {i.name: i for i in (Normal(), Xavier(), He(), LeCun(), Orthogonal())}
"""name -> initializer. The names go into links, so they never change."""
