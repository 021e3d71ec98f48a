"""Formulas, set by MathJax while the book is built: a page needs no script to show them."""
