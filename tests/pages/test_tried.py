"""The table of all runs tried in a session: what it says of each, and what can be done with it."""

from __future__ import annotations

import gc
import io
import math
import time
import weakref
from urllib.parse import parse_qs

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mlp_core import Edit, Experiment, Plan, Trainer
from mlp_core.data.csv import read_csv
from mlp_core.data.table import Table, prepare
from mlp_core.training.query import FIELDS
from pages.shared import link, session
from pages.shared.compare import tried, tried_file, tried_rows
from pages.shared.compare.tried import Row
from pages.shared.data.upload import network_for
from pages.shared.text import text
from pages.shared.wire.reach import reach
from tests.pages import comparing
from tests.pages.opening import opened
from tests.pages.player import act, pull
from tests.pages.widgets import widget

SMALL = Experiment(hidden_layers=(4,))
POINTS = Experiment(
    dataset="spirals", hidden_layers=(4, 4), activation="tanh", output_activation="tanh", samples=40,
    test_share=0.25, batch_size=8, learning_rate=0.05,
)  # fmt: skip
DEEP = Experiment(hidden_layers=(8,) * 30)


def log(app: AppTest) -> list[Row]:
    """What the session has noted, by number."""
    if "_tried" not in app.session_state:
        return []
    return sorted(app.session_state["_tried"].rows.values(), key=lambda row: row.number)


def is_of(row: Row, settings: Experiment | Plan, step: int) -> bool:
    """Whether the row's numbers are those of a run made anew, at this step."""
    anew = Trainer(settings)
    anew.goto(step)
    found = row.outcome
    numbers = found.step, found.loss, found.gradient
    assert numbers == (step, anew.evaluate(), anew.measures()["dW_norm"][0])
    if anew.scorer.wanted:
        assert repr(found.scores) == repr(anew.scores())
    return True


def trained_to(app: AppTest, step: int) -> None:
    for n in range(1, 100):
        if pull(app, first=step, count=1, n=n)[0]["steps"]:
            return
    raise AssertionError("a step is never reached")


# What is noted


def test_a_run_is_noted_when_another_takes_its_place() -> None:
    app = opened(60, **POINTS.to_query(), steps="60")
    trained_to(app, 50)
    assert log(app) == []
    widget(app, "lr").set_value(0.1).run()
    (row,) = log(app)
    assert is_of(row, POINTS, 50)
    assert row.outcome.pace > 0
    assert (row.number, row.steps, row.plan) == (1, 60, Plan.of(POINTS))


def test_its_numbers_are_of_the_farthest_step_wherever_one_looks() -> None:
    app = opened(60, **POINTS.to_query(), steps="60")
    trained_to(app, 50)
    trained_to(app, 10)
    widget(app, "seed").set_value(1).run()
    assert is_of(log(app)[0], POINTS, 50)


def test_a_run_that_is_tried_again_keeps_its_row_and_its_farther_numbers() -> None:
    app = opened(60, steps="40")
    trained_to(app, 40)
    app.session_state["player"] = {}  # it asks for nothing more
    for rate in (0.1, 0.01, 0.2):
        widget(app, "lr").set_value(rate).run()
    first, second = log(app)
    assert is_of(first, Experiment(), 40)
    assert is_of(second, Experiment(learning_rate=0.1), 0)
    assert list(app.session_state["_tried"].rows) == [second.words, first.words]


def test_forks_are_runs_of_their_own() -> None:
    app = opened(60, steps="40")
    trained_to(app, 40)
    act(app, "edit", step=30, layer=1, to=3, value=0.5, **{"from": 2})
    trained_to(app, 35)
    act(app, "undo", n=2)
    plain, edited = log(app)
    assert is_of(plain, Experiment(), 40)
    assert is_of(edited, Plan.of(Experiment()).edited(Edit(30, 1, 2, 3, 0.5)), 35)
    assert edited.edits == 1


