"""The loss landscape as the browser gets it: every number against the core's own, and forged questions."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mlp_core import PRESETS, DivergedError, Edit, Experiment, Plan, Trainer
from mlp_core.analysis import planes
from mlp_core.analysis.landscape import path_of
from pages.shared import work
from pages.shared.compare import landscape as compared
from pages.shared.figures_landscape import surface_figure
from pages.shared.landscape import asked, maps
from pages.shared.landscape.answer import answered, landscape, words
from pages.shared.text.english import ENGLISH
from pages.shared.theme import DARK, LIGHT
from pages.shared.wire.extras import EXTRAS
from tests.core.imports import ROOT
from tests.core.test_experiment import TABLE
from tests.pages.test_forged import HOSTILE, forged

SMALL = replace(PRESETS["spirals"], samples=40)
ASK: dict[str, Any] = {
    "plane": "path", "seed": 3, "weights": [[1, 0, 0], [2, 1, 3]], "span": 1, "around": None, "ends": None,
    "known": "", "surface": False, "steps": [2],
}  # fmt: skip
PLANES = ("path", "weights", "random")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    for kept in (work.LANDSCAPES, work.LARGE_LANDSCAPES):
        kept.clear()
    yield
    for kept in (work.LANDSCAPES, work.LARGE_LANDSCAPES):
        kept.clear()


def run(settings: Experiment | Plan, steps: int) -> Trainer:
    trainer = Trainer(settings)
    trainer.step(steps)
    trainer.evaluate()
    return trainer


def whole(trainers: list[Trainer], **details: Any) -> dict[str, Any]:
    """The answer once all of the map is there."""
    for _ in range(1000):
        answer = answered(trainers, ASK | details)
        assert answer
        if answer["map"]["done"] == answer["map"]["of"]:
            return json.loads(json.dumps(answer, allow_nan=False))  # as it travels
    raise AssertionError("it does not come to an end")


def loss_at(experiment: Experiment, parameters: np.ndarray) -> float:
    """The loss on all training samples, by a run of whole batches whose weights are put in place."""
    trainer = Trainer(replace(experiment, batch_size=None))
    trainer.network.parameters[...] = parameters
    try:
        return trainer.evaluate()
    except DivergedError:
        return math.inf


def plane_of(trainer: Trainer, answer: dict[str, Any]) -> planes.Plane:
    """The plane that is spoken of, made again from the answer's words."""
    told = answer["map"]
    if told["plane"] == "path":
        fork = trainer.forked(trainer.plan, told["ends"][0])
        states = path_of(fork).states
        return planes.principal(states, states[-1])
    state = trainer.forked(trainer.plan, told["around"]).network.parameters.astype(float)
    if told["plane"] == "random":
        return planes.random(trainer.network, state, told["seed"])
    places = [planes.place_of(trainer.network, *weight) for weight in told["weights"]]
    state[places] = 0
    return planes.of_weights(state, *places)


@pytest.mark.parametrize("kind", PLANES)
@pytest.mark.parametrize(
    "experiment",
    [Experiment(hidden_layers=(4,) * 3), replace(SMALL, l2=0.01), replace(PRESETS["iris"], batch_size=8)],
    ids=["tutorial", "penalty", "batches"],
)
def test_every_number_is_the_cores(kind: str, experiment: Experiment) -> None:
    trainer = run(experiment, 30)
    trainer.goto(12)
    trainer.evaluate()
    before = trainer.network.parameters.copy()
    answer = whole([trainer], plane=kind)
    assert np.array_equal(trainer.network.parameters, before)
    assert trainer.step_count == 12
    told, (only,) = answer["map"], answer["runs"]
    plane, shown = plane_of(trainer, answer), only["shown"]
    assert (told["around"], told["ends"], shown["step"]) == (30 if kind == "path" else 12, [30], 12)
    xs, ys = np.array(told["xs"]), np.array(told["ys"])
    losses = np.array(told["losses"], float).reshape(len(ys), len(xs))
    for i, j in ((0, 0), (7, 31), (20, 20), (40, 12)):
        exact = loss_at(experiment, plane.at(np.array([xs[j], ys[i]])))
        assert losses[i, j] == pytest.approx(exact, rel=1e-12)
    place = np.array([shown["x"], shown["y"]])
    assert place == pytest.approx(plane.coordinates(before), abs=1e-9)
    assert shown["distance"] == pytest.approx(np.linalg.norm(before - plane.at(place)), abs=1e-9)
    assert shown["loss"] == pytest.approx(loss_at(experiment, before), rel=1e-12)
    assert shown["on_plane"] == pytest.approx(loss_at(experiment, plane.at(place)), rel=1e-9)
    if kind == "path":
        assert told["held"] == pytest.approx(plane.held)
        assert shown["distance"] > 0
    assert shown["whole"] == (experiment.batch_size is None)
    path = only["path"]
    assert path["steps"][:: len(path["steps"]) - 1] == [0, 30]
    for at in (0, 5, len(path["steps"]) - 1):
        state = trainer.forked(trainer.plan, path["steps"][at]).network.parameters
        assert [path["x"][at], path["y"][at]] == pytest.approx(plane.coordinates(state), abs=1e-9)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("name", ["tutorial", "xor", "spirals", "digits"])
