"""The sidebar's widgets <-> an Experiment."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mlp_core import ACTIVATIONS, DATASETS, INITIALIZERS, PRESETS, Experiment, ExperimentError
from mlp_core.experiment import MAX_HIDDEN_LAYERS, MAX_SEED, max_width
from mlp_core.initializers import GIVEN
from pages.shared import link, session
from pages.shared.text import text

_BASE, _KEPT = "_base", "_kept"
_KEYS = ("layers", "width", "activation", "initializer", "lr", "seed", "steps")

_LINEAR_OUTPUT = {"relu", "leaky_relu", "linear"}
"""A ReLU at the output is often dead from the start and then learns nothing; the listing's functions
stay the same in all layers, as the listing has them."""


def output_activation(activation: str) -> str:
    """The output layer's activation that goes with the hidden layers'."""
    return "linear" if activation in _LINEAR_OUTPUT else activation


def _put(experiment: Experiment, steps: int) -> None:
    """Set every widget to these settings, before they are drawn."""
    st.session_state[_BASE] = experiment
    st.session_state.update(
        {
            "layers": len(experiment.hidden_layers),
            "width": max(experiment.hidden_layers),
            "activation": experiment.activation,
            "initializer": experiment.initializer,
            "lr": experiment.learning_rate,
            "seed": experiment.seed,
            "steps": steps,
        }
    )
    _keep()


def _keep() -> None:
    """Remember what the widgets say."""
    st.session_state[_KEPT] = {key: st.session_state[key] for key in _KEYS}


def begin(page: str) -> None:
    """Before any widget is drawn: take over the page's link, once, and what was wished for.

    Widgets of one page are forgotten on another, also where the other has the same ones, and at some later
    script run of a page that has none of them: put them back.
    """
    turned = session.turned_to(page)
    if found := session.opened():
        _put(found.plan.last, found.steps)
    elif turned or not all(key in st.session_state for key in _KEYS):
        st.session_state.update(st.session_state[_KEPT])
    st.session_state.update(session.wishes())


def open_network(experiment: Experiment) -> None:
    """Make this the run that is watched, from another page than its own widgets'."""
    _put(experiment, link.DEFAULT_STEPS)


def settings() -> tuple[Experiment, int]:
    """What the widgets say: the Experiment, and the steps to train.

    What no widget shows (layers of unequal width, an output activation of its own) stays as the link had it
    until the widget beside it changes.

    Raises:
        ExperimentError: for settings that cannot be run.
    """
    state = st.session_state
    base: Experiment = state[_BASE]
    layers, width = state.layers, state.width
    as_linked = (layers, width) == (len(base.hidden_layers), max(base.hidden_layers))
    same = state.activation == base.activation
    experiment = replace(
        base,
        hidden_layers=base.hidden_layers if as_linked else (width,) * layers,
        activation=state.activation,
        output_activation=base.output_activation if same else output_activation(state.activation),
        initializer=state.initializer,
        learning_rate=state.lr,
        seed=state.seed,
    )
    return experiment, state.steps


def _initializers() -> list[str]:
    """Those there are, and the published weights where the data came with some."""
    given = DATASETS[st.session_state[_BASE].dataset].given
    return [*INITIALIZERS, *([GIVEN] if given else [])]


def _tutorial_run() -> None:
    _put(Experiment(), link.DEFAULT_STEPS)
    session.restart()


def _width_limit() -> int:
    """The most units for this many layers; lowers a width that has become too large, and says so."""
    state = st.session_state
    base: Experiment = state[_BASE]
    limit = max_width(state.layers, base)
    if state.width > limit:
        state.width = limit
        st.warning(text("setting.width_lowered", width=limit, layers=state.layers))
    return limit


def _example() -> None:
    if (name := st.session_state.example) in PRESETS:
        _put(PRESETS[name], link.DEFAULT_STEPS)


def _examples() -> None:
    """A list of ready networks; it names the one that the settings make, if they make one."""
    try:
        now = settings()[0]
    except ExperimentError:
        now = None
    own = [] if now in PRESETS.values() else ["own"]
    st.session_state.example = next((name for name, preset in PRESETS.items() if preset == now), "own")
    st.selectbox(
        text("setting.example"), [*own, *PRESETS], key="example", on_change=_example,
        format_func=lambda name: text(f"preset.{name}"),
    )  # fmt: skip


def sidebar(examples: bool = False) -> tuple[Experiment, int]:
    """Draw the settings and return the Experiment they make, and the steps to train.

    Settings outlive a switch of pages. Where a setting is refused, says so and stops the page.

    Args:
        examples: whether to offer the ready networks too.
    """
    with st.sidebar:
        if examples:
            _examples()
        limit = _width_limit()
        st.number_input(text("setting.hidden_layers"), 1, MAX_HIDDEN_LAYERS, key="layers")
        st.number_input(text("setting.width"), 1, limit, key="width")
        st.selectbox(
            text("setting.activation"), list(ACTIVATIONS), key="activation",
            format_func=lambda name: text(f"activation.{name}"),
        )  # fmt: skip
        st.selectbox(
            text("setting.initializer"), _initializers(), key="initializer",
            format_func=lambda name: text(f"initializer.{name}"),
        )  # fmt: skip
        st.number_input(
            text("setting.learning_rate"), link.LEAST_RATE, link.MOST_RATE, key="lr", step=0.001, format="%g",
        )  # fmt: skip
        st.number_input(text("setting.seed"), 0, MAX_SEED, key="seed")
        st.number_input(text("setting.steps"), 1, link.MAX_STEPS, key="steps")
        st.button(
            text("setting.tutorial"), icon=":material/replay:", on_click=_tutorial_run, width="stretch",
            help=text("setting.tutorial.help"),
        )  # fmt: skip
    _keep()
    try:
        return settings()
    except ExperimentError as error:
        st.error(text("setting.refused", error=error))
        st.stop()
