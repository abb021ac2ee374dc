"""What the two database engines do differently in a search: their text indexes. Chosen once, here."""

from types import ModuleType

from marketplace.db.base import db
from marketplace.search.engines import postgresql, sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def engine() -> ModuleType:
    """The module for the database of this application."""
    return ENGINES[db.engine.dialect.name]
