"""The sidebar of the pages that watch a run: its settings as widgets (controls.py says what they mean)."""

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
from mlp_core.data.datasets import CLASSES, CSV, REGRESSION, Dataset
from mlp_core.nn.initializers import GIVEN
from mlp_core.training.experiment import max_width
from mlp_core.training.fields import (
    MAX_HIDDEN_LAYERS,
    MAX_NOISE,
    MAX_PENALTY,
    MAX_PERIOD,
    MAX_SEED,
    MAX_STOP,
)
from mlp_core.training.presets import STEPS, suited
from pages.shared import controls, link, session
from pages.shared.text import text
from pages.shared.widgets import key, said, say

_BATCHES = (1, 2, 4, 5, 8, 10, 15, 16, 20, 32, 50, 64, 100, 128, 256)


# What changes more than its own widget


def _tutorial_run() -> None:
    controls.put(Experiment(), link.DEFAULT_STEPS)
    session.restart()


def _example() -> None:
    if (chosen := said("example")) in PRESETS:
        controls.put(PRESETS[chosen], STEPS.get(chosen, link.DEFAULT_STEPS))


def _other_data() -> None:
    """Another data set: with it an output, a loss and a split that suit it."""
    before, chosen = controls.base().dataset, said("dataset")
    try:
        experiment, steps = controls.settings(dataset=before)
        controls.put(suited(experiment, chosen, session.table() if chosen == CSV else None), steps)
    except ExperimentError as error:
        say(dataset=before)
        st.toast(text("setting.refused", error=error), icon=":material/block:")


def _limited() -> None:
    """Keep what the data set bounds within its bounds."""
    base: Experiment = controls.base()
    if said("samples") > base.data.most_samples:
        say(samples=base.data.most_samples)
    if said("batch") != controls.ALL and said("batch") not in _batch_sizes(base):
        say(batch=controls.ALL)


def _batch_sizes(base: Experiment) -> list[int]:
    """Those that the training samples allow, as they are by the widgets; the present one among them."""
    try:
        trained = replace(
            base,
            samples=said("samples"),
            test_share=said("test") / 100,
            batch_size=None,
            normalization="none",
        ).train_count
    except ExperimentError:
        trained = base.train_count
    sizes = {*_BATCHES, *([base.batch_size] if base.batch_size else [])}
    return sorted(size for size in sizes if size < trained)


def _width_limit() -> int:
    """The most units for this many layers; lowers a width that has become too large, and says so."""
    layers = said("layers")
    limit = max_width(layers, controls.base())
    if said("width") > limit:
        say(width=limit)
        st.warning(text("setting.width_lowered", width=limit, layers=layers))
    return limit


# The widgets


def _select(label: str, options: list[Any], widget: str, names: str, **more: Any) -> None:
    """A list to choose from; what the catalogue has under `names` is shown."""
    names_of = {option: text(f"{names}.{option}") for option in options}
    st.selectbox(text(f"setting.{label}"), options, key=key(widget), format_func=names_of.__getitem__, **more)


def _examples() -> None:
    """A list of ready networks; it names the one that the settings make, if they make one."""
    try:
        now = controls.settings()[0]
    except ExperimentError:
        now = None
    name = next((name for name, preset in PRESETS.items() if preset == now), "own")
    say(example=name)
    own = ["own"] if name == "own" else []
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
    st.number_input(text("setting.hidden_layers"), 1, MAX_HIDDEN_LAYERS, key=key("layers"))
    st.number_input(text("setting.width"), 1, limit, key=key("width"))
    _select("activation", list(ACTIVATIONS), "activation", "activation")
    _select("initializer", _initializers(base), "initializer", "initializer")
    rate, seed = st.columns(2, gap="xsmall")  # so that a low window shows all of the sidebar
    rate.number_input(
        text("setting.learning_rate"), link.LEAST_RATE, link.MOST_RATE, key=key("lr"), step=0.001,
        format="%g",
    )  # fmt: skip
    seed.number_input(text("setting.seed"), 0, MAX_SEED, key=key("seed"))
    st.number_input(text("setting.steps"), 1, link.MAX_STEPS, key=key("steps"))


# What does not apply is drawn all the same, disabled: Streamlit forgets the value of a widget that is not
# drawn, and what is below keeps its place.


def _data(base: Experiment) -> None:
    """Which samples, how many, and which of them are held back."""
    data = base.data
    own = [CSV] if session.table() or base.dataset == CSV else []
    _select("dataset", [*DATASETS, *own], "dataset", "dataset", on_change=_other_data)
    most, one = data.most_samples, said("samples") < 2
    st.number_input(text("setting.samples"), 1, most, key=key("samples"), disabled=most == 1)
    st.number_input(
        text("setting.noise"),
        0.0,
        MAX_NOISE,
        key=key("noise"),
        step=0.01,
        format="%g",
        disabled=data.noise is None,
    )
    st.number_input(
        text("setting.test"), 0, 90, key=key("test"), step=5, help=text("setting.test.help"), disabled=one
    )
    st.number_input(text("setting.split"), 0, MAX_SEED, key=key("split"), disabled=one or not said("test"))
    st.toggle(
        text("setting.standardize"),
        key=key("standardize"),
        help=text("setting.standardize.help"),
        disabled=one,
    )


def _training(base: Experiment) -> None:
    """How the weights are changed."""
    _select("loss", _losses(base.data), "loss", "loss")
    _select("optimizer", list(OPTIMIZERS), "optimizer", "optimizer")
    sizes = _batch_sizes(base)
    st.selectbox(
        text("setting.batch"), [controls.ALL, *sizes], key=key("batch"), help=text("setting.batch.help"),
        format_func=lambda size: text("setting.batch_all") if size == controls.ALL else f"{size:,}",
        disabled=not sizes,
    )  # fmt: skip
    _select("schedule", list(SCHEDULES), "schedule", "schedule")
    st.number_input(
        text("setting.period"), 1, MAX_PERIOD, key=key("period"), help=text("setting.period.help"),
        disabled=said("schedule") == "constant",
    )  # fmt: skip
    st.number_input(text("setting.l1"), 0.0, MAX_PENALTY, key=key("l1"), step=0.0001, format="%g")
    st.number_input(text("setting.l2"), 0.0, MAX_PENALTY, key=key("l2"), step=0.001, format="%g")
    _select("normalization", list(NORMALIZATIONS), "norm", "normalization")
    st.toggle(text("setting.residual"), key=key("skip"))
    stops = [name for name in STOPS if name != "accuracy" or base.data.task != REGRESSION]
    _select("stop", stops, "stop", "stop", on_change=_usual_stop, help=text("setting.stop.help"))
    st.number_input(
        text(f"stop_at.{said('stop')}"),
        0.0,
        MAX_STOP,
        key=key("stop_at"),
        format="%g",
        disabled=said("stop") == "never",
    )


def _usual_stop() -> None:
    """A value to begin with for what is to stop the run."""
    usual = {"loss": 0.01, "accuracy": 0.95, "patience": 20.0}
    say(stop_at=usual.get(said("stop"), 0.0))


def sidebar() -> tuple[Experiment, int]:
    """Draw the settings and return the Experiment they make, and the steps to train.

    Settings outlive a switch of pages. Where a setting is refused, says so and stops the page.
    """
    base: Experiment = controls.base()
    _limited()
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
    controls.keep()
    try:
        return controls.settings()
    except ExperimentError as error:
        st.error(text("setting.refused", error=error))
        st.stop()
