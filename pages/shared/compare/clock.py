"""One clock for several runs, as clock.js has it: at each of its positions every run is at its own step."""

from __future__ import annotations

from collections.abc import Sequence

Timed = tuple[int, int]
"""A run: how many steps it is to have, and how many an epoch takes."""


def end(kind: str, runs: Sequence[Timed]) -> int:
    """The last position: a step of the run that has most of them to an epoch, or in all.

    Args:
        kind: of address.CLOCKS.
    """
    finest, longest = _most(runs)
    if kind == "epoch":
        return max(-(-steps * finest // an_epoch) for steps, an_epoch in runs)
    return longest


def steps_at(kind: str, position: int, runs: Sequence[Timed]) -> list[int]:
    """The step at which each run is shown at a position."""
    finest, longest = _most(runs)
    found = []
    for steps, an_epoch in runs:
        part, of = {"step": (1, 1), "epoch": (an_epoch, finest), "share": (steps, longest)}[kind]
        found.append(min(steps, position * part // of))
    return found


def _most(runs: Sequence[Timed]) -> tuple[int, int]:
    return max(an_epoch for _, an_epoch in runs), max(steps for steps, _ in runs)
