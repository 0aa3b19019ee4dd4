"""The vanishing-gradients lab as the server runs it: what is measured, said and sent."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from mlp_core import Experiment, Trainer
from mlp_core.analysis.cures import CURES
from mlp_core.analysis.health import chance
from mlp_core.analysis.sweep import sweep
from pages.shared.lab import tables
from pages.shared.lab.settings import STORIES, Lab
from pages.shared.lab.study import Study
from pages.shared.numbers import percent, significant
from pages.shared.work import TURN
from tests.pages import lab as driven
from tests.pages import tapes
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


def dW_norms(run: Trainer) -> np.ndarray:
    """Of every step, (steps, L)."""
    return np.array([row["dW_norm"] for row in run.measured()])


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
        norms = np.median([dW_norms(run) for run in runs], axis=0)
        np.testing.assert_allclose(arrays["sizes"][line], norms, rtol=1e-12)
        loss = np.median([run.history.loss for run in runs], axis=0)
        np.testing.assert_allclose(arrays["loss"][line], loss, rtol=1e-12)
    assert set(header["figures"]) == {"staircase", "aside", "left", "right"}


def test_what_one_visitor_has_had_measured_is_there_at_once_for_the_next() -> None:
    """And so after a reload: the first answer has all of it, the training too, and the same numbers."""
    lab = replace(SMALL, seed=77)
    last, arrays = driven.ask(driven.opened(lab=lab.to_link()), train=True)
    again = driven.opened(lab=lab.to_link())
    first, none = driven.read(again)
    assert first["complete"]
    assert not none
    assert first["done"] == first["of"] == last["of"] - 2 * 3
    for place in ("staircase", "left", "right"):
        assert first["figures"][place] == last["figures"][place]
    _, courses = driven.ask(again, train=True)
    np.testing.assert_array_equal(courses["sizes"], arrays["sizes"])


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
    assert app.session_state["_kept_lab"].lab == STORIES[name].lab
    assert driven.read(app)[0]["wish"] == {"below": STORIES[name].below, "train": STORIES[name].train}


def test_settings_outlive_a_switch_of_pages(small: AppTest) -> None:
    widget(small, "depth").set_value(4).run()
    widget(small, "cure_residual").check().run()
    small.switch_page("app.py").run()
    small.switch_page(driven.PAGE).run()
    assert not small.exception
    assert widget(small, "depth").value == 4
    assert widget(small, "cure_residual").value
    assert small.session_state["_kept_lab"].lab == replace(SMALL, depth=4, cures=("residual",))


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
    act = {"study": header["study"], "n": 1, "do": "open", "line": 1, "depth": 7}
    small.session_state["lab"] = {"act": act}
    small.run()
    assert not small.exception
    wanted = replace(SMALL, depth=7).experiment("tanh.xavier")
    small.switch_page("app.py").run()
    assert small.session_state["_run"].plan.last == wanted
    small.switch_page(driven.PAGE).run()  # the same click again opens nothing
    small.session_state["lab"] = {"act": act}
    small.run()
    assert tapes.component(small).proto.component_name.endswith("backprop_lab")


def act(app: AppTest, **said: object) -> dict[str, Any]:
    """What the browser reports when a person acts in the lab: the header that comes of it."""
    if "lab" not in app.session_state:
        app.session_state["lab"] = {}
    app.session_state["lab"] = {**app.session_state["lab"], "act": said}
    app.run()
    assert not app.exception
    return driven.read(app)[0]


def test_who_goes_back_in_the_browser_has_the_settings_and_the_view_of_then(small: AppTest) -> None:
    was = driven.read(small)[0]
    widget(small, "story").set_value("nielsen").run()
    query = f"lab={was['lab']}~step~3~focus~1~aside~z"
    header = act(small, n=1, do="return", link=was["lab"], query=query)
    assert (header["lab"], header["mounted"]["acted"]) == (was["lab"], 1)
    assert header["view"] == {"step": 3, "focus": 1, "below": "depth", "aside": "z", "curve": "loss"}
    assert (widget(small, "depth").value, header["wish"]) == (3, None)


def test_a_study_that_comes_back_is_sent_whole(small: AppTest) -> None:
    """What was asked of it before named charts that the browser may no longer have."""
    header, _ = driven.ask(small)
    keys = {place: figure["key"] for place, figure in header["figures"].items()}
    driven.ask(small, keys=keys, header=header["key"])
    widget(small, "depth").set_value(4).run()
    header = act(small, n=1, do="return", link=header["lab"], query=f"lab={header['lab']}")
    assert all("layout" in figure for figure in header["figures"].values())


@pytest.mark.parametrize(
    "wrong", [{"line": 99, "depth": 3}, {"line": 0, "depth": 99}, {"line": -1, "depth": 3}, {"depth": 3}]
)
def test_a_click_on_nothing_opens_nothing(small: AppTest, wrong: dict[str, int]) -> None:
    header, _ = driven.read(small)
    before = small.session_state["_run"].plan
    small.session_state["lab"] = {"act": {"study": header["study"], "n": 5, "do": "open", **wrong}}
    small.run()
    assert not small.exception
    assert driven.read(small)[0]["study"] == header["study"]
    assert small.session_state["_run"].plan == before


def test_the_tables_are_those_of_the_sweep() -> None:
    study = Study(SMALL)
    assert tables.measure(study, train=True)
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
    np.testing.assert_array_equal(here[SMALL.measure], dW_norms(run).ravel())


def test_what_a_table_needs_is_measured_in_slices_between_which_others_have_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And no longer than the session that wants it is open."""
    monkeypatch.setattr(tables, "SLICE", 0.0)
    study, said, seen = Study(SMALL), list[tuple[int, int]](), threading.Event()

    def another() -> None:
        with TURN.held():
            seen.set()

    def told(done: int, of: int) -> None:
        if not said:
            threading.Thread(target=another).start()
        said.append((done, of))

    assert not tables.measure(study, wanted=iter([True, True, False]).__next__)
    assert 0 < study.layers.done + study.depths.done < study.layers.of + study.depths.of
    assert tables.measure(study, True, told, lambda: not said or seen.wait(60))
    assert len(said) > 20
    whole = study.layers.of + study.depths.of + study.training.of
    assert said[-1] == (whole, whole)


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


