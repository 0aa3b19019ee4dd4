"""What of runs that are compared may not be compared, and why."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_core import Experiment
from mlp_core.data.datasets import REGRESSION
from pages.shared.compare import words
from pages.shared.compare.pins import Pin
from pages.shared.text import text

SEVERAL = 3
"""So many seeds have a median and quartiles."""


def of(pins: Sequence[Pin]) -> list[str]:
    """Sentences, the weightiest first; none where all of it may be compared."""
    experiments = [experiment for pin in pins for _, experiment in pin.plan.legs]
    fields = {name for name in words.differing(*experiments) if len(experiments) > 1}
    found = [find(fields, experiments) for find in (_data, _task, _loss, _seed, _depth, _epoch)]
    return [sentence for sentence in found if sentence]


def _data(fields: set[str], experiments: Sequence[Experiment]) -> str:
    """Other samples, or the same ones otherwise."""
    if fields & {"dataset", "table"}:
        return text("differ.no_data")
    others = [
        text(f"differ.field_{name}")
        for name in ("samples", "noise", "test_share", "split_seed")
        if name in fields
    ]
    if others:
        return text("differ.no_samples", settings=words.listed(others, "and"))
    return text("differ.no_standardize") if "standardize" in fields else ""


def _task(fields: set[str], experiments: Sequence[Experiment]) -> str:
    """One has classes and another a number to learn, or other classes."""
    if not fields & {"dataset", "table"}:
        return ""
    regression = {e.data.task == REGRESSION for e in experiments}
    if len(regression) > 1:
        return text("differ.no_task")
    outputs = {e.data.n_out for e in experiments}
    return text("differ.no_classes") if len(outputs) > 1 and regression == {False} else ""


def _loss(fields: set[str], experiments: Sequence[Experiment]) -> str:
    """Another measure of what is wrong, or something added to it."""
    if "loss" in fields:
        classes = any(e.data.task != REGRESSION for e in experiments)
        return text("differ.no_loss" if classes else "differ.no_loss_numbers")
    return text("differ.no_penalty") if fields & {"l1", "l2"} else ""


def _seed(fields: set[str], experiments: Sequence[Experiment]) -> str:
    """It draws the first weights, and samples that are made up or taken from more."""
    if "seed" not in fields:
        return ""
    drawn = any(_draws(e) for e in experiments)
    if fields == {"seed"} and len({e.seed for e in experiments}) >= SEVERAL:
        return text("differ.seeds_data") if drawn else ""
    return text("differ.seed_data") if drawn else text("differ.seed")


def _draws(e: Experiment) -> bool:
    """Whether the seed chooses samples too."""
    return e.dataset == "tutorial" or e.data.most > 0 or e.sample_count < e.data.samples


def _depth(fields: set[str], experiments: Sequence[Experiment]) -> str:
    return text("differ.no_depth") if len({len(e.hidden_layers) for e in experiments}) > 1 else ""


def _epoch(fields: set[str], experiments: Sequence[Experiment]) -> str:
    """A step is then another share of an epoch, and costs otherwise."""
    return text("differ.no_epoch") if len({e.steps_per_epoch for e in experiments}) > 1 else ""
