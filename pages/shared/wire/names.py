"""What of a run can be looked at: the names that tapes, links and the browser share."""

from __future__ import annotations

MATRICES = ("W", "dW", "change")
"""A matrix for every layer."""
UNITS = "units"
"""In place of the matrix a picture for every unit, where the data have one."""
STRIPS = ("a", "delta")
"""A vector for every layer, of the first sample."""
BIASES = "b"
"""A vector for every layer."""
MEASURES = ("dW_norm", "db_norm", "delta_norm", "dW_mean_abs")
"""A number for every layer."""

CHOICES: dict[str, tuple[str, ...]] = {
    "stack": ("matrices", "network"),
    "view": (*MATRICES, UNITS),
    "scale": ("all", "each"),
    "shown": ("auto", "surface", "curve", "weights", "confusion", "mistakes", "draw"),
    "measure": MEASURES,
    "axis": ("linear", "log"),
    "curve": ("loss", "accuracy"),
}
"""What can be chosen on the Train page, the default first."""