def test_a_file_is_made_in_turn_and_in_parts_as_it_would_be_at_once(
    small: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, held, write = list[Callable[[], bytes]](), list[bool](), tables.csv

    def csv(rows: pd.DataFrame) -> bytes:
        held.append(TURN._holder is not None)
        written = write(rows)
        assert written.decode("utf-8-sig") == rows.to_csv(index=False)
        return written

    monkeypatch.setattr(tables, "csv", csv)
    monkeypatch.setattr(streamlit, "download_button", lambda _, data, *__, **___: files.append(data))
    small.toggle(key="lab_tables").set_value(True).run()
    files[0]()
    csv(pd.DataFrame({"loss": []}))
    assert held == [True, True, False]


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


def scores(study_lab: Lab, setting: str) -> list[Any]:
    """What every seed's network scores after the training, from ordinary runs."""
    found = []
    for experiment in seeds(study_lab, setting):
        trainer = Trainer(experiment)
        trainer.step(study_lab.steps)
        found.append(trainer.scorer.scores())
    return found


def test_a_network_that_learned_nothing_is_told_to_guess_and_a_cured_one_is_not() -> None:
    lab = Lab(
        depth=8, samples=64, seeds=2, steps=150, learning_rate=0.5, compare=("sigmoid.normal", "tanh.xavier")
    )
    app = driven.opened(lab=lab.to_link())
    header, arrays = driven.ask(app, train=True)
    by_chance = [chance(e).scores for e in seeds(lab, "sigmoid.normal")]
    at = header["chances"][0]
    assert at["loss"] == np.median([s.train_loss for s in by_chance])
    assert at["accuracy"] == np.median([s.train_accuracy for s in by_chance])
    for line, (setting, says) in enumerate(
        [
            ("sigmoid.normal", "it is **no better than guessing**: {right} right"),
            ("tanh.xavier", "{right} are right"),
        ]
    ):
        loss, right = (
            float(np.median([getattr(s, name) for s in scores(lab, setting)]))
            for name in ("train_loss", "train_accuracy")
        )
        assert arrays["accuracy"][line, -1] == right
        header, _ = driven.ask(app, train=True, focus=line)
        words = says.format(right=percent(right))
        shares = significant(at["loss"], 3)
        said = f"After 150 steps {words}, loss {significant(loss, 3)} (class shares alone: {shares})."
        assert said in header["caption"]


def test_the_loss_chart_shows_chance_and_the_accuracy_can_be_had_instead(small: AppTest) -> None:
    header, arrays = driven.ask(small, train=True, below="course")
    drawn = header["figures"]["right"]["data"]
    for line in range(2):
        share = arrays["loss"][line] / header["chances"][line]["loss"]
        np.testing.assert_allclose(drawn[1 + line]["y"], share, rtol=1e-12)
    header, _ = driven.ask(small, train=True, below="course", curve="accuracy")
    assert header["view"]["curve"] == "accuracy"
    drawn = header["figures"]["right"]["data"]
    for line in range(2):
        np.testing.assert_array_equal(drawn[1 + line]["y"], arrays["accuracy"][line])


def test_one_sample_has_no_chance_and_its_losses_are_shares_of_the_first() -> None:
    app = driven.opened(lab=replace(SMALL, data="tutorial").to_link() + "~curve~accuracy")
    header, arrays = driven.ask(app, train=True, below="course", curve="accuracy")
    assert header["chances"] == [None, None]
    drawn = header["figures"]["right"]["data"][1]["y"]
    np.testing.assert_allclose(drawn, arrays["loss"][0] / arrays["loss"][0, 0])
    assert "In 5 steps the loss goes from" in header["caption"]


def test_gradients_that_are_alike_because_none_is_left_have_vanished() -> None:
    lab = replace(SMALL, depth=12, compare=("relu.normal",))
    header, _ = driven.ask(driven.opened(lab=lab.to_link()))
    norms = [[np.linalg.norm(l.dW) for l in trained(e).network.layers] for e in seeds(lab, "relu.normal")]
    most = np.median(norms, axis=0).max()
    assert most < 1e-8
    assert f"**all 13 layers have vanished**: at most {significant(most)}" in header["caption"]


@pytest.mark.parametrize(
    ("setting", "gain", "words"), [("tanh.he", 20.0, "units are saturated**"), ("relu.he", 1000.0, "dead")]
)
def test_idle_units_are_counted_in_the_worst_hidden_layer(setting: str, gain: float, words: str) -> None:
    lab = replace(SMALL, depth=6, compare=(setting,), gain=gain, width=4)
    header, arrays = driven.ask(driven.opened(lab=lab.to_link()), train=True)
    shares = []
    for experiment in seeds(lab, setting):
        layers = trained(experiment).network.layers
        slopes = [layer.activation.derivative(layer.z) for layer in layers[:-1]]
        dead = setting.startswith("relu")
        shares.append([np.mean(~s.any(axis=0)) if dead else np.mean(s < 0.01) for s in slopes])
    median = np.median(shares, axis=0)
    np.testing.assert_allclose(arrays["idle"][0, 0, :-1], median, rtol=1e-12)
    worst = int(median.argmax())
    assert f"layer {worst + 1}" in header["caption"]
    assert words in header["caption"]
    assert median[worst] == 1 or percent(float(median[worst])) in header["caption"]


def test_the_training_table_has_the_right_answers_too() -> None:
    study = Study(SMALL)
    assert tables.measure(study, train=True)
    rows = tables.training(study)
    last = rows[(rows["network"] == "Tanh · Xavier") & (rows["seed"] == 55) & (rows["step"] == SMALL.steps)]
    expected = scores(replace(SMALL, seed=55, seeds=1), "tanh.xavier")[0].train_accuracy
    assert set(last["accuracy"]) == {expected}
