"""What is asked in the lab: which networks are compared, how deep, on what, and how they are measured."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from mlp_core import ACTIVATIONS, DATASETS, INITIALIZERS, Experiment, ExperimentError, Plan
from mlp_core.analysis.cures import CURES
from mlp_core.analysis.profile import SIZES
from mlp_core.training.fields import MAX_HIDDEN_LAYERS, MAX_SEED
from pages.shared import link
from pages.shared.link import Query, Words

MOST_SEEDS, MOST_STEPS, MOST_COMPARED, MOST_WIDTH = 20, 500, 6, 128
LEAST_RATE, MOST_RATE = 1e-6, 1e4
LEAST_GAIN, MOST_GAIN = 1e-3, 1e3
DEPTHS = 30
"""The sweep goes over so many depths, or over as many as the chosen one."""
DATA, OUTPUTS = ("digits", "xor", "tutorial"), ("sigmoid", "linear")
SETTINGS = tuple(f"{activation}.{initializer}" for activation in ACTIVATIONS for initializer in INITIALIZERS)
"""Every activation with every initializer, as "sigmoid.xavier"."""

_WORD, _ENTRY = "~", "-"
_WHOLE, _NUMBER = re.compile(r"[0-9]{1,10}"), re.compile(r"[0-9]+(\.[0-9]*)?(e[+-]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Lab:
    """The lab's own settings, apart from those of the run on the other pages.

    Attributes:
        depth: hidden layers, 1 to 50.
        width: units in each, 1 to 128.
        output: the output layer's activation, a name in OUTPUTS.
        data, samples: a name in DATA, and how many of its samples are taken at most.
        compare: settings of the networks compared, each "activation.initializer".
        cures: names in CURES, each applied alone to the first of `compare`.
        measure: a name in SIZES.
        seeds, seed: how many networks are drawn of each setting, and the first one's seed.
        learning_rate, gain, steps: of the training; the factor on the first weights; updates.

    Raises:
        ExperimentError: naming the field; also where the deepest of the networks would be too large.
    """

    depth: int = 11
    width: int = 32
    output: str = "sigmoid"
    data: str = "digits"
    samples: int = 64
    compare: tuple[str, ...] = ("sigmoid.normal", "sigmoid.xavier", "tanh.xavier", "relu.he")
    cures: tuple[str, ...] = ()
    measure: str = "grad_norm"
    seeds: int = 10
    seed: int = 54
    learning_rate: float = 0.1
    gain: float = 1.0
    steps: int = 100

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and low <= value <= high):
                raise ExperimentError(name, value, "range", low=low, high=high)
        for name, allowed in {"data": DATA, "output": OUTPUTS, "measure": SIZES}.items():
            if getattr(self, name) not in allowed:
                raise ExperimentError(name, getattr(self, name), "one_of", names=", ".join(allowed))
        if not 1 <= len(self.compare) <= MOST_COMPARED or not set(self.compare) <= set(SETTINGS):
            raise ExperimentError("compare", self.compare, "settings", most=MOST_COMPARED)
        if not set(self.cures) <= set(CURES):
            raise ExperimentError("cures", self.cures, "some_of", names=", ".join(CURES))
        self.experiment(self.compare[0], depth=max(DEPTHS, self.depth))

    def experiment(self, setting: str, seed: int | None = None, depth: int | None = None) -> Experiment:
        """The network of one setting; the output activation is that of all others."""
        activation, initializer = setting.split(".")
        return Experiment(
            dataset=self.data,
            samples=min(self.samples, DATASETS[self.data].samples),
            hidden_layers=(self.width,) * (self.depth if depth is None else depth),
            activation=activation,
            output_activation=self.output,
            initializer=initializer,
            gain=self.gain,
            learning_rate=self.learning_rate,
            seed=self.seed if seed is None else seed,
        )

    def to_link(self) -> str:
        """What differs from the default, as one word of a link; empty where nothing does."""
        default = Lab()
        changed = [f.name for f in fields(self) if getattr(self, f.name) != getattr(default, f.name)]
        return _WORD.join(word for name in changed for word in (name, _written(getattr(self, name))))


LIMITS: dict[str, tuple[float, float]] = {
    "depth": (1, MAX_HIDDEN_LAYERS),
    "width": (1, MOST_WIDTH),
    "samples": (1, DATASETS["digits"].samples),
    "seeds": (1, MOST_SEEDS),
    "seed": (0, MAX_SEED - MOST_SEEDS),
    "learning_rate": (LEAST_RATE, MOST_RATE),
    "gain": (LEAST_GAIN, MOST_GAIN),
    "steps": (1, MOST_STEPS),
}
"""The least and the greatest value of each number."""


def _written(value: object) -> str:
    return _ENTRY.join(value) if isinstance(value, tuple) else str(value)


class _UnreadableError(Exception):
    """A word of a link that cannot be used."""


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise _UnreadableError(text)
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise _UnreadableError(text)
    return float(text)


def _entries(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split(_ENTRY))) if text else ()


_READ: dict[type, Callable[[str], Any]] = {int: _whole, float: _number, str: str, tuple: _entries}


@dataclass(frozen=True)
class View:
    """What of the lab is looked at: the step, the line in focus, and which charts.

    Attributes:
        step: from 0.
        focus: which of the compared networks, from 0.
        below: "depth" or "course", what the lower charts show.
        aside: "passes", "saturation" or "z", what the chart on the right shows.
        curve: "loss" or "accuracy", which of the two is shown as the networks train.
    """

    step: int = 0
    focus: int = 0
    below: str = "depth"
    aside: str = "passes"
    curve: str = "loss"


_KINDS = {field.name: type(field.default) for field in fields(Lab)}
_VIEWED = {field.name for field in fields(View)}
VIEWS = {
    "below": ("depth", "course"), "aside": ("passes", "saturation", "z"), "curve": ("loss", "accuracy")
}  # fmt: skip


def read(texts: Sequence[str]) -> tuple[Lab, View, bool]:
    """(settings, view, whether all of it could be used) of the texts of a link's word; nothing can fail."""
    lab, view, good = Lab(), View(), len(texts) == 1
    good = good and len(texts[0]) < 1000
    words = texts[0].split(_WORD) if good and texts[0] else []
    for name, text in zip(words[::2], words[1::2], strict=False):
        try:
            if name in _VIEWED:
                view = _looked(view, name, text)
            elif name in _KINDS:
                lab = replace(lab, **{name: _READ[_KINDS[name]](text)})
            else:
                good = False
        except (ExperimentError, _UnreadableError):
            good = False
    return lab, view, good and len(words) % 2 == 0


