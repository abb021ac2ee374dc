"""Roles change, members go; an owner always stays."""

import pytest

from marketplace.accounts.actor import OrganizationRole, StaffRole
from marketplace.kit.errors import Invalid, NotAllowed, NotFound
from marketplace.organizations import queries, team
from marketplace.organizations.errors import LastOwner
from tests.cast import Cast


def seat(cast: Cast, name: str) -> str:
    members = queries.members_of(cast.nordwind.id)
    return next(one.ref for one in members if one.user.name == name)


def post(cast: Cast, name: str) -> str:
    return next(one.ref for one in queries.staff_of(cast.ledgerline.id) if one.user.name == name)


def test_olga_lets_bruno_approve_too(cast: Cast) -> None:
    team.change_roles(cast.nordwind.ref, seat(cast, "Bruno"), ["booker", "approver"], by=cast.actor("olga"))
    assert cast.actor("bruno").may_as(cast.nordwind.id, OrganizationRole.APPROVER)
    bruno, dora, olga = (cast.user(name).id for name in ("bruno", "dora", "olga"))
    assert set(queries.user_ids(cast.nordwind.id, OrganizationRole.APPROVER)) == {bruno, dora, olga}
    assert set(queries.user_ids(cast.nordwind.id, OrganizationRole.FINANCE)) == {dora, olga}


def test_the_last_owner_stays(cast: Cast) -> None:
    olga = cast.actor("olga")
    with pytest.raises(LastOwner):
        team.change_roles(cast.nordwind.ref, seat(cast, "Olga"), ["booker"], by=olga)
    with pytest.raises(LastOwner):
        team.remove(cast.nordwind.ref, seat(cast, "Olga"), by=olga)
    team.change_roles(cast.nordwind.ref, seat(cast, "Dora"), ["owner"], by=olga)
    team.remove(cast.nordwind.ref, seat(cast, "Olga"), by=olga)
    assert not cast.actor("olga").is_member(cast.nordwind.id)


def test_bruno_may_leave_but_not_send_dora_away(cast: Cast) -> None:
    bruno = cast.actor("bruno")
    with pytest.raises(NotAllowed):
        team.remove(cast.nordwind.ref, seat(cast, "Dora"), by=bruno)
    team.remove(cast.nordwind.ref, seat(cast, "Bruno"), by=bruno)
    assert not cast.actor("bruno").is_member(cast.nordwind.id)


def test_somebody_elses_team_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        team.remove(cast.nordwind.ref, seat(cast, "Bruno"), by=cast.actor("gus"))
    with pytest.raises(NotFound):
        team.change_roles(cast.nordwind.ref, "nosuchmember", ["booker"], by=cast.actor("olga"))
    with pytest.raises(Invalid):
        team.change_roles(cast.nordwind.ref, seat(cast, "Bruno"), [], by=cast.actor("olga"))


def test_a_vendor_keeps_an_administrator(cast: Cast) -> None:
    vera = cast.actor("vera")
    with pytest.raises(LastOwner):
        team.remove_staff(cast.ledgerline.ref, post(cast, "Vera"), by=vera)
    team.change_staff_roles(cast.ledgerline.ref, post(cast, "Carla"), ["admin", "assessor"], by=vera)
    team.remove_staff(cast.ledgerline.ref, post(cast, "Vera"), by=vera)
    assert not cast.actor("vera").is_staff(cast.ledgerline.id)
    assert queries.staff_ids(cast.ledgerline.id, StaffRole.ADMIN) == [cast.user("carla").id]
    with pytest.raises(NotAllowed):
        team.change_staff_roles(cast.ledgerline.ref, post(cast, "Carla"), ["admin"], by=cast.actor("ines"))
