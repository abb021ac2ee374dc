"""The stage: the clock in hand, everybody by name, and a moment for all that follows to happen."""

from datetime import date, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from marketplace import schedule
from marketplace.accounts import service as accounts
from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.events import inbox, outbox
from marketplace.kit import clock
from marketplace.kit.period import is_working_day
from marketplace.kit.text import slug
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization

PASSWORD = "mavenry demo 2026"  # noqa: S105  the demo's, printed at every start
DOMAIN = "demo.example"
ROUNDS = 3


def turn_clock(days: float) -> None:
    """Set the demo's clock to that many days from now; negative is the past."""
    clock.shift(Path(current_app.config["CLOCK_FILE"]), int(days * 86_400))


def settle() -> None:
    """Let everything follow that has to, and what follows from that in its turn."""
    for _ in range(ROUNDS):
        schedule.tick()
        if not inbox.sweep() + outbox.sweep():
            return


def address(name: str) -> str:
    return f"{slug(name, 'somebody').replace('-', '.')}@{DOMAIN}"


def person(name: str) -> User:
    return db.session.scalars(select(User).where(User.email == address(name))).one()


def actor(name: str) -> Actor:
    """Somebody, with the roles they hold at this moment."""
    return organizations.actor_for(person(name))


def organization(member: str) -> Organization:
    """The first organization that somebody acts for."""
    organization_id = next(iter(actor(member).organizations))
    return db.session.get_one(Organization, organization_id)


def register(name: str, *, purpose: str, organization: str | None = None, country: str | None = None) -> User:
    """Register and confirm, as somebody does who opens the mailed link at once."""
    user = accounts.register(
        name, address(name), PASSWORD, purpose=purpose, organization_name=organization, country=country
    )
    accounts.confirm(user.ref)
    return person(name)


def working_days(after: int, count: int) -> list[date]:
    """`count` working days in a row, beginning `after` days from the stage's today or soon after."""
    day = clock.today() + timedelta(days=after)
    days: list[date] = []
    while len(days) < count:
        if is_working_day(day):
            days.append(day)
        day += timedelta(days=1)
    return days
