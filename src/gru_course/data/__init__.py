"""What the course trains on: each module makes or reads one kind of sequences."""
