"""`python -m gru_course.lab.cli`, for where the command itself is not on the path."""

from gru_course.lab.cli import main

if __name__ == "__main__":
    main(prog_name="gru-course")
