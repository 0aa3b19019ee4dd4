"""What all visitors of a server share: whose turn it is to do heavy work, and what of it is done already.

Training a chunk or a sweep takes a core. In turn an overloaded server slows everybody a
little; without it, past 22 sessions frames stop (measured). It is not in `st.cache_resource`, which any
visitor may clear, and not on the way of a plain training step.

A study of the lab follows from its settings alone, and a class has the same before it: those that were asked
for last are kept, so that what one visitor's page has measured is there when the next opens it.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared import visits
from pages.shared.lessons.classes import CLASSES
from pages.shared.pace import Pace
from pages.shared.room import SHARE, Room, machine_bytes
from pages.shared.turn import Turn
from pages.shared.uploads import keep_one_each

if TYPE_CHECKING:
    from pages.shared.lab.settings import Lab
    from pages.shared.lab.study import Study
    from pages.shared.landscape.maps import Map
    from pages.shared.wire.header import Json

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def session() -> Hashable:
    """Who this thread works for: its session, or nobody but itself."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else threading.get_ident()


TURN = Turn(session)
"""Held while a chunk is trained and encoded, and while a study goes on or is read; never for long."""


@contextmanager
def studying(study: Study, who: Hashable = None) -> Iterator[None]:
    """Hold the turn to measure a study or to read it, and before it the study's own: who measures it pauses.

    Args:
        who: as in Turn.held.
    """
    with study.turn.held(), TURN.held(who):
        yield


SOON_SECONDS = 1.0
"""By then the first visitor's page is out."""


@cache
def import_soon(*modules: str) -> None:
    """Import modules while nobody waits for them; once a process, however often it is asked for.

    Streamlit runs nothing of an app before there is a visitor. The first on every page would wait for what
    that page alone needs (measured: half a second). Each takes its turn: Plotly takes what another thread has
    imported by half for the whole, so no chart may be made meanwhile.
    """

    def imported() -> None:
        for module in modules:
            with TURN.held():
                importlib.import_module(module)

    timer = threading.Timer(SOON_SECONDS, imported)
    timer.daemon = True
    with suppress(RuntimeError):  # there are no threads where the app runs in a browser
        timer.start()


ROOM = Room(round(SHARE * machine_bytes()))
"""What everybody's runs take."""


def compared(session: Hashable) -> tuple[Hashable, str]:
    """Under which name the runs that a session compares have their room."""
    return session, "compared"


def _let_go(session: str) -> None:
    ROOM.leave(session)
    ROOM.leave(compared(session))
    for kept in (LANDSCAPES, LARGE_LANDSCAPES):
        kept.drop(lambda key: key[0] == session)
    CLASSES.close(session)
    visits.close(session)


VISITS = visits.Visits(visits.is_active, _let_go)
"""Who is there."""


def look_after() -> bool:
    """Said in every script run: this session is there, has one file, and is to be let go once it has left.

    Returns:
        Whether it has just begun.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if not context or not runtime.exists():
        return False
    keep_one_each(context.uploaded_file_mgr)
    _begin_watch()
    return VISITS.note(context.session_id)


OPENING_AT_ONCE = 6
"""So many visitors' first pages are made at once; who comes meanwhile waits until it is their turn.

A page takes some 0.15 s of a core, and forty threads that want one leave little of it to those who play:
they stood still for 2.8 s. With two at a time a class of thirty waits twice as long (measured).
"""
_OPENINGS = threading.Semaphore(OPENING_AT_ONCE)


@contextmanager
def visit() -> Iterator[None]:
    """Around every script run: a visitor's first one waits while others open their first pages."""
    with _OPENINGS if look_after() else nullcontext():
        yield


@cache
def _begin_watch() -> None:
    visits.use_few_heaps()
    with suppress(RuntimeError):  # there are no threads where the app runs in a browser
        threading.Thread(target=visits.watch, args=(VISITS,), daemon=True).start()


class Kept(Generic[Key, Value]):
    """The things that were asked for last, by what they follow from.

    Args:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock, self._things = most, threading.Lock(), dict[Key, Value]()

    def of(self, key: Key, make: Callable[[Key], Value]) -> Value:
        """The one that follows from `key`: that which is there, or a new one.

        Nothing is held while it is made: who makes it may pause, and wait for the turn of who waits here. Of
        what two make at once both get the first.
        """
        with self._lock:
            if key in self._things:
                return self._put(key, self._things.pop(key))
        made = make(key)
        with self._lock:
            return self._put(key, self._things.pop(key, made))

    def _put(self, key: Key, thing: Value) -> Value:
        self._things[key] = thing
        while len(self._things) > self._most:
            del self._things[next(iter(self._things))]
        return thing

    def drop(self, which: Callable[[Key], bool]) -> None:
        """Forget those with such keys."""
        with self._lock:
            self._things = {key: thing for key, thing in self._things.items() if not which(key)}

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._things.clear()


PACE = Pace()
"""At which rate players play."""

STUDIES: Kept[Lab, Study] = Kept(most=4)
"""One of the lab's first settings takes 8 MB, trained as well (measured)."""

CHARTS: Kept[tuple[Lab, str, str], Json] = Kept(most=64)
"""Its charts, by the settings, the place and what else they follow from.

Drawing the four takes three quarters of what opening the lab does (measured: 200 ms of 270).
"""

LANDSCAPES: Kept[tuple[Hashable, ...], Map] = Kept(most=8)
"""Loss landscapes, by the runs' settings, how far these had come, the plane and its range: 16 MB at most.

Before all that stands whose they are: of a person's own data, which a map holds, their session's, until it
has left.
"""

LARGE_LANDSCAPES: Kept[tuple[Hashable, ...], Map] = Kept(most=3)
"""Those that take up to 128 MB."""
