"""The sidebar: every setting of a run can be made there, and what is chosen is what is trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from streamlit.testing.v1 import AppTest

from mlp_core import (
    DATASETS,
    LOSSES,
    OPTIMIZERS,
    OUTPUT_ACTIVATIONS,
    PRESETS,
    SCHEDULES,
    STOPS,
    Experiment,
    Trainer,
)
from mlp_core.training.presets import STEPS, suited
from pages.shared import controls, link
from pages.shared.text import text
from tests.core.runs import EXPERIMENTS, QUICK
from tests.pages import tapes
from tests.pages.widgets import widget

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=30).run()


def example(app: AppTest) -> Any:
    """The list of ready networks."""
    return next(widget for widget in app.selectbox if widget.label == text("setting.example"))


def experiment_of(app: AppTest) -> Experiment:
    """What the browser is told to be the run."""
    assert not app.exception
    found = link.read(parse_qs(tapes.of(app)[0]["link"]))
    assert not found.ignored
    return found.plan.last


@QUICK
@given(EXPERIMENTS)
def test_widgets_that_nobody_touches_change_nothing(experiment: Experiment) -> None:
    assert replace(experiment, **controls._changes(experiment, controls.shown(experiment))) == experiment


@pytest.mark.parametrize("name", PRESETS)
def test_an_example_is_the_run_that_its_name_says(app: AppTest, name: str) -> None:
    example(app).set_value(name).run()
    assert experiment_of(app) == PRESETS[name]
    header, frames, _ = tapes.of(app)
    assert header["end"] == STEPS.get(name, link.DEFAULT_STEPS)
    assert frames[0]["loss"] == Trainer(PRESETS[name]).evaluate()


@pytest.mark.parametrize("name", DATASETS)
def test_another_data_set_brings_an_output_and_a_loss_that_suit_it(app: AppTest, name: str) -> None:
    widget(app, "layers").set_value(2)
    widget(app, "width").set_value(5)
    app.run()
    widget(app, "dataset").set_value(name).run()
    found = experiment_of(app)
    assert found == suited(Experiment(hidden_layers=(5, 5)), name)
    assert found.hidden_layers == (5, 5)
    if name != "tutorial":
        assert (
            found.loss
            in {"regression": ("mse", "sse"), "binary": ("bce",), "classes": ("cross_entropy",)}[
                DATASETS[name].task
            ]
        )


def test_every_setting_of_the_data_and_of_the_training_is_taken(app: AppTest) -> None:
    example(app).set_value("moons").run()
    widget(app, "samples").set_value(120)
    widget(app, "noise").set_value(0.3)
    widget(app, "test").set_value(40)
    widget(app, "split").set_value(3)
    widget(app, "standardize").set_value(True)
    widget(app, "optimizer").set_value("nesterov")
    widget(app, "batch").set_value(8)
    widget(app, "schedule").set_value("cosine")
    widget(app, "l1").set_value(0.001)
    widget(app, "l2").set_value(0.01)
    widget(app, "norm").set_value("layer")
    widget(app, "skip").set_value(True)
    app.run()
    widget(app, "period").set_value(200)
    widget(app, "stop").set_value("accuracy").run()
    widget(app, "stop_at").set_value(0.9).run()
    assert experiment_of(app) == replace(
        PRESETS["moons"], samples=120, noise=0.3, test_share=0.4, split_seed=3, standardize=True,
        optimizer="nesterov", batch_size=8, schedule="cosine", l1=0.001, l2=0.01, normalization="layer",
        residual=True, period=200, stop_when="accuracy", stop_at=0.9,
    )  # fmt: skip


def test_squared_error_takes_the_place_of_a_cross_entropy_and_back(app: AppTest) -> None:
    example(app).set_value("iris").run()
    widget(app, "loss").set_value("mse").run()
    assert experiment_of(app).output_activation == "tanh"
    widget(app, "loss").set_value("cross_entropy").run()
    assert experiment_of(app).output_activation == "softmax"
    example(app).set_value("sine").run()
    assert widget(app, "loss").options == [text("loss.mse"), text("loss.sse")]


def test_a_batch_larger_than_what_is_left_to_train_on_becomes_all(app: AppTest) -> None:
    example(app).set_value("moons").run()
    widget(app, "batch").set_value(128).run()
    assert experiment_of(app).batch_size == 128
    widget(app, "test").set_value(80).run()
    assert experiment_of(app).batch_size is None


def test_a_setting_without_a_widget_just_now_is_kept(app: AppTest) -> None:
    example(app).set_value("moons").run()
    widget(app, "schedule").set_value("step").run()
    widget(app, "period").set_value(77).run()
    widget(app, "schedule").set_value("constant").run()
    widget(app, "schedule").set_value("step").run()
    assert experiment_of(app).period == 77


def test_more_samples_than_a_data_set_has_are_lowered(app: AppTest) -> None:
    example(app).set_value("digits").run()
    widget(app, "samples").set_value(1797).run()
    widget(app, "dataset").set_value("iris").run()
    assert experiment_of(app).sample_count == 150


def test_the_tutorials_button_comes_back_from_any_data(app: AppTest) -> None:
    example(app).set_value("digits").run()
    app.button[0].click().run()
    assert experiment_of(app) == Experiment()


def test_settings_of_a_data_set_outlive_a_switch_of_pages(app: AppTest) -> None:
    example(app).set_value("three_spirals").run()
    widget(app, "l2").set_value(0.01).run()
    app.switch_page("pages/step_through.py").run()
    app.switch_page("app.py").run()
    assert experiment_of(app) == replace(PRESETS["three_spirals"], l2=0.01)


def test_everything_that_can_be_chosen_has_a_name() -> None:
    kinds = {
        "preset": PRESETS, "dataset": [*DATASETS, "csv"], "loss": LOSSES, "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES, "stop": STOPS, "activation": OUTPUT_ACTIVATIONS,
    }  # fmt: skip
    for kind, names in kinds.items():
        for name in names:
            assert text(f"{kind}.{name}")
