"""Which parts of a JavaScript file are code, and which are comments, strings, templates and patterns."""

from __future__ import annotations

import re
from typing import NamedTuple

_START = re.compile(r"//|/\*|[\"'`/{}]")
_REST = {
    "//": re.compile(r"[^\n]*"),
    "/*": re.compile(r".*?\*/", re.DOTALL),
    '"': re.compile(r'(?:[^"\\\n]|\\.)*"', re.DOTALL),
    "'": re.compile(r"(?:[^'\\\n]|\\.)*'", re.DOTALL),
    "`": re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL),
    "/": re.compile(r"(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/"),
}
"""What begins no code -> the rest of it with its end. A template's text ends where ${ begins code again."""
_NAMES = {"//": "comment", "/*": "comment", '"': "string", "'": "string", "`": "template", "/": "pattern"}
_OPERATORS = {
    "return", "typeof", "case", "in", "of", "void", "delete", "do", "else", "new", "throw", "instanceof",
    "yield", "await",
}  # fmt: skip
"""Words behind which a slash begins a pattern; behind any other it divides."""


class UnfinishedError(ValueError):
    """A comment, string, template or pattern that begins at `position` and has no end."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(f"a {what} without an end")
        self.position = position


class Scanned(NamedTuple):
    """A source's code with blanks for all that is none: as long, with the same lines, quotes and brackets."""

    code: str
    comments: list[tuple[int, int]]
    """Where each begins and ends."""


def scan(source: str) -> Scanned:
    """Tell what is code from what is not.

    A slash behind ")", "]" or "}" is taken for a division: JavaScript allows a pattern there only where a
    statement begins. Taken wrongly, such a pattern is read as code, and a quote in it as a string.

    Raises:
        UnfinishedError: of what has no end.
    """
    code, comments = list(source), list[tuple[int, int]]()
    braces: list[int | None] = []  # those that are open: where a template's ${ stands, or None
    at = 0
    while found := _START.search(source, at):
        start, at, sign = found.start(), found.end(), found[0]
        if sign == "{":
            braces.append(None)
            continue
        if sign == "}":
            if not braces or braces.pop() is None:
                continue
            sign = "`"  # and the template goes on
        elif sign == "/" and _divides(code, start):
            continue
        rest = _REST[sign].match(source, at)
        if rest is None:
            raise UnfinishedError(_NAMES[sign], start)
        at = rest.end()
        if sign in ("//", "/*"):
            comments.append((start, at))
        blank = (start, at) if sign in ("//", "/*") else (found.end(), at - 1)
        code[slice(*blank)] = ["\n" if letter == "\n" else " " for letter in source[slice(*blank)]]
        if sign == "`" and rest[0].endswith("${"):
            braces.append(start)
    if unfinished := [start for start in braces if start is not None]:
        raise UnfinishedError(_NAMES["`"], unfinished[0])
    return Scanned("".join(code), comments)


def _divides(code: list[str], end: int) -> bool:
    """Whether a slash behind code[:end] is a division."""
    while end and code[end - 1].isspace():
        end -= 1
    start = end
    while start and (code[start - 1].isalnum() or code[start - 1] in "_$"):
        start -= 1
    if start < end:
        return "".join(code[start:end]) not in _OPERATORS
    return "".join(code[max(0, end - 2) : end]).endswith((")", "]", "}", '"', "'", "`", ".", "++", "--"))
