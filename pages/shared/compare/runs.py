"""The runs behind the pins that are compared: what trains them, for as long as they are shown.

What two runs have in common is trained and kept once: one forks from the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from mlp_core import Plan, Trainer
from mlp_core.training.plan import continues
from mlp_core.training.size import run_bytes
from pages.shared import link, state, work
from pages.shared.compare.pins import Pin
from pages.shared.room import SESSION_BYTES
from pages.shared.session import Run, note_tried
from pages.shared.work import ROOM, TURN


def name_of(plan: Plan, steps: int) -> str:
    """The run's name in messages: the same settings and steps have the same."""
    table = plan.last.table
    words = link.encoded(plan, steps) + (table.fingerprint if table else "")
    return hashlib.blake2s(words.encode()).hexdigest()[:12]


def common(one: Plan, other: Plan) -> int:
    """The last step up to which runs of both plans are the same; -1 where they are so throughout."""
    if one == other:
        return -1
    if not continues(one.last, other.last):
        return 0
    steps = sorted({0, *one.events, *other.events, *one.starts, *other.starts}, reverse=True)
    return next(step for step in steps if one.agrees(other, step))


def _begun(plan: Plan, others: Iterable[Trainer]) -> Trainer:
    """A trainer of this plan, forked from the one with which it has most in common."""
    best, shared = None, 0
    for other in others:
        step = common(plan, other.plan)
        step = other.farthest if step < 0 else min(step, other.farthest)
        if step > shared:
            best, shared = other, step
    with TURN.held():
        return best.forked(plan, shared, approach=True) if best else Trainer(plan, scored=True)


def _who() -> tuple[object, str]:
    return work.compared(work.session())


def runs_of(pins: Sequence[Pin]) -> list[Run | None]:
    """The run of every pin; None where there is no room for it. Runs of other pins are let go."""
    before = state.COMPARED_RUNS.get()
    wanted = {name_of(pin.plan, pin.steps): pin for pin in pins}
    # Those that there are have their room, and keep it while others ask.
    now = {name: run for name, run in before.items() if name in wanted}
    size = sum(_size(run.plan) for run in now.values())
    for name, pin in wanted.items():
        own = _size(pin.plan)
        if name in now or size + own > SESSION_BYTES or not ROOM.take(_who(), size + own):
            continue
        size += own
        now[name] = Run(name, pin.plan, _begun(pin.plan, _trainers(now, before)), pin.steps)
    ROOM.take(_who(), size)
    for run in [run for name, run in before.items() if name not in now]:
        note_tried(run)
    state.COMPARED_RUNS.put(now)
    return [now.get(name_of(pin.plan, pin.steps)) for pin in pins]


def _size(plan: Plan) -> int:
    return max(run_bytes(experiment) for _, experiment in plan.legs)


def _trainers(*runs: dict[str, Run]) -> list[Trainer]:
    """All that there are, the present run's among them."""
    all_runs = [run for some in runs for run in some.values()]
    present = state.RUN.get()
    return [run.made_trainer for run in [*all_runs, present] if run and run.made_trainer]
