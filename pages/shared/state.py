"""All that outlasts a script run, in `st.session_state`: typed slots, each with its key, in this file alone.

A slot of our own is read by `get` and set by `put`. What a widget or one of our components says stands under
its own key, which Streamlit fills: `said` and `told` read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import streamlit as st

if TYPE_CHECKING:
    from mlp_core import Experiment, ExperimentError, Plan
    from mlp_core.data.table import Table
    from pages.shared.compare.comparison import Compared
    from pages.shared.compare.pins import Pinned
    from pages.shared.compare.tried import Tried
    from pages.shared.data.upload import Upload
    from pages.shared.lab.settings import Lab, View
    from pages.shared.lab.study import Study
    from pages.shared.lessons.faults import Fault
    from pages.shared.lessons.lesson import Lesson
    from pages.shared.lessons.measured import StepTold
    from pages.shared.link import Opened
    from pages.shared.session import Run
    from pages.shared.wire.asked import Moment, SceneMoment
    from pages.shared.wire.compare_header import CompareView
    from pages.shared.wire.header import Changing
    from pages.shared.wire.lab_header import Wish
    from pages.shared.wire.once import Once
    from pages.shared.wire.scene_header import OperationHeader
    from pages.shared.wire.tape import Recorder

T = TypeVar("T")


class Slot(Generic[T]):
    """One thing of this session.

    Args:
        key: its name in `st.session_state`.
        first: makes what is there before anything is put; None where there is nothing to begin with.
    """

    def __init__(self, key: str, first: Callable[[], T] | None = None) -> None:
        self._key, self._first = key, first

    @property
    def is_there(self) -> bool:
        """Whether anything was put."""
        return self._key in st.session_state

    def get(self) -> T:
        """What is there.

        Raises:
            KeyError: where there is nothing, not even to begin with.
        """
        try:  # looking first would take as long again, and every text asks for the language
            return cast(T, st.session_state[self._key])
        except KeyError:
            if self._first is None:
                raise
            return self.put(self._first())

    def put(self, value: T) -> T:
        """Keep this instead."""
        st.session_state[self._key] = value
        return value


def _nothing() -> None:
    return None


# The run


@dataclass
class Sent:
    """What one component was last sent for a run.

    Attributes:
        asked: what it had asked, word for word.
        data: the bytes.
    """

    asked: object
    data: bytes


@dataclass
class SentTape(Sent):
    """The same of a player.

    Attributes:
        known: the key of the header that its browser had.
        changing: what the tape brought anew.
        moment: what it was told to show.
    """

    known: str | None
    changing: Changing
    moment: Moment | None


@dataclass
class Program:
    """What Step through last said of a step's operations.

    Attributes:
        experiment, operations: what it follows from.
        header: in words.
    """

    experiment: Experiment
    operations: list[OperationHeader]
    header: Once


@dataclass
class Made:
    """What is made once for a run of so many steps.

    Attributes:
        recorder, header: the player's.
        tapes: what each player was last sent, by the component's key.
        scene, program: what Step through was last sent.
    """

    recorder: Recorder | None = None
    header: Once | None = None
    tapes: dict[str, SentTape] = field(default_factory=dict)
    scene: Sent | None = None
    program: Program | None = None


RUN: Slot[Run | None] = Slot("_run", _nothing)
"""The present run."""
OWN_RUNS: Slot[dict[str, Run]] = Slot("_own_runs", dict)
"""Runs of pages' own, by the names that those give them."""
PAST: Slot[dict[str, tuple[Plan, int]]] = Slot("_past", dict)
"""Plans that were shown, and their steps, by the settings' part of their links."""
TAKE: Slot[int] = Slot("_take", int)
"""How often a run was begun anew though its settings stayed."""
OPENED: Slot[Opened | None] = Slot("_opened", _nothing)
"""The link that the session was opened with."""
PAGE: Slot[str] = Slot("_page", str)
"""The page of the last script run."""
TABLE: Slot[Table | None] = Slot("_table", _nothing)
"""The person's own data."""