def test_the_map_has_the_runs_own_losses_where_the_run_was(name: str, optimizer: str) -> None:
    """At the run's last state, and at the others as near as the plane comes to them."""
    experiment = replace(PRESETS[name], optimizer=optimizer, batch_size=None)
    if name == "digits":
        experiment = replace(experiment, samples=60, hidden_layers=(8,))
    trainer = run(experiment, 25)
    answer = whole([trainer])
    plane, (only,) = plane_of(trainer, answer), answer["runs"]
    path, shown, history = only["path"], only["shown"], trainer.history.loss
    assert shown["loss"] == pytest.approx(history[25], rel=1e-12)
    assert shown["distance"] < 1e-9
    assert shown["on_plane"] == pytest.approx(history[25], rel=1e-6)
    land = maps.of([trainer], asked.read(ASK, trainer.network.sizes)).landscape
    for step, x, y in zip(path["steps"], path["x"], path["y"], strict=True):
        state = trainer.forked(trainer.plan, step).network.parameters
        assert land.loss_at(state) == pytest.approx(history[step], rel=1e-12)
        # The map's own cell around the place: its corners' losses lie around what the plane has there.
        assert answer["map"]["xs"][0] < x < answer["map"]["xs"][-1]
        assert answer["map"]["ys"][0] < y < answer["map"]["ys"][-1]
        exact = land.loss_at(plane.at(np.array([x, y])))
        assert within(answer["map"], x, y) == pytest.approx(exact, rel=0.2, abs=0.02)


def within(told: dict[str, Any], x: float, y: float) -> float:
    """The map's loss at a place, linear between the four around it."""
    xs, ys = np.array(told["xs"]), np.array(told["ys"])
    losses = np.array(told["losses"], float).reshape(len(ys), len(xs))
    j, i = (min(len(at) - 2, int((v - at[0]) / (at[1] - at[0]))) for at, v in ((xs, x), (ys, y)))
    a, b = (x - xs[j]) / (xs[1] - xs[0]), (y - ys[i]) / (ys[1] - ys[0])
    corners = losses[i : i + 2, j : j + 2]
    return float(np.array([1 - b, b]) @ corners @ np.array([1 - a, a]))


@pytest.mark.parametrize(("optimizer", "apart"), [("sgd", False), ("momentum", True), ("adam", True)])
def test_the_arrows_are_minus_the_gradient_and_the_step_that_follows(optimizer: str, apart: bool) -> None:
    trainer = run(replace(SMALL, optimizer=optimizer, batch_size=None), 40)
    before, gradient = trainer.network.parameters.copy(), trainer.network.gradient.copy()
    answer = whole([trainer], plane="weights")
    plane, shown = plane_of(trainer, answer), answer["runs"][0]["shown"]
    trainer.step()
    step = trainer.network.parameters - before
    for arrow, change in ((shown["gradient"], -gradient), (shown["update"], step)):
        assert arrow["norm"] == pytest.approx(np.linalg.norm(change), rel=1e-9)
        assert [arrow["x"], arrow["y"]] == pytest.approx(plane.components(change), rel=1e-9)
        length = np.linalg.norm(plane.components(change))
        assert arrow["share"] == pytest.approx(length / np.linalg.norm(change), rel=1e-9)
    cosine = -gradient @ step / np.linalg.norm(gradient) / np.linalg.norm(step)  # of all weights
    assert shown["degrees"] == pytest.approx(math.degrees(math.acos(min(1.0, cosine))), abs=1e-3)
    assert (shown["degrees"] > 1) == apart


