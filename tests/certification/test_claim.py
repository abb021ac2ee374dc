"""Ana says what she knows."""

import pytest

from marketplace.accounts.actor import VISITOR, Actor
from marketplace.certification import queries, service
from marketplace.certification.errors import AlreadyCertified, ClaimOpen, SkillRetired
from marketplace.certification.models import CertificateState, Claim, ClaimState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import history
from marketplace.evidence import uploads
from marketplace.evidence.pieces import NewEvidence
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from tests import make
from tests.cast import Cast

STATEMENT = "I ran leave and absence for 900 people, over six years and three year ends."
TEXT = NewEvidence(text="Rebuilt the accrual rules for five countries.")


def claims(by: Actor, cast: Cast, level: int = Level.EXPERT, **changed: object) -> Claim:
    given: dict[str, object] = {"statement": STATEMENT, "evidence": [TEXT]} | changed
    return service.claim(cast.leave.ref, level, by=by, **given)  # type: ignore[arg-type]


def test_a_claim_waits_with_its_evidence(cast: Cast) -> None:
    ana = cast.actor("ana")
    kept = uploads.keep("notes.txt", b"Year end, step by step", by=ana)
    link = NewEvidence(url="https://example.test/talk")
    claim = claims(ana, cast, evidence=[TEXT, link, NewEvidence(upload=kept.ref)])
    assert claim.state is ClaimState.SUBMITTED
    assert [one.kind for one in claim.evidence] == [EvidenceKind.TEXT, EvidenceKind.LINK, EvidenceKind.FILE]
    assert [event.kind for event in history(claim.ref)] == ["ClaimSubmitted"]
    assert queries.claims_of(cast.ana.id)[0] is claim


def test_one_open_claim_for_a_skill(cast: Cast) -> None:
    claims(cast.actor("ana"), cast)
    with pytest.raises(ClaimOpen):
        claims(cast.actor("ana"), cast)


@pytest.mark.parametrize("level", [Level.PRACTITIONER, Level.PROFESSIONAL])
def test_nothing_is_claimed_that_a_live_certificate_says_already(cast: Cast, level: Level) -> None:
    with pytest.raises(AlreadyCertified, match="Professional"):
        claims(cast.actor("ana"), cast, level)


def test_an_expired_or_revoked_certificate_does_not_stand_in_the_way(cast: Cast) -> None:
    with atomic():
        cast.certificate.state = CertificateState.REVOKED
    assert claims(cast.actor("ana"), cast, Level.PROFESSIONAL).level == Level.PROFESSIONAL


def test_a_suspended_certificate_is_not_claimed_around(cast: Cast) -> None:
    make.change(cast.certificate, state=CertificateState.SUSPENDED)
    with pytest.raises(AlreadyCertified, match="suspended"):
        claims(cast.actor("ana"), cast, Level.EXPERT)


def test_retired_skills_are_refused(cast: Cast) -> None:
    with atomic():
        assert cast.leave.module
        cast.leave.module.retired_at = clock.now()
    with pytest.raises(SkillRetired):
        claims(cast.actor("ana"), cast)


def test_a_release_must_be_the_product_s_own_and_out(cast: Cast) -> None:
    other = make.product(cast.stockpile, "Stockpile Inbound")
    old = cast.payroll.releases[-1].ref
    with pytest.raises(Invalid):
        claims(cast.actor("ana"), cast, release_ref=other.releases[0].ref)
    assert claims(cast.actor("ana"), cast, release_ref=old).release.version == "9.2"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"statement": "I know it"}, "statement"),
        ({"statement": "\u202e" + " " * 40}, "statement"),
        ({"evidence": []}, "text"),
        ({"evidence": [NewEvidence(text="  ")]}, "text"),
        ({"evidence": [NewEvidence(url="javascript:alert(1)")]}, "url"),
        ({"evidence": [NewEvidence(url="https://ana:secret@example.test/")]}, "url"),
        ({"evidence": [NewEvidence(url="https://[bad/")]}, "url"),
        ({"evidence": [NewEvidence(url="https://example.test:port/")]}, "url"),
        ({"evidence": [NewEvidence(text="x" * 5_001)]}, "text"),
        ({"evidence": [TEXT] * 13}, "files"),
        ({"evidence": [NewEvidence(upload="nosuchupload")]}, "files"),
        ({"level": 5}, "level"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(cast: Cast, changed: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        claims(cast.actor("ana"), cast, **changed)  # type: ignore[arg-type]
    assert field in refusal.value.fields


def test_nobody_submits_another_s_upload(cast: Cast) -> None:
    emils = uploads.keep("emil.txt", b"Emil's own notes", by=cast.actor("emil"))
    with pytest.raises(Invalid):
        claims(cast.actor("ana"), cast, evidence=[NewEvidence(upload=emils.ref)])


def test_a_first_claim_begins_a_profile_and_visitors_make_none(cast: Cast) -> None:
    assert claims(cast.actor("bruno"), cast).expert.user == cast.user("bruno")
    with pytest.raises(NotAllowed):
        claims(VISITOR, cast)


def test_ana_takes_her_claim_back_while_it_waits(cast: Cast) -> None:
    claim = claims(cast.actor("ana"), cast)
    with pytest.raises(NotFound):
        service.withdraw(claim.ref, by=cast.actor("emil"))
    with pytest.raises(NotAllowed):
        service.withdraw(claim.ref, by=cast.actor("carla"))
    service.withdraw(claim.ref, by=cast.actor("ana"))
    assert claim.state is ClaimState.WITHDRAWN
    with pytest.raises(WrongState):
        service.withdraw(claim.ref, by=cast.actor("ana"))
    assert claims(cast.actor("ana"), cast).ref != claim.ref
    assert db.session.query(Claim).count() == 3  # the certified one, the withdrawn one, the new one
