"""The textbook's equations of each operation; what is an activation's or a loss's, as its class has it."""

from __future__ import annotations

from mlp_core.nn import equations as eq
from mlp_core.nn.activations import Activation
from mlp_core.nn.equations import Equation, Part, equation
from mlp_core.nn.losses import Loss
from mlp_core.nn.normalization import Normalization
from mlp_core.nn.penalties import Penalty

Equations = tuple[Equation, ...]


def product(l: int, bias: bool) -> Equations:
    """z of layer l."""
    added = f" + b_{{{l}}}" if bias else ""
    return (equation(f"z_{{{l}}} = ", eq.previous(l), " ", eq.weights(l), added),)


def activation(l: int, f: Activation, seen: str, skip: bool) -> Equations:
    """a of layer l, which sees z or n."""
    added = (" + ", eq.previous(l)) if skip else ()
    return (equation(rf"a_{{{l}}} = {f.latex(f'{seen}_{{{l}}}')}", *added),)


def loss(of: Loss, penalty: Penalty, samples: int, outputs: int) -> Equations:
    """The loss, without a left side; and L, along which training descends, where that is another."""
    printed = equation(of.formula(samples) + penalty.formula)
    if of.gradient_factor(outputs) == 1:
        return (printed,)
    return printed, equation(f"L = {of.objective_formula(samples)}{penalty.formula}")


def output_delta(l: int, output: Activation, fused: Loss | None) -> Equations:
    """delta of the output layer l: from dLoss/da, or the fused loss's own."""
    right: tuple[Part, ...] = (fused.gradient_latex(f"a_{{{l}}}"),) if fused else output.delta_formula(l)
    return (equation(rf"\delta_{{{l}}} = ", *right),)


def delta(l: int, skip: bool, kind: Normalization | None) -> Equations:
    """delta of a hidden layer l; where it is normalised, by way of dn."""
    handed_on = (" + ", eq.upstream(l + 1)) if skip else ()
    passed = (eq.delta(l + 1), " ", eq.weights(l + 1, transposed=True), *handed_on)
    right = ("(", *passed, r") \odot ", eq.slope(l, "n" if kind else "z"))
    if kind is None:
        return (equation(rf"\delta_{{{l}}} = ", *right),)
    return equation(f"dn_{{{l}}} = ", *right), kind.gradient_formula(l)


def gradient(l: int, normalized: bool, penalty: Penalty) -> Equations:
    """dW and db of layer l."""
    shift = eq.normalized_delta(l) if normalized else eq.delta(l)
    added = penalty.gradient_formula(l)
    return (
        equation(f"dW_{{{l}}} = ", eq.previous(l, transposed=True), " ", eq.delta(l), *added),
        equation(rf"db_{{{l}}} = \sum ", shift),
    )
