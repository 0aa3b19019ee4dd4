"""The comparison in the browser: several runs under one clock, each with the player's tapes.

The browser asks for the frames that it lacks, of all runs in one question, by setting the component's state
"ask"; only this fragment runs again then. An answer is a function of the runs and the question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from mlp_core.pauses import in_parts
from pages.shared import actions, link, state
from pages.shared.browser.files import markup, read
from pages.shared.compare import address, alike, figures, landscape, naming, pins, runs, view
from pages.shared.compare.figures import Look
from pages.shared.compare.pins import Pin, Pins
from pages.shared.component import PLOTLY_URL, Component
from pages.shared.fragment import fragment
from pages.shared.player import header as player_header
from pages.shared.session import Run
from pages.shared.state import Sent
from pages.shared.text import language, section
from pages.shared.theme import PALETTES
from pages.shared.wire import answer
from pages.shared.wire.bytes import head, numbers, whole
from pages.shared.wire.compare_header import ComparedRun, CompareHeader, CompareView, ComparisonHeader
from pages.shared.wire.header import Json
from pages.shared.wire.once import Once
from pages.shared.wire.tape import LONG_FRAMES, Recorder, Request
from pages.shared.work import TURN

KEY = "compare"
SECONDS = 0.4
"""For the frames of all runs together."""

_COMPARE = Component(
    "compare",
    "compare/compare.js",
    markup("compare/compare.html"),
    read("player/player.css")
    + read("player/panes/classes.css")
    + read("player/screens.css")
    + read("landscape/landscape.css")
    + read("compare/tabs.css")
    + read("compare/compare.css"),
)


@dataclass
class Compared:
    """The comparison that is shown, and what its browser was sent.

    Attributes:
        follows: all that it follows from.
        id: its name in messages.
        runs: in the pins' order, those alone for which there is room.
        header: what stays the same.
        sent: the last answer.
    """

    follows: object
    id: str
    runs: list[Run]
    header: Once
    sent: Sent | None = None


@dataclass(frozen=True)
class Ask:
    """What the browser asks for: of each run the frames that it names."""

    n: int = 0
    header: object = None
    frames: tuple[tuple[int, Request], ...] = ()
    extra: tuple[str, Any] | None = None


def _recorder(run: Run) -> Recorder:
    """What records its frames; beside it, made once for each language, its header."""
    made = run.made
    if made.recorder is None or made.header is None:
        made.recorder = Recorder(run.trainer)
        made.header = Once(player_header.make(run, made.recorder, PLOTLY_URL, alone=False), "run")
    return made.recorder


def _compared_run(pin: Pin, name: str, run: Run) -> ComparedRun:
    look = Look(name, pin.colour)
    return {
        "pin": pin.id, "run": run.id, "name": name, "colour": pin.colour, "dash": look.dash,
        "symbol": look.symbol, "steps": run.steps, "per_epoch": run.trainer.steps_per_epoch,
    }  # fmt: skip


def _charts(looks: Sequence[Look], seeds: Sequence[int]) -> dict[str, dict[str, Json]]:
    """The templates of every theme."""
    found = dict[str, dict[str, Json]]()
    with TURN.held():
        for theme, palette in in_parts(PALETTES.items(), 1):
            made = {kind: figures.curve_figure(kind, looks, seeds, palette) for kind in ("loss", "accuracy")}
            made["staircase"] = figures.staircase_figure(looks, seeds, palette)
            found[theme] = {name: numbers(figure.to_plotly_json()) for name, figure in made.items()}
    return found


def _header(now: Pins, there: Sequence[tuple[Pin, str, Run]], name: str, look: CompareView) -> Once:
    """What stays the same while these are compared."""
    plans = [pin.plan for pin, _, _ in there]
    seeds = alike.seeds(plans)
    header: ComparisonHeader = {
        "comparison": name,
        "runs": [_compared_run(*one) for one in there],
        "seeds": seeds,
        "may": {"loss": alike.losses_compare(plans), "accuracy": alike.accuracies_compare(plans)},
        "view": look,
        "figures": _charts([Look(name, pin.colour) for pin, name, _ in there], seeds),
        "palettes": {theme: palette.as_json() for theme, palette in PALETTES.items()},
        "words": "&".join(address.encoded(now.pins)),
        "text": section("compare"),
        "player": player_header.words(),
        "plotly": PLOTLY_URL,
    }
    return Once(header, "comparison")


def made() -> tuple[Compared | None, list[Pin]]:
    """The comparison of the pins that are shown, if there are any; and those for which there is no room."""
    now = pins.now()
    look = view.now()
    before = state.COMPARED.get()
    found = runs.runs_of(now.shown)
    follows = (now, [run.id if run else "" for run in found], look, language())
    names = naming.listed(now)
    there = [(pin, names[pin.id], run) for pin, run in zip(now.shown, found, strict=True) if run]
    crowded = [pin for pin, run in zip(now.shown, found, strict=True) if run is None]
    if not there:
        state.COMPARED.put(None)
        return None, crowded
    if before is None or before.follows != follows:
        name = hashlib.blake2s(repr([(pin.id, run.id) for pin, _, run in there]).encode()).hexdigest()[:12]
        header = _header(now, there, name, look)
        before = state.COMPARED.put(Compared(follows, name, [run for _, _, run in there], header))
    return before, crowded


# What the browser asks


def _ask(compared: Compared, said: object) -> Ask | None:
    """What it asks of this comparison; None for what is no question, or one of another."""
    if not isinstance(said, dict) or said.get("comparison") != compared.id:
        return None
    wanted = said.get("frames")
    places = {run.id: i for i, run in reversed(list(enumerate(compared.runs)))}
    frames = [
        (places[one["run"]], _request(compared.runs[places[one["run"]]], one, said))
        for one in (wanted if isinstance(wanted, list) else [])[: len(compared.runs)]
        if isinstance(one, dict) and isinstance(one.get("run"), str) and one["run"] in places
    ]
    return Ask(
        whole(said.get("n"), 0, 2**53), said.get("header"), tuple(frames), _question(said.get("extra"))
    )


def _question(said: object) -> tuple[str, Any] | None:
    match said:
        case [str(name), details]:
            return name, details
    return None


def _request(run: Run, one: dict[str, Any], said: dict[str, Any]) -> Request:
    named = one.get("steps")
    steps = [whole(step, 0, run.steps) for step in (named if isinstance(named, list) else [])[:LONG_FRAMES]]
    steps = sorted(set(steps)) or [0]
    header = one.get("header")
    return Request(
        first=steps[0],
        known=whole(one.get("known"), 0, run.steps + 1),
        count=LONG_FRAMES,
        header=header if isinstance(header, str) else None,
        skip=answer.skipped(said.get("skip")),
        coarse=said.get("coarse") is True,
        steps=tuple(steps),
    )


def _answer(compared: Compared, asked: object, ask: Ask) -> Sent:
    """Train, record, and say what was asked beside."""
    frames = ask.frames or tuple(
        (i, Request(steps=(0,))) for i in range(len(compared.runs) if not ask.n else 0)
    )
    tapes = list[bytes]()
    with TURN.held():
        for place, request in frames:
            run = compared.runs[place]
            recorder = _recorder(run)
            assert run.made.header
            found = answer.answer(recorder, request, run.steps, seconds=SECONDS / len(frames))
            tapes.append(found.tape(run.made.header.beside(request.header)))
        extra = _extra(compared, ask.extra)
    changing: CompareHeader = {
        "n": ask.n, "tapes": [len(tape) for tape in tapes], "extra": extra, "mounted": actions.mounted(KEY)
    }  # fmt: skip
    said = {**compared.header.beside(ask.header), **changing}
    return Sent(asked, head(said) + b"".join(tapes))


def _extra(compared: Compared, asked: tuple[str, Any] | None) -> dict[str, Any] | None:
    """What was asked about all of the runs."""
    match asked:
        case ("landscape", details):
            trainers, ends = zip(*((run.trainer, run.steps) for run in compared.runs), strict=True)
            return {"name": "landscape", **landscape.answer(trainers, details, ends)}
    return None


def _act() -> None:
    """Go back or forward to other pins."""
    match actions.new(KEY):
        case {"do": "return", "query": str(query)}:
            said = address.WORDS.of(link.read(parse_qs(query)))
            pins.put(address.with_own_files(said.pins, pins.now()))
            view.of_link(said)
            st.rerun()


@fragment
def show() -> None:
    """Draw the comparison."""
    _act()
    compared, _ = made()
    if compared is None:
        return
    asked = state.told(KEY).get("ask")
    ask = _ask(compared, asked)
    # A component that was mounted anew has asked for nothing yet, and may have no header.
    if compared.sent is None or compared.sent.asked != (asked if ask else None):
        compared.sent = _answer(compared, asked if ask else None, ask or Ask())
    _COMPARE.mount(KEY, compared.sent.data, "ask", "act")
