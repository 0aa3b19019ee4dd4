"""What is learned: data sets, a person's own tables, and the samples and batches of a run."""
