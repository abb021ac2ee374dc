"""Otto runs the installation."""

import pytest
from flask import Flask

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import stuck
from marketplace.events.models import TRIES, Pending, Progress
from marketplace.gateways import mail
from marketplace.organizations import invitations, queries
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.mailbox import last_mail, mails


def test_only_operators_find_these_pages(cast: Cast) -> None:
    for path in ("/operations", "/operations/vendors"):
        assert cast.browser("otto").get(path).status_code == 200
        assert cast.browser("vera").get(path).status_code == 404
        assert "/login" in cast.browser("visitor").get(path).headers["Location"]


def test_a_vendor_comes_with_its_first_administrator(cast: Cast, app: Flask, settle: Settle) -> None:
    otto = cast.browser("otto")
    vendor = {"name": "Tide & Co", "about": "Learning.", "email": "pia@example.test"}
    refused = otto.post("/operations/vendors", data=vendor | {"email": "nonsense"})
    assert refused.status_code == 400
    assert 'value="Tide &amp; Co"' in refused.text
    assert queries.vendor_by_slug("tide-co") is None, "no vendor without somebody to look after it"
    otto.post("/operations/vendors", data=vendor)
    settle()
    assert last_mail(app, "pia@example.test").subject == "Tide & Co invites you"
    tide = queries.vendor_by_slug("tide-co")
    assert tide
    assert [one.role_words for one in queries.open_invitations(tide)] == [["admin"]]
    assert otto.get("/vendors/tide-co/staff").status_code == 200


def test_what_got_stuck_is_tried_again(
    cast: Cast, app: Flask, settle: Settle, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.extensions["mailman"].outbox = []
    invitations.invite_member(cast.nordwind.ref, "pia@example.test", ["booker"], by=cast.actor("olga"))

    def refuse(**_: object) -> None:
        raise mail.MailNotSent("The mail server did not take the message.")

    with monkeypatch.context() as down:
        down.setattr(mail, "send", refuse)
        for _ in range(TRIES):
            settle()
            clock.forward(minutes=5)
    assert (stuck.figures().parked, stuck.figures().waiting) == (1, 0)
    otto = cast.browser("otto")
    page = otto.get("/operations").text
    assert "The mail server did not take the message" in page
    job = db.session.query(Pending).filter_by(progress=Progress.PARKED).one().id
    otto.post(f"/operations/jobs/pending/{job}/retry")
    settle()
    assert len(mails(app)) == 1
    assert "Nothing is stuck" in otto.get("/operations").text
    assert otto.post(f"/operations/jobs/pending/{job}/retry").status_code == 404
    assert otto.post(f"/operations/jobs/nonsense/{job}/retry").status_code == 404


def test_a_worker_that_sleeps_is_noticed(cast: Cast, clock: Clock) -> None:
    invitations.invite_member(cast.nordwind.ref, "pia@example.test", ["booker"], by=cast.actor("olga"))
    with atomic():
        assert stuck.figures().waiting == 1
    clock.forward(minutes=10)
    assert "Is the worker running?" in cast.browser("otto").get("/operations").text
