"""What a student's kernel needs to run a chapter: seconds and memory."""
