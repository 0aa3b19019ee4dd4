"""The loss landscape's word in an address: as the browser writes it (landscape.test.js), and forged."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlp_core import Experiment, Plan
from pages.shared import link
from pages.shared.compare.address import WORDS as COMPARED
from pages.shared.compare.address import encoded
from pages.shared.compare.pins import Pin
from pages.shared.landscape.address import SCAPE, WORDS, read, usual
from pages.shared.lessons import moments
from pages.shared.lessons.moments import MomentError
from pages.shared.text import text
from tests.pages import comparing
from tests.pages.opening import opened as open_app
from tests.pages.test_taking import turn

GOOD = {
    "span!0.015625!log!0!plateaus!1!look!surface": {
        "span": 1 / 64, "log": False, "plateaus": True, "look": "surface",
    },
    "plane!random!seed!5!around!0": {"plane": "random", "seed": 5, "around": 0},
    "plane!weights!weights!1.2.3_3.1.1!around!40!span!4!log!1": {
        "plane": "weights", "weights": [(1, 1, 2), (3, 0, 0)], "around": 40, "span": 4.0, "log": True,
    },
}  # fmt: skip


@pytest.mark.parametrize(("text", "chosen"), GOOD.items())
def test_what_the_browser_writes_is_read_again(text: str, chosen: dict[str, object]) -> None:
    opened = link.read({SCAPE: [text], "tab": ["landscape"]})
    assert not opened.ignored
    assert not opened.unknown
    assert WORDS.of(opened) == COMPARED.of(opened).scape == {**usual(), **chosen}


def test_a_link_without_it_says_nothing_of_it() -> None:
    opened = link.read({})
    assert WORDS.of(opened) is COMPARED.of(opened).scape is None
    assert not opened.ignored


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", None), ("plane", None), ("!" * 300, None),
        ("plane!random!seed!-1", {"plane": "random"}),
        ("seed!4294967296!look!surface", {"look": "surface"}),
        ("span!3", {}), ("span!128", {}), ("span!0", {}), ("span!1e1", {}), ("span!nan", {}),
        ("weights!1.0.1_1.1.1", {}), ("weights!1.1.1", {}), ("log!2", {}), ("plateaus!0", {}),
        ("look!map", {}),
        ("plane!hill", {}), ("around!999999", {}), ("seed!1!seed!2", {"seed": 2}),
        ("height!3!span!2", {"span": 2.0}),
        ("seed!٣", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_the_rest_counts(text: str, left: dict[str, object] | None) -> None:
    opened = link.read({SCAPE: [text]})
    assert opened.ignored == (SCAPE,)
    assert WORDS.of(opened) == (None if left is None else {**usual(), **left})


def test_a_page_says_what_of_it_was_ignored() -> None:
    app = open_app(60, shown="landscape", **{SCAPE: "plane!hill!span!4"})
    assert not app.exception
    assert any(text("link.scape") in each.value for each in app.markdown)


def test_twice_is_once_too_often() -> None:
    assert link.read({SCAPE: [*GOOD][:2]}).ignored == (SCAPE,)


@given(st.text(alphabet="planesdwight!._0123456789", max_size=60))
@example("weights!9999999.1.1_1.1.1")
def test_nothing_in_it_can_fail(text: str) -> None:
    found, is_good = read({SCAPE: [text]})
    assert found is None or found.keys() == usual().keys()
    assert found is not None or not is_good


def test_a_lesson_can_show_it_on_train_and_beside_others() -> None:
    text = "plane!random!seed!5"
    moment = moments.read(f"train?shown=landscape&scape={text}&step=3")
    assert WORDS.of(moment.opened) == {**usual(), "plane": "random", "seed": 5}
    run = "run=hidden!2&run=hidden!3"
    moment = moments.read(f"compare?{run}&tab=landscape&scape={text}")
    assert moment.compared
    assert moment.compared.scape == {**usual(), "plane": "random", "seed": 5}
    with pytest.raises(MomentError):
        moments.read("train?shown=landscape&scape=plane!hill")


def test_compare_is_told_what_its_link_chose_once() -> None:
    runs = encoded([Pin(n, Plan.of(Experiment(seed=n)), 30, colour=n) for n in range(2)])
    query = parse_qs("&".join([*runs, "tab=landscape", f"{SCAPE}={next(iter(GOOD))}"]))
    app = open_app(60, **query)
    turn(app, "compare")
    view = comparing.read(app)[0]["view"]
    assert (view["tab"], view["scape"]) == ("landscape", {**usual(), **next(iter(GOOD.values()))})
