"""The vendor's staff act, the worker follows, and a stranger finds out: the whole way, with nothing done by hand."""

from datetime import timedelta

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError
from sqlalchemy import select

from marketplace import schedule
from marketplace.badges import queries
from marketplace.badges.models import Credential
from marketplace.catalog import service as catalog
from marketplace.certification import life, outcomes
from marketplace.certification.models import CertificateState, ClaimState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock as kit_clock
from tests import make
from tests.badges.stranger import Stranger
from tests.cast import Cast
from tests.conftest import Clock, Settle

WHY = "The reference turned out to be written by somebody else."


@pytest.fixture
def credential(cast: Cast, settle: Settle) -> Credential:
    """Emil's claim is certified, and the worker has issued what follows."""
    claim = make.claim(cast.emil, cast.leave, release_id=cast.payroll.releases[0].id)
    with atomic():
        certificate = outcomes.certify(claim, claim.named_level, WHY, by=cast.actor("carla"))
    settle()
    found = queries.current(certificate)
    assert found
    return found


def counts(stranger: Stranger, credential: Credential) -> bool:
    db.session.rollback()
    try:
        stranger.verify(credential.document)
    except OB3VerificationError:
        return False
    return True


def test_suspended_reinstated_revoked(
    cast: Cast, credential: Credential, stranger: Stranger, settle: Settle
) -> None:
    ref, vera = credential.certificate.ref, cast.actor("vera")
    seen = [counts(stranger, credential)]
    for act in (
        lambda: life.suspend(ref, reason=WHY, by=vera),
        lambda: life.reinstate(ref, by=vera),
        lambda: life.revoke(ref, reason=WHY, by=vera),
    ):
        act()
        settle()
        seen.append(counts(stranger, credential))
    assert seen == [True, False, True, False]


def test_a_revocation_that_is_overturned_gives_a_new_credential(
    cast: Cast, credential: Credential, stranger: Stranger, settle: Settle
) -> None:
    revoked = life.revoke(credential.certificate.ref, reason=WHY, by=cast.actor("vera"))
    with atomic():
        restored = outcomes.restore(revoked, reason=WHY, by=cast.actor("carla"))
    settle()
    fresh = queries.current(restored)
    assert fresh and counts(stranger, fresh)
    assert not counts(stranger, credential)


def test_a_renewal_takes_the_place_of_what_it_renews(
    cast: Cast, credential: Credential, stranger: Stranger, settle: Settle
) -> None:
    again = make.claim(cast.emil, cast.leave, state=ClaimState.SUBMITTED)
    with atomic():
        newer = outcomes.certify(again, again.named_level, WHY, by=cast.actor("carla"))
    settle()
    fresh = queries.current(newer)
    assert fresh and counts(stranger, fresh)
    assert not counts(stranger, credential)
    assert queries.successor(credential) == fresh


def test_an_end_that_a_major_release_brings_forward_is_found_out_the_day_after(
    cast: Cast, credential: Credential, stranger: Stranger, clock: Clock, settle: Settle
) -> None:
    make.change(credential.certificate, until_major=True, grace_days=30)
    out = kit_clock.today() + timedelta(days=10)
    catalog.add_release(cast.payroll.ref, version="11.0", released_on=out, major=True, by=cast.actor("vera"))
    settle()
    for days, valid in ((40, True), (1, False)):
        clock.forward(days=days)
        schedule.tick()
        settle()
        assert counts(stranger, credential) is valid, days
    assert credential.certificate.state is CertificateState.EXPIRED


def test_for_a_year_a_list_is_never_stale(
    cast: Cast, credential: Credential, stranger: Stranger, clock: Clock
) -> None:
    for _ in range(60):
        clock.forward(days=6)
        schedule.tick()
        assert counts(stranger, credential)
    clock.forward(days=12)
    schedule.tick()
    assert not counts(stranger, credential)
    assert db.session.scalars(select(Credential.flagged).where(Credential.id == credential.id)).one() is False
