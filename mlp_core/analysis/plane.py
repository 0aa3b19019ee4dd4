"""A plane in the space of all weights and biases: what a loss landscape is drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mlp_core.nn.norms import row_norms
from mlp_core.nn.steps import Array, Vector
from mlp_core.pauses import pause

NUMBERS = 1_000_000
"""At once, where many states are compared with a plane: 8 MB."""
PARALLEL = 1e-10
"""Of two directions: the part of one that is not along the other, below which they span no plane."""


@dataclass(frozen=True, eq=False)
class Plane:
    """All parameters origin + x * directions[0] + y * directions[1]; (x, y) are a point's coordinates.

    The directions need be neither of length 1 nor at right angles.

    Attributes:
        origin: (P,), float64, laid out as `MLP.parameters`.
        directions: (2, P), independent of each other.
        held: of principal directions, the share of the path that each holds (see `principal`); else None.

    Raises:
        ValueError: for other shapes, a number that is not finite, or directions that span no plane.
    """

    origin: Vector
    directions: Array
    held: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        origin, directions = _copied(self.origin), _copied(self.directions)
        if origin.ndim != 1 or directions.shape != (2, len(origin)):
            raise ValueError(f"the origin's shape is {origin.shape}, the directions' {directions.shape}")
        if not (np.isfinite(origin).all() and np.isfinite(directions).all()):
            raise ValueError("a plane's numbers must be finite")
        object.__setattr__(self, "origin", origin)
        object.__setattr__(self, "directions", directions)
        if not independent(directions):
            raise ValueError("the two directions do not span a plane")

    @cached_property
    def _basis(self) -> tuple[Array, Array]:
        """(q, r): orthonormal q (P, 2), and the directions in it, directions^T = q r."""
        q, r = np.linalg.qr(self.directions.T)
        return q, r

    def at(self, coordinates: Array) -> Array:
        """The parameters (n, P) at coordinates (n, 2); (P,) at a single pair."""
        pairs = np.asarray(coordinates, np.float64)
        one, other = self.directions
        # In this order, entry by entry: the bits that a landscape is computed at.
        return (self.origin + pairs[..., 1:] * other) + pairs[..., :1] * one

    def components(self, vectors: Array) -> Array:
        """What of vectors (n, P) or (P,) lies along the plane, in coordinates (least squares)."""
        q, r = self._basis
        along: Array = np.linalg.solve(r, (np.asarray(vectors, np.float64) @ q).T).T
        return along

    def coordinates(self, parameters: Array) -> Array:
        """The nearest point of the plane to parameters (n, P) or (P,): (n, 2) or (2,)."""
        given = np.asarray(parameters, np.float64)
        if given.ndim == 1:
            return self.components(given - self.origin)
        return _joined([self.components(part - self.origin) for part in _rows(given)], (0, 2))

    def distance(self, parameters: Array) -> float | Vector:
        """How far parameters (P,), or each of (n, P), are from the plane: the Euclidean distance."""
        given = np.asarray(parameters, np.float64)
        if given.ndim == 1:
            return float(self._off(given[None])[0])
        return _joined([self._off(part) for part in _rows(given)], (0,))

    def _off(self, parameters: Array) -> Array:
        q, _ = self._basis
        rest = parameters - self.origin
        for _ in range(2):  # what rounding leaves along the plane goes the second time
            rest = rest - (rest @ q) @ q.T
        return row_norms(rest)

    def lengths(self, differences: Array) -> Array:
        """How long differences of coordinates (n, 2) or (2,) are, in weights: (n,) or 0-d."""
        _, r = self._basis
        within = np.asarray(differences, np.float64) @ r.T
        return np.hypot(within[..., 0], within[..., 1])

    def slopes(self, along: Array) -> Array:
        """The norm of the gradient within the plane, from a loss's derivatives by x and y, (..., 2).

        With the directions' Gram matrix G it is sqrt(g^T G^-1 g): loss per unit of weight.
        """
        _, r = self._basis
        derivatives = np.asarray(along, np.float64)
        one, other = np.linalg.solve(r.T, derivatives.reshape(-1, 2).T)
        return np.hypot(one, other).reshape(derivatives.shape[:-1])


def _copied(values: Array) -> Array:
    found = np.array(values, np.float64)
    found.flags.writeable = False
    return found


def _rows(states: Array) -> Iterator[Array]:
    """Some rows after the other, so that what is made of them stays small."""
    some = max(1, NUMBERS // states.shape[1])
    for start in range(0, len(states), some):
        yield states[start : start + some]
        pause()


def _joined(parts: list[Array], empty: tuple[int, ...]) -> Array:
    return np.concatenate(parts) if parts else np.empty(empty)


def independent(directions: Array) -> bool:
    """Whether two directions (2, P) span a plane, and not a line or a point."""
    lengths = row_norms(directions)
    if not lengths.all():
        return False
    one, other = directions / lengths[:, None]
    return bool(np.linalg.norm(other - (one @ other) * one) > PARALLEL)
