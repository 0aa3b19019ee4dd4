"""Lessons: predict first, then see. A lesson is a file (docs/lessons.md), its panel beside the real pages."""

KEY = "lesson"
"""Of the panel, among the page's components."""
