"""What a link to the Data page says beside the settings."""

from __future__ import annotations

from mlp_core import Plan
from pages.shared import link
from pages.shared.link import Query, Words

OWN = "own"
"""Whether the form for a person's own file is open."""


def _read(query: Query, _: Plan, ignored: list[str]) -> bool:
    said = query.get(OWN, ())
    if said and list(said) != ["1"]:
        ignored.append(OWN)
    return list(said) == ["1"]


WORDS = link.register(Words((OWN,), _read))
