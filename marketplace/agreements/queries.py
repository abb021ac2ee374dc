"""Texts and agreements, as seen by whoever may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.agreements import standard
from marketplace.agreements.models import Agreement, AgreementTemplate, TemplateState
from marketplace.bookings import queries as bookings
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref


@dataclass(frozen=True, slots=True)
class Wording:
    """The text that holds at a vendor: version `number`, 0 for the standard one."""

    number: int
    text: str


def holding(vendor_id: int) -> Wording:
    """What bookings are made with at this moment."""
    published = db.session.scalar(_of(vendor_id).where(AgreementTemplate.state == TemplateState.PUBLISHED))
    return Wording(published.number, published.text) if published else Wording(standard.NUMBER, standard.TEXT)


def wording(vendor_id: int, number: int) -> Wording:
    """A version that holds, or held. Raises `NotFound`."""
    if number == standard.NUMBER:
        return Wording(standard.NUMBER, standard.TEXT)
    wanted = _of(vendor_id).where(
        AgreementTemplate.number == number, AgreementTemplate.state != TemplateState.DRAFT
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return Wording(found.number, found.text)


def versions_of(vendor_id: int) -> Sequence[AgreementTemplate]:
    """Published ones, the latest first."""
    wanted = _of(vendor_id).where(AgreementTemplate.state != TemplateState.DRAFT)
    return db.session.scalars(wanted.order_by(AgreementTemplate.number.desc())).all()


def draft_of(vendor_id: int) -> AgreementTemplate | None:
    return db.session.scalar(_of(vendor_id).where(AgreementTemplate.state == TemplateState.DRAFT))


def of_booking(booking_id: int) -> Sequence[Agreement]:
    """Every version with its acceptances, the latest first; none for bookings older than agreements."""
    wanted = select(Agreement).where(Agreement.booking_id == booking_id)
    whole = wanted.options(selectinload(Agreement.acceptances)).order_by(Agreement.number.desc())
    return db.session.scalars(whole).all()


def visible(booking_ref: Ref, number: int, by: Actor) -> Agreement:
    """One version, for whoever sees the booking. Raises `NotFound` for others."""
    booking = bookings.visible(booking_ref, by)
    found = next((one for one in of_booking(booking.id) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _of(vendor_id: int) -> Select[AgreementTemplate]:
    return (
        select(AgreementTemplate)
        .where(AgreementTemplate.vendor_id == vendor_id)
        .options(joinedload(AgreementTemplate.published_by))
    )
