"""A seat is offered by mail, and taken by whoever was meant."""

from typing import TYPE_CHECKING

import pytest

from marketplace.accounts.actor import OrganizationRole, StaffRole
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.organizations import invitations, queries
from marketplace.organizations import service as organizations
from marketplace.organizations.errors import InvitedSomebodyElse
from marketplace.organizations.models import Invitation, InvitationState
from tests import make
from tests.cast import Cast

if TYPE_CHECKING:
    from tests.conftest import Clock


def invited(cast: Cast, email: str = "pia@example.test", roles: tuple[str, ...] = ("booker",)) -> Invitation:
    return organizations.invite_member(cast.nordwind.ref, email, roles, by=cast.actor("olga"))


def test_pia_accepts_and_books_for_nordwind(cast: Cast) -> None:
    pia = make.user("Pia")
    signed = organizations.invitation_token(invited(cast, "Pia@Example.test", ("booker", "finance")))
    organizations.accept_invitation(signed, by=pia)
    actor = queries.actor_for(pia)
    assert actor.organizations[cast.nordwind.id] == {OrganizationRole.BOOKER, OrganizationRole.FINANCE}
    with pytest.raises(WrongState):
        organizations.accept_invitation(signed, by=pia)


def test_a_forwarded_invitation_is_not_for_emil(cast: Cast) -> None:
    signed = organizations.invitation_token(invited(cast))
    with pytest.raises(InvitedSomebodyElse, match=r"pia@example\.test"):
        organizations.accept_invitation(signed, by=cast.user("emil"))


def test_a_second_verified_address_counts(cast: Cast, clock: "Clock") -> None:
    pia = make.user("Pia", email="home@example.test")
    address = make.address(pia, "pia@example.test", verified=False)
    signed = organizations.invitation_token(invited(cast))
    with pytest.raises(InvitedSomebodyElse):
        organizations.accept_invitation(signed, by=pia)
    make.change(address, owned="pia@example.test", verified_at=clock.now)
    assert organizations.accept_invitation(signed, by=pia).state is InvitationState.ACCEPTED


def test_after_a_fortnight_it_has_run_out(cast: Cast, clock: "Clock") -> None:
    pia, invitation = make.user("Pia"), invited(cast)
    clock.forward(days=14)
    with pytest.raises(NotAllowed, match="run out"):
        organizations.accept_invitation(organizations.invitation_token(invitation), by=pia)
    assert invitations.expire() == 1
    assert invitations.expire() == 0
    assert invitation.state is InvitationState.EXPIRED


def test_repeating_gives_another_fortnight(cast: Cast, clock: "Clock") -> None:
    invitation = invited(cast)
    clock.forward(days=13)
    invitations.repeat(invitation.ref, by=cast.actor("olga"))
    clock.forward(days=13)
    assert invitations.expire() == 0


def test_only_owners_invite_and_withdraw(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        organizations.invite_member(cast.nordwind.ref, "x@example.test", ["booker"], by=cast.actor("bruno"))
    invitation = invited(cast)
    for stranger in ("bruno", "gus", "vera"):
        with pytest.raises(NotFound):
            invitations.withdraw(invitation.ref, by=cast.actor(stranger))
    assert invitations.withdraw(invitation.ref, by=cast.actor("olga")).state is InvitationState.WITHDRAWN


@pytest.mark.parametrize(
    ("email", "roles"), [("nonsense", ["booker"]), ("x@y.test", []), ("x@y.test", ["admin"])]
)
def test_odd_invitations_are_turned_down(cast: Cast, email: str, roles: list[str]) -> None:
    with pytest.raises(Invalid):
        organizations.invite_member(cast.nordwind.ref, email, roles, by=cast.actor("olga"))


def test_nobody_is_invited_twice(cast: Cast) -> None:
    invited(cast)
    with pytest.raises(Invalid, match="invited already"):
        invited(cast)
    with pytest.raises(Invalid, match="Bruno is here already"):
        invited(cast, "bruno@example.test")


def test_administrators_and_operators_invite_staff(cast: Cast) -> None:
    for host, guest in (("vera", "pia"), ("otto", "quentin")):
        person = make.user(guest.capitalize())
        invitation = organizations.invite_staff(
            cast.ledgerline.ref, f"{guest}@example.test", ["assessor"], by=cast.actor(host)
        )
        organizations.accept_invitation(organizations.invitation_token(invitation), by=person)
        assert queries.actor_for(person).is_staff(cast.ledgerline.id, StaffRole.ASSESSOR)
    with pytest.raises(NotAllowed):
        organizations.invite_staff(cast.ledgerline.ref, "x@y.test", ["admin"], by=cast.actor("carla"))


def test_a_link_we_did_not_write_leads_nowhere(cast: Cast) -> None:
    signed = organizations.invitation_token(invited(cast))
    for forged in ("", "nonsense", signed[:-2], signed + "x"):
        with pytest.raises(NotFound):
            invitations.from_token(forged)
