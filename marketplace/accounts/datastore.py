"""How Flask-Security finds people and keeps what it changed."""

from typing import cast

from flask_security import SQLAlchemyUserDatastore

from marketplace.accounts import queries
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import in_atomic


class People(SQLAlchemyUserDatastore):
    """People are found by any address they have verified; the request's unit of work commits."""

    def find_user(self, case_insensitive: bool = False, **kwargs: object) -> User | None:
        if "email" in kwargs:
            return queries.by_address(str(kwargs["email"] or ""))
        return cast(User | None, super().find_user(case_insensitive=case_insensitive, **kwargs))

    def create_user(self, **kwargs: object) -> User:
        user = cast(User, super().create_user(**kwargs))
        db.session.flush()
        return user

    def commit(self) -> None:
        if not in_atomic():
            db.session.commit()
