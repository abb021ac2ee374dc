"""Carla decides, for Ledgerline and nobody else."""

from datetime import date

import pytest

from marketplace.assessing import queue, seats, service
from marketplace.assessing.models import AssessmentState, Seat, Verdict
from marketplace.assessing.service import Found, Outcome
from marketplace.certification import queries as certification
from marketplace.certification.errors import AlreadyCertified
from marketplace.certification.models import CertificateState, Claim, ClaimState
from marketplace.db.session import atomic
from marketplace.events.log import history
from marketplace.evidence.models import Evidence, Reference
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WHY = "The year-end notes show it was done, not read about."


@pytest.fixture
def emils(cast: Cast) -> Claim:
    return make.claim(cast.emil, cast.leave, release_id=cast.payroll.releases[0].id)


def decide(claim: Claim, cast: Cast, person: str = "carla", **changed: object) -> Outcome:
    given: dict[str, object] = {"level": 3, "reason": WHY, "findings": make.findings(claim)} | changed
    verdict = Verdict(str(given.pop("verdict", "certify")))
    return service.decide(claim.ref, verdict, by=cast.actor(person), **given)  # type: ignore[arg-type]


def test_a_certificate_starts_today_and_runs_for_the_vendor_s_term(cast: Cast, emils: Claim) -> None:
    certificate = decide(emils, cast).certificate
    assert certificate
    assert (certificate.starts_on, certificate.expires_on) == (date(2027, 3, 1), date(2028, 3, 1))
    assert certificate.release is emils.release
    assert emils.state is ClaimState.CERTIFIED
    assert emils.decided_by == cast.user("carla")
    assert certification.live(cast.emil.id) == [certificate]
    assert [one.kind for one in history(emils.ref)] == ["AssessmentTaken", "AssessmentDone", "ClaimCertified"]


def test_a_term_that_ends_in_a_shorter_month_ends_on_its_last_day(
    cast: Cast, emils: Claim, clock: Clock
) -> None:
    make.change(emils.rubric.terms[2], months=11)
    clock.to(clock.now.replace(month=3, day=31))
    certificate = decide(emils, cast).certificate
    assert certificate
    assert certificate.expires_on == date(2028, 2, 29)


def test_a_lower_level_may_be_certified_and_a_higher_may_not(cast: Cast, emils: Claim) -> None:
    with pytest.raises(Invalid):
        decide(emils, cast, level=Level.EXPERT)
    lower = decide(emils, cast, level=Level.ASSOCIATE).certificate
    assert lower
    assert lower.level == Level.ASSOCIATE


def test_a_level_that_the_programme_does_not_give_is_refused(cast: Cast, emils: Claim) -> None:
    with atomic():
        del emils.rubric.terms[0]
    with pytest.raises(Invalid, match="Practitioner, Professional, Expert"):
        decide(emils, cast, level=Level.ASSOCIATE)


