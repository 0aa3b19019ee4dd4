"""The languages that there are. Another one is a file beside this one and a row in the table (docs/languages.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.shared.text.english import ENGLISH
from pages.shared.text.korean import KOREAN


@dataclass(frozen=True)
class Catalogue:
    """One language.

    Attributes:
        name: what it calls itself.
        words: every string that a person reads, by key.
    """

    name: str
    words: Mapping[str, str]


DEFAULT = "en"
"""What is read where nobody has said anything else."""
CATALOGUES: dict[str, Catalogue] = {
    DEFAULT: Catalogue("English", ENGLISH),
    "ko": Catalogue("한국어", KOREAN),
}
"""By their codes as in BCP 47, which stand in links."""
