"""What holders decide: the name they appear under, and whether anybody may look."""

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.badges import issuing, queries
from marketplace.badges.events import CredentialReplaced, ProofPublished, ProofWithdrawn
from marketplace.badges.models import Credential, Naming, ProofState
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import Conflict, Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line, fold

SHORTEST_PSEUDONYM, LONGEST_PSEUDONYM = 2, 60


def choose_naming(certificate_ref: Ref, naming: Naming, *, pseudonym: str = "", by: Actor) -> Credential:
    """Appear under the profile's name or a pseudonym. Another name is another credential; the former one stops counting.

    Raises `Invalid` with the field `pseudonym`.
    """
    with atomic() as session:
        former = _own(certificate_ref, by)
        name = former.certificate.expert.name
        holder = name if naming is Naming.NAME else _sound(pseudonym, name)
        if (former.naming, former.holder) == (naming, holder):
            return former
        fresh = issuing.write(former.certificate, naming, holder, former.state, by=by)
        former.superseded_by_id = fresh.id
        session.flush()
        record(CredentialReplaced(former.ref, certificate_ref), by=by)
        issuing.follow(former)
    return fresh


def publish(certificate_ref: Ref, *, by: Actor) -> Credential:
    """Let anybody see the proof, whether the profile is public or not; again, if it was withdrawn."""
    with atomic():
        mine = _own(certificate_ref, by)
        mine.become("publish")
        record(ProofPublished(mine.ref), by=by)
    return mine


def withdraw(certificate_ref: Ref, *, by: Actor) -> Credential:
    """Take the public proof back. What others copied stays verifiable: the certificate itself goes on."""
    with atomic():
        mine = _own(certificate_ref, by)
        mine.become("withdraw")
        record(ProofWithdrawn(mine.ref), by=by)
    return mine


def keep_private(expert_id: int, *, by: Actor) -> None:
    """Withdraw proofs that are only as public as the profile, in the caller's transaction: it is about to become another one."""
    wanted = (
        select(Credential)
        .join(Credential.certificate)
        .where(
            Certificate.expert_id == expert_id,
            Credential.state == ProofState.PRIVATE,
            Credential.superseded_by_id.is_(None),
        )
    )
    for one in db.session.scalars(wanted.with_for_update()):
        one.become("withdraw")
        record(ProofWithdrawn(one.ref), by=by)


def _own(certificate_ref: Ref, by: Actor) -> Credential:
    certificate = queries.own_certificate(certificate_ref, by)
    locked(Certificate, certificate.ref)
    found = queries.current(certificate)
    if found is None:
        raise Conflict("This certificate is being signed right now. Try again in a minute.")
    return found


def _sound(pseudonym: str, name: str) -> str:
    said = clean_line(pseudonym)
    if not SHORTEST_PSEUDONYM <= len(said) <= LONGEST_PSEUDONYM:
        raise _refusal(f"Between {SHORTEST_PSEUDONYM} and {LONGEST_PSEUDONYM} characters, please.")
    if fold(said) == fold(name):
        raise _refusal("That is your name. Choose “My name” instead, or think of another.")
    return said


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, {"pseudonym": sentence})
