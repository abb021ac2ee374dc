"""Ana proves both accounts by signing in to each, in one browser, and merges them."""

import html
import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from passlib.totp import TOTP

from marketplace.accounts.models import User
from marketplace.db.base import db
from tests import make
from tests.conftest import Clock, Settle
from tests.mailbox import last_mail, link_in

OLD, NEW = "ana@elbtal.test", "ana@example.test"


@pytest.fixture
def accounts(app: Flask) -> tuple[User, User]:
    """The one that stays, and the one from her time at Elbtal, a member of Nordwind."""
    new = make.user("Ana", email=NEW, password=hash_password(make.PASSWORD))
    old = make.user("Ana Old", email=OLD, password=hash_password("another horse altogether"))
    make.join(make.organization("Nordwind"), old, "booker")
    return new, old


@pytest.fixture
def browser(app: Flask, accounts: tuple[User, User]) -> FlaskClient:
    return app.test_client()


def sign_in(browser: FlaskClient, email: str, password: str = make.PASSWORD) -> str:
    return browser.post("/login", data={"email": email, "password": password}).headers.get("Location", "")


def link(browser: FlaskClient) -> str:
    """The path of the link that is shown once."""
    page = browser.post("/settings/merger").text
    found = re.search(r'<code class="copy">https?://[^/]+(/[^<]+)</code>', page)
    assert found, page
    return html.unescape(found[1])


def as_the_old_one(browser: FlaskClient) -> None:
    browser.post("/logout")
    sign_in(browser, OLD, "another horse altogether")


def test_the_whole_way(browser: FlaskClient, accounts: tuple[User, User], settle: Settle) -> None:
    sign_in(browser, NEW)
    assert "ana@elbtal" not in browser.get("/settings/merger").text
    address = link(browser)
    assert "You are signed in as the account that is to stay" in browser.get(address).text
    browser.post("/logout")
    assert "/login?next=" in browser.get(address).headers["Location"], "it is asked for at the other end"
    sign_in(browser, OLD, "another horse altogether")
    page = browser.get(address).text
    assert "Your seat at Nordwind as booker" in page
    assert "Only go on if ana@example.test is yours" in page
    done = browser.post(f"{address}/confirmation")
    assert "/login" in done.headers["Location"]
    assert "/login" in browser.get("/settings").headers["Location"], "signed out"
    assert sign_in(browser, OLD, "another horse altogether") == "", "the old password opens nothing"
    assert sign_in(browser, OLD).endswith("/desk"), "the old address signs in to the account that stays"
    assert "Nordwind" in browser.get("/settings").text
    assert browser.post(f"{address}/confirmation").status_code in (403, 409)
    settle()


def test_a_device_that_is_still_signed_in_as_the_old_one_is_signed_out(
    app: Flask, browser: FlaskClient, accounts: tuple[User, User]
) -> None:
    telephone = app.test_client()
    sign_in(telephone, OLD, "another horse altogether")
    assert telephone.get("/settings").status_code == 200
    sign_in(browser, NEW)
    address = link(browser)
    as_the_old_one(browser)
    browser.post(f"{address}/confirmation")
    assert "/login" in telephone.get("/settings").headers.get("Location", "")


def test_the_closed_account_is_not_recovered_but_its_address_recovers_the_other(
    app: Flask, browser: FlaskClient, accounts: tuple[User, User], settle: Settle
) -> None:
    sign_in(browser, NEW)
    address = link(browser)
    as_the_old_one(browser)
    browser.post(f"{address}/confirmation")
    settle()
    browser.post("/recover", data={"email": OLD})
    settle()
    path = link_in(last_mail(app, OLD))
    assert "/recover/" in path
    third = "a third horse altogether"
    browser.post(path, data={"password": third, "password_confirm": third})
    browser.post("/logout")
    assert sign_in(browser, NEW, third).endswith("/desk")
    db.session.expire_all()
    assert accounts[1].password is None


def test_somebody_who_is_sent_the_link_cannot_be_talked_into_it(
    app: Flask, browser: FlaskClient, accounts: tuple[User, User]
) -> None:
    sign_in(browser, NEW)
    address = link(browser)
    victim = app.test_client()
    sign_in(victim, OLD, "another horse altogether")
    for answer in (victim.get(address), victim.post(f"{address}/confirmation")):
        assert answer.status_code == 403
        assert "browser in which you started" in answer.text
    db.session.expire_all()
    assert accounts[1].active


def test_the_second_step_of_the_old_account_is_asked_for(
    browser: FlaskClient, accounts: tuple[User, User]
) -> None:
    sign_in(browser, OLD, "another horse altogether")
    page = browser.post("/settings/two-factor", data={"setup": "authenticator"}).text
    key = re.search(r'class="copy">([^<]+)<', page)
    action = re.search(r'action="(/settings/two-factor/[^"]+)"', page)
    assert key and action
    app = TOTP(key=key[1].replace("-", ""))
    browser.post(action[1], data={"code": app.generate().token})
    browser.post("/logout")
    sign_in(browser, NEW)
    address = link(browser)
    browser.post("/logout")
    assert "/login/code" in sign_in(browser, OLD, "another horse altogether")
    assert "/login" in browser.get(address).headers["Location"], "the password alone proves nothing"
    browser.post("/login/code", data={"code": app.generate().token})
    assert "What moves to ana@example.test" in browser.get(address).text


def test_a_password_typed_long_ago_is_asked_again(browser: FlaskClient) -> None:
    sign_in(browser, NEW)
    with browser.session_transaction() as session:
        session["fs_paa"] = time.time() - 2 * 3600
        session.pop("fs_gexp", None)
    assert "/verify" in browser.post("/settings/merger").headers["Location"]


def test_what_stands_against_it_is_said_and_nothing_is_offered(
    browser: FlaskClient, accounts: tuple[User, User]
) -> None:
    payroll = make.product(make.vendor())
    for user in accounts:
        make.claim(make.expert(user.name, user=user), make.skill(payroll))
    sign_in(browser, NEW)
    address = link(browser)
    as_the_old_one(browser)
    page = browser.get(address).text
    assert "one thing stands against it" in page
    assert "Withdraw one of the two first" in page
    assert "Merge, and close" not in page
    assert browser.post(f"{address}/confirmation").status_code == 409


def test_run_out_or_taken_back_it_says_so(browser: FlaskClient, clock: Clock) -> None:
    sign_in(browser, NEW)
    address = link(browser)
    browser.post("/settings/merger/withdrawal")
    as_the_old_one(browser)
    assert "used or has run out" in browser.get(address).text
    assert browser.post(f"{address}/confirmation").status_code == 409
