"""Memory: what runs may take, told before they are made; and what becomes of those who have left."""

from __future__ import annotations

import weakref
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import PRESETS, Experiment
from mlp_core.training.size import run_bytes
from pages.shared import session, work
from pages.shared import visits as leaving
from pages.shared.room import SESSION_BYTES, SMALL_BYTES, Room, machine_bytes
from pages.shared.visits import KEPT_SECONDS, Visits
from tests.pages import opening, tapes

HUGE = replace(
    PRESETS["digits"], hidden_layers=(195,) * 50, batch_size=None, samples=600, normalization="layer",
    residual=True, optimizer="adam",
)  # fmt: skip
LARGE = replace(PRESETS["digits"], hidden_layers=(200,) * 4, batch_size=None, normalization="layer")
LARGE_BYTES = run_bytes(LARGE)


def opened(experiment: Experiment) -> AppTest:
    return opening.opened(60, **experiment.to_query())


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    """A server of our own, with room for one large run."""
    found = Room(LARGE_BYTES * 3 // 2)
    monkeypatch.setattr(work, "ROOM", found)
    monkeypatch.setattr(session, "ROOM", found)
    return found


def test_a_run_beyond_a_visitors_room_is_refused_with_a_sentence_and_never_made(room: Room) -> None:
    assert run_bytes(HUGE) > SESSION_BYTES
    app = opened(HUGE)
    assert not app.exception
    (error,) = app.error
    assert "MB" in error.value
    assert app.session_state["_run"].made_trainer is None
    assert room.taken == 0


def test_after_a_refusal_smaller_settings_run(room: Room) -> None:
    app = opened(HUGE)
    app.button[0].click().run()  # Tutorial run
    assert not app.error
    assert tapes.of(app)[0]["steps"]


def test_where_the_server_is_full_a_large_run_is_refused_and_a_small_one_is_not(room: Room) -> None:
    assert SMALL_BYTES < LARGE_BYTES < SESSION_BYTES
    room.take("another", LARGE_BYTES)
    app = opened(LARGE)
    assert len(app.error) == 1
    app.button[0].click().run()
    assert not app.error
    room.leave("another")
    again = opened(LARGE)
    assert not again.error
    assert tapes.of(again)[0]["steps"]


def test_a_run_that_is_there_stays_though_others_fill_the_server(room: Room) -> None:
    app = opened(LARGE)
    room.most = 0
    assert not app.run().error


def test_what_someone_has_is_replaced_not_added() -> None:
    room = Room(3 * SMALL_BYTES)
    assert room.take("a", 2 * SMALL_BYTES)
    assert room.take("a", 3 * SMALL_BYTES)
    assert not room.take("b", SMALL_BYTES + 1)
    assert room.take("b", SMALL_BYTES)
    room.leave("a")
    room.leave("nobody")
    assert room.taken == SMALL_BYTES


def test_the_machine_has_memory() -> None:
    assert 2**28 < machine_bytes() < 2**50


def test_the_run_before_makes_room_where_both_are_too_much(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could be continued; its past is trained once more then."""
    monkeypatch.setattr(session, "SESSION_BYTES", LARGE_BYTES * 3 // 2)
    app = opened(LARGE)
    before = weakref.ref(app.session_state["_run"].trainer)
    app.session_state["_wishes"] = {"lr": 0.5}
    app.run()
    assert not app.error
    run = app.session_state["_run"]
    assert run.plan.last.learning_rate == 0.5
    assert run.origin.trainer is None
    assert before() is None
    assert room.taken < LARGE_BYTES * 3 // 2


# Who has left


class Server:
    """Sessions that come and go."""

    def __init__(self) -> None:
        self.active, self.closed = set[str](), list[str]()
        self.visits = Visits(self.active.__contains__, self.closed.append)

    def come(self, name: str) -> None:
        self.active.add(name)
        self.visits.note(name)


def test_who_has_left_is_let_go_after_a_while_and_once() -> None:
    server = Server()
    server.come("a")
    server.come("b")
    assert server.visits.look(0.0) == 0
    server.active.discard("a")
    assert [server.visits.look(1 + t) for t in (0.0, KEPT_SECONDS - 1, KEPT_SECONDS, 2 * KEPT_SECONDS)] == [
        0, 0, 1, 0
    ]  # fmt: skip
    assert server.closed == ["a"]


def test_who_comes_back_in_time_stays() -> None:
    server = Server()
    server.come("a")
    server.active.discard("a")
    server.visits.look(0.0)
    server.come("a")
    server.visits.look(KEPT_SECONDS)
    server.active.discard("a")
    assert server.visits.look(KEPT_SECONDS + 1) == 0
    assert server.visits.look(2 * KEPT_SECONDS) == 0
    assert server.visits.look(2 * KEPT_SECONDS + 1) == 1


def test_memory_is_given_back_where_the_c_library_can() -> None:
    leaving.tidy()
