"""What the Train page knows of a run's health, against the core's own numbers and against counting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import Experiment, Trainer
from mlp_core.analysis.health import chance
from mlp_core.data.load import load
from pages.shared.wire.tape import Request
from tests.pages import tapes
from tests.pages.lab import opened_at
from tests.pages.recorded import recorded

DIGITS = Experiment(
    dataset="digits", samples=40, hidden_layers=(16,) * 4, activation="tanh", gain=8.0, initializer="he",
    output_activation="softmax", loss="cross_entropy",
)  # fmt: skip


def frames(experiment: Experiment, steps: int) -> list[dict[str, np.ndarray]]:
    return recorded(experiment, Request(count=steps))[1]


@pytest.mark.parametrize(("activation", "batch"), [("tanh", None), ("relu", None), ("relu", 16)])
def test_every_frame_has_the_share_of_idle_units_of_its_step(activation: str, batch: int | None) -> None:
    """Also in batches, of which the last of an epoch is smaller."""
    experiment = replace(DIGITS, activation=activation, batch_size=batch, learning_rate=3.0)
    for step, frame in enumerate(frames(experiment, 6)):
        trainer = Trainer(experiment)
        trainer.step(step)
        trainer.evaluate()
        slopes = [layer.activation.derivative(layer.z) for layer in trainer.network.layers[:-1]]
        counted = [np.mean(s < 0.01) if activation == "tanh" else np.mean(~s.any(axis=0)) for s in slopes]
        np.testing.assert_allclose(frame["idle"][:-1], counted, rtol=1e-12)


@pytest.mark.parametrize("activation", ["leaky_relu", "linear"])
def test_units_that_cannot_fall_idle_have_no_share(activation: str) -> None:
    (frame,) = frames(replace(DIGITS, activation=activation), 1)
    assert np.isnan(frame["idle"]).all()


def test_a_run_has_the_loss_of_its_own_best_constant_answer() -> None:
    link = "dataset=digits&samples=60&hidden=8&output=softmax&loss=cross_entropy&test=0.2"
    header, _, _ = tapes.of(opened_at(link))
    experiment = Experiment(
        dataset="digits", samples=60, hidden_layers=(8,), output_activation="softmax", loss="cross_entropy",
        test_share=0.2,
    )  # fmt: skip
    (leg,) = header["legs"]
    data, _ = load(experiment)
    shares = data.y.mean(0)
    assert leg["chance"]["loss"] == pytest.approx(-np.sum(shares * np.log(shares)))
    assert leg["chance"]["accuracy"] == shares.max()
    scores = chance(experiment).scores
    assert (leg["chance"]["test_loss"], leg["chance"]["test_accuracy"]) == (
        scores.test_loss, scores.test_accuracy,
    )  # fmt: skip
    assert leg["idle"] == "saturation"


@pytest.mark.parametrize(
    "link", ["", "dataset=sine&hidden=4&output=linear&l2=0.1"], ids=["one sample", "a penalty in every loss"]
)
def test_where_nothing_can_be_compared_there_is_no_chance(link: str) -> None:
    (leg,) = tapes.of(opened_at(link))[0]["legs"]
    assert leg["chance"] is None
