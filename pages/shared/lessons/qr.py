"""The address of a class as a QR code, where the package segno is installed; it is not needed to run."""

from __future__ import annotations

import io
import re
from urllib.parse import urlencode

from pages.shared.lessons.words import AT, CLASS, LESSON
from pages.shared.text.catalogues import DEFAULT

_BASE = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]{1,200}(/[A-Za-z0-9._~/\-]{0,200})?")


def drawn(base: str, lesson: str, at: str, code: str, language: str = DEFAULT) -> str:
    """An SVG, or nothing where it cannot be drawn.

    Args:
        base: the app's address as the teacher's browser has it; anything else than one draws nothing.
        lesson, at, code: what the address says.
        language: that the teacher reads.
    """
    try:
        import segno
    except ImportError:
        return ""
    if not _BASE.fullmatch(base):
        return ""
    out = io.BytesIO()
    spoken = {} if language == DEFAULT else {"lang": language}
    address = f"{base}?{urlencode({**spoken, LESSON: lesson, AT: at, CLASS: code})}"
    segno.make(address, micro=False).save(out, kind="svg", xmldecl=False, omitsize=True, border=2)
    return out.getvalue().decode()
