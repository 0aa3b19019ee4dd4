"""Our components in Streamlit, and where a browser finds their files: nothing is vendored, no network needed.

Streamlit sends a component's script along with every answer. So what it is given is a stub (browser/stub.js),
which loads the component itself once: from a file whose name follows from what is in it, so that neither an
old file that a browser keeps nor another version of the app does any harm. The files are written for this
process, and served by Streamlit as those of a component of its older kind. Where one cannot be written, or a
browser cannot load it, the component goes along with every answer after all.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import plotly
import streamlit as st
import streamlit.components.v1 as components_v1

from pages.shared import state
from pages.shared.browser.files import read
from pages.shared.browser.loader import dressed

WHOLE = "whole"
"""A component's state: its file could not be loaded."""


class Files:
    """Files for browsers, in a folder of this process."""

    def __init__(self) -> None:
        self._texts = dict[str, str]()
        self._folder: Path | None = None

    def url(self, name: str, ending: str, text: str) -> str | None:
        """Where a browser finds a file, below the page's own address; None where it cannot be written.

        Args:
            name, ending: its name begins and ends so, and in between follows from the text.
        """
        path = f"{name}-{hashlib.blake2s(text.encode()).hexdigest()[:16]}{ending}"
        self._texts[path] = text
        try:
            self._write()
        except OSError:
            del self._texts[path]
            return None
        return f"component/{__name__}.scripts/{path}"

    def _write(self) -> None:
        """Write what is not there: at first, and where somebody has tidied away what was long not used."""
        if self._folder is None or not self._folder.is_dir():
            self._folder = Path(tempfile.mkdtemp(prefix="backprop-explorer-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        for path, text in list(self._texts.items()):  # another thread may be adding one
            file = self._folder / path
            if not file.exists():
                file.parent.mkdir(exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")

    def serve(self) -> None:
        """Have Streamlit serve them: said in every script run, for Streamlit hears it nowhere else."""
        components_v1.declare_component("plotly", path=str(_PLOTLY.parent))
        try:
            self._write()
        except OSError:
            return  # browsers find none, and ask for the whole component
        components_v1.declare_component("scripts", path=str(self._folder))


_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_LAZY = re.compile(r"\A(/\*.*?\*/)?\s*\(\s*function\(root, factory\) \{.*?this, \(\) => \{", re.DOTALL)
"""How the installed package's Plotly.js begins: its code is the body of a function handed to another."""
_LAZY_END = "}));"
_FILES = Files()
_SIZES = "".join(read(f"screen/{name}.css") for name in ("screen", "sizes"))
"""What sizes are multiples of: in the page's own style too, which may be there later than a component."""


def eager(script: str) -> str:
    """Plotly.js so that a browser reads it once: as a function that is called where it stands.

    One that is handed on to be called is looked through before it is read in earnest (measured: 0.2 s of the
    0.5 s that loading takes, in which a page stands still). A file that does not begin and end as is known
    stays as it is.
    """
    script = script.rstrip()
    begins = _LAZY.match(script)
    if not begins or not script.endswith(_LAZY_END):
        return script
    body = script[begins.end() : -len(_LAZY_END)]
    return f"{begins[1] or ''}\n(() => {{{body}}})();\n"


def _plotly() -> str:
    """Where Plotly.js is, below the page's own address."""
    found = _FILES.url("plotly", "/plotly.min.js", eager(_PLOTLY.read_text(encoding="utf-8")))
    return found or f"component/{__name__}.plotly/{_PLOTLY.name}"


PLOTLY_URL = _plotly()


def _stub(name: str, script: str) -> str:
    """What Streamlit is given in place of a script: the script itself where there is no file for it."""
    url = _FILES.url(name, ".js", script)
    if url is None:
        return script
    return read("browser/stub.js").replace('SOURCE = ""', f"SOURCE = {json.dumps(url)}")


def _nothing() -> None:
    return None


class Component:
    """One of our components.

    Args:
        name: with which its name in Streamlit ends.
        entry: its module below pages/shared.
        html, css: what it finds on the page.
    """

    def __init__(self, name: str, entry: str, html: str, css: str = "") -> None:
        script = dressed(entry, html, _SIZES + css)
        make = st.components.v2.component
        self._stub = make(f"backprop_{name}", js=_stub(name, script), isolate_styles=False)
        self._whole = make(f"backprop_{name}_{WHOLE}", js=script, isolate_styles=False)

    def mount(self, key: str, data: object, *states: str) -> None:
        """Draw it.

        Args:
            data: what it is given.
            states: the names of what it tells.
        """
        _FILES.serve()
        mount = self._whole if state.told(key).get(WHOLE) is True else self._stub
        told: dict[str, Any] = {f"on_{name}_change": _nothing for name in (*states, WHOLE)}
        mount(key=state.worded(key), data=data, **told)
