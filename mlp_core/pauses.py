"""Places on the way of long work where a machine that is shared may do something else.

As NumPy's errstate, what is to be done there holds for a thread, however deep in it the work is:

    with pausing(look_after_others):
        trainer.step(1000)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Pause = Callable[[], object]

_PAUSE: ContextVar[Pause | None] = ContextVar("pause", default=None)
EVERY = 10_000
"""Things between two pauses, of those that take a microsecond or two each."""


@contextmanager
def pausing(do: Pause) -> Iterator[None]:
    """Have `do` called now and then by what takes long, in this thread."""
    token = _PAUSE.set(do)
    try:
        yield
    finally:
        _PAUSE.reset(token)


def is_wanted() -> bool:
    """Whether anything is to be done at a pause."""
    return _PAUSE.get() is not None


def pause() -> None:
    """Called between two parts of what takes long."""
    if do := _PAUSE.get():
        do()


def in_parts(items: Iterable[Item], every: int = EVERY) -> Iterator[Item]:
    """The items, with a pause after every so many."""
    for place, item in enumerate(items, 1):
        yield item
        if place % every == 0:
            pause()
