"""The network and its parts: activations, losses, layers, and the two passes as lists of operations."""
