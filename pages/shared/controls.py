"""The sidebar's widgets <-> an Experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mlp_core import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    NORMALIZATIONS,
    OPTIMIZERS,
    PRESETS,
    SCHEDULES,
    STOPS,
    Experiment,
    ExperimentError,
)
from mlp_core.datasets import CLASSES, CSV, REGRESSION, Dataset
from mlp_core.experiment import MAX_HIDDEN_LAYERS, MAX_NOISE, MAX_PERIOD, MAX_SEED, max_width
from mlp_core.initializers import GIVEN
from mlp_core.presets import STEPS, suited
from pages.shared import link, session
from pages.shared.text import text

_BASE, _KEPT = "_base", "_kept"

_LINEAR_OUTPUT = {"relu", "leaky_relu", "linear"}
"""A ReLU at the output is often dead from the start and then learns nothing; the listing's functions
stay the same in all layers, as the listing has them."""

ALL = "all"
_BATCHES = (1, 2, 4, 5, 8, 10, 15, 16, 20, 32, 50, 64, 100, 128, 256)


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


_KEYS = (*shown(Experiment()), "steps")
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


def settings() -> tuple[Experiment, int]:
    """What the widgets say: the Experiment, and the steps to train.

    Raises:
        ExperimentError: for settings that cannot be run.
    """
    state = st.session_state
    base: Experiment = state[_BASE]
    return replace(base, **_changes(base, {key: state[key] for key in _KEYS})), state.steps


def _put(experiment: Experiment, steps: int) -> None:
    """Set every widget to these settings, before they are drawn."""
    st.session_state[_BASE] = experiment
    st.session_state.update(shown(experiment) | {"steps": steps})
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
    wishes = session.wishes()
    if experiment := wishes.pop("experiment", None):
        _put(experiment, st.session_state.steps)
    st.session_state.update(wishes)


def open_network(experiment: Experiment, steps: int = link.DEFAULT_STEPS) -> None:
    """Make this the run that is watched, from another page than its own widgets'."""
    _put(experiment, steps)


# What changes more than its own widget


def _tutorial_run() -> None:
    _put(Experiment(), link.DEFAULT_STEPS)
    session.restart()


def _example() -> None:
    if (name := st.session_state.example) in PRESETS:
        _put(PRESETS[name], STEPS.get(name, link.DEFAULT_STEPS))


def _other_data() -> None:
    """Another data set: with it an output, a loss and a split that suit it."""
    state = st.session_state
    base: Experiment = state[_BASE]
    chosen = state.dataset
    state.dataset = base.dataset  # the others as they are, and the data set changed at last
    try:
        table = session.table() if chosen == CSV else None
        _put(suited(settings()[0], chosen, table), state.steps)
    except ExperimentError as error:
        st.toast(text("setting.refused", error=error), icon=":material/block:")


def _limited() -> None:
    """Keep what the data set bounds within its bounds."""
    state = st.session_state
    base: Experiment = state[_BASE]
    state.samples = min(state.samples, base.data.most_samples)
    if state.batch != ALL and state.batch not in _batch_sizes(base):
        state.batch = ALL


def _batch_sizes(base: Experiment) -> list[int]:
    """Those that the training samples allow, as they are by the widgets; the present one among them."""
    state = st.session_state
    try:
        trained = replace(
            base, samples=state.samples, test_share=state.test / 100, batch_size=None, normalization="none"
        ).train_count
    except ExperimentError:
        trained = base.train_count
    sizes = {*_BATCHES, *([base.batch_size] if base.batch_size else [])}
    return sorted(size for size in sizes if size < trained)


def _width_limit() -> int:
    """The most units for this many layers; lowers a width that has become too large, and says so."""
    state = st.session_state
    limit = max_width(state.layers, state[_BASE])
    if state.width > limit:
        state.width = limit
        st.warning(text("setting.width_lowered", width=limit, layers=state.layers))
    return limit


# The widgets


def _select(name: str, options: list[Any], key: str, names: str, **more: Any) -> None:
    """A list to choose from; what the catalogue has under `names` is shown."""
    names_of = {option: text(f"{names}.{option}") for option in options}
    st.selectbox(text(f"setting.{name}"), options, key=key, format_func=names_of.__getitem__, **more)


def _examples() -> None:
    """A list of ready networks; it names the one that the settings make, if they make one."""
    try:
        now = settings()[0]
    except ExperimentError:
        now = None
    own = [] if now in PRESETS.values() else ["own"]
    st.session_state.example = next((name for name, preset in PRESETS.items() if preset == now), "own")
    _select("example", [*own, *PRESETS], "example", "preset", on_change=_example)


