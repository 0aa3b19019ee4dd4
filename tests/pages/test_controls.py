"""The sidebar: every setting of a run can be made there, and what is chosen is what is trained."""

from __future__ import annotations

from dataclasses import replace
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
from tests.pages.opening import opened
from tests.pages.widgets import widget


@pytest.fixture
def app() -> AppTest:
    return opened()


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


def begun_with(app: AppTest) -> dict[str, object]:
    """What a browser says of each widget that begins with the default, since what was set here got lost."""
    numbers = {one.key: one.proto.default for one in app.number_input}
    chosen = {one.key: one.proto.options[one.proto.default] for one in app.selectbox}
    switches = {one.key: one.proto.default for one in (*app.toggle, *app.checkbox)}
    several = {one.key: [one.proto.options[i] for i in one.proto.default] for one in app.multiselect}
    return numbers | chosen | switches | several


def said_by(app: AppTest) -> dict[str, object]:
    numbers = {one.key: one.value for kind in (app.number_input, app.toggle, app.checkbox) for one in kind}
    chosen = {one.key: one.format_func(one.value) for one in app.selectbox}
    several = {one.key: [one.format_func(value) for value in one.value] for one in app.multiselect}
    return numbers | chosen | several


@pytest.mark.parametrize("page", ["app.py", "pages/vanishing_gradients.py"])
def test_a_browser_that_lost_what_was_set_begins_with_what_widgets_say(page: str) -> None:
    """Its line was cut while a script ran: the least of each number would be taken for a person's own."""
    app = opened(60, **Experiment(hidden_layers=(5,) * 3, seed=7).to_query(), steps="321")
    app.switch_page(page).run()
    app.run()  # what was set is not said again
    assert begun_with(app) == said_by(app)
    assert len(begun_with(app)) > 10
    if page == "app.py":
        assert begun_with(app)["steps"] == 321


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


def test_layers_that_differ_are_not_said_to_be_alike(app: AppTest) -> None:
    assert widget(app, "width").label == "Units in each"
    uneven = Experiment(hidden_layers=(33, 32, 32))
    app = opened(**uneven.to_query())
    assert experiment_of(app) == uneven
    width = widget(app, "width")
    assert (width.label, width.value) == ("Units in the largest", 33)
    assert "33, 32, 32" in width.help
    width.set_value(5).run()
    assert experiment_of(app).hidden_layers == (5, 5, 5)
    assert widget(app, "width").label == "Units in each"


@pytest.mark.parametrize(
    ("settings", "published"),
    [({}, True), ({"learning_rate": 0.1}, False), ({"seed": 1}, False), ({"hidden_layers": (8,)}, False)],
)
def test_the_tutorials_losses_stand_behind_its_own_run_alone(
    settings: dict[str, Any], published: bool
) -> None:
    header = tapes.of(opened(**Experiment(**settings).to_query()))[0]
    assert bool(header["published"]) is published
    dashed = header["figures"]["light"]["loss"]["data"][0]
    assert bool(len(dashed["x"])) is published


def test_a_list_that_is_gone_changes_nothing(app: AppTest) -> None:
    """A question that was on its way while the run became another says what its widgets said before."""
    example(app).set_value("spirals").run()
    before = widget(app, "dataset")._widget_state
    example(app).set_value("digits").run()
    states = app._tree.get_widget_states()
    states.widgets.append(before)
    app._run(states)
    assert experiment_of(app) == PRESETS["digits"]


def test_everything_that_can_be_chosen_has_a_name() -> None:
    kinds = {
        "preset": PRESETS, "dataset": [*DATASETS, "csv"], "loss": LOSSES, "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES, "stop": STOPS, "activation": OUTPUT_ACTIVATIONS,
    }  # fmt: skip
    for kind, names in kinds.items():
        for name in names:
            assert text(f"{kind}.{name}")


def test_a_widget_that_says_already_what_it_is_to_say_is_not_set(app: AppTest) -> None:
    """A number typed just then would be taken out of its field again, and yet count."""
    widget(app, "seed").set_value(2).run()
    widget(app, "dataset").set_value("iris").run()
    assert widget(app, "lr").value == Experiment().learning_rate
    assert not widget(app, "lr").proto.set_value


def test_a_list_of_a_page_that_was_left_calls_nobody(app: AppTest) -> None:
    """Who turns two pages at once sends with the second what the first page's widgets say."""
    said = app._tree.get_widget_states()
    app.switch_page("pages/step_through.py").run()
    app.switch_page("pages/data.py")._run(said)
    assert not app.exception
    assert experiment_of(app.switch_page("app.py").run()) == Experiment()
