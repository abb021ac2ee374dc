"""The migrations, run from zero, make exactly the tables that the models describe; and can be undone."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from marketplace.db.base import db, described


def test_from_zero_they_equal_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": described}
        )
        assert compare_metadata(context, db.metadata) == []


def test_they_can_be_undone_and_done_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    db.engine.dispose()
    upgrade()
    assert {table.name for table in db.metadata.sorted_tables} <= set(inspect(db.engine).get_table_names())
