"""The one thing that all visitors of a server share: whose turn it is to do heavy work.

Training a chunk or a sweep takes a core. Under one semaphore an overloaded server slows everybody a
little; without it, past 22 sessions frames stop (measured). It is not in `st.cache_resource`, which any
visitor may clear, and not on the way of a plain training step.
"""

from __future__ import annotations

import threading

TURN = threading.BoundedSemaphore(1)
"""Held while a chunk is trained and encoded."""
