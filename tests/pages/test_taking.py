"""Taking a lesson: a link opens it at a step, the app shows its moments, and what there was comes back."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import Trainer
from pages.shared import link
from pages.shared.landscape.address import usual
from pages.shared.lessons import KEY, classes, library, panel, taking
from pages.shared.lessons.classes import Classes
from pages.shared.lessons.lesson import Lesson, Step
from pages.shared.lessons.words import LESSONS
from pages.shared.state import Taken
from pages.shared.text import text
from pages.shared.wire.names import CHOICES
from tests.pages import tapes
from tests.pages.lessons import opened as own
from tests.pages.lessons import small
from tests.pages.opening import opened
from tests.pages.widgets import widget

FILES = {
    "train": "app.py", "step_through": "pages/step_through.py", "data": "pages/data.py",
    "vanishing_gradients": "pages/vanishing_gradients.py", "lessons": "pages/lessons.py",
    "compare": "pages/compare.py",
}  # fmt: skip


def told(app: AppTest, name: str = "lesson") -> dict[str, Any] | None:
    """What a component of ours was told last; None where it is not on the page."""
    found = [
        each.proto
        for each in app.get("bidi_component")
        if each.proto.component_name.endswith(f"backprop_{name}")
    ]
    return json.loads(found[0].json) if found else None


def at(app: AppTest) -> str:
    """The step that the panel shows."""
    found = told(app)
    assert found
    assert found["step"]["name"] in [step["name"] for step in found["names"]]
    return found["step"]["name"]


def act(app: AppTest, do: object, n: object = 1, key: str = KEY, **details: object) -> None:
    """What the panel reports when a person does something in it."""
    app.session_state[key] = {"act": {"n": n, "do": do, **details}}
    app.run()
    assert not app.exception


def turn(app: AppTest, page: str) -> None:
    """To another page, as the browser does it."""
    app.switch_page(FILES[page]).run()
    assert not app.exception


def first_on(lesson: Lesson, page: str) -> Step:
    """The first step that a page shows."""
    return next(step for step in lesson.steps if step.moment and step.moment.page == page)


def last_try(lesson: Lesson) -> Step:
    """What is to be reached."""
    return next(step for step in lesson.steps if step.until)


# Links


@pytest.mark.parametrize("id", LESSONS)
def test_a_link_opens_a_lesson_at_a_step_with_its_moment(id: str) -> None:
    step = first_on(library.lesson(id), "train")
    assert step.moment
    app = opened(lesson=id, at=step.name)
    found = told(app)
    assert found
    assert (found["lesson"], at(app), found["here"], found["wanted"]) == (id, step.name, "train", "")
    header = tapes.of(app)[0]
    assert parse_qs(header["link"]) == parse_qs(link.encoded(step.moment.plan, step.moment.opened.steps))
    assert header["moment"]["step"] == step.step
    trainer = Trainer(step.moment.plan)
    trainer.step(step.step)
    assert tapes.of(app)[1][0]["loss"] == trainer.evaluate()


def test_a_link_without_a_step_or_with_another_opens_the_first() -> None:
    lesson = library.lesson("vanishing")
    assert at(opened(lesson="vanishing")) == lesson.steps[0].name
    for name in ("nothing", "", lesson.steps[0].name.upper()):
        assert at(opened(lesson="vanishing", at=name)) == lesson.steps[0].name


@pytest.mark.parametrize("id", ["nothing", "own", "", "../vanishing", "<b>"])
def test_a_lesson_that_there_is_not_is_named_and_opens_nothing(id: str) -> None:
    app = opened(lesson=id)
    assert told(app) is None
    (line,) = [entry.value for entry in app.main.markdown]
    assert text("link.lesson") in line
    assert "<b>" not in line


def test_a_link_with_settings_keeps_them() -> None:
    """It is that of a learner who has changed something: the step's moment is not put over that."""
    app = opened(lesson="vanishing", at="ask", seed="7", step="30")
    assert at(app) == "ask"
    header = tapes.of(app)[0]
    assert (header["link"], header["start"]["step"]) == ("seed=7", 30)
    assert header["moment"] is None
    found = told(app)
    assert found
    assert found["wanted"] == ""


