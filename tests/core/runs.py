"""Small random runs, and every bit of one: what the trainer's tests share."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from mlp_core import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    OUTPUT_ACTIVATIONS,
    SCHEDULES,
    Experiment,
    Plan,
    Trainer,
)
from mlp_core.data.datasets import Dataset
from mlp_core.data.load import test_size

QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None)
"""The same examples at every run, and no clock in the verdict."""
MANY = settings(QUICK, max_examples=100)

LAYER_ARRAYS = ("W", "b", "z", "n", "a", "slope", "delta", "da", "dW", "db")

# Equal widths often, so that skip connections have a place.
WIDTHS = st.lists(st.integers(1, 6), min_size=1, max_size=4).map(tuple) | st.tuples(
    st.integers(2, 6), st.integers(1, 4)
).map(lambda shape: (shape[0],) * shape[1])


def losses(data: Dataset, output: str) -> list[str]:
    """The losses that fit a data set's targets and an output activation."""
    return sorted(
        name
        for name, loss in LOSSES.items()
        if loss.output in (None, output)
        and (data.unit_targets or not loss.unit_targets)
        and (data.task == "classes" or not loss.one_hot)
    )


@st.composite
def experiments(
    draw: st.DrawFn,
    hidden_layers: st.SearchStrategy[tuple[int, ...]] = WIDTHS,
    learning_rate: st.SearchStrategy[float] = st.floats(1e-4, 5e-3),  # noqa: B008
    gain: st.SearchStrategy[float] = st.just(1.0) | st.floats(0.25, 1.25),  # noqa: B008
) -> Experiment:
    """Any settings that go together. Of large data sets a few samples.

    The defaults are low enough that no activation's run diverges within a few dozen steps.
    """
    dataset = draw(st.sampled_from(sorted(DATASETS)))
    data, hidden = DATASETS[dataset], draw(hidden_layers)
    few = st.integers(1, min(6, data.samples))
    samples = draw(few if data.samples > 6 else st.none() | few)
    taken = samples or data.samples
    test_share = draw(st.sampled_from([0.0, 0.3])) if taken > 1 else 0.0
    trained = taken - test_size(taken, test_share)
    batch = draw(st.none() | st.integers(1, trained))
    smallest = min(batch or trained, trained % (batch or trained) or trained)
    output = draw(st.sampled_from(sorted(OUTPUT_ACTIVATIONS)))
    # Centimetres and grams as they are would make many a run diverge.
    standardize = draw(st.booleans()) or dataset in ("iris", "penguins")
    # One sample alone, standardised, is 0: a normalised layer then divides by no more than sqrt(1e-5).
    still = standardize and trained == 1
    normalizations = ["none", *["layer"] * (1 not in hidden and not still), *["batch"] * (smallest > 1)]
    return Experiment(
        dataset=dataset,
        hidden_layers=hidden,
        activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
        output_activation=output,
        initializer=draw(st.sampled_from(sorted(INITIALIZERS))),
        loss=draw(st.sampled_from(losses(data, output))),
        optimizer=draw(st.sampled_from(sorted(OPTIMIZERS))),
        learning_rate=draw(learning_rate),
        batch_size=batch,
        seed=draw(st.integers(0, 2**32 - 1)),
        train_biases=draw(st.booleans()),
        residual=draw(st.booleans()),
        normalization=draw(st.sampled_from(normalizations)),
        gain=draw(gain),
        samples=samples,
        noise=draw(st.sampled_from([None, 0.0, 0.3])),
        test_share=test_share,
        split_seed=draw(st.integers(0, 3)),
        standardize=standardize,
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.1])),
        schedule=draw(st.sampled_from(sorted(SCHEDULES))),
        period=draw(st.integers(1, 40)),
    )


EXPERIMENTS = experiments()


def bits(trainer: Trainer) -> dict[str, bytes]:
    """Every bit of the state that can be seen, and how many updates were made."""
    state = {
        f"{name}{layer.index}": getattr(layer, name).tobytes()
        for layer in trainer.network.layers
        for name in LAYER_ARRAYS
    }
    buffers = trainer.network.buffers
    for name in ("n_hat", "dn", "s"):
        state |= {f"{name}{l}": array.tobytes() for l, array in getattr(buffers, name).items()}
    state |= {f"f{l}": array.tobytes() for l, array in enumerate(buffers.f)}
    state |= {name: array.tobytes() for name, array in trainer.optimizer_state.items()}
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
