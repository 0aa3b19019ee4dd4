"""Settings in words."""

from __future__ import annotations

from dataclasses import fields

from mlp_core import Experiment
from pages.shared.text import text


def value(field: str, setting: object) -> str:
    """A setting's value as a person reads it."""
    if field in ("activation", "output_activation"):
        return text(f"activation.{setting}")
    if field == "initializer":
        return text(f"initializer.{setting}")
    return f"{setting:g}" if isinstance(setting, float) else str(setting)


def changes(before: Experiment, after: Experiment) -> str:
    """What differs, and how it is afterwards: "Learning rate 0.1, Activation Tanh"."""
    changed = [f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)]
    if {"activation", "output_activation"} <= set(changed):
        changed.remove("output_activation")  # it goes with the other
    return ", ".join(
        text("run.change", setting=text(f"field.{name}"), value=value(name, getattr(after, name)))
        for name in changed
    )
