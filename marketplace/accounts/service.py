"""Making an account, confirming it, and appointing the operator."""

from zoneinfo import available_timezones

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from flask_security import hash_password
from sqlalchemy.exc import IntegrityError

from marketplace.accounts import queries
from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.events import AccountRegistered, AccountRevised, AddressConfirmed, OperatorAppointed
from marketplace.accounts.models import User
from marketplace.db.session import atomic, locked
from marketplace.events import log
from marketplace.kit import clock
from marketplace.kit.countries import is_country
from marketplace.kit.errors import Conflict, Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line
from marketplace.kit.typed import Typed

PURPOSES = ("expert", "organization", "member")
"""What somebody registers for: to be booked, to book, or to join those who invited them."""

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
LONGEST_NAME = 120

SPECIAL_USE_DOMAIN_NAMES[:] = [name for name in SPECIAL_USE_DOMAIN_NAMES if name not in ("example", "test")]
"""RFC 2606 reserves these for trying things out: no mail goes astray there, and the demo lives there."""

find = queries.by_address


def register(
    name: str,
    email: str,
    password: str,
    *,
    purpose: str,
    organization_name: str | None = None,
    country: str | None = None,
) -> User:
    """A new account, still to be confirmed. Raises `Invalid`, or `Conflict` when the address is taken."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid("Choose another password.", {"password": f"At least {SHORTEST_PASSWORD} characters."})
    values = registration(name, email, purpose, organization_name, country)
    try:
        with atomic() as session:
            if queries.is_taken(str(values["email"])):
                raise Conflict("There is an account with this address already.")
            user = User(password=hash_password(password), **values)
            session.add(user)
            session.flush()
            announce(user)
    except IntegrityError as error:
        raise Conflict("There is an account with this address already.") from error
    return user


def announce(user: User) -> None:
    """Record the registration, in the transaction that made the account."""
    signatory = Actor(user_id=user.id, name=user.shown_name)
    log.record(AccountRegistered(user.ref, user.purpose), by=signatory)


def registration(
    name: str, email: str, purpose: str, organization_name: str | None, country: str | None
) -> dict[str, str | None]:
    """The values of a new account, cleaned. Raises `Invalid` naming every field that is not right."""
    typed = Typed()
    values: dict[str, str | None] = {
        "name": typed.line("name", name, LONGEST_NAME, needed="Tell us your name."),
        "purpose": purpose,
    }
    if purpose not in PURPOSES:
        typed.wrong("purpose", "Choose one.")
    try:
        values["email"] = address(email)
    except Invalid as mistake:
        typed.wrong("email", mistake.sentence)
    if purpose == "organization":
        named = typed.line(
            "organization_name", organization_name or "", LONGEST_NAME, needed="Give its name."
        )
        values |= {"organization_name": named, "country": country}
        if not is_country(country or ""):
            typed.wrong("country", "Choose a country.")
    typed.check()
    return values


def person_name(raw: str) -> str:
    name = clean_line(raw)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("Tell us your name.", {"name": "Your name, up to 120 characters."})
    return name


def address(raw: str) -> str:
    """A mail address as it is kept. Raises `Invalid`."""
    try:
        checked = validate_email(raw.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        message = "That does not look like a mail address."
        raise Invalid(message, {"email": message}) from error
    return queries.folded(checked.normalized)


def confirm(ref: Ref) -> User:
    """The person has proved their address. Once is enough; later calls change nothing."""
    with atomic():
        user = locked(User, ref)
        if user.confirmed_at is None:
            user.confirmed_at = clock.now().replace(tzinfo=None)
            log.record(AddressConfirmed(user.ref), by=Actor(user_id=user.id, name=user.shown_name))
    return user


def revise(ref: Ref, *, name: str, timezone: str, by: Actor) -> User:
    """How the person is called, and in whose clock they read times."""
    if timezone not in available_timezones():
        raise Invalid("Choose your time zone.", {"timezone": "Choose one from the list."})
    with atomic():
        user = locked(User, ref)
        user.name, user.timezone = person_name(name), timezone
        log.record(AccountRevised(user.ref), by=by)
    return user


def appoint_operator(email: str) -> User:
    """Let the owner of that address run the installation. Raises `Invalid` when nobody has it."""
    with atomic():
        user = queries.by_address(email)
        if user is None:
            raise Invalid(f"Nobody has an account with the address {email}.")
        if not user.operator:
            user.operator = True
            log.record(OperatorAppointed(user.ref), by=SYSTEM)
    return user
