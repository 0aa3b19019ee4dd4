"""README.md and docs: their code runs as it stands, and their links lead to files that there are."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mlp_core import Experiment, Trainer
from tests.core.imports import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_readmes_code_runs_and_the_fork_is_what_it_says() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    space: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), space)
    fork: Trainer = space["fork"]
    again = Trainer(space["plan"])
    again.goto(42)
    assert fork.experiment == Experiment(learning_rate=0.1)
    assert (fork.network.parameters == again.network.parameters).all()
    assert fork.step(10) == again.step(10)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_to_files(page: Any) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    files = [target for target in targets if not target.startswith("http")]
    assert [name for name in files if not (page.parent / name).exists()] == []


def test_the_readme_stays_a_door_sign() -> None:
    """Some 600 words: what the app offers in full stands in docs/guide.md."""
    assert len(README.split()) < 700
