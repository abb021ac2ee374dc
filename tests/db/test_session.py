import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked, outside_transaction
from marketplace.kit.errors import NotFound
from tests import make


def people() -> int:
    return db.session.scalar(select(func.count(User.id))) or 0


def test_all_of_it_happens_or_none(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), atomic() as session:
        session.add(User(email="ana@example.test"))
        session.flush()
        _ = 1 / 0
    assert people() == 0


def test_a_nested_unit_joins_the_outer_one(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), atomic():
        with atomic() as session:
            session.add(User(email="ana@example.test"))
        _ = 1 / 0
    assert people() == 0


def test_no_gateway_is_called_inside_a_transaction(app: Flask) -> None:
    outside_transaction()
    with atomic(), pytest.raises(RuntimeError):
        outside_transaction()


def test_changes_outside_a_unit_of_work_are_a_bug_and_say_so(app: Flask) -> None:
    make.user("Ana").name = "Somebody else"
    with pytest.raises(RuntimeError, match=r"outside atomic"), atomic():
        pass
    db.session.rollback()


def test_what_cannot_be_found_cannot_be_locked(app: Flask) -> None:
    with atomic(), pytest.raises(NotFound):
        locked(User, "nobody")


def test_a_reader_that_turns_writer_waits_its_turn(app: Flask) -> None:
    """Without a write lock taken at the start, SQLite refuses the second of these at once."""
    ref = make.user("Ana").ref
    failures: list[BaseException] = []

    def add_one() -> None:
        try:
            with app.app_context():
                for _ in range(10):
                    people()
                    with atomic():
                        user = locked(User, ref)
                        user.login_count = (user.login_count or 0) + 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert not failures
    assert db.session.scalars(select(User.login_count)).one() == 40