def test_a_decision_needs_a_reason_and_a_score_by_every_criterion(cast: Cast, emils: Claim) -> None:
    for reason in ("", "No.", " " * 50):
        with pytest.raises(Invalid):
            decide(emils, cast, verdict="decline", reason=reason)
    some = dict(list(make.findings(emils).items())[:-1])
    with pytest.raises(Invalid, match="Every criterion") as refusal:
        decide(emils, cast, findings=some)
    last = emils.rubric.criteria[-1]
    assert list(refusal.value.fields) == [f"score_{last.ref}"]
    with pytest.raises(Invalid):
        decide(emils, cast, findings=make.findings(emils, 9))
    assert emils.state is ClaimState.SUBMITTED
    decide(emils, cast, verdict="decline")
    assert emils.state is ClaimState.DECLINED
    assert certification.live(cast.emil.id) == []


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("vera", NotAllowed), ("fritz", NotFound), ("ines", NotFound), ("bruno", NotFound)],
)
def test_only_the_vendor_s_assessors_decide(
    cast: Cast, emils: Claim, person: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        decide(emils, cast, person)


def test_a_claim_is_decided_once(cast: Cast, emils: Claim) -> None:
    decide(emils, cast)
    with pytest.raises(WrongState):
        decide(emils, cast, verdict="decline")


def test_what_is_found_is_kept_until_the_decision(cast: Cast, emils: Claim) -> None:
    first = emils.rubric.criteria[0]
    kept = service.save(emils.ref, {first.ref: Found(2, "Page 12.")}, by=cast.actor("carla"))
    again = service.save(emils.ref, {first.ref: Found(3, "Page 14.")}, by=cast.actor("carla"))
    assert again is kept
    assert [(one.level, one.note) for one in kept.scores] == [(3, "Page 14.")]
    assert kept.state is AssessmentState.OPEN
    decide(emils, cast)
    assert kept.state is AssessmentState.DONE


def test_the_certificate_names_the_rubric_that_was_used(cast: Cast, emils: Claim) -> None:
    """A new version that comes while Carla reads changes nothing about this claim."""
    pinned = emils.rubric
    certificate = decide(emils, cast).certificate
    assert certificate
    assert certificate.claim.rubric is pinned


def test_a_higher_certificate_supersedes_the_lower_one(cast: Cast) -> None:
    higher = make.claim(cast.ana, cast.leave, Level.EXPERT)
    made = decide(higher, cast, level=4).certificate
    assert cast.certificate.state is CertificateState.SUPERSEDED
    assert cast.certificate.superseded_by is made
    assert certification.live(cast.ana.id) == [made]


def test_a_lower_certificate_leaves_the_higher_one_alone(cast: Cast) -> None:
    make.change(cast.certificate, level=4)
    lower = make.claim(cast.ana, cast.leave, Level.EXPERT)
    decide(lower, cast, level=2)
    assert cast.certificate.state is CertificateState.ACTIVE


def test_a_referee_who_was_only_asked_is_no_evidence(cast: Cast, emils: Claim) -> None:
    make.change(emils.rubric.terms[2], kinds=frozenset([EvidenceKind.REFERENCE]))
    reference = make.row(
        Reference,
        expert_id=cast.emil.id,
        skill_id=cast.leave.id,
        name="Maria Olsen",
        email="maria@example.test",
        relation="She led our office.",
        asked_at=emils.submitted_at,
        expires_at=emils.submitted_at,
    )
    make.row(Evidence, claim_id=emils.id, kind=EvidenceKind.REFERENCE, reference_id=reference.id)
    with pytest.raises(Invalid, match="there is none that holds"):
        decide(emils, cast)
    assert decide(emils, cast, level=2).certificate


def test_nothing_is_certified_around_a_suspension(cast: Cast) -> None:
    higher = make.claim(cast.ana, cast.leave, Level.EXPERT)
    make.change(cast.certificate, state=CertificateState.SUSPENDED)
    with pytest.raises(AlreadyCertified, match="suspended"):
        decide(higher, cast, level=4)


def test_a_question_stops_the_clock(cast: Cast, emils: Claim, clock: Clock) -> None:
    from_the_start = emils.answer_by
    service.ask(emils.ref, "Which of the sites did you set up alone?", by=cast.actor("carla"))
    assert emils.state is ClaimState.ASKED
    clock.forward(days=3)
    assert (emils.answer_by - from_the_start).days == 3
    with pytest.raises(WrongState):
        decide(emils, cast)


def test_the_queue_shows_the_oldest_first(cast: Cast, emils: Claim, clock: Clock) -> None:
    clock.forward(days=2)
    later = make.claim(cast.ana, cast.leave, Level.EXPERT)
    page = queue.queue([cast.ledgerline.id], cast.actor("carla"))
    assert list(page.items) == [emils, later]
    assert not queue.queue([cast.stockpile.id], cast.actor("ines")).items


def test_the_next_claim_is_one_that_is_free(cast: Cast, emils: Claim, clock: Clock) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    clock.forward(hours=1)
    taken = make.claim(cast.ana, cast.leave, Level.EXPERT)
    seats.take(taken.ref, by=cast.actor("nils"))
    clock.forward(hours=1)
    free = make.claim(make.expert("Ada"), cast.leave)
    assert queue.next_to_decide(cast.actor("carla"), after=emils) == free
    assert queue.next_to_decide(cast.actor("nils"), after=emils) == taken
    assert seats.open_seat_of(taken, cast.actor("nils")).seat is Seat.FIRST  # type: ignore[union-attr]
