"""The cast, as fixtures. Ana is the expert, Bruno books, Carla certifies, Dora approves and pays; Emil is another expert.

Bruno and Dora work for Nordwind, a customer of the vendor Ledgerline, whose staff are Carla (assessor) and Vera (admin). Gus
books for another customer, Halden; Ines assesses for another vendor, Stockpile. Otto operates the installation. Ana knows
Ledgerline Payroll and is certified for its Leave module as a Professional.
"""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.db.base import Row, db
from marketplace.db.session import atomic
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert
from tests import make
from tests.conftest import Clock
from tests.kept import Kept

Keys = Mapping[str, tuple[type[Any], int]]
Casts = dict[datetime, Kept[Keys]]
"""By the time at which they came on."""


@dataclass(frozen=True)
class Cast:
    """Everybody, by name: `cast.actor("bruno")`, `cast.browser("bruno")`."""

    app: Flask
    nordwind: Organization
    halden: Organization
    ledgerline: Vendor
    stockpile: Vendor
    payroll: Product
    leave: Skill
    ana: Expert
    emil: Expert
    certificate: Certificate

    def user(self, name: str) -> User:
        return db.session.scalars(select(User).where(User.name == name.capitalize())).one()

    def actor(self, name: str) -> Actor:
        """With the roles they hold at this moment."""
        return organizations.actor_for(self.user(name))

    def browser(self, name: str) -> FlaskClient:
        """A client in which they have signed in; nobody has when the name is "visitor"."""
        if name == "visitor":
            return self.app.test_client()
        browser = self.app.test_client(user=self.user(name))
        with browser.session_transaction() as session:
            session["fs_paa"] = time.time()  # they have just typed their password
        return browser

    @property
    def keys(self) -> Keys:
        """By which `found` finds the same rows again."""
        each = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: (type(row), row.id) for name, row in each if isinstance(row, Row)}

    @classmethod
    def found(cls, app: Flask, keys: Keys) -> "Cast":
        return cls(app=app, **{name: db.session.get_one(*key) for name, key in keys.items()})


@pytest.fixture(scope="session")
def casts() -> Casts:
    return defaultdict(Kept)


@pytest.fixture
def cast(app: Flask, clock: Clock, casts: Casts) -> Cast:
    keys = casts[clock.now].again(lambda: assembled(app).keys, clock)
    return Cast.found(app, keys)


def assembled(app: Flask) -> Cast:
    with atomic():
        return _assemble(app)


def _assemble(app: Flask) -> Cast:
    ledgerline = make.vendor("Ledgerline", carla="assessor", vera="admin", fritz="finance")
    payroll = make.product(ledgerline)
    leave = make.skill(payroll, "Leave")
    ana = make.expert("Ana")
    make.user("Otto", purpose="operator", operator=True)
    return Cast(
        app=app,
        nordwind=make.organization("Nordwind", olga="owner", bruno="booker", dora="approver,finance"),
        halden=make.organization("Halden", gus="owner"),
        ledgerline=ledgerline,
        stockpile=make.vendor("Stockpile", ines="assessor,admin"),
        payroll=payroll,
        leave=leave,
        ana=ana,
        emil=make.expert("Emil"),
        certificate=make.certificate(ana, leave),
    )
