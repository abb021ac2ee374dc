"""A second step at sign-in: an authenticator app, recovery codes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from passlib.totp import TOTP

from marketplace.accounts.models import User
from marketplace.events import log
from tests import make

ANA = {"email": "ana@example.test", "password": make.PASSWORD}


@pytest.fixture
def ana(app: Flask) -> User:
    return make.user("Ana", password=hash_password(make.PASSWORD))


@pytest.fixture
def browser(app: Flask, ana: User) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data=ANA)
    return client


def key_on(page: str) -> str:
    key = re.search(r'class="copy">([^<]+)<', page)
    assert key
    return key[1].replace("-", "")


def validated_at(page: str) -> str:
    action = re.search(r'action="(/settings/two-factor/[^"]+)"', page)
    assert action
    return action[1]


def set_up(browser: FlaskClient) -> TOTP:
    """What Ana's app holds once she has scanned the code and typed what it shows."""
    page = browser.post("/settings/two-factor", data={"setup": "authenticator"}).text
    app = TOTP(key=key_on(page))
    done = browser.post(validated_at(page), data={"code": app.generate().token}, follow_redirects=True)
    assert "Your authenticator app is set up" in done.text
    return app


def test_after_the_password_the_app_is_asked(app: Flask, ana: User, browser: FlaskClient) -> None:
    totp = set_up(browser)
    browser.post("/logout")
    asked = browser.post("/login", data=ANA)
    assert "/login/code" in asked.headers["Location"]
    assert browser.get("/settings").status_code == 302, "not in yet"
    assert "not right" in browser.post("/login/code", data={"code": "000000"}).text
    browser.post("/login/code", data={"code": totp.generate().token})
    assert browser.get("/settings").status_code == 200
    assert "TwoFactorChanged" in [event.kind for event in log.history(ana.ref)]


def test_a_wrong_code_switches_nothing_on(browser: FlaskClient, ana: User) -> None:
    page = browser.post("/settings/two-factor", data={"setup": "authenticator"}).text
    action = re.search(r'action="(/settings/two-factor/[^"]+)"', page)
    assert action
    assert "not right" in browser.post(action[1], data={"code": "123456"}, follow_redirects=True).text
    browser.post("/logout")
    assert browser.post("/login", data=ANA).headers["Location"].endswith("/desk")


def test_a_mistyped_digit_leaves_the_code_that_she_has_scanned_good(browser: FlaskClient, ana: User) -> None:
    page = browser.post("/settings/two-factor", data={"setup": "authenticator"}).text
    again = browser.post(validated_at(page), data={"code": "123456"}, follow_redirects=True).text
    assert key_on(again) == key_on(page)
    code = TOTP(key=key_on(page)).generate().token
    done = browser.post(validated_at(again), data={"code": code}, follow_redirects=True)
    assert "Your authenticator app is set up" in done.text
    assert "Switch it off" in browser.get("/settings/two-factor").text


def test_who_comes_back_later_begins_anew(browser: FlaskClient, ana: User) -> None:
    page = browser.post("/settings/two-factor", data={"setup": "authenticator"}).text
    browser.post(validated_at(page), data={"code": "123456"}, follow_redirects=True)
    assert 'class="qr"' not in browser.get("/settings/two-factor").text


def test_a_recovery_code_lets_her_in_once(browser: FlaskClient) -> None:
    set_up(browser)
    page = browser.post("/settings/recovery-codes", data={"generate_new_codes": "y"}).text
    codes = re.findall(r"<li><code>([^<]+)</code>", page)
    assert len(codes) == 8
    browser.post("/logout")
    browser.post("/login", data=ANA)
    browser.post("/login/recovery-code", data={"code": codes[0]})
    assert browser.get("/settings").status_code == 200
    browser.post("/logout")
    browser.post("/login", data=ANA)
    assert "unused" in browser.post("/login/recovery-code", data={"code": codes[0]}).text


def test_it_can_be_switched_off(browser: FlaskClient) -> None:
    set_up(browser)
    browser.post("/settings/two-factor", data={"setup": "disable"})
    browser.post("/logout")
    assert browser.post("/login", data=ANA).headers["Location"].endswith("/desk")
