"""What CONTRIBUTING.md adds appears on Step through, with its rows and its words alone."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from mlp_core import Experiment, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.expressions import Call, Symbol
from mlp_core.nn.notation import latex
from pages.shared.stepper import code
from pages.shared.text.english import ENGLISH
from tests.core.guide import GUIDE, add_rows, guest
from tests.pages import test_stepper

WORDS = {
    "activation.softplus": "activation.<name>",
    "loss.pseudo_huber": "loss.<name>",
    "optimizer.adagrad": "optimizer.<name>",
    "stepper.say_W_adagrad": "stepper.say_W_<name>",
}
"""key in the catalogue -> as the guide writes it."""


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    add_rows(monkeypatch)
    for key, told in WORDS.items():
        assert f'"{told}"' in GUIDE
        monkeypatch.setitem(ENGLISH, key, key)


def said(experiment: Experiment) -> dict[tuple[str, int | None], str]:
    """The textbook's code of each operation."""
    program = Probe(Trainer(experiment)).program
    return {(op.symbol, op.layer): code.textbook(op, experiment) for op in program}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"residual": True, "normalization": "layer", "l1": 0.1, "l2": 0.1},
        {"output_activation": "softmax", "dataset": "three_spirals", "samples": 12},
        {"train_biases": False, "schedule": "cosine", "period": 5},
    ],
    ids=["plain", "structures", "softmax", "fixed biases"],
)
def test_its_lines_compute_what_is_shown_and_its_words_are_there(settings: dict[str, Any]) -> None:
    experiment = guest(**settings)
    test_stepper.test_the_textbooks_lines_compute_what_is_shown(experiment)
    test_stepper.test_every_operation_has_its_formula_and_its_words(experiment)


def test_its_formulas_and_lines_have_its_own_constants() -> None:
    lines = said(guest())
    assert lines["loss", None] == "loss = sum(sqrt(1 + (a3 - y) ** 2) - 1) / len(y)"
    assert lines["delta", 3] == ("delta3 = (a3 - y) / sqrt(1 + (a3 - y) ** 2) / len(y) * f_out.slope(z3)")
    assert lines["W", 2].splitlines()[:2] == [
        "sW2 = sW2 + dW2 ** 2", "W2 -= eta * dW2 / (sqrt(sW2) + 1e-10)"
    ]  # fmt: skip
    named = {(op.symbol, op.layer): op.formula for op in Probe(Trainer(guest())).program}
    assert named["a", 1] == r"a_{1} = \log (1 + e^{z_{1}})"
    assert named["loss", None] == r"\tfrac{1}{N}\sum\,(\sqrt{1 + (a - y)^2} - 1)"
    assert named["W", 1].startswith(
        r"s^{W}_{1} \leftarrow s^{W}_{1} + (dW_{1})^2,\ s^{b}_{1} \leftarrow s^{b}_{1} + (db_{1})^2,\ "
        r"W_{1} \leftarrow W_{1} - \eta\, \frac{dW_{1}}{\sqrt{s^{W}_{1}} + 10^{-10}}"
    )


def test_a_function_without_notation_is_refused_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="erf has no LaTeX"):
        latex(Call("erf", (Symbol("z"),)))


@pytest.mark.parametrize("field", ["loss", "optimizer", "activation"])
def test_what_is_in_no_table_prints_nothing_of_anothers(field: str) -> None:
    experiment = guest()
    program = Probe(Trainer(experiment)).program
    object.__setattr__(experiment, field, "none of ours")
    with pytest.raises(KeyError, match="none of ours"):
        list(map(partial(code.textbook, experiment=experiment), program))
