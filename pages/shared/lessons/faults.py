"""What is wrong with a lesson file: where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlp_core.errors import shorten
from pages.shared.plain import plain_text
from pages.shared.text import text

_LONG = 120


class RefusedError(Exception):
    """What a part of a file is refused for: a problem and what goes with it, not yet where it stands."""

    def __init__(self, problem: str, **details: object) -> None:
        super().__init__(problem)
        self.problem, self.details = problem, details


@dataclass(frozen=True)
class Fault:
    """One.

    Attributes:
        place: as "steps[3].options[1].when", counted from 1; empty for the whole file.
        problem: its sentence is `lesson.fault_<problem>` in the text catalogue.
        details: what that fills in.
    """

    place: str
    problem: str
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, file: str) -> str:
        """In words: the file, the place, and what is allowed. Ready for Markdown."""
        details = {key: plain_text(shorten(str(value), _LONG)) for key, value in self.details.items()}
        if self.problem == "place":
            details["what"] = text(f"lessons.place_{self.details['what']}")
        what = text(f"lessons.fault_{self.problem}", **details)
        place = f"{plain_text(file)}, {plain_text(self.place)}" if self.place else plain_text(file)
        return f"**{place}:** {what}"
