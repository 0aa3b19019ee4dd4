"""The loss over a plane: to the bit what a trainer with all samples in a step computes at those weights."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from weakref import WeakSet

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import (
    ACTIVATIONS,
    LOSSES,
    NORMALIZATIONS,
    OUTPUT_ACTIVATIONS,
    PRESETS,
    DivergedError,
    Edit,
    Experiment,
    Plan,
    Trainer,
)
from mlp_core.analysis import landscape as landscape_module
from mlp_core.analysis import objective
from mlp_core.analysis.landscape import Landscape, slope
from mlp_core.analysis.planes import Plane, of_weights, place_of, random
from mlp_core.pauses import pausing
from tests.core.runs import EXPERIMENTS, QUICK, bits

AXIS = np.array([-1.0, -0.3, 0.0, 0.7])
FOREVER = math.inf


def printed(experiment: Experiment, parameters: np.ndarray) -> float:
    """What a trainer prints that takes all samples in each step and computes in float64."""
    trainer = Trainer(replace(experiment, batch_size=None, dtype="float64"))
    trainer.network.parameters[...] = parameters
    try:
        return trainer.evaluate()
    except DivergedError:
        return math.inf


def complete(landscape: Landscape) -> Landscape:
    assert landscape.advance(FOREVER)
    return landscape


def assert_exact(landscape: Landscape, experiment: Experiment) -> None:
    """Every point against a trainer's evaluation, and against the landscape's own."""
    for i, y in enumerate(landscape.ys):
        for j, x in enumerate(landscape.xs):
            parameters = landscape.plane.at(np.array([x, y]))
            assert landscape.losses[i, j] == printed(experiment, parameters)
            assert landscape.losses[i, j] == landscape.loss_at(parameters)


@st.composite
def chosen_planes(draw: st.DrawFn, trainer: Trainer) -> Plane:
    """Around a run's weights: two of them, or two random directions."""
    origin = trainer.network.parameters
    if draw(st.booleans()):
        return random(trainer.network, origin, draw(st.integers(0, 99)))
    places = st.integers(0, origin.size - 1)
    one = draw(places)
    return of_weights(origin, one, draw(places.filter(lambda place: place != one)))


@QUICK
@given(st.data(), EXPERIMENTS, st.integers(0, 8))
def test_every_point_is_the_loss_that_a_trainer_prints(
    data: st.DataObject, experiment: Experiment, step: int
) -> None:
    trainer = Trainer(experiment)
    trainer.goto(step)
    plane = data.draw(chosen_planes(trainer))
    run = data.draw(st.sampled_from([trainer, trainer.network]))
    landscape = complete(Landscape(experiment, run, plane, AXIS, AXIS[1:]))
    assert landscape.losses.shape == (3, 4)
    assert_exact(landscape, experiment)


@pytest.mark.parametrize(
    ("loss", "output"), [(l, f) for l in LOSSES for f in OUTPUT_ACTIVATIONS if LOSSES[l].output in (None, f)]
)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_for_every_loss_output_and_structure(loss: str, output: str, normalization: str) -> None:
    experiment = Experiment(
        dataset="three_spirals",
        samples=23,
        test_share=0.25,
        hidden_layers=(5, 5, 4),
        activation="tanh",
        output_activation=output,
        loss=loss,
        initializer="xavier",
        normalization=normalization,
        residual=normalization != "batch",
        batch_size=6,
        l1=0.01,
        l2=0.1,
        optimizer="adam",
    )
    trainer = Trainer(experiment)
    trainer.step(7)
    net = trainer.network
    for plane in (
        random(net, net.parameters, 3),
        of_weights(net.parameters, place_of(net, 3, 0, 1), net.parameters.size - 1),
    ):
        assert_exact(complete(Landscape(experiment, trainer, plane, AXIS, AXIS)), experiment)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_for_every_activation_and_in_float32(activation: str) -> None:
    experiment = replace(PRESETS["xor"], activation=activation, dtype="float32", learning_rate=0.01)
    trainer = Trainer(experiment)
    trainer.step(5)
    plane = random(trainer.network, trainer.network.parameters, 0)
    landscape = complete(Landscape(experiment, trainer, plane, AXIS, AXIS))
    assert_exact(landscape, experiment)
    # Where the run stands it is the run's own loss, but for float32's rounding.
    assert landscape.losses[2, 2] == pytest.approx(trainer.evaluate(), rel=1e-5)


