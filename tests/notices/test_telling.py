"""Who is told what, once, in the app and by mail."""

import pytest
from flask import Flask
from flask_mailman import EmailMultiAlternatives

from marketplace.certification import life
from marketplace.certification import service as certification
from marketplace.certification.models import Claim
from marketplace.db.base import db
from marketplace.events.models import Pending, Progress
from marketplace.evidence.pieces import NewEvidence
from marketplace.kit import clock
from marketplace.notices import queries, service
from marketplace.notices.models import Notice
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle


@pytest.fixture(autouse=True)
def empty_outbox(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


WHY = "The year-end notes show it was done, not read about."


def claim_of_emil(cast: Cast) -> Claim:
    return certification.claim(
        cast.leave.ref,
        2,
        statement="Four years of leave and absence at a hospital.",
        evidence=[NewEvidence(text="Two audits without a finding.")],
        by=cast.actor("emil"),
    )


def outbox(app: Flask) -> list[EmailMultiAlternatives]:
    return list(app.extensions["mailman"].outbox)


def told(cast: Cast, person: str) -> list[str]:
    return [notice.kind for notice in queries.notices_of(cast.user(person).id).items]


def test_assessors_of_the_vendor_are_told_of_a_claim_and_nobody_else(cast: Cast, settle: Settle) -> None:
    claim_of_emil(cast)
    settle()
    assert told(cast, "carla") == ["claim_submitted"]
    for other in ("emil", "vera", "fritz", "ines", "ana"):
        assert told(cast, other) == []


def test_the_mail_says_it_in_text_and_html_with_the_way_there(app: Flask, cast: Cast, settle: Settle) -> None:
    claim = claim_of_emil(cast)
    settle()
    (mail,) = outbox(app)
    assert mail.to == ["carla@example.test"]
    assert "Emil" in mail.subject
    html = mail.alternatives[0][0]
    for written in (mail.body, html):
        assert f"{app.config['BASE_URL']}/examinations/{claim.ref}" in written
        assert "Monday, March 8, 2027" in written or "Monday, 8 March 2027" in written


def test_a_refusal_reaches_the_expert_with_its_reason(cast: Cast, settle: Settle) -> None:
    claim = make.claim(cast.emil, cast.leave)
    make.declined(claim, cast.actor("carla"))
    settle()
    (notice,) = queries.notices_of(cast.user("emil").id).items
    assert notice.kind == "claim_declined"
    assert "about another product" in notice.body


def test_revoked_and_expired_certificates_reach_the_expert(cast: Cast, clock: Clock, settle: Settle) -> None:
    other = make.certificate(cast.emil, cast.leave)
    life.revoke(cast.certificate.ref, reason=WHY, by=cast.actor("vera"))
    clock.forward(days=366)
    life.expire_overdue()
    settle()
    assert told(cast, "ana") == ["certificate_revoked"]
    assert told(cast, "emil") == ["certificate_expired"]
    assert other.state == "expired"


def test_when_the_mail_server_is_down_nothing_is_lost_and_nothing_doubled(
    app: Flask, cast: Cast, clock: Clock, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = EmailMultiAlternatives.send

    def down(self: EmailMultiAlternatives, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMultiAlternatives, "send", down)
    claim_of_emil(cast)
    settle()
    assert told(cast, "carla") == ["claim_submitted"]
    assert db.session.query(Notice).one().mailed_at is None
    monkeypatch.setattr(EmailMultiAlternatives, "send", working)
    clock.forward(minutes=5)
    settle()
    assert told(cast, "carla") == ["claim_submitted"]
    assert db.session.query(Notice).one().mailed_at is not None
    assert len(outbox(app)) == 1
    assert db.session.query(Pending).filter_by(progress=Progress.WAITING).count() == 0


def test_a_reaction_that_runs_twice_tells_once(app: Flask, cast: Cast, clock: Clock, settle: Settle) -> None:
    claim_of_emil(cast)
    settle()
    from_before = db.session.query(Notice).one()
    service.tell(from_before.event, [cast.user("carla").id], "claim_submitted", title="x", body="x", path="/")
    assert db.session.query(Notice).count() == 1
    assert len(outbox(app)) == 1


def test_one_reads_only_one_s_own(cast: Cast, settle: Settle) -> None:
    claim_of_emil(cast)
    settle()
    carla = cast.actor("carla")
    notice = db.session.query(Notice).one()
    assert queries.unread(cast.user("carla").id) == 1
    service.read_all(by=cast.actor("emil"))
    assert queries.unread(cast.user("carla").id) == 1
    assert service.read(notice.ref, by=carla).read_at == clock.now()
    assert queries.unread(cast.user("carla").id) == 0
