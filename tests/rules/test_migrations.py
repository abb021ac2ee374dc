"""The migrations, run from zero, make exactly the tables that the models describe; and can be undone."""

from datetime import date, timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from marketplace.calendar.models import Shift, ShiftState
from marketplace.db.base import db, described
from marketplace.kit.period import local
from tests import make
from tests.cast import Cast


def test_from_zero_they_equal_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": described}
        )
        assert compare_metadata(context, db.metadata) == []


def test_what_only_kept_time_free_is_gone_with_the_mark_that_said_so(cast: Cast) -> None:
    """Else it would stand in a booking as a day that nobody asked for."""
    starts = local(date(2027, 3, 16), 9 * 60, "Europe/Berlin")
    for hour, extra in ((0, True), (3, False)):
        make.row(
            Shift,
            expert_id=cast.ana.id,
            owner="k3v9m2x7",
            on=date(2027, 3, 16),
            starts_at=starts + timedelta(hours=hour),
            ends_at=starts + timedelta(hours=hour + 3),
            state=ShiftState.HELD,
            extra=extra,
        )
    db.session.remove()
    downgrade(revision="0019")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM shift")).scalar_one() == 1
    db.engine.dispose()
    upgrade()


def test_they_can_be_undone_and_done_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    db.engine.dispose()
    upgrade()
    assert {table.name for table in db.metadata.sorted_tables} <= set(inspect(db.engine).get_table_names())
