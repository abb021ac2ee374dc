"""From a certificate to its credential, once; and the bit that follows what becomes of the certificate."""

import json

from sqlalchemy import exists, select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.badges import credential, keys, queries, status
from marketplace.badges.events import CredentialIssued, StatusChanged
from marketplace.badges.models import Credential, Naming, ProofState
from marketplace.badges.proof import signed
from marketplace.certification.models import LIVE, Certificate, CertificateState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.ids import Ref, new_ref


def issue(certificate_ref: Ref) -> Credential:
    """The certificate's credential, signed now unless there is one.

    It goes on as its holder chose for the last one in that skill; the first bears the profile's name and is as public as it.
    """
    with atomic():
        certificate = locked(Certificate, certificate_ref)
        found = queries.current(certificate)
        if found is None:
            found = write(certificate, *_as_before(certificate), by=SYSTEM)
    return found


def issue_missing() -> int:
    """Issue for certificates that count and were given before there were credentials; how many."""
    missing = select(Certificate.ref).where(
        Certificate.state.in_(LIVE), ~exists().where(Credential.certificate_id == Certificate.id)
    )
    return len([issue(ref) for ref in db.session.scalars(missing.order_by(Certificate.id).limit(200)).all()])


def write(
    certificate: Certificate, naming: Naming, holder: str, state: ProofState, *, by: Actor
) -> Credential:
    """Sign a credential and keep it, in the caller's transaction, which has locked the certificate."""
    vendor = certificate.skill.product.vendor
    ref = new_ref()
    status_list, index = status.reserve(vendor)
    plain = credential.document(
        certificate,
        ref=ref,
        holder=credential.called(naming, holder),
        status=status.entry(status_list, index),
    )
    made = Credential(
        ref=ref,
        certificate=certificate,
        vendor=vendor,
        status_list=status_list,
        status_index=index,
        document=json.dumps(signed(plain, by=keys.signer(vendor), at=clock.now()), ensure_ascii=False),
        naming=naming,
        holder=holder,
        state=state,
        valid_until=credential.last_second(certificate.latest_on),
    )
    db.session.add(made)
    db.session.flush()
    record(CredentialIssued(ref, certificate.ref), by=by)
    follow(made)
    return made


def _as_before(certificate: Certificate) -> tuple[Naming, str, ProofState]:
    """Whoever chose a pseudonym, or to show nothing, has not changed their mind by renewing."""
    former = queries.former(certificate)
    if former is None:
        return Naming.NAME, certificate.expert.name, ProofState.PRIVATE
    own_name = former.naming is Naming.NAME
    return former.naming, certificate.expert.name if own_name else former.holder, former.state


def follow(one: Credential) -> None:
    """Set or clear its bit as the certificate stands now, and sign the list if that changed anything."""
    flag = must_be_set(one)
    if one.flagged == flag:
        return
    one.flagged = flag
    record(StatusChanged(one.ref, flag), by=SYSTEM)
    status.sign(one.status_list.ref)


def must_be_set(one: Credential) -> bool:
    """The certificate does not count, and the document alone does not say so."""
    certificate = one.certificate
    if one.superseded_by_id is not None:
        return True
    if certificate.state is CertificateState.EXPIRED:
        return credential.last_second(certificate.expires_on) < one.valid_until
    return certificate.state not in LIVE
