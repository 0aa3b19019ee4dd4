"""What a browser says that nobody can read: it says nothing, instead of stopping the page.

Whole numbers of thousands of digits, and thousands of lists in each other, are JSON. Python refuses them with
errors that Streamlit does not await, before any of our code runs; hundreds of lists in each other it reads,
but may fail to compare. No browser of ours sends such.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from streamlit.runtime.state import session_state

_READER = "unpack_widget_state_value"
MOST_DEEP = 20
"""Lists in each other; our components say six."""


def is_shallow(value: object) -> bool:
    """Whether no more than MOST_DEEP lists or objects of it are in each other."""
    level = [value]
    for _ in range(MOST_DEEP + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def _inside(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def forgiving(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The reader of a widget's message, to which what cannot be read is nothing."""

    def forgive(message: Any) -> Any:
        try:
            found = read(message)
        except (ValueError, RecursionError):
            return None
        return found if is_shallow(found) else None

    return forgive


@cache
def ignore_unreadable() -> None:
    """Have Streamlit pass over it; once a process. A Streamlit that reads in another way stays as it is."""
    if reader := getattr(session_state, _READER, None):
        setattr(session_state, _READER, forgiving(reader))