@dataclass(frozen=True)
class Language:
    """What the session reads.

    Attributes:
        code: of the language; empty before anybody has asked.
        is_chosen: whether a link or a person says so, not the browser alone.
        changes: how often it was changed. Widgets and components then have other keys: what the browser still
            says of the ones before is in other words, and what shows words is made anew.
    """

    code: str = ""
    is_chosen: bool = False
    changes: int = 0


LANGUAGE: Slot[Language] = Slot("_language", Language)
DRAWN: Slot[dict[str, object]] = Slot("_drawn")
"""What the page was drawn for at the last run of the whole script (fragment.py)."""


@dataclass(frozen=True)
class Screen:
    """How the session's pages are shown.

    Attributes:
        is_projected: larger, for a projector.
        hidden: the parts that are left out, by their names in links.
        pixel: what one pixel of a screen of 1280x720 is on this one.
    """

    is_projected: bool = False
    hidden: tuple[str, ...] = ()
    pixel: float = 1.0


SCREEN: Slot[Screen | None] = Slot("_screen", _nothing)
"""None before the link was read."""


# The sidebar


@dataclass
class Sidebar:
    """What the sidebar's widgets say, by their names, also while they are not drawn.

    Attributes:
        base: the settings that they were last set to.
        said: what they said at the last script run.
    """

    base: Experiment
    said: dict[str, Any] = field(default_factory=dict)


SIDEBAR: Slot[Sidebar] = Slot("_sidebar")
TIMES: Slot[dict[str, int]] = Slot("_times", dict)
"""How often each widget's value was set by us (widgets.py)."""
WISHES: Slot[dict[str, Any]] = Slot("_wishes", dict)
"""Values for widgets at the next script run."""


# The pages


@dataclass
class Player:
    """One player of the page, by the component's key.

    Attributes:
        moment: what it was told last.
    """

    moment: Moment | None = None


SCENE_MOMENT: Slot[SceneMoment | None] = Slot("_scene_moment", _nothing)
"""What Step through was told to show."""
PLAYERS: Slot[dict[str, Player]] = Slot("_players", dict)
ACTED: Slot[dict[str, int]] = Slot("_acted", dict)
"""The number of the last action that was carried out, by the component's key."""


@dataclass
class LabChoice:
    """What was chosen in the lab, also while another page is shown.

    Attributes:
        settings: the last ones that could be used.
        view: how the person looks at them; another study's first answer is like that.
        wish: what a story shows first, until it is told.
    """

    settings: Lab
    view: View
    wish: Wish | None = None


@dataclass
class Studied:
    """The lab's study, and what its browser was sent.

    Attributes:
        lab: its settings.
        study: what is measured.
        id: its name in messages.
        language: in which the header is.
        header: what stays the same.
        take: which of the session's studies it is. One that is made anew has another name: what was asked of
            the one before, whose charts the browser may no longer have, is not asked of it.
        sent: the last answer.
        is_left: whether another one is to take its place, though the settings may stay.
    """

    lab: Lab
    study: Study
    id: str
    language: str
    header: Once
    take: int
    sent: Sent | None = None
    is_left: bool = False


LAB_CHOICE: Slot[LabChoice] = Slot("_lab")
STUDIED: Slot[Studied | None] = Slot("_kept_lab", _nothing)


@dataclass(frozen=True)
class Left:
    """What a person had before a lesson, to be given back.

    Attributes:
        plan, steps, step: the run.
        lab: the lab's settings.
        pinned, view: the pins and how they were looked at, while the lesson has others in their place.
    """

    plan: Plan | None = None
    steps: int = 0
    step: int = 0
    lab: Lab | None = None
    pinned: Pinned | None = None
    view: CompareView | None = None


@dataclass(frozen=True)
class Reached:
    """What a try has come to: with which settings, whether it is reached, how far one is in words."""

    plan: Plan
    is_reached: bool
    now: str


