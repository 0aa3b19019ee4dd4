"""How much memory runs may take: each visitor's, and those of all together."""

from __future__ import annotations

import os
import threading
from collections.abc import Hashable
from contextlib import suppress
from pathlib import Path

SESSION_BYTES = 400 * 2**20
"""Of one visitor's runs: the largest network in batches, or all 1,400 digits at once through 3,000 units."""
SMALL_BYTES = 64 * 2**20
"""A run of so many has room always, also where large ones have filled the server."""
SHARE = 0.6
"""Of the machine's memory that runs may take; the rest is Python, what is sent, and what pages show."""
_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def machine_bytes() -> int:
    """The memory that there is, for this machine or for its container."""
    with suppress(OSError, ValueError):
        return min(_physical(), int(_CONTAINER.read_text()))
    return _physical()


def _physical() -> int:
    with suppress(AttributeError, ValueError, OSError):  # not every system tells
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 2**33


class Room:
    """What each visitor's runs take.

    Args:
        most: of all together.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock, self._taken = threading.Lock(), dict[Hashable, int]()

    def take(self, who: Hashable, size: int) -> bool:
        """Let someone's runs be so large from now on; False, and nothing changes, where there is no room."""
        with self._lock:
            others = sum(self._taken.values()) - self._taken.get(who, 0)
            if size > SMALL_BYTES and others + size > self.most:
                return False
            self._taken[who] = size
            return True

    def leave(self, who: Hashable) -> None:
        """Someone is gone."""
        with self._lock:
            self._taken.pop(who, None)

    @property
    def taken(self) -> int:
        """By all together."""
        with self._lock:
            return sum(self._taken.values())
