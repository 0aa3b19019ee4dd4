"""How many frames a second each player gets, when more play at once than a server has frames for.

Without it the browsers play what comes as fast as they can and then stand still, in bursts. So each answer
says at which rate all are to play: as much as there was for each of them when the queue grew, and more again,
little by little, while it is short.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MOST, LEAST = 60.0, 4.0
"""Frames a second: as displays show them, and what is left to everybody however many play."""
LONG, SHORT = 0.6, 0.45
"""Shares of the time in which a player plays what it was sent, for which it waits for its turn.

Where all ask at the same moment they wait for half of what the server is busy: less than the one says that
there is room. Where there is none, all wait until they stand still.
"""
_WINDOW, _PLAYS, _EVERY = 2.0, 10.0, 0.5
"""Seconds that are looked back on for frames and for who plays, and from one look to the next."""
_SPARE, _DOWN = 0.95, 0.75
"""What is given of what there was, so that the queue gets shorter; and how fast the rate falls at most.

While a class opens its pages there are few frames, but for a moment.
"""
_UP, _FAST = 1.05, 1.2
"""How fast it rises again, and where hardly anybody waits."""


@dataclass(frozen=True)
class _Played:
    when: float
    player: Hashable
    frames: int
    waited: float


class Pace:
    """The rate at which all players of this server are to play.

    Args:
        clock: tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._played = deque[_Played]()
        self._rate, self._looked = MOST, 0.0

    def played(self, player: Hashable, frames: int, waited: float) -> float:
        """Note that a player was sent frames to play; the rate for it now, in frames a second.

        Args:
            player: whose it is.
            frames: how many.
            waited: seconds until its turn came.
        """
        now = self._clock()
        with self._lock:
            self._played.append(_Played(now, player, frames, waited))
            while self._played[0].when < now - _PLAYS:
                self._played.popleft()
            if now - self._looked >= _EVERY:
                self._look(now)
            return self._rate

    def _since(self, when: float) -> list[_Played]:
        return [played for played in self._played if played.when >= when]

    def _look(self, now: float) -> None:
        lately = self._since(now - _EVERY)
        self._looked = now
        waited = self._rate * sum(played.waited / max(1, played.frames) for played in lately) / len(lately)
        if waited < SHORT:
            self._rate = min(MOST, self._rate * (_UP if waited > SHORT / 2 else _FAST))
        elif waited > LONG:
            players = len({played.player for played in self._played})
            seen = self._since(now - _WINDOW)
            span = max(_EVERY, now - seen[0].when)
            for_each = sum(played.frames for played in seen) / span / players
            lower = max(LEAST, _DOWN * self._rate, _SPARE * for_each)
            self._rate = min(self._rate, lower)
