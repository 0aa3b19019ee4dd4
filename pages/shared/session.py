"""This browser session's run, and how it becomes another one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from mlp_core import Edit, Experiment, Plan, Trainer
from mlp_core.data.table import Table
from mlp_core.training.plan import continues
from pages.shared import link, state
from pages.shared.link import Opened
from pages.shared.state import Made


@dataclass(frozen=True)
class Origin:
    """The run that was there before a setting changed.

    Attributes:
        id: its name.
        plan: its settings.
        step: where the present run left it, or None: the present run began anew.
        trainer: what has been trained of it, to fork from; None where a link alone told of it. There is one
            origin at a time, and a fork keeps nothing of what it came from but their common past.
    """

    id: str
    plan: Plan
    step: int | None = None
    trainer: Trainer | None = field(default=None, repr=False, compare=False)


@dataclass
class Run:
    """One Plan being watched.

    Attributes:
        id: names the run in messages to and from the browser; the same settings give the same name.
        plan: its settings.
        trainer: where it stands on the server, usually ahead of what the browser shows.
        steps: how many steps it is to have.
        start: the step that is shown first.
        opened: the link that it was opened with, if it was.
        told: whether what could not be used of that link has been read.
        origin: the run before it, if there was one whose weights fit.
        before: the plans that weights set by hand took the place of, in their order.
        made: what is made once for it, as long as its steps stay so many.
    """

    id: str
    plan: Plan
    trainer: Trainer
    steps: int
    start: int = 0
    opened: Opened | None = None
    told: bool = False
    origin: Origin | None = None
    before: tuple[Plan, ...] = ()
    made: Made = field(default_factory=Made)


def _name(plan: Plan) -> str:
    name = hashlib.blake2s(link.encoded(plan, 0).encode()).hexdigest()[:12]
    return f"{name}-{state.TAKE.get()}"


def opened() -> Opened | None:
    """The page's link, the first time that a session asks; None ever after."""
    if state.OPENED.get() is not None:
        return None
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    found = link.read(query)
    state.OPENED.put(found)
    *before, (step, _) = found.plan.legs
    origin = Origin(_name(Plan(tuple(before))), Plan(tuple(before)), step) if before else None
    _begin(found.plan, found.steps, start=found.step, origin=origin, opened=found)
    return found


def turned_to(page: str) -> bool:
    """Whether this page is another one than at the last script run."""
    before = state.PAGE.get()
    state.PAGE.put(page)
    return before != page


def unread(plan: Plan) -> Opened | None:
    """The link that this plan's run was opened with, while it is unread that some of it could not be used."""
    run = state.RUN.get()
    found = run.opened if run and run.plan == plan and not run.told else None
    return found if found and (found.ignored or found.unknown) else None


def read_it() -> None:
    """What could not be used has been read."""
    if run := state.RUN.get():
        run.told = True


def plan_of(experiment: Experiment) -> Plan:
    """The plan that ends in these settings: the present run's, or a new one."""
    run = state.RUN.get()
    return run.plan if run and run.plan.last == experiment else Plan.of(experiment)


def run_of(experiment: Experiment, steps: int) -> Run:
    """The session's run with these settings: the one there is, or a new one at step 0.

    Another number of steps alone keeps the run: the same training, only longer or shorter.
    """
    run = state.RUN.get()
    plan = plan_of(experiment)
    if run is None or run.id != _name(plan):
        fits = run is not None and continues(run.plan.last, experiment) and run.plan != plan
        return _begin(plan, steps, origin=_left(run) if run and fits else None)
    if run.steps != steps:
        run.steps = steps
        run.made = Made()
    return run


def own_run(name: str, experiment: Experiment, steps: int) -> Run:
    """A run of a page's own, which no widget of the sidebar sets: the one there is, or a new one at step 0.

    Args:
        name: by which the page knows it; other settings under the same name take its place.
    """
    runs, plan = state.OWN_RUNS.get(), Plan.of(experiment)
    run = runs.get(name)
    if run is None or (run.plan, run.steps) != (plan, steps):
        run = runs[name] = Run(_name(plan), plan, Trainer(plan, scored=True), steps)
    return run


def is_present(run: Run, experiment: Experiment, steps: int) -> bool:
    """Whether this is the run that the session has with these settings."""
    return state.RUN.get() is run and run.id == _name(plan_of(experiment)) and run.steps == steps


def _left(run: Run) -> Origin:
    """The run as one that could be continued."""
    return Origin(run.id, run.plan, trainer=run.trainer)


def _begin(plan: Plan, steps: int, trainer: Trainer | None = None, **about: Any) -> Run:
    run = Run(_name(plan), plan, trainer or Trainer(plan, scored=True), steps, **about)
    state.RUN.put(run)
    return run


def _forked(plan: Plan, step: int, *runs: Trainer | None) -> Trainer | None:
    """A trainer of this plan near `step`, forked from the first of these runs that has its past, or None."""
    for trainer in runs:
        if trainer and plan.agrees(trainer.plan, step):
            return trainer.forked(plan, min(step, trainer.farthest), approach=True)
    return None


def present() -> tuple[Plan, int]:
    """The settings of the run that there is, and how many steps it has."""
    run = state.RUN.get()
    assert run
    return run.plan, run.steps


def table() -> Table | None:
    """The person's own data, if some were read."""
    return state.TABLE.get()


def use_table(own: Table) -> None:
    """Keep a person's own data for this session."""
    state.TABLE.put(own)


def link_of() -> Opened:
    """The link that the session was opened with."""
    found = state.OPENED.get()
    assert found
    return found


def restart() -> None:
    """Begin a new run at the next script run, also when the settings stay as they are."""
    state.TAKE.put(state.TAKE.get() + 1)
    run = state.RUN.get()
    if run and (len(run.plan.legs) > 1 or run.plan.edits):
        state.RUN.put(None)


def go_on(run: Run, step: int) -> None:
    """Take the present settings as a continuation of the run before, from `step` on.

    Raises:
        ExperimentError: when that cannot be.
    """
    if run.origin:
        origin = replace(run.origin, step=step)
        plan = origin.plan.continued(step, run.plan.last)
        trainer = _forked(plan, step, origin.trainer, run.trainer)
        _begin(plan, run.steps, trainer, start=step, origin=origin)


def start_over(run: Run) -> None:
    """Take the present settings from step 0 instead."""
    _begin(Plan.of(run.plan.last), run.steps, origin=run.origin)


def edit(run: Run, change: Edit) -> None:
    """Go on from the edit's step with one weight set by hand.

    Raises:
        ExperimentError: where that cannot be.
    """
    plan, before = run.plan.edited(change), (*run.before, run.plan)
    trainer = _forked(plan, change.step, run.trainer)
    _begin(plan, run.steps, trainer, start=change.step, origin=run.origin, before=before)


def undo_edit(run: Run) -> None:
    """Take the last weight that was set by hand back; the run stands where it was set.

    A run that was opened by its link knows only the weights that were set, not what they took the place of.
    """
    if run.plan.edits:
        *before, plan = run.before or (run.plan.without_last_edit(),)
        step = run.plan.edits[-1].step
        trainer = _forked(plan, step, run.trainer)
        _begin(plan, run.steps, trainer, start=step, origin=run.origin, before=tuple(before))


def wish(**widgets: object) -> None:
    """Set widgets at the next script run: they cannot be set once they are drawn."""
    state.WISHES.get().update(widgets)


def wishes() -> dict[str, Any]:
    """What was wished for since the last script run."""
    found = state.WISHES.get()
    state.WISHES.put({})
    return found
