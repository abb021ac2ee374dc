"""Second addresses: added, verified by a mailed link, made the main one, removed."""

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts import queries, service
from marketplace.accounts.actor import Actor
from marketplace.accounts.events import (
    AddressAdded,
    AddressRemoved,
    AddressVerified,
    PrimaryAddressChanged,
)
from marketplace.accounts.models import EmailAddress, User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events import log
from marketplace.kit.errors import Conflict, Invalid, NotFound
from marketplace.kit.ids import Ref

MOST = 8
LINK_SECONDS = 2 * 24 * 3600
TAKEN = "This address belongs to another account. Sign in with it there, and remove it first."


def add(user_ref: Ref, raw: str, *, by: Actor) -> EmailAddress:
    """One more address, to be verified. Whether a stranger owns it is only told to whoever can read its mail."""
    wanted = service.address(raw)
    with atomic() as session:
        user = locked(User, user_ref)
        mine = queries.addresses_of(user)
        if wanted == user.email or any(one.address == wanted for one in mine):
            raise Invalid("That is one of your addresses already.", {"email": "You have this one already."})
        if len(mine) >= MOST:
            raise Invalid("Remove an address first.", {"email": f"{MOST} more addresses are enough."})
        row = EmailAddress(user_id=user.id, address=wanted)
        session.add(row)
        session.flush()
        log.record(AddressAdded(user.ref, row.ref), by=by)
    return row


def send_again(user_ref: Ref, ref: Ref, *, by: Actor) -> EmailAddress:
    """Mail the link once more."""
    with atomic():
        row = _own(user_ref, ref)
        if row.verified_at:
            raise Invalid("This address is confirmed already.")
        log.record(AddressAdded(user_ref, row.ref), by=by)
    return row


def verification_token(row: EmailAddress) -> str:
    return str(_signer().dumps([row.ref, row.address]))


def from_token(token: str) -> EmailAddress:
    """The address a mailed link speaks of. Raises `NotFound`."""
    try:
        ref, address = _signer().loads(token, max_age=LINK_SECONDS)
    except SignatureExpired as error:
        raise NotFound(
            "This link has run out after two days. Ask for a new one among your addresses."
        ) from error
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound("This link is not complete. Open it straight from the mail.") from error
    row = db.session.scalar(select(EmailAddress).where(EmailAddress.ref == ref))
    if row is None or row.address != address:
        raise NotFound("This address has been removed from the account in the meantime.")
    return row


def verify(token: str) -> EmailAddress:
    """Whoever holds the mailed link reads the mailbox. Raises `Conflict` when it belongs to another account."""
    try:
        with atomic():
            row = locked(EmailAddress, from_token(token).ref)
            if queries.is_taken(row.address, by_other_than=row.user):
                raise Conflict(TAKEN)
            if row.verified_at is None:
                row.verify()
                signatory = Actor(user_id=row.user_id, name=row.user.shown_name)
                log.record(AddressVerified(row.user.ref, row.ref), by=signatory)
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    return row


def make_primary(user_ref: Ref, ref: Ref, *, by: Actor) -> User:
    """Write to this address from now on; the one before stays as a second."""
    with atomic():
        row = _own(user_ref, ref)
        if row.verified_at is None:
            raise Invalid("Confirm this address first: we have mailed you a link.")
        user = row.user
        user.email, row.address = row.address, user.email
        row.verify()
        log.record(PrimaryAddressChanged(user.ref), by=by)
    return user


def remove(user_ref: Ref, ref: Ref, *, by: Actor) -> None:
    """Take the address off the account."""
    with atomic() as session:
        row = _own(user_ref, ref)
        session.delete(row)
        log.record(AddressRemoved(user_ref, ref), by=by)


def forget(user: User, address: str) -> None:
    """The main address is no longer a second one, in the caller's transaction."""
    db.session.execute(
        delete(EmailAddress).where(EmailAddress.user_id == user.id, EmailAddress.address == address)
    )


def _own(user_ref: Ref, ref: Ref) -> EmailAddress:
    user = locked(User, user_ref)
    row = locked(EmailAddress, ref)
    if row.user_id != user.id:
        raise NotFound
    return row


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="address")
