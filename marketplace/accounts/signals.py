"""What Flask-Security does to an account, recorded like everything else that happens."""

from flask import Flask
from flask_security import (
    change_email_confirmed,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_confirmed,
    user_registered,
)

from marketplace.accounts import service
from marketplace.accounts.actor import Actor
from marketplace.accounts.addresses import forget
from marketplace.accounts.events import (
    AddressConfirmed,
    PasswordChanged,
    PrimaryAddressChanged,
    TwoFactorChanged,
)
from marketplace.accounts.models import User
from marketplace.events import log
from marketplace.events.facts import Fact
from marketplace.kit import clock


def init_app(app: Flask) -> None:
    user_registered.connect(_registered, app)
    user_confirmed.connect(_confirmed, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)
    change_email_confirmed.connect(_address_changed, app)
    tf_profile_changed.connect(_two_factor_on, app)
    tf_disabled.connect(_two_factor_off, app)


def _record(fact: Fact, user: User) -> None:
    log.record(fact, by=Actor(user_id=user.id, name=user.shown_name))


def _registered(_: Flask, user: User, **__: object) -> None:
    service.announce(user)


def _confirmed(_: Flask, user: User, **__: object) -> None:
    _record(AddressConfirmed(user.ref), user)


def _password_changed(_: Flask, user: User, **__: object) -> None:
    _record(PasswordChanged(user.ref, "change"), user)


def _password_reset(_: Flask, user: User, **__: object) -> None:
    """Only the reader of a mailbox of theirs has the link, so choosing a password confirms the address, too."""
    if user.confirmed_at is None:
        user.confirmed_at = clock.now().replace(tzinfo=None)
        _record(AddressConfirmed(user.ref), user)
    _record(PasswordChanged(user.ref, "recovery"), user)


def _address_changed(_: Flask, user: User, **__: object) -> None:
    forget(user, user.email)
    _record(PrimaryAddressChanged(user.ref), user)


def _two_factor_on(_: Flask, user: User, **__: object) -> None:
    _record(TwoFactorChanged(user.ref, on=True), user)


def _two_factor_off(_: Flask, user: User, **__: object) -> None:
    _record(TwoFactorChanged(user.ref, on=False), user)
