"""In which order a page's modules come: another visitor's may be imported in another thread meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (
    "app.py",
    "pages/step_through.py",
    "pages/vanishing_gradients.py",
    "pages/data.py",
    "pages/glossary.py",
)

IMPORTED = """
import ast, pathlib, sys

code = ast.parse(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
code.body = [line for line in code.body if isinstance(line, (ast.Import, ast.ImportFrom))]
exec(compile(code, sys.argv[1], "exec"))
assert hasattr(sys.modules.get("pandas"), "DataFrame"), "pandas is not there"
"""


def test_what_a_page_imports_brings_pandas_before_it_draws_anything() -> None:
    """Plotly takes a pandas that another thread has imported by half for the whole, and fails at a chart.

    Python lets nobody go on before a module that they import is whole: so every page is to import it.
    """
    started = [
        subprocess.Popen(
            [sys.executable, "-c", IMPORTED, page],
            cwd=ROOT, stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)},
        )
        for page in PAGES
    ]  # fmt: skip
    for page, process in zip(PAGES, started, strict=True):
        _, errors = process.communicate()
        assert process.returncode == 0, (page, errors[-400:])
