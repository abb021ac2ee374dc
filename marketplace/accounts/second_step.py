"""A mistyped digit while an authenticator app is set up: the same code to scan once more, so that the app's entry stays good.

Flask-Security leads back to the beginning, where another key would be made; what it began is still in the session.
"""

from typing import Any, cast

from flask import Flask, session
from flask_login import current_user
from flask_security.proxies import _security

from marketplace.accounts.models import User

MISTYPED = "second_step_mistyped"


def init_app(app: Flask) -> None:
    app.extensions["security"].tf_setup_context_processor(begun)


def mistyped() -> None:
    session[MISTYPED] = True


def begun() -> dict[str, Any]:
    """What the page needs to go on with the key that was shown before; nothing on any other visit."""
    key = session.get("tf_totp_secret")
    if not session.pop(MISTYPED, False) or not key:
        return {}
    shown = _security.totp_factory.fetch_setup_values(key, cast(User, current_user))
    state = {"totp_secret": key, "method": "authenticator", "phone": None}
    return {
        "begun": {
            "qrcode": shown["image"],
            "key": shown["key"],
            "state": _security.tf_setup_serializer.dumps(state),
        }
    }
