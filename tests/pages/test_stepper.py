"""The Step through page without a browser: every array as the trainer has it, changes, checks, formulas."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    OUTPUT_ACTIVATIONS,
    PRESETS,
    SCHEDULES,
    Experiment,
    Trainer,
)
from mlp_core.analysis.probe import Probe
from mlp_core.data.csv import read_csv
from mlp_core.data.table import prepare
from mlp_core.nn.activations import Activation
from mlp_core.nn.normalization import NORMALIZATIONS
from pages.shared.stepper import code, formulas
from pages.shared.stepper.mathml import mathml
from pages.shared.text import section
from pages.shared.wire import scene
from tests.core.imports import ROOT
from tests.pages import opening
from tests.pages.scenes import answered, total
from tests.pages.tapes import packed as read
from tests.pages.widgets import widget

STEPPER = ROOT / "pages" / "shared" / "stepper"


def small(loss: str, **settings: Any) -> Experiment:
    """A small network with a loss, and what the loss needs: an output activation, and data of classes."""
    data: dict[str, Any] = {"dataset": "xor"}
    if LOSSES[loss].one_hot:
        data = {"dataset": "three_spirals", "samples": 6}
    usual = {
        "hidden_layers": (4, 4, 4, 3), "activation": "tanh", "initializer": "xavier", "seed": 3,
        "learning_rate": 0.5, "output_activation": LOSSES[loss].output or "sigmoid",
    }  # fmt: skip
    return Experiment(loss=loss, **data | usual | settings)


# Every structure of a network with every loss; every activation with each of the plain ones; and every way of
# changing the weights.
STRUCTURES = {
    f"{loss}{'-skips' * residual}-{normalization}": small(
        loss, residual=residual, normalization=normalization
    )
    for loss in LOSSES
    for residual in (False, True)
    for normalization in NORMALIZATIONS
}
ACTIVATED = {
    f"{activation}-{loss.name}": Experiment(
        hidden_layers=(3, 2), activation=activation, output_activation=activation, loss=loss.name,
        dataset="xor",
    )
    for activation in ACTIVATIONS for loss in LOSSES.values() if loss.output in (None, activation)
}  # fmt: skip
CHANGED = {
    **{
        f"{optimizer}{'-fixed' * (not biases)}": small(
            "bce", optimizer=optimizer, train_biases=biases, learning_rate=0.01
        )
        for optimizer in OPTIMIZERS
        for biases in (True, False)
    },
    **{
        f"l1 {l1:g}, l2 {l2:g}, {loss}": small(loss, l1=l1, l2=l2, learning_rate=0.1)
        for loss in LOSSES
        for l1, l2 in ((0.01, 0.0), (0.0, 0.1), (0.01, 0.1))
    },
    **{
        f"{schedule}-{optimizer}": small("mse", schedule=schedule, period=2, optimizer=optimizer)
        for schedule in SCHEDULES
        for optimizer in ("sgd", "adam")
    },
    **{
        f"softmax-{loss}": small(loss, output_activation="softmax", dataset="three_spirals", samples=6)
        for loss in ("mse", "sse")
    },
    "iris": replace(PRESETS["iris"], l1=0.001, schedule="cosine", period=40),
    "batches": small("cross_entropy", samples=20, batch_size=3, test_share=0.3, optimizer="momentum"),
}
ALL = STRUCTURES | ACTIVATED | CHANGED


def every(test: Any) -> Any:
    """The test, for each of them."""
    return pytest.mark.parametrize("experiment", ALL.values(), ids=[*ALL])(test)


def opened(**query: str) -> AppTest:
    app = opening.opened(**query).switch_page("pages/step_through.py").run()
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


@pytest.mark.parametrize("name", [*PRESETS, *STRUCTURES, *CHANGED])
def test_every_array_is_the_trainers(name: str) -> None:
    experiment = PRESETS.get(name) or ALL[name]
    header, arrays = answered(experiment, step=7)
    trainer = Trainer(experiment)
    trainer.step(7)
    trainer.evaluate()
    buffers, fused = trainer.network.buffers, experiment.loss in ("bce", "cross_entropy")
    for layer in trainer.network.layers:
        shown = {array: getattr(layer, array) for array in ("W", "b", "z", "a", "delta", "dW", "db")}
        if layer.index != len(trainer.network.layers) or not fused:
            shown["da"] = layer.da
        if layer.index != len(trainer.network.layers):
            shown["slope"] = layer.slope
        if layer.index in buffers.n_hat:
            shown |= {array: getattr(buffers, array)[layer.index].T for array in ("n", "n_hat", "s", "dn")}
        for array, expected in shown.items():
            np.testing.assert_array_equal(arrays[f"{array}{layer.index}"], expected, err_msg=array)
    assert float(arrays["loss"]) == trainer.loss
    trainer.step()
    for layer in trainer.network.layers:
        np.testing.assert_array_equal(arrays[f"W{layer.index}+"], layer.W)
    for state, values in trainer.optimizer_state.items():
        found = arrays[f"{state}W1+"] if values.ndim else arrays.get(f"{state}+")
        np.testing.assert_array_equal(np.ravel(found), np.ravel(values)[: found.size])
    assert header["step"] == 7
    written = [name for operation in header["operations"] for name in operation["writes"]]
    assert len(written) == len(set(written))
    assert {name for op in header["operations"] for name in [*op["reads"], *op["writes"]]} == set(arrays) - {
        "surface"
    }


def test_the_settings_of_another_page_come_along() -> None:
    app = opened(hidden="5x2", activation="tanh", lr="0.5", steps="300")
    assert read(app)[0]["sizes"] == [10, 5, 5, 2]
    assert [app.number_input(key=key).value for key in ("layers", "width", "lr", "steps")] == [2, 5, 0.5, 300]
    widget(app, "seed").set_value(3).run()
    app.switch_page("app.py").run()
    assert [app.number_input(key=key).value for key in ("layers", "width", "seed")] == [2, 5, 3]


def test_an_example_is_chosen_and_named() -> None:
    app = opened()
    assert widget(app, "example").value == "tutorial"
    widget(app, "example").set_value("mazur").run()
    assert read(app)[0]["sizes"] == [2, 2, 2]
    assert widget(app, "initializer").value == "given"
    widget(app, "lr").set_value(0.1).run()
    assert widget(app, "example").value == "own"
    widget(app, "layers").set_value(2).run()
    assert "no weights were published" in app.error[0].value
    # Back in the browser is heard all the same.
    app.session_state["address"] = {"act": {"n": 1, "do": "return", "link": "seed=5", "query": "seed=5"}}
    app.run()
    assert not app.error
    assert widget(app, "seed").value == 5


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


def test_who_goes_back_in_the_browser_has_what_the_address_says() -> None:
    app = opened(dataset="xor", seed="3")
    link = "dataset=xor&seed=5"
    back = {"n": 1, "do": "return", "link": link, "query": f"{link}&step=7&op=4&unit=1.2&sample=3"}
    app.session_state["stepper"] = {"act": back}
    app.run()
    assert not app.exception
    header, _ = read(app)
    assert (header["link"], header["step"], header["mounted"]["acted"]) == (link, 7, 1)
    assert header["start"] == {"step": 7, "op": 4, "unit": [1, 2], "sample": 3}
    assert widget(app, "seed").value == 5


def test_the_address_holds_operation_selection_and_sample() -> None:
    header, _ = read(opened(**PRESETS["xor"].to_query(), step="3", op="8", unit="1.2.1", sample="4"))
    assert header["start"] == {"step": 3, "op": 8, "unit": [1, 2, 1], "sample": 4}
    header, _ = read(opened(**PRESETS["xor"].to_query(), op="-1", unit="3.1", sample="5"))
    assert header["start"] == {"step": 0, "op": 0, "sample": 1}


class Function:
    """An activation function as the textbook's lines call it."""

    def __init__(self, function: Activation) -> None:
        self._value, self.slope = function.value, function.derivative

    def __call__(self, z: np.ndarray) -> np.ndarray:
        return self._value(z)