def test_the_tutorials_landscape_has_its_printed_loss_in_the_middle() -> None:
    trainer = Trainer(Experiment())
    trainer.step(20)
    plane = random(trainer.network, trainer.network.parameters, 0)
    landscape = complete(Landscape(Experiment(), trainer, plane, [-1.0, 0.0, 1.0], [0.0]))
    assert landscape.losses[0, 1] == trainer.evaluate()
    assert_exact(landscape, Experiment())


def test_it_is_that_of_the_settings_that_hold_at_the_step() -> None:
    first = replace(PRESETS["xor"], hidden_layers=(3, 3))
    second = replace(first, activation="tanh", residual=True, l2=0.01, loss="sse", seed=first.seed + 1)
    plan = Plan.of(first).continued(4, second).edited(Edit(6, 1, 0, 0, 0.5))
    trainer = Trainer(plan)
    for step, experiment in ((3, first), (4, second), (7, second)):
        trainer.goto(step)
        assert trainer.experiment == experiment
        plane = random(trainer.network, trainer.network.parameters, 1)
        landscape = complete(Landscape(trainer.experiment, trainer, plane, AXIS, AXIS))
        assert landscape.losses[2, 2] == trainer.evaluate()
        trainer.goto(step)
        for run in (trainer, Trainer(plan), trainer.network):  # also of another moment, with its data
            again = complete(Landscape(experiment, run, plane, AXIS, AXIS))
            np.testing.assert_array_equal(again.losses, landscape.losses)


@QUICK
@given(st.data(), EXPERIMENTS)
def test_many_samples_go_through_in_slices(data: st.DataObject, experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    trainer.step(2)
    plane = data.draw(chosen_planes(trainer))
    usual = complete(Landscape(experiment, trainer, plane, AXIS, AXIS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlp_core.training.inference.SLICE", 2)
        sliced = complete(Landscape(experiment, trainer, plane, AXIS, AXIS))
        parameters = plane.at(np.array([0.3, 0.7]))
        assert sliced.loss_at(parameters) == pytest.approx(usual.loss_at(parameters), rel=1e-9)
    # Losses near 0 are what is left of differences, and normalised layers divide by them.
    np.testing.assert_allclose(sliced.losses, usual.losses, rtol=1e-9, atol=1e-20)


def test_the_run_stays_as_it_is() -> None:
    trainer = Trainer(PRESETS["moons"])
    trainer.step(5)
    before = bits(trainer)
    plane = random(trainer.network, trainer.network.parameters, 0)
    landscape = Landscape(trainer.experiment, trainer, plane, AXIS, AXIS)
    landscape.loss_at(plane.origin + 1)
    complete(landscape)
    assert bits(trainer) == before
    assert plane.origin.tobytes() == trainer.network.parameters.tobytes()


def test_overflow_is_infinite_and_no_error() -> None:
    experiment = replace(PRESETS["sine"], activation="relu", hidden_layers=(4, 4))
    trainer = Trainer(experiment)
    plane = random(trainer.network, trainer.network.parameters, 0)
    landscape = complete(Landscape(experiment, trainer, plane, [-1e308, 0.0, 1e120, 1e308], [0.0, 1e308]))
    assert math.isfinite(landscape.losses[0, 1])
    assert not np.isnan(landscape.losses).any()
    assert np.isinf(landscape.losses[:, [0, 2, 3]]).all()
    assert landscape.loss_at(np.full(plane.origin.size, np.nan)) == math.inf


def test_it_advances_until_a_deadline_and_pauses_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.004
        return now

    monkeypatch.setattr(landscape_module.time, "monotonic", clock)
    trainer = Trainer(PRESETS["xor"])
    plane = random(trainer.network, trainer.network.parameters, 0)
    axis, pauses = np.linspace(-1, 1, 11), []
    landscape = Landscape(trainer.experiment, trainer, plane, axis, axis[:7])
    assert (landscape.done, landscape.of) == (0, 77)
    with pausing(lambda: pauses.append(landscape.done)):
        assert not landscape.advance(0.0)  # too late: one point all the same
        assert landscape.done == 1
        assert not landscape.advance(now + 0.1)
        assert 20 < landscape.done < 30
        assert len(pauses) == 4
        computed = landscape.losses.ravel()
        assert np.isfinite(computed[: landscape.done]).all()
        assert np.isnan(computed[landscape.done :]).all()
        landscape.loss_at(plane.origin + 3)  # between two slices it changes nothing
        assert landscape.advance(FOREVER)
    assert landscape.advance(0.0)
    whole = complete(Landscape(trainer.experiment, trainer, plane, axis, axis[:7]))
    np.testing.assert_array_equal(landscape.losses, whole.losses)


def test_a_large_landscape_lets_go_of_what_computed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    alive = WeakSet[objective.Objective]()

    class Counted(objective.Objective):
        def __init__(self, *given) -> None:
            super().__init__(*given)
            alive.add(self)

    monkeypatch.setattr(landscape_module, "Objective", Counted)
    trainer = Trainer(PRESETS["moons"])
    plane = random(trainer.network, trainer.network.parameters, 0)
    kept = complete(Landscape(trainer.experiment, trainer, plane, AXIS, AXIS))
    assert len(alive) == 1
    monkeypatch.setattr(landscape_module, "KEPT", 10)
    large = Landscape(trainer.experiment, trainer, plane, AXIS, AXIS)
    assert len(alive) == 2
    complete(large)
    assert len(alive) == 1
    np.testing.assert_array_equal(large.losses, kept.losses)
    assert large.loss_at(plane.origin + 0.1) == kept.loss_at(plane.origin + 0.1)
    assert large.advance(0.0)


def test_a_large_network_pauses_within_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objective, "UNPAUSED", 1)
    trainer, pauses = Trainer(Experiment()), []
    plane = random(trainer.network, trainer.network.parameters, 0)
    landscape = Landscape(Experiment(), trainer, plane, AXIS, AXIS)
    with pausing(lambda: pauses.append(1)):
        landscape.advance(time.monotonic())
    assert len(pauses) > 7


def test_what_does_not_go_together_is_refused() -> None:
    trainer = Trainer(PRESETS["xor"])
    plane = of_weights(trainer.network.parameters, 0, 1)
    for experiment, axis in ((Experiment(), AXIS), (trainer.experiment, []), (trainer.experiment, [np.nan])):
        with pytest.raises(ValueError, match=r"."):
            Landscape(experiment, trainer, plane, axis, AXIS)
    with pytest.raises(ValueError, match="go together"):
        Landscape(trainer.experiment, trainer, Plane(np.zeros(3), np.eye(2, 3)), AXIS, AXIS)


@QUICK
@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(3, 8), st.integers(3, 8))
def test_the_slope_of_a_quadratic_is_its_gradients_part_in_the_plane(
    seed: int, size: int, columns: int, rows: int
) -> None:
    rng = np.random.default_rng(seed)
    half, linear = rng.normal(size=(size, size)), rng.normal(size=size)
    plane = Plane(rng.normal(size=size), rng.normal(size=(2, size)))
    xs, ys = np.linspace(-2, 1, columns), np.linspace(-1, 3, rows)
    points = plane.at(np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2))
    losses = (0.5 * (points @ half) ** 2).sum(1) + points @ linear
    gradients = (points @ half) @ half.T + linear
    q, _ = np.linalg.qr(plane.directions.T)
    expected = np.linalg.norm(gradients @ q, axis=1).reshape(rows, columns)
    found = slope(losses.reshape(rows, columns), xs, ys, plane)
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-8 * expected.max())


