"""The runs that a comparison makes: one thing changed, ready ones, and with and without a change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Edit, Experiment, Plan, Scores, Trainer
from mlp_core.training.plan import MAX_STEP
from pages.shared import controls, state
from pages.shared.compare import address, changing, pins, ready
from pages.shared.compare.differences import of as differences_of
from pages.shared.compare.forking import forks
from pages.shared.compare.pins import Pin, Pinned, Pins
from pages.shared.text import speaking, text
from tests.core.runs import EXPERIMENTS, QUICK
from tests.core.test_plan import plans

MOONS = PRESETS["moons"]


# Change one thing


@QUICK
@given(EXPERIMENTS)
def test_every_offer_differs_in_that_one_thing_alone_or_says_why_not(e: Experiment) -> None:
    for name, kind in changing.KINDS.items():
        along = {kind.field, "output_activation"} if name == "activation" else {kind.field}
        for offer in changing.offers(e, name):
            assert offer.name
            assert bool(offer.experiment) != bool(offer.refused)
            if made := offer.experiment:
                changed = {f.name for f in fields(e) if getattr(made, f.name) != getattr(e, f.name)}
                assert kind.field in changed <= along
        runs, refused = changing.made(e, name, changing.chosen(e, name))
        assert not refused
        assert all(run != e for run in runs)


def test_the_outputs_activation_goes_along_as_on_the_sidebar() -> None:
    found = {o.value: o.experiment for o in changing.offers(Experiment(), "activation")}
    assert all(e and e.output_activation == controls.output_activation(name) for name, e in found.items())
    found = {
        o.value: o.experiment for o in changing.offers(MOONS, "activation")
    }  # cross-entropy needs its own
    assert {e.output_activation for e in found.values() if e} == {"sigmoid"}


def test_a_row_of_learning_rates_and_five_seeds_are_made_at_once() -> None:
    assert changing.chosen(MOONS, "learning_rate") == [0.0003, 0.003, 0.3, 3.0]
    assert changing.chosen(MOONS, "seed") == [2, 3, 4, 5]  # with the run itself five
    last = replace(MOONS, seed=2**32 - 1)
    assert changing.chosen(last, "seed") == [2**32 - n for n in (5, 4, 3, 2)]
    assert changing.chosen(MOONS, "residual") == [True]
    assert changing.chosen(MOONS, "depth") == [2]


def test_what_cannot_be_run_is_left_out_with_its_reason() -> None:
    batch = replace(MOONS, normalization="batch", batch_size=10)
    (one,) = [offer for offer in changing.offers(batch, "batch") if offer.value == 1]
    assert one.experiment is None
    assert "Batch normalization" in one.refused
    runs, refused = changing.made(batch, "batch", [1, None])
    assert ([run.batch_size for run in runs], refused) == ([None], [one.refused])
    assert [o.value for o in changing.offers(PRESETS["digits"], "depth") if o.refused] == []
    wide = replace(Experiment(), hidden_layers=(512,) * 4)  # 2,000,000 parameters at most
    assert [o.value for o in changing.offers(wide, "depth") if o.refused] == [16, 32]


def test_a_run_that_was_changed_on_its_way_begins_anew_with_what_it_has_in_the_end() -> None:
    plan = Plan.of(MOONS)
    assert changing.settings(plan) == (MOONS, False)
    other = replace(MOONS, learning_rate=0.1)
    assert changing.settings(plan.continued(50, other)) == (other, True)
    assert changing.settings(plan.edited(Edit(30, 1, 0, 0, 0.5))) == (MOONS, True)


# With and without


@QUICK
@given(plans(), st.integers(0, 40))
def test_with_and_without_are_one_run_up_to_the_change(plan: Plan, step: int) -> None:
    fork = forks(Pin(1, plan, 50, step))
    if fork is None:
        assert len(plan.legs) == 1
        assert not plan.edits
        return
    assert fork.changed == plan != fork.unchanged
    assert plan.agrees(fork.unchanged, fork.step)
    assert not plan.agrees(fork.unchanged, fork.step + 1)
    assert fork.step == max(plan.events, default=0) <= MAX_STEP
    assert fork.change


# Ready comparisons


@cache
def trained(key: str) -> list[tuple[list[float], Scores, Trainer]]:
    """Of every run: layers' gradients at step 0, what it scores at its end, and itself."""
    found = []
    for plan, steps in ready.READY[key].runs:
        first = Trainer(plan)
        first.evaluate()
        norms = [float(np.linalg.norm(layer.dW)) for layer in first.network.layers]
        first.step(steps)
        found.append((norms, first.scorer.scores(), first))
    return found


def losses(key: str) -> list[float]:
    return [scores.train_loss for _, scores, _ in trained(key)]


