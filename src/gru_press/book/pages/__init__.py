"""What becomes of each page: its head, its widgets' places, its last pass."""