def _looked(view: View, name: str, text: str) -> View:
    """The view with one thing more that the link says of it."""
    if name not in VIEWS:
        changes: dict[str, Any] = {name: _whole(text)}
    elif text in VIEWS[name]:
        changes = {name: text}
    else:
        raise _UnreadableError(text)
    return replace(view, **changes)


_KEY = "lab"


def _read(query: Query, plan: Plan, ignored: list[str]) -> tuple[Lab, View]:
    lab, view, good = read(query.get(_KEY, [""]))
    if not good:
        ignored.append(_KEY)
    return lab, view


WORDS = link.register(Words((_KEY,), _read))
"""All of the lab is one word of a link."""


@dataclass(frozen=True)
class Story:
    """What to begin with.

    Attributes:
        lab: the settings.
        below: what the lower charts show first (View).
        train: whether the networks are trained at once.
    """

    lab: Lab
    below: str = "depth"
    train: bool = False


_EXPLODING = Lab(
    compare=("relu.he", "tanh.xavier", "linear.orthogonal", "sigmoid.xavier"), gain=2.0, output="linear",
    learning_rate=0.01, measure="delta_norm",
)  # fmt: skip

STORIES: dict[str, Story] = {
    "vanishing": Story(Lab()),
    "cures": Story(Lab(compare=("sigmoid.normal",), cures=tuple(CURES))),
    "exploding": Story(_EXPLODING, train=True),
    "nielsen": Story(
        Lab(
            depth=4, width=30, samples=1000, compare=("sigmoid.lecun",), cures=("cross_entropy",),
            measure="bias_norm", seeds=1, steps=500,
        ),
        "course",
    ),
}  # fmt: skip
"""By name. The last: M. Nielsen, Neural Networks and Deep Learning, ch. 5 (tests/core/test_nielsen.py)."""
