"""Ana decides how she appears, and whether she does."""

import json

import pytest
from flask import Flask
from openbadgeslib.ob3.verifier import OB3VerificationError

from marketplace.badges import issuing, queries, service
from marketplace.badges.errors import ProofWithdrawn
from marketplace.badges.models import Credential, Naming, ProofState
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from marketplace.kit.errors import Conflict, Invalid, NotFound, WrongState
from marketplace.registry.models import ProfileState
from tests import make
from tests.badges.stranger import Stranger
from tests.cast import Cast


@pytest.fixture
def credential(cast: Cast) -> Credential:
    return issuing.issue(cast.certificate.ref)


def hide(cast: Cast) -> None:
    make.change(cast.ana, state=ProfileState.HIDDEN)


def as_heron(cast: Cast) -> Credential:
    return service.choose_naming(
        cast.certificate.ref, Naming.PSEUDONYM, pseudonym=" Quiet  Heron ", by=cast.actor("ana")
    )


def test_it_begins_under_the_profile_s_name_and_as_public_as_the_profile(
    cast: Cast, credential: Credential
) -> None:
    assert (credential.naming, credential.holder) == (Naming.NAME, "Ana")
    assert queries.readable(credential.ref, cast.actor("bruno")) == credential
    hide(cast)
    with pytest.raises(NotFound):
        queries.readable(credential.ref, cast.actor("bruno"))
    assert queries.readable(credential.ref, cast.actor("ana")) == credential


def test_ana_may_publish_it_without_a_profile(cast: Cast, credential: Credential) -> None:
    hide(cast)
    service.publish(cast.certificate.ref, by=cast.actor("ana"))
    assert queries.readable(credential.ref, cast.actor("bruno")) == credential
    with pytest.raises(WrongState):
        service.publish(cast.certificate.ref, by=cast.actor("ana"))


def test_withdrawn_is_withdrawn_for_everybody_until_ana_publishes_it_again(
    cast: Cast, credential: Credential, stranger: Stranger
) -> None:
    service.withdraw(cast.certificate.ref, by=cast.actor("ana"))
    for person in ("bruno", "ana"):
        with pytest.raises(ProofWithdrawn):
            queries.readable(credential.ref, cast.actor(person))
    stranger.verify(credential.document)
    service.publish(cast.certificate.ref, by=cast.actor("ana"))
    assert queries.readable(credential.ref, cast.actor("bruno")).state is ProofState.SHOWN


@pytest.mark.parametrize("person", ["bruno", "carla", "emil", "otto"])
def test_nobody_decides_for_ana(cast: Cast, credential: Credential, person: str) -> None:
    by, ref = cast.actor(person), cast.certificate.ref
    for act in (service.publish, service.withdraw):
        with pytest.raises(NotFound):
            act(ref, by=by)
    with pytest.raises(NotFound):
        service.choose_naming(ref, Naming.PSEUDONYM, pseudonym="Heron", by=by)


def test_a_pseudonym_is_a_new_credential_and_the_former_one_counts_no_more(
    cast: Cast, credential: Credential, stranger: Stranger
) -> None:
    heron = as_heron(cast)
    assert heron.ref != credential.ref
    stranger.verify(heron.document)
    with pytest.raises(OB3VerificationError, match="revocation"):
        stranger.verify(credential.document)
    with pytest.raises(ProofWithdrawn):
        queries.readable(credential.ref, cast.actor("bruno"))
    assert queries.current(cast.certificate) == heron


def test_the_same_name_twice_is_the_same_credential(cast: Cast, credential: Credential) -> None:
    ana = cast.actor("ana")
    assert service.choose_naming(cast.certificate.ref, Naming.NAME, by=ana) == credential
    assert as_heron(cast) == as_heron(cast)


def test_a_pseudonym_never_leads_to_the_name(cast: Cast, credential: Credential) -> None:
    document = as_heron(cast).document
    said = json.loads(document)["credentialSubject"]
    assert said["identifier"][0]["identityHash"] == "Quiet Heron (pseudonym)"
    former = json.loads(credential.document)["credentialSubject"]
    for trace in ("Ana", credential.ref, cast.certificate.ref, cast.ana.ref, cast.ana.slug, former["id"]):
        assert trace not in document


def test_a_new_name_in_the_profile_can_be_signed_anew(cast: Cast, credential: Credential) -> None:
    make.change(cast.ana, name="Ana Ruiz")
    fresh = service.choose_naming(cast.certificate.ref, Naming.NAME, by=cast.actor("ana"))
    assert (fresh.holder, fresh.state, fresh != credential) == ("Ana Ruiz", credential.state, True)


@pytest.mark.parametrize("pseudonym", ["", " ", "x", "x" * 61, "ANA", "\u202e"])
def test_a_pseudonym_is_a_word_and_not_the_name(cast: Cast, credential: Credential, pseudonym: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.choose_naming(
            cast.certificate.ref, Naming.PSEUDONYM, pseudonym=pseudonym, by=cast.actor("ana")
        )
    assert "pseudonym" in refused.value.fields
    assert queries.current(cast.certificate) == credential


def test_a_revoked_certificate_under_a_new_name_is_still_revoked(
    cast: Cast, credential: Credential, stranger: Stranger
) -> None:
    make.change(cast.certificate, state=CertificateState.REVOKED)
    heron = as_heron(cast)
    assert heron.flagged
    with pytest.raises(OB3VerificationError, match="revocation"):
        stranger.verify(heron.document)


def test_before_it_is_signed_there_is_nothing_to_decide(cast: Cast) -> None:
    with pytest.raises(Conflict, match="being signed"):
        service.publish(cast.certificate.ref, by=cast.actor("ana"))


def test_each_has_an_index_of_its_own(app: Flask, cast: Cast, credential: Credential) -> None:
    for name in ("Heron", "Crane", "Stork"):
        service.choose_naming(cast.certificate.ref, Naming.PSEUDONYM, pseudonym=name, by=cast.actor("ana"))
    indexes = db.session.query(Credential.status_index).all()
    assert len(set(indexes)) == 4


def test_a_renewal_goes_on_under_the_chosen_name_and_seen_by_the_same(
    cast: Cast, credential: Credential
) -> None:
    as_heron(cast)
    service.withdraw(cast.certificate.ref, by=cast.actor("ana"))
    renewed = issuing.issue(make.certificate(cast.ana, cast.leave).ref)
    assert (renewed.naming, renewed.holder) == (Naming.PSEUDONYM, "Quiet Heron")
    assert renewed.state is ProofState.WITHDRAWN


def test_a_superseded_proof_leads_to_the_newer_one_of_the_same_name_only(
    cast: Cast, credential: Credential
) -> None:
    newer = make.certificate(cast.ana, cast.leave)
    make.change(cast.certificate, state=CertificateState.SUPERSEDED, superseded_by_id=newer.id)
    renewed = issuing.issue(newer.ref)
    assert queries.successor(credential) == renewed
    service.choose_naming(newer.ref, Naming.PSEUDONYM, pseudonym="Heron", by=cast.actor("ana"))
    assert queries.successor(credential) is None
