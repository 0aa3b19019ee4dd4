"""What a link says of how the page is shown: for a projector, without parts."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import state
from pages.shared.data.enlarged import enlarge
from pages.shared.data.figures import scatter_figure
from pages.shared.data.shown import samples_of
from pages.shared.screen.parts import PARTS
from pages.shared.session import Run
from pages.shared.text.english import ENGLISH
from pages.shared.theme import LIGHT
from tests.pages import tapes
from tests.pages.opening import opened


def shown(app: AppTest) -> tuple[bool, tuple[str, ...]]:
    found = app.session_state["_screen"]
    return found.is_projected, found.hidden


def links(app: AppTest) -> list[str]:
    """What the links to our pages carry along."""
    return [link.proto.query_string for link in app.sidebar.get("page_link")]


def ignored(app: AppTest) -> list[str]:
    said = " ".join(entry.value for entry in app.markdown)
    return [key for key in ("projector", "hide") if ENGLISH[f"link.{key}"] in said]


def test_a_link_says_how_the_page_is_shown_and_our_pages_links_keep_it() -> None:
    app = opened(projector="1", hide="stack,sidebar")
    assert shown(app) == (True, ("sidebar", "stack"))
    assert ignored(app) == []
    assert all("projector=1" in link and "hide=sidebar%2Cstack" in link for link in links(app))
    assert opened().session_state["_screen"].hidden == ()


@pytest.mark.parametrize(
    ("query", "words", "hidden"),
    [
        ({"projector": "yes"}, ["projector"], ()),
        ({"hide": "stack,moon"}, ["hide"], ("stack",)),
        ({"projector": "0", "hide": ""}, [], ()),
    ],
)
def test_what_a_link_cannot_say_is_told(
    query: dict[str, str], words: list[str], hidden: tuple[str, ...]
) -> None:
    app = opened(**query)
    assert shown(app) == (False, hidden)
    assert ignored(app) == words


def test_what_the_browser_has_switched_is_in_the_links_and_trains_nothing_anew() -> None:
    app = opened()
    run, tape = app.session_state["_run"], tapes.component(app).proto.bytes
    app.session_state["screen"] = {"projector": True}
    app.run()
    assert all("projector=1" in link for link in links(app))
    assert app.session_state["_run"] is run
    assert tapes.component(app).proto.bytes == tape
    app.session_state["screen"] = {"projector": False}
    app.run()
    assert not any("projector" in link for link in links(app))


@pytest.mark.parametrize(
    "told", [{"projector": "x"}, {"pixel": 1e9}, {"pixel": "2"}, {"pixel": float("nan")}]
)
def test_what_no_browser_tells_changes_nothing(told: dict[str, object]) -> None:
    app = opened()
    app.session_state["screen"] = told
    app.run()
    assert not app.exception
    found = app.session_state["_screen"]
    assert (found.is_projected, found.pixel) == (False, 1.0)


def test_a_figure_is_enlarged_in_all_that_it_gives_in_pixels() -> None:
    app = opened(dataset="gaussians", hidden="4")
    run: Run = app.session_state["_run"]
    figure = scatter_figure(samples_of(run), 0, 1, LIGHT)
    before = figure.to_plotly_json()
    enlarge(figure, 2)
    after = figure.to_plotly_json()
    assert after["layout"]["font"]["size"] == 2 * before["layout"]["font"]["size"]
    assert after["layout"]["margin"]["b"] == 2 * before["layout"]["margin"]["b"]
    assert after["data"][0]["marker"]["size"] == 2 * before["data"][0]["marker"]["size"]
    assert after["data"][0]["marker"]["color"] == before["data"][0]["marker"]["color"]
    assert after["layout"]["xaxis"]["nticks"] == before["layout"]["xaxis"]["nticks"]


def test_names_of_parts_are_words_of_an_address() -> None:
    assert all(name.isalpha() and name.islower() for name in PARTS)
    assert state.Screen().hidden == ()
