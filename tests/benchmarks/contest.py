"""What is trained in a contest, and who trains it: our Trainer, the listing, tidy NumPy, PyTorch, JAX.

Everyone makes the same updates on the same batches from the same first weights; `check` holds each one's
weights against tidy NumPy in float64 before anything is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mlp_core import DATASETS, PRESETS, Experiment, Trainer
from mlp_core.data.datasets import some
from mlp_core.data.load import shuffled
from tests.core import reference

Array = np.ndarray[Any, Any]
Layers = list[tuple[Array, Array]]
"""(W, b) of every layer, input side first."""
CHECKED, EXACT, ROUGH = 20, 1e-9, 2e-3
"""Updates before weights are compared; how far those may be off, of the largest, in float64 and float32."""


def _wide(rng: np.random.RandomState, samples: int, noise: float) -> tuple[Array, Array]:
    """Ten classes of 784 inputs; how well they can be told apart does not matter here."""
    labels = some(rng, 10 * samples, samples) % 10
    return rng.uniform(0, 1, (samples, 784)) + 0.1 * labels[:, None], np.eye(10)[labels]


def cases() -> dict[str, Experiment]:
    """name -> what is trained; the widest takes the place of the digits, for the length of this process."""
    moons = Experiment(
        dataset="moons", samples=300, hidden_layers=(8, 8), activation="tanh", output_activation="linear",
        initializer="xavier", learning_rate=0.05,
    )  # fmt: skip
    digits = replace(PRESETS["digits"], optimizer="sgd", learning_rate=0.05)
    return {
        "tutorial, batch 1": Experiment(),
        "2-8-8-1, batch 10": replace(moons, batch_size=10),
        "2-8-8-1, full batch 300": moons,
        "digits 64-64-10, batch 32": digits,
        "784-512-512-10, batch 128": replace(digits, samples=1280, hidden_layers=(512, 512), batch_size=128),
    }


def experiment(case: str) -> Experiment:
    """The case's settings; its data are put in place."""
    if case.startswith("784"):
        wide = replace(DATASETS["digits"], n_in=784, load=_wide, samples=1280, image=None)
        DATASETS["digits"] = wide
    return cases()[case]


def batches(e: Experiment, x: Array, y: Array) -> Iterator[tuple[Array, Array]]:
    """The batches of all steps, rows as samples, in the core's own order."""
    epoch = 0
    while True:
        if e.steps_per_epoch == 1:
            yield x, y
            continue
        order = shuffled(e.seed, epoch, len(x))
        for start in range(0, len(x), e.batch):
            rows = order[start : start + e.batch]
            yield x[rows], y[rows]
        epoch += 1


@dataclass
class Contestant:
    """Someone who trains: `step(n)` makes n updates, `weights()` are its own, in the order of the layers."""

    step: Callable[[int], object]
    weights: Callable[[], list[Array]]
    exact: bool = True


def drawn(e: Experiment) -> tuple[Array, Array, Layers]:
    """x, y and the first weights, copies."""
    trainer = Trainer(e)
    return trainer.x, trainer.y, [(layer.W.copy(), layer.b.copy()) for layer in trainer.network.layers]


def ours(e: Experiment) -> Contestant:
    """As a user gets it: every loss recorded, states kept to go back to."""
    trainer = Trainer(e)
    return Contestant(
        trainer.step, lambda: [layer.W for layer in trainer.network.layers], e.dtype == "float64"
    )


def listing(e: Experiment) -> Contestant:
    """The tutorial's, call by call, for one sample."""
    x, y, pairs = drawn(e)
    layers = [reference.Layer(W, b) for W, b in pairs]

    def step(n: int) -> None:
        for _ in range(n):
            reference.descend(layers, x[0], y[0], e.learning_rate)

    return Contestant(step, lambda: [layer.W for layer in layers])


FUNCTIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]] = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: z > 0),
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
}
"""name -> f(z), and f'(z) from z and a."""


def softmax(z: Array) -> Array:
    """e^z / sum(e^z), row by row."""
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def tidy(e: Experiment) -> Contestant:
    """What a careful reader of a textbook writes; a list of losses is its history."""
    x, y, layers = drawn(e)
    f, slope = FUNCTIONS[e.activation]
    classes = e.output_activation == "softmax"
    f_out, slope_out = (softmax, None) if classes else FUNCTIONS[e.output_activation]
    stream, losses, eta = batches(e, x, y), list[float](), e.learning_rate

    def update(x: Array, y: Array) -> None:
        a, zs = [x], list[Array]()
        for l, (W, b) in enumerate(layers):
            zs.append(a[-1] @ W + b)
            a.append((f_out if l == len(layers) - 1 else f)(zs[-1]))
        h = a[-1]
        losses.append(float(-np.sum(y * np.log(h)) / len(y) if classes else 0.5 * np.mean((h - y) ** 2)))
        delta = (h - y) / len(y) * (1 if slope_out is None else slope_out(zs[-1], h))
        for l in range(len(layers) - 1, -1, -1):
            W, b = layers[l]
            dW, db = a[l].T @ delta, delta.sum(0)
            if l:
                delta = delta @ W.T * slope(zs[l - 1], a[l])
            W -= eta * dW
            b -= eta * db

    def step(n: int) -> None:
        with np.errstate(all="ignore"):
            for _ in range(n):
                update(*next(stream))

    return Contestant(step, lambda: [W for W, _ in layers])


