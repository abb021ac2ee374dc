"""However many workers reach for a vendor's first key, its list or one certificate at once, nothing is made twice or lost."""

from functools import partial

from sqlalchemy import func, select

from marketplace.badges import following, issuing, status
from marketplace.badges.models import Credential, IssuerKey, StatusList
from marketplace.certification.events import CertificateRevoked
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from marketplace.events.models import Event
from tests import make, racing
from tests.cast import Cast

WORKERS = 4


def count(of: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(of)) or 0


def test_one_certificate_is_issued_once(cast: Cast) -> None:
    moves = [partial(issuing.issue, cast.certificate.ref)] * WORKERS
    assert racing.threads(cast.app, moves) == ["done"] * WORKERS
    assert (count(Credential), count(IssuerKey), count(StatusList)) == (1, 1, 1)


def test_many_certificates_share_a_key_and_a_list(cast: Cast) -> None:
    refs = [make.certificate(make.expert(f"Expert {number}"), cast.leave).ref for number in range(WORKERS)]
    assert racing.threads(cast.app, [partial(issuing.issue, ref) for ref in refs]) == ["done"] * WORKERS
    assert (count(Credential), count(IssuerKey), count(StatusList)) == (WORKERS, 1, 1)


def test_no_revocation_gets_lost_when_several_are_written_into_one_list(cast: Cast) -> None:
    certificates = [
        make.certificate(make.expert(f"Expert {number}"), cast.leave) for number in range(WORKERS)
    ]
    indexes = [issuing.issue(one.ref).status_index for one in certificates]
    facts = [CertificateRevoked(one.ref, one.expert.ref) for one in certificates]
    for one in certificates:
        make.change(one, state=CertificateState.REVOKED)
    moves = [partial(following.follow_certificate, fact, Event()) for fact in facts]
    assert racing.threads(cast.app, moves) == ["done"] * WORKERS
    db.session.rollback()
    assert status.encoded(indexes) in db.session.scalars(select(StatusList.document)).one()
