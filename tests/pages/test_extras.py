"""What the browser asks about a step, and what a tape says of the epochs: against arithmetic of our own."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import PRESETS, Experiment, Trainer
from pages.shared.wire.extras import MOST_MISTAKES, answer, mistakes
from tests.pages import opening, tapes
from tests.pages.player import pull

IRIS, DIGITS = PRESETS["iris"], PRESETS["digits"]


def trained(experiment: Experiment, steps: int) -> Trainer:
    trainer = Trainer(experiment)
    trainer.step(steps)
    return trainer


def outputs(trainer: Trainer, x: np.ndarray) -> list[np.ndarray]:
    """a of every layer for inputs as they come: written out for tanh or ReLU below softmax or a sigmoid."""
    found = [(x - trainer.data.mean) / trainer.data.scale]
    *hidden, last = trainer.network.layers
    for layer in hidden:
        z = found[-1] @ layer.W + layer.b
        found.append(np.tanh(z) if trainer.experiment.activation == "tanh" else np.maximum(z, 0))
    z = found[-1] @ last.W + last.b
    e = np.exp(z - z.max(axis=1, keepdims=True))
    sigmoid = trainer.experiment.output_activation == "sigmoid"
    found.append(1 / (1 + np.exp(-z)) if sigmoid else e / e.sum(axis=1, keepdims=True))
    return found


@pytest.mark.parametrize("experiment", [IRIS, replace(DIGITS, test_share=0.0, samples=300)])
def test_mistakes_are_the_samples_told_wrong_the_surest_first(experiment: Experiment) -> None:
    trainer = trained(experiment, 12)
    data = trainer.data
    part = data.test if len(data.test) else data.train
    a = outputs(trainer, data.raw[part])[-1]
    told, true = a.argmax(1), data.targets[part].argmax(1)
    wrong = part[told != true]
    found = mistakes(trainer, None)
    assert (found["count"], found["of"]) == (len(wrong), len(part))
    assert len(wrong) > 0
    assert len(found["rows"]) == min(len(wrong), MOST_MISTAKES)
    sure = [max(row["a"]) for row in found["rows"]]
    assert sure == sorted(sure, reverse=True)
    for row in found["rows"]:
        assert row["row"] in wrong
        place = list(part).index(row["row"])
        assert (row["told"], row["true"]) == (told[place], true[place])
        assert row["x"] == data.raw[row["row"]].tolist()
        assert row["a"] == pytest.approx(a[place], abs=1e-12)


def test_of_two_classes_the_farthest_from_one_half_comes_first() -> None:
    trainer = trained(PRESETS["moons"], 3)
    part = trainer.data.test
    a = outputs(trainer, trainer.data.raw[part])[-1][:, 0]
    wrong = (a >= 0.5) != (trainer.data.targets[part, 0] >= 0.5)
    found = mistakes(trainer, None)
    assert found["count"] == wrong.sum() > 1
    assert found["rows"][0]["a"][0] == pytest.approx(a[wrong][np.abs(a[wrong] - 0.5).argmax()], abs=1e-12)


def test_a_regression_makes_no_mistakes() -> None:
    assert mistakes(trained(PRESETS["sine"], 1), None) == {"rows": [], "count": 0, "of": 0}


@pytest.mark.parametrize("experiment", [DIGITS, replace(DIGITS, standardize=True), IRIS, PRESETS["spirals"]])
def test_an_answer_is_the_forward_pass_of_what_was_made(experiment: Experiment) -> None:
    trainer = trained(experiment, 5)
    x = np.round(np.random.default_rng(0).random(experiment.sizes[0]) * 16) / 16
    before = trainer.network.parameters.copy()
    found = answer(trainer, x.tolist())["layers"]
    assert [len(layer) for layer in found] == list(experiment.sizes)
    for layer, expected in zip(found, outputs(trainer, x[None]), strict=True):
        assert layer == pytest.approx(expected[0], abs=1e-12)
    assert np.array_equal(trainer.network.parameters, before)


@pytest.mark.parametrize(
    "details",
    [None, [], [1.0] * 3, [1.0] * 5, [1, 2, 3, "4"], [1, 2, 3, math.nan], [1, 2, 3, True], "1234", {}],
)
def test_what_is_no_input_gets_no_answer(details: object) -> None:
    assert answer(trained(IRIS, 0), details) == {"layers": []}


def opened(experiment: Experiment, steps: int) -> AppTest:
    return opening.opened(**experiment.to_query(), steps=str(steps))


def test_a_tape_carries_answers_scores_and_what_stopped_the_run() -> None:
    experiment = replace(IRIS, stop_when="accuracy", stop_at=0.9)
    app = opened(experiment, 300)
    alone = Trainer(experiment)
    alone.step(300)
    assert alone.met is not None
    header = pull(app, first=20, extra=["mistakes", None])[0]
    at = trained(experiment, 20)
    assert header["steps"] == [20]
    assert header["extra"] == {"name": "mistakes", "step": 20, **mistakes(at, None)}
    assert header["met"] is None
    per_epoch = experiment.steps_per_epoch
    assert header["scores"]["steps"] == list(range(0, 21, per_epoch))
    for step, row in zip(header["scores"]["steps"], header["scores"]["rows"], strict=True):
        scores = trained(experiment, step).scores()
        assert row == [
            getattr(scores, name) for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
        ]
    again = pull(app, first=20, n=4, extra=["mistakes", None])[0]
    assert again == header | {"n": 4}  # other bytes: the same ones would not reach the browser again
    header = pull(app, first=20, n=2, extra=["secret", None])[0]
    assert header["extra"] is None
    header = pull(app, first=290, n=3)[0]
    assert header["met"] == {"step": alone.met.step, "reason": "accuracy", "at": 0.9}
    assert header["steps"] == [alone.met.step]


def test_scores_that_there_are_not_travel_as_null() -> None:
    """A run of all samples on the tutorial's data that is to stop: no test part, and no classes."""
    app = opened(Experiment(stop_when="loss", stop_at=0.2), 100)
    header = pull(app, first=3, count=1)[0]
    assert [row[1:] for row in header["scores"]["rows"]] == [[None, None, None]] * 4


def curves(header: dict[str, Any], name: str = "loss") -> list[str]:
    return [trace.get("meta") for trace in header["figures"]["light"][name]["data"]]


def test_each_run_has_the_curves_that_it_can_fill() -> None:
    assert curves(tapes.of(opening.opened())[0]) == [None, "each", "now"]
    header = tapes.of(opened(IRIS, 100))[0]
    assert curves(header) == ["each", "train_loss", "test_loss", "now_train_loss", "now_test_loss"]
    assert curves(header, "accuracy")[:2] == ["train_accuracy", "test_accuracy"]
    header = tapes.of(opened(replace(PRESETS["sine"], test_share=0.0), 100))[0]
    assert curves(header) == ["each", "train_loss", "now_train_loss"]
    assert "accuracy" not in header["figures"]["light"]
    header = tapes.of(opened(PRESETS["xor"], 100))[0]
    assert curves(header) == [None, "each", "now"]  # the loss of every step is that of all samples
    assert curves(header, "accuracy") == ["train_accuracy", "now_train_accuracy"]
