"""A lesson file of one's own: every fault is told, with its place and what is allowed, in every language."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_core import Experiment, Trainer
from pages.shared.lessons import markup, measured, moments, words
from pages.shared.lessons.faults import Fault
from pages.shared.lessons.lesson import KINDS
from pages.shared.lessons.reading import MOST_BYTES, LessonError, read
from pages.shared.text.catalogues import CATALOGUES
from tests.core.imports import ROOT
from tests.core.runs import QUICK
from tests.pages.lessons import faults, opened, small, speak
from tests.pages.test_loader import printed

# Faults, one by one

PREDICT = {"kind": "predict", "ask": "number", "value": 1, "within": 2}
WILD = "dataset=plane&hidden=3&activation=linear&output=linear&lr=1e9"
"""Leaves the finite numbers."""
CHOICE = {"kind": "predict", "ask": "choice"}
TWO = [{"text": "a", "right": True}, {"text": "b"}]
TRY = {"kind": "try", "until": "loss < 0.1"}
TWO_RUNS = {"a": "steps=20", "b": "seed=2&steps=50"}
SEVEN = {name: f"seed={n}" for n, name in enumerate("abcdefg")}
BESIDE = {"kind": "compare", "runs": ["a", "b"]}
DEEP = "dataset=digits&hidden=100x20&steps=5000"


def shown(text: str) -> dict[str, Any]:
    """A lesson that says this."""
    return small({"text": text})


FAULTS: dict[str, list[tuple[Any, str, str]]] = {
    "encoding": [(b"format = \xff", "", ""), ({**small(), "about": {"en": "\ud800"}}, "", "")],
    "syntax": [(b'{"format": 1', "", "line 1"), (b"[" * 100_000, "", "")],
    "large": [(b" " * (MOST_BYTES + 1), "", "200,000")],
    "type_table": [
        (b"[]", "", ""), (b"3", "", ""), (small(teacher=[]), "teacher", ""),
        ({**small(), "steps": [3]}, "steps[1]", ""),
    ],
    "type_list": [
        ({**small(), "steps": {"a": 1}}, "steps", ""), (small({"claims": "loss > 0"}), "steps[1].claims", ""),
        (small({**CHOICE, "options": 3}), "steps[1].options", ""), (small({"mark": 3}), "steps[1].mark", ""),
        (small(teacher={"plan": 3}), "teacher.plan", ""), (small(teacher={"next": "x"}), "teacher.next", ""),
    ],
    "type_words": [(small({"text": 3}), "steps[1].text", "en, ko"),
        ({**small(), "about": {"en": 3}}, "about", "")],
    "type_runs": [(small(runs={}), "runs", "12"), (small(runs=[]), "runs", ""),
        (small(runs=dict.fromkeys(map(chr, range(97, 111)), "")), "runs", "")],
    "type_run": [(small(runs={"A": ""}), "runs.A", ""), (small(runs={"a": 3}), "runs.a", "")],
    "type_expression": [(small({**PREDICT, "value": []}), "steps[1].value", "loss@42"),
        (small({"claims": [True]}), "steps[1].claims[1]", "")],
    "type_moment": [(small({"moment": 3}), "steps[1].moment", "train?step=40")],
    "key": [
        (small(titel="x"), "", "titel"), (small({"ask": "number"}), "steps[1]", "ask"),
        (small({**PREDICT, "blanks": []}), "steps[1]", "blanks"),
        (small({**BESIDE, "moment": "train"}, runs=TWO_RUNS), "steps[1]", "clock"),
        (small({**CHOICE, "options": [{**TWO[0], "if": ""}, TWO[1]]}), "steps[1].options[1]", "when"),
        (small(teacher={"notes": []}), "teacher", "plan, answers, next"),
    ],
    "missing": [
        ({}, "format", "format"), ({}, "title", "title"), ({}, "steps", "steps"),
        ({**small(), "steps": []}, "steps", ""),
        (small({"kind": "predict", "ask": "number", "within": 2}), "steps[1].value", "value"),
        (small({"kind": "fill"}), "steps[1].blanks", "blanks"),
        (small({"kind": "compare"}), "steps[1].runs", "runs"),
        (small(teacher={"plan": [{"text": "x"}]}), "teacher.plan[1].minutes", ""),
        ({**small(), "steps": [{"kind": "show"}]}, "steps[1].text", "text"),
    ],
    "missing_one_of": [({**small(), "steps": [{"text": "x"}]}, "steps[1].kind", "predict"),
        (small({"kind": "predict"}), "steps[1].ask", "curve")],
    "one_of": [
        (small({"kind": "quiz"}), "steps[1].kind", "show, compare, predict"),
        (small({"engage": "sleep"}), "steps[1].engage", "construct"),
        (small({"run": "other"}), "steps[1].run", "main"),
        (small({**PREDICT, "ask": []}), "steps[1].ask", "layer"),
        (small({**BESIDE, "tab": "bars"}, runs=TWO_RUNS), "steps[1].tab", "staircase"),
        (small({**BESIDE, "clock": "hour"}, runs=TWO_RUNS), "steps[1].clock", "step, epoch, share"),
        (small({"moment": "compare?runs=a,b&tab=bars"}, runs=TWO_RUNS), "steps[1].moment", "staircase"),
    ],
    "many": [
        (small(*[{}] * 41), "steps", "40"), (small({"claims": ["1 < 2"] * 21}), "steps[1].claims", "20"),
        (small({**CHOICE, "options": [*TWO, *[{"text": "c"}] * 5]}), "steps[1].options", "6"),
        (small({"mark": ["stack"] * 5}), "steps[1].mark", "4"),
        (small({**BESIDE, "runs": ["a"] * 13}, runs=TWO_RUNS), "steps[1].runs", "12"),
    ],
    "language": [(small({"text": {"en": "x", "fr": "y"}}), "steps[1].text", "en, ko")],
    "no_language": [
        (small(title={"en": "T", "ko": "제목"}, about={"en": "x"}), "about", "ko"),
        (small({"text": {"en": " "}}), "steps[1].text", "en"),
    ],
    "plain": [
        (small(title={"en": "{loss}"}), "title.en", ""), (small(about={"en": "**x**"}), "about.en", ""),
        (small(misconception={"en": "[x](train)"}), "misconception.en", ""),
        (small(teacher={"plan": [{"minutes": 1, "text": "$z$"}]}), "teacher.plan[1].text.en", ""),
        (small(teacher={"next": ["`x`"]}), "teacher.next[1].en", ""),
    ],
    "text_long": [(shown("x" * 2001), "steps[1].text.en", "2000")],
    "whole": [
        (small(format=2), "format", "1"), (small(minutes=0), "minutes", "120"),
        (small(minutes=1.5), "minutes", ""), (small(minutes=True), "minutes", ""),
        (small({**PREDICT, "digits": 16}), "steps[1].digits", "15"), (small(minutes=10**30), "", ""),
        (small({**BESIDE, "pos": -1}, runs=TWO_RUNS), "steps[1].pos", "0"),
        (small({**BESIDE, "pos": "end"}, runs=TWO_RUNS), "steps[1].pos", "0"),
    ],
    "real": [(small({**PREDICT, "within": 1}), "steps[1].within", "1"),
        (small({**PREDICT, "tolerance": "x"}), "steps[1].tolerance", "0")],
    "truth": [(small({**CHOICE, "options": [{"text": "a", "right": 1}, TWO[1]]}), "steps[1].options[1].right",
        "true")],
    "expression_long": [(small({"claims": ["1 < " + "1 + " * 100 + "1"]}), "steps[1].claims[1]", "300")],
    "expression": [(small({"claims": ["loss <"]}), "steps[1].claims[1]", "loss@42"),
        (shown("{loss.__class__.x}"), "steps[1].text.en", "")],
    "expression_of": [(shown("{norm(loss, 1)}"), "steps[1].text.en", "W, b, dW")],
    "quantity": [(shown("{los}"), "steps[1].text.en", "train_loss")],
    "arguments": [(shown("{W(1)}"), "steps[1].text.en", "3"), (shown("{loss(1)}"), "steps[1].text.en", "0")],
    "run": [(shown("{deep.loss}"), "steps[1].text.en", "main"),
        (small({"claims": ["other.loss > 0"]}), "steps[1].claims[1]", "main"),
        (small({**BESIDE, "runs": ["a", "c"]}, runs=TWO_RUNS), "steps[1].runs", "a, b"),
        (small({**BESIDE, "runs": [["a"], 3]}, runs=TWO_RUNS), "steps[1].runs", "a, b"),
        (small({"moment": "compare?runs=a,c"}, runs=TWO_RUNS), "steps[1].moment", "a, b"),
        (small({"text": "[x](compare?runs=a,c)"}, runs=TWO_RUNS), "steps[1].text.en", "a, b")],
    "long": [(shown("{loss@5001}"), "steps[1].text.en", "5000"),
        (small(runs={"main": "steps=6000"}), "runs.main", "5000"),
        (small({"moment": "train?step=5001"}), "steps[1].moment", ""),
        (small({"moment": "compare?run=seed!3&run=seed!4!steps!5001"}), "steps[1].moment", "5000")],
    "work": [(small(runs={"main": DEEP}), "runs.main", ""),
        (small({**TRY, "solution": f"train?{DEEP}"}), "steps[1].solution", ""),
        (small({"moment": f"train?{DEEP}"}), "steps[1].moment", ""),
        (small({"moment": "compare?run=hidden!100x50!steps!5000&run=seed!3"}), "steps[1].moment", "")],
    "claim": [(small({"claims": ["loss"]}), "steps[1].claims[1]", "loss@40 < loss@0"),
        (small({**TRY, "until": "loss"}), "steps[1].until", "")],
    "no_claim": [(small({**PREDICT, "value": "loss < 1"}), "steps[1].value", "loss < 1")],
    "address": [
        (small({"moment": "https://example.org/train"}), "steps[1].moment", "within"),
        (small({"moment": "//example.org"}), "steps[1].moment", ""),
        (small({"moment": "/train"}), "steps[1].moment", ""),
        (small({"moment": "\\train"}), "steps[1].moment", ""),
        (shown("[a](https://example.org)"), "steps[1].text.en", ""),
        (shown("[a](//example.org/train)"), "steps[1].text.en", ""),
    ],
    "page": [
        (shown("[a](javascript:alert(1))"), "steps[1].text.en", "step_through"),
        (small({"moment": "glossary"}), "steps[1].moment", "train"),
        (small({"moment": "lessons?lesson=layer"}), "steps[1].moment", ""),
        (small({"moment": "train#x"}), "steps[1].moment", ""),
        (small({"moment": "../train"}), "steps[1].moment", ""),
        (small({"moment": "mailto:a@b.c"}), "steps[1].moment", ""),
    ],
    "words": [
        (small({"moment": "train?hiden=3"}), "steps[1].moment", "hiden"),
        (small({"moment": "train?hidden=-3&lr=x"}), "steps[1].moment", "hidden, lr"),
        (small(runs={"main": "seed=1&seed=2"}), "runs.main", "seed"),
        (small({"moment": "train?view=x"}), "steps[1].moment", "view"),
        (small({"moment": "compare?runs=a,b&pos=x"}, runs=TWO_RUNS), "steps[1].moment", "pos"),
        (small({"moment": "compare?runs=a,b&pos=1&pos=2"}, runs=TWO_RUNS), "steps[1].moment", "pos"),
        (small({"moment": "compare?runs=a,b&zoom=2"}, runs=TWO_RUNS), "steps[1].moment", "zoom"),
        (small({"moment": "compare?runs=a,b&run=seed!3"}, runs=TWO_RUNS), "steps[1].moment", "runs"),
        (small({"moment": "compare?run=sed!3&run=seed!4"}), "steps[1].moment", "run"),
        (shown("[a](train?layer=99)"), "steps[1].text.en", "layer"),
    ],
    "name": [(small({"name": "A b"}), "steps[1].name", "small letter"),
        (small({"name": 3}), "steps[1].name", "")],
    "name_twice": [(small({"name": "a"}, {"name": "a"}), "steps[2].name", "a"),
        (small({"name": "s2"}, {}), "steps[2].name", "s2")],
    "mark": [
        (small({"mark": "formula"}), "steps[1].mark", "loss"),
        (small({"moment": "data", "mark": "layer.1"}), "steps[1].mark", "heading"),
        (small({"moment": "data"}, {"mark": "stack"}), "steps[2].mark", "data"),
        (small({**BESIDE, "mark": "loss"}, runs=TWO_RUNS), "steps[1].mark", "outcome"),
        (small({"mark": [3]}), "steps[1].mark", ""),
        (small({"moment": "train?hidden=4x2", "mark": "layer.4"}), "steps[1].mark", "layer.4"),
    ],
    "near": [(small({"kind": "predict", "ask": "number", "value": 1}), "steps[1]", "within")],
    "few_options": [(small({**CHOICE, "options": TWO[:1]}), "steps[1].options", "two"),
        (small(CHOICE), "steps[1].options", "")],
    "reveal_of": [
        (small({"kind": "reveal"}), "steps[1].of", "–"),
        (small({**PREDICT, "name": "a"}, {"kind": "reveal", "of": "b"}), "steps[2].of", "a"),
        (small({"kind": "reveal", "of": "a"}, {**PREDICT, "name": "a"}), "steps[1].of", ""),
    ],
    "try_page": [(small({**TRY, "moment": "data"}), "steps[1].moment", "step_through"),
        (small({"moment": "vanishing_gradients"}, TRY), "steps[2].moment", ""),
        (small(BESIDE, TRY, runs=TWO_RUNS), "steps[2].moment", "")],
    "curve_page": [(small({**PREDICT, "ask": "curve", "moment": "step_through"}), "steps[1].moment", "train"),
        (small({"moment": "data"}, {**PREDICT, "ask": "curve"}), "steps[2].moment", "")],
    "compare_runs": [
        (small({**BESIDE, "runs": ["a"]}, runs=TWO_RUNS), "steps[1].runs", "2 to 6 runs"),
        (small({**BESIDE, "runs": []}, runs=TWO_RUNS), "steps[1].runs", "here are 0"),
        (small({**BESIDE, "runs": ["a", "b", "a"]}, runs=TWO_RUNS), "steps[1].runs", "each once"),
        (small({**BESIDE, "runs": [*SEVEN]}, runs=SEVEN), "steps[1].runs", "here are 7"),
        (small({"moment": "compare?runs=a"}, runs=TWO_RUNS), "steps[1].moment", ""),
        (small({"moment": "compare"}), "steps[1].moment", ""),
        (small({"moment": "compare?run=seed!3&run=seed!4!shown!0"}), "steps[1].moment", "here are 1"),
    ],
    "compare_far": [
        (small({**BESIDE, "pos": 51}, runs=TWO_RUNS), "steps[1].pos", "50"),
        (small({"moment": "compare?runs=a,b&clock=epoch&pos=51"}, runs=TWO_RUNS), "steps[1].moment", "51"),
    ],
    "compare_tab": [
        (small({**BESIDE, "tab": "surfaces"}, runs=TWO_RUNS), "steps[1].tab", "surfaces"),
        (small({"moment": "compare?runs=a,b&tab=confusion"},
            runs={name: f"dataset=sine&output=linear&seed={n}" for n, name in enumerate("ab")}),
            "steps[1].moment", "confusion"),
    ],
    "html": [
        (shown("a <b>b</b>"), "steps[1].text.en", "<b>b</b>"), (shown("<!-- x -->"), "steps[1].text.en", ""),
        (shown("x</script>"), "steps[1].text.en", ""),
        (shown("$<img src=x>$"), "steps[1].text.en", ""), (small(title={"en": "<script>"}), "title.en", ""),
    ],
    "brace": [(shown("a } b"), "steps[1].text.en", "a } b"), (shown("{loss"), "steps[1].text.en", "")],
    "form": [(shown("{loss:x}"), "steps[1].text.en", ".2f"), (shown("{loss:18}"), "steps[1].text.en", "")],
    "formula": [(shown(r"$\frc{1}{2}$"), "steps[1].text.en", "frc"),
        (shown(r"$\frac{1$"), "steps[1].text.en", ""), (shown(f"${'{' * 900}$"), "steps[1].text.en", "")],
    "place": [
        (shown("{z(99, 1)}"), "steps[1]", "layer 99"), (shown("{loss@(2 - 3)}"), "steps[1]", "step -1"),
        (shown("{loss@2.5}"), "steps[1]", "2.5"),
        (small({"kind": "fill", "blanks": [{"before": "{z(99, 1)}", "value": 1}]}), "steps[1]", "layer 99"),
        (small({**TRY, "now": "z(99, 1)"}), "steps[1]", "layer 99"),
        (shown("{loss@(9 * 99999)}"), "steps[1]", "5000"),
    ],
    "false": [
        (small({"claims": ["loss@40 > loss@0"]}), "steps[1]", "loss@40 > loss@0"),
        (small({"claims": ["1/0 > 1"]}), "steps[1]", ""),
        (small({"claims": ["9**9**9**9 < 1"]}), "steps[1]", ""),
        (small({"claims": ["(-8)**0.5 > 1"]}), "steps[1]", ""),
    ],
    "right": [(small({**CHOICE, "options": [TWO[0], TWO[0]]}), "steps[1]", "2"),
        (small({**CHOICE, "options": [TWO[1], {"text": "c", "when": "loss < 0"}]}), "steps[1]", "0")],
    "no_number": [
        (shown("{sqrt(-1)}"), "steps[1]", "sqrt"),
        (small({**PREDICT, "value": "reached(-1)"}), "steps[1]", ""), (shown("{9**9**9**9}"), "steps[1]", ""),
        (shown("{test_accuracy}"), "steps[1]", ""), (shown("{round(sqrt(-1))}"), "steps[1]", ""),
        (shown("{(-8)**0.5}"), "steps[1]", ""),
        (shown("{confused(1, 1)}"), "steps[1]", ""), (shown("{loss@reached(-1)}"), "steps[1]", ""),
        (small({**PREDICT, "ask": "curve"}, runs={"main": f"{WILD}&steps=400"}), "steps[1]", "loss@steps"),
    ],
    "layer": [(small({"kind": "predict", "ask": "layer", "value": 99}), "steps[1]", "7")],
    "reached": [(small({**TRY, "until": "loss > 0"}), "steps[1]", "loss > 0")],
    "solution": [(small({**TRY, "until": "loss < 0", "solution": "train?step=3"}), "steps[1]", "loss < 0")],
}  # fmt: skip
"""problem -> lessons that have it, the place that is named, and what stands in the sentence."""
CASES = [(problem, *case) for problem, cases in FAULTS.items() for case in cases]


@pytest.mark.parametrize(("problem", "lesson", "place", "allowed"), CASES, ids=[case[0] for case in CASES])
def test_a_fault_is_told_with_its_place_and_what_is_allowed(
    problem: str, lesson: Any, place: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [fault for fault in faults(lesson) if fault.problem == problem and fault.place == place]
    assert found, [(fault.problem, fault.place) for fault in faults(lesson)]
    said = set()
    for code in CATALOGUES:
        speak(monkeypatch, code)
        sentence = found[0].sentence("my.json")
        assert sentence.startswith("**my\\.json")
        assert "{" not in sentence.replace("\\{", "").replace("{loss@42}", "").replace("{loss", "")
        said.add(sentence)
    assert len(said) == len(CATALOGUES)
    speak(monkeypatch, "en")
    plain = re.sub(r"\\(.)", r"\1", found[0].sentence("my.json")).replace("\u2060", "")
    assert allowed in plain
    assert place in plain


def test_every_fault_that_is_worded_is_told_here_and_every_one_is_worded() -> None:
    for catalogue in CATALOGUES.values():
        worded = {
            key.removeprefix("lessons.fault_") for key in catalogue.words if key.startswith("lessons.fault_")
        }
        assert worded == FAULTS.keys()
    folder = ROOT / "pages" / "shared" / "lessons"
    sources = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    raised = re.findall(
        r'(?:Fault|(?:Expression|Markup|Moment)Error)\((?:"", )?"(\w+)"', sources
    ) + re.findall(r'yield "(\w+)", \{', sources)
    raised += re.findall(r'self\.fault\((?:f?"[^"]*"(?:\.lstrip\("."\))?|place|where), "(\w+)"', sources)
    assert len(set(raised)) > 35
    assert set(raised) <= FAULTS.keys()


TWENTY = r"""
format = 2
minutes = "ten"
titel = "x"
title = { en = "A lesson", fr = "Une leçon" }
about = 3
[runs]
Deep = "hidden=10x12"
main = "hidden=10x12&stepps=200"
[[steps]]
kind = "quiz"
text = "<b>bold</b>"
[[steps]]
name = "two words"
kind = "show"
moment = "https://example.org"
mark = "stak"
text = "{los@3} of {norm(loss, 1)}"
[[steps]]
kind = "predict"
ask = "number"
value = "loss < 1"
within = 0.5
text = "{loss:long}"
[[steps]]
kind = "predict"
ask = "choice"
options = [ { text = "one", right = "yes" } ]
text = "a } b"
claims = ["loss", "W(1) > 2", "other.loss > 1"]
[[steps]]
kind = "reveal"
of = "nothing"
text = "$\\nothing$"
[[steps]]
kind = "fill"
text = "x"
blanks = [ { value = "loss@9999" } ]
[teacher]
plan = [ { text = "x" } ]
"""


def test_a_place_that_there_is_not_is_named_in_the_language_that_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [faults(shown(f"{{{one}}}"))[0] for one in ("z(99, 1)", "z(1, 99)", "z(1, 1, 99)", "loss@2.5")]
    found += faults(
        small({"text": "{confused(1, 99)}"}, runs={"main": "dataset=iris&output=softmax&loss=cross_entropy"})
    )
    assert [fault.details["what"] for fault in found] == ["layer", "unit", "sample", "step", "class"]
    speak(monkeypatch, "ko")
    assert not any(re.search(r":\*\*.*[A-Za-z]", fault.sentence("내.json")) for fault in found)


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_file_with_twenty_errors_tells_each(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, code)
    found = faults(TWENTY.encode(), "my.toml")
    assert len({fault.problem for fault in found}) >= 20
    sentences = [fault.sentence("my.toml") for fault in found]
    assert len(set(sentences)) == len(sentences)
    assert all(re.match(r"\*\*my\\\.toml(, .+)?:\*\* .{5,}", sentence) for sentence in sentences)
    hangul = [re.search("[가-힣]", sentence) is not None for sentence in sentences]
    assert all(hangul) if code == "ko" else not any(hangul)


def test_what_a_file_says_cannot_become_markup_in_its_faults() -> None:
    (fault,) = faults(small({"run": "**x** [a](https://b.c) <img src=x> `y`"}))
    sentence = fault.sentence("my_*file*.json")
    assert not re.search(r"(?<!\\)[<>*`\[\]()_]", sentence[2:].replace(":**", ":", 1))


def test_a_number_that_cannot_be_printed_is_a_fault_too() -> None:
    """TOML writes them in base 16, as long as one likes; Python refuses to write them in base 10."""
    (fault,) = faults(b"minutes = 0x" + b"f" * 9000, "my.toml")
    assert fault.problem == "whole"
    assert "0xffff" in fault.sentence("my.toml")


def test_the_same_lesson_is_read_from_toml_and_json() -> None:
    toml = b"""
    format = 1
    title.en = "T"
    [runs]
    main = "steps=20"
    [[steps]]
    kind = "predict"
    ask = "number"
    value = "loss@3"
    within = 2
    text = "words"
    """
    lesson = small({**PREDICT, "value": "loss@3"}, runs={"main": "steps=20"})
    one, other = (
        read(toml, "own", "my.TOML"),
        read(b"\xef\xbb\xbf" + json.dumps(lesson).encode(), "own", "My.JSON"),
    )
    assert measured.told(one, one.steps[0], "en") == measured.told(other, other.steps[0], "en")
    assert one.runs == other.runs
    assert read(toml + b" " * (MOST_BYTES - len(toml)), "own").title == one.title


def test_a_moment_says_nothing_of_how_the_app_is_shown_or_which_lesson_is_taken() -> None:
    """Whether these words are known depends on what was imported; a file is right everywhere or nowhere."""
    beside = "lang=ko&projector=1&hide=code&lesson=layer&at=nothing&class=ABCDE&embed=true&embed_options=x"
    moment = moments.read(f"train?{beside}&step=3", beside)
    assert moment == moments.read("train?step=3")
    script = (ROOT / "pages" / "shared" / "lessons" / "collected.js").read_text("utf-8")
    found = re.search(r"const OTHERS = (\[.*?\]);", script)
    assert found
    assert set(json.loads(found[1])) == words.BESIDE


COLLECTED = """
const { fileOf, momentOf } = await import("PATH");
const moments = [["/", "?seed=7&step=3&view=dW&lang=ko"], ["/step_through", "?show=z.2"],
    ["/vanishing_gradients", "?lab=depth~12"], ["/data", "?own=1"],
    ["/compare", "?run=seed!3!steps!20&run=seed!4!name!a~1b+c&clock=share&tab=stacks&pos=9&lang=ko"]];
