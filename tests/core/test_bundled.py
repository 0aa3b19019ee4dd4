"""The measured data sets that we ship are the published ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from mlp_core.data.bundled import Bundled, iris, penguins

FISHER_MEANS = {
    "setosa": (5.006, 3.428, 1.462, 0.246),
    "versicolor": (5.936, 2.770, 4.260, 1.326),
}
"""Fisher 1936, table II."""

FISHER_SQUARES = (
    (19.1434, 9.0356, 9.7634, 3.2394),
    (9.0356, 11.8658, 4.6232, 2.4746),
    (9.7634, 4.6232, 12.2978, 3.8794),
    (3.2394, 2.4746, 3.8794, 2.4604),
)
"""Fisher 1936, table III: squares and products of deviations within setosa and versicolor, summed."""

PALMER_MEANS = {
    "Adelie": (38.8, 18.3, 190, 3701),
    "Chinstrap": (48.8, 18.4, 196, 3733),
    "Gentoo": (47.5, 15.0, 217, 5076),
}
"""The README of palmerpenguins: each species' means, as it prints them."""

each = pytest.mark.parametrize("load", [iris, penguins])


def of(data: Bundled, species: str) -> np.ndarray:
    """The rows of one species."""
    return data.features[data.labels == data.class_names.index(species)]


@each
def test_every_row_has_four_finite_numbers_and_a_class(load: Callable[[], Bundled]) -> None:
    data = load()
    assert data.features.shape == (len(data.labels), len(data.feature_names))
    assert (data.features.dtype, data.labels.dtype) == (np.float64, np.uint8)
    assert np.isfinite(data.features).all()
    assert (data.features > 0).all()
    assert np.unique(data.labels).tolist() == list(range(len(data.class_names)))
    assert all(name.endswith((" (cm)", " (mm)", " (g)")) for name in data.feature_names)


@each
def test_they_are_read_once_and_cannot_be_written_to(load: Callable[[], Bundled]) -> None:
    """Every run of the process reads the same arrays."""
    data = load()
    assert load() is data
    for array in (data.features, data.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("load", "known"),
    [
        (iris, "b6ae2f075937fb96b4d06f56b6b12a23dcf0db8d27f41824f0fa7ca6e8559b4c"),
        (penguins, "0725cd3b41e6e9c1ae3e7b6cfbf6517a566b4471597592af01fc6129e244b490"),
    ],
)
def test_the_bytes_are_those_of_the_source(load: Callable[[], Bundled], known: str) -> None:
    """As scikit-learn 1.9.1 and palmerpenguins 0.1.6 had them."""
    data = load()
    assert hashlib.sha256(data.features.tobytes() + data.labels.tobytes()).hexdigest() == known


def test_fifty_irises_of_each_species_one_species_after_the_other() -> None:
    np.testing.assert_array_equal(iris().labels, np.repeat([0, 1, 2], 50))


@pytest.mark.parametrize("species", FISHER_MEANS)
def test_the_irises_have_the_means_that_fisher_printed(species: str) -> None:
    np.testing.assert_allclose(of(iris(), species).mean(axis=0), FISHER_MEANS[species], atol=1e-12)


def test_the_irises_have_the_sums_of_squares_that_fisher_printed() -> None:
    groups = [of(iris(), species) for species in FISHER_MEANS]
    deviations = np.concatenate([group - group.mean(axis=0) for group in groups])
    np.testing.assert_allclose(deviations.T @ deviations, FISHER_SQUARES, atol=1e-10)


def test_the_two_rows_that_are_wrong_at_uci_are_right() -> None:
    """UCI's iris.names: how samples 35 and 38 should be."""
    np.testing.assert_array_equal(iris().features[[34, 37]], [[4.9, 3.1, 1.5, 0.2], [4.9, 3.6, 1.4, 0.1]])


def test_the_penguins_are_those_that_were_measured() -> None:
    """152, 68 and 124 birds in the source, less the one Adelie and the one Gentoo without numbers."""
    data = penguins()
    counts = dict(zip(data.class_names, np.bincount(data.labels).tolist(), strict=True))
    assert counts == {"Adelie": 152 - 1, "Chinstrap": 68, "Gentoo": 124 - 1}
    assert len(data.labels) == 344 - 2


def test_the_penguins_keep_the_order_of_their_source() -> None:
    np.testing.assert_array_equal(penguins().labels, np.repeat([0, 2, 1], [151, 123, 68]))
    first, fourth = penguins().features[[0, 3]]
    assert first.tolist() == [39.1, 18.7, 181, 3750]
    assert fourth.tolist() == [36.7, 19.3, 193, 3450]  # the fifth of the source: its fourth has no numbers


@pytest.mark.parametrize("species", PALMER_MEANS)
def test_the_penguins_have_the_means_that_palmerpenguins_prints(species: str) -> None:
    means = of(penguins(), species).mean(axis=0)
    np.testing.assert_array_equal([*means[:2].round(1), *means[2:].round()], PALMER_MEANS[species])


def test_a_table_says_what_it_holds() -> None:
    assert repr(iris()) == "Bundled(150 x 4: setosa, versicolor, virginica)"
