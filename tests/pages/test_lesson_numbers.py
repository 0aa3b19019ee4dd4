"""Numbers in lessons' texts, computed a second time: by the textbook where it can, else by a new run."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from mlp_core import Experiment, Plan, Trainer, textbook
from pages.shared.lessons import markup
from pages.shared.lessons.expressions import Expression
from pages.shared.lessons.lesson import Lesson
from pages.shared.lessons.runs import Stand
from pages.shared.lessons.words import LESSONS
from tests.pages.lessons import checked

Array = np.ndarray


@dataclass(frozen=True)
class Written:
    """A number in a text: what it is of, at which step of which run, and what the lesson says that it is."""

    lesson: str
    source: str
    plan: Plan
    step: int
    name: str
    args: tuple[object, ...]
    value: float


def expressions_of(lesson: Lesson) -> Iterator[tuple[Expression, Stand]]:
    """All that is measured in texts, answers and blanks, with its run and step."""
    for step in lesson.steps:
        texts = [step.text, step.hint, *(option.say for option in step.options)]
        found = [each for words in texts if words for each in markup.numbers(words["en"])]
        found += [step.value] if step.value else []
        for each in [*found, *(blank.value for blank in step.blanks)]:
            yield each, lesson.stand(step)


def simple(id: str) -> Iterator[Written]:
    """Those of one quantity, at a step that is named or the text's own."""
    lesson = checked(id)
    for found, stand in expressions_of(lesson):
        body, value = found.body, found.value(stand)
        if isinstance(body, ast.BinOp) and isinstance(body.op, ast.MatMult):
            match body.right:
                case ast.Constant(int(step)):
                    body, stand = body.left, stand.at(step)
        what, args = (body.func, body.args) if isinstance(body, ast.Call) else (body, [])
        if isinstance(what, ast.Attribute) and isinstance(what.value, ast.Name):
            stand, name = stand.of(what.value.id), what.attr
        elif isinstance(what, ast.Name):
            name = what.id
        else:
            continue
        plan = stand.runs[stand.run][0]
        depth = len(plan.last.sizes) - 1
        known = [argument(each, depth) for each in args]
        if name in OF and None not in known and (name not in SCORES or is_bare(plan)):
            yield Written(id, found.source, plan, stand.step, name, tuple(known), value)


def is_bare(plan: Plan) -> bool:
    """Whether the textbook's forward pass is the run's."""
    return plan.last.normalization == "none" and not plan.last.residual


def argument(each: ast.expr, depth: int) -> object:
    """A number, a name of an array, or the output's layer; None for anything else."""
    match each:
        case ast.Constant(int(number)):
            return number
        case ast.Name("layers"):
            return depth
        case ast.Name(name):
            return name
    return None


# The second way


def is_plain(plan: Plan) -> bool:
    """Whether the textbook can train it: gradient descent on all samples, and nothing besides."""
    one = plan.last
    return (
        len(plan.legs) == 1
        and not plan.edits
        and (one.optimizer, one.schedule) == ("sgd", "constant")
        and is_bare(plan)
        and one.batch_size is None
        and one.l1 == one.l2 == 0
        and {one.activation, one.output_activation} <= textbook.ACTIVATIONS.keys()
        and one.loss in textbook.LOSSES
    )


def copied(trainer: Trainer) -> textbook.Network:
    """The textbook's network with a trainer's weights."""
    layers, one = trainer.network.layers, trainer.experiment
    return textbook.Network(
        [layer.W.copy() for layer in layers],
        [layer.b.copy() for layer in layers],
        [*[one.activation] * (len(layers) - 1), one.output_activation],
        one.loss,
    )


@cache
def trained(plan: Plan, step: int) -> textbook.Network:
    """After so many steps of the textbook's own, with its passes run once more."""
    trainer = Trainer(plan)
    network, biases = copied(trainer), plan.last.train_biases
    for _ in range(step):
        kept = dict(network.b)
        network.step(trainer.x, trainer.y, plan.last.learning_rate)
        if not biases:
            network.b = kept
    network.forward(trainer.x)
    network.backward(trainer.y)
    return network


def anew(plan: Plan, step: int, before: dict[Plan, Trainer]) -> Trainer:
    """A trainer of its own, which only goes forward."""
    trainer = before.setdefault(plan, Trainer(plan))
    trainer.step(step - trainer.step_count)
    trainer.evaluate()
    return trainer


def array(name: str, network: textbook.Network, l: int) -> Array:
    """One of a layer's."""
    if name == "slope":
        return textbook.SLOPES[network.f[l]](network.z[l])
    return getattr(network, name)[l]


def cell(name: str) -> Callable[..., float]:
    """One number of an array: counted from 1, of the first sample where nothing is said."""

    def at(network: textbook.Network, l: int, *places: int) -> float:
        found = array(name, network, l)
        if name in ("W", "dW", "b", "db"):
            return float(found[tuple(place - 1 for place in places)])
        unit, sample = (*places, 1)[:2]
        return float(found[sample - 1, unit - 1])

    return at


def norm(network: textbook.Network, name: str, l: int) -> float:
    """Summed without squares that underflow."""
    return math.hypot(*array(name, network, l).ravel())


