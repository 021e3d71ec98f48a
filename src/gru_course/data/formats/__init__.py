"""Readers of files: notes, tunes, sound, series and matrices."""
