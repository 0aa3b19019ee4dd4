"""Expressions of lessons: quantities are the trainer's, arithmetic Python's and ends, all else is refused."""

from __future__ import annotations

import math
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Experiment, Plan, Trainer
from pages.shared.lessons import expressions, quantities
from pages.shared.lessons.expressions import ExpressionError
from pages.shared.lessons.moments import MOST_STEPS
from pages.shared.lessons.quantities import QUANTITIES, PlaceError
from pages.shared.lessons.runs import Stand
from pages.shared.text import text
from tests.core.runs import QUICK

NETWORKS = {
    "tutorial": Experiment(), "xor": PRESETS["xor"], "iris": PRESETS["iris"],
    "held": Experiment(
        dataset="circles", samples=40, hidden_layers=(4, 3), activation="relu", output_activation="sigmoid",
        loss="bce", batch_size=10, test_share=0.25, learning_rate=0.1, initializer="he",
    ),
}  # fmt: skip
STEP = 3


def stand(name: str, step: int = STEP) -> Stand:
    """One of these networks' runs."""
    return Stand({each: (Plan.of(one), 20) for each, one in NETWORKS.items()}, name, step)


def value(source: str, at: Stand | None = None) -> float:
    """What an expression is."""
    return expressions.read(source).value(at or stand("tutorial"))


def expected(name: str, trainer: Trainer) -> dict[str, float]:
    """Every quantity of a run, from the trainer's own arrays, as it is written."""
    one, layers = trainer.experiment, trainer.network.layers
    first, last = layers[0], layers[-1]
    rows = trainer.batch_rows
    losses = trainer.history.loss
    scores = trainer.scores()
    confusion = trainer.scorer.confusion()
    classes = not math.isnan(scores.train_accuracy)
    mean = sum(first.W.ravel()) / first.W.size
    return {
        "loss": losses[STEP], "train_loss": scores.train_loss, "test_loss": scores.test_loss,
        "accuracy": scores.train_accuracy, "test_accuracy": scores.test_accuracy, "eta": one.learning_rate,
        "depth": len(one.hidden_layers), "layers": len(layers),
        "parameters": sum(l.W.size + l.b.size for l in layers),
        "units(1)": first.W.shape[1], "inputs": first.W.shape[0], "batch": len(rows),
        "samples": len(trainer.x),
        "held_back": len(trainer.data.test), "steps_per_epoch": math.ceil(len(trainer.x) / len(rows)),
        "steps": 20, "step": STEP,
        "steepest": {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}[one.activation], "diverged": math.inf,
        f"reached({float(losses[2])!r})": next(i for i, loss in enumerate(losses) if loss <= losses[2]),
        "norm(dW, 1)": math.hypot(*first.dW.ravel()),
        "ratio(dW, 1, layers)": math.hypot(*first.dW.ravel()) / math.hypot(*last.dW.ravel()),
        "largest(W)": 1 + max(range(len(layers)), key=lambda i: math.hypot(*layers[i].W.ravel())),
        "smallest(dW)": 1 + min(range(len(layers)), key=lambda i: math.hypot(*layers[i].dW.ravel())),
        "mean(W, 1)": mean,
        "mean_abs(delta, 1)": sum(abs(first.delta.ravel())) / first.delta.size,
        "max(a, 1)": max(first.a.ravel()), "min(z, 1)": min(first.z.ravel()),
        "spread(W, 1)": math.sqrt(sum((first.W.ravel() - mean) ** 2) / first.W.size),
        "apart(1, 1, 2)": max(abs(first.W[:, 0] - first.W[:, 1])),
        "idle(1)": sum(all(column == 0) for column in first.slope.T) / first.slope.shape[1],
        "right": sum(confusion.diagonal()) if classes else math.nan,
        "confused(1, 2)": confusion[0, 1] if classes else math.nan,
        "x(1)": trainer.x[rows][0, 0], "y(1)": trainer.y[rows][0, 0],
        "W(1, 2, 1)": first.W[1, 0], "dW(1, 2, 1)": first.dW[1, 0], "b(1, 2)": first.b[1],
        "db(1, 2)": first.db[1],
        "z(1, 2)": first.z[0, 1], "a(1, 2)": first.a[0, 1], "delta(1, 2)": first.delta[0, 1],
        "slope(1, 2)": first.slope[0, 1],
    }  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_every_quantity_is_the_trainers(name: str) -> None:
    trainer = Trainer(NETWORKS[name])
    trainer.step(20)
    trainer.goto(STEP)
    trainer.evaluate()
    found = expected(name, trainer)
    assert {re.split(r"\W", source)[0] for source in found} | {"floor"} == QUANTITIES.keys()
    for source, number in found.items():
        assert value(source, stand(name)) == pytest.approx(number, rel=1e-12, nan_ok=True), source


