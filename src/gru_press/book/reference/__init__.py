"""The page of the package: docstrings as definitions."""
