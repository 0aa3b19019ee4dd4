"""The glossary: every name has its words, its formula and its number, and the page shows all of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from mlp_core import PRESETS, Experiment
from pages.shared import controls, frame, link, start
from pages.shared.data.address import WORDS as DATA_WORDS
from pages.shared.glossary.entries import ENTRIES, GROUPS, LAB, MOMENT, STEPPER, TRAIN, WIDGETS
from pages.shared.glossary.told import entries
from pages.shared.lab.settings import VIEWS
from pages.shared.stepper.address import WORDS as STEP_WORDS
from pages.shared.text.catalogues import CATALOGUES
from pages.shared.wire.names import MATRICES, MEASURES, STRIPS
from tests.core.imports import ROOT
from tests.pages import opening
from tests.pages.said import strings

NODE = Path(sys.executable).with_name("node")
ROOMS = {TRAIN: "player", STEPPER: "stepper", LAB: "lab"}
NO_NAME = {"dataset", "dtype", "stop", "stop_at"}
"""Widgets whose labels say all."""


@cache
def browsers() -> dict[str, dict[str, list[str]]]:
    """By page: the terms that its component marks, those that stand for one of several, and its numbers."""
    script = "".join(
        f'const {room} = await import("{(ROOT / "pages/shared" / room / "explained.js").as_uri()}");'
        for room in ROOMS.values()
    )
    parts = ",".join(
        f"{page}: {{ marks: {room}.MARKS.map((mark) => mark[1]), chosen: Object.keys({room}.CHOSEN),"
        f" numbers: Object.keys({room}.NUMBERS) }}"
        for page, room in ROOMS.items()
    )
    script += f"console.log(JSON.stringify({{ {parts} }}))"
    run = [NODE, "--input-type=module", "-e", script]
    return json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_entry_has_a_term_and_a_sentence_and_nothing_else_has(code: str) -> None:
    words = CATALOGUES[code].words
    named = {key.split(".")[1] for key in words if re.fullmatch(r"glossary\.\w+\.(term|says)", key)}
    assert named == set(ENTRIES)
    for name in ENTRIES:
        assert words[f"glossary.{name}.says"].endswith("."), name
    assert {key for key in words if key.startswith("glossary.group_")} == {
        f"glossary.group_{g}" for g in GROUPS
    }


def test_every_formula_is_drawn_and_says_no_word() -> None:
    for told in entries(None):
        assert told["math"].startswith("<math") == bool(ENTRIES[told["name"]].formula), told["name"]
        assert "<mtext>" not in told["math"], told["name"]


def test_every_way_leads_to_what_is_there() -> None:
    for name, entry in ENTRIES.items():
        if entry.show is None:
            continue
        page, what = entry.show
        assert page in frame._PAGES, name
        if page == STEPPER:
            opened = link.read({"show": [f"{what}.1" if what != "loss" else what]})
            assert (opened.ignored, STEP_WORDS.of(opened)["show"][: len(what)]) == ((), what), name
        if page == LAB:
            assert what in ("", *VIEWS["aside"]), name


def test_all_that_trains_controls_print_has_an_entry() -> None:
    printed = {
        *MEASURES,
        *MATRICES,
        *STRIPS,
        "b",
        "x",
        "y",
        "step",
        "epoch",
        "loss",
        "accuracy",
        "unit",
        "max",
    }
    assert printed <= {name for name, entry in ENTRIES.items() if TRAIN in entry.printed}


def test_all_that_the_sidebar_prints_has_an_entry() -> None:
    assert set(controls.NAMES) - NO_NAME <= WIDGETS.keys()
    assert set(WIDGETS.values()) <= ENTRIES.keys()


def test_what_components_mark_is_in_the_glossary_and_printed_there() -> None:
    for page, found in browsers().items():
        terms = set(found["marks"]) - set(found["chosen"])
        assert terms <= ENTRIES.keys()
        assert {name for name in terms if page not in ENTRIES[name].printed} == set(), page
        assert set(found["numbers"]) <= ENTRIES.keys(), page


def test_who_has_a_number_of_the_moment_gets_it_on_a_page_that_prints_it() -> None:
    """But "max", which is that of the strip that it stands beside."""
    known = {(page, name) for page, found in browsers().items() for name in found["numbers"]}
    moments = {name for name, entry in ENTRIES.items() if entry.number == MOMENT} - {"max"}
    assert {
        name for name in moments if not any((page, name) in known for page in ENTRIES[name].printed)
    } == set()
    assert {name for _, name in known if not ENTRIES[name].number} == set()


def test_the_run_decides_its_formulas_and_values() -> None:
    told = {each["name"]: each for each in entries(PRESETS["digits"])}
    usual = {each["name"]: each for each in entries(Experiment())}
    assert told["loss"]["math"] != usual["loss"]["math"]
    assert told["activation"]["math"] != usual["activation"]["math"]
    assert usual["learning_rate"]["now"] == "In this run: 0.01"
    assert usual["batch"]["now"] == "In this run a step takes 1 of 1"


@pytest.mark.parametrize("code", CATALOGUES)
def test_the_page_has_every_entry(code: str) -> None:
    app = opening.opened(60, lang=code, lr="0.5").switch_page("pages/glossary.py").run()
    assert not app.exception
    found, words = strings(app), CATALOGUES[code].words
    for name in ENTRIES:
        assert {words[f"glossary.{name}.term"], words[f"glossary.{name}.says"]} <= found
    assert words["glossary.now_run"].format(value="0.5") in found


@pytest.mark.parametrize(
    ("said", "taken"), [("delta.3", True), ("loss", True), ("delta.333", False), ("dWx", False), ("", False)]
)
def test_a_link_names_what_step_through_is_to_show(said: str, taken: bool) -> None:
    opened = link.read({"show": [said]})
    assert opened.ignored == (() if taken else ("show",))
    assert STEP_WORDS.of(opened).get("show") == (said if taken else None)


def test_the_start_cards_links_open_what_they_say() -> None:
    hand = urlsplit(start._link("step_through", **PRESETS["mazur"].to_query()))
    opened = link.read(parse_qs(hand.query))
    assert (opened.plan.last, opened.ignored, opened.unknown) == (PRESETS["mazur"], (), 0)
    assert start._link("vanishing_gradients") == "vanishing_gradients"
    for said, taken in (("1", True), ("2", False)):
        opened = link.read({"own": [said]})
        assert (DATA_WORDS.of(opened), bool(opened.ignored)) == (taken, not taken)


@pytest.mark.parametrize("own", [True, False])
def test_who_comes_for_an_own_file_finds_its_form_open(own: bool) -> None:
    app = opening.opened(60, **({"own": "1"} if own else {})).switch_page("pages/data.py").run()
    assert not app.exception
    (form,) = (each for each in app.main.expander if each.label == "Use your own CSV file")
    assert form.proto.expanded is own
