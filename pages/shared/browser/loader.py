"""A component's modules as one script.

Every file of JavaScript below pages/shared is a module that imports others by their true relative paths, so
that Node, a linter and a type checker read it as it is. A component is given to Streamlit as one script all
the same: Streamlit runs it as a blob:, in which relative imports do not resolve. Serving the folder as module
files would be the other way, and would have to survive three things that one script has no part in: a page
opened cold by a deep link, when no component may have been declared yet in that server; an app updated
while a browser keeps old files of it, one by one; and a page of plain files, or a single file with everything
inside, with no server to serve from.

The script has no comments, for Streamlit sends it along with every answer of the server. Which forms of
import and export are read stands in modules.py. Refused here are a name that the other module does not give,
a file that is not there, and a circle. Knows no Streamlit.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable

from pages.shared.browser.files import SHARED
from pages.shared.browser.modules import LoadError, Module, read_module


def bundle(entry: str, root: Traversable = SHARED) -> str:
    """An entry module and all that it needs, as one module whose default export is the entry's.

    Args:
        entry: its path below `root`, such as "player/player.js".

    Raises:
        LoadError: where a file cannot be read as a module; FileNotFoundError where there is no such entry.
    """
    modules = _ordered([entry], root)
    if "default" not in modules[-1].exports:
        raise LoadError(entry, 1, "an entry needs a default export")
    return f'{_script(modules)}\nexport default $modules["{entry}"].default;\n'


def inline(*entries: str, root: Traversable = SHARED) -> str:
    """Modules and all that they need as statements of a script that is no module; their exports are in scope.

    Raises:
        LoadError: as `bundle` does, and where two entries export the same name.
    """
    modules = _ordered(list(entries), root)
    lines, known = [_script(modules)], dict[str, str]()
    for module in modules:
        if module.path not in entries:
            continue
        for name in module.exports.keys() - {"default"}:
            if name in known:
                raise LoadError(module.path, 1, f"{name} is exported by {known[name]} too")
            known[name] = module.path
        names = ", ".join(name for name in module.exports if name != "default")
        lines.append(f'const {{ {names} }} = $modules["{module.path}"];')
    return "\n".join(lines) + "\n"


def _script(modules: list[Module]) -> str:
    return "\n".join(["const $modules = {};\n", *(module.scoped() for module in modules)])


def _ordered(entries: list[str], root: Traversable) -> list[Module]:
    """The modules that entries lead to, each behind all that it imports."""
    done: dict[str, Module] = {}

    def visit(path: str, chain: tuple[str, ...]) -> None:
        module = read_module(path, root)
        for needed in module.imports:
            if needed.path in (*chain, path):
                way = [*chain, path]
                circle = " -> ".join([*way[way.index(needed.path) :], needed.path])
                raise LoadError(path, needed.line, f"a circle: {circle}")
            if needed.path not in done:
                if not root.joinpath(needed.path).is_file():
                    raise LoadError(path, needed.line, f"there is no file {needed.path}")
                visit(needed.path, (*chain, path))
            for name in needed.names.values():
                if name == "default" or name not in done[needed.path].exports:
                    raise LoadError(path, needed.line, f"{needed.path} exports no {name}")
        done[path] = module

    for entry in entries:
        if entry not in done:
            visit(entry, ())
    return list(done.values())
