"""A person's own words, such as the names of columns, where they would be read as more than words."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_JOINER = "\u2060"
# What Streamlit or Markdown reads even where every sign is escaped: emoji, icons, arrows, addresses.
_READ_ANYHOW = re.compile(r"(?<=:)(?=\S)|(?<=@)(?=\S)|(?<=www)(?=\.)|(?<=[-<>~=])(?=[-<>~=])", re.IGNORECASE)


def plain_text(text: str) -> str:
    """A text that Markdown shows as it is, on one line: `st.error(plain_text(name))`.

    Every sign is escaped; where that is not enough, a word joiner, which has no width, stands between two.
    """
    line = _READ_ANYHOW.sub(_JOINER, " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\g<0>", line)


_MARKUP = re.compile(r"[\[\]!*_`<>:~$\\#|^]+|www\.|@", re.IGNORECASE)


def label_text(text: str) -> str:
    """A text as the label of a widget that shows none: Markdown to Streamlit, and as it stands to those who
    hear it. So nothing is escaped, and what could be more than words is left out.
    """
    return " ".join(_MARKUP.sub(" ", text).split())


def chart_text(text: str) -> str:
    """A text that Plotly shows as it is: titles, names and hover texts take a few tags of HTML."""
    line = " ".join(text.split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
