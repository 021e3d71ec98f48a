"""Exercises that answer: one module a chapter, one check a coding exercise.

`check_candidate(your_function)` tests properties in the order in which the chapter teaches them and
names the first that fails. The solutions are in the chapters; nothing of them is here but what a
check compares with.
"""
