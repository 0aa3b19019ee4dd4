"""What Step through shows of the loss is what a person gets by computing it: the printed loss, and L, whose
slopes all gradients are. Formulas and lines of code are evaluated as they stand, in both notations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlp_core import LOSSES, Experiment, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.operation import Operation
from pages.shared.stepper import code, formulas
from tests.core.differences import central_differences
from tests.pages.scenes import answered, total

DATA: dict[tuple[int, bool], dict[str, Any]] = {
    (1, False): {"dataset": "xor", "samples": 1},
    (1, True): {"dataset": "xor", "samples": 4},
    (2, False): {"dataset": "tutorial"},
    (3, False): {"dataset": "three_spirals", "samples": 3, "batch_size": 1},
    (3, True): {"dataset": "three_spirals", "samples": 6},
}
"""(outputs, whether a step takes several samples) -> data that have them."""


def suits(loss: str, outputs: int) -> bool:
    """Cross-entropy wants classes, and bce targets between 0 and 1."""
    return not (LOSSES[loss].one_hot and outputs < 3) and not (LOSSES[loss].unit_targets and outputs == 2)


CASES = {
    f"{name}-{outputs}{'-samples' * several}{'-penalties' * bool(l1)}": Experiment(
        hidden_layers=(4,), activation="tanh", output_activation=loss.output or "sigmoid", loss=name, seed=3,
        initializer="xavier", learning_rate=0.1, l1=l1, l2=3 * l1, **data,
    )
    for name, loss in LOSSES.items()
    for (outputs, several), data in DATA.items()
    for l1 in (0.0, 0.01)
    if suits(name, outputs)
}  # fmt: skip
EVERY = pytest.mark.parametrize("experiment", CASES.values(), ids=[*CASES])


NUMPY: dict[str, Any] = {name: getattr(np, name) for name in ("log", "mean", "sign", "exp")} | {"sum": total}


def probed(experiment: Experiment) -> tuple[Probe, dict[str, Operation]]:
    """A step, evaluated, and its operations of the loss and of the output's delta."""
    probe = Probe(Trainer(experiment))
    probe.evaluate()
    return probe, {op.kind: op for op in probe.program if op.kind in ("loss", "output_delta")}


def factor(experiment: Experiment) -> int:
    """The tutorial's factor."""
    return experiment.sizes[-1] if experiment.loss == "mse" else 1


def computed(experiment: Experiment, latex: str, probe: Probe) -> float:
    """The value of a formula of the loss; the sign of a product is not written in one."""
    reductions = r"\\mathrm\{mean\}|\\tfrac\{1\}\{N\}\\sum|\\sum"
    found = re.fullmatch(
        rf"(?:L = )?(-?)(\\tfrac\{{1\}}\{{2\}})?(?:\\,)?({reductions})\\,(.+?)( \+ \\lambda.*)?", latex
    )
    assert found is not None, latex
    minus, half, reduction, term, penalty = found.groups()
    plain = re.sub(r"\\log (\w|\([^()]*\))", r"log(\1)", term).replace("^2", " ** 2")
    plain = re.sub(r"(?<=[\w)]) (?=log)", " * ", plain)
    terms = eval(plain, dict(NUMPY), {"a": probe.network.layers[-1].a, "y": probe.y})
    reduced = (
        np.mean(terms) if "mean" in reduction else np.sum(terms) / (len(probe.y) if "N" in reduction else 1)
    )
    weights = [layer.W for layer in probe.network.layers]
    pulls = {r"\lambda_1 \sum |W|": sum(experiment.l1 * np.abs(W).sum() for W in weights)}
    pulls[r"\tfrac{\lambda_2}{2} \sum W^2"] = sum(experiment.l2 / 2 * (W**2).sum() for W in weights)
    added = [pulls[part] for part in (penalty or "").split(" + ") if part]
    return float((-1 if minus else 1) * (0.5 if half else 1) * reduced + sum(added))


def slope_is_the_gradient(along: Callable[[], float], probe: Probe) -> None:
    """What training descends along has the slopes that backpropagation computes, in every array."""
    for layer in probe.network.layers:
        for parameters, gradient in ((layer.W, layer.dW), (layer.b, layer.db)):
            expected = gradient.copy()
            slopes = central_differences(along, parameters)
            probe.evaluate()
            np.testing.assert_allclose(expected, slopes, rtol=1e-7, atol=1e-11)


@EVERY
def test_the_formulas_of_the_loss_are_the_printed_number_and_what_is_descended_along(
    experiment: Experiment,
) -> None:
    probe, operations = probed(experiment)
    printed, *others = (equation.latex for equation in operations["loss"].equations)
    assert computed(experiment, printed, probe) == pytest.approx(probe.printed, rel=1e-12)
    assert len(others) == (factor(experiment) != 1)
    descended = others[0] if others else printed

    def along() -> float:
        probe.evaluate()
        return computed(experiment, descended, probe)

    slope_is_the_gradient(along, probe)
    assert computed(experiment, descended, probe) == pytest.approx(probe.objective(), rel=1e-12)


@EVERY
def test_the_textbooks_lines_give_the_same_two_and_their_slope(experiment: Experiment) -> None:
    probe, operations = probed(experiment)
    depth = len(probe.network.layers)
    lines = code.textbook(operations["loss"], experiment)

    def run() -> dict[str, Any]:
        names = {f"a{depth}": probe.network.layers[-1].a, "y": probe.y}
        names["weights"] = [layer.W for layer in probe.network.layers]
        exec(lines, dict(NUMPY), names)
        return names

    names = run()
    assert names["loss"] == pytest.approx(probe.printed, rel=1e-12)
    assert names.get("L", names["loss"]) == pytest.approx(probe.objective(), rel=1e-12)
    assert ("L" in names) == (factor(experiment) != 1)

    def along() -> float:
        probe.evaluate()
        found = run()
        return float(found.get("L", found["loss"]))

    slope_is_the_gradient(along, probe)


