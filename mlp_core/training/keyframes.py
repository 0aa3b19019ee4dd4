"""Full states of a run, kept now and then: where going back starts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlp_core.nn.steps import Array

KEYFRAME_BYTES = 32 * 2**20
MAX_KEYFRAMES = 512
"""On the tutorial's network 23 MB; at 200,000 steps a jump then replays 512 steps at most, some 13 ms."""
FIRST_INTERVAL = 16
"""A state at every step would cost the first hundreds a sixth more (measured on the tutorial's network)."""

State = Mapping[str, Array]


def limit(size: int) -> int:
    """How many states of so many bytes are kept at most."""
    return max(2, min(MAX_KEYFRAMES, KEYFRAME_BYTES // size))


class Keyframes:
    """States by step: those at multiples of `interval`, without a gap up to the latest.

    Attributes:
        interval: grows as the run does, so that memory is bounded.
    """

    def __init__(self) -> None:
        self.interval = FIRST_INTERVAL
        self._states: dict[int, State] = {}

    def keep(self, step: int, state: State) -> None:
        """Keep a copy of the state at `step`, a multiple of the interval; thin the kept ones out."""
        if step in self._states:
            return
        self._states[step] = {name: array.copy() for name, array in state.items()}
        size = sum(array.nbytes for array in state.values())
        most = limit(size)
        while len(self._states) > most:
            self.interval *= 2
            self._states = {s: kept for s, kept in self._states.items() if s % self.interval == 0}

    def nearest(self, step: int) -> tuple[int, State]:
        """The latest kept state at or before `step`, and its step."""
        found = min(step // self.interval * self.interval, max(self._states))
        return found, self._states[found]

    def share(self, other: Keyframes, last: int) -> None:
        """Take over those of another run up to step `last`; no state is ever written to."""
        self.interval = other.interval
        self._states = {step: state for step, state in other._states.items() if step <= last}

    def __iter__(self) -> Iterator[int]:
        """The steps."""
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    @property
    def nbytes(self) -> int:
        """The memory taken, in bytes."""
        return sum(array.nbytes for state in self._states.values() for array in state.values())
