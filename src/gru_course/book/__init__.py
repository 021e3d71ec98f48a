"""The Sphinx extension of the book: live widgets and figures in pages that need no kernel."""
