"""This browser session's run. All state between script runs lives here, in `st.session_state`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from mlp_core import Edit, Experiment, Plan, Trainer
from mlp_core.data.table import Table
from mlp_core.training.plan import continues
from pages.shared import link
from pages.shared.lab.settings import Lab, View
from pages.shared.link import Opened

_RUN, _TAKE, _OPENED, _WISH, _PAGE, _TABLE, _ACTED = (
    "_run", "_take", "_opened", "_wish", "_page", "_table", "_acted",
)  # fmt: skip


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
        kept: what the player has made once for this run (figures, the last tape).
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
    kept: dict[str, Any] = field(default_factory=dict)


def _name(plan: Plan) -> str:
    take = st.session_state.get(_TAKE, 0)
    return f"{hashlib.blake2s(link.encoded(plan, 0).encode()).hexdigest()[:12]}-{take}"


def opened() -> Opened | None:
    """The page's link, the first time that a session asks; None ever after."""
    if _OPENED in st.session_state:
        return None
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    found = st.session_state[_OPENED] = link.read(query)
    *before, (step, _) = found.plan.legs
    origin = Origin(_name(Plan(tuple(before))), Plan(tuple(before)), step) if before else None
    _begin(found.plan, found.steps, start=found.step, origin=origin, opened=found)
    return found


def turned_to(page: str) -> bool:
    """Whether this page is another one than at the last script run."""
    before = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    return before != page


def unread(plan: Plan) -> Opened | None:
    """The link that this plan's run was opened with, while it is unread that some of it could not be used."""
    run: Run | None = st.session_state.get(_RUN)
    found = run.opened if run and run.plan == plan and not run.told else None
    return found if found and (found.ignored or found.unknown) else None


def read_it() -> None:
    """What could not be used has been read."""
    st.session_state[_RUN].told = True


def plan_of(experiment: Experiment) -> Plan:
    """The plan that ends in these settings: the present run's, or a new one."""
    run: Run | None = st.session_state.get(_RUN)
    return run.plan if run and run.plan.last == experiment else Plan.of(experiment)


def run_of(experiment: Experiment, steps: int) -> Run:
    """The session's run with these settings: the one there is, or a new one at step 0.

    Another number of steps alone keeps the run: the same training, only longer or shorter.
    """
    run: Run | None = st.session_state.get(_RUN)
    plan = plan_of(experiment)
    if run is None or run.id != _name(plan):
        fits = run is not None and continues(run.plan.last, experiment) and run.plan != plan
        return _begin(plan, steps, origin=_left(run) if run and fits else None)
    if run.steps != steps:
        run.steps = steps
        run.kept.clear()
    return run


def is_present(run: Run, experiment: Experiment, steps: int) -> bool:
    """Whether this is the run that the session has with these settings."""
    return st.session_state.get(_RUN) is run and run.id == _name(plan_of(experiment)) and run.steps == steps


def _left(run: Run) -> Origin:
    """The run as one that could be continued."""
    return Origin(run.id, run.plan, trainer=run.trainer)


def _begin(plan: Plan, steps: int, trainer: Trainer | None = None, **about: Any) -> Run:
    run = Run(_name(plan), plan, trainer or Trainer(plan, scored=True), steps, **about)
    st.session_state[_RUN] = run
    return run


def _forked(plan: Plan, step: int, *runs: Trainer | None) -> Trainer | None:
    """A trainer of this plan near `step`, forked from the first of these runs that has its past, or None."""
    for trainer in runs:
        if trainer and plan.agrees(trainer.plan, step):
            return trainer.forked(plan, min(step, trainer.farthest), approach=True)
    return None


def present() -> tuple[Plan, int]:
    """The settings of the run that there is, and how many steps it has."""
    run: Run = st.session_state[_RUN]
    return run.plan, run.steps


def table() -> Table | None:
    """The person's own data, if some were read."""
    return st.session_state.get(_TABLE)


def use_table(own: Table) -> None:
    """Keep a person's own data for this session."""
    st.session_state[_TABLE] = own


def kept(name: str) -> dict[str, Any]:
    """What a page keeps between script runs, under its name; empty at first."""
    found: dict[str, Any] = st.session_state.setdefault(f"_kept_{name}", {})
    return found


def opened_lab() -> tuple[Lab, View]:
    """What the session's link said of the lab."""
    found: Opened = st.session_state[_OPENED]
    return found.lab, found.view


def restart() -> None:
    """Begin a new run at the next script run, also when the settings stay as they are."""
    st.session_state[_TAKE] = st.session_state.get(_TAKE, 0) + 1
    run: Run | None = st.session_state.get(_RUN)
    if run and (len(run.plan.legs) > 1 or run.plan.edits):
        del st.session_state[_RUN]


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


def is_new(action: int) -> bool:
    """Whether a person's action, by its number, is still to be carried out; it counts as done from now on.

    The browser counts them through all runs: a run that comes back must not meet its old ones again.
    """
    if action <= st.session_state.get(_ACTED, 0):
        return False
    st.session_state[_ACTED] = action
    return True


def wish(**widgets: object) -> None:
    """Set widgets at the next script run: they cannot be set once they are drawn."""
    st.session_state[_WISH] = st.session_state.get(_WISH, {}) | widgets


def wishes() -> dict[str, Any]:
    """What was wished for since the last script run."""
    return st.session_state.pop(_WISH, {})
