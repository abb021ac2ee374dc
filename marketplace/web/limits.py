"""How often somebody may try to get in, or have us write to strangers: per place they come from, and per address they type."""

import hashlib
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, request
from flask.typing import RouteCallable
from flask_limiter import Limiter

from marketplace.accounts import service
from marketplace.accounts.queries import folded
from marketplace.kit.errors import Invalid

GUARDED = {
    "security.login": "SIGN_IN_LIMIT",
    "security.two_factor_token_validation": "SIGN_IN_LIMIT",
    "security.mf_recovery": "SIGN_IN_LIMIT",
    "security.wan_signin_response": "SIGN_IN_LIMIT",
    "security.verify": "SIGN_IN_LIMIT",
    "security.register": "REGISTRATION_LIMIT",
    "security.forgot_password": "RECOVERY_LIMIT",
    "security.reset_password": "RECOVERY_LIMIT",
    "security.send_confirmation": "RECOVERY_LIMIT",
    "security.change_email": "LETTER_LIMIT",
    "addresses.index": "LETTER_LIMIT",
    "addresses.send_again": "LETTER_LIMIT",
    "organizations.invite": "LETTER_LIMIT",
    "vendors_staff.invite": "LETTER_LIMIT",
    "invitations.repeat": "LETTER_LIMIT",
    "handovers.offer": "LETTER_LIMIT",
    "handovers.prepare": "LETTER_LIMIT",
    "handovers.repeat": "LETTER_LIMIT",
    "claims.new": "LETTER_LIMIT",
    "renewals.new": "LETTER_LIMIT",
    "questions.answer": "LETTER_LIMIT",
    "referees.create": "LETTER_LIMIT",
    "conversations.create": "MESSAGE_LIMIT",
    "request_conversations.create": "MESSAGE_LIMIT",
    "message_reports.new": "LETTER_LIMIT",
    "references.show": "REFERENCE_LIMIT",
    "references.refusal": "REFERENCE_LIMIT",
    "references.retraction": "REFERENCE_LIMIT",
}
"""Which setting holds for which page; only sending a form counts."""

TYPED = {"security.login": "ADDRESS_LIMIT", "security.forgot_password": "ADDRESS_LIMIT"}
"""Where the same address counts wherever the attempts come from."""

READ = {"feeds.show": "FEED_LIMIT"}
"""Where looking counts, too: for each address by itself, as the programs of many people come from the same place."""


def init_app(app: Flask, limiter: Limiter) -> None:
    for endpoint, setting in GUARDED.items():
        limit = limiter.shared_limit(_from(setting), scope=setting, methods=["POST"])
        app.view_functions[endpoint] = cast(RouteCallable, limit(app.view_functions[endpoint]))
    for endpoint, setting in TYPED.items():
        limit = limiter.shared_limit(_from(setting), scope=endpoint, key_func=_typed, methods=["POST"])
        app.view_functions[endpoint] = cast(RouteCallable, limit(app.view_functions[endpoint]))
    for endpoint, setting in READ.items():
        limit = limiter.shared_limit(_from(setting), scope=endpoint, key_func=_address)
        app.view_functions[endpoint] = cast(RouteCallable, limit(app.view_functions[endpoint]))


def _address() -> str:
    return hashlib.sha256(request.path.encode()).hexdigest()


def _from(setting: str) -> Callable[[], str]:
    def limit() -> str:
        return str(current_app.config[setting])

    return limit


def _typed() -> str:
    """As the sign-in itself reads it, or one mailbox could be tried under many spellings."""
    raw = request.form.get("email", "")[:255]
    try:
        return service.address(raw)
    except Invalid:
        return folded(raw)
