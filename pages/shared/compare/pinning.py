"""Beside the pages' names on every page: a button that pins the run that is shown, to be compared."""

from __future__ import annotations

from urllib.parse import parse_qs

import streamlit as st

from mlp_core import ExperimentError, Plan
from pages.shared import actions, controls, link, session, state
from pages.shared.browser.files import markup, read
from pages.shared.compare import PIN, address, naming, pins
from pages.shared.compare.pins import MOST_PINS, MOST_SHOWN
from pages.shared.component import Component
from pages.shared.lab import settings as lab_settings
from pages.shared.link import Opened
from pages.shared.plain import plain_text
from pages.shared.text import counted, text

KEY = PIN
_PINNING = Component(
    "pinning", "compare/pinning.js", markup("compare/pinning.html"), read("compare/pinning.css")
)
_LAB = "vanishing_gradients"
_AT_A_STEP = ("train", "step_through", _LAB)
"""The pages whose moment is a step of the run that is pinned there."""


def begin() -> None:
    """Before anything is drawn by the pins: those of the link, and the run that is to be pinned."""
    address.begin()
    match actions.new(KEY):
        case {"do": "pin", "query": str(query), **more}:
            _pin(query, str(more.get("shown", "")), str(more.get("left", "")))


def show() -> None:
    """Draw the button."""
    with st.container(key="pinning", width="content"):
        _PINNING.mount(KEY, {"text": {"add": text("pins.add")}, "mounted": actions.mounted(KEY)}, "act")


def present() -> tuple[Plan, int] | None:
    """The session's run, or what the widgets ask for where none is made; None where that cannot be run."""
    if state.RUN.get():
        return session.present()
    try:
        experiment, steps = controls.settings()
    except ExperimentError:
        return None
    return session.plan_of(experiment), steps


def _pin(query: str, shown: str, left: str) -> None:
    """Pin what the page shows, and say so.

    Args:
        query: of the page's address.
        shown: the step that is on the page, if one is.
        left: the run that was shown last on another page, and its step, as the browser keeps them.
    """
    if run := present():
        plan, steps = run
        opened = link.read(parse_qs(query), plan)
        if state.PAGE.get() == _LAB:
            plan, steps, step = _of_lab(opened)
        else:
            step = opened.step if "step" in parse_qs(query) else left_at(left)
        if state.PAGE.get() in _AT_A_STEP and (found := _whole(shown)) is not None:
            step = found
        st.toast(add(plan, steps, min(step, steps)), icon=":material/keep:")


def _of_lab(opened: Opened) -> tuple[Plan, int, int]:
    """The network in focus at the chosen depth, the steps that the lab trains, and the one that is shown."""
    from pages.shared.lab.study import Study  # it brings the core's sweeps along

    lab, view = lab_settings.WORDS.of(opened)
    studied = state.STUDIED.get()
    study = studied.study if studied and studied.lab == lab else Study(lab)
    line = min(view.focus, len(study.lines) - 1)
    return Plan.of(study.experiment(line, lab.depth)), lab.steps, view.step


def left_at(left: str = "") -> int:
    """At which step the session's run was left; where nobody says so of it, where it began to be shown."""
    run, (name, _, step) = state.RUN.get(), left.partition(" ")
    found = _whole(step) if run and name == run.id else None
    return found if found is not None else run.start if run else 0


def _whole(said: str) -> int | None:
    """A number that a browser says, or None."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def add(plan: Plan, steps: int, step: int) -> str:
    """Pin a run, and what there is to say of it. One that is pinned already takes the step over."""
    before = pins.now()
    there = next((pin for pin in before.pins if (pin.plan, pin.steps) == (plan, steps)), None)
    if there:
        pins.put(pins.changed(before, there.id, step=step))
        return text("pins.there", name=plain_text(naming.listed(before)[there.id]), step=f"{step:,}")
    if not before.free:
        return text("pins.full", most=MOST_PINS)
    after = pins.added(before, plan, steps, step)
    pins.put(after)
    pin = after.pins[-1]
    told = {"name": plain_text(naming.listed(after)[pin.id]), "step": f"{step:,}"}
    if not pin.is_shown:
        return text("pins.added_hidden", n=len(after.pins), most=MOST_SHOWN, **told)
    return counted("pins.added", len(after.pins), **told)
