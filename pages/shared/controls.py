"""The sidebar's widgets <-> an Experiment."""

from __future__ import annotations

import streamlit as st

from mlp_core import ACTIVATIONS, INITIALIZERS, Experiment, ExperimentError
from mlp_core.experiment import MAX_HIDDEN_LAYERS, MAX_SEED, max_width
from pages.shared import session
from pages.shared.text import text

DEFAULT_STEPS = 100
MAX_STEPS = 20_000
"""What the history of the largest network holds in 41 MB."""

LEAST_RATE, MOST_RATE = 1e-12, 1e12

_LINEAR_OUTPUT = {"relu", "leaky_relu", "linear"}
"""A ReLU at the output is often dead from the start and then learns nothing; the listing's functions
stay the same in all layers, as the listing has them."""


def output_activation(activation: str) -> str:
    """The output layer's activation that goes with the hidden layers'."""
    return "linear" if activation in _LINEAR_OUTPUT else activation


def _defaults() -> dict[str, object]:
    tutorial = Experiment()
    return {
        "layers": len(tutorial.hidden_layers),
        "width": tutorial.hidden_layers[0],
        "activation": tutorial.activation,
        "initializer": tutorial.initializer,
        "lr": tutorial.learning_rate,
        "seed": tutorial.seed,
        "steps": DEFAULT_STEPS,
    }


def _tutorial_run() -> None:
    st.session_state.update(_defaults())
    session.restart()


def _width_limit() -> int:
    """The most units for this many layers; lowers a width that has become too large, and says so."""
    state = st.session_state
    limit = max_width(state.layers)
    if state.width > limit:
        state.width = limit
        st.warning(text("setting.width_lowered", width=limit, layers=state.layers))
    return limit


def sidebar() -> tuple[Experiment, int]:
    """Draw the settings and return the Experiment they make, and the steps to train.

    Settings outlive a switch of pages. Where a setting is refused, says so and stops the page.
    """
    for key, value in _defaults().items():
        st.session_state.setdefault(key, value)
    with st.sidebar:
        limit = _width_limit()
        layers = st.number_input(
            text("setting.hidden_layers"), 1, MAX_HIDDEN_LAYERS, key="layers", persist_state="session"
        )
        width = st.number_input(text("setting.width"), 1, limit, key="width", persist_state="session")
        activation = st.selectbox(
            text("setting.activation"), list(ACTIVATIONS), key="activation", persist_state="session",
            format_func=lambda name: text(f"activation.{name}"),
        )  # fmt: skip
        initializer = st.selectbox(
            text("setting.initializer"), list(INITIALIZERS), key="initializer", persist_state="session",
            format_func=lambda name: text(f"initializer.{name}"),
        )  # fmt: skip
        rate = st.number_input(
            text("setting.learning_rate"), LEAST_RATE, MOST_RATE, key="lr", step=0.001, format="%g",
            persist_state="session",
        )  # fmt: skip
        seed = st.number_input(text("setting.seed"), 0, MAX_SEED, key="seed", persist_state="session")
        steps = st.number_input(text("setting.steps"), 1, MAX_STEPS, key="steps", persist_state="session")
        st.button(
            text("setting.tutorial"), icon=":material/replay:", on_click=_tutorial_run, width="stretch",
            help=text("setting.tutorial.help"),
        )  # fmt: skip
    try:
        experiment = Experiment(
            hidden_layers=(width,) * layers,
            activation=activation,
            output_activation=output_activation(activation),
            initializer=initializer,
            learning_rate=rate,
            seed=seed,
        )
    except ExperimentError as error:
        st.error(text("setting.refused", error=error))
        st.stop()
    return experiment, steps
