"""Planes of parameters: a point's coordinates, its distance, and the directions that are chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import MLP, Experiment, Trainer
from mlp_core.analysis import plane as plane_module
from mlp_core.analysis.planes import Plane, of_weights, place_of, random
from tests.core.runs import QUICK

SIZES = (3, 4, 4, 2)


@st.composite
def planes(draw: st.DrawFn) -> tuple[Plane, np.random.Generator]:
    """Directions of any lengths and at any angle, but not almost parallel."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(2, 40))
    q, _ = np.linalg.qr(rng.normal(size=(size, 2)))
    angle = draw(st.floats(0.05, 3.0))
    one, other = q[:, 0], np.cos(angle) * q[:, 0] + np.sin(angle) * q[:, 1]
    lengths = 10.0 ** np.array([draw(st.floats(-6, 6)), draw(st.floats(-6, 6))])
    return Plane(rng.normal(size=size), np.array([one, other]) * lengths[:, None]), rng


@QUICK
@given(planes())
def test_a_points_coordinates_are_those_that_it_was_made_of(found: tuple[Plane, np.random.Generator]) -> None:
    plane, rng = found
    lengths = np.linalg.norm(plane.directions, axis=1)
    points = rng.normal(size=(7, 2)) / lengths
    there = plane.at(points)
    np.testing.assert_allclose(plane.coordinates(there) * lengths, points * lengths, atol=1e-12)
    assert np.all(plane.distance(there) < 1e-13)
    np.testing.assert_array_equal(plane.at(points[0]), there[0])
    np.testing.assert_allclose(plane.coordinates(there[0]), plane.coordinates(there)[0], rtol=1e-12)
    np.testing.assert_allclose(plane.lengths(points), np.linalg.norm(there - plane.origin, axis=1), rtol=1e-9)


@QUICK
@given(planes())
def test_the_way_to_a_state_is_the_way_within_the_plane_and_the_distance_off_it(
    found: tuple[Plane, np.random.Generator],
) -> None:
    plane, rng = found
    states = plane.origin + rng.normal(size=(5, len(plane.origin)))
    within, off = plane.lengths(plane.coordinates(states)), plane.distance(states)
    expected = np.linalg.norm(states - plane.origin, axis=1)
    np.testing.assert_allclose(np.hypot(within, off), expected, rtol=1e-12)
    rest = states - plane.at(plane.coordinates(states))
    np.testing.assert_allclose(np.linalg.norm(rest, axis=1), off, rtol=1e-8, atol=1e-12)
    assert plane.distance(states[0]) == pytest.approx(off[0], rel=1e-9, abs=1e-13)


@QUICK
@given(planes())
def test_the_slope_within_a_plane_is_that_of_the_gradients_part_in_it(
    found: tuple[Plane, np.random.Generator],
) -> None:
    plane, rng = found
    gradient = rng.normal(size=len(plane.origin))
    q, _ = np.linalg.qr(plane.directions.T)
    expected = np.linalg.norm(gradient @ q)
    assert plane.slopes(plane.directions @ gradient) == pytest.approx(expected, rel=1e-9)


def test_many_states_are_taken_some_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    plane = Plane(rng.normal(size=30), rng.normal(size=(2, 30)))
    states = rng.normal(size=(11, 30))
    at_once = plane.coordinates(states), plane.distance(states)
    monkeypatch.setattr(plane_module, "NUMBERS", 100)
    np.testing.assert_allclose(plane.coordinates(states), at_once[0], rtol=1e-12)
    np.testing.assert_allclose(plane.distance(states), at_once[1], rtol=1e-12)
    assert plane.coordinates(states[:0]).shape == (0, 2)
    assert np.shape(plane.distance(states[:0])) == (0,)


@pytest.mark.parametrize(
    ("origin", "directions"),
    [
        (np.zeros(3), np.zeros((2, 3))),
        (np.zeros(3), np.ones((2, 3))),
        (np.zeros(3), np.eye(3)),
        (np.zeros(4), np.eye(2, 3)),
        (np.zeros((1, 3)), np.eye(2, 3)),
        (np.full(3, np.nan), np.eye(2, 3)),
        (np.zeros(3), np.array([[1.0, 0, 0], [0, np.inf, 0]])),
    ],
)
def test_what_spans_no_plane_is_refused(origin, directions) -> None:
    with pytest.raises(ValueError, match=r"."):
        Plane(origin, directions)


