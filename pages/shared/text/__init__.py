"""Every string that a person reads, by key. Placeholders are in braces: text("x", n=3)."""

from __future__ import annotations

from pages.shared.text.english import ENGLISH


def text(key: str, **values: object) -> str:
    """The string of `key` with its placeholders filled in.

    Raises:
        KeyError: for a key that is in no catalogue, or a placeholder without a value.
    """
    entry = ENGLISH[key]
    return entry.format(**values) if values else entry


def section(prefix: str) -> dict[str, str]:
    """All strings below `prefix.`, by the rest of their key; for what is filled in in the browser."""
    return {key[len(prefix) + 1 :]: entry for key, entry in ENGLISH.items() if key.startswith(prefix + ".")}
