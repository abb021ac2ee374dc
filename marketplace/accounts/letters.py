"""Mails about an account. A request only notes that one is due; the worker writes and sends it after the commit.

So no mail is sent about what did not happen, a mail server that is down loses none, and no link that signs in or
changes a password is ever stored.
"""

from typing import cast

from flask import current_app, request
from flask_security import MailUtil
from flask_security.change_email import _generate_token as change_token
from flask_security.confirmable import generate_confirmation_token
from flask_security.mail_util import EmailValidateException
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select

from marketplace.accounts import queries, service
from marketplace.accounts.actor import Actor
from marketplace.accounts.addresses import verification_token
from marketplace.accounts.events import AddressAdded, LetterDue
from marketplace.accounts.models import EmailAddress, User
from marketplace.db.base import db
from marketplace.events import log
from marketplace.events.models import Event
from marketplace.gateways.letter import Letter, path_to, send
from marketplace.kit.errors import Invalid

NOT_YOU = "If this was not you, you need do nothing."


class Letters(MailUtil):
    """What Flask-Security asks to be mailed, noted for the worker."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: object,
        sender: object,
        body: object,
        html: object,
        **context: object,
    ) -> None:
        user = cast(User, context["user"])
        kind = template.rpartition("/")[2]
        to = self._asked_for(user) if kind == "reset_instructions" else str(recipient)
        log.record(LetterDue(user.ref, kind, to), by=Actor(user_id=None, name=user.shown_name))

    def _asked_for(self, user: User) -> str:
        """Whoever recovers an account reads the mailbox they typed, not always the main one."""
        typed = queries.folded(request.form.get("email", ""))
        return typed if typed in queries.verified_addresses(user) else user.email

    def normalize(self, email: str) -> str:
        try:
            return service.address(email)
        except Invalid as error:
            raise EmailValidateException(error.sentence) from error

    validate = normalize


def write(fact: LetterDue, event: Event) -> None:
    """Reaction to LetterDue."""
    user = db.session.scalars(select(User).where(User.ref == fact.subject)).one()
    letter = WRITERS[fact.template](user, fact.to)
    if letter:
        send(letter, to=fact.to, reference=event.ref)


def write_verification(fact: AddressAdded, event: Event) -> None:
    """Reaction to AddressAdded."""
    row = db.session.scalar(select(EmailAddress).where(EmailAddress.ref == fact.address))
    if row is None or row.verified_at:
        return
    site = current_app.config["SITE_NAME"]
    letter = Letter(
        name=row.user.shown_name,
        title="Please confirm your second address",
        paragraphs=(
            f"You added {row.address} to your account. Once confirmed, it signs you in and recovers the account, "
            "even when you can no longer read the other one.",
        ),
        step="Confirm this address",
        path=path_to("addresses.verify", token=verification_token(row)),
        why=f"Somebody added this address to an account on {site}. {NOT_YOU}",
    )
    send(letter, to=row.address, reference=event.ref)


def _confirmation(user: User, _: str) -> Letter | None:
    if user.confirmed_at:
        return None
    site = current_app.config["SITE_NAME"]
    return Letter(
        name=user.shown_name,
        title="Please confirm your address",
        paragraphs=(f"Welcome to {site}. One click shows that this mailbox is yours, then you can sign in.",),
        step="Confirm my address",
        path=path_to("security.confirm_email", token=generate_confirmation_token(user)),
        why=f"Somebody registered on {site} with this address. {NOT_YOU}",
    )


def _existing(user: User, to: str) -> Letter | None:
    if not user.confirmed_at:
        return _claimed_before(user)
    site = current_app.config["SITE_NAME"]
    return Letter(
        name=user.shown_name,
        title="You have an account already",
        paragraphs=(
            f"Somebody, probably you, just tried to register on {site} with this address. It has an account already, "
            "so nothing was changed. Sign in as usual, or choose a new password if you no longer know it.",
        ),
        step="Choose a new password",
        path=path_to("security.reset_password", token=generate_reset_password_token(user)),
        why=f"Somebody registered on {site} with this address. {NOT_YOU}",
    )


def _claimed_before(user: User) -> Letter:
    """Whoever registered first may not be who reads this mailbox: its reader chooses the password, and that confirms it."""
    site = current_app.config["SITE_NAME"]
    return Letter(
        name=user.shown_name,
        title="Choose your password to begin",
        paragraphs=(
            f"Somebody registered on {site} with this address and it was never confirmed. If you want the account, choose a "
            "password: it replaces any chosen before, and shows that this mailbox is yours.",
        ),
        step="Choose my password",
        path=path_to("security.reset_password", token=generate_reset_password_token(user)),
        why=f"Somebody registered on {site} with this address. {NOT_YOU}",
    )


def _recovery(user: User, _: str) -> Letter:
    return Letter(
        name=user.shown_name,
        title="Choose a new password",
        paragraphs=("You asked for a new password. The button works for one day, and only once.",),
        step="Choose a new password",
        path=path_to("security.reset_password", token=generate_reset_password_token(user)),
        why=f"Somebody asked for this with your address. {NOT_YOU} Your password stays as it is.",
    )


def _changed(user: User, _: str) -> Letter:
    return Letter(
        name=user.shown_name,
        title="Your password was changed",
        paragraphs=(
            "From now on only the new one signs you in. All your other devices have been signed out.",
        ),
        step="It was not me: recover my account",
        path=path_to("security.forgot_password"),
        why="You always hear from us when your password changes.",
    )


def _new_address(user: User, to: str) -> Letter:
    return Letter(
        name=user.shown_name,
        title="Please confirm your new address",
        paragraphs=(f"You want us to write to {to} from now on, instead of {user.email}.",),
        step="Write to me here",
        path=path_to("security.change_email_confirm", token=change_token(user, to)),
        why=f"Somebody changed the address of an account to this one. {NOT_YOU} The button works for two hours.",
    )


WRITERS = {
    "welcome": _confirmation,
    "welcome_existing": _existing,
    "confirmation_instructions": _confirmation,
    "reset_instructions": _recovery,
    "reset_notice": _changed,
    "change_notice": _changed,
    "change_email_instructions": _new_address,
}
