"""What Streamlit is given of our components: a stub in every answer, and the whole where that is needed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

from pages.shared import component, screen
from pages.shared.component import PLOTLY_URL, Files, eager
from tests.pages import tapes
from tests.pages.opening import opened

KEYS = {"player": None, "stepper": "step_through", "lab": "vanishing_gradients", "address": "data"}
"""The components' keys, and the pages that they are on, but for the first."""
FILE = re.compile(r'"(component/pages\.shared\.component\.scripts/[a-z]+-[0-9a-f]{16}\.js)"')


def mounted(app: AppTest) -> BidiComponent:
    assert not app.exception
    found: BidiComponent = tapes.component(app).proto
    return found


def file(files: Files, url: str) -> Path:
    """Where a file is that browsers find at this address."""
    assert files._folder
    return files._folder / url.partition(".scripts/")[2]


def test_no_answer_has_a_components_source_in_it() -> None:
    """But its stub, which names a file that is there."""
    app = opened()
    for page in KEYS.values():
        if page:
            app.switch_page(f"pages/{page}.py").run()
        message = mounted(app)
        assert message.ByteSize() - len(message.bytes) - len(message.json) < 2000
        (url,) = FILE.findall(message.js_content)
        assert len(file(component._FILES, url).read_text("utf-8")) > 5000


def test_who_cannot_load_the_file_is_sent_the_whole() -> None:
    app = opened()
    stub = mounted(app)
    app.session_state["player"] = {"whole": True}
    app.run()
    whole = mounted(app)
    (url,) = FILE.findall(stub.js_content)
    assert whole.js_content == file(component._FILES, url).read_text("utf-8")
    assert (whole.id, whole.bytes) == (stub.id, stub.bytes)


def test_where_no_file_can_be_written_the_whole_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError("read-only")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(component, "_FILES", Files())
    assert component._stub("any", "export default 1;") == "export default 1;"
    assert component._plotly() == "component/pages.shared.component.plotly/plotly.min.js"
    mounted(opened())


def test_a_files_name_follows_from_what_is_in_it() -> None:
    files = Files()
    one, same, other = (files.url("any", ".js", f"export default {n};") for n in (1, 1, 2))
    assert one == same != other
    assert one
    assert Files().url("any", ".js", "export default 1;") == one


def test_files_that_somebody_has_tidied_away_are_there_again() -> None:
    files = Files()
    urls = [files.url("one", ".js", "1;"), files.url("two", "/two.js", "2;")]
    assert files._folder
    shutil.rmtree(files._folder)
    files.serve()
    assert [file(files, url or "").read_text() for url in urls] == ["1;", "2;"]
    file(files, urls[0] or "").unlink()
    files.serve()
    assert file(files, urls[0] or "").read_text() == "1;"


def test_plotly_is_read_once_and_is_the_installed_one() -> None:
    """Node judges; a file of another form is left as it is."""
    installed = component._PLOTLY.read_text("utf-8")
    made = file(component._FILES, PLOTLY_URL).read_text("utf-8")
    assert made == eager(installed) != installed
    assert made.startswith(installed[:100])  # its licence
    assert len(installed) - len(made) < 400
    begins = "/**\n* l\n*/\n(\n function(root, factory) {\n root.x = factory();\n} (self, this, () => {"
    small = begins + "\nwindow.P = 7;\n}));"
    script = f"globalThis.window = {{}}; {eager(small)}; console.log(window.P);"
    node = Path(sys.executable).with_name("node")
    assert subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout == "7\n"
    for other in ("", "var P = 1;", small + "more();", small.replace("() => {", "function () {")):
        assert eager(other) == other


def test_no_style_of_ours_depends_on_what_is_anywhere_in_the_page() -> None:
    """A root that has one is styled anew with every frame: Streamlit has one that looks at data-step."""
    for root in (".stApp", "body", "html", ":root"):
        assert f"{root}:has(" not in screen._STYLE