@pytest.mark.parametrize("words", [{"lang": "ko"}, {"projector": "1"}, {"hide": "code"}, {"class": "ABCDE"}])
def test_words_about_how_the_app_is_shown_are_no_settings(words: dict[str, str]) -> None:
    step = first_on(library.lesson("vanishing"), "train")
    assert step.moment
    app = opened(lesson="vanishing", at=step.name, **words)
    assert parse_qs(tapes.of(app)[0]["link"]) == parse_qs(
        link.encoded(step.moment.plan, step.moment.opened.steps)
    )
    assert tapes.of(app)[0]["moment"]


def test_a_lesson_is_told_in_the_language_that_is_read() -> None:
    english, korean = (told(opened(lesson="layer", lang=code)) for code in ("en", "ko"))
    assert english
    assert korean
    lesson = library.lesson("layer")
    assert (english["title"], korean["title"]) == (lesson.title["en"], lesson.title["ko"])
    assert (english["language"], korean["language"]) == ("en", "ko")
    assert english["step"]["text"] != korean["step"]["text"]
    assert english["names"] == korean["names"]


def test_without_a_lesson_there_is_no_panel() -> None:
    assert told(opened()) is None
    assert told(opened(seed="7", at="ask")) is None


# Going


def test_every_step_of_a_lesson_is_gone_to_and_the_page_is_turned_once_for_each() -> None:
    """Where a step is on another page its moment waits, until the browser has turned to that."""
    lesson = library.lesson("vanishing")
    app = opened(lesson="vanishing")
    page, last = "train", 0
    for n, step in enumerate(lesson.steps, 1):
        act(app, "go", n, at=step.name)
        found = told(app)
        assert found
        assert at(app) == step.name
        assert found["n"] > last
        last = found["n"]
        if step.moment and step.moment.page != page:
            assert (found["here"], found["wanted"]) == (page, step.moment.page)
            page = step.moment.page
            turn(app, page)
            found = told(app)
            assert found
            assert found["n"] == last
        assert (found["here"], found["wanted"]) == (page, "")
    assert page != "train" or {step.moment.page for step in lesson.steps if step.moment} != {"train"}


def test_a_player_is_told_the_moment_and_all_that_is_to_be_seen_of_it() -> None:
    lesson = library.lesson("digits")
    app = opened(lesson="digits")
    before = tapes.of(app)[0]["moment"]
    step = lesson.steps[lesson.place("read")]
    assert step.moment
    act(app, "go", 1, at="read")
    moment = tapes.of(app)[0]["moment"]
    assert moment["n"] > before["n"]
    assert (moment["step"], moment["play"], moment["mark"]) == (300, True, None)
    assert moment["choices"].keys() == {*CHOICES, "selected"}
    assert moment["scape"] == usual()
    assert moment["choices"] | {"curve": "accuracy", "view": "W", "selected": 0} == moment["choices"]
    act(app, "go", 2, at=lesson.steps[0].name)
    assert tapes.of(app)[0]["moment"]["play"] is False


def test_a_stepper_is_told_the_moment() -> None:
    lesson = library.lesson("one-step")
    step = lesson.steps[lesson.place("share")]
    assert step.moment
    app = opened(lesson="one-step", at="share")
    found = told(app)
    assert found
    assert (found["here"], found["wanted"]) == ("train", "step_through")
    turn(app, "step_through")
    header = tapes.packed(app)[0]
    assert (header["step"], header["moment"]["step"]) == (0, 0)
    assert header["moment"]["show"] == "dW.2"
    n = header["moment"]["n"]
    act(app, "go", 1, at="round-two")
    header = tapes.packed(app)[0]
    assert header["moment"]["n"] > n
    assert header["moment"]["show"] == "loss"