def right(key: str) -> list[float]:
    return [scores.train_accuracy for _, scores, _ in trained(key)]


def factor(key: str) -> float:
    """How many times larger layer 1's gradient is in the second run than in the first, at step 0."""
    (one, _, _), (other, _, _) = trained(key)
    return other[0] / one[0]


def test_relu_gets_a_gradient_where_sigmoid_has_none() -> None:
    assert factor("activation") > 1000
    assert right("activation")[0] < 0.6
    assert right("activation")[1] > 0.99


def test_tiny_weights_lose_the_gradient_and_xaviers_do_not() -> None:
    assert factor("initializer") > 1e8
    assert right("initializer")[0] < 0.6
    assert right("initializer")[1] > 0.99


def test_the_deeper_sigmoid_network_does_not_learn() -> None:
    assert factor("depth") < 1e-3
    assert right("depth")[0] > 0.99
    assert right("depth")[1] < 0.6


def test_cross_entropy_gets_out_of_a_wrong_certainty_and_squared_error_does_not() -> None:
    assert factor("loss") > 1000
    assert right("loss")[0] < 0.1
    assert right("loss")[1] > 0.95


def test_momentum_and_adam_separate_the_spirals_that_sgd_does_not() -> None:
    sgd, momentum, adam = right("optimizer")
    assert sgd < 0.65 < 0.85 < momentum < adam > 0.98
    assert losses("optimizer") == sorted(losses("optimizer"), reverse=True)


def test_more_updates_in_the_same_epochs_bring_the_loss_further_down() -> None:
    epochs = {steps / plan.last.steps_per_epoch for plan, steps in ready.READY["batch"].runs}
    assert epochs == {20}
    assert losses("batch") == sorted(losses("batch"))
    single, _, whole = (np.diff(t.history.loss) for *_, t in trained("batch"))
    assert (whole < 0).all()  # the smoothest curve
    assert (single > 0).mean() > 0.2


def test_a_learning_rate_may_be_too_small_and_too_large() -> None:
    found = losses("learning_rate")
    assert int(np.argmin(found)) == 2
    assert found[2] < 0.05 < 0.6 < found[1] < found[0] < 1 < found[3]


def test_skips_bring_the_gradient_to_layer_1() -> None:
    assert factor("skips") > 1e5
    assert right("skips")[0] < 0.6
    assert right("skips")[1] > 0.99


@pytest.mark.parametrize("key", ready.READY)
def test_a_ready_comparison_is_of_one_thing_and_asks_for_a_prediction(key: str) -> None:
    one = ready.READY[key]
    runs = [Pin(i, plan, steps) for i, (plan, steps) in enumerate(one.runs)]
    assert differences_of(runs).sentence.startswith("Same in everything but the ")
    assert (
        len([row for row in differences_of(runs).rows if row.field not in ("steps", "output_activation")])
        == 1
    )
    assert one.tab in address.TABS
    assert one.clock in address.CLOCKS
    for code, asks in (("en", "Predict"), ("ko", "예측")):
        with speaking(code):
            assert asks in ready.question(key)
            assert ready.name(key) == text(f"ready.{key}")
    assert ready.asked(runs) == key
    assert ready.asked(runs[:1]) == ready.asked([]) == ""
    assert ready.question("") == ""


@contextmanager
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pinned]:
    """Pins without a session around them."""
    kept = Pinned()
    monkeypatch.setattr(state.PINNED, "get", lambda: kept)
    yield kept


def test_a_ready_comparison_is_shown_alone_and_what_is_there_is_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with session(monkeypatch):
        first = ready.taken(pins.added(Pins(), Plan.of(MOONS), 30), "optimizer")
        assert [pin.is_shown for pin in first.pins] == [False, True, True, True]
        assert ready.asked(first.shown) == "optimizer"
        again = ready.taken(ready.taken(first, "loss"), "optimizer")
        assert len(again.pins) == 6
        assert ready.asked(again.shown) == "optimizer"
        assert len({pin.colour for pin in again.pins}) == 6


def test_where_all_places_are_taken_the_oldest_that_is_not_shown_makes_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with session(monkeypatch):
        full = Pins()
        for seed in range(pins.MOST_PINS):
            full = pins.added(full, Plan.of(replace(MOONS, seed=seed)), 30)
        found = ready.taken(full, "learning_rate")
        assert len(found.pins) == pins.MOST_PINS
        assert [pin.plan.last.seed for pin in found.pins[:8]] == list(range(4, 12))
        assert ready.asked(found.shown) == "learning_rate"


def test_names_of_ready_comparisons_are_those_of_the_texts() -> None:
    found: dict[str, Any] = {
        key: (text(f"ready.{key}"), text(f"ready.{key}_question")) for key in ready.READY
    }
    assert len(found) == 8
