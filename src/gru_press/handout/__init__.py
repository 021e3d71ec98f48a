"""From the built book to paper and to slides: a PDF of its pages, and every figure as a file."""
