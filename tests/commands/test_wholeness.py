"""One process at a time."""

import pytest


def test_a_second_process_is_turned_away(checkout):
    busy = pytest.raises(checkout.steps.Failure, match=r"Another course\.py is at work")
    with checkout.wholeness.alone(), busy:
        checkout.environment.set_up()
    checkout.environment.set_up()  # the lock went with its holder


def test_a_lock_that_cannot_be_written_is_not_taken_for_a_busy_one(checkout):
    (checkout.places.BUILD / "lock").mkdir()
    with pytest.raises(checkout.steps.Failure, match="cannot be written"):
        checkout.environment.set_up()
