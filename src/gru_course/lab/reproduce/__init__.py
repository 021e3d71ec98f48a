"""Published and stated results, run again: what `gru-course reproduce` does."""
