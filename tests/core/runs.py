"""Small random runs, and every bit of one: what the trainer's tests share."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS, Experiment, Plan, Trainer

QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None)
"""The same examples at every run, and no clock in the verdict."""

LAYER_ARRAYS = ("W", "b", "z", "a", "slope", "delta", "da", "dW", "db")

# Learning rates low enough that no activation's run diverges within a few dozen steps.
EXPERIMENTS = st.builds(
    Experiment,
    hidden_layers=st.lists(st.integers(1, 6), min_size=1, max_size=4).map(tuple),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    output_activation=st.sampled_from(sorted(ACTIVATIONS)),
    initializer=st.sampled_from(sorted(INITIALIZERS)),
    loss=st.sampled_from(sorted(LOSSES)),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    learning_rate=st.floats(1e-4, 5e-3),
    seed=st.integers(0, 2**32 - 1),
    dataset=st.sampled_from(sorted(DATASETS)),
    train_biases=st.booleans(),
)


def bits(trainer: Trainer) -> dict[str, bytes]:
    """Every bit of the state that can be seen, and how many updates were made."""
    state = {
        f"{name}{layer.index}": getattr(layer, name).tobytes()
        for layer in trainer.network.layers
        for name in LAYER_ARRAYS
    }
    state["parameters"] = trainer.network.parameters.tobytes()
    state["gradient"] = trainer.network.gradient.tobytes()
    state["loss"] = trainer.loss.hex().encode()
    state["step_count"] = str(trainer.step_count).encode()
    return state


def parameters_after(experiment: Experiment | Plan, steps: int) -> bytes:
    """The parameters of a fresh run, one plain step(n) from its start."""
    trainer = Trainer(experiment)
    trainer.step(steps)
    return trainer.network.parameters.tobytes()


def fresh_bits(experiment: Experiment, steps: int) -> dict[str, bytes]:
    """Every bit of a fresh run after one plain step(n)."""
    trainer = Trainer(experiment)
    trainer.step(steps)
    return bits(trainer)
