"""Made-up data sets: their shapes, in closed form, their noise and their classes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mlp_core import MLP
from mlp_core.data import toys
from mlp_core.nn.steps import Array

Toy = Callable[[np.random.RandomState, int, float], tuple[Array, Array]]

TOYS: dict[str, Toy] = {
    "xor": toys.xor_clouds,
    "gaussians": toys.gaussians,
    "circles": toys.circles,
    "moons": toys.moons,
    "spirals": toys.spirals,
    "three_spirals": toys.three_spirals,
    "sine": toys.sine,
    "plane": toys.plane,
}
WIDTHS = dict.fromkeys(TOYS, (2, 1)) | {"three_spirals": (2, 3), "sine": (1, 1)}
REGRESSIONS = ("sine", "plane")
CLASSES = {"gaussians": 2, "circles": 2, "moons": 2, "spirals": 2, "three_spirals": 3}

each = pytest.mark.parametrize("name", TOYS)
each_with_classes = pytest.mark.parametrize("name", CLASSES)


def draw(name: str, samples: int = 200, noise: float = 0.0, seed: int = 0) -> tuple[Array, Array]:
    return TOYS[name](np.random.RandomState(seed), samples, noise)


def labels(y: Array) -> Array:
    """The classes of one-hot targets or of a column of 0 and 1."""
    return y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0].astype(int)


def test_every_data_set_has_a_sensible_noise() -> None:
    assert toys.NOISE.keys() == TOYS.keys()
    assert all(0 < noise <= 1 for noise in toys.NOISE.values())


@each
@pytest.mark.parametrize("samples", [1, 2, 5, 200])
def test_rows_are_samples(name: str, samples: int) -> None:
    x, y = draw(name, samples, noise=0.1)
    n_in, n_out = WIDTHS[name]
    assert (x.shape, y.shape) == ((samples, n_in), (samples, n_out))
    assert (x.dtype, y.dtype) == (np.float64, np.float64)


@each
def test_a_seed_gives_the_same_bits_and_another_seed_others(name: str) -> None:
    first, again, other = draw(name, noise=0.1), draw(name, noise=0.1), draw(name, noise=0.1, seed=1)
    assert [a.tobytes() for a in first] == [a.tobytes() for a in again]
    assert not np.array_equal(first[0], other[0])


@each_with_classes
@pytest.mark.parametrize("samples", [1, 4, 7, 100])
def test_classes_take_turns(name: str, samples: int) -> None:
    """So any number of samples is balanced to within one."""
    _, y = draw(name, samples, noise=0.1)
    np.testing.assert_array_equal(labels(y), np.arange(samples) % CLASSES[name])
    if y.shape[1] > 1:
        np.testing.assert_array_equal(y, np.eye(y.shape[1])[labels(y)])


@each
def test_without_noise_the_data_lie_around_0_and_within_reach_of_1(name: str) -> None:
    x, _ = draw(name, 1000)
    middle = 0.5 if name == "xor" else 0.0
    np.testing.assert_allclose(x.mean(axis=0), middle, atol=0.15)
    assert 0.5 <= np.abs(x).max() <= (1.5 if name == "moons" else 1 + 1e-12)


@each
def test_noise_has_the_standard_deviation_asked_for(name: str) -> None:
    """On x of a classification, on y of a regression, and on nothing else."""
    changes = [noisy - clean for noisy, clean in zip(draw(name, 5000, 0.2), draw(name, 5000), strict=True)]
    noise, rest = reversed(changes) if name in REGRESSIONS else changes
    assert noise.std() == pytest.approx(0.2, rel=0.05)
    assert abs(noise.mean()) < 0.01
    assert not rest.any()


@each
def test_noise_changes_nothing_that_is_drawn_afterwards(name: str) -> None:
    """So the weights are the same whatever the noise."""
    clean, noisy = np.random.RandomState(3), np.random.RandomState(3)
    TOYS[name](clean, 50, 0.0)
    TOYS[name](noisy, 50, 0.5)
    assert clean.normal() == noisy.normal()


@pytest.mark.parametrize("samples", [1, 2, 3, 4])
def test_four_samples_of_xor_are_its_corners_and_draw_nothing(samples: int) -> None:
    rng, untouched = np.random.RandomState(54), np.random.RandomState(54)
    x, y = toys.xor_clouds(rng, samples, 0.3)
    np.testing.assert_array_equal(x, [[0, 0], [0, 1], [1, 0], [1, 1]][:samples])
    np.testing.assert_array_equal(y, [[0], [1], [1], [0]][:samples])
    assert repr(rng.get_state()) == repr(untouched.get_state())
    assert rng.normal() == untouched.normal()


def test_more_samples_of_xor_lie_around_the_same_corners() -> None:
    (x, y), (clean, targets) = draw("xor", 402, noise=0.1), draw("xor", 402)
    np.testing.assert_array_equal(clean, np.resize([[0, 0], [0, 1], [1, 0], [1, 1]], (402, 2)))
    np.testing.assert_array_equal(x[:4], clean[:4])
    np.testing.assert_array_equal(y, targets)
    np.testing.assert_array_equal(y[:, 0] == 1, clean[:, 0] != clean[:, 1])
    assert (x[4:] != clean[4:]).all()


def test_the_gaussians_centres_are_a_half_from_0() -> None:
    x, y = draw("gaussians")
    np.testing.assert_array_equal(x, np.hstack([y, y]) - 0.5)


def test_circles_have_the_radii_1_and_a_half() -> None:
    x, y = draw("circles")
    np.testing.assert_allclose(np.hypot(*x.T), np.where(y[:, 0] == 1, 0.5, 1.0), rtol=1e-14)


def test_circles_are_evenly_spread() -> None:
    x, y = draw("circles")
    for label in (0, 1):
        angles = np.sort(np.arctan2(*x[y[:, 0] == label].T))
        np.testing.assert_allclose(np.diff(angles), 2 * np.pi / 100, rtol=1e-9)


def test_moons_are_half_circles_and_each_is_the_other_turned_by_half_a_turn() -> None:
    x, y = draw("moons")
    upper, lower = x[y[:, 0] == 0], x[y[:, 0] == 1]
    np.testing.assert_allclose(np.hypot(upper[:, 0] + 0.5, upper[:, 1] + 0.25), 1.0, rtol=1e-14)
    assert (upper[:, 1] >= -0.25).all()
    np.testing.assert_array_equal(lower, -upper)


@pytest.mark.parametrize(("name", "arms", "turns"), [("spirals", 2, 1.75), ("three_spirals", 3, 1.0)])
def test_spirals_turn_in_proportion_to_their_radius(name: str, arms: int, turns: float) -> None:
    """TensorFlow Playground's equation, in complex numbers: x2 + i x1 = r exp(2 pi i (turns r + class/k))."""
    x, y = draw(name, 100 * arms)
    for label in range(arms):
        arm = x[labels(y) == label]
        arm = arm[np.argsort(np.hypot(*arm.T))]
        r = np.arange(1, 101) / 100
        expected = r * np.exp(2j * np.pi * (turns * r + label / arms))
        np.testing.assert_allclose(arm[:, 1] + 1j * arm[:, 0], expected, atol=1e-14)