@pytest.mark.parametrize(
    ("output", "low", "high"),
    [("sigmoid", 0, 1), ("tanh", -1, 1), ("relu", 0, math.inf), ("linear", -math.inf, math.inf)]
)  # fmt: skip
def test_the_floor_is_the_loss_of_the_nearest_outputs(output: str, low: float, high: float) -> None:
    """Of the tutorial's targets, one below 0 and one above 1: half of the mean square of what is missing."""
    settings = Experiment(output_activation=output)
    missing = [max(low - y, y - high, 0.0) for y in Trainer(settings).y[0]]
    assert sum(each > 0 for each in missing) == {"sigmoid": 2, "linear": 0}.get(output, 1)
    run = Stand({"main": (Plan.of(settings), 50)}, "main")
    assert value("floor", run) == pytest.approx(sum(each**2 for each in missing) / 4, rel=1e-12)
    assert value("loss@50", run) > value("floor", run)


def test_a_place_is_a_samples_too() -> None:
    trainer = Trainer(NETWORKS["iris"])
    trainer.step(STEP)
    trainer.evaluate()
    rows = trainer.batch_rows
    assert value("x(2, 3)", stand("iris")) == trainer.x[rows][2, 1]
    assert value("y(3, 2)", stand("iris")) == trainer.y[rows][1, 2]
    assert value("a(1, 2, 4)", stand("iris")) == trainer.network.layers[0].a[3, 1]


