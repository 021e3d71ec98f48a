"""Speech, recorded or synthetic, as windows to train on, and what to compare with."""