def test_a_plane_keeps_its_numbers_when_the_run_goes_on() -> None:
    trainer = Trainer(Experiment())
    plane = of_weights(trainer.network.parameters, 0, 1)
    before = plane.origin.tobytes()
    trainer.step(3)
    assert plane.origin.tobytes() == before
    with pytest.raises(ValueError, match="read-only"):
        plane.origin[0] = 1.0


def test_every_weight_and_bias_has_its_place() -> None:
    net = MLP(SIZES)
    net.parameters[...] = np.arange(net.parameters.size)
    places = set()
    for layer in net.layers:
        for column in range(layer.fan_out):
            for row in (*range(layer.fan_in), None):
                place = place_of(net, layer.index, row, column)
                here = layer.b[column] if row is None else layer.W[row, column]
                assert place == here == place_of(SIZES, layer.index, row, column)
                places.add(place)
    assert places == set(range(net.parameters.size))


@pytest.mark.parametrize("asked", [(0, 0, 0), (4, 0, 0), (1, 3, 0), (1, -1, 0), (1, None, 4), (3, 0, -1)])
def test_a_weight_that_there_is_not_has_no_place(asked: tuple[int, int | None, int]) -> None:
    with pytest.raises(ValueError, match="no weight"):
        place_of(SIZES, *asked)


def test_two_weights_span_a_plane_in_their_own_units() -> None:
    origin = np.arange(5.0)
    plane = of_weights(origin, 3, 1)
    np.testing.assert_array_equal(plane.at(np.array([0.5, 2.0])), [0, 3, 2, 3.5, 4])
    for one, other in ((1, 1), (-1, 0), (0, 5)):
        with pytest.raises(ValueError, match="no two parameters"):
            of_weights(origin, one, other)


@QUICK
@given(
    st.lists(st.integers(1, 5), min_size=3, max_size=5).map(tuple),
    st.integers(0, 2**32 - 1),
    st.sampled_from(["normal", "xavier", "he"]),
)
def test_a_random_directions_units_are_as_long_as_their_weights(
    sizes: tuple[int, ...], seed: int, initializer: str
) -> None:
    net = MLP(sizes, initializer=initializer, seed=1)
    plane = random(net, net.parameters, seed)
    assert plane.directions.tobytes() == random(net, net.parameters, seed).directions.tobytes()
    for direction in plane.directions:
        there = MLP(sizes, initializer=None)
        there.parameters[...] = direction
        for its, own in zip(there.layers, net.layers, strict=True):
            norms = np.linalg.norm(its.W, axis=0), np.linalg.norm(own.W, axis=0)
            np.testing.assert_allclose(*norms, rtol=1e-12)
            assert not its.b.any()
    assert not np.array_equal(plane.directions, random(net, net.parameters, seed + 1).directions)


def test_a_unit_without_weights_stays_and_a_network_of_zeros_has_directions_all_the_same() -> None:
    net = MLP((3, 4, 2), seed=0)
    net.layers[0].W[:, 1] = 0
    there = MLP((3, 4, 2), initializer=None)
    there.parameters[...] = random(net, net.parameters, 0).directions[0]
    assert not there.layers[0].W[:, 1].any()
    there.parameters[...] = random(net, np.zeros(net.parameters.size), 0).directions[1]
    for layer in there.layers:
        np.testing.assert_allclose(np.linalg.norm(layer.W, axis=0), 1, rtol=1e-12)
    with pytest.raises(ValueError, match="shape"):
        random(net, np.zeros(3), 0)


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_squares_that_under_or_overflow_do_no_harm(scale: float) -> None:
    net = MLP(SIZES, seed=0)
    usual = random(net, net.parameters, 0)
    plane = random(net, net.parameters * scale, 0)
    np.testing.assert_allclose(plane.directions, usual.directions * scale, rtol=1e-12)
    states = usual.origin + np.random.default_rng(0).normal(size=(3, usual.origin.size))
    np.testing.assert_allclose(plane.coordinates(states * scale), usual.coordinates(states), rtol=1e-9)
    np.testing.assert_allclose(plane.distance(states * scale), usual.distance(states) * scale, rtol=1e-9)
    ahead = np.array([[1.0, -2.0], [0.0, 0.5]])
    np.testing.assert_allclose(plane.lengths(ahead), usual.lengths(ahead) * scale, rtol=1e-12)
    np.testing.assert_allclose(plane.slopes(ahead), usual.slopes(ahead) / scale, rtol=1e-12)
