"""One module of JavaScript: what it imports, what it exports, and its code without the words for them.

Read are these forms, each at the beginning of a line and outside of all brackets:

    import { a, b as c } from "./x.js";         over several lines too
    export function f, export async function f, export function* f, export class C
    export const a = ...;                       one name each
    export default ...                          which the entry has to have, and which no module imports

Imports come before all other code. All else with one of the two words is refused, by file and line:
`import()`, `import *`, default and bare imports, `export {}`, `export * from`, and `export let`, of which an
importing module would keep the first value.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from pages.shared.browser.files import SHARED
from pages.shared.browser.scanner import UnfinishedError, scan

_WORD = re.compile(r"(?:import|export)(?![\w$])(?<![\w$.#].{6})")
_IMPORT = re.compile(r"import\s*\{([^{}]*)\}\s*from\s*([\"'] *[\"'])[ \t]*;?[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"([^\W\d][\w$]*|\$[\w$]*)(?:\s+as\s+([^\W\d][\w$]*|\$[\w$]*))?")
_DECLARED = re.compile(
    r"export\s+(default\s+)?((?:async\s+)?function\b\s*\*?|class\b)\s*(?!extends\b)([\w$]*)"
)
_CONSTANT = re.compile(r"export\s+const\s+([\w$]+)\s*=")
_DEFAULT = re.compile(r"export\s+default\b")
_OWN = "$default"


Edit = tuple[int, int, str]
"""Of a source: from where to where something is replaced, and by what."""


class LoadError(Exception):
    """What keeps modules from becoming one script, with the file and the line where it stands."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")
        self.path, self.line, self.why = path, line, why


@dataclass(frozen=True)
class Import:
    """One import statement: the module that it names, and the names that it has for what that one exports."""

    line: int
    path: str
    names: dict[str, str]
    """The name here -> the one there."""


@dataclass
class Module:
    """A file that has been read: its imports and exports, and its code without the words for them."""

    path: str
    imports: list[Import] = field(default_factory=list)
    exports: dict[str, str] = field(default_factory=dict)
    """What it exports -> the name that this has inside."""
    body: str = ""

    def scoped(self) -> str:
        """As a value of `$modules`: in a scope of its own, and strict, as modules are."""
        given = ", ".join(out if out == own else f"{out}: {own}" for out, own in self.exports.items())
        begin = f'// {self.path}\n$modules["{self.path}"] = (function () {{ "use strict";'
        return f"{begin}\n{self.body.rstrip()}\nreturn {{ {given} }};\n}})();\n"


def read_module(path: str, root: Traversable = SHARED) -> Module:
    """Read one file.

    Raises:
        LoadError: naming the line of what is not read.
    """
    source = root.joinpath(path).read_text(encoding="utf-8")
    return _Reader(path, source).module


