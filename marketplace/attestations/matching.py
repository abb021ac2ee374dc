"""Whose an attestation is: it belongs to the profile of whoever has its address verified, now or one day."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from marketplace.accounts import queries as accounts
from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.events import AddressConfirmed, AddressVerified, PrimaryAddressChanged
from marketplace.accounts.models import EmailAddress, User
from marketplace.attestations.events import AttestationMatched, AttestationsImported
from marketplace.attestations.models import Attestation
from marketplace.attestations.staging import AttestationImport
from marketplace.catalog.models import Product
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.registry.events import ProfileStarted
from marketplace.registry.models import Expert

BATCH = 500


def match(row: Attestation, *, by: Actor) -> None:
    """Give it to its person, in the caller's transaction; nothing happens while there is none, or for one's own words."""
    expert = _owner(row.email)
    if row.expert_id is None and expert is not None and expert.user_id != row.stated_by_id:
        row.expert_id = expert.id
        record(AttestationMatched(row.ref, expert.ref), by=by)


def follow_profile(fact: ProfileStarted, _: Event) -> None:
    """Reaction to ProfileStarted: what was said about the person before they were here."""
    _gather(db.session.scalars(select(Expert).where(Expert.ref == fact.subject)).one())


def follow_address(fact: AddressConfirmed | AddressVerified | PrimaryAddressChanged, _: Event) -> None:
    """Reaction to AddressConfirmed, AddressVerified and PrimaryAddressChanged; whoever has no profile yet gets it later."""
    mine = select(Expert).join(Expert.user).where(User.ref == fact.subject)
    if expert := db.session.scalar(mine):
        _gather(expert)


def follow_import(fact: AttestationsImported, _: Event) -> None:
    """Reaction to AttestationsImported, in steps: broken off, it goes on where it was."""
    made = db.session.scalars(select(AttestationImport).where(AttestationImport.ref == fact.subject)).one()
    vendor_id, last = made.vendor_id, 0
    while ids := _theirs(vendor_id, after=last):
        _match_all(ids)
        last = ids[-1]


def _theirs(vendor_id: int, *, after: int) -> Sequence[int]:
    """Some of the vendor's attestations whose person has a profile, but does not have them yet."""
    main = select(User.email).join(Expert, Expert.user_id == User.id).where(User.confirmed_at.is_not(None))
    more = select(EmailAddress.owned).join(Expert, Expert.user_id == EmailAddress.user_id)
    known = or_(
        Attestation.email.in_(main), Attestation.email.in_(more.where(EmailAddress.owned.is_not(None)))
    )
    waiting = select(Attestation.id).join(Attestation.product).where(Product.vendor_id == vendor_id, known)
    waiting = waiting.where(Attestation.expert_id.is_(None), Attestation.id > after)
    return db.session.scalars(waiting.order_by(Attestation.id).limit(BATCH)).all()


def _gather(expert: Expert) -> None:
    mine = accounts.verified_addresses(expert.user)
    waiting = select(Attestation.id).where(Attestation.email.in_(mine), Attestation.expert_id.is_(None))
    _match_all(db.session.scalars(waiting.order_by(Attestation.id)).all())


def _match_all(ids: Iterable[int]) -> None:
    with atomic() as session:
        found = select(Attestation).where(Attestation.id.in_(list(ids))).order_by(Attestation.id)
        for row in session.scalars(found.with_for_update()):
            match(row, by=SYSTEM)


def _owner(address: str) -> Expert | None:
    """The profile of whoever has proved that address."""
    user = accounts.by_address(address)
    if user is None or address not in accounts.verified_addresses(user):
        return None
    return db.session.scalar(select(Expert).where(Expert.user_id == user.id))
