"""This browser session's run, and how it becomes another one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from streamlit import runtime

from mlp_core import Edit, Experiment, Plan, Trainer
from mlp_core.data.table import Table
from mlp_core.training.plan import continues
from mlp_core.training.size import run_bytes
from pages.shared import link, state, work
from pages.shared.compare import tried
from pages.shared.link import Opened
from pages.shared.room import SESSION_BYTES, SMALL_BYTES
from pages.shared.state import Made
from pages.shared.text import text
from pages.shared.visits import is_active
from pages.shared.work import ROOM, TURN

_MOST_PAST = 200
_MOST_FILES = 3
"""Own files whose runs can be gone back to."""


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
        made_trainer: what trains it, once that is made; `trainer` where it has to be.
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
    made_trainer: Trainer | None
    steps: int
    start: int = 0
    opened: Opened | None = None
    told: bool = False
    origin: Origin | None = None
    before: tuple[Plan, ...] = ()
    made: Made = field(default_factory=Made)

    @property
    def trainer(self) -> Trainer:
        """Where it stands on the server, usually ahead of what the browser shows."""
        assert self.made_trainer
        return self.made_trainer


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
    _begin(found.plan, found.steps, start=found.step, origin=_told_origin(found.plan), opened=found)
    return found


def _told_origin(plan: Plan) -> Origin | None:
    """The run that this one continues, as its plan alone tells of it."""
    *before, (step, _) = plan.legs
    return Origin(_name(Plan(tuple(before))), Plan(tuple(before)), step) if before else None


def return_to(words: str, query: str, chosen: bool = False) -> None:
    """Take up settings again that were left: a person went back or forward in the browser's history.

    Args:
        words: the settings' part of the address. What no link can hold, a person's own file, comes back where
            this session has shown it.
        query: all of the address; it says which step to show.
        chosen: whether what else it says was chosen is to be shown again too.
    """
    known = link.read(parse_qs(words))
    plan, steps = state.PAST.get().get(words, (known.plan, known.steps))
    found = link.read(parse_qs(query), plan)
    opened = found if chosen else None
    _begin(plan, steps, start=min(found.step, steps), origin=_told_origin(plan), opened=opened)
    wish(experiment=plan.last, steps=steps)


def _note(run: Run) -> None:
    """Remember the run's plan, for who comes back to it."""
    past = state.PAST.get()
    words = link.encoded(run.plan, run.steps)
    past.pop(words, None)
    past[words] = (run.plan, run.steps)
    if len(past) > _MOST_PAST:
        del past[next(iter(past))]
    tables = {words: plan.last.table for words, (plan, _) in past.items() if plan.last.table is not None}
    kept = list(dict.fromkeys(map(id, reversed(tables.values()))))[:_MOST_FILES]
    for words in [words for words, own in tables.items() if id(own) not in kept]:
        del past[words]


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
        run = _begin(plan, steps, origin=_left(run) if run and fits else None)
    if run.steps != steps:
        run.steps = steps
        run.made = Made()
        _note(run)
    if run.made_trainer is None:
        run.made_trainer = _trainer(plan)
    return run


def refused(experiment: Experiment) -> str:
    """Why the run with these settings has no room, in a sentence; nothing where it has.

    A run that there is already stays. The one before it, which it may continue, makes room: its past is
    trained once more where that is wanted.
    """
    run, plan = state.RUN.get(), plan_of(experiment)
    if run and run.plan == plan and run.made_trainer:
        return ""
    size = max(run_bytes(experiment) for _, experiment in plan.legs)
    told = {"size": f"{size / 2**20:,.0f}", "most": f"{SESSION_BYTES // 2**20:,}"}
    if size > SESSION_BYTES:
        return text("setting.too_large", **told)
    fits = run is not None and continues(run.plan.last, experiment)
    before = run_bytes(run.plan.last) if run and fits and run.made_trainer else 0
    if run and size + before > SESSION_BYTES:
        note_tried(run)
        before, run.made_trainer, run.made = 0, None, Made()
    if not ROOM.take(work.session(), size + before):
        return text("setting.server_full", small=f"{SMALL_BYTES // 2**20:,}", **told)
    return ""


