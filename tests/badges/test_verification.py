"""A stranger checks Ana's credential with other people's software and 1EdTech's schema."""

import copy
import json
from collections.abc import Callable

import pytest
from flask import Flask
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.status import check_credential_status
from openbadgeslib.ob3.verifier import OB3VerificationError

from marketplace.badges import following, issuing, keys, status
from marketplace.badges.models import Credential
from marketplace.certification.events import CertificateRevoked
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from marketplace.events.models import Event
from tests import make
from tests.badges.stranger import Document, Stranger, schema_errors
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture
def credential(cast: Cast) -> Credential:
    make.change(cast.certificate, release_id=cast.payroll.releases[1].id)
    return issuing.issue(cast.certificate.ref)


def read(credential: Credential) -> Document:
    document: Document = json.loads(credential.document)
    return document


def become(credential: Credential, state: CertificateState, **values: object) -> None:
    """The certificate's life goes on, and its credential follows."""
    make.change(credential.certificate, state=state, **values)
    follow(credential)


def follow(credential: Credential) -> None:

    following.follow_certificate(CertificateRevoked(credential.certificate.ref, "x"), Event())


def test_a_credential_is_genuine_and_follows_the_standard(credential: Credential, stranger: Stranger) -> None:
    stranger.verify(credential.document)
    assert schema_errors(read(credential)) == []
    assert stranger.visited == [
        "/issuers/ledgerline/did.json",
        "/status/ledgerline/1",
        "/status/ledgerline/1",
        "/issuers/ledgerline/did.json",
    ]


def test_it_says_what_was_certified_and_on_which_grounds(credential: Credential, cast: Cast) -> None:
    said = read(credential)
    achievement = said["credentialSubject"]["achievement"]
    assert said["name"] == achievement["name"] == "Professional in Ledgerline Payroll · Leave"
    assert achievement["criteria"]["narrative"] == cast.certificate.named_level.meaning
    assert [one["targetName"] for one in achievement["alignment"]] == [
        "Ledgerline Payroll",
        "Ledgerline Payroll · Leave",
        "Ledgerline Payroll 9.2",
    ]
    assert said["issuer"]["id"] == "did:web:localhost%3A8000:issuers:ledgerline"
    assert (said["validFrom"], said["validUntil"]) == ("2027-03-01T00:00:00Z", "2028-02-29T23:59:59Z")
    assert said["credentialSubject"]["identifier"][0]["identityHash"] == "Ana"
    assert [one["genre"] for one in said["evidence"]] == ["text"]


@pytest.mark.parametrize(
    "forge",
    [
        lambda it: it.update(validUntil="2099-01-01T00:00:00Z"),
        lambda it: it.update(name="Expert in Ledgerline Payroll · Leave"),
        lambda it: it["credentialSubject"]["identifier"][0].update(identityHash="Emil"),
        lambda it: it["credentialStatus"].update(statusListIndex="7"),
        lambda it: it["evidence"].clear(),
        lambda it: it.update(worthless="but added"),
        lambda it: it.pop("credentialStatus"),
    ],
    ids=["longer", "higher", "another person", "another bit", "no evidence", "more", "no status"],
)
def test_whoever_changes_anything_breaks_it(
    credential: Credential, stranger: Stranger, forge: Callable[[Document], None]
) -> None:
    forged = copy.deepcopy(read(credential))
    forge(forged)
    with pytest.raises(OB3VerificationError):
        stranger.verify(forged)


def test_after_its_last_day_it_is_over_by_itself(
    credential: Credential, stranger: Stranger, clock: Clock
) -> None:
    clock.forward(days=365)
    status.renew_lapsing()
    stranger.verify(credential.document)
    clock.forward(days=1)
    with pytest.raises(OB3VerificationError, match="expired"):
        stranger.verify(credential.document)
    become(credential, CertificateState.EXPIRED)
    assert not credential.flagged


def test_an_end_that_came_earlier_than_signed_is_told_by_the_list(
    credential: Credential, stranger: Stranger, clock: Clock
) -> None:
    make.change(credential.certificate, expires_on=clock.now.date())
    clock.forward(days=1)
    become(credential, CertificateState.EXPIRED)
    with pytest.raises(OB3VerificationError, match="revocation"):
        stranger.verify(credential.document)


