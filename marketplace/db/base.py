"""The declarative base and the columns that every row has."""

from datetime import datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from marketplace.db.types import Key, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.ids import Ref, new_ref

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints carry names we choose, so that migrations can drop them on either engine."""


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMES)


Base.registry.update_type_annotation_map({int: Key})

db = SQLAlchemy(model_class=Base)


def described(name: str | None, kind: str, _parents: object) -> bool:
    """For Alembic: text indexes are made by migration 0003 alone, in each engine's own way, and no model describes them."""
    return not (kind == "table" and name is not None and name.startswith("search_text"))


class Row(Base):
    """A row of the product: `id` joins tables inside, `ref` is its name outside, known as soon as the row is made."""

    __abstract__ = True

    def __init__(self, **values: Any) -> None:
        values.setdefault("ref", new_ref())
        super().__init__(**values)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    ref: Mapped[Ref] = mapped_column(String(12), default=new_ref, unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Part(Base):
    """A row that only lives inside another and is never addressed on its own."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Key, primary_key=True)
