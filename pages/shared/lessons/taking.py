"""Taking a lesson: which step one is at, and having the app show that step's moment.

What a person answers stays in the browser. The server knows the lesson and the step, since the address says
them, and measures the run that is shown where a step asks to reach something.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from mlp_core import DivergedError
from pages.shared import actions, link, player, session, state, work
from pages.shared.lab import screen as lab
from pages.shared.lab import settings as lab_settings
from pages.shared.lab import sidebar as lab_sidebar
from pages.shared.landscape.address import WORDS as LANDSCAPE
from pages.shared.landscape.address import usual
from pages.shared.lessons import KEY, beside, library, markup
from pages.shared.lessons.classes import CLASSES
from pages.shared.lessons.lesson import Lesson, Step
from pages.shared.lessons.measured import moment_before, page_of
from pages.shared.lessons.moments import Moment
from pages.shared.lessons.quantities import PlaceError
from pages.shared.lessons.runs import Present, is_too_much, measuring
from pages.shared.lessons.words import AT, BESIDE, CLASS, LESSON, LESSONS, OWN, one
from pages.shared.state import Left, Reached, Taken
from pages.shared.stepper import screen as stepper
from pages.shared.stepper.address import WORDS as STEP_WORDS
from pages.shared.wire.bytes import whole
from pages.shared.wire.names import CHOICES
from pages.shared.work import TURN


def found(id: str) -> Lesson | None:
    """A lesson of the app, or the person's own."""
    if id == OWN:
        return state.OWN_LESSON.get()
    return library.lesson(id) if id in LESSONS else None


def present() -> tuple[Taken, Step] | None:
    """The lesson that is taken, and its step; None while there is none."""
    taken = state.TAKEN.get()
    return (taken, taken.lesson.steps[taken.lesson.place(taken.at)]) if taken else None


def begin(page: str) -> None:
    """Before anything is drawn: the lesson of the link, once, and then what a person does in it.

    Args:
        page: the page's key.
    """
    if not state.TAKEN.is_there:
        _open()
    if state.TAKEN.get() is not None:
        match state.told(KEY).get("vote"):  # by itself: the next act may come in the same message
            case {"at": str(at), "answer": str(answer)}:
                _vote(at, answer)
        match actions.new(KEY):
            case {"do": str(what), **more} if what in _ACTS:
                _ACTS[what]({str(name): value for name, value in more.items()})
    if (now := present()) and not now[0].is_shown:
        _show(*now, page)


def _open() -> None:
    """What the link says, at a session's first script run."""
    state.TAKEN.put(None)
    query: Mapping[str, Sequence[str]] = {key: st.query_params.get_all(key) for key in st.query_params}
    lesson = found(one(query, LESSON))
    if lesson is None or one(query, LESSON) == OWN:
        return
    start(lesson, one(query, AT), code=one(query, CLASS)[:12], left=Left())
    taken = state.TAKEN.get()
    # With settings or a moment of its own the link shows those: what a learner had when it was reloaded.
    if taken and set(query) - BESIDE:
        taken.is_shown = True


def start(lesson: Lesson, at: str = "", code: str = "", left: Left | None = None, step: int = 0) -> None:
    """Take a lesson, from a step of it on.

    Args:
        lesson, at, code: which, the step's name, and the class that its answers are for.
        left: what to give back; what there is now, where nothing is said.
        step: of the run that there is now.
    """
    before = state.TAKEN.get() if state.TAKEN.is_there else None
    name = at if at in lesson.places else lesson.steps[0].name
    n = max(before.n + 1 if before else 0, int(time.time()))
    state.TAKEN.put(Taken(lesson, name, n, left=(before.left if before else left or _left(step)), code=code))


def _left(step: int) -> Left:
    run, lab = state.RUN.get(), state.LAB_CHOICE.get().settings if state.LAB_CHOICE.is_there else None
    return Left(run.plan, run.steps, step, lab) if run else Left(lab=lab)


# What a person does


def _go(details: dict[str, Any]) -> None:
    """To a step, also to the one that there is: then its moment is shown again."""
    taken, at = state.TAKEN.get(), details.get("at")
    if taken and isinstance(at, str) and at in taken.lesson.places:
        taken.goes_on = taken.lesson.place(at) == taken.lesson.place(taken.at) + 1
        taken.at, taken.n, taken.is_shown, taken.reached = at, taken.n + 1, False, None


