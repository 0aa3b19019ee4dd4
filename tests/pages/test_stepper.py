"""The Step through page without a browser: every array as the trainer has it, changes, checks, formulas."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import ACTIVATIONS, LOSSES, PRESETS, Experiment, Trainer
from mlp_core.activations import Activation
from mlp_core.normalization import NORMALIZATIONS
from mlp_core.probe import Probe
from pages.shared.stepper import formulas, scene
from pages.shared.stepper.mathml import mathml
from pages.shared.text import section
from tests.pages.tapes import packed as read

APP = Path(__file__).parents[2] / "app.py"

# Every structure of a network with every loss, and every activation with each of the plain ones.
STRUCTURES = {
    f"{loss}{'-skips' * residual}-{normalization}": Experiment(
        dataset="xor", hidden_layers=(4, 4, 4, 3), activation="tanh", loss=loss, initializer="xavier", seed=3,
        learning_rate=0.5, residual=residual, normalization=normalization,
    )
    for loss in LOSSES for residual in (False, True) for normalization in NORMALIZATIONS
}  # fmt: skip
ACTIVATED = {
    f"{activation}-{loss.name}": Experiment(
        hidden_layers=(3, 2), activation=activation, output_activation=activation, loss=loss.name,
        dataset="xor",
    )
    for activation in ACTIVATIONS for loss in LOSSES.values() if loss.output in (None, activation)
}  # fmt: skip


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


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_array_of_another_structure_is_the_trainers(name: str) -> None:
    experiment = STRUCTURES[name]
    header, arrays = ask(opened(**experiment.to_query()), step=3)
    trainer = Trainer(experiment)
    trainer.step(3)
    trainer.evaluate()
    buffers = trainer.network.buffers
    for layer in trainer.network.layers:
        shown = {array: getattr(layer, array) for array in ("W", "b", "z", "a", "delta", "dW", "db")}
        if layer is not trainer.network.layers[-1]:
            shown |= {array: getattr(layer, array) for array in ("slope", "da")}
        if layer.index in buffers.n_hat:
            shown |= {array: getattr(buffers, array)[layer.index].T for array in ("n", "n_hat", "s", "dn")}
        for array, expected in shown.items():
            np.testing.assert_array_equal(arrays[f"{array}{layer.index}"], expected, err_msg=array)
    assert {name for op in header["operations"] for name in [*op["reads"], *op["writes"]]} == set(arrays)


class Function:
    """An activation function as the textbook's lines call it."""

    def __init__(self, function: Activation) -> None:
        self._value, self.slope = function.value, function.derivative

    def __call__(self, z: np.ndarray) -> np.ndarray:
        return self._value(z)


@pytest.mark.parametrize("experiment", (STRUCTURES | ACTIVATED).values(), ids=[*STRUCTURES, *ACTIVATED])
def test_the_textbooks_lines_compute_what_is_shown(experiment: Experiment) -> None:
    """The code that is shown, run as it stands."""
    probe = Probe(Trainer(experiment))
    hidden, output = (
        Function(ACTIVATIONS[name]) for name in (experiment.activation, experiment.output_activation)
    )
    names: dict[str, Any] = {
        "x": probe.x.copy(), "y": probe.y.copy(), "eta": experiment.learning_rate,
        "f": hidden, "f_out": output,
        **{name: getattr(np, name) for name in ("sqrt", "log", "sum", "mean")},
    }  # fmt: skip
    for layer in probe.network.layers:
        names[f"W{layer.index}"], names[f"b{layer.index}"] = layer.W.copy(), layer.b.copy()
    lines = [formulas.textbook(operation, experiment) for operation in probe.program]
    arrays, about = scene.play(probe)
    exec("\n".join(lines), {}, names)
    for name in {
        name.removesuffix("+") for operation in about for name in operation["writes"]
    } & names.keys():
        expected = arrays.get(f"{name}+", arrays[name])
        found = np.reshape(names[name], expected.shape)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, err_msg=name)
    assert {"loss", "delta1", "dW1", "z1", "a1"} <= names.keys()


@pytest.mark.parametrize("experiment", (STRUCTURES | ACTIVATED).values(), ids=[*STRUCTURES, *ACTIVATED])
def test_every_operation_has_its_formula_and_its_words(experiment: Experiment) -> None:
    words = section("stepper")
    for operation in Probe(Trainer(experiment)).program:
        ET.fromstring(f"<div>{formulas.symbols(operation)}</div>")
        filled = formulas.substituted(operation, experiment)
        assert (filled is not None) == (operation.symbol == "a")
        if filled is not None:
            ET.fromstring(filled)
            assert "{{z}}" in filled
            below = f"a{(operation.layer or 0) - 1}"
            assert ("{{below}}" in filled) == (below in operation.reads)
        assert f"title_{operation.symbol}" in words
        assert f"say_{formulas.sentence(operation, experiment)}" in words
        assert formulas.tutorial(operation, experiment)


