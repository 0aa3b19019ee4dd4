"""Lesson files: TOML or JSON, read and checked. Every fault is told, with its place and what is allowed."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pages.shared.compare.address import CLOCK, CLOCKS, MOST_POSITION, POSITION, TAB, TABS
from pages.shared.lessons import comparisons, expressions, marks, markup, moments
from pages.shared.lessons.expressions import Expression, ExpressionError
from pages.shared.lessons.faults import Fault, RefusedError
from pages.shared.lessons.lesson import ASKS, ENGAGE, KINDS, USUAL, Blank, Lesson, Option, Part, Step, Words
from pages.shared.lessons.markup import MarkupError
from pages.shared.lessons.measured import problems
from pages.shared.lessons.moments import MOST_STEPS, PAGES, Moment
from pages.shared.lessons.runs import is_too_much
from pages.shared.text.catalogues import CATALOGUES

MOST_BYTES = 200_000
MOST_STEPS_OF_A_LESSON, MOST_RUNS, MOST_CHARACTERS = 40, 12, 2000
FORMAT = 1
"""What a file says that it is written in."""
_LOW, _HIGH = -(2**63), 2**63 - 1
"""What a whole number of TOML is within; further ones cannot even be printed."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_MARKED = re.compile(r"[{}$`]|\*\*|\]\(")
"""What means something in a step's text, and nothing where no step is shown."""
_RUN = re.compile(r"[a-z][a-z0-9_]{0,29}")
_OWN_KEYS: dict[str, tuple[str, ...]] = {
    "show": (),
    "compare": (comparisons.RUNS, TAB, CLOCK, POSITION),
    "predict": ("ask", "options", "value", "within", "tolerance", "digits"),
    "reveal": ("of", "play"),
    "fill": ("blanks",),
    "try": ("until", "now", "solution"),
    "explain": (),
    "think": (),
}
_COMPARED = {"compare_runs": comparisons.RUNS, "compare_far": POSITION, "compare_tab": TAB}
"""What can be wrong with a comparison, and by which of a step's keys."""
_TRIED_ON = ("train", "step_through")
"""The pages that show the run which a try is checked on."""
_STEP_KEYS = ("name", "kind", "engage", "run", "moment", "mark", "text", "hint", "claims")
_LESSON_KEYS = ("format", "title", "about", "misconception", "minutes", "runs", "steps", "teacher")


class LessonError(Exception):
    """A file that is no lesson, with all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.problem} {fault.details}" for fault in faults))
        self.faults = faults


def read(
    data: bytes,
    id: str,
    file: str = "lesson.toml",
    measure: bool = True,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Lesson:
    """Read a lesson.

    Args:
        data: the file's bytes: JSON where the file's name ends so, TOML otherwise.
        id: the lesson's name in links.
        measure: whether its numbers are measured too, and its claims held against them: for a file that
            nobody has checked yet.
        is_wanted: asked between two steps that are measured: whether anybody waits for it.

    Raises:
        LessonError: with everything that is wrong with it.
    """
    reader = _Reader()
    lesson = reader.lesson(_parsed(data, file.lower().endswith(".json")), id)
    if lesson and measure and not reader.faults:
        reader.measure(lesson, is_wanted)
    if reader.faults or lesson is None:
        raise LessonError(reader.faults)
    return replace(lesson, print=fingerprint(data)) if lesson.is_own else lesson


def fingerprint(data: bytes) -> str:
    """Of a file: which one it is."""
    return hashlib.blake2s(data).hexdigest()[:12]


def _parsed(data: bytes, is_json: bool) -> object:
    if len(data) > MOST_BYTES:
        raise LessonError([Fault("", "large", {"most": f"{MOST_BYTES:,}", "n": f"{len(data):,}"})])
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LessonError([Fault("", "encoding")]) from None
    try:
        found = json.loads(source) if is_json else tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # both readers' errors name the line
        raise LessonError([Fault("", "syntax", {"why": str(error)})]) from None
    for each in _leaves(found):
        if isinstance(each, int) and not _LOW <= each <= _HIGH:
            raise LessonError([Fault("", "whole", {"given": hex(each), "low": _LOW, "high": _HIGH})])
        if isinstance(each, str) and not _is_text(each):
            raise LessonError([Fault("", "encoding")])
    return found


def _leaves(found: object) -> Iterator[object]:
    """All names and values, however deep they are."""
    waiting = [found]
    while waiting:
        match waiting.pop():
            case dict() as table:
                waiting += [*table, *table.values()]
            case list() as entries:
                waiting += entries
            case leaf:
                yield leaf


def _is_text(words: str) -> bool:
    """JSON can name halves of characters, which nothing can show."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(moment: Moment | None, before: list[Step]) -> Moment | None:
    """What is shown at a step, after those before it."""
    return next((each for each in (moment, *(one.moment for one in reversed(before))) if each), None)


def _page(moment: Moment | None, before: list[Step]) -> str:
    """The page that a step is on."""
    shown = _shown(moment, before)
    return shown.page if shown else PAGES[0]


class _Reader:
    """Reads one lesson, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.languages: tuple[str, ...] = ()
        self.runs: dict[str, str] = {}
        self.plans: dict[str, Any] = {}

    def fault(self, place: str, problem: str, **details: object) -> None:
        """Note one."""
        self.faults.append(Fault(place, problem, details))

    # Parts that stand in many places

    def table(self, found: object, place: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
        """A table with no other keys than these."""
        if not isinstance(found, dict):
            self.fault(place, "type_table")
            return {}
        for key in found:
            if key not in keys:
                self.fault(place, "key", key=key, names=", ".join(keys))
        return found

    def entries(self, found: object, place: str, most: int) -> list[Any]:
        """A list of at most so many."""
        if not isinstance(found, list):
            self.fault(place, "type_list")
            return []
        if len(found) > most:
            self.fault(place, "many", n=len(found), most=most)
        return found[:most]

    def words(
        self, table: Mapping[str, Any], key: str, place: str, needed: bool = False, plain: bool = False
    ) -> Words:
        """A text in every language of the file; a plain string counts for all of them."""
        where = f"{place}.{key}".lstrip(".")
        if key not in table:
            if needed:
                self.fault(where, "missing", key=key)
            return {}
        return self._languages(table[key], where, plain)

    def _languages(self, found: object, where: str, plain: bool = False) -> Words:
        if isinstance(found, str) and self.languages:
            found = dict.fromkeys(self.languages, found)
        if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
            self.fault(where, "type_words", names=", ".join(CATALOGUES))
            return {}
        for code in found:
            if code not in CATALOGUES:
                self.fault(where, "language", given=code, names=", ".join(CATALOGUES))
        for code in self.languages:
            if not found.get(code, "").strip():
                self.fault(where, "no_language", language=code)
        return {
            code: self._text(found[code], f"{where}.{code}", plain) for code in found if code in CATALOGUES
        }

    def _text(self, words: str, where: str, plain: bool = False) -> str:
        if len(words) > MOST_CHARACTERS:
            self.fault(where, "text_long", n=len(words), most=MOST_CHARACTERS)
            return ""
        if plain and _MARKED.search(words):
            self.fault(where, "plain")
            return ""
        try:
            for each in markup.numbers(words, self.plans):
                self._runs_of(each, where)
        except MarkupError as error:
            self.fault(where, error.problem, **error.details)
        return words

    def one_of(
        self, table: Mapping[str, Any], key: str, place: str, allowed: tuple[str, ...], usual: str
    ) -> str:
        """A name out of several."""
        given = table.get(key, usual)
        if given not in allowed:
            problem = "missing_one_of" if key not in table else "one_of"
            self.fault(f"{place}.{key}".lstrip("."), problem, given=given, names=", ".join(allowed))
            return allowed[0]
        return str(given)

    def whole(
        self, table: Mapping[str, Any], key: str, place: str, low: int, high: int, usual: int | None
    ) -> int:
        """A whole number between two."""
        given = table.get(key, usual)
        if given is None:
            self.fault(f"{place}.{key}".lstrip("."), "missing", key=key)
            return low
        if not isinstance(given, int) or isinstance(given, bool) or not low <= given <= high:
            self.fault(f"{place}.{key}".lstrip("."), "whole", given=given, low=low, high=high)
            return low
        return given

    def real(self, table: Mapping[str, Any], key: str, place: str, low: float) -> float | None:
        """A number above `low`, or None where there is none."""
        given = table.get(key)
        if given is None:
            return None
        if not isinstance(given, int | float) or isinstance(given, bool) or not low < given < 1e12:
            self.fault(f"{place}.{key}", "real", given=given, low=low)
            return None
        return float(given)

    def truth(self, table: Mapping[str, Any], key: str, place: str) -> bool:
        """Yes or no; no where it is not said."""
        given = table.get(key, False)
        if not isinstance(given, bool):
            self.fault(f"{place}.{key}", "truth", given=given)
        return given is True

    def expression(self, given: object, place: str, claim: bool = False) -> Expression | None:
        """One that can be measured."""
        if isinstance(given, int | float) and not isinstance(given, bool):
            given = repr(given)
        if not isinstance(given, str):
            self.fault(place, "type_expression")
            return None
        try:
            found = expressions.read(given)
        except ExpressionError as error:
            self.fault(place, error.problem, **error.details)
            return None
        if found.is_claim != claim:
            self.fault(place, "claim" if claim else "no_claim", given=given)
            return None
        return self._runs_of(found, place)

    def _runs_of(self, found: Expression, place: str) -> Expression | None:
        for name in sorted(found.runs - self.runs.keys()):
            self.fault(place, "run", given=name, names=", ".join(self.runs))
            return None
        if any(step > MOST_STEPS for step in found.steps):
            self.fault(place, "long", n=max(found.steps), most=MOST_STEPS)
            return None
        return found

    def moment(
        self, given: object, place: str, run: str, keys: Mapping[str, str] = MappingProxyType({})
    ) -> Moment | None:
        """A link of the app.

        Args:
            keys: where a problem stands that is one of a key below the place.
        """
        if not isinstance(given, str):
            self.fault(place, "type_moment")
            return None
        try:
            found = moments.read(given, self.runs.get(run, ""), self.plans)
        except RefusedError as error:
            if not (
                error.problem == "run" and error.details["given"] in self.runs
            ):  # what is wrong with it is said
                where = f"{place}.{keys[error.problem]}" if error.problem in keys else place
                self.fault(where, error.problem, **error.details)
            return None
        if found.compared and any(is_too_much(*one) for one in comparisons.shown_of(found.compared)):
            self.fault(place, "work")
            return None
        return found

    # The lesson

    def lesson(self, found: object, id: str) -> Lesson | None:
        """All of it."""
        table = self.table(found, "", _LESSON_KEYS)
        if self.faults and not table:
            return None
        self.whole(table, "format", "", FORMAT, FORMAT, None)
        title = table.get("title")
        self.languages = tuple(code for code in CATALOGUES if isinstance(title, dict) and code in title)
        if isinstance(title, str):
            self.languages = (next(iter(CATALOGUES)),)
        self._read_runs(table)
        steps = self._steps(table)
        teacher = self.table(table.get("teacher", {}), "teacher", ("plan", "answers", "next"))
        lesson = Lesson(
            id=id,
            title=self.words(table, "title", "", needed=True, plain=True),
            about=self.words(table, "about", "", plain=True),
            misconception=self.words(table, "misconception", "", plain=True),
            languages=self.languages,
            minutes=self.whole(table, "minutes", "", 1, 120, 10),
            runs=self.plans,
            steps=steps,
            plan=self._plan(teacher),
            answers=self._all_words(teacher, "answers"),
            after=self._all_words(teacher, "next"),
            places={step.name: place for place, step in enumerate(steps)},
        )
        return lesson

    def _read_runs(self, table: Mapping[str, Any]) -> None:
        found = table.get("runs", {"main": ""})
        if not isinstance(found, dict) or not 1 <= len(found) <= MOST_RUNS:
            self.fault("runs", "type_runs", most=MOST_RUNS)
            found = {"main": ""}
        for name, settings in found.items():
            place = f"runs.{name}"
            if not _RUN.fullmatch(name) or not isinstance(settings, str):
                self.fault(place, "type_run")
                continue
            self.runs[name] = settings
            moment = self.moment(f"train?{settings}", place, "")
            if moment is None:
                continue
            if is_too_much(moment.plan, moment.opened.steps):
                self.fault(place, "work")
                continue
            self.plans[name] = (moment.plan, moment.opened.steps)

    def _steps(self, table: Mapping[str, Any]) -> tuple[Step, ...]:
        if not table.get("steps"):
            self.fault("steps", "missing", key="steps")
            return ()
        steps: list[Step] = []
        for place, given in enumerate(self.entries(table["steps"], "steps", MOST_STEPS_OF_A_LESSON), 1):
            step = self._step(given, f"steps[{place}]", place, steps)
            if any(step.name == other.name for other in steps):
                self.fault(f"steps[{place}].name", "name_twice", given=step.name)
            steps.append(step)
        return tuple(steps)

    def _step(self, given: object, place: str, n: int, before: list[Step]) -> Step:
        kind = self.one_of(given if isinstance(given, dict) else {}, "kind", place, KINDS, "")
        common = [key for key in _STEP_KEYS if key != "moment" or kind != "compare"]
        table = self.table(given, place, (*common, *_OWN_KEYS[kind]))
        name = table.get("name", f"s{n}")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self.fault(f"{place}.name", "name", given=name)
            name = f"s{n}"
        first = self._first_run(table)
        run = self.one_of(table, "run", place, tuple(self.runs) or ("main",), first)
        moment = self.moment(table["moment"], f"{place}.moment", run) if "moment" in table else None
        if kind == "compare":
            moment = self._comparison(table, place)
        others = moment and run in self.plans and moment.plan != self.plans[run][0]
        if moment and others and is_too_much(moment.plan, moment.opened.steps):
            self.fault(f"{place}.moment", "work")
            moment = None
        claims = [
            self.expression(each, f"{place}.claims[{i}]", claim=True)
            for i, each in enumerate(self.entries(table.get("claims", []), f"{place}.claims", 20), 1)
        ]
        own = getattr(self, f"_{kind}", self._nothing)(table, place, run, before)
        page = _page(moment, before)
        if kind == "try" and page not in _TRIED_ON:
            self.fault(f"{place}.moment", "try_page")
        if own.get("ask") == "curve" and page != PAGES[0]:
            self.fault(f"{place}.moment", "curve_page")
        return Step(
            name=name,
            kind=kind,
            engage=self.one_of(table, "engage", place, ENGAGE, USUAL[kind]),
            run=run,
            moment=moment,
            marks=self._marks(table, place, moment, before),
            text=self.words(table, "text", place, needed=True),
            hint=self.words(table, "hint", place),
            claims=tuple(each for each in claims if each),
            **own,
        )

    def _marks(
        self, table: Mapping[str, Any], place: str, moment: Moment | None, before: list[Step]
    ) -> tuple[str, ...]:
        given = table.get("mark", [])
        names = [given] if isinstance(given, str) else self.entries(given, f"{place}.mark", 4)
        page, shown = _page(moment, before), _shown(moment, before)
        layers = len(shown.plan.last.sizes) - 1 if shown else 0
        for name in names:
            if not isinstance(name, str) or marks.selector(page, name, layers) is None:
                self.fault(
                    f"{place}.mark", "mark", given=name, page=page, names=", ".join(marks.allowed(page))
                )
        return tuple(map(str, names))

    def _first_run(self, table: Mapping[str, Any]) -> str:
        """The run whose numbers are meant where a step names none: the first one that it compares."""
        named = table.get(comparisons.RUNS)
        compared = named if isinstance(named, list) else []
        return next((name for name in compared if name in [*self.runs]), next(iter(self.runs), "main"))

    def _comparison(self, table: Mapping[str, Any], place: str) -> Moment | None:
        """What a step compares."""
        where = f"{place}.{comparisons.RUNS}"
        if comparisons.RUNS not in table:
            self.fault(where, "missing", key=comparisons.RUNS)
            return None
        names = self.entries(table[comparisons.RUNS], where, MOST_RUNS)
        if unknown := [name for name in names if name not in [*self.runs]]:
            self.fault(where, "run", given=unknown[0], names=", ".join(self.runs))
            return None
        tab = self.one_of(table, TAB, place, TABS, TABS[0])
        clock = self.one_of(table, CLOCK, place, CLOCKS, CLOCKS[0])
        position = self.whole(table, POSITION, place, 0, MOST_POSITION, 0)
        words = f"{comparisons.RUNS}={','.join(names)}&{TAB}={tab}&{CLOCK}={clock}&{POSITION}={position}"
        return self.moment(f"{comparisons.PAGE}?{words}", place, "", _COMPARED)

    def _nothing(self, table: Mapping[str, Any], place: str, run: str, before: list[Step]) -> dict[str, Any]:
        return {}

    def _predict(self, table: Mapping[str, Any], place: str, run: str, before: list[Step]) -> dict[str, Any]:
        ask = self.one_of(table, "ask", place, ASKS, "")
        own: dict[str, Any] = {"ask": ask, "digits": self.whole(table, "digits", place, 1, 15, 3)}
        if ask == "choice":
            return own | {"options": self._options(table, place)}
        value = self.expression(table["value"], f"{place}.value") if "value" in table else None
        if "value" not in table:
            self.fault(f"{place}.value", "missing", key="value")
        within = self.real(table, "within", place, 1)
        tolerance = self.real(table, "tolerance", place, 0)
        if ask in ("number", "curve") and within is None and tolerance is None:
            self.fault(place, "near")
        return own | {"value": value, "within": within, "tolerance": tolerance}

    def _options(self, table: Mapping[str, Any], place: str) -> tuple[Option, ...]:
        options = []
        for i, given in enumerate(self.entries(table.get("options", []), f"{place}.options", 6), 1):
            where = f"{place}.options[{i}]"
            each = self.table(given, where, ("text", "when", "right", "say"))
            when = self.expression(each["when"], f"{where}.when", claim=True) if "when" in each else None
            options.append(
                Option(
                    self.words(each, "text", where, needed=True),
                    when,
                    self.truth(each, "right", where),
                    self.words(each, "say", where),
                )
            )
        if len(options) < 2:
            self.fault(f"{place}.options", "few_options")
        return tuple(options)

    def _reveal(self, table: Mapping[str, Any], place: str, run: str, before: list[Step]) -> dict[str, Any]:
        predicted = [each.name for each in before if each.kind == "predict"]
        of = table.get("of", predicted[-1] if predicted else "")
        if of not in predicted:
            self.fault(f"{place}.of", "reveal_of", given=of, names=", ".join(predicted) or "–")
        return {"of": str(of), "play": self.truth(table, "play", place)}

    def _fill(self, table: Mapping[str, Any], place: str, run: str, before: list[Step]) -> dict[str, Any]:
        blanks = []
        for i, given in enumerate(self.entries(table.get("blanks", []), f"{place}.blanks", 8), 1):
            where = f"{place}.blanks[{i}]"
            each = self.table(given, where, ("before", "after", "value", "digits"))
            value = self.expression(each.get("value"), f"{where}.value")
            words = self.words(each, "before", where, needed=True), self.words(each, "after", where)
            if value:
                blanks.append(Blank(*words, value, self.whole(each, "digits", where, 1, 12, 3)))
        if not blanks:
            self.fault(f"{place}.blanks", "missing", key="blanks")
        return {"blanks": tuple(blanks)}

    def _try(self, table: Mapping[str, Any], place: str, run: str, before: list[Step]) -> dict[str, Any]:
        own: dict[str, Any] = {
            "until": self.expression(table.get("until"), f"{place}.until", claim=True),
            "now": self.expression(table["now"], f"{place}.now") if "now" in table else None,
        }
        if "solution" in table:
            solution = own["solution"] = self.moment(table["solution"], f"{place}.solution", run)
            if solution and is_too_much(solution.plan, solution.opened.steps):
                self.fault(f"{place}.solution", "work")
        return own

    def _plan(self, teacher: Mapping[str, Any]) -> tuple[Part, ...]:
        parts = []
        for i, given in enumerate(self.entries(teacher.get("plan", []), "teacher.plan", 30), 1):
            where = f"teacher.plan[{i}]"
            each = self.table(given, where, ("minutes", "text"))
            words = self.words(each, "text", where, needed=True, plain=True)
            parts.append(Part(self.whole(each, "minutes", where, 0, 120, None), words))
        return tuple(parts)

    def _all_words(self, teacher: Mapping[str, Any], key: str) -> tuple[Words, ...]:
        found = self.entries(teacher.get(key, []), f"teacher.{key}", 30)
        return tuple(
            self._languages(each, f"teacher.{key}[{i}]", plain=True) for i, each in enumerate(found, 1)
        )

    # What shows only where it is measured

    def measure(self, lesson: Lesson, is_wanted: Callable[[], bool]) -> None:
        """Note what cannot be measured, or comes out otherwise than the file says."""
        for n, step in enumerate(lesson.steps, 1):
            if not is_wanted():
                return
            for problem, details in problems(lesson, step):
                self.fault(f"steps[{n}]", problem, **details)
