"""An Experiment: every setting of a run, checked. The same Experiment gives the same bits every time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from mlp_core.data.datasets import CLASSES, CSV, DATASETS, REGRESSION, Dataset
from mlp_core.data.load import test_size
from mlp_core.data.table import Table, of_table
from mlp_core.errors import ExperimentError
from mlp_core.nn.initializers import GIVEN
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import parameter_count
from mlp_core.nn.penalties import Penalty
from mlp_core.training import query as words
from mlp_core.training.checks import between, integer
from mlp_core.training.fields import CHECKS, MAX_CELLS, MAX_NOISE, MAX_PARAMETERS, MAX_WIDTH


def _cells(sizes: Sequence[int], samples: int) -> int:
    return sum(sizes) * samples


@dataclass(frozen=True)
class Experiment:
    """Every setting of a run; `Experiment()` is the tutorial's.

    Attributes:
        dataset: a name in DATASETS, or "csv" for `table`.
        hidden_layers: the width of each hidden layer, input side first; 1 to 50 layers of 1 to 512 units.
            The tutorial's `hidden_depth=5` makes six of them: the first one and five more.
        activation, output_activation: names in ACTIVATIONS and in OUTPUT_ACTIVATIONS.
        initializer: a name in INITIALIZERS, or "given" for the weights published with the data set.
        loss: a name in LOSSES.
        optimizer: a name in OPTIMIZERS.
        learning_rate: above 0 and finite.
        batch_size: None for all training samples in every step, or how many each step takes.
        seed: 0 to 2**32 - 1; draws the data, then the weights, and shuffles the batches.
        train_biases: whether updates change the biases; False holds them as they are.
        residual: whether a skip connection leads around every hidden layer that is as wide as the hidden
            layer below it; where none is, there are simply no skips.
        normalization: a name in NORMALIZATIONS, for the hidden layers: "layer" needs 2 units or more in each,
            "batch" 2 samples or more in each batch.
        gain: above 0 and finite; what the first weights are multiplied by once they are drawn.
        samples: how many samples of the data set are taken; None for all, or as many as are usually made. The
            seed chooses which; of mazur and tutorial there is one.
        noise: of a made-up data set, the standard deviation of what is added; None for what suits it.
        test_share: which share of the samples is held back to test on; 0 to 0.9.
        split_seed: 0 to 2**32 - 1; draws which samples those are.
        standardize: whether every input, and every number to be learned, is brought to mean 0 and standard
            deviation 1, as measured on the training samples.
        l1, l2: factors of the penalties on large weights, 0 to 1,000,000 (penalties.py).
        schedule: a name in SCHEDULES: how the learning rate changes.
        period: 1 to 1,000,000 steps: the schedule's.
        stop_when: a name in STOPS: what ends the run before its last step.
        stop_at: what that compares with (stopping.py).
        dtype: a name in DTYPES: the numbers that are computed in.
        table: a person's own data, for the data set "csv" alone.

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
    noise: float | None = None
    test_share: float = 0.0
    split_seed: int = 0
    standardize: bool = False
    l1: float = 0.0
    l2: float = 0.0
    schedule: str = "constant"
    period: int = 1000
    stop_when: str = "never"
    stop_at: float = 0.0
    dtype: str = "float64"
    table: Table | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name, check in CHECKS.items():
            given = getattr(self, name)
            if (plain := check(name, given)) is not given:
                self._set(name, plain)
        self._check_data()
        self._check_together()

    def _check_data(self) -> None:
        """What depends on the data as well."""
        if not (isinstance(self.table, Table) if self.dataset == CSV else self.table is None):
            raise ExperimentError("table", self.table, "table")
        if self.samples is not None:
            self._set("samples", integer("samples", self.samples, 1, self.data.most_samples, "whole_or_none"))
        if self.noise is not None:
            self._set("noise", between("noise", self.noise, MAX_NOISE, "number_or_none"))
        if self.test_share and self.sample_count < 2:
            raise ExperimentError("test_share", self.test_share, "one_sample")
        if self.batch_size is not None:
            self._set(
                "batch_size", integer("batch_size", self.batch_size, 1, self.train_count, "whole_or_none")
            )

    def _check_together(self) -> None:
        """Refuse settings that are right by themselves but not with each other."""
        loss, data = LOSSES[self.loss], self.data
        if loss.output not in (None, self.output_activation):
            raise ExperimentError("loss", self.loss, "needs_output", output=loss.output)
        if loss.unit_targets and not data.unit_targets:
            raise ExperimentError("loss", self.loss, "targets_outside")
        if loss.one_hot and data.task != CLASSES:
            raise ExperimentError("loss", self.loss, "few_classes")
        if self.normalization == "layer" and 1 in self.hidden_layers:
            raise ExperimentError("normalization", self.normalization, "narrow_layer")
        if self.normalization == "batch" and min(self.batches) < 2:
            raise ExperimentError("normalization", self.normalization, "small_batch")
        if self.initializer == GIVEN and self.sizes != data.given_sizes:
            raise ExperimentError("initializer", self.initializer, "not_published")
        if self.stop_when == "accuracy":
            if data.task == REGRESSION:
                raise ExperimentError("stop_when", self.stop_when, "no_classes")
            if self.stop_at > 1:
                raise ExperimentError("stop_at", self.stop_at, "share")
        self._check_size()

    def _check_size(self) -> None:
        if self.parameters > MAX_PARAMETERS:
            numbers = {"most": MAX_PARAMETERS, "found": self.parameters}
            raise ExperimentError("hidden_layers", self.hidden_layers, "many_parameters", **numbers)
        cells = _cells(self.sizes, self.batch)
        if cells > MAX_CELLS:
            name = "samples" if self.batch_size is None else "batch_size"
            raise ExperimentError(name, getattr(self, name), "many_activations", most=MAX_CELLS, found=cells)

    def _set(self, name: str, value: object) -> None:
        """Replace what was given by its checked, plain form (a frozen dataclass allows no assignment)."""
        object.__setattr__(self, name, value)

    @property
    def data(self) -> Dataset:
        """Where the samples come from."""
        return of_table(self.table) if self.table is not None else DATASETS[self.dataset]

    @property
    def data_key(self) -> tuple[object, ...]:
        """All that the samples depend on but the seed."""
        e, table = self, "" if self.table is None else self.table.fingerprint
        return e.dataset, e.sample_count, e.noise_level, e.test_share, e.split_seed, e.standardize, table

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, input first."""
        data = self.data
        return (data.n_in, *self.hidden_layers, data.n_out)

    @property
    def sample_count(self) -> int:
        """How many samples are taken from the data set, those that are held back included."""
        return self.data.samples if self.samples is None else self.samples

    @property
    def noise_level(self) -> float:
        """The noise that is added; 0 where nothing is made up."""
        usual = self.data.noise
        return 0.0 if usual is None else usual if self.noise is None else self.noise

    @property
    def train_count(self) -> int:
        """How many samples are trained on."""
        return self.sample_count - test_size(self.sample_count, self.test_share)

    @property
    def batch(self) -> int:
        """How many samples a step takes; the last one of an epoch may take fewer."""
        return self.train_count if self.batch_size is None else self.batch_size

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the training samples."""
        return -(-self.train_count // self.batch)

    @property
    def batches(self) -> set[int]:
        """The sizes of an epoch's batches."""
        return {self.batch, self.train_count - (self.steps_per_epoch - 1) * self.batch}

    @property
    def penalty(self) -> Penalty:
        """What is added to the loss for large weights."""
        return Penalty(self.l1, self.l2)

    @property
    def parameters(self) -> int:
        """How many weights and biases the network has."""
        return parameter_count(self.sizes)

    def to_json(self) -> str:
        """The settings as JSON, the same text for the same Experiment."""
        settings = {name: getattr(self, name) for name in _DEFAULTS}
        if self.table is not None:
            settings["table"] = self.table.fingerprint
        return json.dumps(settings, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """The Experiment that `to_json` wrote; a missing setting takes its default.

        Of a table there is only its fingerprint, from which no data come back: it is refused.

        Raises:
            ExperimentError: for text that is no JSON object, an unknown setting or a refused value.
        """
        try:
            settings: Any = json.loads(text)
        except (ValueError, RecursionError):
            raise ExperimentError("experiment", text, "json") from None
        if not isinstance(settings, dict):
            raise ExperimentError("experiment", settings, "json")
        known = {setting.name for setting in fields(cls)}
        for name in settings:
            if name not in known:
                raise ExperimentError(name, settings[name], "unknown")
        return cls(**settings)

    def to_query(self) -> dict[str, str]:
        """The settings that differ from the tutorial's, as the keys and texts of a link."""
        ours = ((name, getattr(self, name), default) for name, default in _DEFAULTS.items())
        return words.write({name: value for name, value, default in ours if value != default})

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Experiment:
        """The Experiment that `to_query` wrote; a missing setting takes its default.

        Args:
            query: key -> text, or the texts of all its occurrences.

        Raises:
            ExperimentError: for an unknown key, one given more than once, or a refused value.
        """
        return cls(**words.read(query))


_DEFAULTS = {setting.name: setting.default for setting in fields(Experiment)}


def max_width(hidden_layers: int, like: Experiment | None = None) -> int:
    """The greatest width up to 512 that an Experiment of so many equal hidden layers may have.

    Args:
        like: where data set and batch are taken from; None for the tutorial's run.
    """
    experiment = Experiment() if like is None else like
    data, batch = experiment.data, experiment.batch

    def fits(width: int) -> bool:
        sizes = (data.n_in, *(width,) * hidden_layers, data.n_out)
        return parameter_count(sizes) <= MAX_PARAMETERS and _cells(sizes, batch) <= MAX_CELLS

    return max((width for width in range(1, MAX_WIDTH + 1) if fits(width)), default=1)
