"""What a story begins with, played through the use cases on the running demo's database, where clicking is not the point.

`python -m tests.flows.set_up paid '{"after": 4, "days": 2}'` prints what came of it as JSON.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from marketplace.accounts.actor import StaffRole
from marketplace.accounts.models import User
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate, CertificateState
from marketplace.cli.story import stage, visiting
from marketplace.covers import service as covers
from marketplace.db.base import db
from marketplace.kit.errors import Refused
from marketplace.kit.period import Days
from marketplace.organizations import queries as organizations
from marketplace.organizations import vendors
from marketplace.organizations.models import CancellationPolicy
from marketplace.payments import queries as payment_queries
from marketplace.payments import service as payments
from marketplace.payments import settling
from marketplace.registry.models import Expert, ProfileState
from wsgi import app

BOOKS, PAYS = "Bruno Keil", "Dora Hansen"
Paid = dict[str, str]


def paid(*, after: int, days: int, policy: str = "", covered: bool = False) -> Paid:
    """The days of some expert, asked for, accepted and paid; `covered`: of one for whom somebody else could stand by."""
    for expert in _experts():
        made = _asked(expert, after, days, policy)
        if made is not None and (not covered or covers.candidates(made)):
            bookings.accept(made.ref, by=organizations.actor_for(expert.user))
            _pay(made)
            return {"expert": expert.name, "booking": f"/bookings/{made.ref}"}
        if made is not None:
            bookings.withdraw(made.ref, by=stage.actor(BOOKS))
    raise LookupError("nobody is free")


def of_each_policy(*, after: int, days: int) -> list[Paid]:
    return [paid(after=after, days=days, policy=str(one)) for one in CancellationPolicy]


def _asked(expert: Expert, after: int, days: int, policy: str) -> Booking | None:
    """For the first free days; on the vendor's terms with that preset, which a booking keeps. None when it cannot be."""
    wanted = stage.working_days(after, days * 3)
    free = calendar.free_days(expert.id, Days(wanted[0], wanted[-1]))[:days]
    live = certification.live(expert.id, free[-1]) if len(free) == days else []
    if not live:
        return None
    vendor = live[0].skill.product.vendor
    admin = db.session.get_one(User, organizations.staff_ids(vendor.id, StaffRole.ADMIN)[0])
    by, before = organizations.actor_for(admin), vendors.terms_of(vendor)
    terms = replace(before, cancellation=CancellationPolicy(policy)) if policy else before
    organization = stage.organization(BOOKS).ref
    ask = {"ask_first": True, "organization_ref": organization, "by": stage.actor(BOOKS)}
    vendors.set_terms(vendor.ref, terms, by=by)
    try:
        return bookings.request(expert.slug, live[0].ref, free, "Two sites before the audit.", **ask)
    except Refused:
        return None
    finally:
        vendors.set_terms(vendor.ref, before, by=by)


def _pay(made: Booking) -> None:
    """Through the hosted page, and back as the browser comes back."""
    visiting.pay(payments.start(made.ref, by=stage.actor(PAYS)), PAYS)
    begun = payment_queries.latest(made.ref)
    assert begun is not None
    settling.settle(begun.checkout_id or "")


def _experts() -> Sequence[Expert]:
    """Published and certified."""
    live = (CertificateState.ACTIVE, CertificateState.EXPIRING)
    certified = select(Certificate.expert_id).where(Certificate.state.in_(live))
    wanted = select(Expert).where(Expert.state == ProfileState.PUBLISHED, Expert.id.in_(certified))
    return db.session.scalars(wanted.order_by(Expert.name.desc())).all()


if __name__ == "__main__":
    with app.app_context():
        made = {"paid": paid, "of_each_policy": of_each_policy}[sys.argv[1]](**json.loads(sys.argv[2]))
        print(json.dumps(made))