class _Reader:
    """Goes through one file, statement by statement."""

    def __init__(self, path: str, source: str) -> None:
        self.source = source
        self.module = Module(path)
        try:
            self.code, self.comments = scan(source)
        except UnfinishedError as unfinished:
            raise self._error(unfinished.position, str(unfinished)) from None
        self.module.body = self._changed([*self._statements(), *self._comments()])

    def _statements(self) -> Iterator[Edit]:
        """Imports and exports, and what stands in their places."""
        at = 0
        for start in self._words():
            begins = not self.module.exports and not self.code[at:start].strip()
            if not self.code.startswith("import", start):
                at, instead = self._export(start)
            elif begins:
                at, instead = self._import(start)
            else:
                raise self._error(start, "imports come before all other code")
            yield start, at, instead

    def _comments(self) -> Iterator[Edit]:
        """They are left out: a component's script is sent to every browser."""
        for start, end in self.comments:
            line = self.source.rfind("\n", 0, start) + 1
            after = self.source.find("\n", end)
            after = len(self.source) if after < 0 else after + 1
            if not self.source[line:start].strip() and not self.source[end:after].strip():
                yield line, after, ""
            else:
                yield start, end, "\n" if "\n" in self.source[start:end] else " "

    def _changed(self, edits: list[Edit]) -> str:
        """The source with edits made; one that lies inside another is done with that."""
        pieces, at = [], 0
        for start, end, instead in sorted(edits):
            if start >= at:
                pieces += [self.source[at:start], instead]
                at = end
        return "".join([*pieces, self.source[at:]])

    def _words(self) -> Iterator[int]:
        """Where import and export stand; refused inside of brackets, and behind other code on a line."""
        depth = at = 0
        for found in _WORD.finditer(self.code):
            start = found.start()
            depth += sum(self.code.count(sign, at, start) for sign in "([{")
            depth -= sum(self.code.count(sign, at, start) for sign in ")]}")
            line = self.code.rfind("\n", 0, start) + 1
            if depth or self.code[line:start].strip():
                raise self._refused(start)
            yield start
            at = start

    def _import(self, start: int) -> tuple[int, str]:
        """The end of a statement, and what stands in its place, on as many lines."""
        found = _IMPORT.match(self.code, start)
        if not found:
            raise self._refused(start)
        path = self._path(start, self.source[found.start(2) + 1 : found.end(2) - 1])
        names: dict[str, str] = {}
        for word in filter(None, map(str.strip, found[1].split(","))):
            name = _NAME.fullmatch(word)
            if not name:
                raise self._refused(start)
            own = name[2] or name[1]
            if own in names or any(own in other.names for other in self.module.imports):
                raise self._error(start, f"{own} is imported twice")
            names[own] = name[1]
        self.module.imports.append(Import(self._line(start), path, names))
        taken = ", ".join(name if name == own else f"{name}: {own}" for own, name in names.items())
        lines = "\n" * self.code.count("\n", start, found.end())
        return found.end(), f'const {{ {taken} }} = $modules["{path}"];{lines}'

    def _path(self, start: int, written: str) -> str:
        """The path below the root that a module writes relative to itself."""
        if not written.startswith(("./", "../")):
            raise self._error(start, f'"{written}" is no relative path: it has to begin with ./ or ../')
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.module.path), written))
        if path.startswith(".."):
            raise self._error(start, f'"{written}" lies outside of the folder that the loader reads')
        return path

    def _export(self, start: int) -> tuple[int, str]:
        """The end of what is read of a statement, and what stands in its place."""
        if found := _DECLARED.match(self.code, start):
            default, kind, name = found.groups()
            if name or default:
                self._give(start, "default" if default else name, name or _OWN)
                return found.end(), f"{kind.strip()} {name or _OWN}"
        elif found := _CONSTANT.match(self.code, start):
            self._one_name(start, found.end())
            self._give(start, found[1], found[1])
            return found.start() + len("export "), ""
        elif found := _DEFAULT.match(self.code, start):
            self._give(start, "default", _OWN)
            return found.end(), f"const {_OWN} ="
        raise self._refused(start)

    def _one_name(self, start: int, at: int) -> None:
        """Refuse a second name of an exported const."""
        depth = 0
        for found in re.compile(r"[([{]|[)\]}]|[,;]").finditer(self.code, at):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(found[0], 0)
            if depth == 0 and found[0] == ";":
                return
            if depth == 0 and found[0] == ",":
                break
        raise self._error(start, "an exported const has one name, and a semicolon at its end")

    def _give(self, start: int, out: str, own: str) -> None:
        if out in self.module.exports:
            raise self._error(start, f"{out} is exported twice")
        self.module.exports[out] = own

    def _refused(self, start: int) -> LoadError:
        line = self.source[self.source.rfind("\n", 0, start) + 1 :].partition("\n")[0].strip()
        return self._error(start, f"no form of import or export that the loader reads: {line}")

    def _line(self, position: int) -> int:
        return self.source.count("\n", 0, position) + 1

    def _error(self, position: int, why: str) -> LoadError:
        return LoadError(self.module.path, self._line(position), why)
