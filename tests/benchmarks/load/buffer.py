"""The frames that a browser keeps: which steps, and how many bytes (pages/shared/browser/store.js)."""

from __future__ import annotations

MOST_BYTES = 64 * 2**20


class Buffer:
    """The steps of one run whose frames are here; the longest unused answers are dropped."""

    def __init__(self) -> None:
        self._steps = set[int]()
        self._answers = list[tuple[list[int], int]]()
        self._bytes = 0

    def __contains__(self, step: int) -> bool:
        return step in self._steps

    def put(self, steps: list[int], size: int, current: int) -> None:
        """Keep an answer's frames; that of the step shown stays."""
        fresh = [step for step in steps if step not in self._steps]
        if not fresh:
            return
        self._steps.update(fresh)
        self._answers.append((fresh, size))
        self._bytes += size
        while self._bytes > MOST_BYTES and len(self._answers) > 1:
            old = next((answer for answer in self._answers[:-1] if current not in answer[0]), None)
            if old is None:
                break
            self._answers.remove(old)
            self._steps.difference_update(old[0])
            self._bytes -= old[1]

    def missing(self, first: int, stride: int, end: int, most: int) -> int | None:
        """The first of `most` steps from `first` on that is not here."""
        step = min(first, end)
        for _ in range(most):
            if step not in self._steps:
                return step
            if step >= end:
                return None
            step = min(step + stride, end)
        return None
