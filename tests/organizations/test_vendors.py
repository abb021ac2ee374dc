"""Vera describes Ledgerline and sets its terms."""

from dataclasses import replace

import pytest

from marketplace.kit.errors import Invalid, NotAllowed
from marketplace.organizations import vendors
from tests.cast import Cast


def revise(cast: Cast, who: str = "vera", **changes: str) -> None:
    page = {"name": "Ledgerline", "about": "", "website": ""} | changes
    vendors.revise(cast.ledgerline.ref, **page, by=cast.actor(who))


def test_a_website_needs_no_scheme(cast: Cast) -> None:
    revise(cast, website="www.ledgerline.example")
    assert cast.ledgerline.website == "https://www.ledgerline.example"
    revise(cast, website="")
    assert cast.ledgerline.website is None


@pytest.mark.parametrize(
    "website", ["javascript://alert.example/%0a", "ledgerline", "http://[", "a b.example", "x" * 300]
)
def test_what_is_no_web_address_is_refused(cast: Cast, website: str) -> None:
    with pytest.raises(Invalid) as refusal:
        revise(cast, website=website)
    assert set(refusal.value.fields) == {"website"}


def test_terms_stay_within_reason(cast: Cast) -> None:
    usual = vendors.terms_of(cast.ledgerline)
    vera = cast.actor("vera")
    vendors.set_terms(cast.ledgerline.ref, replace(usual, certificate_months=24), by=vera)
    assert cast.ledgerline.certificate_months == 24
    for wrong in ({"certificate_months": 0}, {"fee_basis_points": 9_000}, {"repeat_fee_basis_points": 1_001}):
        with pytest.raises(Invalid) as refusal:
            vendors.set_terms(cast.ledgerline.ref, replace(usual, **wrong), by=vera)
        assert set(refusal.value.fields) == set(wrong)
    assert vendors.terms_of(cast.ledgerline) == replace(usual, certificate_months=24)


@pytest.mark.parametrize("who", ["carla", "ines", "olga", "ana", "otto"])
def test_only_its_own_administrators_speak_for_a_vendor(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        revise(cast, who)
    with pytest.raises(NotAllowed):
        vendors.set_terms(cast.ledgerline.ref, vendors.terms_of(cast.ledgerline), by=cast.actor(who))
