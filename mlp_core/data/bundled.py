"""Measured data sets that we ship: flowers and penguins, four numbers and the species of each; digits.

Sources, licences and how the files were made: mlp_core/data/files/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from mlp_core.nn.steps import Array

NAMES = {
    "iris": (
        ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
        ("setosa", "versicolor", "virginica"),
    ),
    "penguins": (
        ("bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)"),
        ("Adelie", "Chinstrap", "Gentoo"),
    ),
}
"""data set -> the names of its features, with their units, and of its classes: known without reading it."""


@dataclass(frozen=True, eq=False)
class Bundled:
    """A table of measurements in the order of its source, and each row's class.

    Attributes:
        features: (n, 4), float64, in the units of `feature_names`; read-only, since every run reads the same.
        labels: (n,), uint8, an index into `class_names`; read-only.
        feature_names: what each column is, with its unit.
        class_names: what each label is.
    """

    features: Array
    labels: Array
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]

    def __repr__(self) -> str:
        rows, columns = self.features.shape
        return f"Bundled({rows} x {columns}: {', '.join(self.class_names)})"


def _arrays(name: str, of_sample: str) -> tuple[Array, Array]:
    """What files/<name>.npz holds of every sample, and the labels; read-only."""
    with (
        resources.files("mlp_core").joinpath(f"data/files/{name}.npz").open("rb") as file,
        np.load(file) as data,
    ):
        arrays = data[of_sample], data["labels"]
    for array in arrays:
        array.flags.writeable = False  # every run reads the same ones
    return arrays


@cache
def digits() -> tuple[Array, Array]:
    """The images' pixels, (1797, 64) of 0 to 16, row by row, and the digits they show, (1797,); both uint8.

    Source: UCI, "Optical Recognition of Handwritten Digits", its test part (mlp_core/data/files/README.md).
    """
    return _arrays("digits", "pixels")


def _load(name: str) -> Bundled:
    """Flowers or penguins."""
    return Bundled(*_arrays(name, "features"), *NAMES[name])


@cache
def iris() -> Bundled:
    """150 irises, 50 of each of three species: setosa, then versicolor, then virginica.

    Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems" (1936). The numbers are the
    paper's; UCI's copy has three of them wrong, in rows 35 and 38, counted from 1.
    """
    return _load("iris")


@cache
def penguins() -> Bundled:
    """342 penguins of three species near Palmer Station, Antarctica: 151 Adelie, 123 Gentoo, 68 Chinstrap.

    Source: Gorman, Williams and Fraser (2014), by way of palmerpenguins, whose table has 344 rows: one Adelie
    and one Gentoo were not measured and are left out. The labels follow the alphabet, the rows do not.
    """
    return _load("penguins")
