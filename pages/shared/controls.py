"""The sidebar's widgets <-> an Experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mlp_core import (
    LOSSES,
    Experiment,
)
from pages.shared import session

_BASE, _KEPT = "_base", "_kept"

_LINEAR_OUTPUT = {"relu", "leaky_relu", "linear"}
"""A ReLU at the output is often dead from the start and then learns nothing; the listing's functions
stay the same in all layers, as the listing has them."""

ALL = "all"


def output_activation(activation: str) -> str:
    """The output layer's activation that goes with the hidden layers'."""
    return "linear" if activation in _LINEAR_OUTPUT else activation


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


def _changes(base: Experiment, widgets: dict[str, Any]) -> dict[str, Any]:
    """The fields that the widgets say otherwise than the base.

    What no widget shows (layers of unequal width, an output activation of its own) stays as the base has it
    until the widget beside it changes.
    """
    before = shown(base)
    changed = {key for key in before if widgets[key] != before[key]}
    found = {field: widgets[key] for key, field in _SAME.items() if key in changed}
    if changed & {"layers", "width"}:
        found["hidden_layers"] = (widgets["width"],) * widgets["layers"]
    if "test" in changed:
        found["test_share"] = widgets["test"] / 100
    if "batch" in changed:
        found["batch_size"] = None if widgets["batch"] == ALL else widgets["batch"]
    needed = LOSSES[widgets["loss"]].output
    if needed:
        found["output_activation"] = needed
    elif "activation" in changed or ("loss" in changed and base.output_activation == "softmax"):
        found["output_activation"] = output_activation(widgets["activation"])
    return found


def base() -> Experiment:
    """The settings that the widgets were last set to."""
    found: Experiment = st.session_state[_BASE]
    return found


def settings() -> tuple[Experiment, int]:
    """What the widgets say: the Experiment, and the steps to train.

    Raises:
        ExperimentError: for settings that cannot be run.
    """
    state = st.session_state
    return replace(base(), **_changes(base(), {key: state[key] for key in KEYS})), state.steps


def put(experiment: Experiment, steps: int) -> None:
    """Set every widget to these settings, before they are drawn: the base that the widgets change."""
    st.session_state[_BASE] = experiment
    st.session_state.update(shown(experiment) | {"steps": steps})
    keep()


def keep() -> None:
    """Remember what the widgets say."""
    st.session_state[_KEPT] = {key: st.session_state[key] for key in KEYS}


def begin(page: str) -> None:
    """Before any widget is drawn: take over the page's link, once, and what was wished for.

    Widgets of one page are forgotten on another, also where the other has the same ones, and one that is not
    drawn is at some later script run: put them back.
    """
    turned = session.turned_to(page)
    if found := session.opened():
        put(found.plan.last, found.steps)
    else:
        forgotten = [key for key in KEYS if turned or key not in st.session_state]
        st.session_state.update({key: st.session_state[_KEPT][key] for key in forgotten})
    wishes = session.wishes()
    if experiment := wishes.pop("experiment", None):
        put(experiment, st.session_state.steps)
    st.session_state.update(wishes)
