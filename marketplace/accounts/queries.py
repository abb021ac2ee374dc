"""Finding people by the addresses they own."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from marketplace.accounts.models import EmailAddress, User
from marketplace.db.base import db


def folded(address: str) -> str:
    """How addresses are kept and compared: no space around, no capitals."""
    return address.strip().lower()


def by_address(address: str) -> User | None:
    """Whose address this is: the one they registered with, or a second one they verified."""
    wanted = folded(address)
    owners = select(EmailAddress.user_id).where(EmailAddress.owned == wanted)
    people = select(User).where(or_(User.email == wanted, User.id.in_(owners)))
    return db.session.scalars(people.order_by(User.id)).first()


def verified_addresses(user: User) -> set[str]:
    """Every address the person has proved to own."""
    more = select(EmailAddress.owned).where(EmailAddress.user_id == user.id, EmailAddress.owned.is_not(None))
    first = {user.email} if user.confirmed_at else set()
    return first | {address for address in db.session.scalars(more) if address}


def addresses_of(user: User) -> Sequence[EmailAddress]:
    """Second addresses, verified or not, oldest first."""
    mine = select(EmailAddress).where(EmailAddress.user_id == user.id).order_by(EmailAddress.id)
    return db.session.scalars(mine).all()


def is_taken(address: str, *, by_other_than: User | None = None) -> bool:
    owner = by_address(address)
    return owner is not None and owner is not by_other_than