def test_it_comes_in_parts_and_losses_that_are_known_are_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(maps, "SECONDS", 0.0)
    trainer = run(SMALL, 20)
    counts = []
    for _ in range(3):
        answer = answered([trainer], ASK)
        assert answer
        told = answer["map"]
        assert len(told["losses"]) == told["done"]
        assert "flat" not in told
        counts.append(told["done"])
    assert counts == [1, 2, 3]  # one point at least
    monkeypatch.setattr(maps, "SECONDS", 10.0)
    full = whole([trainer])
    trainer.goto(7)
    trainer.evaluate()
    again = whole([trainer], known=full["map"]["key"], ends=full["map"]["ends"])
    assert "losses" not in again["map"]
    assert again["map"]["key"] == full["map"]["key"]
    assert again["runs"][0]["shown"]["step"] == 7
    assert again["runs"][0]["path"] == full["runs"][0]["path"]
    assert "losses" in whole([trainer], known="other", ends=full["map"]["ends"])["map"]


def test_the_plane_stays_while_the_run_is_trained_on() -> None:
    trainer = run(SMALL, 20)
    first = whole([trainer])
    trainer.goto(60)
    trainer.evaluate()
    work.LANDSCAPES.clear()  # and is the same where it has to be made anew
    again = whole([trainer], ends=[20])
    assert again["map"] == first["map"]
    assert again["runs"][0]["shown"]["step"] == 60
    assert whole([trainer])["map"]["ends"] == [60]
    around = whole([trainer], plane="random", around=20)
    trainer.goto(5)
    trainer.evaluate()
    work.LANDSCAPES.clear()
    assert whole([trainer], plane="random", around=20)["map"]["losses"] == around["map"]["losses"]


def test_wider_is_wider_about_the_same_middle() -> None:
    trainer = run(SMALL, 20)
    for kind in PLANES:
        one, two = (np.array(whole([trainer], plane=kind, span=span)["map"]["xs"]) for span in (1, 2))
        assert two.mean() == pytest.approx(one.mean(), abs=1e-9)
        assert np.ptp(two) == pytest.approx(2 * np.ptp(one))


def test_plateaus_are_where_the_slope_is_below_what_is_said() -> None:
    """By differences of our own, away from the edges and the threshold."""
    answer = whole([run(SMALL, 60)], plane="weights")
    told = answer["map"]
    losses = np.array(told["losses"]).reshape(41, 41)
    by_y, by_x = np.gradient(losses, told["ys"], told["xs"])
    slopes = np.hypot(by_x, by_y)[1:-1, 1:-1]  # the two weights' directions have length 1
    flat = np.array([mark == "1" for mark in told["flat"]]).reshape(41, 41)[1:-1, 1:-1]
    assert 0 < flat.mean() < 1
    assert np.array_equal(flat, slopes < told["flat_below"])
    across = told["xs"][-1] - told["xs"][0]
    assert told["flat_below"] == pytest.approx(maps.FLAT * np.median(losses) / across)


def test_weights_that_nobody_chose_are_those_that_changed_most() -> None:
    trainer = run(SMALL, 30)
    weights = whole([trainer], plane="weights", weights=None)["map"]["weights"]
    start = Trainer(SMALL)
    changes = {
        (l.index, i, j): abs(l.W[i, j] - old.W[i, j])
        for l, old in zip(trainer.network.layers, start.network.layers, strict=True)
        for i in range(l.fan_in)
        for j in range(l.fan_out)
    }
    assert [tuple(weight) for weight in weights] == sorted(changes, key=lambda w: -changes[w])[:2]


@pytest.mark.parametrize(
    "settings",
    [
        replace(PRESETS["sine"], hidden_layers=(1,)),
        replace(SMALL, dtype="float32"),
        replace(SMALL, normalization="batch", batch_size=None),
        Plan.of(SMALL).edited(Edit(0, 1, 0, 0, 2.5)),
    ],
    ids=["two weights", "float32", "batch normalization", "edited"],
)
@pytest.mark.parametrize("kind", PLANES)
@pytest.mark.parametrize("steps", [0, 3])
def test_every_run_has_a_landscape(settings: Experiment | Plan, kind: str, steps: int) -> None:
    answer = whole([run(settings, steps)], plane=kind, weights=None)
    assert all(loss is not None for loss in answer["map"]["losses"])


def test_a_run_that_diverged_has_one_up_to_there_or_says_that_it_has_none() -> None:
    trainer = Trainer(replace(PRESETS["sine"], learning_rate=50.0, optimizer="sgd"))
    with pytest.raises(DivergedError):
        trainer.step(5000)
    with np.errstate(all="ignore"):
        for kind in PLANES:
            answer = answered([trainer], ASK | {"plane": kind})
            assert answer is None or json.dumps(answer, allow_nan=False)


