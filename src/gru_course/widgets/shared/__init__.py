"""What widgets are made of: their frame, controls and plots."""
