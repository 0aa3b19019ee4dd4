"""A NumPy core for seeing backpropagation: networks, training step by step, going back in time.

The tutorial's run, and back to a moment of it: `trainer = Trainer(Experiment())`, `trainer.step(100)`,
`trainer.goto(42)`.
"""

from mlp_core.analysis.sweep import sweep
from mlp_core.data.csv import read_csv
from mlp_core.data.datasets import DATASETS
from mlp_core.data.suggest import suggest_features, suggest_kinds, suggest_target
from mlp_core.data.table import Table, prepare
from mlp_core.errors import DivergedError, ExperimentError, TableError
from mlp_core.nn.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from mlp_core.nn.initializers import INITIALIZERS
from mlp_core.nn.losses import LOSSES
from mlp_core.nn.network import MLP, Dense
from mlp_core.nn.normalization import NORMALIZATIONS
from mlp_core.nn.operation import Operation
from mlp_core.optim.optimizers import OPTIMIZERS
from mlp_core.optim.schedules import SCHEDULES
from mlp_core.training.experiment import Experiment
from mlp_core.training.history import History
from mlp_core.training.plan import Edit, Plan
from mlp_core.training.presets import PRESETS
from mlp_core.training.stopping import STOPS, Met, Scores
from mlp_core.training.trainer import Trainer

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "INITIALIZERS",
    "LOSSES",
    "MLP",
    "NORMALIZATIONS",
    "OPTIMIZERS",
    "OUTPUT_ACTIVATIONS",
    "PRESETS",
    "SCHEDULES",
    "STOPS",
    "Dense",
    "DivergedError",
    "Edit",
    "Experiment",
    "ExperimentError",
    "History",
    "Met",
    "Operation",
    "Plan",
    "Scores",
    "Table",
    "TableError",
    "Trainer",
    "prepare",
    "read_csv",
    "suggest_features",
    "suggest_kinds",
    "suggest_target",
    "sweep",
]