@dataclass
class Taken:
    """The lesson that is being taken.

    Attributes:
        lesson: what its file says.
        at: the name of the step.
        n: how often one has gone to a step: the browser turns the page once for each.
        is_shown: whether the app shows the step's moment, or the page has to be turned to it first.
        goes_on: whether one has come from the step before: what has no moment leaves the app as it is then.
        left: what there was before it began.
        reached: what the last look at a try has found.
        code: the class that its answers are counted for, if any.
        told: its steps with their numbers, by name and language, where it is from a person's own file.
    """

    lesson: Lesson
    at: str
    n: int
    is_shown: bool = False
    goes_on: bool = False
    left: Left = field(default_factory=Left)
    reached: Reached | None = None
    code: str = ""
    told: dict[tuple[str, str], StepTold] = field(default_factory=dict)


TAKEN: Slot[Taken | None] = Slot("_taken", _nothing)
"""None while no lesson is taken."""
OWN_LESSON: Slot[Lesson | None] = Slot("_own_lesson", _nothing)
"""A lesson from a person's own file."""
LESSON_FILE: Slot[tuple[str, Lesson | list[Fault]] | None] = Slot("_lesson_file", _nothing)
"""The file that was read last, by its fingerprint, and what came of it."""


def _no_pins() -> Pinned:
    from pages.shared.compare.pins import Pinned

    return Pinned()


PINNED: Slot[Pinned] = Slot("_pinned", _no_pins)
"""The runs that were pinned."""
COMPARED_RUNS: Slot[dict[str, Run]] = Slot("_compared_runs", dict)
"""Those that are compared, by their names."""
COMPARE_VIEW: Slot[CompareView | None] = Slot("_compare_view", _nothing)
"""How the comparison is to be looked at first; None before anybody has looked."""
COMPARED: Slot[Compared | None] = Slot("_compared", _nothing)
"""The comparison that the page shows, and what its browser was sent."""


def _none_tried() -> Tried:
    from pages.shared.compare.tried import Tried

    return Tried()


TRIED: Slot[Tried] = Slot("_tried", _none_tried)
"""The runs that were tried."""


@dataclass
class OneThing:
    """What was chosen where one thing of a run is to be changed.

    Attributes:
        of: the pin's id; 0 for the present run, None for the first that is compared.
        what: a name in changing.KINDS.
    """

    of: int | None = None
    what: str = "activation"


CHANGING: Slot[OneThing] = Slot("_one_thing", OneThing)


@dataclass
class Data:
    """The Data page.

    Attributes:
        upload: the person's file.
        files: how many were put there.
        changed: the number of a file that is still to be read.
        used: the number of the file that was put to use last.
        is_new: whether the page is to be run again, with other data.
        refused: why the file could not be put to use, until it is said.
        said: what widgets said, by their keys: Streamlit forgets those that are not drawn.
        axes_of: the names that could be chosen for the axes.
    """

    upload: Upload | None = None
    files: int = 0
    changed: int | None = None
    used: int = 0
    is_new: bool = False
    refused: ExperimentError | None = None
    said: dict[str, Any] = field(default_factory=dict)
    axes_of: list[str] = field(default_factory=list)


DATA: Slot[Data] = Slot("_data", Data)


# What widgets and components say


def said(key: str) -> Any:
    """What a widget says; raises KeyError where it is not there."""
    return st.session_state[key]


def is_said(key: str) -> bool:
    """Whether a widget says anything: one that is not drawn is forgotten at some later script run."""
    return key in st.session_state


def say(key: str, value: object) -> None:
    """Let a widget say this, before it is drawn."""
    st.session_state[key] = value


def unsay(key: str) -> None:
    """Forget what a widget says, if it is there."""
    st.session_state.pop(key, None)


def worded(key: str) -> str:
    """The key that Streamlit has something under that is full of words: another one in every language."""
    changes = LANGUAGE.get().changes
    return f"{key}_{changes}" if changes else key


def told(key: str) -> Mapping[str, Any]:
    """What one of our components tells: its states by their names; empty at first."""
    found = st.session_state.get(worded(key))
    return found if isinstance(found, Mapping) else {}
