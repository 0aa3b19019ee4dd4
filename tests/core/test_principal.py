"""The principal directions of a path: as the singular value decomposition has them, whatever the path."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Trainer
from mlp_core.analysis import principal as principal_module
from mlp_core.analysis.landscape import path_of
from mlp_core.analysis.planes import principal
from tests.core.runs import QUICK


@st.composite
def paths(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """(states, origin): a random path whose singular values fall by up to twelve decades."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, size = draw(st.integers(2, 12)), draw(st.integers(2, 40))
    u, _ = np.linalg.qr(rng.normal(size=(n, min(n, size))))
    v, _ = np.linalg.qr(rng.normal(size=(size, min(n, size))))
    falls = 10.0 ** (-draw(st.floats(0.1, 1.5)) * np.arange(min(n, size)))
    return u * falls @ v.T * 10.0 ** draw(st.floats(-8, 8)), np.zeros(size)


@QUICK
@given(paths())
def test_it_is_the_singular_value_decomposition(path: tuple[np.ndarray, np.ndarray]) -> None:
    states, origin = path
    plane = principal(states, origin)
    _, sizes, expected = np.linalg.svd(states - origin, full_matrices=False)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-13)
    for i in range(2):
        # Where the two next singular values are near each other, the directions are less sure.
        assert abs(plane.directions[i] @ expected[i]) == pytest.approx(1, abs=1e-9)
    shares = sizes**2 / (sizes**2).sum()
    np.testing.assert_allclose(plane.held, shares[:2], rtol=1e-7, atol=1e-25)


@QUICK
@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(2, 30), st.booleans())
def test_what_it_holds_is_the_path_within_the_plane(seed: int, n: int, size: int, at_the_end: bool) -> None:
    rng = np.random.default_rng(seed)
    states = 5 + np.cumsum(rng.normal(size=(n, size)), axis=0)
    origin = states[-1] if at_the_end else rng.normal(size=size)
    plane = principal(states, origin)
    assert plane.held is not None
    assert sum(plane.held) <= 1
    within = plane.coordinates(states)
    total = ((states - origin) ** 2).sum()
    np.testing.assert_allclose((within**2).sum(0) / total, plane.held, rtol=1e-9, atol=1e-14)
    assert ((plane.distance(states)) ** 2).sum() / total == pytest.approx(1 - sum(plane.held), abs=1e-12)
    assert np.all(within[-1] >= within[0] - 1e-9)  # to the right and up
    again = principal(states.copy(), origin.copy())
    assert again.directions.tobytes() == plane.directions.tobytes()


def test_a_line_is_held_by_one_direction_and_a_point_by_none() -> None:
    origin = np.arange(5.0)
    way = np.array([3.0, 0, 0, 0, -4.0])
    line = principal(origin + np.linspace(-1, 2, 9)[:, None] * way, origin)
    assert line.held == (pytest.approx(1.0, abs=1e-15), 0.0)
    np.testing.assert_allclose(line.directions[0], way / 5, atol=1e-15)
    for plane in (line, principal(np.tile(origin, (3, 1)), origin), principal(origin[None], origin)):
        np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-15)
    assert principal(np.tile(origin, (3, 1)), origin).held == (0.0, 0.0)


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e160, 1e300])
def test_a_paths_size_does_not_matter(scale: float) -> None:
    states = np.random.default_rng(0).normal(size=(6, 9))
    usual, plane = principal(states, np.zeros(9)), principal(states * scale, np.zeros(9))
    np.testing.assert_allclose(plane.directions, usual.directions, rtol=1e-9)
    np.testing.assert_allclose(plane.held, usual.held, rtol=1e-12)


def test_in_parts_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    states = np.cumsum(np.random.default_rng(0).normal(size=(7, 50)), axis=0)
    usual = principal(states, states[-1])
    monkeypatch.setattr(principal_module, "NUMBERS", 40)
    np.testing.assert_allclose(principal(states, states[-1]).directions, usual.directions, atol=1e-12)


def test_a_runs_path_lies_mostly_in_its_plane() -> None:
    trainer = Trainer(PRESETS["xor"])
    trainer.step(400)
    path = path_of(trainer)
    plane = principal(path.states, path.states[-1])
    assert plane.held is not None
    assert 0.9 < sum(plane.held) <= 1
    assert np.all(plane.coordinates(path.states)[0] <= 0)


@pytest.mark.parametrize(
    ("states", "origin"),
    [
        (np.zeros((0, 4)), np.zeros(4)),
        (np.zeros((3, 1)), np.zeros(1)),
        (np.zeros((3, 4)), np.zeros(5)),
        (np.zeros(4), np.zeros(4)),
        (np.full((3, 4), np.inf), np.zeros(4)),
        (np.full((3, 4), np.nan), np.zeros(4)),
    ],
)
def test_what_is_no_path_is_refused(states: np.ndarray, origin: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"."):
        principal(states, origin)
