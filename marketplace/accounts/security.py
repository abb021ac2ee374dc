"""Flask-Security, set up: who signs in, with what, and where it leads."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask_security import Security

from marketplace.accounts import forms, second_step, signals, unit
from marketplace.accounts.datastore import People
from marketplace.accounts.letters import Letters
from marketplace.accounts.messages import MESSAGES
from marketplace.accounts.models import Passkey, User
from marketplace.accounts.passkeys import Passkeys
from marketplace.accounts.service import SHORTEST_PASSWORD
from marketplace.db.base import db
from marketplace.kit import clock

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        # OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
        "argon2__memory_cost": 19_456,
        "argon2__rounds": 2,
        "argon2__parallelism": 1,
    },
    # For addresses and password hashes inside signed links, never for passwords. A slow scheme (a tenth of a second each time)
    # guards nothing there, and tells who is known here by the time an answer takes. The second reads links mailed before.
    "SECURITY_HASHING_SCHEMES": ["hex_sha512", "sha256_crypt"],
    "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
    "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_REGISTERABLE": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_EMAIL": True,
    "SECURITY_TRACKABLE": True,
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_WAN_ALLOW_USER_HINTS": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_FRESHNESS": timedelta(minutes=60),
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_RESET_URL": "/recover",
    "SECURITY_CHANGE_URL": "/settings/password",
    "SECURITY_CHANGE_EMAIL_URL": "/settings/main-address",
    "SECURITY_TWO_FACTOR_SETUP_URL": "/settings/two-factor",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/settings/recovery-codes",
    "SECURITY_WAN_REGISTER_URL": "/settings/passkeys",
    "SECURITY_WAN_DELETE_URL": "/settings/passkeys/removal",
    "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/login/code",
    "SECURITY_TWO_FACTOR_RESCUE_URL": "/login/help",
    "SECURITY_TWO_FACTOR_SELECT_URL": "/login/second-step",
    "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/login/recovery-code",
    "SECURITY_WAN_SIGNIN_URL": "/login/passkey",
    "SECURITY_WAN_VERIFY_URL": "/verify/passkey",
    "SECURITY_POST_LOGIN_VIEW": "/desk",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_REGISTER_VIEW": "/registered",
    "SECURITY_POST_CONFIRM_VIEW": "/confirmed",
    "SECURITY_POST_CHANGE_VIEW": "/settings/sign-in",
    "SECURITY_POST_CHANGE_EMAIL_VIEW": "/settings/addresses",
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/settings/sign-in",
    "SECURITY_WAN_POST_REGISTER_VIEW": "/settings/sign-in",
    "SECURITY_EMAIL_SUBJECT_REGISTER": "Your address and your account",
    "SECURITY_EMAIL_SUBJECT_CONFIRM": "Please confirm your address",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Choose a new password",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password was changed",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password was changed",
    "SECURITY_CHANGE_EMAIL_SUBJECT": "Please confirm your new address",
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),
}


def init_app(app: Flask) -> None:
    for name, value in {**SETTINGS, **MESSAGES, **_own(app)}.items():
        app.config.setdefault(name, value)
    people = People(db, User, None, Passkey)  # type: ignore[arg-type]  # roles belong to memberships here
    security = Security(app, people, mail_util_cls=Letters, webauthn_util_cls=Passkeys, **forms.FORMS)
    security.want_json(lambda _: False)
    # Nobody is given tokens of Flask-Security's; looking for one in each request takes longer than routing it.
    app.login_manager.request_loader(lambda _: None)  # type: ignore[attr-defined]
    second_step.init_app(app)
    unit.init_app(app)
    signals.init_app(app)


def _own(app: Flask) -> dict[str, Any]:
    """Settings that follow from the application's own."""
    secret: str = app.config["TOTP_SECRET"]
    return {
        "SECURITY_TOTP_SECRETS": {"1": secret},
        "SECURITY_TOTP_ISSUER": app.config["SITE_NAME"],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [_fernet_key(secret)],
        "SECURITY_WAN_RP_NAME": app.config["SITE_NAME"],
        "SECURITY_EMAIL_SENDER": app.config["MAIL_DEFAULT_SENDER"],
        "SECURITY_DATETIME_FACTORY": _naive_now,
        "REMEMBER_COOKIE_SECURE": app.config["SESSION_COOKIE_SECURE"],
    }


def _fernet_key(secret: str) -> bytes:
    """Recovery codes are kept encrypted; Fernet wants 32 bytes in base 64."""
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())


def _naive_now() -> datetime:
    """Flask-Security's instants are naive UTC."""
    return clock.now().replace(tzinfo=None)