MEMORIES = {"velocity": "v", "mean": "m", "square": "s"}
"""An optimizer's memory -> what the textbook's lines call it, before the parameter's name."""


def textbooks(name: str) -> str:
    """What the textbook's lines call an array of the scene."""
    plain = name.removesuffix("+")
    for memory, letter in MEMORIES.items():
        plain = re.sub(f"^{memory}(?=[Wb])", letter, plain)
    return {"count": "t"}.get(plain, plain)


@every
def test_the_textbooks_lines_compute_what_is_shown(experiment: Experiment) -> None:
    """The code that is shown, run as it stands."""
    trainer = Trainer(experiment)
    trainer.step(3)
    probe = Probe(trainer)
    hidden, output = (
        Function(OUTPUT_ACTIVATIONS[name]) for name in (experiment.activation, experiment.output_activation)
    )
    names: dict[str, Any] = {
        "x": probe.x.copy(), "y": probe.y.copy(), "f": hidden, "f_out": output, "step": 3, "sum": total,
        **{name: getattr(np, name) for name in ("sqrt", "log", "mean", "exp", "sign", "cos", "pi")},
    }  # fmt: skip
    if experiment.schedule == "constant":
        names["eta"] = experiment.learning_rate
    lines = [code.textbook(operation, experiment) for operation in probe.program]
    arrays, about = scene.play(probe)
    before = {name for name in arrays if f"{name}+" in arrays}
    names |= {textbooks(name): arrays[name].copy() for name in before}
    names["weights"] = [names[f"W{layer.index}"] for layer in probe.network.layers]
    if not experiment.train_biases or experiment.normalization != "none":
        names |= {f"b{layer.index}": arrays[f"b{layer.index}"].reshape(-1) for layer in probe.network.layers}
    exec("\n".join(lines), {}, names)
    compared = set()
    for name in {name for operation in about for name in operation["writes"]}:
        if textbooks(name) in names and name not in ("rate+", "least+"):  # Adam's own, for speed
            compared.add(name)
            found = np.reshape(names[textbooks(name)], arrays[name].shape)
            np.testing.assert_allclose(found, arrays[name], rtol=1e-9, atol=1e-12, err_msg=name)
    assert {"loss", "delta1", "dW1", "z1", "a1", "W1+"} <= compared
    memories = {f"{name}W1+" for name in MEMORIES if name in probe.optimizer_state}
    assert memories <= compared


