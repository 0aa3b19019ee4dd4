"""What operations say of themselves: of whatever network, it is so."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from mlp_core import LOSSES, NORMALIZATIONS, OUTPUT_ACTIVATIONS, Experiment, Operation, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.equations import Factor
from tests.core.runs import EXPERIMENTS, QUICK

PHASES = {
    "product": "forward", "normalization": "forward", "activation": "forward", "loss": "loss",
    "output_delta": "backward", "delta": "backward", "gradient": "backward", "update": "update",
}  # fmt: skip


def role(operation: Operation, name: str) -> np.ndarray:
    """The array that has this part."""
    return operation.reads[operation.roles[name]]


@QUICK
@given(EXPERIMENTS)
def test_kinds_and_traits_are_those_of_the_settings(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    last, output = len(experiment.sizes) - 1, OUTPUT_ACTIVATIONS[experiment.output_activation]
    fused = LOSSES[experiment.loss].fuses(output)
    skips = trainer.network.buffers.skips
    for op in trainer.program():
        l = op.layer
        assert op.phase == PHASES[op.kind]
        assert op.output == (l == last)
        assert set(op.roles.values()) <= op.reads.keys()
        normalized = l is not None and l < last and NORMALIZATIONS[experiment.normalization] is not None
        assert op.normalized == (normalized and op.kind != "update")
        assert op.fused == (fused and (op.kind == "loss" or (l == last and op.phase == "backward")))
        shares = (
            not output.elementwise and l == last and op.kind in ("activation", "output_delta", "gradient")
        )
        assert op.shares == shares
        around = {"activation": l, "delta": (l or 0) + 1}.get(op.kind)
        assert op.skip == (around in skips)
        assert op.penalized == (bool(experiment.penalty) and op.kind in ("loss", "gradient"))


@QUICK
@given(EXPERIMENTS)
def test_an_operation_is_its_parts_put_together(experiment: Experiment) -> None:
    """The textbook's line, computed from the arrays by their roles alone."""
    over = {"none": None, "layer": 1, "batch": 0}[experiment.normalization]
    probe = Probe(Trainer(experiment))
    for op in probe.program:
        op()
        written = {name: array.copy() for name, array in op.writes.items()}
        l = op.layer
        match op.kind:
            case "product":
                expected = role(op, "previous") @ role(op, "weights")
                if "bias" in op.roles:
                    expected = expected + role(op, "bias")
            case "normalization":
                z = role(op, "seen")
                spread = np.sqrt(z.var(over, keepdims=True) + 1e-5)
                expected = (z - z.mean(over, keepdims=True)) / spread + role(op, "bias")
            case "activation":
                expected = OUTPUT_ACTIVATIONS[
                    experiment.output_activation if op.output else experiment.activation
                ].value(role(op, "seen"))
                if op.skip:
                    expected = expected + role(op, "previous")
            case "output_delta" if op.fused:
                expected = (role(op, "output") - role(op, "target")) / len(probe.y)
            case "output_delta" if op.shares:
                da, a = role(op, "upstream"), role(op, "output")
                expected = a * (da - (da * a).sum(1, keepdims=True))
            case "output_delta":
                expected = role(op, "upstream") * role(op, "slope")
            case "delta":
                da = role(op, "upstream") @ role(op, "weights").T
                expected = (da + (role(op, "skip") if op.skip else 0)) * role(op, "slope")
                if op.normalized:
                    np.testing.assert_allclose(written[f"dn{l}"], expected, rtol=1e-9, atol=1e-12)
                    continue
            case "gradient":
                expected = role(op, "previous").T @ role(op, "delta")
                db = role(op, "shift").sum(0)
                np.testing.assert_allclose(written[f"db{l}"], db, rtol=1e-9, atol=1e-12)
                if op.penalized:
                    W = role(op, "weights")
                    expected = expected + experiment.l1 * np.sign(W) + experiment.l2 * W
            case _:
                continue
        np.testing.assert_allclose(written[f"{op.symbol}{l}"], expected, rtol=1e-9, atol=1e-12)


def test_factors_of_an_equation_stand_by_themselves() -> None:
    program = Trainer(Experiment(residual=True, normalization="layer", initializer="xavier")).program()
    named = {(op.symbol, op.layer): op for op in program}

    def factors(symbol: str, layer: int) -> list[Factor]:
        parts = [part for equation in named[symbol, layer].equations for part in equation.parts]
        return [part for part in parts if isinstance(part, Factor)]

    assert factors("delta", 2) == [
        ("delta", r"\delta_{3}"), ("weights", r"W_{3}^\top"), ("delta", r"\frac{\partial L}{\partial a_{3}}"),
        ("slope", "f'(n_{2})"), ("delta", "dn_{2}"), ("delta", "dn_{2}"), ("delta", "dn_{2}"),
    ]  # fmt: skip
    assert factors("dW", 2) == [("previous", r"a_{1}^\top"), ("delta", r"\delta_{2}"), ("delta", "dn_{2}")]
    assert [equation.parameter for equation in named["W", 1].equations] == ["W", "b"]
    for op in program:
        assert op.formula == r",\ ".join(equation.latex for equation in op.equations)
