"""Change one thing: from any settings the runs that differ from them in that alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mlp_core import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS, Experiment, ExperimentError, Plan
from mlp_core.training.fields import MAX_HIDDEN_LAYERS, MAX_SEED, MAX_WIDTH
from pages.shared import describe
from pages.shared.compare import words
from pages.shared.controls import output_activation
from pages.shared.link import LEAST_RATE, MOST_RATE

SEEDS = 5
"""One proves nothing; of five there are a median and quartiles."""
_DEPTHS = (1, 2, 4, 8, 16, 32)
_WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
_BATCHES = (1, 4, 16, 64, 256)
_FACTORS = (0.01, 0.1, 1, 10, 100)


def _activation(e: Experiment, name: str) -> Experiment:
    """The output's goes along, as on the sidebar, unless the loss needs the one that it has."""
    output = LOSSES[e.loss].output or output_activation(name)
    return replace(e, activation=name, output_activation=output)


def _around(values: Sequence[int], present: int, most: int) -> list[int]:
    return sorted({*(value for value in values if value <= most), present})


def _rates(e: Experiment) -> list[float]:
    """A row of powers of ten around the present one, as short as decimals are."""
    rates = [
        e.learning_rate if factor == 1 else float(f"{e.learning_rate * factor:.12g}") for factor in _FACTORS
    ]
    return [rate for rate in rates if LEAST_RATE <= rate <= MOST_RATE]


def _batch_sizes(e: Experiment) -> list[int | None]:
    sizes = {size for size in (*_BATCHES, e.batch_size or 0) if 0 < size < e.train_count}
    return [*sorted(sizes), None]


def _seeds(e: Experiment) -> list[int]:
    first = min(e.seed, MAX_SEED - SEEDS + 1)
    return list(range(first, first + SEEDS))


@dataclass(frozen=True)
class Kind:
    """One thing that can be changed.

    Attributes:
        field: the setting that says it.
        present: settings -> the value that they have.
        offer: the values to choose from, in their order; the present one is among them.
        make: settings and a value -> the settings with that value.
        is_row: whether all of them are made at once, if nobody chooses.
    """

    field: str
    present: Callable[[Experiment], Any]
    offer: Callable[[Experiment], Sequence[Any]]
    make: Callable[[Experiment, Any], Experiment]
    is_row: bool = False


def _field(name: str, offer: Callable[[Experiment], Sequence[Any]], is_row: bool = False) -> Kind:
    """A thing that is one setting, and nothing goes along with it."""
    return Kind(name, lambda e: getattr(e, name), offer, lambda e, value: replace(e, **{name: value}), is_row)


KINDS: dict[str, Kind] = {
    "activation": Kind("activation", lambda e: e.activation, lambda _: list(ACTIVATIONS), _activation),
    "initializer": _field("initializer", lambda _: list(INITIALIZERS)),
    "depth": Kind(
        "hidden_layers",
        lambda e: len(e.hidden_layers),
        lambda e: _around(_DEPTHS, len(e.hidden_layers), MAX_HIDDEN_LAYERS),
        lambda e, n: replace(e, hidden_layers=(max(e.hidden_layers),) * n),
    ),
    "width": Kind(
        "hidden_layers",
        lambda e: max(e.hidden_layers),
        lambda e: _around(_WIDTHS, max(e.hidden_layers), MAX_WIDTH),
        lambda e, n: replace(e, hidden_layers=(n,) * len(e.hidden_layers)),
    ),
    "optimizer": _field("optimizer", lambda _: list(OPTIMIZERS)),
    "learning_rate": _field("learning_rate", _rates, is_row=True),
    "batch": _field("batch_size", _batch_sizes),
    "seed": _field("seed", _seeds, is_row=True),
    "residual": _field("residual", lambda _: [False, True], is_row=True),
}
"""name -> what it is; the texts have the names too."""


@dataclass(frozen=True)
class Offer:
    """One value.

    Attributes:
        value: of the setting.
        experiment: the settings with it; None where they cannot be run.
        name: the value in words.
        refused: why not, in words; empty where they can be run.
    """

    value: Any
    experiment: Experiment | None
    name: str
    refused: str = ""


def settings(plan: Plan) -> tuple[Experiment, bool]:
    """What a change begins with: the settings that hold in the end, as a run of their own.

    Also whether the run was changed on its way (continued, or with weights set by hand): the page says so.
    """
    return plan.last, len(plan.legs) > 1 or bool(plan.edits)


def offers(e: Experiment, kind: str) -> list[Offer]:
    """All values of one thing, but for the one that there is, with the settings that each makes."""
    one = KINDS[kind]
    return [_offer(e, one, value) for value in one.offer(e) if value != one.present(e)]


def chosen(e: Experiment, kind: str) -> list[Any]:
    """What is chosen first: a whole row, or the value beside the present one."""
    good = [offer.value for offer in offers(e, kind) if offer.experiment]
    if KINDS[kind].is_row:
        return good
    values, present = list(KINDS[kind].offer(e)), KINDS[kind].present(e)
    place = values.index(present) if present in values else -1
    return ([value for value in values[place + 1 :] if value in good] or good)[:1]


def _offer(e: Experiment, kind: Kind, value: Any) -> Offer:
    try:
        made = kind.make(e, value)
    except ExperimentError as error:
        return Offer(value, None, _name(kind, value), describe.refusal(error))
    return Offer(value, made, words.short(kind.field, made, (e,)))


def _name(kind: Kind, value: Any) -> str:
    """Of a value that makes no settings."""
    return f"{value:,}" if kind.field == "hidden_layers" else describe.value(kind.field, value)


def made(e: Experiment, kind: str, values: Iterable[Any]) -> tuple[list[Experiment], list[str]]:
    """The runs with these values, and why others of them cannot be run, in words."""
    wanted = [offer for offer in offers(e, kind) if offer.value in set(values)]
    runs = [offer.experiment for offer in wanted if offer.experiment]
    return runs, [offer.refused for offer in wanted if offer.refused]
