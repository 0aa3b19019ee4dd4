"""The sidebar's widgets <-> an Experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mlp_core import ACTIVATIONS, LOSSES, Experiment, ExperimentError
from pages.shared import session, widgets
from pages.shared.session import Run

_BASE, _KEPT = "_base", "_kept"

ALL = "all"


def output_activation(activation: str) -> str:
    """The output layer's activation that goes with the hidden layers': the same, as the listing has it, or
    linear where that suits no output.
    """
    return activation if ACTIVATIONS[activation].suits_output else "linear"


def shown(experiment: Experiment) -> dict[str, Any]:
    """What the widgets, by their keys, say of these settings."""
    e = experiment
    return {
        "layers": len(e.hidden_layers), "width": max(e.hidden_layers), "activation": e.activation,
        "initializer": e.initializer, "lr": e.learning_rate, "seed": e.seed, "dataset": e.dataset,
        "samples": e.sample_count, "noise": e.noise_level, "test": round(100 * e.test_share),
        "split": e.split_seed, "standardize": e.standardize, "loss": e.loss, "optimizer": e.optimizer,
        "batch": ALL if e.batch_size is None else e.batch_size, "schedule": e.schedule, "period": e.period,
        "l1": e.l1, "l2": e.l2, "norm": e.normalization, "skip": e.residual, "stop": e.stop_when,
        "stop_at": e.stop_at,
    }  # fmt: skip


KEYS = (*shown(Experiment()), "steps")
_SAME = {
    "activation": "activation", "initializer": "initializer", "lr": "learning_rate", "seed": "seed",
    "samples": "samples", "noise": "noise", "split": "split_seed", "standardize": "standardize",
    "loss": "loss", "optimizer": "optimizer", "schedule": "schedule", "period": "period", "l1": "l1",
    "l2": "l2", "norm": "normalization", "skip": "residual", "stop": "stop_when", "stop_at": "stop_at",
}  # fmt: skip
"""Widgets whose value is a field's."""


def _changes(base: Experiment, said: dict[str, Any]) -> dict[str, Any]:
    """The fields that the widgets say otherwise than the base.

    What no widget shows (layers of unequal width, an output activation of its own) stays as the base has it
    until the widget beside it changes.
    """
    before = shown(base)
    changed = {key for key in before if said[key] != before[key]}
    found = {field: said[key] for key, field in _SAME.items() if key in changed}
    if changed & {"layers", "width"}:
        found["hidden_layers"] = (said["width"],) * said["layers"]
    if "test" in changed:
        found["test_share"] = said["test"] / 100
    if "batch" in changed:
        found["batch_size"] = None if said["batch"] == ALL else said["batch"]
    needed = LOSSES[said["loss"]].output
    if needed:
        found["output_activation"] = needed
    elif "activation" in changed or ("loss" in changed and base.output_activation not in ACTIVATIONS):
        found["output_activation"] = output_activation(said["activation"])
    return found


def base() -> Experiment:
    """The settings that the widgets were last set to."""
    found: Experiment = st.session_state[_BASE]
    return found


def settings(**instead: object) -> tuple[Experiment, int]:
    """What the widgets say: the Experiment, and the steps to train.

    Args:
        instead: what is to hold instead of what some of them say.

    Raises:
        ExperimentError: for settings that cannot be run.
    """
    said = _said() | instead
    return replace(base(), **_changes(base(), said)), said["steps"]


def _said() -> dict[str, Any]:
    return {name: widgets.said(name) for name in KEYS}


def outdated(run: Run) -> bool:
    """Whether the widgets say something else than this run, of which a fragment hears first.

    What changes in the moment in which a component asks for something comes in one message with that, and
    Streamlit then runs the component's fragment alone: the fragment has to run the page again.
    """
    try:
        return not session.is_present(run, *settings())
    except ExperimentError:  # the sidebar says so
        return True


def put(experiment: Experiment, steps: int) -> None:
    """Set every widget to these settings, before they are drawn: the base that the widgets change."""
    st.session_state[_BASE] = experiment
    widgets.say(**shown(experiment), steps=steps)
    keep()


def keep() -> None:
    """Remember what the widgets say."""
    st.session_state[_KEPT] = _said()


def begin(page: str) -> None:
    """Before any widget is drawn: take over the page's link, once, and what was wished for.

    Widgets of one page are forgotten on another, also where the other has the same ones, and one that is not
    drawn is at some later script run: put them back.
    """
    turned = session.turned_to(page)
    if found := session.opened():
        put(found.plan.last, found.steps)
    else:
        for name in KEYS:
            if turned or not widgets.is_there(name):
                widgets.put_back(name, st.session_state[_KEPT][name])
    wishes = session.wishes()
    if experiment := wishes.pop("experiment", None):
        put(experiment, widgets.said("steps"))
    widgets.say(**wishes)
