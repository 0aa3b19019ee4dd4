"""The vanishing-gradients lab as the server runs it: what is measured, said and sent."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import Experiment, Trainer
from mlp_core.analysis.cures import CURES
from mlp_core.analysis.sweep import sweep
from pages.shared.lab import tables
from pages.shared.lab.settings import STORIES, Lab
from pages.shared.lab.study import Study
from pages.shared.numbers import significant
from tests.pages import lab as driven
from tests.pages.widgets import widget as named

SMALL = Lab(depth=3, width=6, samples=8, seeds=3, steps=5, compare=("sigmoid.normal", "tanh.xavier"))


def widget(app: AppTest, name: str) -> Any:
    """A widget of the lab by its name."""
    return named(app, f"lab_{name}")


def trained(experiment: Experiment, steps: int = 0) -> Trainer:
    trainer = Trainer(experiment)
    trainer.step(steps)
    trainer.evaluate()
    return trainer


def seeds(lab: Lab, setting: str) -> list[Experiment]:
    return [lab.experiment(setting, seed=lab.seed + i) for i in range(lab.seeds)]


@pytest.fixture
def small() -> AppTest:
    return driven.opened(lab=SMALL.to_link())


def test_the_staircase_is_the_median_of_ordinarily_made_networks() -> None:
    header, _ = driven.ask(driven.opened())
    lab = Lab()
    for line, setting in enumerate(lab.compare):
        norms = [[np.linalg.norm(l.dW) for l in trained(e).network.layers] for e in seeds(lab, setting)]
        drawn = header["figures"]["staircase"]["data"][line]
        np.testing.assert_allclose(drawn["y"], np.median(norms, axis=0), rtol=1e-12)
        if line == 0:
            first, last = np.median(norms, axis=0)[[0, -1]]
            assert f"**{significant(last / first)} times slower** than layer 12" in header["caption"]
            assert "slope 0.25 × weights 0.055" in header["caption"]


def test_everything_is_measured_bit_by_bit_and_the_training_too(small: AppTest) -> None:
    header, arrays = driven.ask(small, train=True, below="course", theme="dark")
    assert header["done"] == header["of"] == 2 * 3 + 30 * 2 * 3 + 2 * 3
    assert arrays["sizes"].shape == (2, 6, 4)
    for line, setting in enumerate(SMALL.compare):
        runs = [trained(e, SMALL.steps) for e in seeds(SMALL, setting)]
        norms = np.median([run.history.dW_norm for run in runs], axis=0)
        np.testing.assert_allclose(arrays["sizes"][line], norms, rtol=1e-12)
        loss = np.median([run.history.loss for run in runs], axis=0)
        np.testing.assert_allclose(arrays["loss"][line], loss, rtol=1e-12)
    assert set(header["figures"]) == {"staircase", "aside", "left", "right"}


def test_what_the_browser_has_is_not_sent_again(small: AppTest) -> None:
    header, _ = driven.ask(small, train=True)
    keys = {place: figure["key"] for place, figure in header["figures"].items()}
    header, arrays = driven.ask(small, train=True, have=header["have"], keys=keys)
    assert not arrays
    assert header["figures"] == {place: {"key": key} for place, key in keys.items()}
    header, arrays = driven.ask(small, train=True, have=header["have"], keys=keys, focus=1)
    assert not arrays
    assert all("data" in figure for figure in header["figures"].values())


@pytest.mark.parametrize(
    "nonsense",
    [{"focus": 10**9, "have": -5}, {"focus": "x", "keys": 3, "below": "../", "aside": None, "theme": "pink"}],
)  # fmt: skip
def test_nonsense_gets_an_answer(small: AppTest, nonsense: dict[str, object]) -> None:
    header, _ = driven.ask(small, **nonsense)
    assert header["theme"] == "light"
    assert header["view"]["below"] == "depth"
    assert 0 <= header["view"]["focus"] < 2


def test_every_cure_is_a_line_of_its_own_and_says_what_it_does() -> None:
    lab = replace(SMALL, compare=("sigmoid.normal",), cures=tuple(CURES))
    app = driven.opened(lab=lab.to_link())
    header, _ = driven.read(app)
    assert len(header["lines"]) == 1 + len(CURES)
    for line, cure in enumerate(CURES, start=1):
        header, _ = driven.ask(app, focus=line)
        assert header["caption"].startswith(header["lines"][line]["name"])
        assert ("no cure" in header["caption"]) == (cure == "learning_rate")
    skips = 1 + list(CURES).index("residual")
    header, _ = driven.ask(app, focus=skips)
    cured, plain = (
        np.median([np.linalg.norm(trained(e).network.layers[0].dW) for e in runs])
        for runs in (
            [replace(e, residual=True) for e in seeds(lab, "sigmoid.normal")],
            seeds(lab, "sigmoid.normal"),
        )
    )
    assert f"**{significant(cured / plain)} times** that of Sigmoid" in header["caption"]
    assert "weights and skips" in header["caption"]


def test_a_cure_that_cannot_be_applied_says_so() -> None:
    lab = replace(SMALL, data="tutorial", cures=("batch_norm", "residual"))
    app = driven.opened(lab=lab.to_link())
    header, _ = driven.read(app)
    assert [line["name"] for line in header["lines"]][2:] == ["Sigmoid · Normal 0.01 + skips"]
    for cure in CURES:
        box = widget(app, f"cure_{cure}")
        assert box.disabled == (cure in ("batch_norm", "cross_entropy"))
        assert bool(box.help) == box.disabled


def test_exploding_gradients_and_the_step_at_which_the_run_diverges() -> None:
    lab = replace(STORIES["exploding"].lab, seeds=2, steps=5)
    header, _ = driven.ask(driven.opened(lab=lab.to_link()), train=True)
    deltas = [[np.linalg.norm(l.delta) for l in trained(e).network.layers] for e in seeds(lab, "relu.he")]
    first, last = np.median(deltas, axis=0)[[0, -1]]
    assert f"**{significant(first / last)} times more** than layer 12" in header["caption"]
    run = Trainer(lab.experiment("relu.he"))
    with pytest.raises(ArithmeticError):
        run.step(lab.steps)
    assert run.diverged is not None
    assert f"**diverges at step {run.diverged.step}** (2 of 2 seeds)" in header["caption"]


def test_a_gradient_that_is_exactly_0_is_named() -> None:
    lab = replace(SMALL, compare=("relu.he",), gain=1000.0, depth=12)
    header, _ = driven.ask(driven.opened(lab=lab.to_link()))
    assert "**exactly 0**: nothing comes back to it" in header["caption"]
    zero = [
        t
        for t in header["figures"]["staircase"]["data"]
        if t.get("marker", {}).get("symbol") == "triangle-down"
    ]
    assert zero[0]["x"]
    assert "exactly 0" in zero[0]["hovertemplate"]


@pytest.mark.parametrize("name", STORIES)
def test_a_story_sets_every_widget_and_is_named_again(name: str) -> None:
    app = driven.opened()
    widget(app, "depth").set_value(3).run()
    assert widget(app, "story").value == "own"
    widget(app, "story").set_value(name).run()
    assert not app.exception
    assert widget(app, "story").value == name
    assert app.session_state["_kept_lab"]["lab"] == STORIES[name].lab
    assert driven.read(app)[0]["wish"] == {"below": STORIES[name].below, "train": STORIES[name].train}


def test_settings_outlive_a_switch_of_pages(small: AppTest) -> None:
    widget(small, "depth").set_value(4).run()
    widget(small, "cure_residual").check().run()
    small.switch_page("app.py").run()
    small.switch_page(driven.PAGE).run()
    assert not small.exception
    assert widget(small, "depth").value == 4
    assert widget(small, "cure_residual").value
    assert small.session_state["_kept_lab"]["lab"] == replace(SMALL, depth=4, cures=("residual",))


def test_settings_that_cannot_be_used_leave_the_charts_as_they_are(small: AppTest) -> None:
    before, _ = driven.read(small)
    widget(small, "compare").set_value([]).run()
    assert not small.exception
    assert small.warning[0].value.startswith("These settings cannot be used")
    assert driven.read(small)[0]["study"] == before["study"]
    widget(small, "compare").set_value(["relu.he"]).run()
    assert not small.warning
    assert [line["name"] for line in driven.read(small)[0]["lines"]] == ["ReLU · He"]


def test_a_click_opens_that_network_on_the_train_page(small: AppTest) -> None:
    header, _ = driven.read(small)
    act = {"study": header["study"], "n": 1, "line": 1, "depth": 7}
    small.session_state["lab"] = {"act": act}
    small.run()
    assert not small.exception
    wanted = replace(SMALL, depth=7).experiment("tanh.xavier")
    small.switch_page("app.py").run()
    assert small.session_state["_run"].plan.last == wanted
    small.switch_page(driven.PAGE).run()  # the same click again opens nothing
    small.session_state["lab"] = {"act": act}
    small.run()
    assert small.get("bidi_component")


@pytest.mark.parametrize(
    "act", [{"line": 99, "depth": 3}, {"line": 0, "depth": 99}, {"line": -1, "depth": 3}, {"depth": 3}]
)
def test_a_click_on_nothing_opens_nothing(small: AppTest, act: dict[str, int]) -> None:
    header, _ = driven.read(small)
    before = small.session_state["_run"].plan
    small.session_state["lab"] = {"act": {"study": header["study"], "n": 5, **act}}
    small.run()
    assert not small.exception
    assert driven.read(small)[0]["study"] == header["study"]
    assert small.session_state["_run"].plan == before


def test_the_tables_are_those_of_the_sweep() -> None:
    study = Study(SMALL)
    rows = pd.read_csv(io.BytesIO(tables.csv(tables.networks(study))), encoding="utf-8-sig", dtype=str)
    numbers = ("grad_norm", "delta_norm", "slope", "gain", "saturation", "loss")
    # Python's own reading of a number: that of older pandas is off by a bit.
    rows = rows.assign(seed=rows["seed"].astype(int), **{name: rows[name].map(float) for name in numbers})
    assert len(rows) == 2 * 3 * 4 + 2 * 3 * sum(range(2, 32))
    expected = sweep([e for setting in SMALL.compare for e in seeds(SMALL, setting)])
    for column in numbers:
        np.testing.assert_array_equal(rows[column][: len(expected)], expected[column])
    assert list(rows["name"].unique()) == ["Sigmoid · Normal 0.01", "Tanh · Xavier"]
    assert set(rows["seed"]) == {54, 55, 56}
    middle = tables.quartiles(study)
    assert len(middle) == 2 * 4
    assert set(middle["seeds"]) == {"54 55 56"}
    np.testing.assert_allclose(
        middle["median"], study.layers.quartiles(SMALL.measure)[1, :, 0].ravel(), rtol=1e-12
    )
    course = tables.training(study)
    assert len(course) == 2 * 3 * 6 * 4
    run = trained(SMALL.experiment("tanh.xavier", seed=56), SMALL.steps)
    here = course[(course["network"] == "Tanh · Xavier") & (course["seed"] == 56)]
    np.testing.assert_array_equal(here[SMALL.measure], run.history.dW_norm.ravel())


def test_the_tables_are_shown_with_every_digit(small: AppTest) -> None:
    small.toggle(key="lab_tables").set_value(True).run()
    assert not small.exception
    shown = small.dataframe[0].value
    first = float(shown["median"].iloc[0])
    expected = np.median(
        [np.linalg.norm(trained(e).network.layers[0].dW) for e in seeds(SMALL, "sigmoid.normal")]
    )
    assert first == pytest.approx(expected, rel=1e-12)
    assert first > 0


@pytest.mark.parametrize("measure", ["grad_norm", "grad_rms", "delta_norm", "grad_max", "bias_norm"])
def test_every_measure_is_followed_through_the_training(measure: str) -> None:
    lab = replace(SMALL, measure=measure, compare=("tanh.xavier",), seeds=1)
    study = Study(lab)
    study.advance(float("inf"), train=True)
    at_start = study.layers.quartiles(measure)[1, 0, 0]
    np.testing.assert_allclose(study.training.values[0, 0, 0], at_start, rtol=1e-12)
    after = sweep([lab.experiment("tanh.xavier")], steps=lab.steps)[measure]
    np.testing.assert_allclose(study.training.values[0, 0, -1], after, rtol=1e-12)


def test_z_is_where_the_activation_sees_it() -> None:
    study = Study(replace(SMALL, compare=("tanh.xavier",), cures=("batch_norm",)))
    for line, trainer in enumerate(map(trained, (line.experiment for line in study.lines))):
        shares = study.pre_activations(line)
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        seen = np.clip(trainer.network.layers[1].n, -8, 8)
        counts, _ = np.histogram(seen, np.linspace(-8, 8, 41))
        np.testing.assert_allclose(shares[1], counts / seen.size)