def test_a_revoked_one_is_found_out(credential: Credential, stranger: Stranger) -> None:
    become(credential, CertificateState.REVOKED)
    with pytest.raises(OB3VerificationError, match="revocation"):
        stranger.verify(credential.document)


def test_a_suspended_one_does_not_count_until_it_is_reinstated(
    credential: Credential, stranger: Stranger
) -> None:
    become(credential, CertificateState.SUSPENDED)
    with pytest.raises(OB3VerificationError, match="revocation"):
        stranger.verify(credential.document)
    become(credential, CertificateState.ACTIVE)
    stranger.verify(credential.document)


def test_one_whose_certificate_was_superseded_counts_no_more(
    credential: Credential, stranger: Stranger
) -> None:
    become(credential, CertificateState.SUPERSEDED)
    with pytest.raises(OB3VerificationError, match="revocation"):
        stranger.verify(credential.document)


def test_two_statuses_would_not_pass_the_schema(credential: Credential) -> None:
    """Why suspension has no list of its own."""
    said = read(credential)
    said["credentialStatus"] = [
        said["credentialStatus"],
        dict(said["credentialStatus"], statusPurpose="suspension"),
    ]
    assert schema_errors(said) != []


def test_an_old_key_still_speaks_for_what_it_signed(
    credential: Credential, cast: Cast, stranger: Stranger
) -> None:
    keys.rotate(cast.ledgerline)
    assert json.loads(credential.status_list.document)["proof"]["verificationMethod"].endswith("#key-1")
    younger = issuing.issue(make.certificate(cast.emil, cast.leave).ref)
    for one, key in ((credential, "key-1"), (younger, "key-2")):
        assert read(one)["proof"]["verificationMethod"].endswith(f"#{key}")
        stranger.verify(one.document)
    status.sign(credential.status_list.ref)
    assert json.loads(credential.status_list.document)["proof"]["verificationMethod"].endswith("#key-2")
    stranger.verify(credential.document)


def test_another_vendor_s_key_signs_for_nobody_else(
    cast: Cast, credential: Credential, stranger: Stranger
) -> None:
    scanning = make.skill(make.product(cast.stockpile, "Stockpile Scan"))
    other = read(issuing.issue(make.certificate(cast.emil, scanning).ref))
    forged = read(credential) | {"proof": other["proof"]}
    with pytest.raises(OB3VerificationError):
        stranger.verify(forged)


def test_a_list_that_was_changed_on_the_way_is_refused(credential: Credential, stranger: Stranger) -> None:
    become(credential, CertificateState.REVOKED)
    listed = json.loads(credential.status_list.document)
    listed["credentialSubject"]["encodedList"] = status.encoded([])
    with pytest.raises(OB3VerificationError):
        stranger.verify_signature(listed)


def test_an_old_copy_of_a_list_is_not_believed_for_long(
    credential: Credential, stranger: Stranger, clock: Clock
) -> None:
    old = credential.status_list.document.encode()
    clock.forward(days=15)
    with pytest.raises(OB3VerificationError, match="expired"):
        check_credential_status(OpenBadgeCredential.from_vc_document(read(credential)), lambda _: old)
    assert status.renew_lapsing() == 1
    stranger.verify(credential.document)


def test_a_list_is_signed_anew_before_it_lapses_and_not_sooner(credential: Credential, clock: Clock) -> None:
    signed = credential.status_list.document
    clock.forward(days=6)
    assert status.renew_lapsing() == 0
    clock.forward(days=2)
    assert status.renew_lapsing() == 1
    assert credential.status_list.document != signed


def test_a_bit_changes_its_list_and_reading_does_not(credential: Credential, app: Flask) -> None:
    before = credential.status_list.document
    assert app.test_client().get("/status/ledgerline/1").text == before
    become(credential, CertificateState.REVOKED)
    changed = credential.status_list.document
    assert changed != before
    become(credential, CertificateState.REVOKED)
    db.session.expire_all()
    assert credential.status_list.document == changed