@every
def test_every_operation_has_its_formula_and_its_words(experiment: Experiment) -> None:
    words = section("stepper")
    for operation in Probe(Trainer(experiment)).program:
        ET.fromstring(f"<div>{formulas.symbols(operation, experiment)}</div>")
        filled = formulas.substituted(operation, experiment)
        softmax = experiment.output_activation == "softmax" and operation.layer == len(experiment.sizes) - 1
        assert (filled is not None) == (operation.symbol == "a" and not softmax)
        if filled is not None:
            ET.fromstring(filled)
            assert "{{z}}" in filled or "{{enclosed}}" in filled
            assert "-{{z}}" not in filled.replace("−", "-")
            below = f"a{(operation.layer or 0) - 1}"
            assert ("{{below}}" in filled) == (below in operation.reads)
        assert f"title_{operation.symbol}" in words
        assert all(f"say_{name}" in words for name in formulas.sentences(operation, experiment))
        assert code.tutorial(operation, experiment)


def test_every_word_that_the_browser_looks_up_is_there() -> None:
    words = section("stepper")
    for path in STEPPER.glob("*.js"):
        for key in re.findall(r"\btext\.([a-z_A-Z0-9]+)", path.read_text(encoding="utf-8")):
            assert key in words, f"{path.name}: {key}"


def test_what_the_tutorial_does_not_have_says_so() -> None:
    def own(experiment: Experiment) -> set[str]:
        program = Probe(Trainer(experiment)).program
        marked = [op for op in program if "not in the tutorial" in code.tutorial(op, experiment)]
        return {f"{op.symbol}{op.layer or ''}" for op in marked}

    assert not own(Experiment())
    assert own(STRUCTURES["mse-skips-none"]) == {"a2", "a3", "delta1", "delta2"}
    assert own(STRUCTURES["bce-none"]) == {"delta5", "dW5"}
    hidden = {f"{symbol}{l}" for symbol in ("z", "n", "a", "delta", "dW") for l in (1, 2, 3, 4)}
    assert own(STRUCTURES["mse-batch"]) == hidden
    assert own(STRUCTURES["cross_entropy-none"]) == {"a5", "delta5", "dW5"}
    assert own(CHANGED["adam"]) == {"delta5", "dW5", *(f"W{l}" for l in (1, 2, 3, 4, 5))}
    assert own(CHANGED["l1 0.01, l2 0, mse"]) == {"loss", *(f"dW{l}" for l in (1, 2, 3, 4, 5))}
    assert own(CHANGED["cosine-sgd"]) == {"W1"}


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