OF_NETWORK: dict[str, Callable[..., float]] = {
    **{name: cell(name) for name in ("W", "dW", "b", "db", "z", "a", "delta", "slope")},
    "norm": norm,
    "ratio": lambda network, name, l, m: norm(network, name, l) / norm(network, name, m),
    "mean": lambda network, name, l: float(np.mean(array(name, network, l))),
    "max": lambda network, name, l: float(np.max(array(name, network, l))),
}


def outputs(trainer: Trainer, rows: Array) -> tuple[Array, Array]:
    """What the textbook's network with these weights gives for samples, and what it should."""
    return copied(trainer).forward(trainer.data.inputs[rows]), trainer.data.targets[rows]


def share_right(trainer: Trainer, rows: Array) -> float:
    """Of one output what is nearer to 1, of several the largest."""
    a, y = outputs(trainer, rows)
    taken, true = (v[:, 0] > 0.5 if v.shape[1] == 1 else v.argmax(axis=1) for v in (a, y))
    return float(np.mean(taken == true))


def mean_loss(trainer: Trainer, rows: Array) -> float:
    """By the textbook's formula."""
    a, y = outputs(trainer, rows)
    return float(textbook.LOSSES[trainer.experiment.loss](a, y))


def confused(trainer: Trainer, true: int, taken: int) -> float:
    """Counted one by one, on the samples held back."""
    a, y = outputs(trainer, trainer.data.test)
    return sum(
        int(t.argmax()) == true - 1 and int(o.argmax()) == taken - 1 for o, t in zip(a, y, strict=True)
    )


def updates_an_epoch(one: Experiment) -> int:
    """The last batch may be smaller."""
    return -(-one.train_count // one.batch)


def parameters(one: Experiment) -> int:
    """Weights and biases, counted from the sizes of the layers."""
    return sum((below + 1) * here for below, here in zip(one.sizes, one.sizes[1:], strict=False))


OF_RUN: dict[str, Callable[..., float]] = {
    "loss": lambda t: t.history.loss[t.step_count],
    "train_loss": lambda t: mean_loss(t, t.data.train),
    "test_loss": lambda t: mean_loss(t, t.data.test),
    "accuracy": lambda t: share_right(t, t.data.train),
    "test_accuracy": lambda t: share_right(t, t.data.test),
    "right": lambda t: share_right(t, t.data.test) * len(t.data.test),
    "confused": confused,
    "x": lambda t, j, k=1: t.data.inputs[t.data.train][k - 1, j - 1],
    "y": lambda t, j, k=1: t.data.targets[t.data.train][k - 1, j - 1],
}
OF_SETTINGS: dict[str, Callable[..., float]] = {
    "depth": lambda one: len(one.hidden_layers),
    "layers": lambda one: len(one.hidden_layers) + 1,
    "units": lambda one, l: one.sizes[l],
    "inputs": lambda one: one.sizes[0],
    "parameters": parameters,
    "eta": lambda one: one.learning_rate,
    "batch": lambda one: one.batch_size or one.train_count,
    "steps_per_epoch": updates_an_epoch,
}
SCORES = {"train_loss", "test_loss", "accuracy", "test_accuracy", "right", "confused"}
OF = {*OF_NETWORK, *OF_RUN, *OF_SETTINGS}


def again(one: Written, before: dict[Plan, Trainer]) -> tuple[str, float]:
    """By which way, and what comes out; `before` has the trainers of earlier steps."""
    if one.name in OF_SETTINGS:
        return "settings", OF_SETTINGS[one.name](one.plan.last, *one.args)
    if is_plain(one.plan) and (one.name in OF_NETWORK or one.name == "loss"):
        network, trainer = trained(one.plan, one.step), Trainer(one.plan)
        if one.name == "loss":
            return "textbook", float(textbook.LOSSES[one.plan.last.loss](network.a[network.L], trainer.y))
        return "textbook", OF_NETWORK[one.name](network, *one.args)
    trainer = anew(one.plan, one.step, before)
    if one.name in OF_RUN:
        return "run", OF_RUN[one.name](trainer, *one.args)
    layers = trainer.network.layers
    network = copied(trainer)
    for name in ("z", "a", "delta", "dW", "db"):
        setattr(network, name, {layer.index: getattr(layer, name) for layer in layers})
    return "run", OF_NETWORK[one.name](network, *one.args)


LEAST = {
    "layer": 20, "descent": 15, "one-step": 40, "chain-rule": 8, "tutorial": 12, "vanishing": 12,
    "exploding": 15,
}  # fmt: skip
"""How many numbers of a lesson the textbook computes, at least: of those whose runs it can train."""


@pytest.mark.parametrize("id", LESSONS)
def test_numbers_in_texts_are_those_of_a_second_computation(id: str) -> None:
    found = sorted(simple(id), key=lambda one: one.step)
    before: dict[Plan, Trainer] = {}
    ways = Counter[str]()
    for one in found:
        way, value = again(one, before)
        ways[way] += 1
        assert one.value == pytest.approx(value, rel=1e-7, abs=1e-15 if way == "textbook" else 0), one

    assert len(found) >= 12
    assert ways["textbook"] >= LEAST.get(id, 0)
