"""A lesson as it was read: what its file says, checked (reading.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlp_core import Plan
from pages.shared.lessons import comparisons
from pages.shared.lessons.expressions import Expression
from pages.shared.lessons.moments import Moment
from pages.shared.lessons.runs import Stand
from pages.shared.lessons.words import OWN

KINDS = ("show", "compare", "predict", "reveal", "fill", "try", "explain", "think")
"""What a step can ask of who takes the lesson."""
ENGAGE = ("view", "respond", "change", "construct", "present")
"""How much of one's own a step asks for. Source: T. Naps and others (2002), a taxonomy of engagement."""
USUAL = dict(
    zip(
        KINDS,
        ("view", "view", "respond", "view", "respond", "change", "construct", "present"),
        strict=True,
    )
)
"""The kind -> the level of engagement, where a step names none."""
ASKS = ("choice", "number", "layer", "curve")
"""What a prediction can be."""

Words = Mapping[str, str]
"""A text in every language that the file has, by the language's code."""


@dataclass(frozen=True)
class Option:
    """One of several answers: whether it is right follows from `when`, or is said."""

    words: Words
    when: Expression | None
    right: bool
    say: Words


@dataclass(frozen=True)
class Blank:
    """A number that is left out: what stands before and behind it, and to how many digits it is checked."""

    before: Words
    after: Words
    value: Expression
    digits: int


@dataclass(frozen=True)
class Step:
    """One step. What a kind does not have is empty.

    Attributes:
        name: in links.
        kind, engage: of KINDS, of ENGAGE.
        run: the lesson's run that its numbers are of.
        moment: what the app shows, one run or several side by side; None leaves it as it is.
        marks: parts that are pointed at.
        text, hint: in every language.
        claims: what is true of the numbers, or the text is wrong.
        ask: of ASKS, what is predicted; options: of a choice.
        value: of a number, a layer or a curve's end; within, tolerance: how near counts as right, as a factor
            or as a distance; digits: how many of the value are shown.
        of: the name of the step whose prediction is looked at again; play: whether the app plays up to the
            moment.
        blanks: of a calculation.
        until: what is to be reached; now: a number that says how far one is; solution: words of a link that
            reach it.
    """

    name: str
    kind: str
    engage: str
    run: str
    moment: Moment | None
    marks: tuple[str, ...]
    text: Words
    hint: Words
    claims: tuple[Expression, ...] = ()
    ask: str = ""
    options: tuple[Option, ...] = ()
    value: Expression | None = None
    within: float | None = None
    tolerance: float | None = None
    digits: int = 3
    of: str = ""
    play: bool = False
    blanks: tuple[Blank, ...] = ()
    until: Expression | None = None
    now: Expression | None = None
    solution: Moment | None = None

    @property
    def step(self) -> int:
        """Of its moment: where its numbers are measured if they say nothing else. Of several runs: stand."""
        return self.moment.opened.step if self.moment else 0


_SHOWN = ""
"""The run of a moment that has settings of its own, among those with names."""


@dataclass(frozen=True)
class Part:
    """A part of a lesson's plan: how many minutes, for what."""

    minutes: int
    words: Words


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        id: its name in links.
        title, about, misconception: in every language; the last is what it answers.
        languages: that its texts have, all of them the same.
        minutes: that it takes.
        runs: settings and lengths by name.
        steps: in their order.
        print: of the file, where it is a person's own.
        plan, answers, after: the teacher's notes: minute by minute, what classes answer, what to ask next.
    """

    id: str
    title: Words
    about: Words
    misconception: Words
    languages: tuple[str, ...]
    minutes: int
    runs: Mapping[str, tuple[Plan, int]]
    steps: tuple[Step, ...]
    print: str = ""
    plan: tuple[Part, ...] = ()
    answers: tuple[Words, ...] = ()
    after: tuple[Words, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether it is from a person's own file."""
        return self.id == OWN

    @property
    def key(self) -> str:
        """By which the browser keeps what was answered."""
        return f"{self.id}-{self.print}" if self.print else self.id

    def stand(self, step: Step) -> Stand:
        """What a step's numbers are of: its run, or the one that its moment's own settings make of it.

        Where runs are compared, each is at the step at which it is shown.
        """
        if step.moment and step.moment.compared:
            beside = comparisons.steps_of(step.moment.compared, self.runs)
            return Stand(self.runs, step.run, beside.get(step.run, 0), self.is_own, beside)
        if step.moment and step.moment.plan != self.runs[step.run][0]:
            shown = (step.moment.plan, step.moment.opened.steps)
            return Stand({**self.runs, _SHOWN: shown}, _SHOWN, step.step, self.is_own)
        return Stand(self.runs, step.run, step.step, self.is_own)

    def language(self, wanted: str) -> str:
        """The one to be shown to who reads `wanted`."""
        return wanted if wanted in self.languages else self.languages[0]

    def place(self, name: str) -> int:
        """Where a step is, from 0, by its name; the first one where there is none of it."""
        return self.places.get(name, 0)
