"""Moments that a lesson shows: page, settings, step and what is looked at, as the app's address has them.

    train?hidden=10x12&step=40&view=dW     step_through?show=delta.3     vanishing_gradients?lab=depth~20

The settings may also stand under a name in the lesson, for several moments (`runs`). A moment of the page
Compare has several runs (comparisons.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, parse_qsl, urlencode

import pages.shared.data.address
import pages.shared.lab.settings
import pages.shared.landscape.address
import pages.shared.stepper.address  # noqa: F401  all register their words
from mlp_core import Plan
from pages.shared import link
from pages.shared.compare.address import WORDS, Compared
from pages.shared.lessons import comparisons
from pages.shared.lessons.comparisons import Planned
from pages.shared.lessons.faults import RefusedError
from pages.shared.lessons.words import BESIDE
from pages.shared.link import Opened

PAGES = ("train", "step_through", "vanishing_gradients", comparisons.PAGE, "data")
"""What a lesson can show."""
MOST_STEPS = 5000
"""A lesson's runs are measured on a server that others share."""
_FORM = re.compile(r"([a-z_]+)(?:\?([^#\s]*))?")


class MomentError(RefusedError):
    """Why a moment cannot be used."""


@dataclass(frozen=True)
class Moment:
    """One that has been read.

    Attributes:
        page: one of PAGES.
        query: all of its words, the run's settings among them; of several runs one word each.
    """

    page: str
    query: tuple[tuple[str, str], ...]

    @cached_property
    def opened(self) -> Opened:
        """As a link is read."""
        words: dict[str, list[str]] = {}
        for key, value in self.query:
            words.setdefault(key, []).append(value)
        return link.read(words)

    @property
    def compared(self) -> Compared | None:
        """The runs that it shows side by side; None on another page than Compare."""
        return WORDS.of(self.opened) if self.page == comparisons.PAGE else None

    @property
    def plan(self) -> Plan:
        """Of its run."""
        return self.opened.plan

    @property
    def words(self) -> str:
        """What stands behind the question mark."""
        return urlencode(self.query, safe="!")

    @property
    def address(self) -> str:
        """Below the app's own."""
        page = "" if self.page == PAGES[0] else self.page
        return f"{page}?{self.words}" if self.words else page


def read(source: str, settings: str = "", runs: Mapping[str, Planned] | None = None) -> Moment:
    """Read one.

    Args:
        source: as it stands in the file.
        settings: words of the run that it is of.
        runs: those that can be compared by their names.

    Raises:
        RefusedError: where it leads elsewhere, or has words that the app cannot use.
    """
    if "//" in source or source.startswith(("/", "\\")):
        raise MomentError("address", given=source)
    found = _FORM.fullmatch(source)
    if not found or found[1] not in PAGES:
        raise MomentError("page", given=source, names=", ".join(PAGES))
    if found[1] == comparisons.PAGE:
        return _compared(found[2] or "", runs or {})
    said = dict(_words(settings)) | dict(_words(found[2] or ""))
    words = {
        key: value for key, value in said.items() if key not in BESIDE
    }  # a link that was copied has them
    moment = Moment(found[1], tuple(words.items()))
    if moment.opened.ignored or moment.opened.unknown:
        bad = [*moment.opened.ignored, *(key for key in words if _is_unknown(key, words[key]))]
        raise MomentError("words", names=", ".join(dict.fromkeys(bad)))
    _is_short(moment.opened.steps)
    return moment


def _compared(query: str, runs: Mapping[str, Planned]) -> Moment:
    said = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key not in BESIDE]
    known = [key == comparisons.RUNS or not _is_unknown(key, value) for key, value in said]
    if bad := [key for (key, _), is_known in zip(said, known, strict=True) if not is_known]:
        raise MomentError("words", names=", ".join(dict.fromkeys(bad)))
    moment = Moment(comparisons.PAGE, comparisons.read(said, runs))
    assert moment.compared
    _is_short(max(steps for _, steps in comparisons.shown_of(moment.compared)))
    return moment


def _is_short(steps: int) -> None:
    if steps > MOST_STEPS:
        raise MomentError("long", n=steps, most=MOST_STEPS)


def _is_unknown(key: str, value: str) -> bool:
    return bool(link.read({key: [value]}).unknown)


def _words(query: str) -> list[tuple[str, str]]:
    found = parse_qs(query, keep_blank_values=True)
    for key, values in found.items():
        if len(values) > 1:
            raise MomentError("words", names=key)
    return [(key, values[0]) for key, values in found.items()]