def test_what_the_tutorial_does_not_have_says_so() -> None:
    def own(experiment: Experiment) -> set[str]:
        program = Probe(Trainer(experiment)).program
        marked = [op for op in program if "not in the tutorial" in formulas.tutorial(op, experiment)]
        return {f"{op.symbol}{op.layer}" for op in marked}

    assert not own(Experiment())
    assert own(STRUCTURES["mse-skips-none"]) == {"a2", "a3", "delta1", "delta2"}
    assert own(STRUCTURES["bce-none"]) == {"delta5", "dW5"}
    hidden = {f"{symbol}{l}" for symbol in ("z", "n", "a", "delta", "dW") for l in (1, 2, 3, 4)}
    assert own(STRUCTURES["mse-batch"]) == hidden


@pytest.mark.parametrize(("normalization", "gain"), [("batch", 1.0), ("layer", 4.0)])
@pytest.mark.parametrize("kind", ["W", "b"])
def test_a_gradient_is_checked_through_normalisation_and_skips(
    normalization: str, gain: float, kind: str
) -> None:
    experiment = Experiment(
        dataset="digits", samples=12, hidden_layers=(6, 6), activation="tanh", loss="bce",
        initializer="xavier", seed=3, gain=gain, residual=True, normalization=normalization,
    )  # fmt: skip
    app = opened(**experiment.to_query())
    for layer in (1, 2, 3):
        found = ask(app, check={"kind": kind, "layer": layer, "row": None, "column": None})[0]["check"]
        assert found["analytic"] > 1e-3
        assert found["relative"] < 1e-7


def test_a_change_by_hand_moves_the_whole_batch_of_a_normalised_layer() -> None:
    experiment = STRUCTURES["bce-skips-batch"]
    header, arrays = ask(opened(**experiment.to_query()), edits=[["b", 2, 0, 1, 0.7], ["x", 3, 0, 1, -2]])
    probe = Probe(Trainer(experiment))
    probe.evaluate()
    before = probe.network.buffers.n[1].T.copy()
    probe.network.layers[1].b[1], probe.x[3, 1] = 0.7, -2.0
    assert header["after"]["loss"] == probe.evaluate() != header["before"]["loss"]
    np.testing.assert_array_equal(arrays["dW1"], probe.network.layers[0].dW)
    np.testing.assert_array_equal(arrays["n1"], probe.network.buffers.n[1].T)
    assert (arrays["n1"] != before).all()  # sample 4 has moved the mean of all


def test_the_factors_of_a_layer_with_a_skip_and_normalisation_make_its_shrinking() -> None:
    header, arrays = ask(opened(**STRUCTURES["mse-skips-layer"].to_query()))
    for l in ("1", "2", "3", "4"):
        split, above = header["factors"][l], np.linalg.norm(arrays[f"delta{int(l) + 1}"])
        assert split["ratio"] == pytest.approx(np.linalg.norm(arrays[f"delta{l}"]) / above)
        assert split["ratio"] == pytest.approx(split["weights"] * split["slope"])
        # Here the words for the factors matter: the skip is in the one, 1/s in the other.
        slope = np.linalg.norm(arrays[f"da{l}"] * arrays[f"slope{l}"]) / np.linalg.norm(arrays[f"da{l}"])
        assert split["slope"] != pytest.approx(slope)


def coloured(experiment: Experiment, symbol: str, layer: int) -> dict[str, set[str]]:
    """What has which colour in the formula of an operation."""
    (op,) = [op for op in Probe(Trainer(experiment)).program if (op.symbol, op.layer) == (symbol, layer)]
    found: dict[str, set[str]] = {}
    for mark in ET.fromstring(f"<div>{formulas.symbols(op)}</div>").iter():
        if name := mark.get("class"):
            found.setdefault(name.removeprefix("bp-c-"), set()).add("".join(mark.itertext()))
    return found


def test_factors_have_their_colours() -> None:
    assert coloured(Experiment(), "delta", 3) == {"delta": {"δ4"}, "weights": {"W4⊤"}, "slope": {"f′(z3)"}}
    both = STRUCTURES["mse-skips-layer"]
    assert coloured(both, "delta", 2) == {
        "delta": {"δ3", "∂L∂a3", "dn2"}, "weights": {"W3⊤"}, "slope": {"f′(n2)"},
    }  # fmt: skip
    assert coloured(both, "dW", 2) == {"previous": {"a1⊤"}, "delta": {"δ2", "dn2"}}
    assert coloured(both, "a", 2) == {"previous": {"a1"}}


@pytest.mark.parametrize("latex", [r"\unknown", "{", "}", "^2", r"\frac{1}", r"\text{x"])
def test_what_is_no_formula_of_ours_is_refused(latex: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        mathml(latex)


def test_a_formula_cannot_smuggle_in_markup() -> None:
    assert "<script" not in mathml(r"\text{<script>alert(1)</script>} < z")


def test_too_large_a_network_is_told() -> None:
    app = opened(hidden="512x3")
    assert "up to 100,000 parameters" in app.info[0].value


def test_too_many_samples_are_told() -> None:
    app = opened(dataset="digits", hidden="32x6")
    assert "up to 300,000 activations" in app.info[0].value
    assert "478,002" in app.info[0].value  # 64 + 6 * 32 + 10 units, 1797 samples
