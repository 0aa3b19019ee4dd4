"""What the page Data shows: the samples of the present run, and the way to a file of one's own."""
