"""A certificate from its award to its end, and what may happen on the way."""

from datetime import UTC, date, datetime

import pytest

from marketplace.catalog import service as catalog
from marketplace.certification import life, queries
from marketplace.certification.models import Certificate, CertificateState
from marketplace.events.log import history
from marketplace.kit.errors import NotAllowed, WrongState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle

WHY = "The handbook turned out to be somebody else's work."


def day(clock: Clock, on: date, hour: int = 12) -> None:
    clock.to(datetime(on.year, on.month, on.day, hour, tzinfo=UTC))


def kinds(certificate: Certificate) -> list[str]:
    return [one.kind for one in history(certificate.ref)]


def warnings(certificate: Certificate) -> list[int]:
    return [one.payload["days"] for one in history(certificate.ref) if one.kind == "CertificateExpiring"]


def test_it_is_warned_of_at_90_30_and_7_days_and_then_ends(cast: Cast, clock: Clock) -> None:
    certificate = cast.certificate
    assert certificate.expires_on == date(2028, 2, 29)
    heard = {}
    for on in (
        date(2027, 11, 30),
        date(2027, 12, 1),
        date(2027, 12, 2),
        date(2028, 1, 30),
        date(2028, 2, 22),
    ):
        day(clock, on)
        life.warn()
        life.warn()
        heard[on] = warnings(certificate)
    assert list(heard.values()) == [[], [90], [90], [90, 30], [90, 30, 7]]
    assert certificate.state is CertificateState.EXPIRING
    day(clock, date(2028, 2, 29), hour=23)
    assert life.expire_overdue() == 0
    assert queries.live(cast.ana.id) == [certificate]
    day(clock, date(2028, 3, 1), hour=0)
    assert queries.live(cast.ana.id) == []
    assert life.expire_overdue() == 1
    assert life.expire_overdue() == 0
    assert certificate.state is CertificateState.EXPIRED
    assert kinds(certificate)[-1] == "CertificateExpired"


def test_after_a_jump_only_the_nearest_warning_is_given(cast: Cast, clock: Clock) -> None:
    day(clock, date(2028, 2, 20))
    assert life.warn() == 1
    assert warnings(cast.certificate) == [30]
    day(clock, date(2028, 6, 1))
    assert life.warn() == 0
    assert life.expire_overdue() == 1


def test_summer_time_moves_no_day(cast: Cast, clock: Clock) -> None:
    """Days are counted in UTC: the hour that Berlin loses in March ends nothing early."""
    make.change(cast.certificate, expires_on=date(2027, 3, 28))
    clock.to(datetime(2027, 3, 28, 22, 30, tzinfo=UTC))
    assert life.expire_overdue() == 0
    clock.to(datetime(2027, 3, 29, 0, 0, tzinfo=UTC))
    assert life.expire_overdue() == 1


def test_suspended_it_does_not_count_and_reinstated_it_does(cast: Cast, clock: Clock) -> None:
    life.suspend(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    assert cast.certificate.state is CertificateState.SUSPENDED
    assert not queries.live(cast.ana.id)
    with pytest.raises(WrongState):
        life.suspend(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    life.reinstate(cast.certificate.ref, by=cast.actor("carla"))
    assert queries.live(cast.ana.id) == [cast.certificate]
    assert cast.certificate.suspended_reason is None
    assert kinds(cast.certificate) == ["CertificateSuspended", "CertificateReinstated"]


def test_a_suspended_certificate_ends_like_any_other(cast: Cast, clock: Clock) -> None:
    life.suspend(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    day(clock, date(2028, 3, 1))
    assert life.expire_overdue() == 1


def test_it_is_revoked_with_a_reason_by_its_vendor(cast: Cast, clock: Clock) -> None:
    for person in ("ana", "fritz", "ines"):
        with pytest.raises(NotAllowed):
            life.revoke(cast.certificate.ref, reason=WHY, by=cast.actor(person))
    life.revoke(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    assert cast.certificate.state is CertificateState.REVOKED
    assert cast.certificate.revoked_reason == WHY
    assert not queries.live(cast.ana.id)
    assert cast.certificate.revoked_at == clock.now


@pytest.fixture
def until_major(cast: Cast) -> Certificate:
    make.change(cast.certificate, until_major=True, grace_days=90, expires_on=date(2030, 3, 1))
    make.change(cast.certificate, latest_on=date(2030, 3, 1))
    return cast.certificate


def release(cast: Cast, version: str, on: date, *, major: bool = True) -> str:
    made = catalog.add_release(
        cast.payroll.ref, version=version, released_on=on, major=major, by=cast.actor("vera")
    )
    return made.ref


def test_a_major_release_ends_what_holds_until_it(
    cast: Cast, until_major: Certificate, settle: Settle
) -> None:
    release(cast, "10.2", date(2027, 4, 1), major=False)
    settle()
    assert until_major.expires_on == date(2030, 3, 1)
    release(cast, "11.0", date(2027, 6, 1))
    settle()
    assert until_major.expires_on == date(2027, 8, 30)
    assert "CertificateShortened" in kinds(until_major)


def test_a_release_that_moves_takes_the_end_with_it(
    cast: Cast, until_major: Certificate, settle: Settle, clock: Clock
) -> None:
    ref = release(cast, "11.0", date(2027, 3, 10))
    settle()
    assert until_major.expires_on == date(2027, 6, 8)
    clock.forward(days=20)
    life.warn()
    assert until_major.state is CertificateState.EXPIRING
    catalog.revise_release(
        ref, version="11.0", released_on=date(2027, 9, 1), notes="", major=True, by=cast.actor("vera")
    )
    settle()
    assert until_major.expires_on == date(2027, 11, 30)
    assert until_major.state is CertificateState.ACTIVE
    assert until_major.warned_days is None


def test_nobody_is_cut_off_by_a_release_entered_late(
    cast: Cast, until_major: Certificate, settle: Settle, clock: Clock
) -> None:
    clock.forward(days=300)
    release(cast, "11.0", date(2027, 3, 2))
    settle()
    assert (until_major.expires_on - clock.now.date()).days == 30
    shortened = [one for one in history(until_major.ref) if one.kind == "CertificateShortened"]
    assert len(shortened) == 1


def test_a_certificate_by_months_follows_no_release(cast: Cast, settle: Settle) -> None:
    release(cast, "11.0", date(2027, 6, 1))
    settle()
    assert cast.certificate.expires_on == date(2028, 2, 29)
    assert kinds(cast.certificate) == []
