"""A class's answers: counts alone, while its teacher has it open, and nothing of who gave them."""

from __future__ import annotations

import re
import threading
from collections import Counter

import pytest

from pages.shared.lessons import classes, qr
from pages.shared.lessons.classes import DAY_SECONDS, MOST_ANSWERS, MOST_CLASSES, MOST_STEPS, Classes

STEP = "vanishing ask"


class Clock:
    """Goes only when it is turned."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_ones(clock: Clock) -> Classes:
    return Classes(clock)


def test_answers_are_counted_under_the_teachers_code(open_ones: Classes) -> None:
    code = open_ones.open("teacher")
    given = {"anna": "1", "ben": "0", "chris": "1", "dora": "none"}
    assert all(open_ones.vote(code, STEP, answer, who) for who, answer in given.items())
    assert open_ones.counts("teacher", STEP) == Counter(given.values())
    assert open_ones.counts("teacher", "vanishing end") == {}


def test_nobody_else_sees_them(open_ones: Classes) -> None:
    code, other = open_ones.open("teacher"), open_ones.open("another")
    assert code != other
    open_ones.vote(code, STEP, "1", "anna")
    assert open_ones.counts("another", STEP) == open_ones.counts("anna", STEP) == {}
    assert open_ones.of("anna") == ""


def test_a_session_answers_a_step_once_and_each_step(open_ones: Classes) -> None:
    code = open_ones.open("teacher")
    assert open_ones.vote(code, STEP, "1", "anna")
    assert not open_ones.vote(code, STEP, "0", "anna")
    assert open_ones.vote(code, "vanishing end", "0", "anna")
    assert open_ones.counts("teacher", STEP) == {"1": 1}


def test_a_step_holds_two_hundred_answers_and_a_class_so_many_steps(open_ones: Classes) -> None:
    code = open_ones.open("teacher")
    counted = [open_ones.vote(code, STEP, "1", n) for n in range(MOST_ANSWERS + 5)]
    assert counted == [True] * 200 + [False] * 5
    assert open_ones.counts("teacher", STEP) == {"1": 200}
    steps = [open_ones.vote(code, f"step {n}", "1", "anna") for n in range(MOST_STEPS + 5)]
    assert sum(steps) == MOST_STEPS - 1
    assert open_ones.vote(code, "step 0", "1", "ben")


def test_without_an_open_class_nothing_is_counted(open_ones: Classes) -> None:
    assert not open_ones.vote("", STEP, "1", "anna")
    assert not open_ones.vote("ABCDE", STEP, "1", "anna")
    assert open_ones.counts("teacher", STEP) == {}
    assert open_ones.of("teacher") == ""


def test_what_is_closed_is_forgotten(open_ones: Classes) -> None:
    code, other = open_ones.open("teacher"), open_ones.open("another")
    open_ones.vote(code, STEP, "1", "anna")
    open_ones.vote(other, STEP, "0", "ben")
    open_ones.close("teacher")
    assert not open_ones.vote(code, STEP, "1", "ben")
    assert open_ones.open("teacher") != code
    assert open_ones.counts("teacher", STEP) == {}
    assert open_ones.counts("another", STEP) == {"0": 1}
    open_ones.close("nobody")


def test_a_class_is_forgotten_after_a_day(open_ones: Classes, clock: Clock) -> None:
    code = open_ones.open("teacher")
    clock.now += DAY_SECONDS - 1
    later = open_ones.open("another")
    assert open_ones.vote(code, STEP, "1", "anna")
    clock.now += 1
    assert not open_ones.vote(code, STEP, "1", "ben")
    assert open_ones.of("teacher") == ""
    assert open_ones.counts("teacher", STEP) == {}
    assert open_ones.of("another") == later


def test_who_opens_twice_has_the_same_class(open_ones: Classes) -> None:
    code = open_ones.open("teacher")
    open_ones.vote(code, STEP, "1", "anna")
    assert open_ones.open("teacher") == code == open_ones.of("teacher")
    assert open_ones.counts("teacher", STEP) == {"1": 1}


def test_codes_are_read_from_a_screen_and_no_two_are_the_same(open_ones: Classes) -> None:
    codes = [open_ones.open(n) for n in range(MOST_CLASSES)]
    assert len(set(codes)) == MOST_CLASSES
    assert all(re.fullmatch("[A-HJ-NP-Z2-9]{5}", code) for code in codes)
    assert not set("".join(codes)) & set("IO01")


def test_a_full_server_opens_no_more_until_one_is_closed(open_ones: Classes) -> None:
    for n in range(MOST_CLASSES):
        open_ones.open(n)
    assert open_ones.open("late") == ""
    assert open_ones.open(3) != ""
    open_ones.close(3)
    assert open_ones.open("late") != ""


def test_pupils_may_answer_at_once(open_ones: Classes) -> None:
    code = open_ones.open("teacher")
    start = threading.Barrier(8)

    def answer(n: int) -> None:
        start.wait()
        for step in range(20):
            for who in range(10):
                open_ones.vote(code, str(step), str(n), (n, who))

    threads = [threading.Thread(target=answer, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(open_ones.counts("teacher", str(step)) == {str(n): 10 for n in range(8)} for step in range(20))


@pytest.mark.parametrize(
    ("said", "many"), [(None, False), ("1", False), ("2", True), ("16", True), ("", True), ("many", True),
        ("-1", True)]
)  # fmt: skip
def test_several_processes_refuse(said: str | None, many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no number is no promise that there is one process."""
    if said is None:
        monkeypatch.delenv(classes.PROCESSES, raising=False)
    else:
        monkeypatch.setenv(classes.PROCESSES, said)
    assert classes.is_one_of_many() is many


def test_the_classroom_server_says_how_many_processes_there_are() -> None:
    from tests.core.imports import ROOT

    assert f'"{classes.PROCESSES}"' in (ROOT / "deploy" / "classroom.py").read_text("utf-8")


@pytest.mark.parametrize(
    "base", ["javascript:alert(1)", "", "https://a b/", "http://x/?q=1", "http://x/#y", "ftp://x", "https://",
        "http://" + "x" * 300]
)  # fmt: skip
def test_what_is_no_address_draws_no_code(base: str) -> None:
    assert qr.drawn(base, "vanishing", "ask", "ABCDE") == ""


def test_the_code_that_is_drawn_has_the_lessons_address() -> None:
    segno = pytest.importorskip("segno")
    drawn = qr.drawn("https://school.example:8501/explorer/", "vanishing", "ask", "ABCDE")
    same = segno.make(
        "https://school.example:8501/explorer/?lesson=vanishing&at=ask&class=ABCDE", micro=False
    )
    assert drawn.startswith("<svg")
    path = re.search(r' d="([^"]+)"', drawn)
    assert path
    assert path[1] in same.svg_inline(scale=4, border=2)
