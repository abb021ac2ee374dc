"""Ana renews: what still holds is carried forward, and only what changed is asked."""

from datetime import date, timedelta

import pytest

from marketplace.catalog.models import Module, Release, Topic
from marketplace.certification import queries, renewal, service
from marketplace.certification.models import Certificate, CertificateState, Claim, ClaimState
from marketplace.evidence import work
from marketplace.evidence.models import Evidence, ReferenceState
from marketplace.evidence.pieces import NewEvidence, NewReferee
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.programmes.kinds import EvidenceKind
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

STATEMENT = "I have gone on running leave, for two more companies."
KNOWN = "Accruals are by the hour now; I moved two companies over."


def release(cast: Cast, version: str) -> Release:
    return next(one for one in cast.payroll.releases if one.version == version)


@pytest.fixture
def held(cast: Cast) -> Certificate:
    """Ana's, on 9.2, with a text, a file and two referees behind it."""
    make.change(cast.certificate, release_id=release(cast, "9.2").id)
    claim = cast.certificate.claim
    given = make.reference(cast.ana, cast.leave, state=ReferenceState.GIVEN, text="She did it.")
    refused = make.reference(cast.ana, cast.leave, "Ole", state=ReferenceState.REFUSED)
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.TEXT, text="Two audits without a finding.")
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.FILE, file_key="k" * 32, file_name="plan.pdf")
    for one in (given, refused):
        make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.REFERENCE, reference_id=one.id)
    return cast.certificate


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return make.row(
        Topic,
        release_id=release(cast, "10.1").id,
        module_id=cast.leave.module_id,
        position=1,
        title="Accruals by the hour",
    )


def renew(cast: Cast, held: Certificate, **given: object) -> Claim:
    asked = {"statement": STATEMENT, "carried": [one.ref for one in renewal.carriable(held)], "topics": {}}
    return renewal.renew(held.ref, by=cast.actor("ana"), **(asked | given))


def worked(cast: Cast, version: str) -> None:
    work.note(
        "abc",
        expert_id=cast.ana.id,
        skill_id=cast.leave.id,
        release_id=release(cast, version).id,
        organization_id=cast.nordwind.id,
        minutes=960,
        first_on=date(2027, 2, 1),
        last_on=date(2027, 2, 2),
        approved_at=kit_clock.now(),
    )


def test_from_ninety_days_before_the_end_until_a_year_after(
    cast: Cast, held: Certificate, clock: Clock
) -> None:
    ends = clock.now + (held.expires_on - clock.now.date())
    said = {}
    for days in (-91, -90, 0, 1, 365, 366):
        clock.to(ends + timedelta(days=days))
        said[days] = renewal.renewable(held) is True
    assert said == {-91: False, -90: True, 0: True, 1: True, 365: True, 366: False}


def test_or_as_soon_as_a_release_has_changed_something(cast: Cast, held: Certificate, topic: Topic) -> None:
    assert renewal.renewable(held) is True
    assert renewal.changed(held) == [topic]


@pytest.mark.parametrize("state", ["suspended", "revoked", "superseded"])
def test_what_does_not_hold_is_not_renewed(
    cast: Cast, held: Certificate, topic: Topic, state: CertificateState
) -> None:
    make.change(held, state=CertificateState(state))
    with pytest.raises(NotAllowed, match="Only a certificate that holds"):
        renew(cast, held)


def test_who_has_a_newer_one_need_not_renew_the_one_that_ended(
    cast: Cast, held: Certificate, clock: Clock
) -> None:
    clock.forward(days=366)
    make.certificate(cast.ana, cast.leave)
    assert "newer certificate" in str(renewal.renewable(held))


def test_what_still_holds_is_carried_and_nothing_else(cast: Cast, held: Certificate, topic: Topic) -> None:
    made = renew(cast, held, topics={topic.ref: KNOWN})
    kinds = [one.kind for one in made.evidence]
    assert kinds == [EvidenceKind.TEXT, EvidenceKind.FILE, EvidenceKind.REFERENCE]
    assert [one.reference.name for one in made.evidence if one.reference] == ["Maria Olsen"]
    assert all(one.carried_from_id for one in made.evidence)
    assert made.release is release(cast, "10.1")
    assert made.renewal and made.renewal.certificate is held
    assert [(one.topic, one.text) for one in made.topic_answers] == [(topic, KNOWN)]


def test_ana_unticks_what_no_longer_holds(cast: Cast, held: Certificate, topic: Topic) -> None:
    text = renewal.carriable(held)[0]
    made = renew(cast, held, carried=[text.ref], topics={topic.ref: KNOWN})
    assert [one.text for one in made.evidence] == ["Two audits without a finding."]