def test_a_lab_is_given_the_moments_settings() -> None:
    lesson = library.lesson("vanishing")
    step = first_on(lesson, "vanishing_gradients")
    app = opened(lesson="vanishing", at=step.name)
    turn(app, "vanishing_gradients")
    lab = app.session_state["_lab"].settings
    assert lab.depth == 12
    assert lab.seeds == 1


def test_who_has_changed_something_goes_back_to_the_step_with_one_click() -> None:
    step = first_on(library.lesson("vanishing"), "train")
    app = opened(lesson="vanishing", at=step.name)
    was, n = tapes.of(app)[0]["link"], tapes.of(app)[0]["moment"]["n"]
    widget(app, "seed").set_value(3).run()
    assert tapes.of(app)[0]["link"] != was
    assert at(app) == step.name
    act(app, "go", 1, at=step.name)
    header = tapes.of(app)[0]
    assert header["link"] == was
    assert header["moment"]["n"] > n
    assert widget(app, "seed").value != 3


def without_a_moment() -> tuple[Lesson, int]:
    """A lesson, and the place of a step that has none, behind one on Train that has."""
    for id in LESSONS:
        lesson = library.lesson(id)
        for place, (before, step) in enumerate(pairwise(lesson.steps), 1):
            if step.moment is None and before.moment and before.moment.page == "train":
                return lesson, place
    raise AssertionError("there is none")


def test_who_goes_on_to_a_step_without_a_moment_finds_the_app_as_it_was() -> None:
    lesson, place = without_a_moment()
    app = opened(lesson=lesson.id, at=lesson.steps[place - 1].name)
    before, name = tapes.of(app)[0], lesson.steps[place].name
    act(app, "go", 1, at=name)
    after, panel = tapes.of(app)[0], told(app)
    assert panel
    assert (after["run"], after["moment"]) == (before["run"], before["moment"])
    assert (at(app), panel["wanted"], panel["step"]["page"]) == (name, "", "")


def test_a_link_to_a_step_without_a_moment_shows_the_last_one_before_it() -> None:
    lesson, place = without_a_moment()
    app = opened(lesson=lesson.id, at=lesson.steps[place].name)
    header, moment = tapes.of(app)[0], lesson.steps[place - 1].moment
    assert moment
    assert (header["link"], header["moment"]["step"]) == (
        link.encoded(moment.plan, moment.opened.steps),
        moment.opened.step,
    )


# Leaving


def begun(app: AppTest, id: str, n: int = 1) -> None:
    """Take a lesson on the page Lessons."""
    turn(app, "lessons")
    act(app, "begin", n, key="lessons", lesson=id, at="")


def test_leaving_gives_back_the_run_that_there_was() -> None:
    app = opened(seed="7", hidden="5x2", steps="40")
    was = tapes.of(app)[0]
    begun(app, "layer")
    act(app, "go", 1, at=first_on(library.lesson("layer"), "train").name)
    turn(app, "train")
    assert tapes.of(app)[0]["link"] != was["link"]
    act(app, "leave", 2)
    header = tapes.of(app)[0]
    assert (header["link"], header["end"]) == (was["link"], 40)
    assert (widget(app, "seed").value, widget(app, "width").value) == (7, 5)
    assert told(app) is None


def test_of_two_lessons_in_turn_the_run_before_both_comes_back() -> None:
    app = opened(seed="7")
    for n, id in enumerate(("layer", "digits"), 1):
        begun(app, id, n)
        act(app, "go", n, at=first_on(library.lesson(id), "train").name)
        turn(app, "train")
        assert tapes.of(app)[0]["link"] != "seed=7"
    act(app, "leave", 3)
    assert tapes.of(app)[0]["link"] == "seed=7"


def test_leaving_gives_back_the_lab() -> None:
    app = opened()
    turn(app, "vanishing_gradients")
    was = app.session_state["_lab"].settings
    begun(app, "vanishing")
    act(app, "go", 1, at=first_on(library.lesson("vanishing"), "vanishing_gradients").name)
    turn(app, "vanishing_gradients")
    assert app.session_state["_lab"].settings != was
    act(app, "leave", 2)
    assert app.session_state["_lab"].settings == was


