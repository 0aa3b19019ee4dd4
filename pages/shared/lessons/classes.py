"""A class's answers to a prediction: how many chose what, while the teacher has the class open.

Counts alone are kept, in this process, under a code: no names, no texts, nothing on the disk. A class is
forgotten when it is closed, or after a day; where several processes serve the app, pupils may be with another
one than their teacher, so there it cannot be.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

MOST_ANSWERS, MOST_CLASSES, MOST_STEPS = 200, 50, 40
"""Answers a step, classes at a time, and steps a class."""
DAY_SECONDS = 24 * 3600.0
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Those of a code: none that is taken for another when it is read from a screen."""
_LENGTH = 5
PROCESSES = "BACKPROP_PROCESSES"
"""The environment's word for how many processes serve the app (deploy/classroom.py says it)."""


def is_one_of_many() -> bool:
    """Whether other processes serve the app too."""
    said = os.environ.get(PROCESSES, "1")
    return not said.isdigit() or int(said) > 1


@dataclass
class Class:
    """One that is open.

    Attributes:
        owner: the teacher's session.
        since: when it was opened.
        counts: step -> answer -> how many.
        answered: (step, session) of those who have.
    """

    owner: Hashable
    since: float
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    answered: set[tuple[str, Hashable]] = field(default_factory=set)


class Classes:
    """All that are open in this process.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._open = dict[str, Class]()

    def open(self, owner: Hashable) -> str:
        """The code of the owner's class, a new one if none is open; empty where there are too many."""
        with self._lock:
            self._forget()
            for code, one in self._open.items():
                if one.owner == owner:
                    return code
            if len(self._open) >= MOST_CLASSES:
                return ""
            code = next(code for code in iter(_code, "") if code not in self._open)
            self._open[code] = Class(owner, self._clock())
            return code

    def close(self, owner: Hashable) -> None:
        """Forget the owner's class."""
        with self._lock:
            self._open = {code: one for code, one in self._open.items() if one.owner != owner}

    def of(self, owner: Hashable) -> str:
        """The code of the owner's open class; empty where there is none."""
        with self._lock:
            self._forget()
            return next((code for code, one in self._open.items() if one.owner == owner), "")

    def vote(self, code: str, step: str, answer: str, who: Hashable) -> bool:
        """Count an answer; whether it was. A session answers a step once."""
        with self._lock:
            self._forget()
            one = self._open.get(code)
            if one is None or (step, who) in one.answered:
                return False
            counts = one.counts.get(step, Counter())
            if counts.total() >= MOST_ANSWERS or (step not in one.counts and len(one.counts) >= MOST_STEPS):
                return False
            one.counts[step] = counts
            counts[answer] += 1
            one.answered.add((step, who))
            return True

    def counts(self, owner: Hashable, step: str) -> dict[str, int]:
        """How many have chosen what, in the owner's class."""
        with self._lock:
            self._forget()
            found = [one for one in self._open.values() if one.owner == owner]
            return dict(found[0].counts.get(step, {})) if found else {}

    def _forget(self) -> None:
        now = self._clock()
        self._open = {code: one for code, one in self._open.items() if now - one.since < DAY_SECONDS}


def _code() -> str:
    """Not to be guessed from the one before; what a run draws has nothing to do with it."""
    return "".join(random.SystemRandom().choices(_LETTERS, k=_LENGTH))


CLASSES = Classes()
