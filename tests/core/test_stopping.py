"""Stop when: the first epoch that meets the condition, whatever path leads there."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import STOPS, Edit, Experiment, Met, Plan, Scores, Trainer
from mlp_core.training.stopping import Watch
from tests.core.runs import QUICK, bits, fresh_bits

MOONS = Experiment(
    dataset="moons", samples=30, noise=0.0, test_share=0.2, batch_size=10, hidden_layers=(6,),
    activation="tanh", initializer="xavier", loss="bce", optimizer="adam", learning_rate=0.1, seed=1,
)  # fmt: skip
"""24 samples to train on: three steps an epoch."""
LAST = 150


def all_scores(experiment: Experiment) -> dict[int, Scores]:
    """The scores at every end of an epoch, each asked for by itself."""
    trainer, found = Trainer(replace(experiment, stop_when="never")), {}
    for step in range(0, LAST + 1, experiment.steps_per_epoch):
        trainer.goto(step)
        found[step] = trainer.scores()
    return found


def first(scores: dict[int, Scores], condition: str, at: float) -> int | None:
    """The step at which the condition is first met, by its words in STOPS."""
    best, since = inf, -1
    for step, s in scores.items():
        since = 0 if s.test_loss < best else since + 1
        best = min(best, s.test_loss)
        met = {"loss": s.train_loss <= at, "accuracy": s.test_accuracy >= at, "patience": since >= at}
        if met.get(condition):
            return step
    return None


CONDITIONS = [
    ("loss", 0.3), ("loss", 0.0), ("loss", 100.0), ("accuracy", 0.9), ("accuracy", 1.0), ("patience", 1.0),
    ("patience", 2.0), ("patience", 4.0), ("never", 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("stop_when", "stop_at"), CONDITIONS)
def test_it_is_the_first_epoch_that_meets_the_condition(stop_when: str, stop_at: float) -> None:
    experiment = replace(MOONS, stop_when=stop_when, stop_at=stop_at)
    expected = first(all_scores(experiment), stop_when, stop_at)
    trainer = Trainer(experiment)
    trainer.step(LAST)
    assert trainer.met == (None if expected is None else Met(expected, stop_when))
    if (stop_when, stop_at) not in (("loss", 0.0), ("never", 0.0)):
        assert expected is not None
        assert expected % 3 == 0


MOVES = st.lists(
    st.tuples(st.sampled_from(["step", "goto"]), st.integers(0, 60)) | st.just(("evaluate",)), max_size=6
)


@QUICK
@given(MOVES, st.sampled_from(CONDITIONS))
def test_no_path_changes_it(moves: list[tuple], condition: tuple[str, float]) -> None:
    stop_when, stop_at = condition
    experiment = replace(MOONS, stop_when=stop_when, stop_at=stop_at)
    trainer, straight = Trainer(experiment), Trainer(experiment)
    farthest = 0
    for name, *argument in moves:
        getattr(trainer, name)(*argument)
        farthest = max(farthest, trainer.step_count)
        known = straight if straight.step_count >= farthest else straight.goto(farthest) or straight
        assert trainer.met == known.met
    trainer.goto(LAST)
    straight.goto(LAST)
    assert trainer.met == straight.met


def test_epochs_seen_again_are_not_counted_again() -> None:
    """Back from step 30 to 3: those epochs' losses are above the best by then, which is no lost patience."""
    experiment = replace(MOONS, stop_when="patience", stop_at=2.0)
    trainer, straight = Trainer(experiment), Trainer(experiment)
    straight.step(LAST)
    for step in (30, 3, 30, 0, LAST):
        trainer.goto(step)
    assert trainer.met == straight.met
    assert straight.met is not None
    assert straight.met.step > 30


def test_a_run_goes_on_past_it_where_it_is_told_to() -> None:
    """It only remembers: every bit is that of the run without the condition."""
    experiment = replace(MOONS, stop_when="loss", stop_at=100.0)
    trainer = Trainer(experiment)
    assert trainer.met == Met(0, "loss")
    trainer.step(20)
    assert trainer.step_count == 20
    assert bits(trainer) == fresh_bits(MOONS, 20)
    assert trainer.met == Met(0, "loss")


