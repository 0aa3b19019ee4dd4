"""The two principal directions of a run's path: the plane through a state that comes nearest to all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlp_core.analysis.plane import NUMBERS, Plane
from mlp_core.nn.steps import Array, Vector
from mlp_core.pauses import pause

_NOTHING = 1e-12
"""Of the path's extent: less than that in the second direction is rounding, and the path a line."""


def principal(states: Array, origin: Vector) -> Plane:
    """The plane through `origin` from which the states are least far, in the mean of squares.

    Its directions are orthonormal, the first that which holds the most. `held` says which share of the
    states' squared distances from the origin lies along each: together what the plane shows of the path;
    the rest are squared distances from the plane. Where the path is a line or a point, what it does not fix
    is some direction at right angles, which holds 0. The path goes to the right and up: its last state has
    the larger coordinates than its first.

    It is the singular value decomposition of states - origin, by way of the states' Gram matrix (n, n) and
    not of the parameters' (P, P); the second direction is that of what the first leaves, since a Gram matrix
    knows only half the digits. Source: H. Li and others, NeurIPS 2018, section 7, where the origin is the
    last state.

    Args:
        states: (n, P), one at least.
        origin: (P,), P being 2 at least.

    Raises:
        ValueError: for other shapes, or a number that is not finite.
    """
    given, start = np.asarray(states), np.asarray(origin, np.float64)
    if given.ndim != 2 or not len(given) or given.shape[1:] != start.shape or len(start) < 2:
        raise ValueError(f"states of shape {given.shape} and an origin of shape {start.shape} have no plane")
    path = _Path(given, start)
    first = path.leading(np.zeros((len(start), 0)))
    q, _ = np.linalg.qr(np.stack([first, path.leading(first[:, None])], axis=1))
    along = path.along(q)
    # With zeros below, a path of one state has two directions too.
    _, sizes, turn = np.linalg.svd(np.concatenate([along, np.zeros((1, 2))]), full_matrices=False)
    directions = turn @ q.T
    if sizes[1] <= _NOTHING * sizes[0]:
        sizes[1] = 0.0
    coordinates = along @ turn.T
    directions *= [[_sign(coordinates[:, i])] for i in range(2)]
    total = max(path.total, float(sizes @ sizes))
    first_share, second_share = (float(size) ** 2 / total if total else 0.0 for size in sizes)
    return Plane(start, directions, (first_share, min(second_share, 1 - first_share)))


def _sign(coordinates: Vector) -> float:
    """With which sign the last state has the larger coordinate than the first, or the farthest is above 0."""
    farthest = coordinates[np.abs(coordinates).argmax()]
    way = coordinates[-1] - coordinates[0]
    return -1.0 if (way if abs(way) > _NOTHING * abs(farthest) else farthest) < 0 else 1.0


class _Path:
    """states - origin, divided by the largest entry, some columns after the other: never all in memory.

    Attributes:
        total: the sum of all squares.
    """

    def __init__(self, states: Array, origin: Vector) -> None:
        self._states, self._origin = states, origin
        self._scale = 1.0
        largest = max(float(np.abs(part).max()) for _, part in self._parts())
        if not np.isfinite(largest):
            raise ValueError("the states' numbers must be finite")
        self._scale = largest or 1.0
        self.total = sum(float(np.vdot(part, part)) for _, part in self._parts())

    def _parts(self) -> Iterator[tuple[slice, Array]]:
        n, parameters = self._states.shape
        some = max(1, NUMBERS // n)
        for start in range(0, parameters, some):
            here = slice(start, min(start + some, parameters))
            with np.errstate(over="ignore"):
                yield here, (self._states[:, here] - self._origin[here]) / self._scale
            pause()

    def leading(self, without: Array) -> Vector:
        """The direction (P,), of length 1, that holds the most once the columns of `without` are taken away.

        0 where nothing is left.
        """
        n, parameters = self._states.shape
        taken = self.along(without)
        gram = np.zeros((n, n))
        for here, part in self._parts():
            rest = part - taken @ without[here].T
            gram += rest @ rest.T
        _, vectors = np.linalg.eigh(gram)
        pause()
        found = np.empty(parameters)
        for here, part in self._parts():
            found[here] = vectors[:, -1] @ (part - taken @ without[here].T)
        length = float(np.linalg.norm(found))
        return found / length if length else found

    def along(self, directions: Array) -> Array:
        """The states along some directions (P, k): (n, k)."""
        found = np.zeros((len(self._states), directions.shape[1]))
        for here, part in self._parts():
            found += part @ directions[here]
        return found
