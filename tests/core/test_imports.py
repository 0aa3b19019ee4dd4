"""Imports run one way: app.py and pages -> pages/shared -> mlp_core. Read from the sources."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.core.imports import ROOT, below, files, imported, imports_of

CORE = files("mlp_core/**/*.py")
PAGES = files("app.py", "pages/*.py")
SHARED = files("pages/shared/**/*.py")
WIRE = files("pages/shared/wire/*.py")
FIGURES = files("pages/shared/figures*.py", "pages/shared/**/figures*.py")
MAY_USE_TRAINER = {"__init__", "trainer", "probe", "course", "diagnostics", "landscape", "route", "arrows"}


def each(paths: list[Path]) -> pytest.MarkDecorator:
    """One test a file, named by its path."""
    return pytest.mark.parametrize("path", paths, ids=lambda p: p.relative_to(ROOT).as_posix())


def test_every_form_of_import_is_seen() -> None:
    """The reader of imports itself: absolute, from, relative, and inside a function."""
    assert imported("import a.b as c") == {"a.b"}
    assert imported("from a import b, c") == {"a", "a.b", "a.c"}
    assert imported("from . import b\nfrom ..c import d", "x.y") == {"x.y", "x.y.b", "x.c", "x.c.d"}
    assert imported("def f():\n    if 1:\n        import late") == {"late"}
    assert below({"a.b", "ab", "a"}, "a") == {"a.b", "a"}


def test_the_core_is_found() -> None:
    assert {"trainer", "experiment", "network", "tutorial"} <= {path.stem for path in CORE}


@each(CORE)
def test_the_core_imports_only_numpy_pandas_and_itself(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}
    assert roots <= sys.stdlib_module_names | {"numpy", "pandas", "mlp_core"}


@each([path for path in CORE if path.stem not in MAY_USE_TRAINER])
def test_nothing_below_the_trainer_imports_it(path: Path) -> None:
    assert not below(imports_of(path), "mlp_core.training.trainer", "mlp_core.Trainer")


ROOMS = {
    "nn": set[str](),
    "optim": {"nn"},
    "data": {"nn"},
    "training": {"nn", "optim", "data"},
    "analysis": {"nn", "optim", "data", "training"},
}
"""room of the core -> the rooms that its files may import from, beside their own."""


@each([path for path in CORE if path.parent.name in ROOMS])
def test_rooms_of_the_core_are_imported_in_one_order(path: Path) -> None:
    """nn -> optim, data -> training -> analysis; the public face imports them, never they it."""
    room = path.parent.name
    names = below(imports_of(path), "mlp_core") - {"mlp_core"}
    assert {name.split(".")[1] for name in names} <= {room, "errors", "pauses"} | ROOMS[room]


def test_every_file_of_the_core_has_a_room() -> None:
    outside = {path.stem for path in CORE if path.parent == ROOT / "mlp_core"}
    assert outside == {"__init__", "errors", "pauses", "textbook", "tutorial"}
    assert {path.parent.name for path in CORE if path.parent != ROOT / "mlp_core"} == set(ROOMS)


def test_no_circle_is_left_in_the_core() -> None:
    """Following the imports from any file never leads back to it; imports for types alone count too."""
    module = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in CORE}
    graph = {name: imports_of(path) & module.keys() for name, path in module.items()}
    while graph:
        free = {name for name, needs in graph.items() if not needs & graph.keys()}
        assert free, f"a circle among {sorted(graph)}"
        graph = {name: needs for name, needs in graph.items() if name not in free}


@each(CORE)
def test_nothing_in_the_core_imports_the_tutorial(path: Path) -> None:
    assert not below(imports_of(path), "mlp_core.tutorial")


@each(SHARED)
def test_what_pages_share_imports_no_page(path: Path) -> None:
    names = imports_of(path)
    assert not below(names, "app")
    assert below(names, "pages") - {"pages"} == below(names, "pages.shared")


@each(PAGES)
def test_pages_import_no_other_page(path: Path) -> None:
    names = imports_of(path)
    assert not below(names, "app")
    assert below(names, "pages") - {"pages"} == below(names, "pages.shared")


@each(FIGURES)
def test_figures_know_no_streamlit(path: Path) -> None:
    assert not below(imports_of(path), "streamlit")


def test_the_wire_is_found() -> None:
    assert {"bytes", "tape", "header", "scene"} <= {path.stem for path in WIRE}


@each(WIRE)
def test_the_wire_knows_numpy_the_core_and_itself_alone(path: Path) -> None:
    """So that a page without a server, or a file with everything inside, can be made of it."""
    names = imports_of(path)
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"numpy", "mlp_core", "pages"}
    ours = below(names, "pages") - {"pages", "pages.shared"}
    assert ours == below(names, "pages.shared.wire")