def watched(stop_when: str, stop_at: float, losses: list[float], tested: bool = False) -> int | None:
    """The epoch at which it is met, of a run with these losses."""
    watch = Watch(stop_when, stop_at)
    for epoch, loss in enumerate(losses):
        watch.see(epoch, Scores(0.5, loss, nan, nan) if tested else Scores(loss, nan, nan, nan))
    return watch.met.step if watch.met else None


@pytest.mark.parametrize("tested", [False, True])
def test_patience_counts_epochs_since_the_best_loss(tested: bool) -> None:
    """Of the test part where there is one. Equal is not better."""
    falling = [5.0, 4.0, 3.0, 2.0]
    assert watched("patience", 2, falling, tested) is None
    assert watched("patience", 2, [5.0, 4.0, 4.5, 3.0, 3.0, 3.1], tested) == 5
    assert watched("patience", 1, [5.0, 5.0], tested) == 1
    assert watched("patience", 0, [5.0, 4.0, 4.0], tested) == 2
    assert watched("patience", 2.5, [5.0, 6.0, 6.0, 6.0], tested) == 3
    assert watched("patience", 2, [5.0, inf, inf], tested) == 2


def test_loss_is_that_of_the_training_part() -> None:
    watch = Watch("loss", 0.4)
    watch.see(0, Scores(0.5, 0.1, nan, nan))
    assert watch.met is None
    watch.see(1, Scores(0.4, 0.9, nan, nan))
    assert watch.met == Met(1, "loss")


def test_accuracy_is_that_of_the_test_part_where_there_is_one() -> None:
    for scores, met in (
        (Scores(0.5, 0.5, 1.0, 0.8), False), (Scores(0.5, 0.5, 0.8, 0.9), True),
        (Scores(0.5, nan, 0.9, nan), True), (Scores(0.5, nan, 0.8, nan), False),
        (Scores(0.5, 0.5, nan, nan), False),
    ):  # fmt: skip
        watch = Watch("accuracy", 0.9)
        watch.see(7, scores)
        assert watch.met == (Met(7, "accuracy") if met else None)


def test_the_tutorials_run_can_stop_too() -> None:
    """Every step is an epoch of it; the scored loss is the step's."""
    trainer = Trainer(Experiment(stop_when="loss", stop_at=0.25))
    trainer.step(100)
    losses = trainer.history.loss.tolist()
    assert trainer.met == Met(next(s for s, loss in enumerate(losses) if loss <= 0.25), "loss")
    assert 0 < trainer.met.step < 100


def test_a_condition_that_comes_later_is_looked_at_from_then_on() -> None:
    plan = Plan.of(MOONS).continued(6, replace(MOONS, stop_when="loss", stop_at=100.0))
    trainer = Trainer(plan)
    trainer.step(5)
    assert trainer.met is None
    trainer.step(1)
    assert trainer.met == Met(6, "loss")


@pytest.mark.parametrize("change", ["rate", "optimizer", "edit"])
def test_what_changes_on_the_way_has_a_patience_of_its_own(change: str) -> None:
    """Where a run stopped it goes on with other settings, or another weight, until they stop it."""
    stopped = replace(MOONS, stop_when="patience", stop_at=2.0)
    run = Trainer(stopped)
    run.step(300)
    assert run.met
    at, plan = run.met.step, Plan.of(stopped)
    changed = {
        "rate": plan.continued(at, replace(stopped, learning_rate=0.01)),
        "optimizer": plan.continued(at, replace(stopped, optimizer="adam")),
        "edit": plan.edited(Edit(at, 1, 0, 0, 5.0)),
    }[change]
    on, moved = Trainer(changed), Trainer(changed)
    on.step(at + 300)
    assert on.met
    assert on.met.step >= at + 2 * on.steps_per_epoch
    for step in (at + 9, at - 2, at + 3, 0, at + 300):  # seen again, it changes nothing
        moved.goto(step)
    assert moved.met == on.met


def test_the_ways_to_stop_stand_in_links_by_their_names() -> None:
    assert list(STOPS) == ["never", "loss", "accuracy", "patience"]
    query = {"stop": "patience", "stop_at": "5.0"}
    assert Experiment(stop_when="patience", stop_at=5).to_query() == query
    assert Experiment.from_query(query) == Experiment(stop_when="patience", stop_at=5.0)
