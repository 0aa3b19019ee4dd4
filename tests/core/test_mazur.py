"""M. Mazur's worked example, against the numbers that it prints."""

from __future__ import annotations

import numpy as np
import pytest

from mlp_core import PRESETS, Experiment, ExperimentError, Trainer


@pytest.fixture
def trainer() -> Trainer:
    return Trainer(PRESETS["mazur"])


def test_the_forward_pass_is_the_published_one(trainer: Trainer) -> None:
    assert trainer.evaluate() == pytest.approx(0.298371109, abs=5e-10)
    hidden, output = trainer.network.layers
    np.testing.assert_allclose(hidden.z[0], [0.3775, 0.3925], atol=1e-12)
    np.testing.assert_allclose(hidden.a[0], [0.593269992, 0.596884378], atol=5e-10)
    np.testing.assert_allclose(output.a[0], [0.75136507, 0.772928465], atol=5e-9)


def test_the_backward_pass_is_the_published_one(trainer: Trainer) -> None:
    trainer.evaluate()
    hidden, output = trainer.network.layers
    np.testing.assert_allclose(output.delta[0], [0.138498562, -0.038098236], atol=5e-9)
    assert output.dW[0, 0] == pytest.approx(0.082167041, abs=5e-10)
    assert hidden.da[0, 0] == pytest.approx(0.036350306, abs=5e-9)
    assert hidden.dW[0, 0] == pytest.approx(0.000438568, abs=5e-10)


def test_the_updated_weights_are_the_published_ones(trainer: Trainer) -> None:
    """Printed to nine digits from rounded intermediate values; the biases stay."""
    trainer.step()
    hidden, output = trainer.network.layers
    w1, w3, w2, w4 = hidden.W.ravel()
    w5, w7, w6, w8 = output.W.ravel()
    published = [
        0.149780716,
        0.19956143,
        0.24975114,
        0.29950229,
        0.35891648,
        0.408666186,
        0.511301270,
        0.561370121,
    ]
    np.testing.assert_allclose([w1, w2, w3, w4, w5, w6, w7, w8], published, atol=5e-9)
    np.testing.assert_array_equal(hidden.b, [0.35, 0.35])
    np.testing.assert_array_equal(output.b, [0.60, 0.60])


def test_the_error_after_one_update(trainer: Trainer) -> None:
    """The source prints 0.291027924, from rounded weights; exact arithmetic gives 0.291027774."""
    trainer.step()
    assert trainer.evaluate() == pytest.approx(0.291027774, abs=5e-10)


def test_the_error_after_ten_thousand_updates(trainer: Trainer) -> None:
    """The source prints 0.0000351085, and outputs 0.015912196 and 0.984065734."""
    trainer.step(10_000)
    assert trainer.evaluate() == pytest.approx(0.0000351085, rel=2e-3)
    np.testing.assert_allclose(trainer.network.layers[-1].a[0], [0.015912196, 0.984065734], atol=2e-5)


def test_the_published_weights_fit_no_other_network() -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment(dataset="mazur", hidden_layers=(3,), initializer="given")
    assert caught.value.field == "initializer"


def test_exclusive_or_is_learned_by_its_preset() -> None:
    trainer = Trainer(PRESETS["xor"])
    trainer.step(5000)
    trainer.evaluate()
    np.testing.assert_array_equal(trainer.network.layers[-1].a.round(), trainer.y)
