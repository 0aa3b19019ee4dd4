"""What all visitors of a server share."""

from __future__ import annotations

import importlib
import threading

import pytest

from pages.shared import frame, work
from pages.shared.work import Kept


def test_the_things_that_were_asked_for_last_are_kept() -> None:
    kept, made = Kept[int, str](2), list[int]()

    def make(key: int) -> str:
        made.append(key)
        return str(key)

    assert [kept.of(key, make) for key in (1, 2, 1, 3, 1, 2)] == ["1", "2", "1", "3", "1", "2"]
    assert made == [1, 2, 3, 2]


def test_what_two_who_make_it_at_once_get_is_the_same() -> None:
    """And who makes it keeps nobody from what is there: it may wait for the turn of who asks for that."""
    kept = Kept[int, object](2)
    there = kept.of(1, lambda key: object())

    def make(key: int) -> object:
        assert kept.of(1, lambda key: object()) is there
        other.append(kept.of(2, lambda key: object()))
        return object()

    other = list[object]()
    assert kept.of(2, make) is other[0]


def test_what_other_pages_need_is_imported_once_and_not_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    timers, imported = list[threading.Timer](), list[str]()

    class Timer(threading.Timer):
        def start(self) -> None:
            timers.append(self)

    monkeypatch.setattr(threading, "Timer", Timer)
    monkeypatch.setattr(importlib, "import_module", imported.append)
    work.import_soon("one", "two")
    work.import_soon("one", "two")
    (timer,) = timers
    assert timer.daemon
    assert imported == []
    timer.function()
    assert imported == ["one", "two"]


def test_where_there_are_no_threads_nothing_is_imported_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Timer) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", refuse)
    work.import_soon("three")


def test_what_is_imported_ahead_is_there() -> None:
    for module in frame._ROOMS:
        importlib.import_module(module)


def test_first_pages_are_made_a_few_at_once_and_all_others_at_any_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work, "look_after", lambda: threading.current_thread().name == "new")
    inside, most, full = list[int](), list[int](), threading.Barrier(work.OPENING_AT_ONCE + 1)

    def open_page() -> None:
        with work.visit():
            inside.append(1)
            most.append(len(inside))
            if len(most) <= work.OPENING_AT_ONCE:
                full.wait(60)  # all places are taken
                full.wait(60)
            inside.pop()

    visitors = [threading.Thread(target=open_page, name="new") for _ in range(2 * work.OPENING_AT_ONCE)]
    for visitor in visitors:
        visitor.start()
    full.wait(60)
    with work.visit():  # of a session that is there already
        assert len(most) == work.OPENING_AT_ONCE
    full.wait(60)
    for visitor in visitors:
        visitor.join(60)
    assert len(most) == len(visitors)
    assert max(most) == work.OPENING_AT_ONCE


def test_a_page_that_fails_leaves_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "look_after", lambda: True)
    for _ in range(2 * work.OPENING_AT_ONCE):
        with pytest.raises(RuntimeError), work.visit():
            raise RuntimeError
