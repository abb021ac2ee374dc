"""Ana carries her first certificate into the world; the demo shows where."""

from sqlalchemy import select

from marketplace.badges import addresses
from marketplace.badges import service as badges
from marketplace.badges.models import Credential, ProofState
from marketplace.cli.story import stage
from marketplace.db.base import db
from marketplace.kit.ids import Ref


def publish(certificate_ref: Ref, name: str) -> None:
    """Public from now on, whatever happens to the profile."""
    badges.publish(certificate_ref, by=stage.actor(name))


def address() -> str:
    """Of a proof that its holder published; empty when everybody took theirs back."""
    shown = select(Credential.ref).where(
        Credential.state == ProofState.SHOWN, Credential.superseded_by_id.is_(None)
    )
    ref = db.session.scalar(shown.order_by(Credential.id).limit(1))
    return addresses.credential(ref) if ref else ""
