"""The lessons that come with the app: read without a fault, and played, right and wrong, in all languages."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from mlp_core import Trainer
from pages.shared.lessons import library
from pages.shared.lessons.lesson import ENGAGE, Lesson, Step
from pages.shared.lessons.measured import BlankTold, Predicted, StepTold
from pages.shared.lessons.runs import Present
from pages.shared.lessons.words import LESSONS
from pages.shared.text.catalogues import CATALOGUES
from tests.core.imports import ROOT
from tests.pages.lessons import checked, told_of
from tests.pages.test_loader import printed

JUDGE = (ROOT / "pages" / "shared" / "lessons" / "judge.js").as_uri()
each_lesson = pytest.mark.parametrize("id", LESSONS)


def source(id: str) -> dict[str, Any]:
    """A lesson's file, as TOML says it."""
    return tomllib.loads(library.source(id).decode())


def texts(found: object) -> Iterator[dict[str, str]]:
    """All texts of a file, wherever they stand, by their languages."""
    if isinstance(found, dict):
        if CATALOGUES.keys() & found.keys():
            yield found
        for each in found.values():
            yield from texts(each)
    elif isinstance(found, list):
        for each in found:
            yield from texts(each)


# What a lesson has


def test_there_are_at_least_ten_and_every_file_is_offered() -> None:
    assert len(LESSONS) == len(set(LESSONS)) >= 10
    folder = ROOT / "pages" / "shared" / "lessons" / "data"
    assert sorted(path.stem for path in folder.iterdir()) == sorted(LESSONS)


@each_lesson
def test_every_claim_of_a_lesson_holds(id: str) -> None:
    """And what else is measured when a file is opened: one right choice, numbers, what is to be reached."""
    lesson = checked(id)
    assert all(told_of(id, code) for code in CATALOGUES)
    assert lesson.places == library.lesson(id).places
    assert sum(len(step.claims) for step in lesson.steps) >= len(lesson.steps)


@each_lesson
def test_a_lesson_takes_five_to_ten_minutes(id: str) -> None:
    lesson = checked(id)
    assert 5 <= lesson.minutes <= 10
    assert 8 <= len(lesson.steps) <= 13
    assert sum(part.minutes for part in lesson.plan) == lesson.minutes
    assert lesson.misconception
    assert lesson.about
    assert lesson.answers
    assert lesson.after


@each_lesson
def test_every_step_has_a_name_of_its_own_and_says_how_much_it_asks(id: str) -> None:
    steps = source(id)["steps"]
    assert len({step["name"] for step in steps}) == len(steps)
    assert all(step["engage"] in ENGAGE for step in steps)
    assert [step.name for step in checked(id).steps] == [step["name"] for step in steps]


def test_no_two_lessons_answer_the_same_belief_or_have_the_same_title() -> None:
    lessons = [checked(id) for id in LESSONS]
    for code in CATALOGUES:
        assert len({lesson.title[code] for lesson in lessons}) == len(lessons)
        assert len({lesson.misconception[code] for lesson in lessons}) == len(lessons)


@each_lesson
def test_every_text_is_there_in_every_language_and_measures_the_same(id: str) -> None:
    """Of a number that is said twice in one language, once is enough in the other."""
    found = list(texts(source(id)))
    assert len(found) > 30
    for words in found:
        assert words.keys() == CATALOGUES.keys()
        assert all(words[code].strip() for code in CATALOGUES)
        measured = {
            code: {one.rpartition(":")[0] or one for one in PLACE.findall(words[code])} for code in words
        }
        assert measured["en"] == measured["ko"]
    assert re.search("[가-힣]", " ".join(words["ko"] for words in found))


@each_lesson
def test_a_prediction_is_followed_by_what_came(id: str) -> None:
    steps = checked(id).steps
    asked = [n for n, step in enumerate(steps) if step.kind == "predict"]
    assert len(asked) >= 2
    assert [steps[n + 1].of for n in asked] == [steps[n].name for n in asked]
    assert [n for n, step in enumerate(steps) if step.kind == "reveal"] == [n + 1 for n in asked]


@each_lesson
def test_a_lesson_asks_for_more_than_predictions(id: str) -> None:
    """Something to change, a sentence of one's own, and a question for the class."""
    kinds = Counter(step.kind for step in checked(id).steps)
    assert kinds["try"] == kinds["explain"] == kinds["think"] == 1


# Numbers are measured, not typed

PLACE = re.compile(r"\{([^{}]+)\}")
_MEASURED = re.compile(r"\\val\{[^{}]*\}|\{[^{}]*\}|\]\([^)]*\)")
_NUMBER = re.compile(r"(?<![\w.^{])\d+(?:\.\d+)?")
TYPED = {
    "layer": {"64": "a layer that nobody has trained, to be thought about"},
    "one-step": {"2015": "the year of a source"},
    "vanishing": {"60": "about so much, in words; a claim has its bounds"},
    "beginnings": {"17": "about so much, in words: a claim has its bounds"},
    "cures": {
        "16": "half of the units, some of them",
        "21": "powers of ten, about so many: the minutes' plan alone says it",
    },
    "exploding": {"20": "what classes answer, which is wrong"},
    "batches": {"0.9": "the momentum of the core, which no setting changes"},
    "overfitting": {"800": "1000 steps without the first 200"},
}
"""Numbers of several digits in a text that no setting, step or claim of the lesson has, and why."""


