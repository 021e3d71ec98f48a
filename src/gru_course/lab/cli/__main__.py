"""`python -m gru_course.cli`, for where the command itself is not on the path."""

from gru_course.cli import main

if __name__ == "__main__":
    main(prog_name="gru-course")
