"""The worker issues each credential once, whatever happens."""

import pytest
from sqlalchemy import func, select

from marketplace.badges import contexts, following, issuing, proof, status
from marketplace.badges.models import Credential, IssuerKey, StatusList
from marketplace.certification.events import CertificateRevoked, ClaimCertified
from marketplace.certification.models import CertificateState, ClaimState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.events.models import Event
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle


def count(of: type) -> int:
    return db.session.scalar(select(func.count()).select_from(of)) or 0


def certified(cast: Cast) -> ClaimCertified:
    certificate = cast.certificate
    return ClaimCertified(certificate.claim.ref, cast.ana.ref, certificate.ref, certificate.level)


def test_a_certificate_is_issued_by_the_worker(cast: Cast, settle: Settle) -> None:
    with atomic():
        record(certified(cast), by=cast.actor("carla"))
    assert count(Credential) == 0
    settle()
    assert count(Credential) == 1


def test_a_worker_that_runs_twice_issues_once(cast: Cast) -> None:
    for _ in range(2):
        following.issue(certified(cast), Event())
    assert (count(Credential), count(IssuerKey), count(StatusList)) == (1, 1, 1)


def test_a_revocation_follows_by_the_worker_too(cast: Cast, settle: Settle) -> None:
    issued = issuing.issue(cast.certificate.ref)
    make.change(cast.certificate, state=CertificateState.REVOKED)
    with atomic():
        record(CertificateRevoked(cast.certificate.ref, cast.ana.ref), by=cast.actor("carla"))
    settle()
    assert issued.flagged


def test_what_was_revoked_before_the_worker_came_is_issued_as_revoked(cast: Cast) -> None:
    make.change(cast.certificate, state=CertificateState.REVOKED)
    following.issue(certified(cast), Event())
    assert db.session.scalars(select(Credential)).one().flagged


def test_certificates_from_before_there_were_credentials_get_theirs(cast: Cast) -> None:
    make.certificate(cast.emil, cast.leave, state=CertificateState.REVOKED)
    assert issuing.issue_missing() == 1
    assert issuing.issue_missing() == 0


def test_a_credential_is_signed_at_award_and_never_again(cast: Cast, clock: Clock) -> None:
    signed = issuing.issue(cast.certificate.ref).document
    clock.forward(days=30)
    make.change(cast.ledgerline, name="Ledgerline International")
    assert issuing.issue(cast.certificate.ref).document == signed


def test_a_full_list_is_followed_by_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "MOST_USED", 1)
    first = issuing.issue(cast.certificate.ref)
    second = issuing.issue(make.certificate(cast.emil, cast.leave).ref)
    assert (first.status_list.number, second.status_list.number) == (1, 2)


def test_an_index_is_given_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter((7, 7, 7, 9))
    monkeypatch.setattr(status, "_random_index", lambda: next(drawn))
    first = issuing.issue(cast.certificate.ref)
    second = issuing.issue(make.certificate(cast.emil, cast.leave).ref)
    assert (first.status_index, second.status_index) == (7, 9)


def test_nothing_is_fetched_and_nothing_goes_unsigned(cast: Cast) -> None:
    by = status.keys.signer(cast.ledgerline)
    sound = {
        "@context": [contexts.CREDENTIALS],
        "id": "https://x.example/1",
        "type": ["VerifiableCredential"],
    }
    now = cast.certificate.created_at
    assert proof.signed(sound, by=by, at=now)["proof"]
    for dropped in (
        {"worthless": 1},
        {"type": ["VerifiableCredential", "Unheard"]},
        {"id": "not-an-address"},
    ):
        with pytest.raises(proof.Unsigned):
            proof.signed(sound | dropped, by=by, at=now)
    with pytest.raises(Exception, match="URL") as refused:
        proof.signed(sound | {"@context": ["https://elsewhere.example/v1"]}, by=by, at=now)
    assert isinstance(refused.value.__cause__, contexts.UnknownContext)


def test_an_uncertified_claim_has_nothing_to_issue(cast: Cast) -> None:
    make.claim(cast.emil, cast.leave, state=ClaimState.SUBMITTED)
    assert issuing.issue_missing() == 1  # Ana's, and no other
