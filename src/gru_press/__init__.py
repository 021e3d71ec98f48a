"""What is made of the chapters: the book, slides, handouts and copies for a class.

It builds on `gru_course`'s widgets, palette and results; nothing of `gru_course` knows of it.
"""
