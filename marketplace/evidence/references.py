"""Asking somebody who saw the work. They answer by a mailed link, once, without an account."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.catalog.models import Product, Skill
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.evidence.events import (
    ReferenceAsked,
    ReferenceExpired,
    ReferenceGiven,
    ReferenceRefused,
    ReferenceRetracted,
    ReferenceWithdrawn,
)
from marketplace.evidence.models import Evidence, Reference, ReferenceState
from marketplace.evidence.pieces import NewReferee
from marketplace.evidence.referees import checked
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean
from marketplace.kit.typed import Typed
from marketplace.programmes.kinds import EvidenceKind
from marketplace.registry.models import Expert

LIFETIME = timedelta(days=21)
RETRACTABLE = timedelta(days=14)
SHORTEST, LONGEST = 40, 5_000
LONGEST_LINE = 200


def ask(referees: list[NewReferee], expert: Expert, skill: Skill, *, by: Actor) -> list[Evidence]:
    """One reference for each, as evidence of a claim, in the caller's transaction. The mails follow by themselves."""
    made = [_reference(one, expert, skill) for one in checked(referees, expert, skill)]
    db.session.add_all(made)
    db.session.flush()
    for one in made:
        record(ReferenceAsked(one.ref, expert.ref), by=by)
    return [Evidence(kind=EvidenceKind.REFERENCE, reference=one) for one in made]


def _reference(referee: NewReferee, expert: Expert, skill: Skill) -> Reference:
    now = clock.now()
    return Reference(
        expert=expert,
        skill=skill,
        name=referee.name,
        email=referee.email,
        relation=referee.relation,
        nonce=secrets.token_urlsafe(24),
        asked_at=now,
        expires_at=now + LIFETIME,
    )


def token(reference: Reference) -> str:
    """What a mailed link carries: the reference and its nonce, signed. It works until the nonce changes."""
    return str(_signer().dumps([reference.ref, reference.nonce]))


def from_token(signed: str) -> Reference:
    """The reference that a link may still answer, or take back. Raises `NotFound` or `Conflict` saying what became of it."""
    try:
        ref, nonce = _signer().loads(signed)
    except (BadSignature, ValueError, TypeError):
        raise NotFound("This link is not complete. Open it straight from the mail.") from None
    reference = db.session.scalar(_references().where(Reference.ref == ref))
    if reference is None:
        raise NotFound
    over = reference.state is ReferenceState.ASKED and reference.expires_at <= clock.now()
    if over or reference.state is ReferenceState.EXPIRED:
        raise Conflict(
            f"This link has run out. {reference.expert.name} can ask you again, if it still matters."
        )
    if reference.nonce is None or nonce != reference.nonce:
        raise Conflict("This link has been used already. It works once; nothing was changed.")
    if reference.state is ReferenceState.WITHDRAWN:
        raise Conflict(f"{reference.expert.name} no longer asks for this. You need do nothing.")
    return reference


def give(signed: str, *, position: str, text: str, confirmed: bool) -> Reference:
    """The referee's word. Raises `Invalid` with fields, and whatever `from_token` does."""
    with atomic():
        reference = _answered(signed, "give")
        reference.position, reference.text = _words(position, text, confirmed, reference.name)
        reference.nonce = secrets.token_urlsafe(24)
        record(ReferenceGiven(reference.ref, reference.expert.ref), by=SYSTEM)
    return reference


def _words(position: str, text: str, confirmed: bool, name: str) -> tuple[str, str]:
    typed = Typed()
    held = typed.line("position", position, LONGEST_LINE, needed="Say what you were to each other.")
    said = clean(text)
    if not SHORTEST <= len(said) <= LONGEST:
        typed.wrong("text", f"Between {SHORTEST} and {LONGEST:,} characters, please.")
    if not confirmed:
        typed.wrong("confirmed", f"Only {name} can answer. Tick this if that is you.")
    typed.check()
    return held, said


def refuse(signed: str) -> Reference:
    """The referee would rather not. Nobody is told why, as nobody asks."""
    with atomic():
        reference = _answered(signed, "refuse")
        reference.nonce = None
        record(ReferenceRefused(reference.ref, reference.expert.ref), by=SYSTEM)
    return reference


def retract(signed: str) -> Reference:
    """By the link of the receipt: it was somebody else who answered, or they think better of it. The words go."""
    with atomic():
        reference = locked(Reference, from_token(signed).ref)
        check_retractable(reference)
        reference.become("retract")
        reference.position, reference.text, reference.nonce = "", "", None
        record(ReferenceRetracted(reference.ref, reference.expert.ref), by=SYSTEM)
    return reference


def retractable_until(reference: Reference) -> datetime:
    """How long a word that was given can be taken back."""
    return (reference.answered_at or clock.now()) + RETRACTABLE


def check_retractable(reference: Reference) -> None:
    """Raises `Conflict` when there is nothing to take back, or not any more."""
    if reference.state is ReferenceState.ASKED:
        raise Conflict("You have not answered yet, so there is nothing to take back.")
    if clock.now() > retractable_until(reference):
        vendor = reference.skill.product.vendor.name
        raise Conflict(
            f"References can be taken back for {RETRACTABLE.days} days. Write to {vendor}, please."
        )


def _answered(signed: str, verb: str) -> Reference:
    reference = locked(Reference, from_token(signed).ref)
    reference.become(verb)
    reference.answered_at = clock.now()
    return reference


def withdraw(evidence: list[Evidence], *, by: Actor) -> None:
    """Nobody needs to answer any more, in the caller's transaction: the claim was taken back or decided."""
    for piece in evidence:
        reference = locked(Reference, piece.reference.ref) if piece.reference else None
        if reference and reference.state is ReferenceState.ASKED:
            reference.become("withdraw")
            record(ReferenceWithdrawn(reference.ref, reference.expert.ref), by=by)


def expire() -> int:
    """Close what nobody answered in time; how many."""
    overdue = select(Reference.ref).where(
        Reference.state == ReferenceState.ASKED, Reference.expires_at <= clock.now()
    )
    refs = db.session.scalars(overdue).all()
    for ref in refs:
        _expire(ref)
    return len(refs)


def _expire(ref: Ref) -> None:
    with atomic():
        reference = locked(Reference, ref)
        if reference.state is ReferenceState.ASKED and reference.expires_at <= clock.now():
            reference.become("expire")
            record(ReferenceExpired(reference.ref, reference.expert.ref), by=SYSTEM)


def named(ref: Ref) -> Reference:
    """For reactions, which nobody asks for permission. Raises `NotFound`."""
    found = db.session.scalar(_references().where(Reference.ref == ref))
    if found is None:
        raise NotFound
    return found


def _references() -> Select[Reference]:
    skill = joinedload(Reference.skill)
    return select(Reference).options(
        joinedload(Reference.expert),
        skill.joinedload(Skill.product).joinedload(Product.vendor),
        skill.joinedload(Skill.module),
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="reference")
