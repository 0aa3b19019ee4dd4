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
from mlp_core.nn.steps import DTYPES
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
from pages.shared import address, controls, describe, language, link, session
from pages.shared.text import counted, naming, text
from pages.shared.widgets import changed, choice, field, said, say

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
        st.toast(text("setting.refused", error=describe.refusal(error)), icon=":material/block:")


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
        st.warning(counted("setting.width_lowered", layers, width=limit))
    return limit


# The widgets


def _select(label: str, options: list[Any], widget: str, names: str, **more: Any) -> None:
    """A list to choose from; what the catalogue has under `names` is shown."""
    named = naming(f"{names}.", options)
    st.selectbox(text(f"setting.{label}"), options, **choice(widget, options), format_func=named, **more)


def _examples() -> None:
    """A list of ready networks; it names the one that the settings make, if they make one."""
    try:
        now = controls.settings()[0]
    except ExperimentError:
        now = None
    name = next((name for name, preset in PRESETS.items() if preset == now), "own")
    say(example=name)
    own = ["own"] if name == "own" else []
    _select("example", [*own, *PRESETS], "example", "preset", on_change=changed("example", _example))


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


def _width(base: Experiment, limit: int) -> None:
    """The units of every hidden layer; where they differ, those of the largest, as the label says."""
    hidden, label, help = base.hidden_layers, text("setting.width"), None
    if len(set(hidden)) > 1 and (said("layers"), said("width")) == (len(hidden), max(hidden)):
        label = text("setting.width_unequal")
        help = text("setting.width_unequal.help", sizes=", ".join(f"{units:,}" for units in hidden))
    st.number_input(label, 1, limit, **field("width"), help=help)


def _network(base: Experiment) -> None:
    limit = _width_limit()
    st.number_input(text("setting.hidden_layers"), 1, MAX_HIDDEN_LAYERS, **field("layers"))
    _width(base, limit)
    _select("activation", list(ACTIVATIONS), "activation", "activation")
    _select("initializer", _initializers(base), "initializer", "initializer")
    rate, seed = st.columns(2, gap="xsmall")  # so that a low window shows all of the sidebar
    rate.number_input(
        text("setting.learning_rate"), link.LEAST_RATE, link.MOST_RATE, **field("lr"), step=0.001,
        format="%g",
    )  # fmt: skip
    seed.number_input(text("setting.seed"), 0, MAX_SEED, **field("seed"))
    st.number_input(text("setting.steps"), 1, link.MAX_STEPS, **field("steps"))


# What does not apply is drawn all the same, disabled: Streamlit forgets the value of a widget that is not
# drawn, and what is below keeps its place.


def _data(base: Experiment) -> None:
    """Which samples, how many, and which of them are held back."""
    data = base.data
    own = [CSV] if session.table() or base.dataset == CSV else []
    _select("dataset", [*DATASETS, *own], "dataset", "dataset", on_change=changed("dataset", _other_data))
    most, one = data.most_samples, said("samples") < 2
    st.number_input(text("setting.samples"), 1, most, **field("samples"), disabled=most == 1)
    st.number_input(
        text("setting.noise"),
        0.0,
        MAX_NOISE,
        **field("noise"),
        step=0.01,
        format="%g",
        disabled=data.noise is None,
    )
    st.number_input(
        text("setting.test"), 0, 90, **field("test"), step=5, help=text("setting.test.help"), disabled=one
    )
    st.number_input(text("setting.split"), 0, MAX_SEED, **field("split"), disabled=one or not said("test"))
    st.toggle(
        text("setting.standardize"),
        **field("standardize"),
        help=text("setting.standardize.help"),
        disabled=one,
    )


def _training(base: Experiment) -> None:
    """How the weights are changed."""
    _select("loss", _losses(base.data), "loss", "loss")
    _select("optimizer", list(OPTIMIZERS), "optimizer", "optimizer")
    sizes = _batch_sizes(base)
    all_sizes = [controls.ALL, *sizes]
    named: dict[Any, str] = {size: f"{size:,}" for size in sizes}
    named[controls.ALL] = text("setting.batch_all")
    st.selectbox(
        text("setting.batch"), all_sizes, **choice("batch", all_sizes), help=text("setting.batch.help"),
        format_func=named.__getitem__, disabled=not sizes,
    )  # fmt: skip
    _select("schedule", list(SCHEDULES), "schedule", "schedule")
    st.number_input(
        text("setting.period"), 1, MAX_PERIOD, **field("period"), help=text("setting.period.help"),
        disabled=said("schedule") == "constant",
    )  # fmt: skip
    st.number_input(text("setting.l1"), 0.0, MAX_PENALTY, **field("l1"), step=0.0001, format="%g")
    st.number_input(text("setting.l2"), 0.0, MAX_PENALTY, **field("l2"), step=0.001, format="%g")
    _select("normalization", list(NORMALIZATIONS), "norm", "normalization")
    st.toggle(text("setting.residual"), **field("skip"))
    _select("dtype", list(DTYPES), "dtype", "dtype", help=text("setting.dtype.help"))
    stops = [name for name in STOPS if name != "accuracy" or base.data.task != REGRESSION]
    _select(
        "stop", stops, "stop", "stop", on_change=changed("stop", _usual_stop), help=text("setting.stop.help")
    )
    st.number_input(
        text(f"stop_at.{said('stop')}"),
        0.0,
        MAX_STOP,
        **field("stop_at"),
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
        )  # fmt: skip
        _network(base)
        with st.expander(text("setting.data")):
            _data(base)
        with st.expander(text("setting.training")):
            _training(base)
    language.switch(controls.keep)
    controls.keep()
    try:
        experiment, steps = controls.settings()
        refused = session.refused(experiment)
    except ExperimentError as error:
        refused = text("setting.refused", error=describe.refusal(error))
    if refused:
        st.error(refused)
        address.show()
        st.stop()
    return experiment, steps
