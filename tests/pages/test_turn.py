"""Whose turn it is: fair by what each has used, and let go on the way of what takes long."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest

from mlp_core import Experiment, Trainer
from mlp_core.analysis.diagnostics import check_gradient
from mlp_core.analysis.nested import NestedNetworks
from mlp_core.analysis.probe import Probe
from mlp_core.data.csv import read_csv
from mlp_core.pauses import pausing
from mlp_core.training.inference import Forward
from pages.shared import turn as turns
from pages.shared.lab import tables
from pages.shared.lab.settings import Lab
from pages.shared.lab.study import Study
from pages.shared.turn import MOST_AT_ONCE, MOST_OWED, Turn


class Clock:
    """A time of our own: nobody's work takes any but what it says."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(turns, "time", found)
    return found


class Class:
    """Visitors who each work in a thread, several times, and how long each time takes."""

    def __init__(self, turn: Turn, clock: Clock) -> None:
        self.turn, self.clock, self.order = turn, clock, list[str]()
        self._threads = list[threading.Thread]()

    def works(self, who: str, times: int = 1, takes: float = 0.05, parts: int = 1) -> None:
        """Someone asks for the turn; this returns when they stand in the queue."""

        def work() -> None:
            for _ in range(times):
                with self.turn.held(who):
                    for _ in range(parts):
                        self.order.append(who)
                        self.clock.now += takes
                        self.turn.give_way()

        before = len(self.turn._waiting)
        self._threads.append(threading.Thread(target=work))
        self._threads[-1].start()
        while len(self.turn._waiting) <= before:
            time.sleep(0.001)

    def end(self) -> list[str]:
        for thread in self._threads:
            thread.join(60)
        return self.order


@pytest.fixture
def visitors(clock: Clock) -> Class:
    return Class(Turn(), clock)


def test_of_equals_who_asked_first_goes_first(visitors: Class) -> None:
    with visitors.turn.held("teacher"):
        for who in "abc":
            visitors.works(who)
    assert visitors.end() == ["a", "b", "c"]


def test_who_asks_in_two_threads_gets_no_more_than_others(visitors: Class) -> None:
    with visitors.turn.held("teacher"):
        for who in "aaab":
            visitors.works(who)
    assert visitors.end() == ["a", "b", "a", "a"]


def test_short_work_goes_before_long(visitors: Class) -> None:
    """Who has just worked for long lets others work as long, if they like, before going on."""
    with visitors.turn.held("long"):
        visitors.clock.now += MOST_OWED
    with visitors.turn.held("teacher"):
        visitors.works("long", times=2)
        visitors.works("short", times=2, takes=MOST_OWED / 4)
    order = visitors.end()
    assert order[0] == "short"
    assert sorted(order) == ["long", "long", "short", "short"]


def test_nobody_waits_for_ever(visitors: Class) -> None:
    """Who has used the turn for minutes comes in again after the others have used what is owed at most."""
    with visitors.turn.held("long"):
        visitors.clock.now += 100
    with visitors.turn.held("teacher"):
        visitors.works("long")
        for who in "abc":
            visitors.works(who, times=20, takes=MOST_OWED / 4)
    assert visitors.end().index("long") <= 3 * 6


def test_work_that_takes_long_lets_others_in_on_the_way(visitors: Class) -> None:
    with visitors.turn.held("teacher"):
        visitors.works("long", takes=MOST_AT_ONCE * 1.1, parts=3)
        visitors.works("short", takes=0.01)
    assert visitors.end()[:2] == ["long", "short"]


def test_who_does_not_hold_the_turn_has_nothing_to_give_away(visitors: Class) -> None:
    visitors.turn.give_way()
    with visitors.turn.held("other"):
        visitors.works("waiting")
        thread = threading.Thread(target=visitors.turn.give_way)
        thread.start()
        thread.join(60)
        assert visitors.order == []
    assert visitors.end() == ["waiting"]


def test_where_nobody_waits_the_turn_is_kept(visitors: Class) -> None:
    with visitors.turn.held("alone"):
        visitors.clock.now += 10
        held = visitors.turn._holder
        visitors.turn.give_way()
        assert visitors.turn._holder is held


