"""What a person did in one of our components: each action is carried out once, by its number.

The browser counts them by the component's key, through all that the component has shown: what comes back must
not meet its old actions again.
"""

from __future__ import annotations

from typing import Any

from pages.shared import state
from pages.shared.wire.header import Mounting

MOST = 2**53
"""The greatest number that a browser counts to."""


def new(key: str) -> dict[str, Any] | None:
    """What is to be carried out now, or None; it may be forged, but `do` is a text.

    A component that has done something before it is first asked here has outlived the server's last start, or
    has come to another process: that was carried out there.
    """
    acted, first = state.ACTED.get(), key not in state.ACTED.get()
    last = acted.setdefault(key, 0)
    match state.told(key).get("act"):
        case {"n": int(number), "do": str(what), **more} if last < number <= MOST:
            acted[key] = number
            return None if first else {"do": what, **{str(name): value for name, value in more.items()}}
    return None


def mounted(key: str, address: bool = True) -> Mounting:
    """What is said to the component with this key; `address` is whether the page's address is its own."""
    return {"key": key, "address": address, "acted": state.ACTED.get().get(key, 0)}
