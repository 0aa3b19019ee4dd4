"""Whose turn it is: one at a time, fairly, and never for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mlp_core.pauses import pausing

MOST_AT_ONCE = 0.1
"""Seconds after which who holds the turn lets others go first, at the next place where that can be."""
MOST_OWED = 0.03
"""Seconds of work that others are let do first by who has worked long, at most: a chunk of frames each.

With more, who checks a gradient would wait for a minute while a class plays. Nobody waits for ever.
"""


@dataclass(eq=False)
class _Asked:
    """One who waits."""

    who: Hashable
    may_go: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Holder:
    """Who holds the turn: in which thread, since when, and at which time of the turn's own it came."""

    who: Hashable
    thread: int
    began: float
    came: float


class Turn:
    """A lock that is had by who has used it least.

    Python's own is mostly had again by who has just let it go: who works in slices would let nobody in.
    Start-time fair queueing (P. Goyal et al., 1996): each one's next turn is due as much later as the last
    has taken, in a time that goes by with the work that is done, and what is due first goes first. So short
    work goes before long, who asks in two threads gets no more than others, and of equals who asked first
    goes first. Lateness is bounded (MOST_OWED), since who waits for long work is a person too.

    Args:
        who: tells who asks, where nobody is named.
    """

    def __init__(self, who: Callable[[], Hashable] = threading.get_ident) -> None:
        self._who, self._lock = who, threading.Lock()
        self._waiting = list[_Asked]()
        self._holder: _Holder | None = None
        self._now, self._due = 0.0, dict[Hashable, float]()

    @contextmanager
    def held(self, who: Hashable = None) -> Iterator[None]:
        """Wait for the turn, and hold it, but for the pauses of what is done meanwhile (`give_way`).

        Args:
            who: for whom; None for whom this thread works for.
        """
        self._take(self._who() if who is None else who)
        try:
            with pausing(self.give_way):
                yield
        finally:
            self._leave()

    def _take(self, who: Hashable) -> None:
        with self._lock:
            if self._holder is None:
                self._begin(who)
                return
            asked = _Asked(who)
            self._waiting.append(asked)
        asked.may_go.wait()
        with self._lock:
            assert self._holder
            self._holder.thread, self._holder.began = threading.get_ident(), time.monotonic()

    def _leave(self) -> None:
        """Let the turn go, to who is next."""
        with self._lock:
            held, self._holder = self._holder, None
            assert held
            used = min(time.monotonic() - held.began, MOST_OWED)
            self._due[held.who] = held.came + used
            if self._waiting:
                first = min(self._waiting, key=lambda asked: self._due_of(asked.who))
                self._waiting.remove(first)
                self._begin(first.who)
                first.may_go.set()

    def give_way(self) -> None:
        """Let others go first, where this thread has held the turn for long and somebody waits."""
        held = self._holder
        if held is None or held.thread != threading.get_ident() or not self._waiting:
            return
        if time.monotonic() - held.began > MOST_AT_ONCE:
            self._leave()
            self._take(held.who)

    def _due_of(self, who: Hashable) -> float:
        return max(self._now, self._due.get(who, 0.0))

    def _begin(self, who: Hashable) -> None:
        self._now = self._due_of(who)
        self._holder = _Holder(who, threading.get_ident(), time.monotonic(), self._now)
        # Who owes nothing any more need not be remembered.
        self._due = {name: due for name, due in self._due.items() if due > self._now}
