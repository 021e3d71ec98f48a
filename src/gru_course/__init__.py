"""Cells, layers, data, training and live widgets of the course on the Gated Recurrent Unit.

Importing the package prints, seeds and downloads nothing.
"""

from gru_course._moved import find_moved_modules

find_moved_modules()

__version__ = "0.1.0"
