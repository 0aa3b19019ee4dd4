"""The stepper: one training step, one operation at a time, on the run that the session has.

The server runs the step's program on a copy of the run's state (mlp_core/analysis/probe.py) and sends every
array that it reads or writes; moving between operations, selecting and formulas are then the browser's, with
no round trip. The browser asks for another step, or for this one with numbers changed by hand, by setting the
state "ask". The answer is a function of (run, ask).
"""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from mlp_core import DivergedError
from mlp_core.analysis.probe import Probe
from pages.shared import actions, address, controls, link, session, state
from pages.shared.browser.files import read
from pages.shared.component import PLOTLY_URL, Component
from pages.shared.fragment import fragment
from pages.shared.session import Run
from pages.shared.state import Program, Sent
from pages.shared.stepper import header
from pages.shared.stepper.address import Shown
from pages.shared.text import text
from pages.shared.wire import scene
from pages.shared.wire.bytes import whole
from pages.shared.wire.header import Diverged
from pages.shared.wire.once import Once
from pages.shared.wire.reach import SECONDS, reach
from pages.shared.wire.scene_header import OperationHeader, SceneHeader, Training
from pages.shared.work import TURN

KEY = "stepper"
_STEPPER = Component(
    "stepper", "stepper/stepper.js", read("stepper/stepper.html"), read("stepper/stepper.css")
)


def answer(run: Run, ask: dict[str, Any]) -> bytes:
    """The scene of one step, with numbers changed by hand; or how far training to it has come."""
    trainer = run.trainer
    step = whole(ask.get("step"), 0, link.MAX_STEPS - 1)
    diverged: Diverged | None = None
    training: Training | None = None
    try:
        if not reach(trainer, step, time.monotonic() + SECONDS):
            training = {"to": step, "now": trainer.step_count}
            trainer.approach(0)
    except DivergedError as error:
        diverged = {"step": error.step, "last": error.last_finite_step}
        trainer.goto(error.last_finite_step)
    probe, changes = Probe(trainer), scene.changes_from(ask.get("edits"))
    scene.apply(probe, changes)
    check = None
    if wanted := ask.get("check"):
        exact = Probe(trainer, exact=True)
        scene.apply(exact, changes)
        check = scene.checked(exact, wanted)
    answers, axes = scene.surface(trainer, probe)
    arrays, operations = scene.play(probe)
    if answers is not None:
        arrays["surface"] = answers
    loss_after = probe.evaluate()  # of the same samples, with the weights that the update has made
    depth = len(probe.network.layers)
    before = scene.summary(scene.play(Probe(trainer))[0], depth) if changes else None
    told: SceneHeader = {
        **header.samples(trainer, probe),
        "step": trainer.step_count,
        "n": whole(ask["n"], 0, 2**53) if "n" in ask else None,
        "rate": trainer.rate,
        "factors": scene.factors(arrays, depth),
        "edits": [(c.kind, c.layer, c.row, c.column, c.value) for c in changes],
        "before": before,
        "after": scene.summary(arrays, depth) if changes else None,
        "loss_after": loss_after,
        "check": check,
        "axes": axes,
        "diverged": diverged,
        "training": training,
        "moment": state.SCENE_MOMENT.get(),
        "mounted": actions.mounted(KEY),
    }
    said = {**_program(run, probe, operations).beside(ask.get("header")), **told}
    return scene.encode(said, arrays)


def _program(run: Run, probe: Probe, operations: list[OperationHeader]) -> Once:
    """The operations in words, and what goes with them; made anew where others run than in the last scene."""
    made = run.made.program
    if made is None or made.experiment is not probe.experiment or made.operations != operations:
        said = header.program(run, probe, operations, PLOTLY_URL)
        made = Program(probe.experiment, operations, Once(scene.finite(said), "run"))
        run.made.program = made
    return made.header


def _beyond(run: Run) -> str:
    """That the run is too large to be shown here, in a sentence; nothing where it is not."""
    parameters, cells = run.trainer.network.parameters.size, scene.cells(run.trainer.experiment)
    if parameters > scene.MAX_PARAMETERS:
        return text("stepper.too_large", n=f"{parameters:,}", most=f"{scene.MAX_PARAMETERS:,}")
    if cells > scene.MAX_CELLS:
        return text("stepper.too_many", n=f"{cells:,}", most=f"{scene.MAX_CELLS:,}")
    return ""


def tell(step: int, shown: Shown) -> None:
    """Tell a living stepper what to show, at its next script run."""
    before = state.SCENE_MOMENT.get()
    # From the clock on: a browser that outlived the server's last start has obeyed smaller numbers only.
    last = before["n"] if before else int(time.time())
    state.SCENE_MOMENT.put({"n": last + 1, "step": step, **shown})


@fragment
def show(run: Run) -> None:
    """Draw the stepper of `run`; says so where the network is too large for it."""
    match actions.new(KEY):
        case {"do": "return", "link": str(words), "query": str(query)}:
            session.return_to(words, query, chosen=True)
            st.rerun()
    if controls.outdated(run):
        st.rerun()
    if beyond := _beyond(run):
        st.info(beyond)
        address.show()
        return
    ask = state.told(KEY).get("ask")
    if not isinstance(ask, dict) or ask.get("run") != run.id:
        ask = {"step": min(run.start, link.MAX_STEPS - 1)}
    # A rerun that asks for nothing new gets the same bytes, which Streamlit then does not send again.
    sent = run.made.scene
    asked = (ask, state.SCENE_MOMENT.get())
    if sent is None or sent.asked != asked:
        with TURN.held():
            sent = run.made.scene = Sent(asked, answer(run, ask))
    _STEPPER.mount(KEY, sent.data, "ask", "act")
