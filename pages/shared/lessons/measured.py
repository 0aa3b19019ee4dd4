"""A lesson's step with its numbers: as the browser is told it, and what is otherwise than its file says.

The browser judges answers (judge.js), since they stay there; so it is told what is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypedDict

import numpy as np

from pages.shared.lessons import marks, markup
from pages.shared.lessons.expressions import Expression
from pages.shared.lessons.lesson import Lesson, Option, Step, Words
from pages.shared.lessons.markup import Block
from pages.shared.lessons.moments import Moment
from pages.shared.lessons.quantities import PlaceError
from pages.shared.lessons.runs import Stand, measuring

MOST_POINTS = 200


class OptionTold(TypedDict):
    """One of several answers, whether it is right, and what is said of it once it was chosen."""

    text: list[Block]
    right: bool
    say: list[Block]


class BlankTold(TypedDict):
    """A number that is left out: its value, as it is written, and the digits it is checked to."""

    before: list[Block]
    after: list[Block]
    value: float
    said: str
    digits: int


class Predicted(TypedDict):
    """A prediction and what is right: of a number its value, of a curve its points too, (step, loss) each."""

    name: str
    ask: str
    options: list[OptionTold]
    value: float | None
    said: str
    within: float | None
    tolerance: float | None
    layers: int
    curve: list[tuple[int, float]]


class StepTold(TypedDict):
    """A step, in one language. `page` is empty where it leaves the app as it is."""

    name: str
    kind: str
    engage: str
    page: str
    parts: list[str]
    marked: str
    dimmed: str
    text: list[Block]
    hint: list[Block]
    predicted: Predicted | None
    blanks: list[BlankTold]


def told(lesson: Lesson, step: Step, language: str) -> StepTold:
    """A step as the browser is told it."""
    stand, code = lesson.stand(step), lesson.language(language)
    with measuring(lesson.is_own):
        predicted = _predicted(lesson, step, code)
        return {
            "name": step.name,
            "kind": step.kind,
            "engage": step.engage,
            "page": step.moment.page if step.moment else "",
            **_marked(lesson, step),
            "text": _blocks(step.text, code, stand),
            "hint": _blocks(step.hint, code, stand),
            "predicted": predicted,
            "blanks": [
                {
                    "before": _blocks(blank.before, code, stand),
                    "after": _blocks(blank.after, code, stand),
                    "value": blank.value.value(stand),
                    "said": markup.number(blank.value.value(stand), str(blank.digits)),
                    "digits": blank.digits,
                }
                for blank in step.blanks
            ],
        }


class _Marked(TypedDict):
    parts: list[str]
    marked: str
    dimmed: str


def moment_before(lesson: Lesson, step: Step) -> Moment | None:
    """What is shown at a step: its own moment, or that of the last step before it which has one."""
    before = lesson.steps[: lesson.place(step.name) + 1]
    return next((each.moment for each in reversed(before) if each.moment), None)


def page_of(lesson: Lesson, step: Step) -> str:
    """The page of that."""
    moment = moment_before(lesson, step)
    return moment.page if moment else "train"


def _marked(lesson: Lesson, step: Step) -> _Marked:
    page = page_of(lesson, step)
    chosen = [found for mark in step.marks if (found := marks.selector(page, mark))]
    dimmed = marks.others(page, step.marks)
    return {"parts": list(step.marks), "marked": ", ".join(chosen), "dimmed": dimmed if chosen else ""}


def _predicted(lesson: Lesson, step: Step, code: str) -> Predicted | None:
    """The prediction that a step asks for, or looks at again."""
    if step.kind == "reveal":
        step = lesson.steps[lesson.place(step.of)]
    if step.kind != "predict":
        return None
    stand = lesson.stand(step)
    value = step.value.value(stand) if step.value else None
    return {
        "name": step.name,
        "ask": step.ask,
        "options": [
            {
                "text": _blocks(option.words, code, stand),
                "right": is_right(option, stand),
                "say": _blocks(option.say, code, stand),
            }
            for option in step.options
        ],
        "value": value,
        "said": ""
        if value is None
        else markup.number(value, str(step.digits) if step.ask != "layer" else ""),
        "within": step.within,
        "tolerance": step.tolerance,
        "layers": len(stand.runs[stand.run][0].last.sizes) - 1,
        "curve": _curve(stand) if step.ask == "curve" else [],
    }


def is_right(option: Option, stand: Stand) -> bool:
    """Whether an answer is right: by the run, or as the file says."""
    return option.when.holds(stand) if option.when else option.right


def _curve(stand: Stand) -> list[tuple[int, float]]:
    losses = stand.losses()
    chosen = np.unique(np.linspace(0, len(losses) - 1, min(len(losses), MOST_POINTS)).astype(int))
    return [(int(step), float(losses[step])) for step in chosen]


def _blocks(words: Words, code: str, stand: Stand) -> list[Block]:
    if not words:
        return []
    return markup.blocks(words[code], lambda what, form: markup.number(what.value(stand), form), stand.runs)


def problems(lesson: Lesson, step: Step) -> Iterator[tuple[str, dict[str, object]]]:
    """What of a step cannot be measured, or comes out otherwise than its file says: problem and details."""
    stand = lesson.stand(step)
    with measuring(lesson.is_own):
        try:
            yield from _problems(lesson, step, stand)
        except PlaceError as error:
            yield "place", {"what": error.what, "n": f"{error.n:.15g}", "most": error.most}


def _problems(lesson: Lesson, step: Step, stand: Stand) -> Iterator[tuple[str, dict[str, object]]]:
    for claim in step.claims:
        if not claim.holds(stand):
            yield "false", {"given": claim.source}
    if step.ask == "choice":
        n = sum(is_right(option, stand) for option in step.options)
        if n != 1:
            yield "right", {"n": n}
    asked = [each for each in (step.value, *(blank.value for blank in step.blanks)) if each]
    for each in [*asked, *_named(lesson, step)]:
        value = each.value(stand)
        if math.isnan(value) or (each in asked and not math.isfinite(value)):
            yield "no_number", {"given": each.source}
    if step.ask == "curve" and len(stand.losses()) <= stand.steps:
        yield "no_number", {"given": "loss@steps"}
    if step.ask == "layer" and step.value:
        layers = len(stand.runs[stand.run][0].last.sizes) - 1
        if step.value.value(stand) not in range(1, layers + 1):
            yield "layer", {"given": step.value.source, "most": layers}
    if step.now:
        step.now.value(stand)  # it need not be a number yet, but its places must be there
    if step.until and step.until.holds(stand):
        yield "reached", {"given": step.until.source}
    if step.until and step.solution and not step.until.holds(solved(lesson, step)):
        yield "solution", {"given": step.until.source}


def _named(lesson: Lesson, step: Step) -> Iterator[Expression]:
    """What the texts of a step measure."""
    texts = [
        step.text,
        step.hint,
        *(words for option in step.options for words in (option.words, option.say)),
        *(words for blank in step.blanks for words in (blank.before, blank.after)),
    ]
    for words in texts:
        for one in words.values():
            yield from markup.numbers(one, lesson.runs)


def solved(lesson: Lesson, step: Step) -> Stand:
    """Where the solution of a try leads: its run at its step."""
    assert step.solution
    plan, opened = step.solution.plan, step.solution.opened
    return Stand({**lesson.runs, "solution": (plan, opened.steps)}, "solution", opened.step, lesson.is_own)