def test_pieces_of_somebody_else_are_never_carried(cast: Cast, held: Certificate, topic: Topic) -> None:
    other = make.claim(cast.emil, cast.leave)
    stolen = make.row(Evidence, claim_id=other.id, kind=EvidenceKind.TEXT, text="Emil's secret")
    made = renew(
        cast,
        held,
        carried=[stolen.ref],
        topics={topic.ref: KNOWN},
        evidence=[NewEvidence(text="My own words.")],
    )
    assert [one.text for one in made.evidence] == ["My own words."]


@pytest.mark.parametrize("typed", ["", "Yes.", "x" * 2_001])
def test_every_change_is_answered(cast: Cast, held: Certificate, topic: Topic, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        renew(cast, held, topics={topic.ref: typed})
    assert set(refused.value.fields) == {f"topic_{topic.ref}"}
    assert not any(one.state is ClaimState.SUBMITTED for one in queries.claims_of(cast.ana.id))


@pytest.mark.parametrize(("version", "asked"), [("10.1", False), ("9.2", True)])
def test_approved_work_on_the_release_speaks_for_it(
    cast: Cast, held: Certificate, topic: Topic, version: str, asked: bool
) -> None:
    worked(cast, version)
    assert (topic.ref not in renewal.shown_by_work(held)) is asked
    if asked:
        with pytest.raises(Invalid):
            renew(cast, held)
    else:
        made = renew(cast, held)
        assert made.topic_answers == []
        assert EvidenceKind.WORK in {one.kind for one in made.evidence}


def test_topics_of_other_modules_and_dropped_ones_are_not_asked(
    cast: Cast, held: Certificate, topic: Topic, clock: Clock
) -> None:
    payslips = make.row(Module, product_id=cast.payroll.id, name="Payslips", slug="payslips")
    there = {"release_id": topic.release_id, "position": 2}
    make.row(Topic, module_id=payslips.id, title="New layout", **there)
    make.row(Topic, title="Dropped", dropped_at=clock.now, **there)
    assert renewal.changed(held) == [topic]


def test_the_new_one_counts_on_from_the_end_of_the_old_one(
    cast: Cast, held: Certificate, clock: Clock
) -> None:
    clock.forward(days=300)
    made = make.certified(renew(cast, held), cast.actor("carla"))
    assert made.starts_on == clock.now.date()
    assert made.expires_on == date(2029, 2, 28)
    assert (held.state, held.superseded_by) == (CertificateState.SUPERSEDED, made)
    assert queries.live(cast.ana.id) == [made]


def test_a_renewal_that_is_declined_leaves_the_old_one(cast: Cast, held: Certificate, clock: Clock) -> None:
    clock.forward(days=300)
    make.declined(renew(cast, held), cast.actor("carla"))
    assert queries.live(cast.ana.id) == [held]


def test_one_claim_at_a_time(cast: Cast, held: Certificate, clock: Clock) -> None:
    clock.forward(days=300)
    renew(cast, held)
    with pytest.raises(Conflict, match="not decided yet"):
        renew(cast, held)


def test_nobody_renews_for_another(cast: Cast, held: Certificate, topic: Topic) -> None:
    for person in ("emil", "carla", "vera"):
        with pytest.raises(NotFound):
            renewal.renew(held.ref, statement=STATEMENT, carried=[], topics={}, by=cast.actor(person))


def test_a_renewal_asks_for_no_more_than_is_held(cast: Cast, held: Certificate, topic: Topic) -> None:
    with pytest.raises(Invalid) as refused:
        renew(cast, held, level=4, topics={topic.ref: KNOWN})
    assert set(refused.value.fields) == {"level"}
    assert renew(cast, held, level=2, topics={topic.ref: KNOWN}).level == 2


def test_renewing_a_skill_that_is_no_longer_certified_is_refused(
    cast: Cast, held: Certificate, topic: Topic, clock: Clock
) -> None:
    make.change(cast.leave.module, retired_at=clock.now)
    with pytest.raises(NotAllowed, match="no longer certified"):
        renew(cast, held)


def test_a_referee_can_be_asked_anew(cast: Cast, held: Certificate, topic: Topic) -> None:
    kari = NewReferee("Kari Nes", "kari@halden.example", "We ran it together.")
    made = renew(cast, held, topics={topic.ref: KNOWN}, evidence=[NewEvidence(referee=kari)])
    named = [(one.reference.name, one.reference.state.value) for one in made.evidence if one.reference]
    assert named == [("Maria Olsen", "given"), ("Kari Nes", "asked")]
    service.withdraw(made.ref, by=cast.actor("ana"))
    assert [one.reference.state.value for one in made.evidence if one.reference] == ["given", "withdrawn"]