def test_a_forged_question_is_answered_within_bounds() -> None:
    trainer = run(replace(PRESETS["xor"]), 4)
    good = {name: value for name, value in ASK.items() if name != "steps"}
    questions = [*HOSTILE, *forged(good), *forged({**good, "plane": "weights"})]
    questions += [good | {"plane": "weights", "weights": [weight, weight]} for weight in HOSTILE]
    questions += [good | {"plane": "weights", "weights": [[value] * 3] * 2} for value in HOSTILE]
    for details in questions:
        found = asked.read(details, trainer.network.sizes)
        assert found.plane in PLANES
        assert 0 <= found.seed < 2**32
        assert 1 / asked.MOST_SPAN <= found.span <= asked.MOST_SPAN
        for layer, row, column in found.weights or ():
            assert row < trainer.network.sizes[layer - 1]
            assert column < trainer.network.sizes[layer]
        assert found.weights is None or found.weights[0] != found.weights[1]
        answer = EXTRAS["landscape"](trainer, details)["landscape"]
        assert json.dumps(answer, allow_nan=False)
        assert trainer.step_count == 4


def test_what_is_kept_is_bounded() -> None:
    trainer = run(PRESETS["xor"], 2)
    for seed in range(20):
        assert answered([trainer], ASK | {"plane": "random", "seed": seed})
    assert len(work.LANDSCAPES._things) == 8


def test_large_networks_have_few_landscapes_and_the_largest_none(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = run(PRESETS["xor"], 2)
    monkeypatch.setattr(maps, "LARGE", 3)
    for seed in range(6):
        assert answered([trainer], ASK | {"plane": "random", "seed": seed})
    assert (len(work.LANDSCAPES._things), len(work.LARGE_LANDSCAPES._things)) == (0, 3)
    monkeypatch.setattr(maps, "MOST_BYTES", 3)
    assert EXTRAS["landscape"](trainer, ASK) == {"landscape": None}


# Several runs


def test_runs_whose_weights_mean_the_same_share_one_plane() -> None:
    runs = [run(replace(SMALL, optimizer=name), 25) for name in ("sgd", "momentum", "adam")]
    answer = compared.answer(runs, ASK | {"steps": [25, 9, 3]})["landscape"]
    assert [each["shown"]["step"] for each in answer["runs"]] == [25, 9, 3]
    assert [each["path"]["steps"][-1] for each in answer["runs"]] == answer["map"]["ends"] == [25, 25, 25]
    states = np.concatenate([path_of(each).states for each in runs])
    plane = planes.principal(states, path_of(runs[0]).states[-1])
    assert answer["map"]["held"] == pytest.approx(plane.held)
    for each, trainer in zip(answer["runs"], runs, strict=True):
        shown = each["shown"]
        assert [shown["x"], shown["y"]] == pytest.approx(
            plane.coordinates(trainer.network.parameters), abs=1e-9
        )
        assert shown["loss"] == pytest.approx(loss_at(SMALL, trainer.network.parameters), rel=1e-12)
    assert answer["apart"] == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hidden_layers": (4,)}, "sizes"), ({"noise": 0.3}, "data"), ({"l2": 0.1}, "loss"),
        ({"loss": "mse"}, "loss"), ({"activation": "relu"}, "activation"), ({"residual": True}, "structure"),
        ({"normalization": "layer"}, "structure"), ({"batch_size": 5}, ""), ({"learning_rate": 0.5}, ""),
        ({"initializer": "he"}, ""),
    ],
)  # fmt: skip
def test_of_runs_with_other_losses_the_first_is_shown_and_it_says_why(
    change: dict[str, Any], reason: str
) -> None:
    runs = [run(SMALL, 5), run(replace(SMALL, **change), 5)]
    answer = compared.answer(runs, {})["landscape"]
    assert len(answer["runs"]) == (1 if reason else 2)
    assert answer["apart"] == (ENGLISH[f"landscape.apart_{reason}"] if reason else "")


def test_paths_of_several_runs_take_no_more_memory_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [run(replace(SMALL, optimizer=name), 60) for name in ("sgd", "momentum", "adam")]
    monkeypatch.setattr(maps, "STATES", 30 * runs[0].network.parameters.size)
    answer = compared.answer(runs, ASK)["landscape"]
    assert sum(len(each["path"]["steps"]) for each in answer["runs"]) <= 30


