"""The recorder's frames against a Trainer taken to the same step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.training.inference import Forward
from pages.shared.wire import tape
from pages.shared.wire.names import MEASURES
from pages.shared.wire.parts import Parts, scaled
from pages.shared.wire.tape import CHUNK_BYTES, Recorder, Request, reduce
from tests.core.runs import MANY, QUICK
from tests.pages.recorded import recorded

RELU = Experiment(activation="relu", output_activation="linear", learning_rate=1e6)


def at(experiment: Experiment, step: int) -> Trainer:
    trainer = Trainer(experiment)
    trainer.step(step)
    trainer.evaluate()
    return trainer


@pytest.mark.parametrize("request_", [Request(0, 1), Request(40, 10), Request(99, 50)])
def test_frames_hold_the_state_of_their_step(request_: Request) -> None:
    steps, frames, _ = recorded(Experiment(), request_)
    for step, frame in list(zip(steps, frames, strict=True))[::8]:
        trainer = at(Experiment(), step)
        assert frame["loss"] == trainer.loss
        for name in MEASURES:
            assert np.array_equal(frame[name], trainer.measures()[name])
        start = Trainer(Experiment())
        for l, layer in enumerate(trainer.network.layers):
            change = layer.W - start.network.layers[l].W
            arrays = {"W": layer.W, "dW": layer.dW, "a": layer.a, "b": layer.b[None], "change": change}
            for name, array in arrays.items():
                assert frame[name][l] == pytest.approx(array, rel=0, abs=1e-7 * abs(array).max())


@pytest.mark.parametrize("name", ["tutorial", "three_spirals", "moons"])
def test_a_frame_for_playing_has_eight_bits_of_what_is_seen_and_all_of_what_is_printed(
    name: str,
) -> None:
    experiment = PRESETS[name]
    _, (true, *_), _ = recorded(experiment, Request(30))
    _, (coarse, *_), recorder = recorded(experiment, Request(30, skip=("change",), coarse=True))
    assert set(true) - set(coarse) == {"change"}
    matrices = ["W", "dW"] if max(experiment.sizes) > 8 else []
    pictures = ["surface"] if "surface" in true else []
    assert recorder.form(("change",), coarse=True).coarse == [*matrices, *pictures]
    for channel, parts in coarse.items():
        for rough, exact in zip(parts, true[channel], strict=True):
            error = 0.51 / 127 * np.abs(exact).max() if channel in [*matrices, *pictures] else 0
            assert rough == pytest.approx(exact, rel=0, abs=error, nan_ok=True), channel


@pytest.mark.parametrize(
    "experiment",
    [
        *(PRESETS[name] for name in ("tutorial", "digits", "three_spirals")),
        replace(PRESETS["moons"], hidden_layers=(64, 64)),
        Experiment(hidden_layers=(512,) * 8),
        Experiment(hidden_layers=(128,) * 50),
    ],
)
def test_a_frame_for_playing_takes_25_kilobytes_at_most(experiment: Experiment) -> None:
    recorder = Recorder(Trainer(experiment))
    for skip in (("dW", "change", "units"), ("W", "change", "units")):
        assert recorder.form(skip, coarse=True).frame_bytes <= 25_000
    assert Recorder(Trainer(PRESETS["moons"])).form(("dW", "change"), coarse=True).frame_bytes <= 25_000


@pytest.mark.parametrize(("name", "step", "sample"), [("xor", 7, 3), ("iris", 9, 5), ("digits", 2, 31)])
def test_a_frame_holds_the_sample_that_is_asked_for(name: str, step: int, sample: int) -> None:
    experiment = PRESETS[name]
    _, (frame,), _ = recorded(experiment, Request(step, count=1, sample=sample))
    trainer = at(experiment, step)
    row = trainer.batch_rows[sample]
    assert frame["row"] == row
    x = trainer.data.raw[trainer.data.train[row]] if experiment.data.image else trainer.x[row]
    assert np.array_equal(frame["sample"], [*x, *trainer.y[row]])
    for l, layer in enumerate(trainer.network.layers):
        for channel in ("a", "delta"):
            values = getattr(layer, channel)[sample]
            assert frame[channel][l][0] == pytest.approx(values, rel=0, abs=1e-6 * abs(values).max())


def test_a_run_begins_with_a_sample_of_which_there_is_something_to_see() -> None:
    """The first of XOR is (0, 0): x and all of its products would be blank."""
    _, (frame, *_), recorder = recorded(PRESETS["xor"], Request(0))
    assert list(frame["sample"]) == [0, 1, 1]
    assert recorder.pictures.header()["sample"] == recorder.sample_of(None) == 1
    assert Recorder(Trainer(PRESETS["circles"])).sample_of(None) == 0


def test_a_sample_that_the_step_does_not_take_is_its_last() -> None:
    last = recorded(PRESETS["iris"], Request(6, count=1, sample=10**6))[1][0]  # an epoch's last, of fewer
    trainer = at(PRESETS["iris"], 6)
    assert last["row"] == trainer.batch_rows[-1]


def test_a_stride_ends_on_the_last_step() -> None:
    assert recorded(Experiment(), Request(0, 30))[0] == [0, 30, 60, 90, 100]


def test_going_back_gives_the_same_bytes() -> None:
    recorder = Recorder(Trainer(Experiment()))
    before = recorder.record(Request(10, 1), 100, seconds=60)
    recorder.record(Request(90, 1), 100, seconds=60)
    assert recorder.record(Request(10, 1), 100, seconds=60) == before


@pytest.mark.parametrize("stride", [1, 2, 50])
def test_a_diverged_run_ends_with_its_last_finite_step(stride: int) -> None:
    steps, frames, recorder = recorded(RELU, Request(0, stride))
    error = recorder.trainer.diverged
    assert error is not None
    assert steps[-1] == error.last_finite_step
    assert all(np.isfinite(frame["loss"]).all() and np.isfinite(frame["W"][0]).all() for frame in frames)


def test_a_request_past_the_end_of_a_diverged_run_gets_its_last_finite_step() -> None:
    recorder = Recorder(Trainer(RELU))
    recorder.record(Request(0, 1), 100, seconds=60)
    assert recorder.record(Request(80, 1), 100, seconds=60)[0] == [recorder.trainer.step_count]


def test_a_gradient_of_1e_93_survives() -> None:
    experiment = Experiment(hidden_layers=(32,) * 50)
    _, frames, recorder = recorded(experiment, Request(0, 1), last=0)
    true = reduce(at(experiment, 0).network.layers[0].dW, *recorder.blocks[0])
    assert 0 < abs(true).max() < 1e-90
    assert frames[0]["dW"][0] == pytest.approx(true, rel=1e-6, abs=1e-7 * abs(true).max())


def test_a_chunk_keeps_its_size_and_a_large_layer_is_shown_in_blocks() -> None:
    recorder = Recorder(Trainer(Experiment(hidden_layers=(512,) * 6)))
    _, frames = recorder.record(Request(0, 1), 100, seconds=60)
    assert len(frames) * recorder.frame_bytes <= CHUNK_BYTES
    assert recorder.blocks[1] == (11, 11)
    assert recorder.shapes[1] == (47, 47)


def test_when_the_time_is_up_asking_again_goes_on() -> None:
    recorder = Recorder(Trainer(Experiment()))
    asked = 0
    while not (answer := recorder.record(Request(20_000, 1), 20_000, seconds=0.01))[0]:
        asked += 1
    assert asked > 0
    assert answer[0] == [20_000]


def test_reduce_keeps_the_value_of_largest_magnitude_with_its_sign() -> None:
    matrix = np.array([[1.0, -3.0, 2.0], [0.0, 2.5, -2.0], [5.0, 0.0, 1.0]])
    assert reduce(matrix, 2, 2).tolist() == [[-3.0, 2.0], [5.0, 1.0]]


SIZES = [1, 4, 2, 5]
OF_ALL_SIZES = hnp.arrays(np.float64, sum(SIZES), elements=st.floats(-1e300, 1e300, allow_subnormal=True))


def parts_of(data: bytes, values: np.ndarray, kind: type) -> list[tuple[np.ndarray, np.ndarray]]:
    """What was written of each part, beside what it was."""
    count, at = len(SIZES), 4 * len(SIZES)
    factors = np.ones(count)
    if kind is np.int8:
        factors, data = np.frombuffer(data, np.float32, count) / 127.0, data[at:]
    powers = np.frombuffer(data, np.float32, count).astype(int)
    numbers = np.frombuffer(data, kind, sum(SIZES), at).astype(np.float64) * np.repeat(factors, SIZES)
    ends = np.cumsum(SIZES)[:-1]
    back = np.split(np.ldexp(numbers, np.repeat(powers, SIZES)), ends)
    return list(zip(back, np.split(values, ends), strict=True))


@MANY
@given(OF_ALL_SIZES)
def test_parts_written_together_lose_no_more_than_each_by_itself(values: np.ndarray) -> None:
    for data, kind, share in (
        (Parts(SIZES).exact(values), np.float32, 2e-7), (Parts(SIZES).small(values), np.int8, 0.51 / 127),
    ):  # fmt: skip
        for back, true in parts_of(data, values, kind):
            assert back == pytest.approx(true, rel=0, abs=share * np.abs(true).max() + 1e-323)


def test_small_parts_that_are_not_finite_are_zeros_and_ends_and_do_no_harm_to_others() -> None:
    values = np.array([np.nan, 1, np.inf, -np.inf, 0, 0, 0, 1, 2, 3, 4, -5])
    found = [back.tolist() for back, _ in parts_of(Parts(SIZES).small(values), values, np.int8)]
    assert found[0] == [0]
    assert found[2] == [0, 0]
    assert found[3] == pytest.approx([1, 2, 3, 4, -5], abs=0.02)


@QUICK
@given(hnp.arrays(np.float64, 7, elements=st.floats(-1e300, 1e300, allow_subnormal=True)))
def test_scaling_loses_nothing_but_a_float32s_last_digits(values: np.ndarray) -> None:
    power, numbers = scaled(values)
    back = np.ldexp(numbers.astype(np.float64), int(power))
    assert back == pytest.approx(values, rel=0, abs=2e-7 * np.abs(values).max() + 5e-324)
    assert abs(numbers).max() <= 1


def test_what_is_not_finite_stays_visible() -> None:
    _, numbers = scaled(np.array([1.0, np.nan, np.inf]))
    assert np.isnan(numbers[1])
    assert np.isposinf(numbers[2])


def test_a_frame_starts_on_a_multiple_of_eight() -> None:
    for widths in ((3,), (1, 2), (5, 5, 5)):
        assert Recorder(Trainer(Experiment(hidden_layers=widths))).frame_bytes % 8 == 0


def test_chunks_are_short() -> None:
    """Chunks of 100 steps made hitches of 200 ms (shared facts)."""
    assert len(recorded(Experiment(), Request())[0]) == tape.CHUNK_FRAMES == 25


@pytest.mark.parametrize("name", ["iris", "digits"])
def test_a_frame_of_batches_has_the_sample_whose_activations_it_shows(name: str) -> None:
    experiment = PRESETS[name]
    steps, frames, _ = recorded(experiment, Request(5, 7, count=4))
    for step, frame in zip(steps, frames, strict=True):
        x, y = np.split(frame["sample"], [experiment.sizes[0]])
        trainer = at(experiment, step)
        fed = trainer.data.standardized(x) if name == "digits" else x  # a picture's pixels as they came
        assert frame["a"][-1] == pytest.approx(Forward(trainer.network, fed[None]).output()[1], abs=1e-6)
        assert y.tolist() == trainer.y[trainer.batch_rows[0]].tolist()
    assert "sample" not in {channel["name"] for channel in Recorder(Trainer(Experiment())).channels()}
