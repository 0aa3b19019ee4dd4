"""A study that fails in the midst of it: what is missing does not pass for measured, with anybody."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from mlp_core.analysis.course import Course
from mlp_core.analysis.sweep import sweeping
from pages.shared.lab import study as studies
from pages.shared.lab.settings import Lab
from pages.shared.lab.study import Study

LAB = Lab(depth=3, width=4, samples=8, seeds=2, steps=4)


def _measure(study: Study) -> None:
    assert study.advance(math.inf, train=True)


def _same(one: Study, other: Study) -> None:
    for first, second in ((one.layers, other.layers), (one.depths, other.depths)):
        assert first.done == first.of
        for name, values in first.values.items():
            np.testing.assert_array_equal(values, second.values[name])
    assert one.training.done == one.training.of
    np.testing.assert_array_equal(one.training.loss, other.training.loss)


def test_a_sweep_that_failed_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, study = Study(LAB), Study(LAB)
    _measure(whole)
    calls = iter(range(100))

    def failing(*given: Any) -> Iterator[Any]:
        for results in sweeping(*given):
            if next(calls) == 1:
                raise MemoryError("a worker is gone")
            yield results

    monkeypatch.setattr(studies, "sweeping", failing)
    with pytest.raises(MemoryError):
        _measure(study)
    assert 0 < study.layers.done < study.layers.of
    _measure(study)
    _same(study, whole)


def test_a_training_that_failed_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, study = Study(LAB), Study(LAB)
    _measure(whole)
    size, calls = Course.size, iter(range(1000))

    def failing(course: Course, measure: str) -> Any:
        if next(calls) == 12:
            raise MemoryError("no memory")
        return size(course, measure)

    monkeypatch.setattr(Course, "size", failing)
    with pytest.raises(MemoryError):
        _measure(study)
    _measure(study)
    _same(study, whole)
