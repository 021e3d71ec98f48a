"""What `course.py` does, one subject a module; only the standard library is used."""
