"""The loss landscape: its answers on the server, and the picture that Train and Compare have in common."""