def _initializers(base: Experiment) -> list[str]:
    """Those there are, and the published weights where the data came with some."""
    return [*INITIALIZERS, *([GIVEN] if base.data.given else [])]


def _losses(data: Dataset) -> list[str]:
    """Those that the data set's targets allow."""
    return [
        name
        for name, loss in LOSSES.items()
        if (data.unit_targets or not loss.unit_targets) and (data.task == CLASSES or not loss.one_hot)
    ]


def _network(base: Experiment) -> None:
    limit = _width_limit()
    st.number_input(text("setting.hidden_layers"), 1, MAX_HIDDEN_LAYERS, key="layers")
    st.number_input(text("setting.width"), 1, limit, key="width")
    _select("activation", list(ACTIVATIONS), "activation", "activation")
    _select("initializer", _initializers(base), "initializer", "initializer")
    st.number_input(
        text("setting.learning_rate"), link.LEAST_RATE, link.MOST_RATE, key="lr", step=0.001, format="%g",
    )  # fmt: skip
    st.number_input(text("setting.seed"), 0, MAX_SEED, key="seed")
    st.number_input(text("setting.steps"), 1, link.MAX_STEPS, key="steps")


def _data(base: Experiment) -> None:
    """Which samples, how many, and which of them are held back."""
    own = [CSV] if session.table() or base.dataset == CSV else []
    _select("dataset", [*DATASETS, *own], "dataset", "dataset", on_change=_other_data)
    data = base.data
    if data.most_samples > 1:
        st.number_input(text("setting.samples"), 1, data.most_samples, key="samples")
    if data.noise is not None:
        st.number_input(text("setting.noise"), 0.0, MAX_NOISE, key="noise", step=0.01, format="%g")
    if st.session_state.samples > 1:
        st.number_input(text("setting.test"), 0, 90, key="test", step=5, help=text("setting.test.help"))
        if st.session_state.test:
            st.number_input(text("setting.split"), 0, MAX_SEED, key="split")
        st.toggle(text("setting.standardize"), key="standardize", help=text("setting.standardize.help"))


def _training(base: Experiment) -> None:
    """How the weights are changed."""
    _select("loss", _losses(base.data), "loss", "loss")
    _select("optimizer", list(OPTIMIZERS), "optimizer", "optimizer")
    if sizes := _batch_sizes(base):
        st.selectbox(
            text("setting.batch"), [ALL, *sizes], key="batch", help=text("setting.batch.help"),
            format_func=lambda size: text("setting.batch_all") if size == ALL else f"{size:,}",
        )  # fmt: skip
    _select("schedule", list(SCHEDULES), "schedule", "schedule")
    if st.session_state.schedule != "constant":
        st.number_input(text("setting.period"), 1, MAX_PERIOD, key="period", help=text("setting.period.help"))
    st.number_input(text("setting.l1"), 0.0, 1e6, key="l1", step=0.0001, format="%g")
    st.number_input(text("setting.l2"), 0.0, 1e6, key="l2", step=0.001, format="%g")
    _select("normalization", list(NORMALIZATIONS), "norm", "normalization")
    st.toggle(text("setting.residual"), key="skip")
    stops = [name for name in STOPS if name != "accuracy" or base.data.task != REGRESSION]
    _select("stop", stops, "stop", "stop", on_change=_usual_stop)
    if st.session_state.stop != "never":
        st.number_input(text(f"stop_at.{st.session_state.stop}"), 0.0, 1e6, key="stop_at", format="%g")


def _usual_stop() -> None:
    """A value to begin with for what is to stop the run."""
    usual = {"loss": 0.01, "accuracy": 0.95, "patience": 20.0}
    st.session_state.stop_at = usual.get(st.session_state.stop, 0.0)


def sidebar() -> tuple[Experiment, int]:
    """Draw the settings and return the Experiment they make, and the steps to train.

    Settings outlive a switch of pages. Where a setting is refused, says so and stops the page.
    """
    base: Experiment = st.session_state[_BASE]
    _limited()
    kept = {key: st.session_state[key] for key in _KEYS}
    with st.sidebar:
        _examples()
        st.button(
            text("setting.tutorial"), icon=":material/replay:", on_click=_tutorial_run, width="stretch",
            help=text("setting.tutorial.help"),
        )  # fmt: skip
        _network(base)
        with st.expander(text("setting.data")):
            _data(base)
        with st.expander(text("setting.training")):
            _training(base)
    for key, value in kept.items():  # what has no widget just now keeps its value
        st.session_state.setdefault(key, value)
    _keep()
    try:
        return settings()
    except ExperimentError as error:
        st.error(text("setting.refused", error=error))
        st.stop()
