"""More than one mailbox: a private one keeps the account when the work mailbox is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from marketplace.accounts import addresses, queries
from marketplace.accounts.models import EmailAddress
from marketplace.db.base import db
from marketplace.kit.errors import Conflict, NotFound
from marketplace.organizations.queries import actor_for
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.mailbox import last_mail, link_in, mails

PRIVATE = "ana@private.example"
PAGE = "/settings/addresses"


@pytest.fixture
def ana(cast: Cast) -> FlaskClient:
    cast.app.extensions["mailman"].outbox = []
    make.change(cast.user("ana"), password=hash_password(make.PASSWORD))
    browser = cast.app.test_client()
    browser.post("/login", data={"email": "ana@example.test", "password": make.PASSWORD})
    return browser


def only(cast: Cast) -> EmailAddress:
    db.session.rollback()
    (row,) = queries.addresses_of(cast.user("ana"))
    return row


def test_a_second_address_is_confirmed_by_mail_and_made_the_main_one(
    cast: Cast, ana: FlaskClient, settle: Settle
) -> None:
    ana.post(PAGE, data={"email": " Ana@Private.example "})
    ref = only(cast).ref
    assert "Confirm this address first" in ana.post(f"{PAGE}/{ref}/main").text
    settle()
    link = link_in(last_mail(cast.app, PRIVATE))
    assert only(cast).verified_at is None, "looking at the mail confirms nothing"
    anybody = cast.browser("visitor")
    assert PRIVATE in anybody.get(link).text
    anybody.post(f"{link}/confirmation")
    ana.post(f"{PAGE}/{ref}/main")
    assert only(cast).address == "ana@example.test"
    assert cast.user("ana").email == PRIVATE
    assert queries.by_address("ana@example.test") == queries.by_address(PRIVATE) == cast.user("ana")


def test_an_address_that_is_not_confirmed_can_be_mailed_again_and_removed(
    cast: Cast, ana: FlaskClient, settle: Settle
) -> None:
    ana.post(PAGE, data={"email": PRIVATE})
    ref = only(cast).ref
    settle()
    ana.post(f"{PAGE}/{ref}/link")
    settle()
    assert [mail.to for mail in mails(cast.app)] == [[PRIVATE], [PRIVATE]]
    link = link_in(last_mail(cast.app, PRIVATE))
    ana.post(f"{PAGE}/{ref}/removal")
    assert cast.browser("visitor").get(link).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nonsense", "does not look like"),
        ("ana@example.test", "You have this one already"),
        ("", "Give a mail address"),
    ],
)
def test_odd_addresses_are_turned_down_and_kept_on_the_form(
    ana: FlaskClient, typed: str, sentence: str
) -> None:
    answer = ana.post(PAGE, data={"email": typed})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text


def test_another_persons_address_is_not_hers_even_if_she_gets_the_mail(cast: Cast, ana: FlaskClient) -> None:
    """Emil verified it first; adding it does not tell Ana so."""
    make.address(cast.user("emil"), PRIVATE)
    assert ana.post(PAGE, data={"email": PRIVATE}).status_code == 302
    token = addresses.verification_token(only(cast))
    with pytest.raises(Conflict, match="another account"):
        addresses.verify(token)
    assert queries.by_address(PRIVATE) == cast.user("emil")


def test_nobody_touches_anothers_addresses(cast: Cast) -> None:
    row = make.address(cast.user("ana"), PRIVATE)
    for verb in ("main", "removal", "link"):
        assert cast.browser("emil").post(f"{PAGE}/{row.ref}/{verb}").status_code == 404
    with pytest.raises(NotFound):
        addresses.remove(cast.user("emil").ref, row.ref, by=cast.actor("emil"))


def test_the_link_runs_out_after_two_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make.address(cast.user("ana"), PRIVATE, verified=False)
    token = addresses.verification_token(row)
    monkeypatch.setattr(addresses, "LINK_SECONDS", -1)
    with pytest.raises(NotFound, match="run out"):
        addresses.from_token(token)


def test_the_main_address_is_replaced_through_the_new_mailbox(
    app: Flask, cast: Cast, ana: FlaskClient, settle: Settle, clock: Clock
) -> None:
    taken = ana.post("/settings/main-address", data={"email": "emil@example.test"}).text
    free = ana.post("/settings/main-address", data={"email": PRIVATE}).text
    assert "Open the mail we have just sent" in taken
    assert "Open the mail we have just sent" in free
    settle()
    assert [mail.to for mail in mails(app)] == [[PRIVATE]]
    ana.get(link_in(last_mail(app, PRIVATE)))
    db.session.rollback()
    assert cast.user("ana").email == PRIVATE
    assert queries.by_address("ana@example.test") is None
    assert actor_for(cast.user("ana")).user_id


def test_the_work_mailbox_is_dead_and_ana_comes_back_in(cast: Cast, ana: FlaskClient, settle: Settle) -> None:
    """She had made the private address the main one, and taken the work address off the account."""
    make.address(cast.user("ana"), PRIVATE)
    ana.post(f"{PAGE}/{only(cast).ref}/main")
    ana.post(f"{PAGE}/{only(cast).ref}/removal")
    ana.post("/logout")
    settle()
    cast.app.extensions["mailman"].outbox = []
    for address in ("ana@example.test", PRIVATE):
        ana.post("/recover", data={"email": address})
    settle()
    assert [mail.to for mail in mails(cast.app)] == [[PRIVATE]], "the dead mailbox gets nothing"
    new = "a different horse altogether"
    ana.post(link_in(last_mail(cast.app, PRIVATE)), data={"password": new, "password_confirm": new})
    ana.post("/logout")
    assert "Location" not in ana.post("/login", data={"email": "ana@example.test", "password": new}).headers
    assert ana.post("/login", data={"email": PRIVATE, "password": new}).headers["Location"].endswith("/desk")
