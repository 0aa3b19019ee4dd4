"""The audit of what the app needs: what is known fails, what cannot be asked is said."""

from __future__ import annotations

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parents[2] / ".ci" / "audit"
SAFE = {"name": "numpy", "version": "2.4.0", "vulns": []}
UNSAFE = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "plotly", "skip_reason": "not found"}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = spec_from_loader("audit", SourceFileLoader("audit", str(PATH)))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_what_is_known_fails(audit: ModuleType) -> None:
    said, good = audit.judged(report(SAFE, UNSAFE, UNKNOWN))
    assert not good
    assert "CVE-1" in said[0]
    assert "1.1" in said[0]


def test_where_nothing_is_known_it_passes_and_says_what_was_not_asked(audit: ModuleType) -> None:
    said, good = audit.judged(report(SAFE, UNKNOWN))
    assert good
    assert "1 packages audited" in said[0]
    assert "plotly" in said[1]


@pytest.mark.parametrize("text", ["", "no JSON", report(UNKNOWN), report(UNKNOWN, UNKNOWN), "{}"])
def test_where_nothing_can_be_asked_it_says_so(audit: ModuleType, text: str) -> None:
    said, good = audit.judged(text)
    assert good
    assert said == [audit.UNREACHED]
