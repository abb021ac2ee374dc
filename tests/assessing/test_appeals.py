"""Emil thinks that Carla was wrong."""

from datetime import date, timedelta

import pytest

from marketplace.assessing import appeals
from marketplace.assessing.models import AppealState
from marketplace.certification import life
from marketplace.certification import queries as certification
from marketplace.certification.models import CertificateState, Claim, ClaimState, Renewal
from marketplace.events.log import history_of
from marketplace.kit.errors import Conflict, NotAllowed, NotFound
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

STATEMENT = "The handbook covers this very product from chapter five on."
WHY = "Chapter five does cover it; the first assessor stopped at four."


@pytest.fixture
def emils(cast: Cast) -> Claim:
    make.more_staff(cast.ledgerline, nils="assessor")
    return make.declined(make.claim(cast.emil, cast.leave), cast.actor("carla"))


def test_another_assessor_grants_it_and_a_certificate_follows(cast: Cast, emils: Claim) -> None:
    appeal = appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))
    with pytest.raises(NotAllowed, match="had a part in the decision"):
        appeals.grant(appeal.ref, reason=WHY, by=cast.actor("carla"))
    made = appeals.grant(appeal.ref, reason=WHY, by=cast.actor("nils"))
    assert appeal.state is AppealState.GRANTED
    assert emils.state is ClaimState.CERTIFIED
    assert certification.live(cast.emil.id) == [made]
    trail = [one.kind for one in history_of([emils.ref, appeal.ref])]
    assert trail[-4:] == ["ClaimDeclined", "AppealFiled", "ClaimCertified", "AppealGranted"]


def test_dismissed_is_dismissed(cast: Cast, emils: Claim) -> None:
    appeal = appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))
    appeals.dismiss(appeal.ref, reason=WHY, by=cast.actor("nils"))
    assert emils.state is ClaimState.DECLINED
    with pytest.raises(Conflict, match="appealed against this already"):
        appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))
    with pytest.raises(Conflict):
        appeals.grant(appeal.ref, reason=WHY, by=cast.actor("nils"))


@pytest.mark.parametrize(("days", "late"), [(14, False), (14.01, True)])
def test_fourteen_days_and_not_a_moment_longer(
    cast: Cast, emils: Claim, clock: Clock, days: float, late: bool
) -> None:
    assert appeals.until(emils, None) == clock.now + timedelta(days=14)
    clock.forward(days=days)
    if late:
        with pytest.raises(Conflict, match="14 days"):
            appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))
    else:
        assert appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))


def test_a_revocation_that_is_overturned_makes_a_new_certificate(cast: Cast, clock: Clock) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    life.revoke(cast.certificate.ref, reason=WHY, by=cast.actor("carla"))
    clock.forward(days=2)
    appeal = appeals.file(
        cast.certificate.claim.ref,
        statement=STATEMENT,
        certificate_ref=cast.certificate.ref,
        by=cast.actor("ana"),
    )
    with pytest.raises(NotAllowed):
        appeals.grant(appeal.ref, reason=WHY, by=cast.actor("carla"))
    made = appeals.grant(appeal.ref, reason=WHY, by=cast.actor("nils"))
    assert cast.certificate.state is CertificateState.REVOKED
    assert cast.certificate.superseded_by is made
    assert (made.level, made.expires_on) == (cast.certificate.level, cast.certificate.expires_on)
    assert certification.live(cast.ana.id) == [made]


def test_a_renewal_that_was_faster_takes_the_revoked_one_s_place(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    renewal = make.claim(cast.ana, cast.leave)
    make.row(Renewal, claim_id=renewal.id, certificate_id=cast.certificate.id)
    revoked = cast.certificate
    life.revoke(revoked.ref, reason=WHY, by=cast.actor("carla"))
    appeal = appeals.file(
        revoked.claim.ref, statement=STATEMENT, certificate_ref=revoked.ref, by=cast.actor("ana")
    )
    renewed = make.certified(renewal, cast.actor("nils"))
    assert renewed.expires_on == date(2028, 3, 1)
    appeals.grant(appeal.ref, reason=WHY, by=cast.actor("nils"))
    assert certification.live(cast.ana.id) == [renewed]
    assert revoked.superseded_by is renewed


def test_what_was_not_refused_cannot_be_appealed(cast: Cast) -> None:
    with pytest.raises(Conflict, match="declined, or a certificate that was revoked"):
        appeals.file(cast.certificate.claim.ref, statement=STATEMENT, by=cast.actor("ana"))


def test_strangers_know_nothing_of_it(cast: Cast, emils: Claim) -> None:
    with pytest.raises(NotFound):
        appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("ana"))
    appeal = appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))
    for person in ("ana", "ines", "bruno", "fritz"):
        with pytest.raises(NotFound):
            appeals.dismiss(appeal.ref, reason=WHY, by=cast.actor(person))


def test_emil_lets_it_rest(cast: Cast, emils: Claim) -> None:
    appeal = appeals.file(emils.ref, statement=STATEMENT, by=cast.actor("emil"))
    appeals.withdraw(appeal.ref, by=cast.actor("emil"))
    assert appeal.state is AppealState.WITHDRAWN