const kinds = ["show", "think", "explain", "choice", "show"];
const steps = moments.map(([pathname, search], i) => ({
  ...momentOf({ pathname, search }), id: i, kind: kinds[i], words: `a & b "${i}"`, options: ["one", "two"],
  right: 1,
}));
console.log(fileOf({ title: "T", minutes: 7, steps }, "ko"));
"""


def test_a_file_made_of_collected_moments_is_a_lesson() -> None:
    """As the browser writes it."""
    path = (ROOT / "pages" / "shared" / "lessons" / "collected.js").as_uri()
    lesson = read(printed(COLLECTED.replace("PATH", path)).encode(), "own", "my-lesson.json")
    assert (lesson.languages, lesson.minutes, lesson.title) == (("ko",), 7, {"ko": "T"})
    assert [step.kind for step in lesson.steps] == ["show", "think", "explain", "predict", "show"]
    assert [step.moment.address for step in lesson.steps if step.moment] == [
        "?seed=7&step=3&view=dW", "step_through?show=z.2", "vanishing_gradients?lab=depth~12", "data?own=1",
        "compare?run=seed!3!steps!20&run=seed!4!name!a~1b+c&clock=share&tab=stacks&pos=9",
    ]  # fmt: skip
    assert [option.right for option in lesson.steps[3].options] == [False, True]
    assert [step.text["ko"] for step in lesson.steps] == [f'a & b "{n}"' for n in range(5)]


def test_one_run_alone_is_no_comparison_to_be_collected() -> None:
    path = (ROOT / "pages" / "shared" / "lessons" / "collected.js").as_uri()
    script = f"""const {{ momentOf }} = await import("{path}");
    console.log(["", "?run=seed!3", "?run=seed!3&run=seed!4"].map((search) =>
      momentOf({{ pathname: "/compare", search }}) !== null).join());"""
    assert printed(script).strip() == "false,false,true"


# Anything

MARKS = st.sampled_from(
    ["{loss}", "{loss:3}", "{", "}", "$", "**", "`", "[a](train)", "[", "](", ")", "<", "<b>", "- ", "\n\n",
        "\\val{loss}", "\\frac", "{1}", "^", "_", "\\", "x", " ",
     "\\text{", "\\sqrt", "'", "(", "train?step=3"]
)  # fmt: skip


@QUICK
@given(st.lists(MARKS, max_size=14).map("".join) | st.text(max_size=40))
def test_no_text_fails_but_as_one_that_is_refused(text: str) -> None:
    """And of what is shown nothing but a formula is markup."""
    refused = ""
    try:
        blocks = markup.blocks(text, lambda what, form: "7")
    except markup.MarkupError as error:
        blocks, refused = [], error.problem
    assert not refused or refused in FAULTS
    for block in blocks:
        for part in block["parts"]:
            if part["kind"] == "math":
                assert re.fullmatch(r"<math [^<>]*>.*</math>", part["words"], re.DOTALL)
                assert set(re.findall(r"</?([a-z]+)", part["words"])) <= MATHML
            if part["kind"] == "link":
                assert re.fullmatch(r"(?!/)[a-z_]*(\?[^/:]*)?", part["to"])


MATHML = {
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mfrac",
    "msqrt",
    "msup",
    "msub",
    "msubsup",
    "mspace",
    "mover",
}

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["train",
        "main", "en", 10**400, -1]),
    lambda inner: st.lists(inner,
        max_size=3) | st.dictionaries(st.sampled_from(["en", "ko", "text", "value",
            "right"]) | st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
NUMBERS = st.sampled_from(
    ["loss@2", "1", "z(9, 1)", "1/0", "loss@reached(-1)", "round(test_loss)", "norm(dW, layers)", 2]
)
CLAIMS = st.sampled_from(
    ["loss < 0.5", "loss@5 < loss", "1/0 > 1", "z(1, 9) > 0", "round(test_loss) == 1", "not diverged < 3"]
)
SAID = st.sampled_from(
    ["words", "{loss:3} and $\\val{accuracy@2:%}$", "{z(1, 1, 9)}", "[a](train?step=3)", {"en": "words"}]
)
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "text": SAID, "hint": SAID, "ask": st.sampled_from(["choice", "number", "layer", "curve"]),
    "value": NUMBERS, "until": CLAIMS,
    "options": st.sampled_from([TWO, [*TWO, {"text": "c", "when": "loss < 0"}],
        [{"text": "{loss}", "when": "loss > 0"}, {"text": "d"}]]),
    "within": st.sampled_from([2, 1.5]), "tolerance": st.just(0.1), "now": NUMBERS,
    "claims": st.lists(CLAIMS, max_size=2),
    "blanks": st.fixed_dictionaries({"before": SAID, "value": NUMBERS}).map(lambda blank: [blank]),
    "play": st.booleans(),
    "moment": st.sampled_from(["train?step=2", "step_through?show=loss", "compare?runs=main,other&pos=3"]),
    "runs": st.sampled_from([["main", "other"], ["other"]]), "tab": st.sampled_from(["curves", "surfaces"]),
    "clock": st.sampled_from(["step", "epoch", "share"]), "pos": st.integers(0, 6),
    "mark": st.just("transport"),
    "solution": st.just("train?step=9"), "of": st.just("s1"), "digits": st.integers(1, 15),
    "name": st.just("s1"),
    "engage": st.sampled_from(["view", "change"]), "run": st.just("main"),
}  # fmt: skip
NEEDED = {
    "compare": ("runs",),
    "predict": ("ask", "options", "value", "within"),
    "fill": ("blanks",),
    "try": ("until",),
}
MORE = {
    "compare": ("tab", "clock", "pos"),
    "predict": ("tolerance", "digits"),
    "reveal": ("of", "play"),
    "try": ("now", "solution"),
}
COMMON = ("moment", "hint", "claims", "mark", "engage", "run", "name")


def mostly(key: str) -> st.SearchStrategy[Any]:
    """What a step may have there; once in a while, anything."""
    return st.integers(0, 19).flatmap(lambda n: GOOD[key] if n else ANYTHING)


def a_step(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """One of a kind, with all that it needs, and some of what it may have."""
    needed = {key: mostly(key) for key in ("text", *NEEDED.get(kind, ()))}
    optional = {key: mostly(key) for key in (*COMMON, *MORE.get(kind, ()))}
    return st.fixed_dictionaries({"kind": st.just(kind), **needed}, optional=optional)


SETTINGS = {f"{name}": f"dataset=xor&hidden=2&output=sigmoid&seed={n}&steps=5" for n, name in
    enumerate(("main", "other"), 1)}  # fmt: skip
LESSONS = st.fixed_dictionaries(
    {
        "format": st.just(1), "title": st.just({"en": "T"}), "runs": st.just(SETTINGS),
        "steps": st.lists(st.sampled_from(KINDS).flatmap(a_step), min_size=1, max_size=2),
    },
    optional=dict.fromkeys(("teacher", "about", "other"), ANYTHING),
) | st.fixed_dictionaries({"title": ANYTHING, "runs": ANYTHING, "steps": ANYTHING, "format": ANYTHING,
    "minutes": ANYTHING})  # fmt: skip


@settings(QUICK, max_examples=300)
@given(LESSONS)
def test_no_file_fails_but_as_one_whose_faults_can_be_told(lesson: Any) -> None:
    refused: list[Fault] = []
    try:
        found = read(json.dumps(lesson).encode("utf-8", "surrogatepass"), "own", "my.json")
    except LessonError as error:
        found, refused = None, error.faults
    assert all(fault.sentence("my.json") for fault in refused)
    assert (found is None) == bool(refused)
    for step in found.steps if found else ():  # what a browser is told it can read
        assert json.dumps(measured.told(found, step, "en"), allow_nan=False)


@QUICK
@given(
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    st.sampled_from(["a.toml", "a.json", "a", ""]),
)
def test_no_bytes_fail_but_as_a_file_whose_faults_can_be_told(data: bytes, file: str) -> None:
    with pytest.raises(LessonError) as refused:
        read(data, "own", file)
    assert refused.value.faults
    assert all(fault.sentence(file) for fault in refused.value.faults)


def test_a_good_file_opens_and_is_told() -> None:
    lesson = opened(small({**PREDICT, "value": "loss@3"}, {"kind": "reveal", "text": "{loss@3:5}"}))
    told = measured.told(lesson, lesson.steps[1], "ko")
    trainer = Trainer(Experiment())
    trainer.step(3)
    assert told["text"][0]["parts"][0] == {"kind": "number", "words": f"{trainer.evaluate():#.5g}"}
    assert told["predicted"]
    assert told["predicted"]["value"] == trainer.loss


def test_numbers_are_of_the_run_that_the_moment_shows() -> None:
    """Its own settings, the words of its run where it has none, and by its name the run as it is named."""
    lesson = opened(
        small(
            {"moment": "train?seed=3&step=2", "text": "{loss:5} {main.loss:5}"},
            {"moment": "train?step=2", "text": "{loss:5}"},
            runs={"main": "seed=4"},
        )
    )

    def loss(seed: int) -> dict[str, str]:
        trainer = Trainer(Experiment(seed=seed))
        trainer.step(2)
        return {"kind": "number", "words": f"{trainer.evaluate():#.5g}"}

    first, second = (measured.told(lesson, step, "en")["text"][0]["parts"] for step in lesson.steps)
    assert [part for part in first if part["kind"] == "number"] == [loss(3), loss(4)]
    assert second == [loss(4)]
