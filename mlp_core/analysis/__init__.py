"""What is found out of a run or of many: probes, gradient checks, profiles, sweeps, cures."""
