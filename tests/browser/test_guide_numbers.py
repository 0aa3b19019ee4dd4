"""The numbers of what CONTRIBUTING.md adds, as the browser writes them, which knows nothing of it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page

from mlp_core import Plan, Trainer
from pages.shared.session import Run
from pages.shared.stepper import screen as stepper
from pages.shared.text.english import ENGLISH
from tests.browser.step_page import calculated
from tests.browser.test_step_numbers import blank, expected
from tests.core.guide import add_rows, guest
from tests.pages.tapes import unpacked

__all__ = ["blank"]


@pytest.mark.parametrize("settings", [{}, {"output_activation": "softmax", "dataset": "three_spirals"}])
def test_the_numbers_of_a_new_loss_and_a_new_optimizer_lead_to_their_results(
    blank: Page, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    add_rows(monkeypatch)
    monkeypatch.setitem(ENGLISH, "stepper.say_W_adagrad", "")
    plan = Plan.of(guest(**settings))
    data = stepper.answer(Run("run", plan, Trainer(plan), 100), {"step": 3})
    header, arrays = unpacked(data)
    pick = {"i": 1, "j": 0, "sample": 2}
    lines = blank.evaluate(
        "arguments => window.written(arguments)",
        [base64.b64encode(data).decode(), [pick] * len(header["operations"]), 16],
    )
    for op, written in zip(header["operations"], lines, strict=True):
        equations = calculated(written)
        for sides in equations:
            assert sides == pytest.approx([sides[0]] * len(sides), rel=1e-8, abs=1e-11), written
        values = expected(arrays, op, pick)
        ends = [sides[-1] for sides in equations]
        assert ends[len(ends) - len(values) :] == pytest.approx(values, rel=1e-9, abs=1e-11), written
    (loss,) = [
        written for op, written in zip(header["operations"], lines, strict=True) if op["kind"] == "loss"
    ]
    assert loss[0].startswith("= 1/9 · ( √( 1 + (")
    update = lines[-1]
    assert update[0].startswith("sW: ")
    assert update[1].endswith(" ) + 10⁻¹⁰ )")
