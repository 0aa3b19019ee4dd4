"""An Experiment: every setting of a run, checked. The same Experiment gives the same bits every time."""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from mlp_core import query as words
from mlp_core.activations import ACTIVATIONS
from mlp_core.datasets import DATASETS
from mlp_core.errors import ExperimentError
from mlp_core.initializers import GIVEN, INITIALIZERS
from mlp_core.losses import LOSSES
from mlp_core.network import parameter_count
from mlp_core.optimizers import OPTIMIZERS

MAX_HIDDEN_LAYERS = 50
MAX_WIDTH = 512
MAX_PARAMETERS = 2_000_000
MAX_SEED = 2**32 - 1

_TABLES: dict[str, Mapping[str, object]] = {
    "dataset": DATASETS,
    "activation": ACTIVATIONS,
    "output_activation": ACTIVATIONS,
    "initializer": {**INITIALIZERS, GIVEN: None},
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
}


def _integer(field: str, value: object, low: int, high: int, what: str = "a whole number") -> int:
    allowed = f"{what} from {low} to {high:,}"
    if isinstance(value, bool | np.bool):
        raise ExperimentError(field, value, allowed)
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ExperimentError(field, value, allowed) from None
    if not low <= number <= high:
        raise ExperimentError(field, value, allowed)
    return number


@dataclass(frozen=True)
class Experiment:
    """Every setting of a run; `Experiment()` is the tutorial's.

    Attributes:
        dataset: a name in DATASETS.
        hidden_layers: the width of each hidden layer, input side first; 1 to 50 layers of 1 to 512 units.
            The tutorial's `hidden_depth=5` makes six of them: the first one and five more.
        activation, output_activation: names in ACTIVATIONS.
        initializer: a name in INITIALIZERS, or "given" for the weights published with the data set.
        loss: a name in LOSSES.
        optimizer: a name in OPTIMIZERS.
        learning_rate: above 0 and finite.
        batch_size: None for the whole data set in every step, or its number of samples.
        seed: 0 to 2**32 - 1; draws the data, then the weights.
        train_biases: whether updates change the biases; False holds them as they are.

    Raises:
        ExperimentError: naming the field, its value and what is allowed.
    """

    dataset: str = "tutorial"
    hidden_layers: tuple[int, ...] = (32,) * 6
    activation: str = "sigmoid"
    output_activation: str = "sigmoid"
    initializer: str = "normal"
    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.01
    batch_size: int | None = None
    seed: int = 54
    train_biases: bool = True

    def __post_init__(self) -> None:
        for field, table in _TABLES.items():
            value = getattr(self, field)
            if not isinstance(value, str) or value not in table:
                raise ExperimentError(field, value, "one of " + ", ".join(table))
        self._set(hidden_layers=self._checked_layers(self.hidden_layers))
        self._set(learning_rate=self._checked_rate(self.learning_rate))
        self._set(seed=_integer("seed", self.seed, 0, MAX_SEED))
        if self.batch_size is not None:
            samples = DATASETS[self.dataset].samples
            size = _integer("batch_size", self.batch_size, samples, samples, "None or a whole number")
            self._set(batch_size=size)
        if not isinstance(self.train_biases, bool | np.bool):
            raise ExperimentError("train_biases", self.train_biases, "True or False")
        self._set(train_biases=bool(self.train_biases))
        if self.initializer == GIVEN and self.sizes != DATASETS[self.dataset].given_sizes:
            allowed = "another one: no weights were published for this data set with these layers"
            raise ExperimentError("initializer", self.initializer, allowed)
        if self.parameters > MAX_PARAMETERS:
            raise ExperimentError(
                "hidden_layers",
                self.hidden_layers,
                f"small enough for {MAX_PARAMETERS:,} parameters in all; this makes {self.parameters:,}",
            )

    def _set(self, **values: object) -> None:
        """Replace what was given by its checked, plain form (a frozen dataclass allows no assignment)."""
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @staticmethod
    def _checked_layers(value: object) -> tuple[int, ...]:
        allowed = f"1 to {MAX_HIDDEN_LAYERS} widths, each 1 to {MAX_WIDTH}"
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            raise ExperimentError("hidden_layers", value, allowed)
        widths = tuple(value)
        if not 1 <= len(widths) <= MAX_HIDDEN_LAYERS:
            raise ExperimentError("hidden_layers", value, allowed)
        return tuple(_integer("hidden_layers", w, 1, MAX_WIDTH, "a width") for w in widths)

    @staticmethod
    def _checked_rate(value: object) -> float:
        allowed = "a number above 0 and finite"
        if isinstance(value, bool | np.bool | str | bytes | bytearray):
            raise ExperimentError("learning_rate", value, allowed)
        try:
            rate = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            raise ExperimentError("learning_rate", value, allowed) from None
        if not (rate > 0 and math.isfinite(rate)):
            raise ExperimentError("learning_rate", value, allowed)
        return rate

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, input first."""
        data = DATASETS[self.dataset]
        return (data.n_in, *self.hidden_layers, data.n_out)

    @property
    def parameters(self) -> int:
        """How many weights and biases the network has."""
        return parameter_count(self.sizes)

    def to_json(self) -> str:
        """The settings as JSON, the same text for the same Experiment."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """The Experiment that `to_json` wrote; a missing setting takes its default.

        Raises:
            ExperimentError: for text that is no JSON object, an unknown setting or a refused value.
        """
        try:
            settings: Any = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            raise ExperimentError("experiment", text, "a JSON object") from None
        if not isinstance(settings, dict):
            raise ExperimentError("experiment", settings, "a JSON object")
        known = {field.name for field in fields(cls)}
        for name in settings:
            if name not in known:
                raise ExperimentError(name, settings[name], "left out: there is no such setting")
        return cls(**settings)

    def to_query(self) -> dict[str, str]:
        """The settings that differ from the tutorial's, as the keys and texts of a link."""
        ours, defaults = asdict(self), asdict(Experiment())
        return words.write({field: value for field, value in ours.items() if value != defaults[field]})

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Experiment:
        """The Experiment that `to_query` wrote; a missing setting takes its default.

        Args:
            query: key -> text, or the texts of all its occurrences.

        Raises:
            ExperimentError: for an unknown key, one given more than once, or a refused value.
        """
        return cls(**words.read(query))


def max_width(hidden_layers: int, dataset: str = "tutorial") -> int:
    """The greatest width up to 512 at which so many equal hidden layers have at most 2 million parameters."""
    data = DATASETS[dataset]

    def fits(width: int) -> bool:
        return parameter_count((data.n_in, *(width,) * hidden_layers, data.n_out)) <= MAX_PARAMETERS

    return max(width for width in range(1, MAX_WIDTH + 1) if fits(width))


PRESETS: dict[str, Experiment] = {
    "tutorial": Experiment(),
    "mazur": Experiment(
        dataset="mazur", hidden_layers=(2,), initializer=GIVEN, loss="sse", learning_rate=0.5, seed=0,
        train_biases=False,
    ),
    "xor": Experiment(
        dataset="xor", hidden_layers=(2,), activation="tanh", initializer="xavier", learning_rate=0.5, seed=6
    ),
}  # fmt: skip
"""name -> a named Experiment: the tutorial's run; M. Mazur's worked example (2015), whose error is a sum and
whose biases are not updated; exclusive or."""