def test_who_came_by_a_link_to_the_lesson_keeps_its_run() -> None:
    app = opened(lesson="layer", at=first_on(library.lesson("layer"), "train").name)
    was = tapes.of(app)[0]["link"]
    act(app, "leave")
    assert told(app) is None
    assert tapes.of(app)[0]["link"] == was
    act(app, "go", 2, at="sum")
    assert told(app) is None


# Trying


@pytest.mark.parametrize("id", ["tutorial", "exploding", "digits"])
def test_a_try_is_checked_on_the_run_that_is_shown(id: str) -> None:
    lesson = library.lesson(id)
    step = last_try(lesson)
    assert step.moment
    assert step.solution
    assert step.moment.page == "train"
    app = opened(lesson=id, at=step.name)
    act(app, "check", 1, step=step.step)
    found = told(app)
    assert found
    assert found["reached"]["is"] is False
    solved = step.solution.opened
    act(app, "leave", 2)
    app = opened(lesson=id, at=step.name, **dict(step.solution.query))
    act(app, "check", 1, step=solved.step)
    found = told(app)
    assert found
    assert found["reached"]["is"] is True
    assert bool(found["reached"]["now"]) == (step.now is not None)
    act(app, "go", 2, at=step.name)
    found = told(app)
    assert found
    assert found["reached"] is None


def test_a_look_at_a_run_leaves_it_where_it_is() -> None:
    """What is asked for next comes from the same run, at the step that is asked for."""
    step = last_try(library.lesson("tutorial"))
    app = opened(lesson="tutorial", at=step.name)
    before = tapes.of(app)
    act(app, "check", 1, step=before[0]["end"])
    after = tapes.of(app)
    assert after[0]["run"] == before[0]["run"]
    assert [frame["loss"] for frame in after[1]] == [frame["loss"] for frame in before[1]]


def test_what_was_reached_with_other_settings_is_said_no_more() -> None:
    step = last_try(library.lesson("tutorial"))
    app = opened(lesson="tutorial", at=step.name)
    act(app, "check", 1, step=0)
    found = told(app)
    assert found
    assert found["reached"] is not None
    widget(app, "seed").set_value(7).run()
    found = told(app)
    assert found
    assert found["reached"] is None


def test_where_nothing_is_to_be_reached_nothing_is_checked() -> None:
    app = opened(lesson="tutorial")
    act(app, "check", 1, step=3)
    found = told(app)
    assert found
    assert found["reached"] is None


# Forged

HOSTILE = (None, True, -1, 10**400, 1.5, float("nan"), "", "x", "\0", "9" * 500, [], ["ask"], {}, {"a": 1})


def test_what_is_forged_is_ignored() -> None:
    """And what a person does after it is done."""
    app = opened(lesson="vanishing", at="gradient")
    before = told(app)
    n = 0
    for value in HOSTILE:
        for do in ("go", "vote", value):
            n += 1
            app.session_state[KEY] = {"act": {"n": n, "do": do, "at": value, "answer": value, "step": value}}
            app.run()
            assert not app.exception, (do, value)
    after = told(app)
    assert before
    assert after
    assert (at(app), after["n"]) == ("gradient", before["n"])
    for number in (*HOSTILE, 1):
        app.session_state[KEY] = {"act": {"n": number, "do": "go", "at": "ask"}}
        app.run()
        assert not app.exception
        assert at(app) == "gradient"
    act(app, "go", 2**52, at="ask")
    assert at(app) == "ask"


@pytest.mark.parametrize("step", HOSTILE)
def test_a_check_at_a_forged_step_is_one_at_a_step_that_there_is(step: object) -> None:
    name = last_try(library.lesson("tutorial")).name
    app = opened(lesson="tutorial", at=name)
    act(app, "check", 1, step=step)
    found = told(app)
    assert found
    assert found["reached"]["is"] in (True, False)


def test_an_act_is_carried_out_once() -> None:
    app = opened(lesson="vanishing")
    act(app, "go", 5, at="ask")
    act(app, "go", 5, at="gradient")
    act(app, "go", 4, at="gradient")
    assert at(app) == "ask"