def allowed(id: str) -> set[float]:
    """The numbers that a lesson's settings, moments and expressions name."""
    file = source(id)
    said: list[str] = [*file["runs"].values()]
    for step in file["steps"]:
        said += [*step.get("claims", []), *(str(step.get(key, "")) for key in ("moment", "solution"))]
        said += [str(step.get(key, "")) for key in ("value", "until", "now", "within", "tolerance")]
        said += [str(blank["value"]) for blank in step.get("blanks", [])]
        said += [option.get("when", "") for option in step.get("options", [])]
        said += [place for words in texts(step) for text in words.values() for place in PLACE.findall(text)]
    found = {float(number) for number in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", " ".join(said))}
    return found | {round(100 * number, 9) for number in found if number < 1}  # in per cent


@each_lesson
def test_no_number_of_a_run_is_typed(id: str) -> None:
    """A number of several digits in a text is a threshold, a step or a setting that the lesson names."""
    typed = {
        number
        for words in texts(source(id))
        for text in words.values()
        for number in _NUMBER.findall(_MEASURED.sub(" ", text))
        if len(number) > 1
    }
    known = allowed(id)
    assert {number for number in typed if float(number) not in known} == TYPED.get(id, {}).keys()


# Played


@pytest.fixture(scope="module")
def steps() -> dict[tuple[str, str, str], StepTold]:
    """Every step of every lesson in every language, as the browser is told it."""
    return {
        (id, step["name"], code): step for id in LESSONS for code in CATALOGUES for step in told_of(id, code)
    }


def is_near(given: float, found: Predicted) -> bool:
    """Whether a number is near enough, by the file's words."""
    value, within, tolerance = found["value"], found["within"], found["tolerance"]
    assert value is not None
    return bool(
        (within is not None and given * value > 0 and 1 / within <= given / value <= within)
        or (tolerance is not None and abs(given - value) <= tolerance)
    )


def numbers_given(found: Predicted) -> Iterator[float]:
    """Answers to a number: on both sides of what is still right."""
    value = found["value"]
    assert value is not None
    yield from (value, -value, 0.0, 1e9, 1e-9)
    if found["within"] is not None:
        for factor in (found["within"] * 0.999, found["within"] * 1.001):
            yield from (value * factor, value / factor)
    if found["tolerance"] is not None:
        for off in (found["tolerance"] * 0.999, found["tolerance"] * 1.001):
            yield from (value + off, value - off)


def answers(found: Predicted) -> Iterator[tuple[object, bool, str | None]]:
    """Answers to a prediction: what is given, whether it is right, and how a class counts it."""
    if found["ask"] == "choice":
        for n, option in enumerate(found["options"]):
            yield n, option["right"], str(n)
    elif found["ask"] == "layer":
        for layer in range(1, found["layers"] + 1):
            yield layer, layer == found["value"], str(layer)
    elif found["ask"] == "number":
        for given in numbers_given(found):
            right = is_near(given, found)
            assert found["value"] is not None
            yield given, right, "near" if right else "less" if given < found["value"] else "more"
    else:
        curve, within = found["curve"], found["within"]
        assert within is not None
        first, (steps, last) = curve[0], curve[-1]
        yield curve, True, "near"
        yield [first, (steps, first[1])], False, "more" if first[1] > last else "less"
        yield [(x, y * within * 0.99) for x, y in curve], True, "near"
        yield [(x, y * within * 1.01) for x, y in curve], False, "more"
        yield [(x, y / within / 1.01) for x, y in curve], False, "less"
    yield None, False, "none"


def typed(blank: BlankTold) -> Iterator[tuple[str, str]]:
    """What is typed into a blank, and how that is."""
    value, digits = blank["value"], blank["digits"]
    yield f"{value:.{digits}g}", "right"
    yield repr(value), "right"
    yield f"{value:.{digits}e}", "right"
    yield f"{value * 3:.15g}", "wrong"
    yield "", "no_number"
    yield "?", "no_number"
    if value:
        yield f"{-value:.15g}", "sign"
        yield f"{value * 100:.15g}", "power"


PLAY = """
import { readFileSync } from "node:fs";
const { blanksJudged, counted, numberIn, verdictOn } = await import("JUDGE");
const played = JSON.parse(readFileSync("FILE", "utf-8"));
console.log(JSON.stringify(played.map(({ predicted, given, blanks, typed }) => {
  if (blanks) return blanksJudged(blanks, typed);
  const answer = { value: predicted.ask === "number" && given !== null ? numberIn(String(given)) : given };
  return [verdictOn(predicted, answer)?.right ?? null, counted(predicted, answer)];
})));
"""


def judged(tmp_path: Any, played: list[dict[str, object]]) -> list[list[object]]:
    """What the browser's own judge says."""
    file = tmp_path / "played.json"
    file.write_text(json.dumps(played), encoding="utf-8")
    return json.loads(printed(PLAY.replace("JUDGE", JUDGE).replace("FILE", file.as_posix())))


def test_the_browser_judges_every_answer_as_it_is(
    steps: dict[tuple[str, str, str], StepTold], tmp_path: Any
) -> None:
    """Of each prediction where it is asked for and where it is looked at again, and of each blank."""
    played: list[dict[str, object]] = []
    expected: list[list[object]] = []
    for place, step in steps.items():
        if found := step["predicted"]:
            rights = Counter[bool]()
            for given, right, count in answers(found):
                played.append({"place": place, "predicted": found, "given": given})
                expected.append([None if given is None else right, count])
                rights[right] += 1
            assert rights[True] >= 1 <= rights[False] - 1, f"{place}: right and wrong answers"
        if blanks := step["blanks"]:
            for tries in zip(*([*typed(blank)][:6] for blank in blanks), strict=True):
                played.append({"place": place, "blanks": blanks, "typed": [given for given, _ in tries]})
                expected.append([verdict for _, verdict in tries])
            for blank in blanks:
                for given, verdict in typed(blank):
                    played.append({"place": place, "blanks": [blank], "typed": [given]})
                    expected.append([verdict])
    for one, theirs, ours in zip(played, judged(tmp_path, played), expected, strict=True):
        assert theirs == ours, (one["place"], one.get("given", one.get("typed")))
    assert len(played) > 600


def test_one_choice_is_right_and_each_has_its_answer_said(
    steps: dict[tuple[str, str, str], StepTold],
) -> None:
    for place, step in steps.items():
        if (found := step["predicted"]) and found["ask"] == "choice":
            assert sum(option["right"] for option in found["options"]) == 1, place
            assert all(option["say"] and option["text"] for option in found["options"]), place
            said = [json.dumps(option["text"]) for option in found["options"]]
            assert len(set(said)) == len(said), place


def test_the_answer_that_is_shown_is_right_itself(steps: dict[tuple[str, str, str], StepTold]) -> None:
    """Rounded to the digits that are shown it is still near enough."""
    for place, step in steps.items():
        if (found := step["predicted"]) and found["ask"] == "number":
            assert is_near(plain(found["said"]), found), place


def plain(said: str) -> float:
    """A number as it is written, read again."""
    up = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
    return float(said.translate(up).replace("×10", "e"))


def test_nothing_is_measured_that_is_no_number(steps: dict[tuple[str, str, str], StepTold]) -> None:
    for place, step in steps.items():
        words = json.dumps(
            [step["text"], step["hint"], step["predicted"], step["blanks"]], ensure_ascii=False
        )
        assert not re.search(r"\bnan\b|∞|Infinity", words, re.IGNORECASE), place
        if found := step["predicted"]:
            assert all(math.isfinite(loss) for _, loss in found["curve"]), place


def test_both_languages_show_the_same_numbers(steps: dict[tuple[str, str, str], StepTold]) -> None:
    for (id, name, code), step in steps.items():
        english = steps[id, name, "en"]
        assert numbers_of(step) == numbers_of(english), (id, name, code)
        assert (step["page"], step["parts"], step["marked"], step["dimmed"]) == (
            english["page"], english["parts"], english["marked"], english["dimmed"],
        )  # fmt: skip


def numbers_of(step: StepTold) -> set[str]:
    """The numbers that a text shows outside its formulas."""
    return {part["words"] for block in step["text"] for part in block["parts"] if part["kind"] == "number"}


# Trying


def tries() -> list[tuple[str, Step]]:
    """What is to be reached in all lessons."""
    return [(id, step) for id in LESSONS for step in library.lesson(id).steps if step.kind == "try"]


def present(lesson: Lesson, step: Step, *, solved: bool) -> Present:
    """A person's own run, trained anew: as the step shows it, or as its solution has it."""
    before = lesson.steps[: lesson.place(step.name) + 1]
    shown = step.solution if solved else next(each.moment for each in reversed(before) if each.moment)
    assert shown
    opened = shown.opened
    return Present(Trainer(opened.plan), opened.steps, opened.step, lesson.stand(step))


@pytest.mark.parametrize(("id", "step"), tries(), ids=[id for id, _ in tries()])
def test_what_is_tried_is_reached_by_its_solution_and_not_before(id: str, step: Step) -> None:
    """On a run of a person's own, as the panel checks it; how far one is has a number at both."""
    lesson = checked(id)
    assert step.until
    assert step.solution
    assert not step.until.holds(present(lesson, step, solved=False))
    assert step.until.holds(present(lesson, step, solved=True))
    if step.now:
        far, near = (step.now.value(present(lesson, step, solved=solved)) for solved in (False, True))
        assert far != near
        assert math.isfinite(near)
