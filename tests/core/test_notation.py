"""Formulas as trees: what is read of them is what is computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlp_core import LOSSES, OPTIMIZERS
from mlp_core.nn.expressions import (
    Binary,
    Call,
    Expression,
    Known,
    Named,
    Number,
    Symbol,
    exp,
    log,
    maximum,
    rest,
    sqrt,
    tanh,
)
from mlp_core.nn.notation import code, latex, named
from mlp_core.nn.steps import bind
from mlp_core.optim.optimizers import COUNT, GRADIENT, Optimizer
from tests.core.exact import exactly
from tests.core.runs import QUICK

X, Y, RATE = Symbol("x"), Symbol("y"), Symbol("velocity", "v")

LEAVES = st.sampled_from([X, Y, Number(2), Number(0.5), Number(1e-8)])
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner)
        | st.builds(lambda of: of**2, inner)
        | st.builds(lambda of: 2**of, LEAVES)
        | st.builds(lambda of: -of, inner)
        | st.builds(Known, inner)
        | st.builds(lambda of: Call("tanh", (of,)), inner)
    ),
    max_leaves=8,
)
OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
}  # fmt: skip


def walked(e: Expression, **symbols: float) -> float:
    """What a tree comes to, going through it."""
    match e:
        case Number(value):
            return value
        case Symbol(name):
            return symbols[name]
        case Known(of):
            return walked(of, **symbols)
        case Call("negative", (of,)):
            return -walked(of, **symbols)
        case Call("tanh", (of,)):
            return math.tanh(walked(of, **symbols))
        case Binary(operator, left, right):
            return OPERATORS[operator](walked(left, **symbols), walked(right, **symbols))
    raise TypeError(e)


@QUICK
@given(TREES)
def test_code_has_the_brackets_that_the_tree_asks_for(tree: Expression) -> None:
    try:
        expected = walked(tree, x=1.25, y=-0.75)
    except (ZeroDivisionError, OverflowError):
        assume(False)
    assume(abs(expected) < 1e100)
    found = eval(code(tree), {"tanh": math.tanh, "x": 1.25, "y": -0.75})
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (1 / (1 + exp(-X)), r"\frac{1}{1 + e^{-x}}"),
        (X - (Y - 1), "x - (y - 1)"),
        (X - Y - 1, "x - y - 1"),
        ((X + Y) * (1 - X), "(x + y) (1 - x)"),
        (0.9 * RATE + Y, r"0.9\, v + y"),
        (0.01 * X, r"0.01\,x"),
        (2 * (X + Y) ** 2, r"2\, (x + y)^2"),
        (2 * (X + Y), r"2\,(x + y)"),
        (RATE / (1 - 0.9**COUNT) / (sqrt(RATE) + 1e-8), r"\frac{v / (1 - 0.9^t)}{\sqrt{v} + 10^{-8}}"),
        (2.5e-7 * X, r"2.5 \cdot 10^{-7}\,x"),
        (Y * log(1 - X), r"y \log (1 - x)"),
        (log(exp(X) + 1), r"\log (e^{x} + 1)"),
        (tanh(X) * Y, r"\tanh x y"),
        (maximum(0, X - Y), r"\max(0, x - y)"),
        (-(X + Y), "-(x + y)"),
        (X**12, "x^{12}"),
        (Named("half", X / 2) + Known(1 - Y), r"\frac{x}{2} + 1 - y"),
    ],
    ids=str,
)
def test_latex_has_the_brackets_and_the_spaces_of_the_textbook(tree: Expression, expected: str) -> None:
    assert latex(tree) == expected


def test_named_parts_are_computed_first_and_then_called_by_name() -> None:
    tree = Named("half", X / 2) / (sqrt(Named("root", Y)) + 1e-8)
    assert [(part.name, code(part.of)) for part in named(tree)] == [("half", "x / 2"), ("root", "y")]
    assert code(tree) == "half / (sqrt(root) + 1e-8)"


def test_what_is_left_of_a_share_is_written_as_one_would() -> None:
    assert [rest(share) for share in (0.9, 0.99, 0.999)] == [0.1, 0.01, 0.001]


def test_the_browser_gets_plain_lists() -> None:
    tree = Y * log(X, Call("log_sigmoid", (Symbol("z"),))) + Known(1 - Y)
    assert tree.tree() == ["+", ["*", "y", ["log", "x", ["log_sigmoid", "z"]]], ["known", ["-", 1, "y"]]]
    assert Named("half", X / 2).tree() == ["/", "x", 2]


@pytest.mark.parametrize("name", LOSSES)
def test_a_losss_terms_and_gradient_are_what_it_computes(name: str) -> None:
    """To 60 digits, from the formula that is shown."""
    loss, rng = LOSSES[name], np.random.RandomState(4)
    a, y = rng.uniform(0.1, 0.9, (3, 2)), rng.uniform(0.1, 0.9, (3, 2))
    term, back = exactly(loss.term), exactly(loss.gradient_term)
    numbers = [{"a": one, "y": other} for one, other in zip(a.ravel(), y.ravel(), strict=True)]
    count = 6 if loss.reduction.each else 3
    total = sum((term(**pair) for pair in numbers), Decimal(0))
    assert loss.value(a, y) == pytest.approx(loss.factor * float(total) / count, rel=1e-13)
    shown = np.reshape([float(back(**pair)) / 3 for pair in numbers], a.shape)
    found = loss.gradient(a, y)
    if loss.output:  # what goes back of a fused loss is delta
        columns_a, columns_y, delta = np.ascontiguousarray(a.T), np.ascontiguousarray(y.T), np.empty((2, 3))
        for call in bind(loss.fused_delta_steps(columns_a, columns_y, delta)):
            call()
        found = delta.T
    np.testing.assert_allclose(found, shown, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_an_optimizers_rule_is_what_it_does(rule: type[Optimizer]) -> None:
    """Five updates of one parameter, to 60 digits from the rule that is shown."""
    optimizer, rng = rule(), np.random.RandomState(5)
    parameter, gradient, eta = np.array([0.3]), np.zeros(1), np.array(0.05)
    state = optimizer.init(parameter)
    calls = bind(optimizer.begin_steps(state, eta) + optimizer.steps(parameter, gradient, state, eta))
    change = exactly(optimizer.rule.change)
    shown: dict[str, Any] = {symbol.letter: Decimal(0) for symbol in optimizer.rule.memory}
    expected = Decimal("0.3")
    for count in range(1, 6):
        gradient[0] = rng.normal()
        for call in calls:
            call()
        shown |= {GRADIENT.name: float(gradient[0]), "t": count}
        for symbol, value in optimizer.rule.memory.items():
            shown[symbol.letter] = exactly(value)(**shown)
            assert state[symbol.name][0] == pytest.approx(float(shown[symbol.letter]), rel=1e-12)
        for part in named(optimizer.rule.change):
            shown[part.name] = exactly(part.of)(**shown)
        expected -= Decimal("0.05") * change(**shown)
        assert parameter[0] == pytest.approx(float(expected), rel=1e-12)
