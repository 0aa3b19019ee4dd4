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
from mlp_core.normalization import NORMALIZATIONS
from mlp_core.optimizers import OPTIMIZERS

MAX_HIDDEN_LAYERS = 50
MAX_WIDTH = 512
MAX_PARAMETERS = 2_000_000
MAX_SEED = 2**32 - 1
MAX_CELLS = 6_000_000
"""Units times samples: 48 MB for each kind of array (activations, deltas, ...)."""

_TABLES: dict[str, Mapping[str, object]] = {
    "dataset": DATASETS,
    "activation": ACTIVATIONS,
    "output_activation": ACTIVATIONS,
    "initializer": {**INITIALIZERS, GIVEN: None},
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "normalization": NORMALIZATIONS,
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


def _positive(field: str, value: object) -> float:
    allowed = "a number above 0 and finite"
    if isinstance(value, bool | np.bool | str | bytes | bytearray):
        raise ExperimentError(field, value, allowed)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise ExperimentError(field, value, allowed) from None
    if not (number > 0 and math.isfinite(number)):
        raise ExperimentError(field, value, allowed)
    return number


def _switch(field: str, value: object) -> bool:
    if not isinstance(value, bool | np.bool):
        raise ExperimentError(field, value, "True or False")
    return bool(value)


def _cells(sizes: Sequence[int], samples: int) -> int:
    return sum(sizes) * samples


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
        batch_size: None for all samples in every step, or their number.
        seed: 0 to 2**32 - 1; draws the data, then the weights.
        train_biases: whether updates change the biases; False holds them as they are.
        residual: whether a skip connection leads around every hidden layer that is as wide as the hidden
            layer below it; where none is, there are simply no skips.
        normalization: a name in NORMALIZATIONS, for the hidden layers: "layer" needs 2 units or more in each,
            "batch" 2 samples or more.
        gain: above 0 and finite; what the first weights are multiplied by once they are drawn.
        samples: how many samples of the data set are taken; None for all. With `digits` the seed chooses
            which, of the others it is the first.

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
    residual: bool = False
    normalization: str = "none"
    gain: float = 1.0
    samples: int | None = None

    def __post_init__(self) -> None:
        for field, table in _TABLES.items():
            value = getattr(self, field)
            if not isinstance(value, str) or value not in table:
                raise ExperimentError(field, value, "one of " + ", ".join(table))
        self._set(hidden_layers=self._checked_layers(self.hidden_layers))
        self._set(**{field: _positive(field, getattr(self, field)) for field in ("learning_rate", "gain")})
        self._set(**{field: _switch(field, getattr(self, field)) for field in ("train_biases", "residual")})
        self._set(seed=_integer("seed", self.seed, 0, MAX_SEED))
        none_or = "None or a whole number"
        if self.samples is not None:
            most = DATASETS[self.dataset].samples
            self._set(samples=_integer("samples", self.samples, 1, most, none_or))
        if self.batch_size is not None:
            all_of_them = self.sample_count
            self._set(batch_size=_integer("batch_size", self.batch_size, all_of_them, all_of_them, none_or))
        self._check_together()

    def _check_together(self) -> None:
        """Refuse settings that are right by themselves but not with each other."""
        loss = LOSSES[self.loss]
        if loss.output not in (None, self.output_activation):
            allowed = f"another one, or output_activation {loss.output}: this loss needs it"
            raise ExperimentError("loss", self.loss, allowed)
        if loss.unit_targets and not DATASETS[self.dataset].unit_targets:
            allowed = "another one: this data set has targets outside 0 to 1, which this loss cannot take"
            raise ExperimentError("loss", self.loss, allowed)
        if self.normalization == "layer" and 1 in self.hidden_layers:
            allowed = "another one, or every hidden layer 2 units or wider: one unit alone is its own mean"
            raise ExperimentError("normalization", self.normalization, allowed)
        if self.normalization == "batch" and self.sample_count < 2:
            allowed = "another one, or the samples 2 or more: one sample alone is its own mean"
            raise ExperimentError("normalization", self.normalization, allowed)
        if self.initializer == GIVEN and self.sizes != DATASETS[self.dataset].given_sizes:
            allowed = "another one: no weights were published for this data set with these layers"
            raise ExperimentError("initializer", self.initializer, allowed)
        if self.parameters > MAX_PARAMETERS:
            raise ExperimentError(
                "hidden_layers",
                self.hidden_layers,
                f"small enough for {MAX_PARAMETERS:,} parameters in all; this makes {self.parameters:,}",
            )
        cells = _cells(self.sizes, self.sample_count)
        if cells > MAX_CELLS:
            allowed = f"few enough for {MAX_CELLS:,} activations (units times samples); this makes {cells:,}"
            raise ExperimentError("samples", self.samples, allowed)

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

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, input first."""
        data = DATASETS[self.dataset]
        return (data.n_in, *self.hidden_layers, data.n_out)

    @property
    def sample_count(self) -> int:
        """How many samples every step takes."""
        return DATASETS[self.dataset].samples if self.samples is None else self.samples

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
        ours = ((field, getattr(self, field), default) for field, default in _DEFAULTS.items())
        return words.write({field: value for field, value, default in ours if value != default})

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Experiment:
        """The Experiment that `to_query` wrote; a missing setting takes its default.

        Args:
            query: key -> text, or the texts of all its occurrences.

        Raises:
            ExperimentError: for an unknown key, one given more than once, or a refused value.
        """
        return cls(**words.read(query))


_DEFAULTS = {field.name: field.default for field in fields(Experiment)}


def max_width(hidden_layers: int, dataset: str = "tutorial", samples: int | None = None) -> int:
    """The greatest width up to 512 that an Experiment of so many equal hidden layers may have.

    Args:
        samples: how many samples of the data set are taken; None for all.
    """
    data = DATASETS[dataset]
    taken = data.samples if samples is None else samples

    def fits(width: int) -> bool:
        sizes = (data.n_in, *(width,) * hidden_layers, data.n_out)
        return parameter_count(sizes) <= MAX_PARAMETERS and _cells(sizes, taken) <= MAX_CELLS

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
