"""What of a run can be looked at: the names that tapes, links and the browser share."""

from __future__ import annotations

MATRICES = ("W", "dW", "change")
"""A matrix for every layer."""
STRIPS = ("a", "delta")
"""A vector for every layer, of the first sample."""
MEASURES = ("dW_norm", "db_norm", "delta_norm", "dW_mean_abs")
"""A number for every layer."""

CHOICES: dict[str, tuple[str, ...]] = {
    "view": MATRICES,
    "scale": ("all", "each"),
    "measure": MEASURES,
    "axis": ("linear", "log"),
}
"""What can be chosen on the Train page, the default first."""