@pytest.mark.parametrize(
    ("lesson", "name"), [("nothing", ""), (3, ""), (None, None), ("own", ""), ("layer", 7)]
)
def test_a_forged_beginning_begins_nothing(lesson: object, name: object) -> None:
    app = opened()
    turn(app, "lessons")
    act(app, "begin", 1, key="lessons", lesson=lesson, at=name)
    assert told(app) is None


# A class


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> Classes:
    """A server's classes, of this test alone."""
    found = Classes()
    for module in (taking, panel):
        monkeypatch.setattr(module, "CLASSES", found)
    return found


def vote(app: AppTest, at: object, answer: object, **more: object) -> None:
    """What the panel reports when an answer is locked."""
    app.session_state[KEY] = {"vote": {"at": at, "answer": answer}, **more}
    app.run()
    assert not app.exception


def test_an_answer_that_comes_in_one_message_with_the_next_step_is_counted(school: Classes) -> None:
    code = school.open("teacher")
    app = opened(lesson="vanishing", at="ask", **{"class": code})
    vote(app, "ask", "near", act={"n": 1, "do": "go", "at": "network"})
    assert at(app) == "network"
    assert school.counts("teacher", "vanishing ask") == {"near": 1}


def test_an_answer_is_counted_for_the_class_of_the_link(school: Classes) -> None:
    code = school.open("teacher")
    app = opened(lesson="vanishing", at="ask", **{"class": code})
    found = told(app)
    assert found
    assert found["code"] == code
    vote(app, "ask", "near")
    vote(app, "ask", "less")
    assert school.counts("teacher", "vanishing ask") == {"near": 1}


@pytest.mark.parametrize(
    ("name", "answer"), [("network", "near"), ("ask", "1234"), ("ask", "²"), ("ask", "-1"),
        ("nothing", "near"), ("ask", "anna: near"), ("ask", ""), ("ask", None), ("ask", ["near"]),
        (3, "near")]
)  # fmt: skip
def test_no_name_no_text_and_no_other_step_is_counted(name: object, answer: object, school: Classes) -> None:
    code = school.open("teacher")
    app = opened(lesson="vanishing", at="ask", **{"class": code})
    vote(app, name, answer)
    assert not any(
        school.counts("teacher", f"vanishing {each}") for each in ("ask", "network", "nothing", "3")
    )


def test_without_a_code_or_with_a_wrong_one_an_answer_is_only_ones_own(school: Classes) -> None:
    school.open("teacher")
    for more in ({}, {"class": "WRONG"}, {"class": "x" * 500}):
        app = opened(lesson="vanishing", at="ask", **more)
        vote(app, "ask", "near")
        found = told(app)
        assert found
        assert len(found["code"]) <= 12
    assert school.counts("teacher", "vanishing ask") == {}


def test_each_kind_of_answer_is_counted_whole(school: Classes) -> None:
    code = school.open("teacher")
    asked = {
        "number": ("vanishing", "ask"),
        "choice": ("one-step", "ask-share"),
        "layer": ("chain-rule", "ask-layer"),
    }
    for (id, name), answer in zip(asked.values(), ("none", "2", "10"), strict=True):
        lesson = library.lesson(id)
        name = name if name in lesson.places else next(s.name for s in lesson.steps if s.ask == "layer")
        vote(opened(lesson=id, at=name, **{"class": code}), name, answer)
        assert school.counts("teacher", f"{id} {name}") == {answer: 1}


VOTE = "lesson_class"


def voting(app: AppTest) -> dict[str, Any]:
    """What the teacher's side of a vote was told last."""
    found = told(app, VOTE)
    assert found
    return found


