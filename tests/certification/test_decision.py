"""Carla certifies, for Ledgerline and nobody else."""

from datetime import date

import pytest

from marketplace.certification import queries, service
from marketplace.certification.models import CertificateState, Claim, ClaimState, Level
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WHY = "The year-end notes show it was done, not read about."


@pytest.fixture
def emils(cast: Cast) -> Claim:
    return make.claim(cast.emil, cast.leave, release_id=cast.payroll.releases[0].id)


def test_a_certificate_starts_today_and_runs_for_the_vendor_s_term(cast: Cast, emils: Claim) -> None:
    certificate = service.certify(emils.ref, level=Level.PROFESSIONAL, reason=WHY, by=cast.actor("carla"))
    assert (certificate.starts_on, certificate.expires_on) == (date(2027, 3, 1), date(2028, 3, 1))
    assert certificate.release is emils.release
    assert emils.state is ClaimState.CERTIFIED
    assert emils.decided_by == cast.user("carla")
    assert queries.live(cast.emil.id) == [certificate]


def test_a_term_that_ends_in_a_shorter_month_ends_on_its_last_day(
    cast: Cast, emils: Claim, clock: Clock
) -> None:
    with atomic():
        cast.ledgerline.certificate_months = 11
    clock.to(clock.now.replace(month=3, day=31))
    certificate = service.certify(emils.ref, level=3, reason=WHY, by=cast.actor("carla"))
    assert certificate.expires_on == date(2028, 2, 29)


def test_a_lower_level_may_be_certified_and_a_higher_may_not(cast: Cast, emils: Claim) -> None:
    with pytest.raises(Invalid):
        service.certify(emils.ref, level=Level.EXPERT, reason=WHY, by=cast.actor("carla"))
    assert service.certify(emils.ref, level=Level.ASSOCIATE, reason=WHY, by=cast.actor("carla")).level == 1


def test_a_decision_needs_a_reason_in_writing(cast: Cast, emils: Claim) -> None:
    for reason in ("", "No.", " " * 50):
        with pytest.raises(Invalid):
            service.decline(emils.ref, reason=reason, by=cast.actor("carla"))
    assert service.decline(emils.ref, reason=WHY, by=cast.actor("carla")).state is ClaimState.DECLINED


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("vera", NotAllowed), ("fritz", NotFound), ("ines", NotFound), ("bruno", NotFound)],
)
def test_only_the_vendor_s_assessors_decide(
    cast: Cast, emils: Claim, person: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        service.certify(emils.ref, level=3, reason=WHY, by=cast.actor(person))


def test_no_assessor_decides_a_claim_of_their_own(cast: Cast) -> None:
    expert = make.expert("Carla", user=cast.user("carla"), slug="carla")
    own = make.claim(expert, cast.leave)
    with pytest.raises(NotAllowed, match="of their own"):
        service.certify(own.ref, level=3, reason=WHY, by=cast.actor("carla"))


def test_a_claim_is_decided_once(cast: Cast, emils: Claim) -> None:
    service.certify(emils.ref, level=3, reason=WHY, by=cast.actor("carla"))
    with pytest.raises(WrongState):
        service.decline(emils.ref, reason=WHY, by=cast.actor("carla"))


def test_of_two_live_certificates_the_higher_counts(cast: Cast) -> None:
    higher = make.certificate(cast.ana, cast.leave, Level.EXPERT)
    assert queries.live(cast.ana.id) == [higher]


def test_a_certificate_counts_through_its_last_day_and_then_expires(cast: Cast, clock: Clock) -> None:
    with atomic():
        cast.certificate.expires_on = date(2027, 3, 2)
    assert queries.live(cast.ana.id, date(2027, 3, 2))
    assert not queries.live(cast.ana.id, date(2027, 3, 3))
    clock.forward(days=1)
    assert service.expire_overdue() == 0
    clock.forward(days=1)
    assert service.expire_overdue() == 1
    assert cast.certificate.state is CertificateState.EXPIRED
    assert service.expire_overdue() == 0


def test_a_certificate_is_revoked_with_a_reason_by_its_vendor(cast: Cast) -> None:
    for person, refusal in (("ana", NotAllowed), ("fritz", NotAllowed), ("ines", NotAllowed)):
        with pytest.raises(refusal):
            service.revoke(cast.certificate.ref, reason=WHY, by=cast.actor(person))
    service.revoke(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    assert cast.certificate.state is CertificateState.REVOKED
    assert cast.certificate.revoked_reason == WHY
    assert not queries.live(cast.ana.id)
    assert cast.certificate.revoked_at == clock.now()


def test_the_queue_shows_the_oldest_first(cast: Cast, emils: Claim, clock: Clock) -> None:
    clock.forward(days=2)
    later = make.claim(cast.ana, cast.leave, Level.EXPERT)
    assert list(queries.queue(cast.ledgerline.id).items) == [emils, later]
