"""The tape player: the server trains ahead and sends recorded frames, the browser draws them.

The browser asks for what it lacks by setting the component's state "pull"; only this fragment reruns then.
The answer is a function of (run, request), so a request that arrives twice, or late, does no harm; one for
another run is ignored. Nothing polls: a paused or hidden tab costs nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import Unpack

import streamlit as st

from mlp_core import ExperimentError
from pages.shared import actions, controls, describe, state, work
from pages.shared.browser.files import markup, read
from pages.shared.component import PLOTLY_URL, Component
from pages.shared.fragment import fragment
from pages.shared.landscape.answer import landscape
from pages.shared.player import header, unfolded
from pages.shared.player.acts import ACTS
from pages.shared.session import Run
from pages.shared.state import Player, SentTape
from pages.shared.text import text
from pages.shared.wire import answer
from pages.shared.wire.asked import Moment, Told
from pages.shared.wire.bytes import headed
from pages.shared.wire.extras import EXTRAS
from pages.shared.wire.header import Mounting
from pages.shared.wire.once import Once
from pages.shared.wire.tape import Recorder, Request
from pages.shared.work import PACE, TURN

KEY = "player"
FIRST_SECONDS = 0.1
"""A new run's picture comes first, alone; what follows is asked for."""

_PLAYER = Component(
    "player",
    "player/player.js",
    markup("player/player.html"),
    read("player/player.css")
    + read("player/panes/classes.css")
    + read("player/unfold/unfold.css")
    + read("landscape/landscape.css")
    + read("player/screens.css"),
)

# In symbols, and shared by all visitors: which the wire does not know.
EXTRAS["unfold"], EXTRAS["landscape"] = unfolded.unfold, landscape


@dataclass(frozen=True)
class _To:
    """The player that a tape goes to: what it is told, and what every tape says of it."""

    moment: Moment | None
    mounted: Mounting


def _pace(waited: float, frames: int) -> float:
    """The rate at which these frames are to be played."""
    return round(PACE.played(work.session(), frames, waited), 1)


def _answer(
    run: Run, to: _To, asked: object, request: Request, waited: float = 0, **seconds: float
) -> SentTape:
    """The tape for a request; `waited` says how many seconds the turn took to come."""
    made = run.made
    if made.recorder is None or made.header is None:
        made.recorder = Recorder(run.trainer)
        made.header = Once(header.make(run, made.recorder, PLOTLY_URL), "run")
    pace = partial(_pace, waited)
    found = answer.answer(made.recorder, request, run.steps, pace, **seconds)
    data = found.tape({**made.header.beside(request.header), "mounted": to.mounted}, to.moment)
    return SentTape(asked, data, request.header, found.changing, to.moment)


def _first(run: Run, to: _To) -> SentTape:
    """A new run's first frame: the moment that its link shows, or step 0 until that is reached."""
    sample = header.sample_of(run)
    tape = _answer(run, to, None, Request(run.start, count=1, sample=sample), seconds=FIRST_SECONDS)
    if tape.changing["steps"]:
        return tape
    return _answer(run, to, None, Request(count=1, sample=sample), seconds=FIRST_SECONDS)


def _again(run: Run, to: _To, sent: SentTape, known: str | None) -> SentTape:
    """The same tape once more, for a browser that has the header `known`."""
    assert run.made.header
    said = {**run.made.header.beside(known), **sent.changing, "mounted": to.mounted, "moment": to.moment}
    return SentTape(sent.asked, headed(sent.data, said), known, sent.changing, to.moment)


def _tape(run: Run, to: _To, pull: object, sent: SentTape | None) -> SentTape:
    """What the player is to have now; where that is the last tape, Streamlit does not send it again."""
    request = answer.read(pull, run.id, run.steps, len(run.trainer.network.layers))
    if sent is None or (request and sent.asked != pull):
        asked = time.monotonic()
        with TURN.held():
            waited = time.monotonic() - asked
            return _answer(run, to, pull, request, waited) if request else _first(run, to)
    # A component that was mounted anew has asked for nothing yet, and may have no header.
    known = sent.known if request else None
    return sent if (sent.known, sent.moment) == (known, to.moment) else _again(run, to, sent, known)


def _player(key: str) -> Player:
    return state.PLAYERS.get().setdefault(key, Player())


def tell(key: str = KEY, **what: Unpack[Told]) -> None:
    """Tell a living player what to show, at its next script run: `tell(step=40, choices={"view": "dW"})`.

    Args:
        key: the player's.
        what: the step; what is to be chosen, by the names of CHOICES and "selected" (a layer, from 0); the
            part to point at. What is not said stays as it is, but nothing is pointed at any more.
    """
    player = _player(key)
    # From the clock on: a browser that outlived the server's last start has obeyed smaller numbers only.
    last = player.moment["n"] if player.moment else int(time.time())
    player.moment = {"n": last + 1, **what}


def _act(run: Run, key: str) -> None:
    """Carry out what a person did in the player that concerns the run itself."""
    action = actions.new(key)
    if not action or action["do"] not in ACTS:
        return
    what = action["do"]
    # Who goes back twice need not have seen the run between.
    if what != "return" and action.get("run") != run.id:
        return
    try:
        ACTS[what](run, action)
    except ExperimentError as error:
        st.toast(text("setting.refused", error=describe.refusal(error)), icon=":material/block:")
    st.rerun()


@fragment
def show(run: Run, key: str = KEY, of_sidebar: bool = True, address: bool = True) -> None:
    """Draw the player of `run`.

    Args:
        key: the component's; of several players on a page each has its own.
        of_sidebar: whether the run is the one that the sidebar's widgets set. Another is the page's own: no
            widget changes it, and nothing that a person does in its player.
        address: whether the page's address follows this player; of several on a page it is one's alone.
    """
    if of_sidebar:
        _act(run, key)
        if controls.outdated(run):
            st.rerun()
    to = _To(_player(key).moment, actions.mounted(key, address))
    tape = _tape(run, to, state.told(key).get("pull"), run.made.tapes.get(key))
    run.made.tapes[key] = tape
    _PLAYER.mount(key, tape.data, "pull", "act")
