"""The Step through page without a browser: every array as the trainer has it, changes, checks, formulas."""

from __future__ import annotations

import json
import math
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import ACTIVATIONS, LOSSES, PRESETS, Experiment, Trainer
from mlp_core.probe import Probe
from pages.shared.stepper import formulas
from pages.shared.stepper.mathml import mathml

APP = Path(__file__).parents[2] / "app.py"


def read(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The scene that the page has handed to the browser, read from the format's description."""
    data = app.get("bidi_component")[0].proto.bytes
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    at, arrays = -(-(4 + length) // 8) * 8, {}
    for name, shape in header["arrays"].items():
        arrays[name] = np.frombuffer(data, np.float64, math.prod(shape), at).reshape(shape)
        at += arrays[name].nbytes
    assert at == len(data)
    return header, arrays


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params.update(query)
    app.run().switch_page("pages/step_through.py").run()
    assert not app.exception
    return app


def ask(app: AppTest, **wanted: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Ask as the browser does, and read the answer."""
    app.session_state["stepper"] = {
        "ask": {"run": read(app)[0]["run"], "n": 1, "step": 0, "edits": []} | wanted
    }
    app.run()
    assert not app.exception
    return read(app)


def mazur() -> AppTest:
    return opened(**PRESETS["mazur"].to_query())


@pytest.mark.parametrize("name", PRESETS)
def test_every_array_is_the_trainers(name: str) -> None:
    header, arrays = ask(opened(**PRESETS[name].to_query()), step=7)
    trainer = Trainer(PRESETS[name])
    trainer.step(7)
    trainer.evaluate()
    for layer in trainer.network.layers:
        for array in ("W", "b", "z", "a", "slope", "delta", "da", "dW", "db"):
            np.testing.assert_array_equal(
                arrays[f"{array}{layer.index}"], getattr(layer, array), err_msg=array
            )
    trainer.step()
    for layer in trainer.network.layers:
        np.testing.assert_array_equal(arrays[f"W{layer.index}+"], layer.W)
    assert header["step"] == 7
    written = [name for operation in header["operations"] for name in operation["writes"]]
    assert len(written) == len(set(written))
    assert {name for op in header["operations"] for name in [*op["reads"], *op["writes"]]} == set(arrays)


def test_the_settings_of_another_page_come_along() -> None:
    app = opened(hidden="5x2", activation="tanh", lr="0.5", steps="300")
    assert read(app)[0]["sizes"] == [10, 5, 5, 2]
    assert [app.number_input(key=key).value for key in ("layers", "width", "lr", "steps")] == [2, 5, 0.5, 300]
    app.number_input(key="seed").set_value(3).run()
    app.switch_page("app.py").run()
    assert [app.number_input(key=key).value for key in ("layers", "width", "seed")] == [2, 5, 3]


def test_an_example_is_chosen_and_named() -> None:
    app = opened()
    assert app.selectbox(key="example").value == "tutorial"
    app.selectbox(key="example").set_value("mazur").run()
    assert read(app)[0]["sizes"] == [2, 2, 2]
    assert app.selectbox(key="initializer").value == "given"
    app.number_input(key="lr").set_value(0.1).run()
    assert app.selectbox(key="example").value == "own"
    app.number_input(key="layers").set_value(2).run()
    assert "no weights were published" in app.error[0].value


def test_a_change_by_hand_is_for_this_step_and_leaves_the_run() -> None:
    app = mazur()
    header, arrays = ask(app, edits=[["W", 2, 0, 0, 0.9], ["b", 1, 0, 1, -1], ["x", 0, 0, 0, 2.5]])
    probe = Probe(Trainer(PRESETS["mazur"]))
    probe.network.layers[1].W[0, 0], probe.network.layers[0].b[1], probe.x[0, 0] = 0.9, -1.0, 2.5
    probe.evaluate()
    np.testing.assert_array_equal(arrays["dW1"], probe.network.layers[0].dW)
    assert header["after"]["loss"] == float(arrays["loss"])
    assert header["before"]["loss"] == Trainer(PRESETS["mazur"]).evaluate()
    header, arrays = ask(app, step=1)
    trainer = Trainer(PRESETS["mazur"])
    trainer.step()
    assert float(arrays["loss"]) == trainer.evaluate()
    assert header["before"] is None


@pytest.mark.parametrize(
    "edits",
    [
        None, "x", [["W", 9, 0, 0, 1.0]], [["W", 1, 5, 0, 1.0]], [["W", 1, -1, 0, 1.0]],
        [["b", 1, 1, 0, 1.0]], [["x", 3, 0, 0, 1.0]], [["W", 1, 0, 0, float("nan")]], [["W", 1, 0, 0, 1e200]],
        [["W", 1, 0, 0, "1"]],
        [["secret", 1, 0, 0, 1.0]], [["W", 0, 0, 0, 1.0]], [["W", 1.5, 0, 0, 1.0]], [[]],
    ],
)  # fmt: skip
def test_a_change_of_nothing_there_changes_nothing(edits: object) -> None:
    _, arrays = ask(mazur(), edits=edits)
    assert float(arrays["loss"]) == Trainer(PRESETS["mazur"]).evaluate()


def test_a_change_that_overflows_is_named_not_thrown() -> None:
    header, arrays = ask(
        opened(activation="linear", output="linear", hidden="2"), edits=[["x", 0, 0, 0, 9e149]]
    )
    assert not np.isfinite(arrays["loss"]) or float(arrays["loss"]) > 1e200
    json.dumps(header, allow_nan=False)


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"kind": "W", "layer": 2, "row": 0, "column": 0}, 0.08216704),
        ({"kind": "b", "layer": 2, "row": 0, "column": 1}, -0.03809824),
        ({"kind": "W", "layer": 1, "row": None, "column": None}, 0.00148334),
    ],
)
def test_a_gradient_is_checked(check: dict[str, Any], expected: float) -> None:
    found = ask(mazur(), check=check)[0]["check"]
    assert found["analytic"] == pytest.approx(expected, rel=1e-5)
    assert found["relative"] < 1e-7


@pytest.mark.parametrize(
    "check",
    [
        "x", {}, {"kind": "W", "layer": 9, "row": 0, "column": 0},
        {"kind": "W", "layer": 1, "row": 7, "column": 0},
        {"kind": "W", "layer": 1, "row": 0, "column": None}, {"kind": "q", "layer": 1, "row": 0, "column": 0},
    ],
)  # fmt: skip
def test_a_check_of_nothing_there_is_left_out(check: object) -> None:
    assert ask(mazur(), check=check)[0]["check"] is None


@pytest.mark.parametrize("step", [-1, 10**12, "x", None, float("nan")])
def test_nonsense_for_a_step_gets_an_answer(step: object) -> None:
    assert ask(mazur(), step=step)[0]["step"] >= 0


def test_a_step_past_divergence_shows_the_last_finite_one() -> None:
    app = opened(hidden="4x2", activation="relu", output="linear", initializer="he", lr="1e6")
    header, arrays = ask(app, step=90)
    assert header["diverged"]["last"] == header["step"] < 90
    assert np.isfinite(arrays["loss"])


def test_the_address_holds_operation_selection_and_sample() -> None:
    header, _ = read(opened(**PRESETS["xor"].to_query(), step="3", op="8", unit="1.2.1", sample="4"))
    assert header["start"] == {"step": 3, "op": 8, "unit": [1, 2, 1], "sample": 4}
    header, _ = read(opened(**PRESETS["xor"].to_query(), op="-1", unit="3.1", sample="5"))
    assert header["start"] == {"step": 0, "op": 0, "sample": 1}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_formula_becomes_well_formed_mathml(activation: str, loss: str) -> None:
    experiment = Experiment(
        hidden_layers=(3, 2), activation=activation, output_activation=activation, loss=loss
    )
    for operation in Probe(Trainer(experiment)).program:
        ET.fromstring(formulas.symbols(operation))
        if operation.symbol == "a":
            filled = formulas.substituted(operation, experiment)
            assert filled is not None
            assert "{{z}}" in filled
            ET.fromstring(filled)
        assert formulas.textbook(operation, experiment)
        assert formulas.tutorial(operation, experiment)


def test_factors_have_their_colours() -> None:
    (delta,) = [op for op in Probe(Trainer(Experiment())).program if op.symbol == "delta" and op.layer == 3]
    found = {
        mark.get("class"): "".join(mark.itertext())
        for mark in ET.fromstring(formulas.symbols(delta)).iter()
        if mark.get("class")
    }
    assert found == {"bp-c-delta": "δ4", "bp-c-weights": "W4⊤", "bp-c-slope": "f′(z3)"}


@pytest.mark.parametrize("latex", [r"\unknown", "{", "}", "^2", r"\frac{1}", r"\text{x"])
def test_what_is_no_formula_of_ours_is_refused(latex: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        mathml(latex)


def test_a_formula_cannot_smuggle_in_markup() -> None:
    assert "<script" not in mathml(r"\text{<script>alert(1)</script>} < z")


def test_too_large_a_network_is_told() -> None:
    app = opened(hidden="512x3")
    assert "up to 100,000 parameters" in app.info[0].value
