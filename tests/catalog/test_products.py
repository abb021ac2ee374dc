"""Vera keeps Ledgerline's products."""

import pytest

from marketplace.catalog import queries, service
from marketplace.events import log
from marketplace.kit.errors import Invalid, NotAllowed, NotFound
from tests.cast import Cast


def test_a_new_product_can_be_claimed_as_a_whole(cast: Cast) -> None:
    product = service.add_product(cast.ledgerline.ref, name="  Ledgerline   Expenses ", by=cast.actor("vera"))
    assert (product.name, product.slug) == ("Ledgerline Expenses", "ledgerline-expenses")
    assert "Ledgerline Expenses" in [skill.name for skill in queries.offered_skills()]
    assert [event.kind for event in log.history(product.ref)] == ["ProductAdded"]


@pytest.mark.parametrize("who", ["carla", "fritz", "ines", "olga", "ana", "otto"])
def test_nobody_but_its_own_administrator_adds_to_a_catalogue(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        service.add_product(cast.ledgerline.ref, name="Mine", by=cast.actor(who))
    with pytest.raises(NotAllowed):
        service.retire_product(cast.payroll.ref, by=cast.actor(who))


def test_two_products_of_a_vendor_have_different_names_and_addresses(cast: Cast) -> None:
    vera = cast.actor("vera")
    with pytest.raises(Invalid) as refusal:
        service.add_product(cast.ledgerline.ref, name="LEDGERLINE PAYRÓLL", by=vera)
    assert "already" in refusal.value.fields["name"]
    first = service.add_product(cast.ledgerline.ref, name="🚀", by=vera)
    second = service.add_product(cast.ledgerline.ref, name="نظام الرواتب", by=vera)
    assert (first.slug, second.slug) == ("product", "product-2")
    elsewhere = service.add_product(cast.stockpile.ref, name="Ledgerline Payroll", by=cast.actor("ines"))
    assert elsewhere.slug == cast.payroll.slug


def test_a_renamed_product_keeps_its_address(cast: Cast) -> None:
    vera = cast.actor("vera")
    service.revise_product(cast.payroll.ref, name="Paydirt", summary="", about="**New**", by=vera)
    assert queries.product_by_slug("ledgerline", "ledgerline-payroll").name == "Paydirt"
    service.revise_product(cast.payroll.ref, name="Paydirt", summary="The same name again", about="", by=vera)


def test_every_mistake_is_told_beside_its_field(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        service.add_product(
            cast.ledgerline.ref, name=" \u202e ", summary="x" * 241, about="", by=cast.actor("vera")
        )
    assert set(refusal.value.fields) == {"name", "summary"}


def test_a_retired_product_is_no_longer_offered_until_it_is_restored(cast: Cast) -> None:
    vera = cast.actor("vera")
    service.retire_product(cast.payroll.ref, by=vera)
    assert not queries.offered_skills()
    assert not queries.products_of(cast.ledgerline.id)
    assert queries.skill(cast.leave.ref).retired
    assert queries.product_by_slug("ledgerline", "ledgerline-payroll").retired_at
    service.restore_product(cast.payroll.ref, by=vera)
    assert len(queries.offered_skills()) == 2


def test_what_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.product("nothing")
    with pytest.raises(NotFound):
        queries.product_by_slug("stockpile", "ledgerline-payroll")
    with pytest.raises(NotFound):
        service.add_product("nothing", name="A", by=cast.actor("vera"))
