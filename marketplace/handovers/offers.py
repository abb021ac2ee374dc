"""Offering to vouch for somebody who leaves, and taking the offer back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from marketplace.accounts import service as accounts
from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.attestations.service import NAME, SELF, own_addresses
from marketplace.attestations.usage import Usage, Words, role_and_months, usage
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.handovers import policy, queries
from marketplace.handovers.events import (
    HandoverExpired,
    HandoverOffered,
    HandoverRepeated,
    HandoverWithdrawn,
)
from marketplace.handovers.models import Handover, HandoverLine, HandoverState
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Organization, Vendor

LIFETIME = timedelta(days=30)
MOST_LINES = 10
MESSAGE = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that would be stated; `number` is its place on the form."""

    number: int
    skill_ref: Ref
    words: Words


@dataclass(frozen=True, slots=True)
class Draft:
    """Whom one would vouch for, and what for."""

    email: str
    lines: Sequence[Line]
    name: str = ""
    message: str = ""


def offer(organization_ref: Ref, draft: Draft, *, by: Actor) -> Handover:
    """An organization's owner offers it to somebody who leaves. Raises `Invalid`, naming the fields."""
    with atomic():
        organization = locked(Organization, organization_ref)
        permit(policy.may_offer(by, organization))
        return _offer(Handover(organization_id=organization.id), organization, draft, by)


def prepare(vendor_ref: Ref, draft: Draft, *, by: Actor) -> Handover:
    """The vendor's staff prepare a record that its person claims later. Only its own products can be in it."""
    with atomic():
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_prepare(by, vendor))
        return _offer(Handover(vendor_id=vendor.id), vendor, draft, by)


def _offer(handover: Handover, team: Organization | Vendor, draft: Draft, by: Actor) -> Handover:
    typed = Typed()
    handover.email = _address(typed, draft.email, team, by)
    handover.name = typed.line("name", draft.name, NAME)
    handover.message = typed.text("message", draft.message, MESSAGE)
    used = _lines(typed, draft.lines, handover.vendor_id)
    typed.check()
    handover.lines = [HandoverLine(position=place, **asdict(one)) for place, one in enumerate(used, 1)]
    handover.offered_by_id, handover.expires_at = by.user_id, clock.now() + LIFETIME
    db.session.add(handover)
    db.session.flush()
    record(HandoverOffered(handover.ref, team.ref, len(used)), by=by)
    return handover


def _address(typed: Typed, raw: str, team: Organization | Vendor, by: Actor) -> str:
    try:
        address = accounts.address(raw)
    except Invalid as refusal:
        typed.wrong("email", refusal.sentence)
        return ""
    if address in own_addresses(by):
        typed.wrong("email", SELF)
    if queries.open_to(team, address):
        typed.wrong(
            "email", "They have an offer of yours that they have not answered yet. Send that one again."
        )
    return address


def _lines(typed: Typed, lines: Sequence[Line], vendor_id: int | None) -> list[Usage]:
    if not lines:
        typed.wrong("skill_0", "State at least one thing that they used.")
    if len(lines) > MOST_LINES:
        typed.wrong("skill_0", f"Up to {MOST_LINES} lines, please.")
    found = [_used(typed, line, vendor_id) for line in lines[:MOST_LINES]]
    return [one for one in found if one is not None]


def _used(typed: Typed, line: Line, vendor_id: int | None) -> Usage | None:
    skill = _skill(line.skill_ref)
    if skill is None or skill.retired or vendor_id not in (None, skill.vendor_id):
        typed.wrong(f"skill_{line.number}", "Choose what they used from the list.")
        role_and_months(typed, line.words, f"_{line.number}")
        return None
    return usage(typed, skill.product, skill.module, line.words, suffix=f"_{line.number}")


def _skill(ref: Ref) -> Skill | None:
    try:
        return catalog.skill(ref)
    except NotFound:
        return None


def repeat(ref: Ref, *, by: Actor) -> Handover:
    """Mail it again; it runs for another thirty days."""
    with atomic():
        handover = _managed(ref, by)
        if handover.state is not HandoverState.OFFERED:
            raise Invalid("This is no longer open. Make a new one.")
        handover.expires_at = clock.now() + LIFETIME
        record(HandoverRepeated(handover.ref, handover.team.ref), by=by)
    return handover


def withdraw(ref: Ref, *, by: Actor) -> Handover:
    """Take the offer back before it is answered. What was attested already is withdrawn one by one."""
    with atomic():
        handover = _managed(ref, by)
        handover.become("withdraw")
        record(HandoverWithdrawn(handover.ref, handover.team.ref), by=by)
    return handover


def _managed(ref: Ref, by: Actor) -> Handover:
    return locked(Handover, queries.managed(ref, by).ref)


def token(handover: Handover) -> str:
    """What the mailed link carries: the hand-over's name, signed."""
    return str(_signer().dumps(handover.ref))


def from_token(signed: str) -> Handover:
    """The hand-over that a link names. Raises `NotFound` for links we did not write."""
    try:
        found = queries.named(_signer().loads(signed))
    except BadSignature:
        found = None
    if found is None:
        raise NotFound("This link is not complete. Open it straight from the mail, or ask for a new one.")
    return found


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="handover")


def expire() -> int:
    """Close what nobody answered within thirty days; how many."""
    overdue = select(Handover.ref).where(
        Handover.state == HandoverState.OFFERED, Handover.expires_at <= clock.now()
    )
    refs = db.session.scalars(overdue).all()
    for ref in refs:
        _expire(ref)
    return len(refs)


def _expire(ref: Ref) -> None:
    with atomic():
        handover = locked(Handover, ref)
        if handover.state is HandoverState.OFFERED and handover.overdue:
            handover.become("expire")
            record(HandoverExpired(handover.ref, handover.team.ref), by=SYSTEM)