def pytorch(e: Experiment, dtype: str) -> Contestant:
    """PyTorch as its own tutorials use it: eager, its loss and optimizer; every loss as a number."""
    import torch

    torch.set_num_threads(1)
    kind = getattr(torch, dtype)
    x, y, layers = drawn(e)
    functions = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    parts: list[Any] = []
    for l, (W, b) in enumerate(layers):
        linear = torch.nn.Linear(*W.shape, dtype=kind)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W.T))
            linear.bias.copy_(torch.tensor(b))
        name = e.output_activation if l == len(layers) - 1 else e.activation
        parts += [linear, *([functions[name]()] if name in functions else [])]
    net = torch.nn.Sequential(*parts)
    optimizer = torch.optim.SGD(net.parameters(), lr=e.learning_rate)
    xs, ys = torch.tensor(x, dtype=kind), torch.tensor(y, dtype=kind)
    losses = list[float]()
    whole = e.steps_per_epoch == 1
    indices = batches(e, np.arange(len(x)), np.arange(len(x)))

    def step(n: int) -> None:
        for _ in range(n):
            rows = slice(None) if whole else torch.from_numpy(next(indices)[0])
            target, out = ys[rows], net(xs[rows])
            if e.output_activation == "softmax":
                loss = torch.nn.functional.cross_entropy(out, target)
            else:
                loss = 0.5 * ((out - target) ** 2).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())

    return Contestant(step, lambda: [p.weight.detach().numpy().T for p in parts[::1] if hasattr(p, "weight")],
                      dtype == "float64")  # fmt: skip


def jax_jit(e: Experiment, dtype: str) -> Contestant:
    """JAX, one compiled function a step, called step by step; the loss as a number at every step."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", dtype == "float64")
    x, y, layers = drawn(e)
    functions = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu, "linear": lambda z: z}

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        a = x
        for W, b in parameters[:-1]:
            a = functions[e.activation](a @ W + b)
        z = a @ parameters[-1][0] + parameters[-1][1]
        if e.output_activation == "softmax":
            return -jnp.sum(y * jax.nn.log_softmax(z)) / len(y)
        return 0.5 * jnp.sum((functions[e.output_activation](z) - y) ** 2) / len(y)

    @jax.jit
    def update(parameters: Any, x: Any, y: Any) -> Any:
        value, gradient = jax.value_and_grad(loss)(parameters, x, y)
        moved = jax.tree.map(lambda p, g: p - e.learning_rate * g, parameters, gradient)
        return moved, value

    state = {"parameters": [(jnp.asarray(W, dtype), jnp.asarray(b, dtype)) for W, b in layers]}
    xs, ys = np.asarray(x, dtype), np.asarray(y, dtype)
    stream, losses = batches(e, xs, ys), list[float]()

    def step(n: int) -> None:
        for _ in range(n):
            state["parameters"], value = update(state["parameters"], *next(stream))
            losses.append(float(value))

    return Contestant(step, lambda: [np.asarray(W) for W, _ in state["parameters"]], dtype == "float64")


CONTESTANTS: dict[str, Callable[[Experiment], Contestant]] = {
    "ours": ours,
    "ours float32": lambda e: ours(replace(e, dtype="float32")),
    "listing": listing,
    "tidy NumPy": tidy,
    "PyTorch float64": lambda e: pytorch(e, "float64"),
    "PyTorch float32": lambda e: pytorch(e, "float32"),
    "JAX float64": lambda e: jax_jit(e, "float64"),
    "JAX float32": lambda e: jax_jit(e, "float32"),
}
"""name -> who trains."""


def enters(name: str, case: str) -> bool:
    """Whether this one takes part: the listing knows one sample and its own network."""
    return name != "listing" or case.startswith("tutorial")


def check(e: Experiment, who: Contestant) -> float:
    """The greatest difference of its weights from tidy NumPy's in float64, relative to the layer's largest.

    Raises:
        AssertionError: when that is more than rounding.
    """
    expected = tidy(replace(e, dtype="float64"))
    expected.step(CHECKED)
    who.step(CHECKED)
    pairs = list(zip(who.weights(), expected.weights(), strict=True))
    worst = max(float(np.abs(ours - W).max() / np.abs(W).max()) for ours, W in pairs)
    assert worst < (EXACT if who.exact else ROUGH), f"weights differ by {worst}"
    return worst
