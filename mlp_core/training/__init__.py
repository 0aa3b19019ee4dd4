"""A run: its settings, its plan, the trainer, and what is kept of it."""
