"""A kind, such as activations, losses or optimizers: what each of its classes must say of itself."""

from __future__ import annotations

from abc import ABC
from inspect import get_annotations
from typing import Any


class Declared(ABC):  # noqa: B024
    """Base of a kind. Every class of the kind must itself give a value to each attribute that the kind
    annotates without one, and a body to each of its abstract methods. What was left out would be missed only
    where it is first shown; what was inherited would be another's.

    Raises:
        AttributeError: where such a class is defined, naming what it does not say.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for kind in cls.__mro__[1:]:
            if Declared in kind.__bases__:
                missing = sorted(_wanted(kind) - vars(cls).keys())
                if missing:
                    raise AttributeError(f"{cls.__name__} does not say its {', '.join(missing)}")


def _wanted(kind: type) -> set[str]:
    own = vars(kind)
    abstract = {name for name, value in own.items() if getattr(value, "__isabstractmethod__", False)}
    return abstract | (get_annotations(kind).keys() - own.keys())
