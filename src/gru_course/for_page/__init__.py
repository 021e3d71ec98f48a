"""Trained models for the page: `export` writes what the widget `InsideGRU` reads."""
