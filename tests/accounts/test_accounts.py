"""Accounts without a screen: made by the demo, revised, found."""

import pytest
from flask import Flask

from marketplace.accounts import queries, service
from marketplace.events import log
from marketplace.kit.errors import Conflict, Invalid
from tests import make
from tests.cast import Cast


def test_an_account_is_made_and_confirmed_once(app: Flask) -> None:
    greta = service.register(" Greta\u202e  Lind ", "Greta@Example.test", make.PASSWORD, purpose="expert")
    assert (greta.name, greta.email) == ("Greta Lind", "greta@example.test")
    assert queries.verified_addresses(greta) == set()
    service.confirm(greta.ref)
    service.confirm(greta.ref)
    assert queries.verified_addresses(greta) == {"greta@example.test"}
    assert [event.kind for event in log.history(greta.ref)] == ["AccountRegistered", "AddressConfirmed"]


def test_an_address_has_one_account(cast: Cast) -> None:
    make.address(cast.user("ana"), "ana@private.example")
    for taken in ("ANA@example.test", "ana@private.example"):
        with pytest.raises(Conflict):
            service.register("Another", taken, make.PASSWORD, purpose="expert")


@pytest.mark.parametrize(
    "odd",
    [
        {"password": "short"},
        {"password": "x" * 257},
        {"purpose": "operator"},
        {"name": "\u200b"},
        {"name": "x" * 121},
        {"email": "nobody"},
        {"email": "x" * 300 + "@example.test"},
        {"purpose": "organization", "country": "DE"},
    ],
)
def test_odd_values_are_named(app: Flask, odd: dict[str, str]) -> None:
    sound = {"name": "Greta", "email": "greta@example.test", "password": make.PASSWORD, "purpose": "expert"}
    with pytest.raises(Invalid) as refused:
        service.register(**(sound | odd))
    assert refused.value.fields
    assert service.find("greta@example.test") is None


def test_a_time_zone_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        service.revise(cast.user("ana").ref, name="Ana", timezone="../etc/passwd", by=cast.actor("ana"))


def test_two_people_may_ask_for_an_address_but_one_owns_it(cast: Cast) -> None:
    make.address(cast.user("ana"), "shared@example.test", verified=False)
    make.address(cast.user("emil"), "shared@example.test")
    assert service.find("shared@example.test") == cast.user("emil")
    assert queries.is_taken("shared@example.test", by_other_than=cast.user("ana"))
    assert not queries.is_taken("shared@example.test", by_other_than=cast.user("emil"))
