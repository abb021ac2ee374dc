"""What happens every minute."""

import pytest
from sqlalchemy import text

from marketplace import schedule
from marketplace.db.base import db
from tests.cast import Cast


def test_every_line_works_on_an_ordinary_day(cast: Cast) -> None:
    """`tick` only logs what fails; here it is told."""
    for job in schedule.EVERY_MINUTE:
        job()


def test_a_line_that_fails_leaves_the_others_their_turn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []

    def stumble() -> None:
        db.session.execute(text("SELECT nothing FROM nowhere"))

    def count() -> None:
        found.append(db.session.execute(text("SELECT 7")).scalar_one())

    monkeypatch.setattr(schedule, "EVERY_MINUTE", (stumble, count))
    schedule.tick()
    assert found == [7]
