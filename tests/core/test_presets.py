"""Presets learn what they are named for, and any settings can be brought to another data set."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import DATASETS, PRESETS, Trainer
from mlp_core.training.presets import STEPS, suited
from tests.core.test_experiment import TABLE

TARGETS = [name for name in PRESETS if name not in ("tutorial", "mazur", "xor")]
HEADS = {
    "regression": ("linear", "mse"),
    "binary": ("sigmoid", "bce"),
    "classes": ("softmax", "cross_entropy"),
}


def test_every_data_set_has_its_preset() -> None:
    assert PRESETS.keys() == DATASETS.keys()
    assert all(experiment.dataset == name for name, experiment in PRESETS.items())
    assert STEPS.keys() == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_preset_learns_its_data_set_in_the_steps_that_are_offered(name: str) -> None:
    """Nine of ten unseen samples, or a squared error near that of the noise, which nobody can learn."""
    trainer = Trainer(PRESETS[name])
    trainer.step(STEPS[name])
    scores, noise = trainer.scores(), trainer.experiment.noise_level
    if math.isnan(scores.test_accuracy):
        assert scores.test_loss < noise**2 / 2 * 2
    else:
        assert scores.test_accuracy > 0.9


@pytest.mark.parametrize("dataset", DATASETS)
def test_any_settings_suit_a_data_set_once_they_are_brought_there(dataset: str) -> None:
    for preset in PRESETS.values():
        experiment = suited(preset, dataset)
        assert (experiment.dataset, experiment.hidden_layers) == (dataset, preset.hidden_layers)
        if dataset not in ("tutorial", "mazur"):
            assert (experiment.output_activation, experiment.loss) == HEADS[DATASETS[dataset].task]
        few = replace(
            experiment, samples=min(20, experiment.sample_count), optimizer="sgd", learning_rate=1e-3
        )
        assert np.isfinite(Trainer(few).step(2))


def test_settings_suit_a_persons_table_too_and_come_back_from_it() -> None:
    careful = replace(
        PRESETS["digits"], normalization="batch", stop_when="accuracy", stop_at=0.9, initializer="he"
    )
    own = suited(careful, "csv", TABLE)
    assert own.table is TABLE
    assert (own.output_activation, own.loss, own.standardize) == ("softmax", "cross_entropy", True)
    assert (own.normalization, own.test_share) == ("none", 0.0)  # of six rows none is held back
    back = suited(own, "sine")
    assert (back.table, back.stop_when, back.standardize) == (None, "never", False)
