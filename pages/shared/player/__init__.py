"""The tape player: the server trains ahead and sends recorded frames, the browser draws them.

The browser asks for what it lacks by setting the component's state "pull"; only this fragment reruns then.
The answer is a function of (run, request), so a request that arrives twice, or late, does no harm; one for
another run is ignored. Nothing polls: a paused or hidden tab costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from mlp_core import Edit, ExperimentError, Trainer
from mlp_core.nn.initializers import GIVEN
from pages.shared import controls, link, session
from pages.shared.browser.files import markup, read
from pages.shared.browser.loader import bundle
from pages.shared.component import PLOTLY_URL, plain, whole
from pages.shared.player import header
from pages.shared.player.extras import EXTRAS
from pages.shared.player.tape import CHUNK_FRAMES, Recorder, Request, encode, scaled
from pages.shared.session import Run
from pages.shared.text import text
from pages.shared.views import MATRICES
from pages.shared.work import TURN

KEY = "player"
FIRST_SECONDS = 0.1
"""A new run's picture comes first; what follows is asked for."""

_mount = st.components.v2.component(
    "backprop_player",
    html=markup("player/player.html"),
    css=read("player/player.css") + read("player/panes/classes.css"),
    js=bundle("player/player.js"),
    isolate_styles=False,
)


def _request(run: Run, pull: object) -> Request | None:
    """What the browser asks of this run, or None."""
    if not isinstance(pull, dict) or pull.get("run") != run.id:
        return None
    return Request(
        whole(pull.get("first"), 0, run.steps),
        whole(pull.get("stride"), 1, 50),
        whole(pull.get("known"), 0, run.steps + 1),
        whole(pull.get("count", CHUNK_FRAMES), 1, CHUNK_FRAMES),
        _detail(run, pull.get("detail")),
        _extra(pull.get("extra")),
        whole(pull.get("n"), 0, 2**53),
    )


def _detail(run: Run, wanted: object) -> tuple[str, int] | None:
    """The matrix that the browser wants in full, or None."""
    match wanted:
        case [str(name), int(index)] if name in MATRICES and 0 <= index < len(run.trainer.network.layers):
            return name, index
    return None


def _extra(wanted: object) -> tuple[str, Any] | None:
    """What else the browser wants to know about one step, or None."""
    match wanted:
        case [str(name), details] if name in EXTRAS:
            return name, details
    return None


def _answer(run: Run, request: Request, seconds: dict[str, float]) -> bytes:
    """The tape for a request."""
    trainer, kept = run.trainer, run.kept
    if "recorder" not in kept:
        kept["recorder"] = Recorder(trainer)
        kept["header"] = header.make(run, kept["recorder"], PLOTLY_URL)
    steps, frames = kept["recorder"].record(request, run.steps, **seconds)
    kept["steps"] = steps
    first = min(request.known, request.first)
    # What is not yet there to show has been trained all the same: its losses go ahead.
    curve = trainer.history.loss[first : (steps[-1] if steps else trainer.step_count - 1) + 1]
    changing: dict[str, Any] = {
        "n": request.n,
        "steps": steps,
        "curve": {"first": first, "count": len(curve)},
        "trained": trainer.step_count,
        "diverged": _diverged(run),
        "met": _met(run),
        "scores": _scores(trainer, first, trainer.step_count),
        "detail": None,
        "extra": None,
    }
    detail = b""
    if request.detail and steps:
        changing["detail"], detail = _full(kept["recorder"], request.detail, steps[0])
    if request.extra and steps:
        name, details = request.extra
        changing["extra"] = {"name": name, "step": steps[0], **EXTRAS[name](trainer, details)}
    return encode(kept["header"] | changing, frames, curve, detail)


def _full(recorder: Recorder, wanted: tuple[str, int], step: int) -> tuple[dict[str, Any], bytes]:
    """One matrix of the state just recorded, every cell of it: (its place in the header, its bytes)."""
    name, index = wanted
    matrix = recorder.matrix(name, index)
    power, numbers = scaled(matrix)
    rows, columns = matrix.shape
    about = {"view": name, "layer": index, "step": step, "rows": rows, "columns": columns, "power": power}
    return about, numbers.tobytes()


