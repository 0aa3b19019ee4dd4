"""A component's modules as one script.

Every file of JavaScript below pages/shared is a module that imports others by their true relative paths, so
that Node, a linter and a type checker read it as it is. A component is one script all the same. Served as a
folder of modules, each by its own name, it would break where an app is updated while a browser keeps old
files of it, one by one; and where there is no server to serve from (a page of plain files, or a single file
with everything inside), a script runs as a blob:, in which relative imports do not resolve.

Which forms of import and export are read stands in modules.py. Refused here are a name that the other module
does not give, a file that is not there, and a circle. Knows no Streamlit.
"""

from __future__ import annotations

import json
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


def dressed(entry: str, html: str, css: str, root: Traversable = SHARED) -> str:
    """The same as `bundle` with the component's HTML and style sheet in it.

    Raises:
        LoadError: as `bundle` does.
    """
    dress = "browser/dressed.js"
    modules = _ordered([entry, dress], root)
    parts = f'$modules["{entry}"].default, {json.dumps(html)}, {json.dumps(css)}'
    return f'{_script(modules)}\nexport default $modules["{dress}"].dressed({parts});\n'


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