def test_the_slope_in_two_weights_is_the_gradients_size_in_them() -> None:
    trainer = Trainer(PRESETS["moons"])
    trainer.step(30)
    trainer.evaluate()
    one, other = place_of(trainer.network, 1, 0, 0), place_of(trainer.network, 2, 0, 0)
    plane = of_weights(trainer.network.parameters, one, other)
    axis = np.array([-1e-4, 0.0, 1e-4])
    full = replace(trainer.experiment, batch_size=None)
    run = Trainer(full)
    run.network.parameters[...] = trainer.network.parameters
    run.evaluate()
    landscape = complete(Landscape(full, run, plane, axis, axis))
    expected = np.linalg.norm(run.network.gradient[[one, other]])
    assert slope(landscape.losses, axis, axis, plane)[1, 1] == pytest.approx(expected, rel=1e-5)


def test_the_slope_beside_what_is_not_finite_or_not_there_yet_is_none() -> None:
    plane = Plane(np.zeros(2), np.eye(2))
    losses = np.zeros((6, 6))
    losses[0, 0], losses[5, 5] = np.inf, np.nan
    found = slope(losses, np.arange(6.0), np.arange(6.0), plane)
    assert np.isnan(found[0, 0])
    assert np.isnan(found[0, 1])
    assert np.isnan(found[5, 4])
    assert found[2, 2] == 0
    assert slope(np.ones((2, 2)), np.arange(2.0), np.arange(2.0), plane).tolist() == [[0, 0], [0, 0]]
