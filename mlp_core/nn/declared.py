"""A kind, such as activations, losses or optimizers: what each of its classes must say of itself."""

from __future__ import annotations

from abc import ABC
from inspect import get_annotations
from typing import Any


class Declared(ABC):  # noqa: B024
    """Base of a kind. Its subclasses' own subclasses must give a value to every attribute that is annotated
    without one, and a body to every abstract method: what they leave out would otherwise be missed only where
    it is first shown, or be taken from another member.

    Raises:
        AttributeError: where such a class is defined, naming what it does not say.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if Declared in cls.__bases__:
            return
        wanted = {name for base in cls.__mro__ for name in get_annotations(base)}
        missing = sorted(name for name in wanted if not hasattr(cls, name))
        abstract = sorted(name for name in dir(cls) if _is_abstract(cls, name))
        if missing or abstract:
            raise AttributeError(f"{cls.__name__} does not say its {', '.join(missing + abstract)}")


def _is_abstract(cls: type, name: str) -> bool:
    return getattr(getattr(cls, name, None), "__isabstractmethod__", False)
