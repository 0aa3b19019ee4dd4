"""A header that is sent once: its key follows from all that it says, and who has it is sent the key alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LENGTH = 12
"""Hexadecimal digits of a key."""


class Once:
    """What stays the same from one answer to the next.

    Args:
        header: as it goes into JSON.
        name: the field that says what it is of, such as "run"; the short form has it too.

    Attributes:
        key: the same for the same header, also in another session or after the server has begun anew.
    """

    def __init__(self, header: Mapping[str, Any], name: str) -> None:
        text = json.dumps(header, separators=(",", ":"), allow_nan=False)
        self.key = hashlib.blake2s(text.encode()).hexdigest()[:LENGTH]
        self._whole = {**header, "key": self.key}
        self._short = {name: header[name], "key": self.key}

    def beside(self, known: object) -> Mapping[str, Any]:
        """The header for a browser that has the header with the key `known`: short where it is this one."""
        return self._short if known == self.key else self._whole

    def __repr__(self) -> str:
        return f"Once({self.key})"
