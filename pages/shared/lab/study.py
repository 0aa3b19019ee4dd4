"""A study: the networks that the lab compares, measured bit by bit so that a page can show what there is.

Three things are measured, in this order: every network at the chosen depth (the staircase), the same settings
at every depth, and, once it is asked for, the training of them all. Nothing here knows a screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from mlp_core import ACTIVATIONS, Experiment, ExperimentError, Scores
from mlp_core.analysis.course import Course
from mlp_core.analysis.cures import CURES
from mlp_core.analysis.health import chance, idles
from mlp_core.analysis.profile import MEASURES, Measures, ceiling, passed_on
from mlp_core.analysis.results import Result, table
from mlp_core.analysis.sweep import sweeping
from mlp_core.data.datasets import REGRESSION
from mlp_core.nn.steps import Array
from mlp_core.pauses import in_parts, pause
from mlp_core.training.inference import accuracy
from pages.shared.lab.settings import DEPTHS, Lab
from pages.shared.turn import Turn

T = TypeVar("T")
Z_BINS = np.linspace(-8.0, 8.0, 41)
"""Edges of the histogram of z; what lies beyond is counted in the outermost."""


@dataclass(frozen=True)
class Line:
    """One of the networks compared.

    Attributes:
        setting: "activation.initializer".
        cure: what is done to it, a name in CURES, or None.
        experiment: at the chosen depth, with the first seed.
    """

    setting: str
    cure: str | None
    experiment: Experiment

    @property
    def idles(self) -> str | None:
        """What an idle unit of it is, or None (health.idles)."""
        return idles(ACTIVATIONS[self.experiment.activation], self.experiment.sample_count)

    def at(self, seed: int, depth: int) -> Experiment:
        """The same at another depth, drawn from another seed."""
        return replace(self.experiment, seed=seed, hidden_layers=self.experiment.hidden_layers[:1] * depth)


class Coming(Generic[T]):
    """What comes one by one, and begins anew after an error.

    A generator that has raised says from then on that there is no more: what is missing would pass for
    measured, with every visitor who has the same study.
    """

    def __init__(self, begin: Callable[[], Iterator[T]]) -> None:
        self._begin, self._coming = begin, begin()

    def next(self) -> T | None:
        """The next, or None when there is no more."""
        try:
            return next(self._coming, None)
        except BaseException:
            self._coming = self._begin()
            raise


class Stage:
    """Networks of every line, drawn from every seed, at some depths.

    Attributes:
        depths: (D,).
        values: measure -> (lines, D, seeds, most layers), NaN where nothing is known yet.
        done, of: networks measured so far, and in all.
    """

    def __init__(self, lines: list[Line], depths: list[int], seeds: range) -> None:
        self.depths, self._lines, self._seeds = depths, lines, seeds
        self._shape = len(lines), len(depths), len(seeds)
        shape = (*self._shape, max(depths) + 1)
        self.values = {name: np.full(shape, np.nan) for name in MEASURES}
        self.results: list[Result] = []
        self.of = len(lines) * len(depths) * len(seeds)
        self._coming = Coming(self._come)

    @cached_property
    def experiments(self) -> list[Experiment]:
        """All the networks, made when the first is measured: their checks take a quarter of a second."""
        return [line.at(seed, depth) for line in self._lines for depth in self.depths for seed in self._seeds]

    def _come(self) -> Iterator[list[Result]]:
        self.results.clear()
        yield from sweeping(self.experiments)

    @property
    def done(self) -> int:
        """How many networks are measured."""
        return len(self.results)

    def advance(self) -> bool:
        """Measure some more; False when there is no more."""
        results = self._coming.next()
        for result in results or []:
            place = np.unravel_index(result.network, self._shape)
            for name, values in self.values.items():
                values[place][: len(result.measures[name])] = result.measures[name]
            self.results.append(result)
        return results is not None

    def quartiles(self, measure: str) -> Array:
        """Lower quartile, median and upper quartile over seeds, (3, lines, D, layers)."""
        return _quartiles(self.values[measure], axis=2)

    def median(self, line: int, depth: int = 0) -> Measures:
        """Every measure of one line at one of the depths: the median over seeds, (L,)."""
        layers = self.depths[depth] + 1
        return {
            name: _quartiles(values[line, depth, :, :layers], axis=0)[1]
            for name, values in self.values.items()
        }

    def table(self) -> pd.DataFrame:
        """Every network measured so far (mlp_core.analysis.results)."""
        return table(self.experiments, self.results)


class Courses(NamedTuple):
    """What a Training has found, over the seeds.

    Attributes:
        sizes: (lines, steps + 1, L), the measure.
        loss, accuracy: (lines, steps + 1).
        idle: (lines, steps + 1, L).
    """

    sizes: Array
    loss: Array
    accuracy: Array
    idle: Array


class Training:
    """The training of every line from every seed: one measure of every layer at every step.

    Attributes:
        values: (lines, seeds, steps + 1, L), loss, accuracy: (lines, seeds, steps + 1); NaN where unknown.
        idle: (lines, seeds, steps + 1, L), the share of units that are idle (health.idles).
        diverged: (lines, seeds), the step at which the run left the finite numbers; -1 where it did not.
        done, of: runs finished so far, and in all.
    """

    def __init__(self, lines: list[Line], depth: int, seeds: range, steps: int, measure: str) -> None:
        self._lines, self._depth, self._seeds = lines, depth, seeds
        self._steps, self._measure = steps, measure
        shape = len(lines), len(seeds)
        self.values = np.full((*shape, steps + 1, depth + 1), np.nan)
        self.loss = np.full((*shape, steps + 1), np.nan)
        self.accuracy, self.idle = np.full_like(self.loss, np.nan), np.full_like(self.values, np.nan)
        self.diverged = np.full(shape, -1)
        self.done, self.of = 0, len(lines) * len(seeds)
        self._going = Coming(self._go)
        self._medians: tuple[int, Courses] | None = None

    def advance(self) -> bool:
        """Train one step more; False when all is done."""
        return self._going.next() is not None

    def _go(self) -> Iterator[int]:
        self.done = 0
        for place, seed in enumerate(self._seeds):
            for l, line in enumerate(self._lines):
                pause()
                course = Course(line.at(seed, self._depth))
                for step, loss in enumerate(course.steps(self._steps)):
                    here = l, place, step
                    self.values[here] = course.size(self._measure)
                    self.loss[here] = loss
                    self._judge(course, line, here)
                    yield step
                if course.diverged is not None:
                    self.diverged[l, place] = course.diverged
                self.done += 1

    def _judge(self, course: Course, line: Line, here: tuple[int, int, int]) -> None:
        """Take in how many answers are right, and how many units are idle, at the step measured last."""
        trainer = course.trainer
        if line.experiment.data.task != REGRESSION:
            self.accuracy[here] = accuracy(trainer.network.layers[-1].a, trainer.data.y)
        if kind := line.idles:
            self.idle[here] = course.idle()[kind]

    def medians(self) -> Courses:
        """Medians over the seeds so far; made once for as many runs."""
        if self._medians is None or self._medians[0] != self.done:
            every = (self.values, self.loss, self.accuracy, self.idle)
            found = Courses(*(_quartiles(values, axis=1)[1] for values in in_parts(every, 1)))
            self._medians = self.done, found
        return self._medians[1]

    def table(self, lines: list[str]) -> pd.DataFrame:
        """One row per line, seed, step and layer."""
        _, _, steps, layers = self.values.shape
        index = pd.MultiIndex.from_product(
            [lines, self._seeds, range(steps), range(1, layers + 1)],
            names=["network", "seed", "step", "layer"],
        )
        loss = np.broadcast_to(self.loss[..., None], self.values.shape)
        right = np.broadcast_to(self.accuracy[..., None], self.values.shape)
        columns = {self._measure: self.values.ravel(), "loss": loss.ravel(), "accuracy": right.ravel()}
        return pd.DataFrame(columns, index=index).dropna(subset=["loss"]).reset_index()


def refusals(lab: Lab) -> dict[str, ExperimentError]:
    """The cures that cannot be applied to the first of the networks compared, and why."""
    refused = {}
    for name, cure in CURES.items():
        try:
            cure(lab.experiment(lab.compare[0]))
        except ExperimentError as error:
            refused[name] = error
    return refused


class Study:
    """All that the lab measures for one set of settings.

    Attributes:
        lab: the settings.
        lines: the networks compared.
        layers: the staircase's stage; depths: the depth sweep's; training: that of the lines.
        turn: held, before the server's, by who measures: it pauses, and others have the same study.
    """

    def __init__(self, lab: Lab) -> None:
        self.lab, self.turn = lab, Turn()
        self.lines = [Line(setting, None, lab.experiment(setting)) for setting in lab.compare]
        refused = refusals(lab) if lab.cures else {}
        for cure in lab.cures:
            if cure not in refused:
                self._add(cure)
        seeds = self._seeds = range(lab.seed, lab.seed + lab.seeds)
        self.layers = Stage(self.lines, [lab.depth], seeds)
        self.depths = Stage(self.lines, list(range(1, max(DEPTHS, lab.depth) + 1)), seeds)
        self.training = Training(self.lines, lab.depth, seeds, lab.steps, lab.measure)

    def _add(self, cure: str) -> None:
        """A line with this cure, unless another line is just that."""
        first = self.lines[0]
        cured = CURES[cure](first.experiment)
        if all(cured != line.experiment for line in self.lines):
            self.lines.append(Line(first.setting, cure, cured))

    def advance(self, until: float, train: bool) -> bool:
        """Measure until that moment (time.monotonic); says whether all is done.

        Args:
            train: whether the training is wanted too.
        """
        stages: list[Callable[[], bool]] = [self.layers.advance, self.depths.advance]
        for advance in [*stages, *([self.training.advance] if train else [])]:
            while advance():
                if time.monotonic() > until:
                    return False
        return True

    def experiment(self, line: int, depth: int) -> Experiment:
        """The network of one line at a depth, drawn from the first seed."""
        return self.lines[line].at(self.lab.seed, depth)

    def ceiling(self, line: int) -> Array | None:
        """The most that the measure could be in each layer (profile.ceiling), from the medians.

        None where a normalisation divides by a spread that has no least value.
        """
        if self.lines[line].experiment.normalization != "none":
            return None
        slope = ACTIVATIONS[self.lines[line].experiment.activation].max_slope
        units = np.array(self.lines[line].experiment.sizes)
        return ceiling(self.layers.median(line), self.lab.measure, slope, units)

    @cached_property
    def chances(self) -> list[Scores]:
        """What the best constant answer scores on the training samples under each line's loss.

        Medians over the seeds: some of the digits are drawn.
        """
        by_loss = dict[str, Scores]()
        for line in self.lines:
            if (loss := line.experiment.loss) not in by_loss:
                found = [chance(line.at(seed, 1)).scores for seed in in_parts(self._seeds, 1)]
                losses, right = ([s.train_loss for s in found], [s.train_accuracy for s in found])
                by_loss[loss] = Scores(float(np.median(losses)), np.nan, float(np.median(right)), np.nan)
        return [by_loss[line.experiment.loss] for line in self.lines]

    def passed_on(self, line: int) -> tuple[float, float, float]:
        """What a layer of this line passes on on the average: (ratio, weights, slope)."""
        return passed_on(self.layers.median(line))

    def pre_activations(self, line: int) -> Array:
        """Which share of z, as the activation sees it in all units, is in each of Z_BINS: (L, bins)."""
        course = Course(self.experiment(line, self.lab.depth))
        for _ in course.steps(0):
            pass
        low, high = Z_BINS[[0, -1]]
        counts = [
            np.histogram(np.clip(np.nan_to_num(layer.n, nan=np.inf), low, high), Z_BINS)[0]
            for layer in course.trainer.network.layers
        ]
        return np.array([count / max(1, count.sum()) for count in counts])


def _quartiles(values: Array, axis: int) -> Array:
    """Lower quartile, median, upper quartile of what is known, (3, ...); NaN where nothing is.

    As np.nanquantile, which loops over all slices in Python (measured: 110 times as long).
    """
    last = np.maximum((~np.isnan(values)).sum(axis=axis) - 1, 0)
    ordered = np.sort(values, axis=axis)  # NaN at the end
    found = []
    for share in (0.25, 0.5, 0.75):
        place = share * last
        below = np.floor(place).astype(int)
        low, high = (
            np.take_along_axis(ordered, np.expand_dims(i, axis), axis).squeeze(axis)
            for i in (below, np.minimum(below + 1, last))
        )
        weight = place - below
        with np.errstate(all="ignore"):
            found.append(np.where(weight == 0, low, (1 - weight) * low + weight * high))
    return np.array(found)