def test_to_note_a_run_changes_nothing_of_it() -> None:
    noted, other = Trainer(POINTS, scored=True), Trainer(POINTS, scored=True)
    for step in (30, 12, 47):
        reach(noted, step, time.monotonic() + 60)
        tried.outcome(noted, 100)
        tried.outcome(noted, 100)
    noted.goto(60)
    other.goto(60)
    assert noted.network.parameters.tobytes() == other.network.parameters.tobytes()
    assert noted.history.loss[:60].tobytes() == other.history.loss[:60].tobytes()
    assert noted.score_log.between(0, 60)[1].tobytes() == other.score_log.between(0, 60)[1].tobytes()


def test_where_the_way_back_is_long_the_numbers_are_of_the_step_that_they_name() -> None:
    trainer = Trainer(POINTS)
    reach(trainer, 500, time.monotonic() + 60)
    trainer.goto(1)
    row = tried._new(1, "", Plan.of(POINTS), 600, tried.outcome(trainer, 600, seconds=0))
    assert row.outcome.step == trainer.step_count
    assert is_of(row, POINTS, row.outcome.step)


def test_a_run_that_diverged_has_the_numbers_of_its_last_finite_step() -> None:
    experiment = Experiment(
        hidden_layers=(4,), activation="relu", output_activation="linear", learning_rate=1e12
    )
    for step in (3, 100):  # before it is known, and after
        trainer = Trainer(experiment)
        with pytest.raises(ArithmeticError):
            trainer.step(100)
        found = tried.outcome(trainer, step)
        assert trainer.diverged
        assert found.step == min(step, trainer.diverged.last_finite_step)
        assert math.isfinite(found.loss)
        assert found.diverged == (trainer.diverged.step if trainer.diverged.step <= step else None)


def test_a_run_ends_where_what_stops_it_was_met() -> None:
    experiment = Experiment(hidden_layers=(4,), stop_when="loss", stop_at=0.2)
    trainer = Trainer(experiment)
    trainer.goto(400)
    found = tried.outcome(trainer, 500)
    assert trainer.met
    assert found.step == trainer.met.step < 400
    assert found.is_met


def test_a_vanished_gradient_is_not_written_as_0() -> None:
    trainer = Trainer(DEEP)
    trainer.goto(2)
    row = tried._new(1, "", Plan.of(DEEP), 2, tried.outcome(trainer, 2))
    (column,) = (each for each in tried_rows.columns([row]) if each.key == "gradient")
    assert 0 < column.values[0] < 1e-40
    assert "×10⁻" in column.words[0]


# The table


def begun(app: AppTest, *runs: tuple[Experiment | Plan, int]) -> AppTest:
    """Have the session try these, each trained so far."""
    app.session_state["wanted"] = [(Plan.of(settings), step) for settings, step in runs]
    app.run()
    assert not app.exception
    return app


def _page() -> None:
    import time

    import streamlit as st

    from pages.shared import session, state
    from pages.shared.compare import tried_table
    from pages.shared.wire.reach import reach

    session.opened()
    for plan, step in st.session_state.pop("wanted", []):
        run = session._begin(plan, 100)
        run.made_trainer = session._trainer(plan)
        reach(run.trainer, step, time.monotonic() + 60)
        run.trainer.evaluate()
    st.text(str(dict(state.WISHES.get())))
    tried_table.show()


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(_page, default_timeout=60)