def test_a_run_that_leaves_the_finite_numbers_says_when_and_is_no_number_after() -> None:
    wild = Experiment(
        dataset="plane",
        hidden_layers=(3,),
        activation="linear",
        output_activation="linear",
        learning_rate=1e9,
    )
    run = Stand({"main": (Plan.of(wild), 400)}, "main")
    trainer = Trainer(wild)
    with pytest.raises(ArithmeticError):
        trainer.step(400)
    at = value("diverged", run)
    assert 1 <= at == len(trainer.history.loss) <= 400
    assert math.isfinite(value(f"loss@{at - 1:.0f}", run))
    assert math.isnan(value("loss@400", run))
    assert not expressions.read("loss@400 > 0 or loss@400 <= 0").holds(run)


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("loss@3 - loss@5", "(loss@3) - (loss@5)"), ("2 * loss@5", "2 * (loss@5)"), ("-loss@5", "-(loss@5)"),
        ("(loss - loss@0)@5", "loss@5 - loss@0"),
        ("norm(W, 1)@5 / norm(W, 1)", "norm(W, 1)@5 / norm(W, 1)@3"),
        ("loss@2@5", "loss@2"), ("loss@(2 + 3)", "loss@5"), ("xor.loss@5", "(xor.loss)@5"),
        ("2 ** loss@5", "2 ** (loss@5)"),
    ],
)  # fmt: skip
def test_at_binds_like_a_product_and_what_has_a_step_keeps_it(source: str, same: str) -> None:
    if source == "2 ** loss@5":  # a power binds closer than a product, as in Python
        same = "(2 ** loss)@5"
    assert value(source) == value(same)
    assert math.isfinite(value(source))


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("1 + 2 * 3 - 8 / 4", 5), ("2 ** 3 ** 2", 512), ("-2 ** 2", -4), ("abs(-3)", 3),
        ("sqrt(2)", math.sqrt(2)), ("exp(1)", math.e),
        ("log10(1000)", 3), ("log10(0)", -math.inf), ("round(2.6)", 3), ("sigmoid(0)", 0.5),
        ("sigmoid(-1000)", 0), ("sigmoid(1000)", 1),
        ("sigmoid(-3)", 1 / (1 + math.exp(3))), ("least(3, 1, 2)", 1), ("most(3, 1, 2)", 3), ("1e-3", 0.001),
        ("9 ** 9 ** 9 ** 9", math.nan), ("10 ** 400", math.nan), ("(-8) ** 0.5", math.nan),
        ("1 / 0", math.nan), ("exp(1e9)", math.nan),
        ("round(sqrt(-1))", math.nan), ("loss@sqrt(-1)", math.nan), ("9" * 290, float("9" * 290)),
        ("2 ** -1", 0.5),
    ],
)  # fmt: skip
def test_arithmetic_is_pythons_and_ends(source: str, number: float) -> None:
    assert value(source) == pytest.approx(number, rel=1e-14, nan_ok=True)


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("1 < 2 < 3", True), ("1 < 3 < 2", False), ("1 < 2 and 2 < 1", False), ("1 < 2 or 1 / 0 > 1", True),
        ("not 1 < 2", False),
        ("1 / 0 > 1", False), ("1 == 1.0 and 1 != 2 and 2 >= 2 and 2 <= 2", True),
        ("9 ** 9 ** 9 ** 9 > 1", False), ("loss@40 < loss", True),
    ],
)  # fmt: skip
def test_claims_hold_or_do_not(source: str, holds: bool) -> None:
    found = expressions.read(source)
    assert found.is_claim
    assert found.holds(stand("tutorial", 0)) is holds


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("__import__('os')", "quantity"), ("open(1)", "quantity"), ("loss.real.imag", "expression"),
        ("'loss'", "expression"),
        ("lambda: 1", "expression"), ("[1]", "expression"), ("(1, 2)", "expression"),
        ("{1: 2}", "expression"), ("loss[0]", "expression"),
        ("1 if 2 else 3", "expression"), ("x := 1", "expression"), ("f'{loss}'", "expression"),
        ("True", "expression"), ("1j", "expression"),
        ("...", "expression"), ("None", "expression"), ("loss; loss", "expression"), ("", "expression"),
        ("1 // 2", "expression"), ("1 % 2", "expression"),
        ("1 & 2", "expression"), ("+1", "expression"), ("~1", "expression"), ("1 in 2", "expression"),
        ("1 is 1", "expression"), ("abs(x=1)", "expression"),
        ("abs(*1)", "expression"), ("norm(W, 1)(2)", "expression"), ("[x for x in y]", "expression"),
        ("await x", "expression"), ("W", "arguments"),
        ("abs()", "arguments"), ("main.abs(1)", "quantity"), ("norm(1, 1)", "expression_of"),
        ("norm('W', 1)", "expression_of"), ("norm(*W, 1)", "expression_of"),
        ("(" * 200 + "1" + ")" * 200 if False else "(" * 299, "expression"), ("\x00", "expression"),
        ("1" * 301, "expression_long"), ("loss.__class__", "quantity"),
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(source: str, problem: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        expressions.read(source)
    assert refused.value.problem == problem


def test_steps_that_there_are_not_are_named_and_none_takes_long() -> None:
    for source in ("loss@(0 - 1)", "loss@2.5", "loss@(9 ** 9)", f"loss@({MOST_STEPS} + 1)", "xor.loss@99999"):
        with pytest.raises(PlaceError, match="step"):
            value(source)
    heavy = Plan.of(Experiment(dataset="digits", hidden_layers=(100,) * 20))
    with pytest.raises(PlaceError, match="step 5000 of"):
        value("loss@5000", Stand({"main": (heavy, 1)}, "main"))


PIECES = st.sampled_from(
    [*QUANTITIES, *quantities.FUNCTIONS, *quantities.NAMES, "main", "other", ".", "(", ")", "(1)", "(W, 1)",
        ", ", " + ", " - ", "*", "/", "**", "@",
     "<", ">=", "==", " and ", " or ", "not ", "0", "1", "2", "3", "1e9", "99", "0.5", "-", "'", "\\", "{",
     "}", "$", "\n", "x", "é", "[", "]"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30)


@QUICK
@given(TEXTS)
def test_no_expression_fails_but_as_one_that_is_refused(source: str) -> None:
    """And what is read is a number, or a place that there is not."""
    with suppress(PlaceError):
        try:
            found = expressions.read(source)
        except ExpressionError as error:
            found, problem = None, error.problem
        if found is None:
            assert text(f"lessons.fault_{problem}")
        elif found.runs <= {"main", "other"}:
            run = Stand({name: (Plan.of(NETWORKS["xor"]), 5) for name in ("main", "other")}, "main", 1)
            assert isinstance(found.value(run), float)
            assert isinstance(found.holds(run), bool)