def test_a_teacher_opens_a_class_looks_and_closes_it(school: Classes) -> None:
    app = opened(lesson="vanishing", at="ask")
    assert (voting(app)["code"], voting(app)["counts"]) == ("", {})
    act(app, "open", 1, key=VOTE, base="http://localhost:8501/")
    code = voting(app)["code"]
    assert code
    assert school.vote(code, "vanishing ask", "near", "anna")
    assert school.vote(code, "vanishing ask", "less", "ben")
    act(app, "look", 2, key=VOTE, base="http://localhost:8501/")
    assert (voting(app)["code"], voting(app)["counts"]) == (code, {"near": 1, "less": 1})
    act(app, "close", 3, key=VOTE)
    assert (voting(app)["code"], voting(app)["counts"]) == ("", {})
    assert not school.vote(code, "vanishing ask", "near", "chris")


def test_a_pupil_has_no_class_to_open_and_only_predictions_are_voted_on(school: Classes) -> None:
    code = school.open("teacher")
    assert told(opened(lesson="vanishing", at="ask", **{"class": code}), VOTE) is None
    assert told(opened(lesson="vanishing", at="gradient"), VOTE) is None


def test_where_several_processes_serve_there_is_no_vote(
    school: Classes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(classes.PROCESSES, "2")
    app = opened(lesson="vanishing", at="ask")
    act(app, "open", 1, key=VOTE, base="http://localhost:8501/")
    assert (voting(app)["code"], voting(app)["refused"]) == ("", "replicas")


def test_a_full_server_says_so(school: Classes) -> None:
    for n in range(classes.MOST_CLASSES):
        school.open(n)
    app = opened(lesson="vanishing", at="ask")
    act(app, "open", 1, key=VOTE, base="http://localhost:8501/")
    assert (voting(app)["code"], voting(app)["refused"]) == ("", "full")


@pytest.mark.parametrize("base", HOSTILE)
def test_a_forged_address_opens_a_class_without_a_picture_or_none(base: object, school: Classes) -> None:
    app = opened(lesson="vanishing", at="ask")
    act(app, "open", 1, key=VOTE, base=base)
    assert voting(app)["qr"] == ""


# A file of one's own


def test_a_file_of_ones_own_is_opened_and_taken() -> None:
    app = opened(seed="7")
    turn(app, "lessons")
    lesson = small({"name": "one", "moment": "train?step=3"}, {"text": "{loss@3:5}"}, runs={"main": "seed=9"})
    app.file_uploader[0].upload("my.json", json.dumps(lesson).encode(), "application/json").run()
    assert not app.exception
    assert not app.error
    begin = next(button for button in app.main.button if button.label == text("lessons.begin"))
    begin.click().run()
    assert not app.exception
    found = told(app)
    assert found
    assert (found["lesson"], found["title"], found["wanted"]) == ("own", "T", "train")
    turn(app, "train")
    assert (tapes.of(app)[0]["link"], tapes.of(app)[0]["moment"]["step"]) == ("seed=9", 3)
    act(app, "leave", 1)
    assert tapes.of(app)[0]["link"] == "seed=7"


def test_a_file_with_faults_says_each_and_offers_nothing() -> None:
    app = opened()
    turn(app, "lessons")
    lesson = small({"kind": "quiz"}, {"text": "<b>x</b>"}, titel="x")
    app.file_uploader[0].upload("my_file.json", json.dumps(lesson).encode(), "application/json").run()
    assert not app.exception
    (error,) = app.error
    assert "3" in error.value
    said = "\n".join(each.value for each in app.main.markdown)
    assert said.count("my\\_file\\.json") == 3
    assert "<b>" not in said.replace("\\<b", "")
    assert not [button for button in app.main.button if button.label == text("lessons.begin")]


def test_a_file_that_was_mended_is_told_as_it_is_now() -> None:
    """Not as the one before it, though both have the same name."""
    for n in range(2):
        lesson = own(small({"name": "one", "text": f"words {n}"}), measure=False)
        found = panel.step_told(Taken(lesson, "one", 0), "one", "en")
        assert found["text"][0]["parts"][0]["words"] == f"words {n}"


def test_answers_to_two_files_are_kept_apart() -> None:
    one, other = (own(small({"name": "one", "text": words}), measure=False) for words in ("a", "b"))
    assert one.key != other.key
    assert library.lesson("layer").key == "layer"
