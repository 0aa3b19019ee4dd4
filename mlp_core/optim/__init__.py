"""How weights are changed: the optimizers, and the schedules of the learning rate."""
