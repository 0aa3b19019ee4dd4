"""Every string that a person reads, by key, in the language of the session. Placeholders are in braces: text("x", n=3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared import state
from pages.shared.text.catalogues import CATALOGUES, DEFAULT

T = TypeVar("T")
_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """In here another language is read: for what is made where no session is, or is for somebody else."""
    token = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language() -> str:
    """The code of the language that is read here; the default one where no session is, as in a thread."""
    if code := _SPOKEN.get():
        return code
    if get_script_run_ctx(suppress_warning=True) is None:
        return DEFAULT
    return state.LANGUAGE.get().code or DEFAULT


def _words() -> Mapping[str, str]:
    return CATALOGUES[language()].words


def text(key: str, /, **values: object) -> str:
    """The string of `key` with its placeholders filled in.

    Raises:
        KeyError: for a key that is in no catalogue, or a placeholder without a value.
    """
    entry = _words()[key]
    return entry.format(**values) if values else entry


def counted(key: str, n: int, **values: object) -> str:
    """A number of things: the catalogue has `key` for several, and for none, and `key_1` for one."""
    return text(f"{key}_1" if n == 1 else key, n=f"{n:,}", **values)


def naming(prefix: str, options: Iterable[T]) -> Callable[[T], str]:
    """What a widget calls its options: the string of `prefix` and the option, for each.

    In the language of now: a widget that is gone may still be asked what it meant by its words.
    """
    found = {option: text(f"{prefix}{option}") for option in options}
    return found.__getitem__


def section(prefix: str) -> dict[str, str]:
    """All strings below `prefix.`, by the rest of their key; for what is filled in in the browser."""
    return {key[len(prefix) + 1 :]: entry for key, entry in _words().items() if key.startswith(prefix + ".")}
