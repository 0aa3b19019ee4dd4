"""Settings of runs that are compared, in words: which differ, and how a value reads in a table or a name."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_core import Experiment
from mlp_core.data.datasets import CSV
from pages.shared import describe
from pages.shared.numbers import percent
from pages.shared.text import counted, text

_LATENT = {
    "samples": lambda e: e.sample_count,
    "noise": lambda e: e.noise_level,
    "batch_size": lambda e: e.batch,
    "period": lambda e: e.schedule != "constant" and e.period,
    "stop_at": lambda e: e.stop_when != "never" and e.stop_at,
    "split_seed": lambda e: e.test_share > 0 and e.split_seed,
}
"""What such a setting comes to: the usual noise and the same number written out are the same."""
_WITH_DATA = {"samples", "noise"}
"""What every data set has its own of: where that differs, it says enough."""
_SHORT = {"normalization", "loss", "optimizer", "initializer", "schedule", "dtype", "stop_when"}
_PLAIN = {"activation", "output_activation", "dataset"}


def differing(first: Experiment, *others: Experiment) -> list[str]:
    """The fields in which runs with these settings differ, in an Experiment's order.

    Without what goes along with another one (the output's activation with a loss or a data set, as with the
    other layers' activation), and without what is written otherwise but comes to the same.
    """
    names = [
        name
        for name in describe.differing(first, *others)
        if name not in _LATENT or any(_LATENT[name](other) != _LATENT[name](first) for other in others)
    ]
    along = {"output_activation"} if {"loss", "dataset"} & set(names) else set[str]()
    if "dataset" in names:
        along |= {name for name in _WITH_DATA if all(getattr(e, name) is None for e in (first, *others))}
        along.add("table")
    return [name for name in names if name not in along]


def follows(first: Experiment, *others: Experiment) -> bool:
    """Whether the output's activation differs too, though another setting is what was changed."""
    same = all(other.output_activation == first.output_activation for other in others)
    return not same and "output_activation" not in differing(first, *others)


def aspect(field: str, experiments: Sequence[Experiment]) -> str:
    """The field, or "depth" or "width" where the layers differ in that alone."""
    shapes = [e.hidden_layers for e in experiments]
    if field != "hidden_layers" or any(len(set(shape)) > 1 for shape in shapes):
        return field
    deep, wide = {len(shape) for shape in shapes}, {shape[0] for shape in shapes}
    return field if len(deep) > 1 < len(wide) else "width" if len(wide) > 1 else "depth"


def value(field: str, experiment: Experiment) -> str:
    """How a setting, or an aspect of one, stands in a table."""
    e = experiment
    match field:
        case "depth":
            return f"{len(e.hidden_layers):,}"
        case "width":
            return f"{e.hidden_layers[0]:,}"
        case "hidden_layers":
            return layers(e.hidden_layers)
        case "samples":
            return f"{e.sample_count:,}"
        case "noise":
            return f"{e.noise_level:g}"
        case "test_share":
            return percent(e.test_share)
        case "table":
            return e.table.name if e.table is not None else text("differ.none")
        case "batch_size" if e.batch_size is not None:
            return f"{e.batch_size:,}"
    return describe.value(field, getattr(e, field))


def brief(field: str, experiment: Experiment) -> str:
    """The same in a sentence that has named the setting."""
    if field == "batch_size" or field in _SHORT:
        found = getattr(experiment, field)
        return f"{found:,}" if isinstance(found, int) else short(field, experiment)
    return value(field, experiment)


def layers(widths: Sequence[int]) -> str:
    """ "6 hidden layers of 8"; one after another where they are not alike: "8-4"."""
    if len(set(widths)) > 1:
        return "-".join(map(str, widths))
    return counted("lab.layers", len(widths), width=f"{widths[0]:,}")


def short(field: str, experiment: Experiment, alike: Sequence[Experiment] = ()) -> str:
    """How a setting stands in a run's name: "ReLU", "learning rate 0.1", "8 layers".

    Args:
        alike: the runs that it is to be told from.
    """
    e = experiment
    match field:
        case "hidden_layers":
            return _short_layers(e, alike)
        case "seed":
            return text("pins.seed", seed=e.seed)
        case "residual" | "standardize" | "train_biases":
            return text(f"pins.{field}_{'on' if getattr(e, field) else 'off'}")
        case "batch_size":
            return (
                text("pins.batch_all") if e.batch_size is None else text("pins.batch", n=f"{e.batch_size:,}")
            )
        case "dataset" if e.dataset == CSV and e.table is not None:
            return e.table.name
        case _ if field in _PLAIN:
            return describe.value(field, getattr(e, field))
        case _ if field in _SHORT:
            return text(f"pins.{field}_{getattr(e, field)}")
    return text("run.change", setting=text(f"field.{field}"), value=value(field, e))


def _short_layers(e: Experiment, alike: Sequence[Experiment]) -> str:
    """How many where that tells, else how wide; both where only both do."""
    uneven = any(len(set(other.hidden_layers)) > 1 for other in (e, *alike))
    depths = {len(other.hidden_layers) for other in (e, *alike)}
    widths = {other.hidden_layers[0] for other in (e, *alike)}
    if uneven:
        return text("pins.sizes", sizes="-".join(map(str, e.hidden_layers)))
    if len(depths) > 1 and len(widths) > 1:
        return counted("pins.layers_of", len(e.hidden_layers), width=f"{e.hidden_layers[0]:,}")
    if len(depths) > 1:
        return counted("pins.layers", len(e.hidden_layers))
    return text("pins.width", n=f"{e.hidden_layers[0]:,}")


def listed(items: Sequence[str], key: str) -> str:
    """ "a, b or c", by `differ.or` or `differ.and`."""
    if len(items) < 2:
        return "".join(items)
    return text(f"differ.{key}", first=", ".join(items[:-1]), last=items[-1])
