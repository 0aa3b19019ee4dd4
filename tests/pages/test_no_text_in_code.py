"""What a person reads stands in the catalogues: no code says it itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.imports import ROOT

CATALOGUE = ROOT / "pages" / "shared" / "text"
SAID = {
    "label", "help", "placeholder", "page_title", "caption", "name", "title", "hovertemplate", "body", "text",
    "annotation_text",
}  # fmt: skip
"""Arguments that a person reads, of Streamlit's calls and of Plotly's."""
STREAMLITS = re.compile(r"(st|left|right|bar|stop)\.")
"""Of these calls the first argument is read too."""
FILES = re.compile(r"st\.(page_link|switch_page|html)$")
"""Of these it is not."""
LOOKED_UP = {"text", "counted", "naming"}
"""What is given to these is a key."""
READ = (
    r"\.(?:textContent|innerText|title|placeholder|alt)\s*=\s*(\"[^\"]*\"|`[^`]*`)",
    r"(?:putText|explain|writeAt)\([^()\"`,]+,\s*(\"[^\"]*\"|`[^`]*`)",
    r"\belement\(\"\w+\",\s*(?:\"[^\"]*\"|[^,\"()]+),\s*(\"[^\"]*\"|`[^`]*`)",
    r"fillText\(\s*(\"[^\"]*\"|`[^`]*`)",
    r"\"aria-label\",\s*(\"[^\"]*\"|`[^`]*`)",
)
"""Where the browser's code says something."""
FILLED = re.compile(r"%\{[^}]*\}|<[^>]*>")
SYMBOLS = {"sign", "log"}
"""Mathematics, the same in all languages."""
WORD = re.compile(r"[A-Za-z가-힣]{2,}")


def words(literal: str) -> list[str]:
    """The words in it, without what is filled in."""
    return [word for word in WORD.findall(FILLED.sub(" ", literal)) if word not in SYMBOLS]


def literals(argument: ast.expr) -> Iterator[str]:
    """The texts that stand in an argument itself."""
    if isinstance(argument, ast.Call) and ast.unparse(argument.func) in LOOKED_UP:
        return
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    for part in ast.iter_child_nodes(argument):
        if isinstance(part, ast.expr):
            yield from literals(part)


def in_python(source: str) -> list[str]:
    """What a module of ours would say by itself."""
    found = list[str]()
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func)
        said = call.args[:1] if STREAMLITS.match(name) and not FILES.match(name) else []
        said = said + [each.value for each in call.keywords if each.arg in SAID]
        plain = [a for a in said if isinstance(a, ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp)]
        found += [literal for a in plain for literal in literals(a) if words(literal)]
    return found


def in_javascript(source: str) -> list[str]:
    while source != (plain := re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", " ", source)):
        source = plain
    found = [literal for pattern in READ for literal in re.findall(pattern, source)]
    return [literal for literal in found if words(literal)]


def in_html(source: str) -> list[str]:
    seen = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    found = re.findall(r">([^<]+)<", seen) + re.findall(
        r"(?:title|aria-label|alt|placeholder)=\"([^\"]*)\"", seen
    )
    return [literal for literal in found if words(literal)]


def files(ending: str) -> list[Path]:
    return [file for file in (ROOT / "pages").rglob(f"*{ending}") if CATALOGUE not in file.parents]


@pytest.mark.parametrize(("ending", "find"), [(".py", in_python), (".js", in_javascript), (".html", in_html)])
def test_no_code_says_anything_itself(ending: str, find: object) -> None:
    assert callable(find)
    sources = files(ending) + ([ROOT / "app.py"] if ending == ".py" else [])
    said = {file.name: found for file in sources if (found := find(file.read_text(encoding="utf-8")))}
    assert sources
    assert said == {}


@pytest.mark.parametrize(
    ("find", "source"),
    [
        (in_python, 'st.button("Use it")'),
        (in_python, 'st.button(text("x"), help="Takes it" if a else "")'),
        (in_python, 'figure.add_scatter(x=[], name=f"layer {n}")'),
        (in_javascript, 'node.textContent = "Copied";'),
        (in_javascript, 'explain(node, "Copies it");'),
        (in_javascript, "element(\"span\", \"bp-note\", `step ${n}`)"),
        (in_javascript, 'node.setAttribute("aria-label", "Layers");'),
        (in_html, '<button title="Copy"></button>'),
        (in_html, "<p>Copied</p>"),
    ],
)  # fmt: skip
def test_what_code_says_itself_is_found(find: object, source: str) -> None:
    assert callable(find)
    assert find(source)
