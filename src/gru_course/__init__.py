"""Cells, layers, data, training and live widgets of the course on the Gated Recurrent Unit.

Importing the package does nothing else: it prints, seeds and downloads nothing.
"""

__version__ = "0.1.0"
