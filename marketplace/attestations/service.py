"""Vouching for somebody's work, and taking it back."""

from dataclasses import asdict

from marketplace.accounts import queries as people
from marketplace.accounts import service as accounts
from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.attestations import matching, policy, queries
from marketplace.attestations.events import AttestationStated, AttestationWithdrawn
from marketplace.attestations.models import Attestation
from marketplace.attestations.usage import Usage, Words, role_and_months, usage
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor

NAME = 120
REASON = 2_000
SELF = "Nobody vouches for themselves. Ask a colleague to state it."


def state(
    vendor_ref: Ref, email: str, *, name: str = "", skill_ref: Ref, words: Words, by: Actor
) -> Attestation:
    """The vendor's staff say what the owner of that address used. Raises `Invalid`, naming the fields."""
    with atomic():
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_state(by, vendor))
        typed = Typed()
        address = _address(typed, email)
        shown = typed.line("name", name, NAME)
        used = _used(typed, vendor, skill_ref, words)
        if address in own_addresses(by):
            typed.wrong("email", SELF)
        typed.check()
        assert used is not None
        if queries.key_of(address, used) in queries.standing_keys(vendor.id, None, {address}):
            raise Invalid("This has been stated already, word for word.")
        return keep(address, shown, used, stated_by_id=by.user_id, by=by)


def keep(
    address: str,
    name: str,
    used: Usage,
    *,
    organization_id: int | None = None,
    stated_by_id: int | None,
    by: Actor,
) -> Attestation:
    """One more attestation, in the caller's transaction; it finds its person at once where there is one."""
    with atomic() as session:
        row = Attestation(
            email=address,
            name=name,
            organization_id=organization_id,
            stated_by_id=stated_by_id,
            **asdict(used),
        )
        session.add(row)
        session.flush()
        record(AttestationStated(row.ref), by=by)
        matching.match(row, by=by)
    return row


def withdraw(ref: Ref, *, reason: str, by: Actor) -> Attestation:
    """It counts no longer. What was decided on it stays decided; the reason is for the person and the assessors."""
    with atomic():
        row = locked(Attestation, queries.visible(ref, by).ref)
        permit(policy.may_withdraw(by, row))
        typed = Typed()
        why = typed.text(
            "reason", reason, REASON, needed="Say why: the person reads it, and so do assessors."
        )
        typed.check()
        row.become("withdraw")
        row.withdrawn_at, row.withdrawn_reason = clock.now(), why
        record(AttestationWithdrawn(row.ref, why), by=by)
    return row


def own_addresses(by: Actor) -> set[str]:
    """Every address that the actor has verified."""
    user = db.session.get(User, by.user_id) if by.user_id else None
    return people.verified_addresses(user) if user else set()


def _address(typed: Typed, email: str) -> str:
    try:
        return accounts.address(email)
    except Invalid as refusal:
        typed.wrong("email", refusal.sentence)
        return ""


def _used(typed: Typed, vendor: Vendor, skill_ref: Ref, words: Words) -> Usage | None:
    skill = _skill(skill_ref)
    if skill is None or skill.vendor_id != vendor.id or skill.retired:
        typed.wrong("skill", "Choose what they used from the list.")
        role_and_months(typed, words)
        return None
    return usage(typed, skill.product, skill.module, words)


def _skill(ref: Ref) -> Skill | None:
    try:
        return catalog.skill(ref)
    except NotFound:
        return None
