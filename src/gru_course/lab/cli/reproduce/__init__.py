"""`gru-course reproduce`: published and stated results, run again beside their source."""

import click

from gru_course.lab.cli.reproduce.memories import counting, memory
from gru_course.lab.cli.reproduce.papers import music, speech

reproduce = click.Group(
    "reproduce", help="Run a known result again.", commands=[music, memory, counting, speech]
)
