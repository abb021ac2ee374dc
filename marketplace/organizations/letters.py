"""The mail that carries an invitation."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts import queries as accounts
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.gateways.letter import Letter, path_to, send
from marketplace.organizations.events import InvitationRepeated, Invited
from marketplace.organizations.invitations import token
from marketplace.organizations.models import Invitation, InvitationState
from marketplace.organizations.words import in_words


def invite(fact: Invited | InvitationRepeated, event: Event) -> None:
    """Reaction to Invited and InvitationRepeated. The link is made here, so that no event ever holds it."""
    wanted = select(Invitation).where(Invitation.ref == fact.subject)
    invitation = db.session.scalars(wanted.options(joinedload(Invitation.invited_by))).one()
    if invitation.state is not InvitationState.OPEN:
        return
    guest = accounts.by_address(invitation.email)
    host = invitation.invited_by.shown_name if invitation.invited_by else invitation.team.name
    letter = Letter(
        name=guest.shown_name if guest else "there",
        title=f"{invitation.team.name} invites you",
        paragraphs=(
            f"{host} would like you to join {invitation.team.name} as {in_words(invitation.role_words)}.",
            "The invitation is open for two weeks. You need an account under this address; making one takes a minute.",
        ),
        step="See the invitation",
        path=path_to("invitations.show", token=token(invitation)),
        why=f"{host} gave us this address. If you do not know them, you need do nothing.",
    )
    send(letter, to=invitation.email, reference=event.ref)