def _leave(details: dict[str, Any]) -> None:
    """What there was before the lesson is given back."""
    taken = state.TAKEN.get()
    state.TAKEN.put(None)
    if taken is None:
        return
    left = beside.give_back(taken.left)
    if left.plan is not None:
        words = link.encoded(left.plan, left.steps)
        state.PAST.get()[words] = (left.plan, left.steps)  # a person's own file is in no link
        session.return_to(words, f"{words}&step={left.step}")
        player.tell(step=left.step, mark=None)
    if left.lab is not None:
        lab_sidebar.take(left.lab, lab_settings.View())


def _check(details: dict[str, Any]) -> None:
    """How far the run that is shown has come with what the step asks for."""
    at_step, run = present(), state.RUN.get()
    if not at_step or not run or not run.made_trainer:
        return
    taken, step = at_step
    if step.until is None:
        return
    at = whole(details.get("step"), 0, run.steps)
    asked = [step.until, *([step.now] if step.now else [])]
    if is_too_much(run.plan, max([run.steps, *(each for one in asked for each in one.steps)])):
        return
    # Alone with one's own run nobody else waits; only the lesson's other runs are shared.
    others = any(one.runs for one in asked)
    with measuring(taken.lesson.is_own) if others else TURN.held():
        stand = Present(run.trainer, run.steps, at, taken.lesson.stand(step))
        try:
            reached = step.until.holds(stand)
            now = step.now.value(stand) if step.now else math.nan  # also where the run has diverged
            said = "" if math.isnan(now) else markup.number(now)
        except (PlaceError, DivergedError, ArithmeticError):
            reached, said = False, ""
    taken.reached = Reached(run.plan, reached, said)


def _vote(at: str, answer: str) -> None:
    """An answer is counted for the class whose code the link has, once."""
    taken = state.TAKEN.get()
    if taken and taken.code:
        step = taken.lesson.steps[taken.lesson.place(at)]
        if step.name == at and step.kind == "predict" and (answer in _ANSWERS or _PLACE.fullmatch(answer)):
            CLASSES.vote(taken.code, f"{taken.lesson.id} {at}", answer, work.session())


_ANSWERS = {"near", "less", "more", "none"}
_PLACE = re.compile("[0-9]{1,3}")
"""Of a choice, or a layer."""
_ACTS = {"go": _go, "leave": _leave, "check": _check}


# Steering the app


def _show(taken: Taken, step: Step, page: str) -> None:
    """Have the app show the step's moment, where this is its page; else the browser turns to it first."""
    moment = step.moment or (None if taken.goes_on else moment_before(taken.lesson, step))
    if moment is None:
        taken.is_shown = True
    elif moment.page == page:
        taken.is_shown = True
        if moment.compared:
            taken.left = beside.show(moment.compared, taken.left)
        else:
            taken.left = beside.give_back(taken.left)
            _steer(moment, step.play)


def _steer(moment: Moment, play: bool) -> None:
    opened = moment.opened
    if moment.page == "vanishing_gradients":
        lab.take(*lab_settings.WORDS.of(opened))
        return
    run = state.RUN.get()
    if run is None or (run.plan, run.steps) != (opened.plan, opened.steps):
        session.return_to(link.encoded(opened.plan, opened.steps), moment.words, chosen=True)
    if moment.page == "train":
        choices: dict[str, str | int] = {
            key: opened.choices.get(key, allowed[0]) for key, allowed in CHOICES.items()
        }
        player.tell(
            step=opened.step, play=play, choices={**choices, "selected": opened.layer - 1}, mark=None,
            scape=LANDSCAPE.of(opened) or usual(),
        )  # fmt: skip
    elif moment.page == "step_through":
        stepper.tell(opened.step, STEP_WORDS.of(opened))


def page_wanted() -> str:
    """The page that the step's moment is on, while it is not shown; empty where nothing is wanted."""
    now = present()
    return page_of(now[0].lesson, now[1]) if now and not now[0].is_shown else ""
