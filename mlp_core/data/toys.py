"""Made-up data sets: small problems of which the shape, and so the answer, is known.

Each function takes a generator, the number of samples and the noise, and gives x (samples, n_in) and
y (samples, n_out), float64. Noise is the standard deviation of Gaussian noise that is added to x, in a
regression (sine, plane) to y; 0 gives the clean shape. It only scales what is drawn: with more noise the same
points lie farther off, and what the generator draws next (the weights) stays the same.

Sample i is of class i % k, so the classes of any number of samples are balanced to within one. The samples of
a curve lie evenly along it in a drawn order, so any part of them, such as a mini-batch, covers all of it.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.steps import Array

NOISE = {
    "xor": 0.1,
    "gaussians": 0.25,
    "circles": 0.1,
    "moons": 0.1,
    "spirals": 0.03,
    "three_spirals": 0.03,
    "sine": 0.1,
    "plane": 0.05,
}
"""data set -> the noise that suits it: seen, but the classes stay (all but) apart."""

XOR_CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
XOR_TARGETS = (0.0, 1.0, 1.0, 0.0)

INNER_RADIUS = 0.5
"""Of the circles' inner one; the outer one's is 1. As in scikit-learn's examples (factor=0.5)."""

TURNS = {2: 1.75, 3: 1.0}
"""number of spirals -> how often each winds around the middle. Three take fewer turns: they lie closer."""

SINE_FREQUENCY = 1.5
"""Periods of the sine between x = -1 and x = 1."""

PLANE_WEIGHTS = (0.7, -0.3)
"""What a single linear neuron learns from the plane. Their absolute values sum to 1, so |y| <= 1."""


def xor_clouds(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Exclusive or: x (samples, 2), y (samples, 1), sample i at corner i % 4 of the unit square.

    The first four are the corners themselves, whatever the noise, and nothing is drawn for them; the further
    ones lie around the corners.
    """
    corner = np.arange(samples) % 4
    x, y = np.array(XOR_CORNERS)[corner], np.array(XOR_TARGETS)[corner, None]
    x[4:] += _gauss(rng, x[4:], noise)
    return x, y


def gaussians(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Two round clouds: x (samples, 2), y (samples, 1).

    Class 0 lies around (-1/2, -1/2), class 1 around (1/2, 1/2): a straight line parts them. After TensorFlow
    Playground's "Gaussian".
    """
    label = np.arange(samples) % 2
    x = np.stack([label - 0.5, label - 0.5], axis=1)
    return x + _gauss(rng, x, noise), _column(label)


def circles(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """A circle in a circle: x (samples, 2), y (samples, 1).

    x = r (cos t, sin t), 0 < t <= 2 pi, with r = 1 in class 0 and r = 1/2 in class 1. After scikit-learn's
    make_circles.
    """
    label, place = _places(rng, samples, 2)
    radius, t = np.where(label == 0, 1.0, INNER_RADIUS), 2 * np.pi * place
    x = _polar(radius, t)
    return x + _gauss(rng, x, noise), _column(label)


def moons(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Two half circles, each with an end inside the other: x (samples, 2), y (samples, 1).

    Class 0: x = (cos t - 1/2, sin t - 1/4), 0 < t <= pi. Class 1 is the same turned by half a turn, -x.
    After scikit-learn's make_moons, here centred.
    """
    label, place = _places(rng, samples, 2)
    moon = _polar(np.ones(samples), np.pi * place) - (0.5, 0.25)
    x = np.where(label[:, None] == 0, moon, -moon)
    return x + _gauss(rng, x, noise), _column(label)


def spirals(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Two spirals wound into each other: x (samples, 2), y (samples, 1).

    Sample i = 1..n of a class has x = r (sin t, cos t) with r = i/n and t = 2 pi (1.75 r + class/2).
    After TensorFlow Playground's spiral, whose i starts at 0: there both classes hold the point (0, 0), which
    no network can tell apart. The problem is A. Wieland's (Lang and Witbrock, "Learning to Tell Two Spirals
    Apart", 1988); his spirals wind three times.
    """
    x, label = _arms(rng, samples, 2, noise)
    return x, _column(label)


def three_spirals(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Three spirals wound into each other: x (samples, 2), y (samples, 3) one-hot.

    As the two, with x = r (sin t, cos t) and t = 2 pi (r + class/3). The idea of three is that of Stanford's
    course CS231n.
    """
    x, label = _arms(rng, samples, 3, noise)
    return x, np.eye(3)[label]


def sine(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """One and a half periods of a sine: y = sin(1.5 pi x) + noise, (samples, 1), x uniform in [-1, 1]."""
    x = rng.uniform(-1.0, 1.0, (samples, 1))
    y = np.sin(SINE_FREQUENCY * np.pi * x)
    return x, y + _gauss(rng, y, noise)


def plane(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """A plane: y = 0.7 x1 - 0.3 x2 + noise, (samples, 1), x (samples, 2) uniform in [-1, 1] x [-1, 1].

    One linear neuron is enough, and its weights are then the plane's. After TensorFlow Playground's "Plane".
    """
    x = rng.uniform(-1.0, 1.0, (samples, 2))
    y = x @ np.array(PLANE_WEIGHTS)[:, None]
    return x, y + _gauss(rng, y, noise)


def _gauss(rng: np.random.RandomState, like: Array, noise: float) -> Array:
    """Noise of N(0, noise), of another array's shape; the draws are the same whatever the noise."""
    return noise * np.asarray(rng.normal(0.0, 1.0, like.shape))


def _column(label: Array) -> Array:
    """Labels 0 and 1, (samples,), as targets 0.0 and 1.0, (samples, 1)."""
    return label[:, None].astype(np.float64)


def _places(rng: np.random.RandomState, samples: int, kinds: int) -> tuple[Array, Array]:
    """Each sample's class, and its place on the curve: 1/n, 2/n, ..., 1 in a drawn order; (samples,) each.

    The order is one for all classes: samples 0..k-1 lie at the same place of their curves, so do the next k.
    """
    i = np.arange(samples)
    n = -(-samples // kinds)
    return i % kinds, (1 + rng.permutation(n))[i // kinds] / n


def _polar(radius: Array, angle: Array) -> Array:
    """r (cos t, sin t), (samples, 2)."""
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _arms(rng: np.random.RandomState, samples: int, arms: int, noise: float) -> tuple[Array, Array]:
    """x (samples, 2) on so many spirals, and which one each sample is on, (samples,)."""
    label, r = _places(rng, samples, arms)
    t = 2 * np.pi * (TURNS[arms] * r + label / arms)
    x = r[:, None] * np.stack([np.sin(t), np.cos(t)], axis=1)
    return x + _gauss(rng, x, noise), label