def test_a_loss_that_a_run_has_on_its_way_alone_counts_too() -> None:
    squared = Plan.of(replace(SMALL, loss="mse")).continued(50, SMALL)
    slower = Plan.of(replace(SMALL, loss="mse", learning_rate=1e-3)).continued(50, SMALL)
    answer = compared.answer([run(squared, 5), run(SMALL, 5)], ASK)["landscape"]
    assert (len(answer["runs"]), answer["apart"]) == (1, ENGLISH["landscape.apart_loss"])
    assert len(compared.answer([run(squared, 5), run(slower, 5)], ASK)["landscape"]["runs"]) == 2


@pytest.mark.parametrize("steps", HOSTILE)
def test_steps_that_are_forged_stay_within_what_is_trained(steps: object) -> None:
    runs = [run(PRESETS["xor"], 3)]
    for said in (steps, [steps]):
        assert compared.answer(runs, ASK | {"steps": said})["landscape"]
        assert runs[0].step_count <= 3


def test_runs_are_brought_to_the_steps_that_are_shown_also_where_a_server_has_begun_anew() -> None:
    runs = [Trainer(PRESETS["xor"]), Trainer(replace(PRESETS["xor"], learning_rate=1e12, loss="mse"))]
    answer = compared.answer(runs, ASK | {"steps": [30, 2**60]}, [40, 50])["landscape"]
    far = runs[1].diverged.last_finite_step if runs[1].diverged else 50
    assert [each["shown"]["step"] for each in answer["runs"]] == [30, far][: len(answer["runs"])]
    assert runs[1].step_count == far


def test_of_a_persons_own_data_nothing_is_kept_once_they_have_left(monkeypatch: pytest.MonkeyPatch) -> None:
    own = run(Experiment(dataset="csv", table=TABLE, output_activation="linear"), 3)
    for large in (maps.LARGE, 0):
        monkeypatch.setattr(maps, "LARGE", large)
        assert answered([own], ASK)
        assert answered([run(PRESETS["xor"], 2)], ASK)
    before = [len(kept._things) for kept in (work.LANDSCAPES, work.LARGE_LANDSCAPES)]
    monkeypatch.setattr(work.visits, "close", lambda _: None)
    work._let_go(work.session())  # type: ignore[arg-type]
    assert before == [2, 2]
    assert [len(kept._things) for kept in (work.LANDSCAPES, work.LARGE_LANDSCAPES)] == [1, 1]


# Words and figures


def test_every_word_that_the_browser_uses_is_in_the_catalogue() -> None:
    import re

    used = set()
    for path in (ROOT / "pages" / "shared" / "landscape").glob("*.js"):
        code = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\bwords\.([a-z_]+)", code))
        used |= {f"plane_{name}{end}" for name in PLANES for end in ("", "_help")}
    known = {key.removeprefix("landscape_") for key in words()}
    assert used | {"map", "surface"} <= known
    server = {key for key in known if key.startswith("apart_") or key == "axis_loss"}
    assert known == used | {"map", "surface"} | server


def test_the_surface_is_a_template_of_three_traces() -> None:
    for palette in (LIGHT, DARK):
        figure = surface_figure(palette)
        assert [trace.type for trace in figure.data] == ["surface", "scatter3d", "scatter3d"]
        assert figure.layout.scene.xaxis.color == palette.muted
    answer = whole([run(SMALL, 3)], surface=True)
    assert answer["figures"].keys() == {"light", "dark"}


def test_who_asks_while_a_path_is_computed_does_not_disturb(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a pause of `path_of`: another session asks of the same map, with its run trained farther."""
    trainer, other = run(SMALL, 10), run(SMALL, 20)
    details = ASK | {"plane": "random", "around": 5}
    asked_meanwhile = list[int]()

    def pausing(of: Trainer, end: int) -> Any:
        if not asked_meanwhile:
            asked_meanwhile.append(1)
            assert answered([other], details)
        return path_of(of, end=end)

    monkeypatch.setattr(maps, "path_of", pausing)
    answer = answered([trainer], details)
    assert answer
    assert answer["runs"][0]["path"]["steps"][-1] == 10


def test_a_small_run_is_trained_to_its_end_first_and_stands_where_it_stood() -> None:
    trainer = run(SMALL, 5)
    before = trainer.network.parameters.copy()
    answer = landscape(trainer, {"plane": "path", "end": 60})["landscape"]
    assert answer["map"]["ends"] == [60]
    assert answer["runs"][0]["path"]["steps"][-1] == 60
    assert (answer["runs"][0]["shown"]["step"], trainer.step_count) == (5, 5)
    np.testing.assert_array_equal(trainer.network.parameters, before)
    for end in (-1, "x", 1e99, None, [3]):
        landscape(trainer, {"plane": "path", "end": end})
        assert trainer.step_count == 5
