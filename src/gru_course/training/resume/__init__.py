"""A run that was stopped goes on as if it never had been: bit by bit the same numbers."""
