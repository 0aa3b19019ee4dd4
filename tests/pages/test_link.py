"""A page's address: what it says is opened; what cannot be used is ignored, named, and not printed."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pages.shared.frame  # noqa: F401  all components' words are registered with it
from mlp_core import PRESETS, Experiment, Plan, Trainer
from pages.shared import link
from pages.shared.text import text
from pages.shared.wire.names import CHOICES
from tests.core.runs import QUICK
from tests.core.test_plan import plans
from tests.pages import tapes
from tests.pages.opening import opened
from tests.pages.player import act, pull
from tests.pages.widgets import widget


def test_the_sample_of_a_link_is_shown_at_once() -> None:
    header, (frame, *_), _ = tapes.of(opened(**PRESETS["xor"].to_query(), sample="4", step="3"))
    assert (header["start"]["sample"], header["sample"], header["steps"][0]) == (3, 3, 3)
    assert list(frame["sample"]) == [1, 1, 0]
    header = tapes.of(opened(**PRESETS["xor"].to_query(), sample="5"))[0]
    assert (header["start"]["sample"], header["sample"]) == (0, 0)


@QUICK
@given(plans(), st.integers(1, link.MAX_STEPS))
def test_what_is_written_is_read(plan: Plan, steps: int) -> None:
    found = link.read(parse_qs(link.encoded(plan, steps)))
    assert (found.plan, found.steps, found.ignored, found.unknown) == (plan, steps, (), 0)


@QUICK
@given(
    st.dictionaries(
        st.sampled_from([*link.FIELDS, "then", "step", "steps", "layer", *CHOICES]) | st.text(max_size=8),
        st.lists(
            st.text(max_size=30) | st.from_regex(r"-?[0-9]{1,12}(~lr~[0-9])?", fullmatch=True), max_size=3
        ),
    )
)
def test_nothing_in_a_link_can_fail(query: dict[str, list[str]]) -> None:
    found = link.read(query)
    for key in found.ignored:
        assert text(f"link.{key}")
    assert 0 <= found.step <= found.steps
    assert found.layer < len(found.plan.last.sizes)


@pytest.mark.parametrize("name", [*link.FIELDS, "then", "step", "steps", "layer", *CHOICES])
def test_everything_in_a_link_has_a_name_for_people(name: str) -> None:
    assert text(f"link.{name}")


def test_so_have_the_words_of_every_component() -> None:
    words = [key for keys in link._registered for key in keys]
    assert {"scape", "lab", "show", "run"} <= set(words)
    for key in words:
        assert text(f"link.{key}")


def test_the_settings_and_the_moment_are_opened() -> None:
    app = opened(
        hidden="5x2", activation="tanh", output="linear", lr="0.5", seed="7", steps="300", step="250",
        layer="2", view="dW", measure="delta_norm",
    )  # fmt: skip
    header, frames, curve = tapes.of(app)
    experiment = Experiment(
        hidden_layers=(5, 5), activation="tanh", output_activation="linear", learning_rate=0.5, seed=7
    )
    trainer = Trainer(experiment)
    trainer.step(250)
    assert header["steps"][0] == 250
    assert frames[0]["loss"] == trainer.evaluate() == curve[-len(frames)]
    assert header["start"] == {"step": 250, "selected": 1, "view": "dW", "measure": "delta_norm"}
    assert header["end"] == 300
    assert parse_qs(header["link"]) == {
        "hidden": ["5x2"], "activation": ["tanh"], "output": ["linear"], "lr": ["0.5"], "seed": ["7"],
        "steps": ["300"],
    }  # fmt: skip
    assert [app.number_input(key=key).value for key in ("layers", "width", "lr", "seed", "steps")] == [
        2,
        5,
        0.5,
        7,
        300,
    ]
    assert not app.main.markdown


def test_layers_of_unequal_width_stay_until_the_layers_are_changed() -> None:
    app = opened(hidden="8_4_2")
    assert [card["shape"] for card in tapes.of(app)[0]["cards"]] == ["10 → 8", "8 → 4", "4 → 2", "2 → 2"]
    widget(app, "seed").set_value(3).run()
    assert len(tapes.of(app)[0]["cards"]) == 4
    widget(app, "layers").set_value(2).run()
    assert [card["shape"] for card in tapes.of(app)[0]["cards"]] == ["10 → 8", "8 → 8", "8 → 2"]


def test_a_step_beyond_the_end_makes_the_run_longer() -> None:
    header, _, _ = tapes.of(opened(step="140"))
    assert (header["steps"][0], header["end"]) == (140, 140)


def test_nonsense_opens_on_defaults_and_is_named_without_being_printed() -> None:
    app = opened(
        dataset="<img src=x onerror=alert(1)>", lr="nan", hidden="-3", seed=["1", "2"], step="x", steps="0",
        layer="99", view="**bold**", nonsense="y" * 100_000, activation="tanh",
    )  # fmt: skip
    header, frames, _ = tapes.of(app)
    assert frames[0]["loss"] == Trainer(Experiment(activation="tanh")).evaluate()
    assert header["end"] == 100
    (line,) = [entry.value for entry in app.main.markdown]
    assert line == (
        "Parts of the link could not be used and were ignored: data set, hidden layers, learning rate, seed, "
        "step, steps to train, selected layer, view, 1 unknown name."
    )
    app.main.button[0].click().run()
    assert not app.main.markdown


def test_what_was_ignored_is_said_until_a_setting_changes() -> None:
    app = opened(lr="-1")
    app.run()
    assert app.main.markdown
    widget(app, "seed").set_value(3).run()
    assert not app.main.markdown


@pytest.mark.parametrize("rate", ["1e-300", "1e300"])
def test_a_learning_rate_that_the_sidebar_cannot_hold_is_ignored(rate: str) -> None:
    app = opened(lr=rate)
    assert widget(app, "lr").value == 0.01
    assert text("link.lr") in app.main.markdown[0].value


def test_every_page_takes_the_settings_along() -> None:
    app = opened(seed="7", step="30").switch_page("pages/data.py").run()
    assert not app.exception
    queries = [entry.proto.query_string for entry in app.get("page_link")]
    assert queries == ["seed=7"] * 7
    assert app.session_state["_run"].start == 30


def test_who_goes_back_in_the_browser_has_the_settings_and_the_step_of_then() -> None:
    app = opened()
    widget(app, "seed").set_value(5)
    widget(app, "steps").set_value(40).run()
    changed = tapes.of(app)[0]["link"]
    act(app, "return", 1, link="", query="step=30")
    header = tapes.of(app)[0]
    assert (header["link"], header["end"], header["start"]["step"]) == ("", 100, 30)
    assert (widget(app, "seed").value, widget(app, "steps").value) == (54, 100)
    act(app, "return", 2, link=changed, query=f"{changed}&step=7")
    header = tapes.of(app)[0]
    assert (header["link"], header["end"], header["start"]["step"]) == (changed, 40, 7)
    assert (widget(app, "seed").value, widget(app, "steps").value) == (5, 40)


def test_who_goes_back_twice_need_not_have_seen_the_run_between() -> None:
    """All else that a person does concerns the run that they see."""
    app = opened()
    first = tapes.of(app)[0]["run"]
    widget(app, "seed").set_value(5).run()
    back = {"run": first, "n": 1, "do": "return", "link": "seed=7", "query": "seed=7"}
    app.session_state["player"] = {"act": back}
    app.run()
    assert tapes.of(app)[0]["link"] == "seed=7"
    app.session_state["player"] = {"act": {"run": first, "n": 2, "do": "restart"}}
    app.run()
    assert tapes.of(app)[0]["link"] == "seed=7"


@pytest.mark.parametrize("words", ["seed=abc", "dataset=csv", "%%%&=&&", "nothing=1"])
def test_a_forged_way_back_leads_to_the_defaults(words: str) -> None:
    app = opened(seed="5")
    act(app, "return", 1, link=words, query=f"{words}&step=-3")
    assert tapes.of(app)[0]["link"] == ""


def test_a_changed_setting_can_be_taken_as_a_continuation_and_back() -> None:
    app = opened()
    old = tapes.of(app)[0]["run"]
    widget(app, "lr").set_value(0.1).run()
    restarted, _, _ = tapes.of(app)
    assert restarted["origin"] == {"id": old, "step": None, "continued": False}
    assert restarted["start"]["step"] == 0
    act(app, "continue", step=42)
    header, frames, _ = tapes.of(app)
    trainer = Trainer(Plan.of(Experiment()).continued(42, Experiment(learning_rate=0.1)))
    trainer.step(42)
    assert header["origin"] == {"id": old, "step": 42, "continued": True}
    assert (header["start"]["step"], header["steps"][0]) == (42, 42)
    assert frames[0]["loss"] == trainer.evaluate()
    assert header["link"] == "then=42~lr~0.1"
    assert [(leg["start"], leg["change"]) for leg in header["legs"]] == [(0, ""), (42, "learning rate 0.1")]
    _, frames, _ = pull(app, first=90)
    trainer.step(48)
    assert frames[0]["loss"] == trainer.evaluate()
    act(app, "restart", n=2)
    header, frames, _ = tapes.of(app)
    assert header["run"] == restarted["run"]
    assert header["origin"] == {"id": old, "step": 42, "continued": False}


def test_continuing_at_the_end_makes_the_run_longer() -> None:
    app = opened()
    widget(app, "lr").set_value(0.1).run()
    act(app, "continue", step=100)
    assert tapes.of(app)[0]["end"] == 200
    assert widget(app, "steps").value == 200


def test_a_link_of_a_continued_run_opens_it() -> None:
    app = opened(then="42~lr~0.1~activation~tanh", step="60")
    first = replace(Experiment(learning_rate=0.1, activation="tanh"))
    trainer = Trainer(Plan.of(Experiment()).continued(42, first))
    trainer.step(60)
    header, frames, _ = tapes.of(app)
    assert frames[0]["loss"] == trainer.evaluate()
    assert header["origin"]["step"] == 42
    assert [leg["activations"][0] for leg in header["legs"]] == ["Sigmoid", "Tanh"]
    assert widget(app, "activation").value == "tanh"


def test_another_shape_of_network_cannot_be_continued() -> None:
    app = opened()
    widget(app, "layers").set_value(3).run()
    header, _, _ = tapes.of(app)
    assert header["origin"] is None
    act(app, "continue", step=5)
    assert tapes.of(app)[0]["run"] == header["run"]


def test_a_weight_set_by_hand_before_a_change_is_undone_with_all_that_followed() -> None:
    """At step 10 of a run that continues from 42 otherwise: what came at 42 goes, and comes back."""
    app = opened(then="42~lr~0.1", step="10")
    whole = tapes.of(app)[0]
    setting = {"step": 10, "layer": 1, "from": 2, "to": 3}
    act(app, "edit", **setting, value=0.5)
    act(app, "edit", n=2, **setting, value=-1.0)
    header = tapes.of(app)[0]
    assert header["link"] == "edit=10.1.3.4~-1.0"
    assert widget(app, "lr").value == 0.01
    act(app, "undo", n=3)
    assert tapes.of(app)[0]["link"] == "edit=10.1.3.4~0.5"
    act(app, "undo", n=4)
    header = tapes.of(app)[0]
    assert (header["run"], header["link"]) == (whole["run"], whole["link"])
    assert widget(app, "lr").value == 0.1


def test_an_action_is_carried_out_once_also_when_its_run_comes_back() -> None:
    """A layer was added to an example; chosen again, the example is as it was."""
    app = opened(**link.settings(Plan.of(PRESETS["moons"]), 100))
    before = tapes.of(app)[0]
    act(app, "layers", hidden=[6, 6])
    assert tapes.of(app)[0]["link"] != before["link"]
    widget(app, "example").set_value("moons").run()
    assert tapes.of(app)[0]["run"] == before["run"]
    assert not app.exception


@pytest.mark.parametrize("step", [-1, 0, "x", None, float("nan"), 10**30])
def test_a_nonsense_continuation_does_no_harm(step: object) -> None:
    app = opened()
    widget(app, "lr").set_value(0.1).run()
    act(app, "continue", step=step)
    assert tapes.of(app)[0]["end"] <= link.MAX_STEPS


def test_a_longer_run_is_asked_for_once() -> None:
    app = opened()
    act(app, "extend", steps=500)
    assert tapes.of(app)[0]["end"] == 500
    widget(app, "steps").set_value(50).run()
    assert tapes.of(app)[0]["end"] == 50


def test_an_action_on_another_run_is_ignored() -> None:
    app = opened()
    app.session_state["player"] = {"act": {"run": "somebody-else", "n": 9, "do": "extend", "steps": 500}}
    app.run()
    assert tapes.of(app)[0]["end"] == 100


def test_losses_come_ahead_of_a_step_that_takes_long() -> None:
    header, _, curve = pull(opened(hidden="512x4", steps="4000"), first=4000)
    assert header["steps"] == []
    assert 0 < header["trained"] < 4000
    assert len(curve) == header["trained"]
