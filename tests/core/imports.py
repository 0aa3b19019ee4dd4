"""Which modules a source file imports, read from its syntax tree."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imported(source: str, package: str = "") -> set[str]:
    """Dotted names of all imports, inside functions too; `from a import b` gives a and a.b.

    Args:
        package: the dotted package that the source stands in, for relative imports.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            names |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return names


def imports_of(path: Path) -> set[str]:
    """The imports of a file below the repository's root."""
    return imported(path.read_text(encoding="utf-8"), ".".join(path.relative_to(ROOT).parent.parts))


def files(*patterns: str) -> list[Path]:
    """Files that exist now, by patterns from the repository's root."""
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def below(names: set[str], *packages: str) -> set[str]:
    """Those names that are one of the packages or stand inside it."""
    return {n for n in names if any(n == p or n.startswith(p + ".") for p in packages)}
