"""The pictures of the input in a tape's frames: against a forward pass written out here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import PRESETS, Experiment, Trainer
from pages.shared.wire.pictures import SIDE, Pictures
from pages.shared.wire.tape import Request
from tests.pages import recorded as recording

SPIRALS = replace(PRESETS["spirals"], hidden_layers=(5, 3), activation="tanh", test_share=0.25)
THREE = replace(PRESETS["three_spirals"], hidden_layers=(6,), activation="tanh")
SINE = replace(PRESETS["sine"], hidden_layers=(8,), activation="tanh", batch_size=10)


def recorded(experiment: Experiment, first: int, count: int = 1) -> tuple[list[dict], Trainer]:
    """(frames from step `first` on, a trainer at that step)."""
    _, frames, _ = recording.recorded(experiment, Request(first, 1, count=count), 1000)
    trainer = Trainer(experiment)
    trainer.step(first)
    return frames, trainer


def layers(trainer: Trainer, x: np.ndarray) -> list[np.ndarray]:
    """What every layer makes of x as it comes: tanh in the hidden ones."""
    data = trainer.data
    found = [(x - data.mean) / data.scale]
    *hidden, last = trainer.network.layers
    for layer in hidden:
        found.append(np.tanh(found[-1] @ layer.W + layer.b))
    z = found[-1] @ last.W + last.b
    output = trainer.experiment.output_activation
    e = np.exp(z - z.max(axis=1, keepdims=True))
    a = {"sigmoid": 1 / (1 + np.exp(-z)), "softmax": e / e.sum(axis=1, keepdims=True), "linear": z}
    found.append(a[output])
    return found[1:]


def at_cell(trainer: Trainer, row: int, column: int, side: int) -> list[np.ndarray]:
    """What every layer says at a cell of a picture: x1 grows from the left, x2 from below."""
    (left, right), (low, high) = Pictures(trainer).axes
    x1 = left + column / (side - 1) * (right - left)
    x2 = high - row / (side - 1) * (high - low)
    return [a[0] for a in layers(trainer, np.array([[x1, x2]]))]


CELLS = [(0, 0), (0, 49), (49, 0), (13, 31), (40, 7)]


@pytest.mark.parametrize("experiment", [SPIRALS, replace(SPIRALS, standardize=True)])
def test_a_surface_is_the_output_over_the_plane_x2_upwards(experiment: Experiment) -> None:
    (frame,), trainer = recorded(experiment, 300)
    (surface,) = frame["surface"]
    assert surface.shape == (SIDE, SIDE)
    assert np.ptp(surface) > 0.3
    for row, column in CELLS:
        assert surface[row, column] == pytest.approx(at_cell(trainer, row, column, SIDE)[-1][0], abs=1e-6)


def test_of_classes_a_surface_is_the_winner_and_its_share() -> None:
    (frame,), trainer = recorded(THREE, 200)
    winner, share = frame["surface"]
    assert set(np.unique(winner)) == {0.0, 1.0, 2.0}
    for row, column in CELLS:
        a = at_cell(trainer, row, column, SIDE)[-1]
        assert winner[row, column] == a.argmax()
        assert share[row, column] == pytest.approx(a.max(), abs=1e-6)


def test_every_hidden_unit_has_its_own_surface() -> None:
    """As good as int8 can be: half a 127th of the unit's largest."""
    (frame,), trainer = recorded(SPIRALS, 300)
    units = frame["units"]
    assert [unit.shape for unit in units] == [(SIDE, SIDE)] * 8
    for row, column in CELLS:
        expected = np.concatenate(at_cell(trainer, row, column, SIDE)[:2])
        for unit, value in zip(units, expected, strict=True):
            assert unit[row, column] == pytest.approx(value, abs=0.51 / 127 * abs(unit).max())


@pytest.mark.parametrize(("hidden", "side"), [((6, 2), 50), ((8, 8), 35), ((64, 64), 12), ((200, 200), 0)])
def test_of_many_units_the_surfaces_are_coarser_or_there_are_none(hidden: tuple[int, ...], side: int) -> None:
    experiment = replace(SPIRALS, hidden_layers=hidden)
    (frame,), trainer = recorded(experiment, 0)
    assert Pictures(trainer).header()["unit_side"] == side
    if not side:
        assert "units" not in frame
        return
    assert [unit.shape for unit in frame["units"]] == [(side, side)] * sum(hidden)
    expected = at_cell(trainer, 0, side - 1, side)[0]
    found = [unit[0, -1] for unit in frame["units"][: hidden[0]]]
    assert found == pytest.approx(expected, abs=0.005)


def test_a_curve_is_the_output_along_the_input() -> None:
    (frame,), trainer = recorded(SINE, 100)
    x = np.linspace(*Pictures(trainer).axes[0], 201)[:, None]
    (curve,) = frame["curve"]
    assert curve[0] == pytest.approx(layers(trainer, x)[-1][:, 0], abs=1e-6)


@pytest.mark.parametrize("name", ["tutorial", "iris"])
def test_data_of_many_inputs_have_no_picture(name: str) -> None:
    (frame,), trainer = recorded(PRESETS[name], 0)
    assert not {"surface", "curve", "units"} & set(frame)
    assert Pictures(trainer).header()["points"] is None


def test_an_epochs_batches_take_every_training_sample_once() -> None:
    experiment = replace(SINE, samples=50, test_share=0.1)  # 45 of them: the last batch is a half
    (*frames,), _ = recorded(experiment, 5, count=5)
    rows = np.concatenate([frame["batch"] for frame in frames])
    assert rows.size == 50
    assert sorted(rows[rows >= 0]) == list(range(45))


def test_no_batch_is_told_apart_where_an_epoch_is_one_step() -> None:
    (frame,), _ = recorded(SPIRALS, 0)
    assert "batch" not in frame


def test_points_are_the_samples_and_know_which_are_held_back() -> None:
    trainer = Trainer(SPIRALS)
    data, points = trainer.data, Pictures(trainer).header()["points"]
    assert np.array_equal(points["x"], data.raw)
    assert np.array_equal(points["y"], data.targets[:, 0])
    row = points["row"]
    assert np.array_equal(np.flatnonzero(row < 0), np.sort(data.test))
    assert np.array_equal(data.raw[data.train[row[row >= 0]]], points["x"][row >= 0])
