"""What the best constant answer scores, against a search for a better one; idle units, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES, Experiment, Scores, Trainer
from mlp_core.analysis.course import Course
from mlp_core.analysis.health import chance, chance_of, idles, learned, most_idle
from mlp_core.data.load import load

DIGITS = Experiment(dataset="digits", samples=200, hidden_layers=(8,), test_share=0.25)
CLASSES = {
    "mse": replace(DIGITS, output_activation="sigmoid", loss="mse"),
    "sse": replace(DIGITS, output_activation="sigmoid", loss="sse"),
    "bce": replace(DIGITS, output_activation="sigmoid", loss="bce"),
    "cross_entropy": replace(DIGITS, output_activation="softmax", loss="cross_entropy"),
}


def by_hand(name: str, answer: np.ndarray, y: np.ndarray) -> float:
    """The loss of one answer to everything, from its definition."""
    p = np.broadcast_to(answer, y.shape)
    terms = {
        "mse": lambda: 0.5 * np.mean((p - y) ** 2),
        "sse": lambda: 0.5 * np.sum((p - y) ** 2) / len(y),
        "bce": lambda: -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y),
        "cross_entropy": lambda: -np.sum(y * np.log(p)) / len(y),
    }
    return float(terms[name]())


@pytest.mark.parametrize("name", LOSSES)
def test_no_other_constant_answer_has_a_lower_loss(name: str) -> None:
    data, _ = load(CLASSES[name])
    found = chance(CLASSES[name])
    assert found.scores.train_loss == pytest.approx(by_hand(name, found.answer, data.y), rel=1e-12)
    assert found.scores.test_loss == pytest.approx(by_hand(name, found.answer, data.y_test), rel=1e-12)
    rng = np.random.default_rng(0)
    for size in (1e-3, 1e-2, 1e-1):
        for _ in range(50):
            other = np.clip(found.answer + size * rng.normal(size=found.answer.shape), 1e-9, 1 - 1e-9)
            if name == "cross_entropy":  # shares of one
                other /= other.sum()
            assert by_hand(name, other, data.y) > found.scores.train_loss


def test_a_constant_answer_is_right_as_often_as_the_most_frequent_class() -> None:
    data, _ = load(DIGITS)
    counts = np.bincount(data.y.argmax(1), minlength=10)
    found = chance(DIGITS).scores
    assert found.train_accuracy == counts.max() / counts.sum()
    assert found.test_accuracy == np.mean(data.y_test.argmax(1) == counts.argmax())


def test_a_tenth_for_every_digit() -> None:
    """0.1 for every one of ten equally frequent classes scores 1/2 · 0.1 · 0.9 = 0.045."""
    y = np.eye(10)[np.arange(100) % 10]
    assert chance_of("mse", y, y, classes=True).scores.train_loss == pytest.approx(0.045)


def test_xor_answered_with_one_half() -> None:
    found = chance(Experiment(dataset="xor", hidden_layers=(2,)))
    assert found.answer.tolist() == [0.5]
    assert found.scores.train_loss == 0.125
    assert found.scores.train_accuracy == 0.5
    assert np.isnan(found.scores.test_loss)


def test_numbers_are_answered_with_their_mean() -> None:
    experiment = Experiment(
        dataset="sine", samples=40, hidden_layers=(4,), test_share=0.25, output_activation="linear"
    )
    data, _ = load(experiment)
    found = chance(experiment)
    np.testing.assert_allclose(found.answer, data.y.mean(0))
    assert found.scores.train_loss == pytest.approx(data.y.var() / 2)
    assert np.isnan(found.scores.train_accuracy)


@pytest.mark.parametrize("loss", ["bce", "cross_entropy"])
def test_a_class_that_nobody_has_costs_nothing(loss: str) -> None:
    y = np.eye(3)[[0, 1, 0, 1]]
    found = chance_of(loss, y, y[:0], classes=True).scores.train_loss
    assert found == pytest.approx((2 if loss == "bce" else 1) * np.log(2))


def test_one_sample_has_no_chance_to_compare_with() -> None:
    found = chance(Experiment())
    assert found.scores.train_loss == 0
    assert learned(Scores(0.1, np.nan, np.nan, np.nan), found.scores) is None


@pytest.mark.parametrize(
    ("loss", "right", "expected"),
    [(0.0448, 0.11, False), (0.125, 0.1, False), (0.03, 0.6, True), (0.0449, 0.4, True), (0.03, 0.1, True)],
)
def test_learned_is_a_lower_loss_or_more_right_answers_than_by_chance(
    loss: float, right: float, expected: bool
) -> None:
    by_chance = Scores(0.045, np.nan, 0.1, np.nan)
    assert learned(Scores(loss, np.nan, right, np.nan), by_chance) is expected


def test_a_deep_sigmoid_network_has_learned_nothing_and_a_cured_one_has() -> None:
    """The case that looked alike: both losses fall to a third."""
    deep = Experiment(
        dataset="digits", samples=64, hidden_layers=(32,) * 11, learning_rate=0.5, output_activation="sigmoid"
    )
    cured = replace(deep, normalization="batch")
    found = []
    for experiment in (deep, cured):
        trainer = Trainer(experiment)
        first = trainer.step()
        trainer.step(200)
        scores = trainer.scorer.scores()
        assert scores.train_loss < first / 2
        found.append(learned(scores, chance(experiment).scores))
    assert found == [False, True]


def test_units_die_or_saturate_as_their_activation_lets_them() -> None:
    assert {name: idles(f, 8) for name, f in ACTIVATIONS.items()} == {
        "sigmoid": "saturation", "tanh": "saturation", "relu": "dead", "leaky_relu": None, "linear": None,
    }  # fmt: skip


def test_a_unit_that_a_few_samples_leave_out_is_not_dead() -> None:
    assert idles(ACTIVATIONS["relu"], 7) is None
    assert idles(ACTIVATIONS["tanh"], 1) == "saturation"


@pytest.mark.parametrize(("activation", "kind"), [("relu", "dead"), ("tanh", "saturation")])
def test_the_most_idle_layer_is_counted_as_numpy_counts_it(activation: str, kind: str) -> None:
    """Far too large first weights: tanh saturates; a step far too large kills ReLUs."""
    experiment = Experiment(
        dataset="digits", samples=30, hidden_layers=(16,) * 4, activation=activation, initializer="he",
        gain=1.0 if activation == "relu" else 5.0, learning_rate=30.0 if activation == "relu" else 0.01,
    )  # fmt: skip
    course = Course(experiment)
    for _ in course.steps(3):
        pass
    slopes = [layer.activation.derivative(layer.z) for layer in course.trainer.network.layers[:-1]]
    counted = [np.mean(s < 0.01) if kind == "saturation" else np.mean(~s.any(axis=0)) for s in slopes]
    shares = course.idle()[kind]
    np.testing.assert_allclose(shares[:-1], counted, rtol=1e-12)
    most = most_idle(shares)
    assert most is not None
    assert most[0] == np.argmax(counted) + 1
    assert most[1] == max(counted) >= 0.5


def test_healthy_units_are_not_named() -> None:
    assert most_idle(np.array([0.49, 0.2, 1.0])) is None
    assert most_idle(np.array([np.nan, np.nan])) is None
    assert most_idle(np.array([1.0])) is None
