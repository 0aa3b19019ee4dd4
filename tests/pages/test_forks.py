"""An edit, its undoing and a continuation far into a run are answered without training up to there again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import Edit, Experiment, Plan, Trainer
from tests.pages.opening import opened
from tests.pages.player import act, pull
from tests.pages.widgets import widget

STEPS, HERE = 3000, 2500
"""Of 3,000 steps a state is kept every eight."""


@contextmanager
def updates() -> Iterator[list[int]]:
    """How many training steps are made, call by call."""
    made: list[int] = []
    run = Trainer._run

    def counted(self: Trainer, calls: list, times: int) -> None:
        made.append(times)
        run(self, calls, times)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "_run", counted)
        yield made


def reached(app: AppTest, step: int) -> tuple:
    """The tape from this step on, asked for until it is trained."""
    for n in range(1, 100):
        header, frames, _ = pull(app, first=step, n=n)
        if header["steps"]:
            return header, frames
    raise AssertionError("a step is never reached")


def trained() -> AppTest:
    """The tutorial's run, trained to its end."""
    app = opened(steps=str(STEPS))
    reached(app, STEPS)
    return app


def shown(app: AppTest, plan: Plan) -> None:
    """The step where the change was made is there, as a run made anew has it."""
    header, frames = reached(app, HERE)
    anew = Trainer(plan)
    anew.goto(HERE)
    assert header["steps"][0] == HERE
    assert frames[0]["loss"] == anew.evaluate()
    assert app.session_state["_run"].trainer.plan == plan


def test_a_weight_set_by_hand_and_taken_back() -> None:
    app, plan = trained(), Plan.of(Experiment())
    edited = plan.edited(Edit(HERE, 1, 2, 3, 0.5))
    with updates() as made:
        act(app, "edit", step=HERE, layer=1, to=3, value=0.5, **{"from": 2})
        shown(app, edited)
        act(app, "undo", n=2)
        shown(app, plan)
    assert sum(made) - 2 * HERE < HERE / 2  # beside the runs that `shown` makes anew


def test_a_continuation() -> None:
    """Also from another step of the run before, and again after a restart."""
    app = trained()
    with updates() as made:
        widget(app, "lr").set_value(0.1).run()
        for n, do in enumerate(["continue", "restart", "continue"], start=1):
            act(app, do, n, step=HERE)
        shown(app, Plan.of(Experiment()).continued(HERE, Experiment(learning_rate=0.1)))
    assert sum(made) - HERE < HERE / 2


def test_what_is_edited_before_it_is_trained_is_trained_then() -> None:
    app = opened(steps=str(STEPS))
    act(app, "edit", step=HERE, layer=1, to=3, value=0.5, **{"from": 2})
    _, frames = reached(app, HERE)
    anew = Trainer(Plan.of(Experiment()).edited(Edit(HERE, 1, 2, 3, 0.5)))
    anew.goto(HERE)
    assert frames[0]["loss"] == anew.evaluate()


def test_one_run_before_is_held_not_all() -> None:
    """The memory of a session: the run that is watched, and the one that it could continue."""
    app = opened()
    for rate in (0.1, 0.2, 0.3):
        before = app.session_state["_run"]
        widget(app, "lr").set_value(rate).run()
        act(app, "continue", int(10 * rate), step=20)
        run = app.session_state["_run"]
        assert run.origin.trainer is before.trainer
        assert not hasattr(run.origin, "origin")
