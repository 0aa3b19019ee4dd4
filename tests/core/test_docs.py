"""docs/sweeps.md says what is so: its code runs, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mlp_core.analysis.profile import MEASURES
from tests.core.imports import ROOT

PAGE = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(<!-- needs a cluster -->\n)?```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
BLOCKS = [(bool(mark), code, printed) for mark, code, printed in BLOCK.findall(PAGE)]
SCRIPTS = [code for cluster, code, _ in BLOCKS if not cluster and "__main__" in code]


def test_every_block_is_found() -> None:
    assert len(BLOCKS) == PAGE.count("```python\n") > 5
    assert sum(bool(printed) for _, _, printed in BLOCKS) == PAGE.count("```text\n") > 3
    assert len(SCRIPTS) == 1


def test_the_blocks_run_one_after_the_other_and_print_what_the_page_shows() -> None:
    space: dict[str, Any] = {"__name__": "page"}
    for cluster, code, printed in BLOCKS:
        compiled = compile(code, "docs/sweeps.md", "exec")
        if cluster or code in SCRIPTS:
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compiled, space)
        assert out.getvalue() == printed


@pytest.mark.parametrize("code", SCRIPTS, ids=["processes"])
def test_a_script_runs_by_itself(code: str, tmp_path: Path) -> None:
    script = tmp_path / "study.py"
    script.write_text(code, encoding="utf-8")
    subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True, timeout=60
    )
    rows = pd.read_csv(tmp_path / "study.csv")
    assert len(rows) == 4 * (2 + 4 + 6)
    assert (rows["step"] == 20).all()


def test_the_page_names_every_column() -> None:
    listed = re.findall(r"^\| ([a-z_, ]+) \|", PAGE, re.MULTILINE)
    columns = {name for cell in listed for name in cell.split(", ")} - {"column"}
    space: dict[str, Any] = {}
    exec("from mlp_core.analysis.sweep import sweep; table = sweep([])", space)
    assert columns == set(space["table"])
    assert set(MEASURES) <= columns
