"""Signing in, out, and back in after forgetting how."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import hash_password

from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.db.base import db
from marketplace.events import log
from marketplace.web import security
from tests import make
from tests.cast import Cast
from tests.conftest import Settle
from tests.mailbox import last_mail, link_in, mails

NEW = "a different horse altogether"


@pytest.fixture
def ana(app: Flask) -> User:
    app.extensions["mailman"].outbox = []
    return make.user("Ana", password=hash_password(make.PASSWORD))


@pytest.fixture
def browser(app: Flask, ana: User) -> FlaskClient:
    return app.test_client()


def login(
    browser: FlaskClient, email: str = "ana@example.test", password: str = make.PASSWORD, way: str = ""
) -> str:
    """Where signing in leads; empty when it was refused."""
    answer = browser.post(f"/login{way}", data={"email": email, "password": password})
    return answer.headers.get("Location", "")


def test_ana_signs_in_with_any_verified_address(ana: User, browser: FlaskClient) -> None:
    make.address(ana, "ana@private.example")
    make.address(ana, "ana@third.example", verified=False)
    assert login(browser, "ana@third.example") == ""
    assert login(browser, "ANA@private.example").endswith("/desk")


def _without_tokens(html: str) -> str:
    """Tokens carry the second in which they were made."""
    return re.sub(r'name="csrf_token"[^>]*|id="csrf_token"[^>]*', "", html)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: FlaskClient) -> None:
    wrong = browser.post("/login", data={"email": "ana@example.test", "password": "wrong password"}).text
    unknown = browser.post("/login", data={"email": "ona@example.test", "password": "wrong password"}).text
    assert "do not go together" in wrong
    assert _without_tokens(wrong).replace("ana@", "ona@") == _without_tokens(unknown)
    assert 'value="ana@example.test"' in wrong


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
    ],
)
def test_no_link_leads_somewhere_else_through_us(browser: FlaskClient, elsewhere: str) -> None:
    landed = browser.post(
        "/login",
        query_string={"next": elsewhere},
        data={"email": "ana@example.test", "password": make.PASSWORD},
    )
    assert "evil" not in landed.headers.get("Location", "")
    assert "javascript" not in landed.headers.get("Location", "")


def test_ana_comes_back_to_where_she_was_going(browser: FlaskClient) -> None:
    asked = browser.get("/settings").headers["Location"]
    assert asked.endswith("/login?next=/settings")
    assert login(browser, way="?next=/settings").endswith("/settings")


def test_signing_out_takes_a_form_not_a_link(browser: FlaskClient) -> None:
    login(browser)
    assert browser.get("/logout").status_code == 405
    browser.post("/logout")
    assert browser.get("/settings").status_code == 302


@pytest.mark.parametrize("address", ["ana@example.test", "ana@private.example"])
def test_a_forgotten_password_is_replaced_through_the_mailbox_she_can_read(
    app: Flask, ana: User, browser: FlaskClient, settle: Settle, address: str
) -> None:
    make.address(ana, "ana@private.example")
    assert "a mail is on its way" in browser.post("/recover", data={"email": address}).text
    settle()
    link = link_in(last_mail(app, address))
    browser.post(link, data={"password": NEW, "password_confirm": NEW})
    assert login(browser) == ""
    assert login(browser, password=NEW).endswith("/desk")
    browser.post("/logout")
    assert browser.get(link).headers["Location"].endswith("/recover"), "the link works once"
    settle()
    assert "Your password was changed" in [mail.subject for mail in mails(app)]
    assert "PasswordChanged" in [event.kind for event in log.history(ana.ref)]


def test_recovery_tells_nobody_who_has_an_account(app: Flask, browser: FlaskClient, settle: Settle) -> None:
    known = browser.post("/recover", data={"email": "ana@example.test"}).text
    unknown = browser.post("/recover", data={"email": "ona@example.test"}).text
    assert known.replace("ana@", "ona@") == unknown
    settle()
    assert len(mails(app)) == 1


def test_no_event_holds_a_link(ana: User, browser: FlaskClient) -> None:
    browser.post("/recover", data={"email": "ana@example.test"})
    (event,) = log.history(ana.ref)
    assert event.payload == {"subject": ana.ref, "template": "reset_instructions", "to": "ana@example.test"}


def test_changing_the_password_signs_out_other_devices(
    app: Flask, browser: FlaskClient, settle: Settle
) -> None:
    other = app.test_client()
    login(other)
    login(browser)
    form = {"password": make.PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    wrong = browser.post("/settings/password", data=form | {"password": "not hers at all"})
    assert "That is not your password" in wrong.text
    assert browser.post("/settings/password", data=form).status_code == 302
    assert browser.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 302
    settle()
    assert last_mail(app, "ana@example.test").subject == "Your password was changed"


def test_a_mistake_about_the_new_password_is_told_beside_it(browser: FlaskClient) -> None:
    login(browser)
    kept = {"password": make.PASSWORD, "new_password": make.PASSWORD, "new_password_confirm": make.PASSWORD}
    same = browser.post("/settings/password", data=kept).text
    assert "New password: Choose one that differs" in same
    assert "What you typed is kept" not in same, "there is nothing but passwords"
    apart = browser.post("/settings/password", data=kept | {"new_password": NEW}).text
    assert "New password, once more: This is not the same as above." in apart


def test_a_form_without_anything_in_it_is_refused_once(browser: FlaskClient) -> None:
    assert browser.post("/login", data={"email": "", "password": ""}).text.count("do not go together") == 1


def test_a_passkey_with_a_strange_name_is_told_what_may_be_in_it(browser: FlaskClient) -> None:
    login(browser)
    page = browser.post("/settings/passkeys", data={"name": "Ana & Co", "usage": "first"}).text
    assert "Name of the passkey: Letters, numbers, spaces and - _ only." in page


def test_a_session_that_is_not_fresh_is_asked_for_the_password(cast: Cast) -> None:
    borrowed = cast.app.test_client(user=cast.user("ana"))
    for sensitive in (
        "/settings/addresses",
        "/settings/two-factor",
        "/settings/passkeys",
        "/settings/recovery-codes",
    ):
        assert "/verify" in borrowed.get(sensitive).headers.get("Location", ""), sensitive


@pytest.fixture
def strict(app: Flask, ana: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The same application on the same database, with limits that are soon reached."""
    limited = {"SIGN_IN_LIMIT": "5 per minute", "ADDRESS_LIMIT": "3 per hour", "RATELIMIT_ENABLED": True}
    monkeypatch.setattr(security, "limiter", Limiter(get_remote_address, strategy="moving-window"))
    strict = create_app({**app.config, **limited})
    yield strict
    with strict.app_context():
        db.engine.dispose()


def test_too_many_attempts_are_turned_away(strict: Flask) -> None:
    browser = strict.test_client()
    answers = [
        browser.post("/login", data={"email": f"x{n}@example.test", "password": "?"}) for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert browser.get("/login").status_code == 200, "looking at the page costs nothing"


def test_one_address_is_not_tried_from_many_places(strict: Flask) -> None:
    guess = {"email": "ana@example.test", "password": "?"}
    places = ({"REMOTE_ADDR": f"10.0.0.{n}"} for n in range(4))
    answers = [strict.test_client().post("/login", data=guess, environ_base=place) for place in places]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
