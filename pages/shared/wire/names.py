"""What of a run can be looked at: the names that tapes, links and the browser share."""

from __future__ import annotations

from mlp_core.training import measures

MATRICES = ("W", "dW", "change")
"""A matrix for every layer."""
UNITS = "units"
"""In place of the matrix a picture for every unit, where the data have one."""
SURFACE, CURVE = "surface", "curve"
"""How the output answers all over two inputs, and along one."""
SKIPPED = (*MATRICES, UNITS, SURFACE)
"""What frames can come without."""
STRIPS = ("a", "delta")
"""A vector for every layer, of the first sample."""
BIASES = "b"
"""A vector for every layer."""
MEASURES = measures.MEASURES
"""A number for every layer."""
IDLE = "idle"
"""A number for every layer, beside MEASURES, that is not chosen: the share of its units that are idle."""

CHOICES: dict[str, tuple[str, ...]] = {
    "stack": ("matrices", "network"),
    "view": (*MATRICES, UNITS),
    "scale": ("all", "each"),
    "shown": ("auto", "surface", "curve", "weights", "confusion", "mistakes", "draw", "landscape"),
    "measure": MEASURES,
    "axis": ("linear", "log"),
    "curve": ("loss", "accuracy"),
}
"""What can be chosen on the Train page, the default first."""
