"""Presets learn what they are named for, and any settings can be brought to another data set."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

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
    assert STEPS.keys() == {*TARGETS, "xor"}


LEAST_ACCURACY = {
    "xor": 1.0, "gaussians": 0.98, "circles": 0.93, "moons": 0.99, "spirals": 0.98, "three_spirals": 0.95,
    "iris": 0.96, "penguins": 0.98, "digits": 0.96,
}  # fmt: skip
"""Of classes: the share of right answers, on what is trained on and on what is held back."""
MOST_OF_THE_MEANS_LOSS = {"sine": 0.05, "plane": 0.03}
"""Of numbers: the loss, as a share of what the mean of the targets as the one answer would have."""
MOST_OF_THE_FIRST_LOSS = {"tutorial": 0.5, "mazur": 0.1}
"""Of one sample, where the mean is the answer: the loss, as a share of that at step 0."""


@cache
def at_its_end(name: str) -> Trainer:
    """The example after the steps with which it is offered."""
    trainer = Trainer(PRESETS[name])
    trainer.step(STEPS.get(name, 100))
    return trainer


@pytest.mark.parametrize("name", PRESETS)
def test_an_example_has_learned_what_its_name_says_by_its_last_step(name: str) -> None:
    trainer = at_its_end(name)
    scores, data = trainer.scores(), trainer.data
    if name in LEAST_ACCURACY:
        for accuracy in (scores.train_accuracy, scores.test_accuracy):
            assert math.isnan(accuracy) or accuracy >= LEAST_ACCURACY[name]
    elif name in MOST_OF_THE_MEANS_LOSS:
        for loss, part in ((scores.train_loss, data.train), (scores.test_loss, data.test)):
            around_the_mean = data.targets[part] - data.targets[data.train].mean(axis=0)
            assert loss <= MOST_OF_THE_MEANS_LOSS[name] * np.mean(around_the_mean**2) / 2
    else:
        assert scores.train_loss <= MOST_OF_THE_FIRST_LOSS[name] * trainer.history.loss[0]


@pytest.mark.parametrize("name", TARGETS)
def test_a_preset_learns_its_data_set_in_the_steps_that_are_offered(name: str) -> None:
    """Nine of ten unseen samples, or a squared error near that of the noise, which nobody can learn."""
    trainer = at_its_end(name)
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
