"""Alembic's environment: the application's own engine and metadata; batch mode, since SQLite cannot alter most things in place."""

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator

from marketplace.db.base import db, described
from marketplace.db.engine import WRITES


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_render,
            include_name=described,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def _render(kind: str, item: object, _autogen: object) -> str | bool:
    # A migration stands for itself: our own column types are written as the plain types they store.
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


run()
