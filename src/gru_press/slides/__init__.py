"""Slides for teaching, made of the chapters as they are: nothing is written twice.

`outline` says what of a chapter's text stands on a slide and what the speaker says; `decks` puts
the slides of a chapter in order, and those of a lecture out of several; `export` writes them as
pages that work from a folder without a server.
"""
