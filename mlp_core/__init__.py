"""A NumPy core for seeing backpropagation: networks, training step by step, going back in time.

The tutorial's run, and back to a moment of it: `trainer = Trainer(Experiment())`, `trainer.step(100)`,
`trainer.goto(42)`.
"""

from mlp_core.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from mlp_core.csv_file import read_csv
from mlp_core.datasets import DATASETS
from mlp_core.errors import DivergedError, ExperimentError, TableError
from mlp_core.experiment import Experiment
from mlp_core.history import History
from mlp_core.initializers import INITIALIZERS
from mlp_core.losses import LOSSES
from mlp_core.network import MLP, Dense
from mlp_core.normalization import NORMALIZATIONS
from mlp_core.optimizers import OPTIMIZERS
from mlp_core.plan import Edit, Plan
from mlp_core.presets import PRESETS
from mlp_core.program import Operation
from mlp_core.schedules import SCHEDULES
from mlp_core.stopping import STOPS, Met, Scores
from mlp_core.table import Table, prepare
from mlp_core.trainer import Trainer

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
]