@pytest.mark.parametrize(
    "experiment",
    [
        replace(PRESETS["iris"], l1=0.01, l2=0.1),
        replace(PRESETS["iris"], loss="mse", hidden_layers=(4, 4)),
        replace(PRESETS["three_spirals"], l1=0.02),
        replace(PRESETS["xor"], loss="bce", l1=0.3, optimizer="momentum"),
        replace(PRESETS["digits"], l1=0.001),
    ],
    ids=["penalties", "squares of softmax", "l1", "bce", "relu"],
)
def test_a_gradient_is_checked_with_kinks_penalties_softmax_and_batches(experiment: Experiment) -> None:
    for layer in range(1, len(experiment.sizes)):
        for kind in ("W", "b"):
            check = {"kind": kind, "layer": layer, "row": None, "column": None}
            found = answered(experiment, step=3, check=check)[0]["check"]
            assert abs(found["analytic"]) > 1e-4
            assert found["relative"] < 1e-7, check


def test_of_many_samples_fewer_gradients_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once, 500 of them would take 5 seconds."""
    monkeypatch.setattr(scene, "CHECK_SECONDS", math.inf)  # on a slow machine the time is up before
    experiment = replace(PRESETS["digits"], batch_size=None)
    found = answered(experiment, check={"kind": "W", "layer": 2, "row": None, "column": None})[0]["check"]
    assert 20 <= found["count"] < 100
    assert found["of"] == 640


def test_a_batch_says_which_rows_and_classes_it_has() -> None:
    experiment = PRESETS["iris"]
    trainer = Trainer(experiment)
    for step, rows in ((0, 16), (6, 16), (8, 16)):
        header, arrays = answered(experiment, step=step)
        trainer.goto(step)
        assert header["rows"] == [row + 1 for row in trainer.batch_rows]
        assert header["samples"] == len(header["rows"]) == len(header["labels"]) == rows
        np.testing.assert_array_equal(arrays["a0"], trainer.x[trainer.batch_rows])
        named = [header["classes"][label] for label in header["labels"]]
        assert named == [header["classes"][y.argmax()] for y in trainer.y[trainer.batch_rows]]
        assert header["epoch"] == 1 + step // 7
    assert header["features"][2] == "petal length (cm)"
    assert header["start_say"] == ["start", "start_batch", "start_standardized"]


def test_the_last_batch_of_an_epoch_is_smaller() -> None:
    experiment = replace(PRESETS["xor"], samples=7, batch_size=3, test_share=0.0)
    assert [answered(experiment, step=step)[0]["samples"] for step in range(4)] == [3, 3, 1, 3]


def test_all_samples_at_once_need_no_rows() -> None:
    header, _ = answered(PRESETS["xor"])
    assert header["rows"] is header["labels"] is None
    assert header["classes"] == header["features"] == []
    assert header["start_say"] == ["start"]


def test_a_persons_names_are_no_part_of_any_markup() -> None:
    """What the browser takes for markup is in the operations; names are beside them, as text."""
    bad = "<img src=x onerror=alert(1)>"
    rows = [f"{n % 5},{n % 3},{'yes' if n % 2 else bad}" for n in range(12)]
    sheet = read_csv("\n".join([f"{bad} 1,b,{bad} 2", *rows]).encode())
    table = prepare(sheet, f"{bad} 2", [f"{bad} 1", "b"])
    experiment = Experiment(
        dataset="csv", table=table, hidden_layers=(3,), loss="bce", batch_size=4, initializer="xavier"
    )
    header, _ = answered(experiment)
    assert header["features"] == [f"{bad} 1", "b"]
    assert header["classes"] == [bad, "yes"]
    assert set(header["labels"]) <= {0, 1}
    assert bad not in json.dumps([header["operations"], header["titles"], header["text"]])


def test_the_learning_rate_is_the_steps() -> None:
    experiment = replace(PRESETS["xor"], schedule="step", period=2)
    rates = [answered(experiment, step=step)[0]["rate"] for step in range(5)]
    assert rates == pytest.approx([0.5, 0.5, 0.05, 0.05, 0.005])


def test_softmax_has_no_curve_of_its_slope() -> None:
    """Its slopes depend on every z of the layer; the hidden layers' curves are there."""
    slopes = answered(PRESETS["iris"])[0]["slopes"]
    assert slopes["names"] == ["tanh", "softmax"]
    assert set(slopes["curves"]) == {"tanh"}


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
    for mark in ET.fromstring(f"<div>{formulas.symbols(op, experiment)}</div>").iter():
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