def _diverged(run: Run) -> dict[str, Any] | None:
    error = run.trainer.diverged
    if error is None or error.step > run.steps:
        return None
    return {"step": error.step, "last": error.last_finite_step, "reason": error.reason}


def _met(run: Run) -> dict[str, Any] | None:
    met = run.trainer.met
    if met is None or met.step > run.steps:
        return None
    _, experiment = run.plan.legs[run.plan.leg(met.step)]
    return {"step": met.step, "reason": met.reason, "at": experiment.stop_at}


def _scores(trainer: Trainer, first: int, last: int) -> dict[str, Any]:
    """The scores of the epochs in a stretch of steps; None for what there is not."""
    steps, rows = trainer.score_log.between(first, last)
    return plain({"steps": steps, "rows": [[None if n != n else n for n in row] for row in rows.tolist()]})


def _extend(run: Run, details: dict[str, Any]) -> None:
    session.wish(steps=whole(details.get("steps"), run.steps, link.MAX_STEPS))


def _continue(run: Run, details: dict[str, Any]) -> None:
    step = whole(details.get("step"), 1, link.MAX_STEPS)
    if run.origin:
        session.go_on(run, step)
        if step >= run.steps:  # else there would be nothing to see
            session.wish(steps=min(step + run.steps, link.MAX_STEPS))


def _edit(run: Run, details: dict[str, Any]) -> None:
    """Set one weight, or a bias where "from" is None, by hand; units are counted from 0, layers from 1."""
    match details:
        case {"step": int(step), "layer": int(layer), "from": int() | None as row, "to": int(column),
              "value": int() | float() as value}:  # fmt: skip
            session.edit(run, Edit(min(step, run.steps), layer, row, column, float(value)))
            _show_settings(run)


def _undo(run: Run, details: dict[str, Any]) -> None:
    """Take the last weight that was set by hand back."""
    session.undo_edit(run)
    _show_settings(run)


def _show_settings(before: Run) -> None:
    """The widgets follow where other settings hold at the end of the run than before."""
    plan, _ = session.present()
    if plan.last != before.plan.last:
        session.wish(experiment=plan.last)


def _layers(run: Run, details: dict[str, Any]) -> None:
    """Other widths of the hidden layers."""
    match details:
        case {"hidden": [*widths]} if all(isinstance(width, int) for width in widths):
            now = run.plan.last
            drawn = "xavier" if now.initializer == GIVEN else now.initializer
            session.wish(experiment=replace(now, hidden_layers=tuple(widths), initializer=drawn))


_ACTS: dict[str, Callable[[Run, dict[str, Any]], None]] = {
    "extend": _extend,
    "continue": _continue,
    "restart": lambda run, details: session.start_over(run),
    "edit": _edit,
    "undo": _undo,
    "layers": _layers,
}


def _act(run: Run, action: object) -> None:
    """Carry out what a person did in the player that concerns the run itself; each action once."""
    match action:
        case {"run": run.id, "n": int(number), "do": str(what), **details} if session.is_new(number):
            pass
        case _:
            return
    try:
        _ACTS[what](run, {str(name): value for name, value in details.items()})
    except KeyError:
        return
    except ExperimentError as error:
        st.toast(text("setting.refused", error=error), icon=":material/block:")
    st.rerun()


def _first(run: Run) -> bytes:
    """A new run's first tape: the moment that its link shows, or step 0 until that is reached."""
    tape = _answer(run, Request(run.start), {"seconds": FIRST_SECONDS})
    return tape if run.kept["steps"] else _answer(run, Request(count=1), {"seconds": FIRST_SECONDS})


@st.fragment
def show(run: Run) -> None:
    """Draw the player of `run`."""
    state = st.session_state.get(KEY) or {}
    _act(run, state.get("act"))
    if controls.outdated(run):
        st.rerun()
    pull = state.get("pull")
    request = _request(run, pull)
    # A rerun that asks for nothing new gets the same bytes, which Streamlit then does not send again.
    if "tape" not in run.kept or (request is not None and run.kept["asked"] != pull):
        with TURN:
            run.kept["tape"] = _answer(run, request, {}) if request else _first(run)
            run.kept["asked"] = pull
    _mount(key=KEY, data=run.kept["tape"], on_pull_change=lambda: None, on_act_change=lambda: None)
