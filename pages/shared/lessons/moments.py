"""Moments that a lesson shows: page, settings, step and what is looked at, as the app's address has them.

    train?hidden=10x12&step=40&view=dW     step_through?show=delta.3     vanishing_gradients?lab=depth~20

The settings may also stand under a name in the lesson, for several moments (`runs`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlencode

import pages.shared.data.address
import pages.shared.lab.settings
import pages.shared.stepper.address  # noqa: F401  all register their words
from mlp_core import Plan
from pages.shared import link
from pages.shared.lessons.faults import RefusedError
from pages.shared.lessons.words import BESIDE
from pages.shared.link import Opened

PAGES = ("train", "step_through", "vanishing_gradients", "data")
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
        query: all of its words, the run's settings among them.
    """

    page: str
    query: tuple[tuple[str, str], ...]

    @cached_property
    def opened(self) -> Opened:
        """As a link is read."""
        return link.read({key: [value] for key, value in self.query})

    @property
    def plan(self) -> Plan:
        """Of its run."""
        return self.opened.plan

    @property
    def words(self) -> str:
        """What stands behind the question mark."""
        return urlencode(self.query)

    @property
    def address(self) -> str:
        """Below the app's own."""
        page = "" if self.page == PAGES[0] else self.page
        return f"{page}?{self.words}" if self.words else page


def read(source: str, settings: str = "") -> Moment:
    """Read one.

    Args:
        source: as it stands in the file.
        settings: words of the run that it is of.

    Raises:
        MomentError: where it leads elsewhere, or has words that the app cannot use.
    """
    if "//" in source or source.startswith(("/", "\\")):
        raise MomentError("address", given=source)
    found = _FORM.fullmatch(source)
    if not found or found[1] not in PAGES:
        raise MomentError("page", given=source, names=", ".join(PAGES))
    said = dict(_words(settings)) | dict(_words(found[2] or ""))
    words = {
        key: value for key, value in said.items() if key not in BESIDE
    }  # a link that was copied has them
    moment = Moment(found[1], tuple(words.items()))
    if moment.opened.ignored or moment.opened.unknown:
        bad = [*moment.opened.ignored, *(key for key in words if _is_unknown(key, words[key]))]
        raise MomentError("words", names=", ".join(dict.fromkeys(bad)))
    if moment.opened.steps > MOST_STEPS:
        raise MomentError("long", n=moment.opened.steps, most=MOST_STEPS)
    return moment


def _is_unknown(key: str, value: str) -> bool:
    return bool(link.read({key: [value]}).unknown)


def _words(query: str) -> list[tuple[str, str]]:
    found = parse_qs(query, keep_blank_values=True)
    for key, values in found.items():
        if len(values) > 1:
            raise MomentError("words", names=key)
    return [(key, values[0]) for key, values in found.items()]
