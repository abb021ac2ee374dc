"""Column types: aware UTC instants, enumerations as readable text, sets of them, money as amount and currency."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, TypeDecorator
from sqlalchemy.orm import Composite, composite, mapped_column

from marketplace.kit.money import Money

Kind = TypeVar("Kind", bound=StrEnum)

Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is spelled INTEGER (sqlite.org/autoinc.html)."""


LAST = "\U0010ffff"
"""Comes after every letter: from a text to the same text and this is whatever begins so."""


def bytewise(length: int) -> String:
    """A text compared byte by byte, as SQLite does by itself: what begins alike lies side by side in an index."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite keeps no zone, so UTC is stored and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[Kind], Generic[Kind]):
    """A member of an enumeration, stored as its word."""

    impl = String(24)
    cache_ok = True

    def __init__(self, kind: type[Kind]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Kind | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Kind | None:
        return None if value is None else self.kind(value)


class ChoiceSet(TypeDecorator[frozenset[Kind]], Generic[Kind]):
    """A set of members, stored as their words in order, a comma between."""

    impl = String(120)
    cache_ok = True

    def __init__(self, kind: type[Kind]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Iterable[Kind] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(sorted(self.kind(one).value for one in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Kind] | None:
        return None if value is None else frozenset(self.kind(word) for word in value.split(",") if word)


def money(name: str) -> Composite[Any]:
    """A `Money` in two columns, `<name>_amount` and `<name>_currency`."""
    return composite(
        Money,
        mapped_column(f"{name}_amount", BigInteger),
        mapped_column(f"{name}_currency", String(3)),
    )
