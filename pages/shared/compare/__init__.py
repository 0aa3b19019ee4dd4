"""Comparing: runs that were pinned, side by side under one clock."""

PIN = "pin"
"""The key of the button that pins a run, among the page's components."""
