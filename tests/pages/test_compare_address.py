"""The comparison as words of a link, in both directions."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Experiment, Plan
from pages.shared import link
from pages.shared.compare import address, ready
from pages.shared.compare.address import CLOCKS, TABS, Compared, encoded
from pages.shared.compare.naming import MOST_LETTERS
from pages.shared.compare.pins import MOST_PINS, MOST_SHOWN, Pin, Pins
from pages.shared.text import text
from tests.core.runs import QUICK
from tests.core.test_experiment import TABLE
from tests.core.test_plan import plans

NAMES = st.text(max_size=MOST_LETTERS).map(lambda name: " ".join(name.split()))


@st.composite
def comparisons(draw: st.DrawFn) -> list[Pin]:
    found = draw(
        st.lists(plans() | st.sampled_from([Plan.of(e) for e in PRESETS.values()]), max_size=MOST_PINS)
    )
    shown = draw(st.sets(st.integers(0, MOST_PINS - 1), max_size=MOST_SHOWN))
    pins = []
    for place, plan in enumerate(found):
        steps = draw(st.integers(1, link.MAX_STEPS))
        step, colour = draw(st.integers(0, steps)), draw(st.integers(0, MOST_PINS - 1))
        pins.append(Pin(place + 1, plan, steps, step, draw(NAMES), colour, place in shown))
    return pins


def read(query: str) -> tuple[Compared, tuple[str, ...]]:
    opened = link.read(parse_qs(query, keep_blank_values=True))
    return address.WORDS.of(opened), opened.ignored


@QUICK
@given(comparisons(), st.sampled_from(CLOCKS), st.sampled_from(TABS), st.integers(0, link.MAX_STEPS))
def test_a_link_brings_the_whole_comparison_back(pins: list[Pin], clock: str, tab: str, at: int) -> None:
    query = "&".join([*encoded(pins), f"clock={clock}", f"tab={tab}", f"pos={at}"])
    found, ignored = read(query)
    assert ignored == ()
    assert found == Compared(replace(found.pins, pins=tuple(pins)), clock, tab, at)
    assert encoded(found.pins.pins) == encoded(pins)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_example_can_be_in_a_link(preset: str) -> None:
    pin = Pin(1, Plan.of(PRESETS[preset]), 300, 20, "가 & !b~1=c")
    assert read(encoded([pin])[0])[0].pins.pins == (pin,)


def test_the_words_stand_in_an_address_as_they_are() -> None:
    plan = Plan.of(Experiment(learning_rate=0.5)).continued(50, Experiment(learning_rate=1e-5))
    (word,) = encoded([Pin(1, plan, 300, 20, "", 3, False)])
    assert word == "run=lr!0.5!then!50~lr~1e-05!steps!300!step!20!colour!3!shown!0"
    assert unquote_plus(word) == word


def test_a_ready_comparison_comes_back_with_its_question() -> None:
    pins = [Pin(i + 1, plan, steps, colour=i) for i, (plan, steps) in enumerate(ready.READY["depth"].runs)]
    assert ready.asked(read("&".join(encoded(pins)))[0].pins.shown) == "depth"
    assert ready.asked(read("&".join(encoded(pins[:1])))[0].pins.shown) == ""


def test_who_goes_back_keeps_the_runs_that_no_link_holds() -> None:
    own = Pin(
        7, Plan.of(Experiment(dataset="csv", table=TABLE, output_activation="linear")), 100, name="mine"
    )
    other = Pin(3, Plan.of(Experiment()), 100)
    before = Pins((own, other))
    back = read("&".join(encoded([replace(other, steps=50)])))[0].pins
    found = address.with_own_files(back, before).pins
    assert [(pin.steps, pin.name) for pin in found] == [(50, ""), (100, "mine")]
    assert len({pin.id for pin in found}) == 2
    many = read("&".join(encoded([replace(other, steps=n) for n in range(1, MOST_PINS + 1)])))[0].pins
    assert address.with_own_files(many, before) == many
    six = replace(many, pins=many.pins[:MOST_SHOWN])
    assert len(address.with_own_files(six, before).shown) == MOST_SHOWN
    assert not address.with_own_files(six, before).pins[-1].is_shown


def test_runs_of_a_persons_own_file_are_left_out_and_counted() -> None:
    own = Pin(1, Plan.of(Experiment(dataset="csv", table=TABLE, output_activation="linear")), 100)
    other = Pin(2, Plan.of(Experiment()), 100)
    assert address.left_out([own, other, own]) == 2
    assert len(encoded([own, other])) == 1


@QUICK
@given(
    st.lists(
        st.text(max_size=40) | st.from_regex(r"([a-z_]{1,8}![0-9a-z~.]{0,6}!?){0,6}", fullmatch=True),
        max_size=14,
    ),
    st.dictionaries(st.sampled_from(["clock", "tab", "pos"]), st.lists(st.text(max_size=9), max_size=2)),
)
def test_nothing_in_a_link_can_fail(runs: list[str], others: dict[str, list[str]]) -> None:
    opened = link.read({"run": runs, **others})
    found = address.WORDS.of(opened)
    assert len(found.pins.pins) <= MOST_PINS
    assert len(found.pins.shown) == sum(pin.is_shown for pin in found.pins.pins) <= MOST_SHOWN
    assert len({pin.id for pin in found.pins.pins}) == len(found.pins.pins)
    assert all(0 <= pin.step <= pin.steps and 0 <= pin.colour < MOST_PINS for pin in found.pins.pins)
    for key in opened.ignored:
        assert text(f"link.{key}")


@pytest.mark.parametrize(
    "run",
    ["", "lr", "lr!x!steps!5", "dataset!csv!steps!5", "nothing!3", "steps!0", "colour!12", "colour!-1",
     "steps!5!steps!6", "run!lr", "hidden!9999x50", "x" * 30_000, "step!1!lab!depth~3"],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_the_others_stay(run: str) -> None:
    found, ignored = read(f"run={run}&" + encoded([Pin(2, Plan.of(PRESETS["xor"]), 500, colour=1)])[0])
    assert "run" in ignored
    assert found.pins.pins[-1].plan == Plan.of(PRESETS["xor"])


def test_thirteen_are_one_too_many() -> None:
    words = encoded([Pin(i, Plan.of(Experiment(seed=i)), 100, is_shown=False) for i in range(13)])
    found, ignored = read("&".join(words))
    assert (len(found.pins.pins), ignored) == (MOST_PINS, ("run",))
    assert found.pins == Pins(found.pins.pins)
