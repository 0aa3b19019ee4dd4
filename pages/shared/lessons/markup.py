"""Texts of lessons, as a tree of plain parts that the browser builds from: no HTML goes through.

Paragraphs are apart by an empty line; lines that begin with "- " are a list. **strong**, `code`,
$formula$ in the LaTeX that mathml.py knows, with `\\val{loss@42}` for a number in it,
[words](train?step=40) for a link within the app, and {loss@42} for a number that is computed:
{loss@42:5} to five significant digits, {loss@42:.2f} with two decimals, {accuracy@9:%} in per cent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, TypedDict

from pages.shared.lessons import moments
from pages.shared.lessons.comparisons import Planned
from pages.shared.lessons.expressions import Expression, ExpressionError, read
from pages.shared.lessons.faults import RefusedError
from pages.shared.numbers import percent, significant
from pages.shared.stepper.mathml import mathml

Kind = Literal["text", "strong", "code", "math", "link", "number"]
Say = Callable[[Expression, str], str]
"""(what, format) -> its number in words."""
Runs = Mapping[str, Planned]
_NO_RUNS: Runs = MappingProxyType({})
_HTML = re.compile(r"<[A-Za-z/!?]")
_PART = re.compile(
    r"\$(?P<math>[^$]+)\$|\{(?P<number>[^{}]*)\}|\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`"
    r"|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s]*)\)"
)
_VALUE = re.compile(r"\\val\{([^{}]*)\}")
_FORMAT = re.compile(r"(?P<digits>[1-9]|1[0-7])|\.(?P<decimals>[0-9])f|(?:\.(?P<tenths>[0-9]))?%")
_WHOLE = 1e9
DIGITS = 3
"""Significant digits, where a text says nothing else."""


class Part(TypedDict, total=False):
    """A piece of a line: its kind, its words (a formula's are MathML of ours), a link's address."""

    kind: Kind
    words: str
    to: str


class Block(TypedDict):
    """A paragraph, or a list's entry."""

    kind: Literal["p", "li"]
    parts: list[Part]


class MarkupError(RefusedError):
    """Why a text cannot be shown."""


def number(value: float, form: str = "") -> str:
    """A number as a text asks for it; whole numbers are written whole where it asks for nothing."""
    found = _FORMAT.fullmatch(form)
    if found and found["decimals"] and math.isfinite(value):
        return f"{value:.{found['decimals']}f}".replace("-", "−")
    if form.endswith("%"):
        return percent(value, int((found and found["tenths"]) or 0))
    if found and found["digits"]:
        return significant(value, int(found["digits"]))
    if math.isfinite(value) and value == round(value) and abs(value) < _WHOLE:
        return f"{value:.0f}".replace("-", "−")
    return significant(value, DIGITS)


def expression_of(source: str) -> tuple[Expression, str]:
    """What a placeholder measures, and how its number is written.

    Raises:
        MarkupError: where it cannot be read.
    """
    what, _, form = source.rpartition(":") if ":" in source else (source, "", "")
    if form and not _FORMAT.fullmatch(form):
        raise MarkupError("form", form=form)
    try:
        return read(what), form
    except ExpressionError as error:
        raise MarkupError(error.problem, **error.details) from None


def numbers(source: str, runs: Runs = _NO_RUNS) -> list[Expression]:
    """All that a text measures; raises MarkupError where it cannot be shown."""
    found: list[Expression] = []

    def say(what: Expression, _: str) -> str:
        found.append(what)
        return "0"

    blocks(source, say, runs)
    return found


def blocks(source: str, say: Say, runs: Runs = _NO_RUNS) -> list[Block]:
    """A text as it is shown.

    Args:
        runs: those that its links can compare, by their names.

    Raises:
        MarkupError: for HTML, a placeholder, a formula or a link that cannot be used.
    """
    if tag := _HTML.search(source):
        raise MarkupError("html", given=source[tag.start() : tag.start() + 20])
    return list(_blocks(source, say, runs))


def _blocks(source: str, say: Say, runs: Runs) -> Iterator[Block]:
    for paragraph in re.split(r"\n\s*\n", source.strip()):
        lines: list[str] = []
        for line in map(str.strip, paragraph.splitlines()):
            if line.startswith("- "):
                if lines:
                    yield {"kind": "p", "parts": _parts(" ".join(lines), say, runs)}
                    lines = []
                yield {"kind": "li", "parts": _parts(line[2:], say, runs)}
            else:
                lines.append(line)
        if lines:
            yield {"kind": "p", "parts": _parts(" ".join(lines), say, runs)}


def _parts(line: str, say: Say, runs: Runs) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for found in _PART.finditer(line):
        _plain(line[at : found.start()], parts)
        parts.append(_part(found, say, runs))
        at = found.end()
    _plain(line[at:], parts)
    return parts


def _plain(words: str, parts: list[Part]) -> None:
    if "{" in words or "}" in words:
        raise MarkupError("brace", given=words)
    if words:
        parts.append({"kind": "text", "words": words})


def _part(found: re.Match[str], say: Say, runs: Runs) -> Part:
    if found["math"] is not None:
        return {"kind": "math", "words": _formula(found["math"], say)}
    if found["number"] is not None:
        return {"kind": "number", "words": say(*expression_of(found["number"]))}
    if found["strong"] is not None:
        return {"kind": "strong", "words": _within(found["strong"], say)}
    if found["code"] is not None:
        return {"kind": "code", "words": found["code"]}
    try:
        to = moments.read(found["link"], runs=runs).address
    except RefusedError as error:
        raise MarkupError(error.problem, **error.details) from None
    return {"kind": "link", "words": found["words"], "to": to}


def _within(words: str, say: Say) -> str:
    """Strong words with their numbers."""
    return re.sub(r"\{([^{}]*)\}", lambda one: say(*expression_of(one[1])), words)


def _formula(latex: str, say: Say) -> str:
    filled = _VALUE.sub(lambda one: f"\\text{{{say(*expression_of(one[1]))}}}", latex)
    try:
        return mathml(filled).replace('display="block"', 'display="inline"')
    except (ValueError, RecursionError) as error:
        raise MarkupError("formula", why=str(error)) from None


def plain(found: list[Block]) -> str:
    """A text without its looks, for a sheet or a title; formulas have none."""
    return "\n".join(
        "".join(part.get("words", "") for part in block["parts"] if part["kind"] != "math") for block in found
    )