def shown(app: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = app.dataframe[0].value
    return found


def test_before_anything_is_tried_it_says_so(page: AppTest) -> None:
    begun(page)
    assert not page.dataframe
    assert text("tried.empty") in [each.value for each in page.markdown]


def test_the_present_run_stands_there_as_far_as_it_has_come(page: AppTest) -> None:
    begun(page, (SMALL, 7))
    (row,) = log(page)
    assert is_of(row, SMALL, 7)
    assert list(shown(page)["step"]) == [7]


def test_only_settings_that_differ_have_a_column_and_those_alike_stand_last(page: AppTest) -> None:
    other = Experiment(hidden_layers=(4,), activation="relu", output_activation="linear", batch_size=1)
    table = shown(begun(page, (SMALL, 3), (other, 5)))
    assert list(table["run"]) == [2, 1]
    assert list(table.columns) == [
        "run", "activation", "batch size", "step", "final loss", "layer 1's gradient", "time", "layers",
    ]  # fmt: skip
    assert list(table["activation"]) == ["ReLU", "Sigmoid"]
    assert list(table["batch size"]) == [1, math.inf]  # sorted as a number: all is the most


def test_settings_that_follow_from_others_have_no_column_of_their_own(page: AppTest) -> None:
    begun(page, (SMALL, 1), (Experiment(period=50), 1), (Experiment(stop_at=0.5), 1))
    assert tried_rows.differing(log(page)) == ["hidden_layers"]
    one = Experiment(activation="tanh", output_activation="linear", schedule="step", period=50)
    begun(page, (one, 1))
    wanted = {"hidden_layers", "activation", "output_activation", "schedule", "period"}
    assert set(tried_rows.differing(log(page))) == wanted


def test_what_changed_on_the_way_is_said(page: AppTest) -> None:
    plan = (
        Plan.of(SMALL)
        .continued(4, Experiment(hidden_layers=(4,), learning_rate=0.5))
        .edited(Edit(6, 1, None, 0, 2.0))
    )
    table = shown(begun(page, (plan, 8)))
    assert list(table["changed on the way"]) == ["from step 4: learning rate 0.5; 1 weight set by hand"]
    assert is_of(log(page)[0], plan, 8)


def test_searching(page: AppTest) -> None:
    begun(
        page,
        (SMALL, 1),
        (POINTS, 1),
        (Experiment(dataset="moons", optimizer="adam"), 1),
    )

    def found(search: str, *datasets: str) -> list[int]:
        return [row.number for row in tried_rows.matching(log(page), search, datasets)]

    assert found("") == [1, 2, 3]
    assert found("tanh") == [2]
    assert found("ADAM moons") == [3]
    assert found("adam tanh") == []
    assert found("lr=0.05") == [2]
    assert found("", "Spirals") == [2]
    page.text_input[0].set_value("adam").run()
    assert list(shown(page)["run"]) == [3]
    page.text_input[0].set_value("no such word").run()
    assert not page.dataframe
    page.text_input[0].set_value("").run()
    page.multiselect[0].set_value([tried_rows.dataset_of(log(page)[1])]).run()
    assert list(shown(page)["run"]) == [2]


def test_the_file_brings_every_setting_and_every_digit_back(page: AppTest) -> None:
    plan = Plan.of(POINTS).continued(4, Experiment(**{**vars(POINTS), "learning_rate": 1 / 3}))
    begun(page, (SMALL, 9), (POINTS, 12), (plan.edited(Edit(6, 1, None, 0, 2.0)), 8), (DEEP, 2))
    rows = log(page)
    data = tried_file.csv(rows, "http://there/")
    said = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    keys = [key for key in said.columns if key in {*FIELDS, "then", "edit"}]
    for row, (_, line) in zip(rows, said.iterrows(), strict=True):
        assert Plan.from_query({key: line[key] for key in keys if line[key]}) == row.plan
        assert float(line["loss at that step"]) == row.outcome.loss
        assert float(line["norm of layer 1's dW"]) == row.outcome.gradient
        base, _, query = line["link"].partition("?")
        opened_by = link.read(parse_qs(query))
        assert base == "http://there/"
        assert (opened_by.plan, opened_by.steps, opened_by.step) == (row.plan, row.steps, row.outcome.step)


def mark(app: AppTest, *places: int) -> None:
    """Mark rows of the table."""
    app.session_state[app.dataframe[0].key] = {
        "selection": {"rows": list(places), "columns": [], "cells": []}
    }
    app.run()
    assert not app.exception


def press(app: AppTest, name: str) -> None:
    next(button for button in app.button if button.label == text(f"tried.{name}")).click().run()
    assert not app.exception


def test_a_row_is_brought_back(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[str] = []
    monkeypatch.setattr(st, "switch_page", turned.append)
    begun(page, (POINTS, 12), (SMALL, 3))
    mark(page, 1)
    press(page, "bring_back")
    run = page.session_state["_run"]
    assert (run.plan, run.steps, run.start) == (Plan.of(POINTS), 100, 12)
    assert page.session_state["_wishes"]["experiment"] == POINTS
    assert turned == ["app.py"]
    assert page.session_state["_players"]["player"].moment["step"] == 12


def test_rows_are_pinned(page: AppTest) -> None:
    begun(page, (POINTS, 12), (SMALL, 3), (DEEP, 1))
    mark(page, 0, 2)
    press(page, "pin")
    found = page.session_state["_pinned"].now.pins
    assert [(pin.plan, pin.steps, pin.step) for pin in found] == [
        (Plan.of(DEEP), 100, 1),
        (Plan.of(POINTS), 100, 12),
    ]


def test_what_is_marked_is_not_another_row_when_others_are_shown(page: AppTest) -> None:
    begun(page, (POINTS, 12), (SMALL, 3))
    mark(page, 0)
    page.text_input[0].set_value("spirals").run()
    assert next(b for b in page.button if b.label == text("tried.pin")).disabled


# On Compare


def test_runs_that_are_compared_are_tried_too_and_stay_when_they_are_let_go() -> None:
    app = comparing.opened((SMALL, 20), (POINTS, 20))
    names = [run["run"] for run in comparing.read(app)[0]["runs"]]
    comparing.ask(app, frames=[{"run": name, "steps": [12]} for name in names])
    app.run()
    found = {row.plan: row for row in log(app)}
    assert is_of(found[Plan.of(SMALL)], SMALL, 12)
    assert is_of(found[Plan.of(POINTS)], POINTS, 12)
    app.session_state["_compared_runs"][names[1]].trainer.goto(16)  # as while it plays, without the table
    app.session_state["_pinned"] = comparing.pinned((SMALL, 20))
    app.run()
    assert not app.exception
    assert is_of({row.plan: row for row in log(app)}[Plan.of(POINTS)], POINTS, 16)
    assert len(app.session_state["_compared_runs"]) == 1


# How much is kept


def test_the_oldest_runs_are_dropped(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tried, "MOST_TRIED", 3)
    begun(page, *((Experiment(hidden_layers=(2,), seed=seed), 1) for seed in range(5)))
    assert [row.number for row in log(page)] == [3, 4, 5]


def own(n: int) -> Table:
    """A person's own data."""
    lines = "".join(f"{i},{(i * n) % 7}\n" for i in range(24))
    return prepare(read_csv(f"a,b\n{lines}".encode()), "b", ["a"], name=f"own {n}.csv")


def test_own_data_are_kept_no_longer_than_the_session_keeps_them(page: AppTest) -> None:
    tables = [own(n) for n in range(1, 6)]
    left = [weakref.ref(table) for table in tables]
    begun(page, *((network_for(table), 2) for table in tables))
    del tables
    rows = log(page)
    assert [tried_rows.dataset_of(row) for row in rows] == [f"own {n}.csv" for n in range(1, 6)]
    gc.collect()
    assert [found() is not None for found in left] == [False] * 2 + [True] * session._MOST_FILES


def test_a_run_of_own_data_comes_back_while_the_session_keeps_them(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "switch_page", lambda file: None)
    tables = [own(n) for n in range(1, 6)]
    begun(page, *((network_for(table), 2) for table in tables))
    mark(page, 4)  # the first one
    assert text("tried.gone") in [each.value for each in page.caption]
    back = next(button for button in page.button if button.label == text("tried.bring_back"))
    assert back.disabled
    mark(page, 2)
    press(page, "bring_back")
    assert page.session_state["_run"].plan == Plan.of(network_for(tables[2]))