def test_an_error_under_the_turn_lets_it_go() -> None:
    turn = Turn()
    with pytest.raises(ValueError, match="wrong"), turn.held("a"):
        raise ValueError("wrong")
    with turn.held("b"):
        pass


def test_many_at_once_all_come_through_one_at_a_time() -> None:
    turn, inside, most, done = Turn(), Counter[str](), list[int](), list[int]()

    def work() -> None:
        for _ in range(30):
            with turn.held():
                inside["now"] += 1
                most.append(inside["now"])
                inside["now"] -= 1
        done.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == 8
    assert max(most) == 1


# What takes long, and where it pauses

WIDE = Experiment(dataset="digits", hidden_layers=(40,) * 3, samples=400, output_activation="softmax",
                  loss="cross_entropy", normalization="batch")  # fmt: skip


def trains() -> Iterator[None]:
    trainer = Trainer(WIDE, scored=True)
    yield
    trainer.step(2)


def judges() -> Iterator[None]:
    trainer = Trainer(WIDE)
    forward = Forward(trainer.network, trainer.x, statistics_of=trainer.x)
    yield
    forward.output()


def checks() -> Iterator[None]:
    probe = Probe(Trainer(Experiment(hidden_layers=(3,))))
    yield
    check_gradient(probe, probe.network.layers[0].W, probe.network.layers[0].dW, 10)


def measures() -> Iterator[None]:
    deepest = Experiment(dataset="xor", hidden_layers=(4,) * 3)
    nest = NestedNetworks(deepest)
    yield
    list(nest.family([deepest]))


def reads() -> Iterator[None]:
    data = "\n".join(["a,b", *(f"t{i},u{i}" for i in range(30_000))]).encode()
    yield
    read_csv(data)


def guesses() -> Iterator[None]:
    study = Study(Lab(depth=1, width=2, samples=20, seeds=6, compare=("tanh.xavier",)))
    yield
    assert study.chances


def writes() -> Iterator[None]:
    rows = pd.DataFrame({"loss": np.arange(4000.0), "step": np.arange(4000)})
    yield
    tables.csv(rows)


@pytest.mark.parametrize("work", [trains, judges, checks, measures, reads, guesses, writes])
def test_what_takes_long_pauses_on_its_way(work: Callable[[], Iterator[None]]) -> None:
    """The longest stretch without a pause is a small part of the whole: counted, since time says little."""
    paused, going = list[int](), work()
    next(going)
    with pausing(lambda: paused.append(1)):
        next(going, None)
    assert len(paused) >= 5


def test_pauses_change_no_bit() -> None:
    plain, paused = Trainer(WIDE), Trainer(WIDE)
    plain.step()
    with pausing(lambda: None):
        paused.step()
    assert (plain.network.parameters == paused.network.parameters).all()
    assert (plain.history.loss == paused.history.loss).all()


def test_a_check_that_takes_long_ends_with_fewer_numbers() -> None:
    probe = Probe(Trainer(Experiment(hidden_layers=(3,))))
    layer = probe.network.layers[0]
    found = check_gradient(probe, layer.W, layer.dW, seconds=0)
    assert (len(found.analytic), found.of) == (1, layer.W.size)
    half = check_gradient(probe, layer.W, layer.dW, most=10)
    assert half.relative_error < 1e-7
    assert len(half.analytic) == 10


def test_two_who_have_the_same_study_before_them_measure_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pauses on the way, and then the other would go on with what is half done."""
    monkeypatch.setattr(turns, "MOST_AT_ONCE", -1.0)
    monkeypatch.setattr(tables, "SLICE", 0.0)
    study = Study(Lab(depth=2, width=3, samples=5, seeds=2, steps=3, compare=("tanh.xavier",)))
    ended = list[bool]()

    def measure() -> None:
        ended.append(tables.measure(study, train=True))

    threads = [threading.Thread(target=measure) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ended == [True] * 3
    for stage in (study.layers, study.depths, study.training):
        assert stage.done == stage.of