@EVERY
def test_the_tutorials_lines_say_what_its_loss_obj_gives(experiment: Experiment) -> None:
    probe, operations = probed(experiment)
    said = {kind: code.tutorial(op, experiment) for kind, op in operations.items()}
    if factor(experiment) == 1 or experiment.l1:  # with a penalty they are the textbook's
        assert " of L = " not in "".join(said.values())
        return
    a, y = probe.network.layers[-1].a, probe.y
    names = {"h": a, "y": y, "N": len(y)}
    _, value = said["loss"].split("    # ")
    assert eval(value, dict(NUMPY), names) == pytest.approx(probe.printed, rel=1e-12)
    back, along = said["output_delta"].split(", ")[-1].split(" of L = ")
    assert eval(along, dict(NUMPY), names) == pytest.approx(probe.objective(), rel=1e-12)
    found = eval(back, dict(NUMPY), names) * probe.network.layers[-1].slope
    np.testing.assert_allclose(found, probe.network.layers[-1].delta, rtol=1e-12)


@EVERY
def test_the_words_say_the_factor_where_there_is_one(experiment: Experiment) -> None:
    _, operations = probed(experiment)
    said = formulas.sentences(operations["loss"], experiment)
    wanted = f"loss_mean{'_penalty' * bool(experiment.l1)}"
    assert [name for name in said if "mean" in name] == ([wanted] if factor(experiment) != 1 else [])
    assert formulas.symbols(operations["loss"], experiment).count("<math") == (
        1 if factor(experiment) == 1 else 2
    )


@EVERY
def test_a_check_has_both_slopes_and_the_factor_between_them(experiment: Experiment) -> None:
    header, arrays = answered(experiment, check={"kind": "b", "layer": 2, "row": 0, "column": 0})
    check = header["check"]
    probe, _ = probed(experiment)
    assert check["factor"] == factor(experiment)
    assert check["analytic"] == np.ravel(arrays["db2"])[0]
    assert check["numeric"] == pytest.approx(check["analytic"], rel=1e-7)
    slope = central_differences(probe.evaluate, probe.network.layers[1].b)[0]
    assert check["printed"] == pytest.approx(slope, rel=1e-7)
    assert check["analytic"] == pytest.approx(check["factor"] * check["printed"], rel=1e-7)
    assert check["kink"] is None


def test_the_tutorials_loss_moves_by_half_of_its_gradient() -> None:
    """What a person tries: a bias changed by hand, and the loss on the screen before and after."""
    check = {"kind": "b", "layer": 7, "row": 0, "column": 0}
    found = answered(Experiment(), check=check, edits=[["b", 7, 0, 0, 1e-6]])[0]
    moved = (found["after"]["loss"] - found["before"]["loss"]) / 1e-6
    assert found["check"]["printed"] == pytest.approx(moved, rel=1e-5)
    assert found["check"]["analytic"] == pytest.approx(2 * moved, rel=1e-5)


@pytest.mark.parametrize("step", [0, 5])
def test_the_loss_after_the_update_is_the_next_steps(step: int) -> None:
    now, after = answered(Experiment(), step=step)[0], answered(Experiment(), step=step + 1)[1]
    assert now["loss_after"] == after["loss"]


def test_of_a_batch_the_loss_after_the_update_is_the_same_samples() -> None:
    experiment = CASES["cross_entropy-3-samples"]
    batches = Experiment(**{**vars(experiment), "batch_size": 2})
    trainer = Trainer(batches)
    probe = Probe(trainer)
    for operation in probe.program:
        operation()
    found, arrays = answered(batches)
    assert found["loss_after"] == probe.evaluate()
    assert found["loss_after"] < arrays["loss"]


KINK = Experiment(
    dataset="xor", samples=4, hidden_layers=(2,), activation="relu", loss="bce", initializer="xavier", seed=3
)


def test_a_kink_is_told_with_both_slopes() -> None:
    check = answered(KINK, check={"kind": "b", "layer": 1, "row": 0, "column": 0})[0]["check"]
    assert (check["count"], check["of"], check["relative"]) == (0, 1, 0)
    kink = check["kink"]
    assert kink["analytic"] == pytest.approx(0.0380296, rel=1e-6)
    assert kink["left"] == pytest.approx(kink["analytic"], rel=1e-9)
    assert kink["right"] == pytest.approx(0.0097188, rel=1e-5)
    assert [kink[name] for name in ("count", "takes", "of", "z", "slope")] == [1, "left", "z", 0, 0]


def test_a_layers_check_tells_apart_what_is_at_a_kink() -> None:
    experiment = Experiment(**{**vars(KINK), "l1": 0.01})
    ask = {"kind": "W", "layer": 2, "row": None, "column": None}
    check = answered(experiment, check=ask, edits=[["W", 2, 0, 0, 0.0]])[0]["check"]
    assert (check["count"], check["of"], check["kink"]["count"]) == (1, 2, 1)
    assert check["relative"] < 1e-7
    assert [check["kink"][name] for name in ("takes", "of", "z", "slope")] == ["middle", "weight", None, None]
