"""Comparing: runs that were pinned, side by side under one clock."""
