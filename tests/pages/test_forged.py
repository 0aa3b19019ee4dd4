"""What a browser says may be forged: it is ignored or brought within its limits. Our own faults show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.analysis.probe import Probe
from pages.shared.player.acts import ACTS
from pages.shared.wire import answer, scene
from pages.shared.wire.bytes import real
from pages.shared.wire.extras import EXTRAS
from pages.shared.wire.tape import CHUNK_FRAMES
from tests.core.runs import QUICK
from tests.pages import lab, tapes

APP = Path(__file__).parents[2] / "app.py"
HUGE = 10**400
"""JSON has no largest number."""
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(HUGE) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
WORDS = ("first", "stride", "known", "count", "detail", "extra", "n", "header")
PULLS = st.fixed_dictionaries({}, optional=dict.fromkeys(WORDS, ANYTHING))


@QUICK
@given(PULLS)
def test_any_request_is_brought_within_the_run(pull: dict[str, Any]) -> None:
    request = answer.read({"run": "ours", **pull}, "ours", steps=100, layers=3)
    assert request
    assert 0 <= request.first <= 100
    assert 1 <= request.stride <= 50
    assert 1 <= request.count <= CHUNK_FRAMES
    assert 0 <= request.known <= 101
    assert request.detail is None or 0 <= request.detail[1] < 3
    assert request.header is None or isinstance(request.header, str)


@QUICK
@given(ANYTHING | PULLS)
def test_what_does_not_name_the_run_is_no_request(pull: object) -> None:
    assert answer.read(pull, "ours", 100, 3) is None


@QUICK
@given(st.sampled_from(list(EXTRAS)), ANYTHING | st.lists(ANYTHING, min_size=2, max_size=2))
def test_any_question_about_a_step_has_an_answer(name: str, details: object) -> None:
    trainer = Trainer(PRESETS["xor"])
    trainer.evaluate()
    assert EXTRAS[name](trainer, details)


@QUICK
@given(
    st.lists(
        ANYTHING | st.tuples(st.sampled_from("Wbx"), *[st.integers() | ANYTHING] * 3, ANYTHING).map(list)
    ),
    st.fixed_dictionaries({"kind": st.sampled_from("Wb") | ANYTHING}, optional={
        "layer": st.integers(0, 4) | ANYTHING, "row": ANYTHING, "column": ANYTHING,
    }) | ANYTHING,
)  # fmt: skip
def test_any_change_by_hand_and_any_check_leave_numbers(edits: list[Any], check: object) -> None:
    probe = Probe(Trainer(Experiment(hidden_layers=(2,))))
    scene.apply(probe, scene.changes_from(edits))
    assert np.isfinite(probe.network.parameters).all()
    scene.checked(probe, check)


@given(st.integers() | st.floats() | st.just(HUGE))
def test_a_number_from_the_browser_is_finite_or_none(value: float) -> None:
    found = real(value)
    assert found is None or (np.isfinite(found) and found == pytest.approx(value))
    assert real(True) is real("1") is real(None) is None


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=30).run()


def act(app: AppTest, **action: object) -> None:
    """As if the browser had said so; the run's name and a new number where nothing else is said."""
    run = tapes.of(app)[0]["run"]
    app.session_state["player"] = {"act": {"run": run, "n": 1} | action}
    app.run()


@pytest.mark.parametrize(
    "action",
    [
        {"do": "explode"}, {"do": ["edit"]}, {"do": None}, {}, {"do": "edit"}, {"do": "layers"},
        {"do": "edit", "step": 0, "layer": 1, "from": 0, "to": 0, "value": HUGE},
        {"do": "edit", "step": 0, "layer": HUGE, "from": -HUGE, "to": HUGE, "value": 1.0},
        {"do": "edit", "step": -1, "layer": 1, "from": 0, "to": 0, "value": 1.0},
        {"do": "edit", "step": 0, "layer": "1", "from": 0, "to": 0, "value": 1.0},
        {"do": "layers", "hidden": ["5"]}, {"do": "layers", "hidden": [HUGE]}, {"do": "layers", "hidden": {}},
        {"do": "layers", "hidden": []}, {"do": "layers", "hidden": [1] * 1000},
        {"do": "continue", "step": HUGE}, {"do": "undo", "step": []}, {"do": "edit", "n": "x"},
    ],
)  # fmt: skip
def test_a_forged_action_changes_nothing(app: AppTest, action: dict[str, object]) -> None:
    before = tapes.of(app)[0]
    act(app, **action)
    assert not app.exception
    after = tapes.of(app)[0]
    assert (after["run"], after["link"], after["end"]) == (before["run"], before["link"], before["end"])


@pytest.mark.parametrize("said", [None, 3, "x", [], ["act"], {"act": []}, {"pull": 3}])
def test_a_component_that_says_nonsense_is_drawn(app: AppTest, said: object) -> None:
    app.session_state["player"] = said
    app.run()
    assert not app.exception
    assert tapes.of(app)[0]["steps"]


def test_a_handlers_own_fault_shows(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that looks like a message that was not understood."""

    def faulty(*_: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setitem(ACTS, "undo", faulty)
    act(app, do="undo")
    assert len(app.exception) == 1


@pytest.mark.parametrize(
    "wanted",
    [{"theme": ["dark"]}, {"theme": {}}, {"focus": HUGE}, {"below": ["depth"]}, {"keys": [1]},
     {"have": None}, {"n": float("nan")}, {"n": "x"}, {"header": {}}],
)  # fmt: skip
def test_a_forged_question_to_the_lab_gets_an_answer(wanted: dict[str, object]) -> None:
    app = lab.opened(lab="depth~1~width~2~samples~4~compare~sigmoid.normal~seeds~1")
    study = lab.read(app)[0]["study"]
    app.session_state["lab"] = {"ask": {"study": study, "n": 1} | wanted}
    app.run()
    assert not app.exception
    assert lab.read(app)[0]["study"] == study