def own_run(name: str, experiment: Experiment, steps: int) -> Run:
    """A run of a page's own, which no widget of the sidebar sets: the one there is, or a new one at step 0.

    Args:
        name: by which the page knows it; other settings under the same name take its place.
    """
    runs, plan = state.OWN_RUNS.get(), Plan.of(experiment)
    run = runs.get(name)
    if run is None or (run.plan, run.steps) != (plan, steps):
        run = runs[name] = Run(_name(plan), plan, _trainer(plan), steps)
    return run


def is_present(run: Run, experiment: Experiment, steps: int) -> bool:
    """Whether this is the run that the session has with these settings."""
    return state.RUN.get() is run and run.id == _name(plan_of(experiment)) and run.steps == steps


def _trainer(plan: Plan) -> Trainer:
    """A new run's: of large data it takes a second."""
    with TURN.held():
        return Trainer(plan, scored=True)


def _left(run: Run) -> Origin:
    """The run as one that could be continued."""
    return Origin(run.id, run.plan, trainer=run.made_trainer)


def note_tried(run: Run | None) -> None:
    """Take down what a run has come to so far, for the table of all that were tried."""
    if run and run.made_trainer:
        with TURN.held():
            tried.note(run.plan, run.steps, run.made_trainer)


def _begin(plan: Plan, steps: int, trainer: Trainer | None = None, **about: Any) -> Run:
    note_tried(state.RUN.get())
    run = Run(_name(plan), plan, trainer, steps, **about)
    state.RUN.put(run)
    _note(run)
    return run


def _forked(plan: Plan, step: int, *runs: Trainer | None) -> Trainer | None:
    """A trainer of this plan near `step`, forked from the first of these runs that has its past, or None."""
    for trainer in runs:
        if trainer and plan.agrees(trainer.plan, step):
            with TURN.held():
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


def say_anew() -> None:
    """Make anew what was made in words: the language is another one."""
    for run in [state.RUN.get(), *state.OWN_RUNS.get().values(), *state.COMPARED_RUNS.get().values()]:
        if run:
            run.made = Made()


def restart() -> None:
    """Begin a new run at the next script run, also when the settings stay as they are."""
    state.TAKE.put(state.TAKE.get() + 1)
    run = state.RUN.get()
    if run and (len(run.plan.legs) > 1 or run.plan.edits):
        note_tried(run)
        state.RUN.put(None)


def go_on(run: Run, step: int) -> None:
    """Take the present settings as a continuation of the run before, from `step` on.

    Raises:
        ExperimentError: when that cannot be.
    """
    if run.origin:
        origin = replace(run.origin, step=step)
        plan = origin.plan.continued(step, run.plan.last)
        trainer = _forked(plan, step, origin.trainer, run.made_trainer)
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
    trainer = _forked(plan, change.step, run.made_trainer)
    _begin(plan, run.steps, trainer, start=change.step, origin=run.origin, before=before)


def undo_edit(run: Run) -> None:
    """Take the last weight that was set by hand back; the run stands where it was set.

    A run that was opened by its link knows only the weights that were set, not what they took the place of.
    """
    if run.plan.edits:
        *before, plan = run.before or (run.plan.without_last_edit(),)
        step = run.plan.edits[-1].step
        trainer = _forked(plan, step, run.made_trainer)
        _begin(plan, run.steps, trainer, start=step, origin=run.origin, before=tuple(before))


def wish(**widgets: object) -> None:
    """Set widgets at the next script run: they cannot be set once they are drawn."""
    state.WISHES.get().update(widgets)


def is_wished() -> bool:
    """Whether widgets are to be set at the next script run."""
    return bool(state.WISHES.get())


def wishes() -> dict[str, Any]:
    """What was wished for since the last script run."""
    found = state.WISHES.get()
    state.WISHES.put({})
    return found


def still_open() -> Callable[[], bool]:
    """What tells, in any thread, whether this session's page is still open."""
    mine = work.session()
    return lambda: not runtime.exists() or is_active(str(mine))