@pytest.mark.parametrize("name", ["circles", "moons", "spirals", "three_spirals"])
def test_no_two_samples_without_noise_are_at_one_place(name: str) -> None:
    """TensorFlow Playground's spirals both begin in (0, 0), where nothing can tell them apart."""
    x, _ = draw(name, 301)
    assert len(np.unique(x.round(9), axis=0)) == 301


def test_any_part_of_the_spirals_covers_all_radii() -> None:
    """The order along the curve is drawn: a mini-batch or a tail is no piece of the arm."""
    x, _ = draw("spirals", 400)
    for part in np.split(np.hypot(*x.T), 4):
        assert part.min() < 0.15
        assert part.max() > 0.85
        assert part.mean() == pytest.approx(0.5, abs=0.1)


def test_sine_has_one_and_a_half_periods() -> None:
    x, y = draw("sine", 400)
    np.testing.assert_array_equal(y, np.sin(1.5 * np.pi * x))
    assert -1 <= x.min() < -0.97
    assert 0.97 < x.max() <= 1


def test_the_plane_is_found_by_least_squares() -> None:
    """Without noise exactly; it is what one linear neuron learns."""
    x, y = draw("plane")
    weights, residual, *_ = np.linalg.lstsq(np.hstack([x, np.ones_like(y)]), y, rcond=None)
    np.testing.assert_allclose(weights[:, 0], [0.7, -0.3, 0], atol=1e-14)
    assert residual == pytest.approx(0, abs=1e-20)
    assert 0.8 < np.abs(y).max() <= 1


def test_a_net_of_two_layers_of_eight_learns_the_spirals() -> None:
    """2-8-8-1, tanh, cross-entropy, by Adam (Kingma and Ba 2015) written out here; noise as we propose it."""
    x, y = draw("spirals", 200, toys.NOISE["spirals"])
    network = MLP((2, 8, 8, 1), "tanh", "sigmoid", initializer="xavier", seed=0)
    m, v = np.zeros_like(network.gradient), np.zeros_like(network.gradient)
    for step in range(1, 3001):
        a = network.forward(x).clip(1e-12, 1 - 1e-12)
        network.backward((a - y) / (a * (1 - a) * len(x)))
        m += 0.1 * (network.gradient - m)
        v += 0.001 * (network.gradient**2 - v)
        network.parameters -= 0.03 * m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    assert ((network.forward(x) > 0.5) == (y == 1)).mean() > 0.95
