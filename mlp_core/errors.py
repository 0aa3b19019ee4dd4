"""What goes wrong, in words that a student understands."""

from __future__ import annotations

from typing import ClassVar


def _short(value: object) -> str:
    """What was given, in at most 60 characters."""
    try:
        shown = repr(value)
    except Exception:  # an integer of thousands of digits, an object whose __repr__ fails
        shown = f"a {type(value).__name__} that cannot be printed"
    return shown if len(shown) <= 60 else shown[:57] + "..."


class ExperimentError(ValueError):
    """A setting that an Experiment refuses.

    Attributes:
        field: the setting's name, such as ``"learning_rate"``.
        value: what was given.
        allowed: in words, what may be given.
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} is {_short(value)}; it must be {allowed}")

    def __reduce__(self) -> tuple[type[ExperimentError], tuple[str, object, str]]:
        return type(self), (self.field, self.value, self.allowed)


class DivergedError(ArithmeticError):
    """A run that left the finite numbers.

    Attributes:
        step: the step whose loss or weights are no longer finite.
        last_finite_step: the last step that can still be shown; 0 where not even the first loss is finite.
        reason: ``"loss"`` when the loss is not finite, ``"weights"`` when the update overflowed them.
    """

    REASONS: ClassVar[dict[str, str]] = {
        "loss": "the loss is no longer a finite number",
        "weights": "the weights overflowed",
    }

    def __init__(self, step: int, reason: str) -> None:
        self.step, self.reason = step, reason
        self.last_finite_step = max(0, step - 1)
        super().__init__(f"the run diverged at step {step}: {self.REASONS[reason]}")

    def __reduce__(self) -> tuple[type[DivergedError], tuple[int, str]]:
        return type(self), (self.step, self.reason)
