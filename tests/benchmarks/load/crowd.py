"""Several visitors at once, and the clock of their screens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from tests.benchmarks.load.player import FULL, Player
from tests.benchmarks.load.session import Session

Visitor = TypeVar("Visitor", bound=Session)
MOST_SESSIONS = 60
"""At once: more would measure this client."""


@asynccontextmanager
async def screens(players: list[Player]) -> AsyncIterator[None]:
    """60 animation frames a second for all in the list; late ones are not caught up with."""
    ticking = asyncio.create_task(_tick(players))
    try:
        yield
    finally:
        ticking.cancel()


async def _tick(players: list[Player]) -> None:
    due = time.perf_counter()
    while True:
        now = time.perf_counter()
        for player in list(players):
            player.frame(now)
        due = max(due + 1 / FULL, now)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


@asynccontextmanager
async def visiting(sessions: Sequence[Visitor]) -> AsyncIterator[Sequence[Visitor]]:
    """All of them open at once, and leave at the end.

    Raises:
        ValueError: for more than MOST_SESSIONS.
    """
    if len(sessions) > MOST_SESSIONS:
        raise ValueError(f"at most {MOST_SESSIONS} sessions at once")
    try:
        await asyncio.gather(*(session.open() for session in sessions))
        yield sessions
    finally:
        await asyncio.gather(*(session.close() for session in sessions), return_exceptions=True)


def faults(sessions: Iterable[Session]) -> list[str]:
    """What went wrong in any of them, each in a line."""
    sessions = list(sessions)
    said = [text for session in sessions for text in session.exceptions]
    return [*said, *(f"connection lost: {session.lost}" for session in sessions if session.lost)]
