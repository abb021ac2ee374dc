"""An organization begins with its founder, a vendor with an operator."""

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.actor import VISITOR, OrganizationRole
from marketplace.db.base import db
from marketplace.events import log
from marketplace.kit.errors import Invalid, NotAllowed, NotFound
from marketplace.organizations import queries
from marketplace.organizations import service as organizations
from tests import make
from tests.cast import Cast


def test_whoever_founds_an_organization_owns_it(cast: Cast) -> None:
    made = organizations.found("  Nord\u202ewind  Süd ", "DE", by=cast.actor("ana"))
    assert made.name == "Nordwind Süd"
    assert cast.actor("ana").organizations[made.id] == {OrganizationRole.OWNER}
    assert [event.kind for event in log.history(made.ref)] == ["OrganizationFounded"]


@pytest.mark.parametrize(
    ("name", "country"), [("", "DE"), ("x" * 121, "DE"), ("Nordwind", "EU"), ("Nordwind", "")]
)
def test_a_name_and_a_country_are_needed(cast: Cast, name: str, country: str) -> None:
    with pytest.raises(Invalid) as refused:
        organizations.found(name, country, by=cast.actor("ana"))
    assert refused.value.fields


def test_visitors_found_nothing(app: object) -> None:
    with pytest.raises(NotAllowed):
        organizations.found("Nordwind", "DE", by=VISITOR)


def test_owners_rename_it_and_others_cannot(cast: Cast) -> None:
    ref = cast.nordwind.ref
    assert organizations.revise(ref, name="Südwind", country="AT", by=cast.actor("olga")).name == "Südwind"
    with pytest.raises(NotAllowed):
        organizations.revise(ref, name="Mine", country="AT", by=cast.actor("bruno"))
    with pytest.raises(NotFound):
        organizations.revise(ref, name="Mine", country="AT", by=cast.actor("gus"))


def test_operators_found_vendors_with_addresses_of_their_own(cast: Cast) -> None:
    otto = cast.actor("otto")
    slugs = [organizations.found_vendor("Tide & Co", by=otto).slug for _ in range(3)]
    assert slugs == ["tide-co", "tide-co-2", "tide-co-3"]
    with pytest.raises(NotAllowed):
        organizations.found_vendor("Tide", by=cast.actor("vera"))


def test_the_organization_somebody_registered_for_exists_once_they_are_confirmed(app: object) -> None:
    greta = accounts.register(
        "Greta",
        "greta@example.test",
        make.PASSWORD,
        purpose="organization",
        organization_name="Lindqvist",
        country="SE",
    )
    assert organizations.found_promised(greta.ref) is None
    accounts.confirm(greta.ref)
    made = organizations.found_promised(greta.ref)
    assert made and queries.actor_for(greta).may_as(made.id)
    assert organizations.found_promised(greta.ref) is None
    db.session.refresh(greta)
    assert greta.organization_name is None
