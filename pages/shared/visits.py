"""Sessions that have ended are let go, and the memory that was theirs goes back to the machine.

Streamlit keeps a session that has lost its connection for two minutes, so that a browser can take it up
again; what is past that it lets go when it next looks, which may be never: a class that has left stays in
memory.
"""

from __future__ import annotations

import ctypes
import gc
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from streamlit import runtime

KEPT_SECONDS = 100.0
"""After so long without a connection a session is let go: a little before Streamlit gives it up itself."""
EVERY_SECONDS = 10.0


_ARENAS, _MAPPED = (-8, 2), (-3, 2**20)
"""glibc's names of two choices, and ours: two heaps for all threads, and arrays from 1 MB on outside of them.

A script run is a thread, and of many heaps each is kept from being given back by a few small things. After
thirty who came and left, 80 % more was in use than before they came; so 28 %, 8 % where MALLOC_ARENA_MAX=2
says it when the server is started, before there are threads (measured).
"""


@cache
def _glibc() -> ctypes.CDLL | None:
    """The C library, where it is one whose memory can be looked after; others need it less."""
    with suppress(OSError, AttributeError):
        found = ctypes.CDLL("libc.so.6")
        if found.malloc_trim and found.mallopt:
            return found
    return None


def use_few_heaps() -> None:
    """Said once, before there are many threads."""
    if glibc := _glibc():
        for choice in (_ARENAS, _MAPPED):
            glibc.mallopt(*choice)


class Visits:
    """The sessions that there are, and since when those that have lost their connection have.

    Args:
        is_active: tells of a session whether it has a connection.
        close: lets one go.
    """

    def __init__(self, is_active: Callable[[str], bool], close: Callable[[str], object]) -> None:
        self._is_active, self._close = is_active, close
        self._lock, self._left = threading.Lock(), dict[str, float | None]()

    def note(self, session: str) -> bool:
        """A session is there; says whether it was not before."""
        with self._lock:
            is_new = session not in self._left
            self._left[session] = None
            return is_new

    def look(self, now: float) -> int:
        """Let go who has left for long; says how many those were."""
        with self._lock:
            for session, left in list(self._left.items()):
                self._left[session] = None if self._is_active(session) else left or now
            gone = [s for s, left in self._left.items() if left is not None and now - left >= KEPT_SECONDS]
            for session in gone:
                del self._left[session]
        for session in gone:
            self._close(session)
        return len(gone)


def is_active(session: str) -> bool:
    return runtime.get_instance().is_active_session(session)


def close(session: str) -> None:
    """Thread-safe, and of a session that has come back meanwhile nothing is lost before it leaves again."""
    runtime.get_instance().clear_user_info_for_session(session)


def tidy() -> None:
    """Have what nobody uses any more given back to the machine."""
    gc.collect()  # a session and its script runs know each other: they stay until somebody looks for circles
    if glibc := _glibc():
        glibc.malloc_trim(0)


def watch(visits: Visits) -> None:
    """Look after them for as long as the server runs."""
    gone = 0
    with suppress(RuntimeError):  # it has ended
        while True:
            time.sleep(EVERY_SECONDS)
            if gone:  # by now: closing is done by the server's own thread
                tidy()
            gone = visits.look(time.monotonic())
