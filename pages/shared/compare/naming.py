"""What pinned runs are called: as a person has named them, or by what makes each differ from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mlp_core import Edit, Experiment, Plan
from pages.shared.compare import words
from pages.shared.compare.pins import Pin, Pins
from pages.shared.text import counted, text

MOST_LETTERS = 40
"""Of a name that a person gives."""
MOST_PARTS = 3
"""Settings in a name."""


def names(pins: Sequence[Pin]) -> list[str]:
    """A name for each, no two the same: its own, or "ReLU, Xavier", or its data set and a number."""
    plans = [pin.plan for pin in pins]
    found = [pin.name.strip() or _by_settings(i, plans) for i, pin in enumerate(pins)]
    data = [words.short("dataset", plan.legs[0][1]) for plan in plans]
    taken = {name for name in found if name}
    found = [
        name or (_numbered(data[i], taken) if len(pins) > 1 else data[i]) for i, name in enumerate(found)
    ]
    return _unique(found)


def listed(pins: Pins) -> dict[int, str]:
    """A name for every pin by its id: of those that are shown as there, of the others beside them."""
    shown = pins.shown
    found = dict(zip((pin.id for pin in shown), names(shown), strict=True))
    rest = [pin for pin in pins.pins if pin.id not in found]
    beside = [pin.name.strip() or names((*shown, pin))[-1] for pin in rest]
    unique = _unique([*found.values(), *beside])
    return dict(zip([*found, *(pin.id for pin in rest)], unique, strict=True))


def told(change: Experiment, before: Experiment) -> str:
    """What is other than before: "learning rate 0.1, Tanh"."""
    return ", ".join(words.short(name, change, (before,)) for name in words.differing(before, change))


def edits_told(edits: Sequence[Edit], step: int) -> str:
    """ "2 weights set by hand at step 50"."""
    return counted("pins.edited", len(edits), step=f"{step:,}")


def _by_settings(place: int, plans: Sequence[Plan]) -> str:
    """What is so of this one alone, or of not all of them; empty where nothing is."""
    first = [plan.legs[0][1] for plan in plans]
    parts = [words.short(name, first[place], first) for name in _telling(first)]
    others = [plan for i, plan in enumerate(plans) if i != place]
    parts += [part for part in _events(plans[place]) if not all(part in _events(other) for other in others)]
    if not parts and any(set(_events(other)) - set(_events(plans[place])) for other in others):
        parts = [text("pins.unchanged")]
    return ", ".join(parts)


def _telling(first: Sequence[Experiment]) -> list[str]:
    """The fields in which they differ; of many the first few that tell all apart."""
    fields = words.differing(*first)
    if len(fields) <= MOST_PARTS:
        return fields

    def told_by(n: int) -> set[str]:
        return {", ".join(words.short(name, e, first) for name in fields[:n]) for e in first}

    return fields[: next((n for n in range(1, MOST_PARTS) if len(told_by(n)) == len(first)), MOST_PARTS)]


def _events(plan: Plan) -> list[str]:
    """What changes on its way, in words."""
    pairs = zip(plan.legs, plan.legs[1:], strict=False)
    found = [
        text("pins.from_step", change=told(after, before), step=f"{step:,}")
        for (_, before), (step, after) in pairs
    ]
    steps = dict.fromkeys(edit.step for edit in plan.edits)
    return found + [edits_told([e for e in plan.edits if e.step == step], step) for step in steps]


def _numbered(name: str, taken: set[str]) -> str:
    found = next(each for n in range(1, 100) if (each := text("pins.numbered", name=name, n=n)) not in taken)
    taken.add(found)
    return found


def _unique(names: Iterable[str]) -> list[str]:
    """A number behind those that are there more than once."""
    found = list[str]()
    often = Counter(names := list(names))
    taken = {name for name in names if often[name] == 1}
    for name in names:
        found.append(name if often[name] == 1 else _numbered(name, taken))
    return found
