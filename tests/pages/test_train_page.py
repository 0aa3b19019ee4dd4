"""The Train page without a browser: settings in, tapes out."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import Experiment, Trainer
from mlp_core.tutorial import published_curve
from tests.pages import tapes
from tests.pages.opening import opened
from tests.pages.player import pull
from tests.pages.widgets import widget


@pytest.fixture
def app() -> AppTest:
    return opened()


def test_opens_on_the_tutorials_run_at_step_0(app: AppTest) -> None:
    header, frames, curve = tapes.of(app)
    assert not app.exception
    assert header["steps"][0] == 0
    assert [card["shape"] for card in header["cards"]] == ["10 → 32"] + ["32 → 32"] * 5 + ["32 → 2"]
    assert frames[0]["loss"] == curve[0] == Trainer(Experiment()).evaluate()


def test_the_tutorials_printed_losses_are_on_the_tape(app: AppTest) -> None:
    _, _, curve = pull(app, first=99)
    assert np.abs(curve[:100] - published_curve()).max() < 5e-5


def test_an_answer_is_no_larger_than_it_has_to_be(app: AppTest) -> None:
    """All that travels: one frame first; then, for a player that has the header, what is looked at."""
    first, frames, _ = tapes.of(app)
    assert (first["steps"], len(frames)) == ([0], 1)

    def size(**wanted: Any) -> tuple[int, int]:
        """Of the answer, in frames and in bytes."""
        known = {"run": first["run"], "stride": 1, "known": 50, "header": first["key"]}
        app.session_state["player"] = {"pull": known | wanted}
        app.run()
        message = tapes.component(app).proto
        (length,) = struct.unpack_from("<I", message.bytes)
        return len(json.loads(message.bytes[4 : 4 + length])["steps"]), message.ByteSize()

    assert tapes.component(app).proto.ByteSize() < 130_000  # with the run's header
    asked: list[tuple[dict[str, Any], int, int]] = [
        ({"first": 49, "count": 1}, 1, 80_000),
        ({"first": 49, "count": 1, "skip": ["change"]}, 1, 60_000),
        ({"first": 50, "skip": ["change"]}, 25, 1_250_000),
    ]
    for n, (wanted, frames_in_it, most) in enumerate(asked):
        found, bytes_in_it = size(n=n, **wanted)
        assert found == frames_in_it
        assert bytes_in_it < most


def test_frames_without_a_matrix_are_the_same_otherwise(app: AppTest) -> None:
    _, whole, _ = pull(app, first=3, count=2)
    _, less, _ = pull(app, n=2, first=3, count=2, skip=["change", "W", "loss", 7])
    for one, other in zip(whole, less, strict=True):
        assert one.keys() - other.keys() == {"change", "W"}
        for name in other:
            for part, same in zip(one[name], other[name], strict=True):
                np.testing.assert_array_equal(part, same)


def test_settings_make_a_new_run_at_step_0(app: AppTest) -> None:
    before = tapes.of(app)[0]["run"]
    widget(app, "layers").set_value(2)
    widget(app, "width").set_value(5)
    widget(app, "activation").set_value("tanh")
    widget(app, "initializer").set_value("xavier")
    widget(app, "lr").set_value(0.5)
    widget(app, "seed").set_value(7)
    app.run()
    header, frames, _ = tapes.of(app)
    expected = Experiment(
        hidden_layers=(5, 5), activation="tanh", output_activation="tanh", initializer="xavier",
        learning_rate=0.5, seed=7,
    )  # fmt: skip
    assert header["run"] != before
    assert header["steps"][0] == 0
    assert frames[0]["loss"] == Trainer(expected).evaluate()


def test_more_steps_keep_the_run(app: AppTest) -> None:
    before = tapes.of(app)[0]["run"]
    widget(app, "steps").set_value(500)
    app.run()
    header = tapes.of(app)[0]
    assert (header["run"], header["end"]) == (before, 500)


def test_the_tutorial_button_puts_the_defaults_back(app: AppTest) -> None:
    first = tapes.of(app)[0]["run"]
    widget(app, "layers").set_value(1)
    widget(app, "seed").set_value(1)
    app.run()
    app.button[0].click().run()
    header, frames, _ = tapes.of(app)
    assert widget(app, "layers").value == 6
    assert header["run"] != first  # begun anew, at step 0
    assert frames[0]["loss"] == Trainer(Experiment()).evaluate()


def test_a_request_of_another_run_is_ignored(app: AppTest) -> None:
    first = tapes.of(app)[0]["steps"]
    assert pull(app, run="somebody-else", first=50)[0]["steps"] == first


@pytest.mark.parametrize(
    "first", [-5, 10**9, 2.5, float("nan"), float("-inf"), float("inf"), 10**400, None, "x", [1], {}]
)
def test_nonsense_from_the_browser_gets_an_answer_within_the_run(app: AppTest, first: object) -> None:
    steps = pull(app, first=first, stride=first, known=first)[0]["steps"]
    assert steps
    assert 0 <= steps[0] <= 100


@pytest.mark.parametrize("view", ["W", "dW", "change"])
def test_a_large_layer_can_be_had_in_full(app: AppTest, view: str) -> None:
    widget(app, "width").set_value(200)
    app.run()
    header, frames, _ = pull(app, first=3, detail=[view, 1])
    trainer = Trainer(Experiment(hidden_layers=(200,) * 6))
    start = trainer.network.layers[1].W.copy()
    trainer.step(3)
    trainer.evaluate()
    layer = trainer.network.layers[1]
    expected = {"W": layer.W, "dW": layer.dW, "change": layer.W - start}[view]
    assert header["steps"] == [3]
    assert header["detail"]["matrix"] == pytest.approx(expected, rel=0, abs=1e-7 * abs(expected).max())
    rows, columns = header["cards"][1]["block"]
    assert rows > 1
    assert frames[0][view][1].shape == (-(-200 // rows), -(-200 // columns))


@pytest.mark.parametrize("wanted", [["W", 99], ["W", -1], ["secret", 1], "W1", ["W"], 7, {}])
def test_a_detail_that_there_is_not_is_left_out(app: AppTest, wanted: object) -> None:
    assert pull(app, first=3, detail=wanted)[0]["detail"] is None


def test_asking_twice_gives_the_same_bytes(app: AppTest) -> None:
    pull(app, first=30, n=1)
    bytes_before = tapes.component(app).proto.bytes
    app.run()
    assert tapes.component(app).proto.bytes == bytes_before


def test_divergence_is_told_not_thrown(app: AppTest) -> None:
    widget(app, "activation").set_value("relu")
    widget(app, "lr").set_value(1e6)
    app.run()
    header, frames, _ = pull(app, first=50)
    assert header["diverged"]["last"] == header["diverged"]["step"] - 1 == header["steps"][-1]
    assert header["diverged"]["reason"] == "loss"
    assert np.isfinite(frames[-1]["loss"]).all()


def test_too_many_units_are_lowered_and_it_is_said(app: AppTest) -> None:
    widget(app, "width").set_value(512)
    app.run()
    widget(app, "layers").set_value(50)
    app.run()
    assert not app.exception
    width = widget(app, "width").value
    assert Experiment(hidden_layers=(width,) * 50).parameters <= 2_000_000
    assert str(width) in app.warning[0].value


def test_two_sessions_do_not_share_a_run(app: AppTest) -> None:
    other = opened()
    pull(app, first=60)
    assert tapes.of(other)[0]["steps"][0] == 0
    assert other.session_state["_run"].trainer is not app.session_state["_run"].trainer
