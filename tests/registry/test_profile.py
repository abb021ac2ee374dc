"""Emil and Ana keep their profiles."""

import pytest

from marketplace.accounts.actor import VISITOR
from marketplace.events import log
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.organizations import queries as organizations
from marketplace.registry import queries, service
from marketplace.registry.languages import NAMES
from marketplace.registry.models import Expert, ProfileState
from tests import make
from tests.cast import Cast

DAY = Money(64_000, "EUR")


@pytest.fixture
def fred(cast: Cast) -> Expert:
    """Somebody who has just begun."""
    return service.start(by=organizations.actor_for(make.user("Fred")))


def test_a_profile_is_begun_once(cast: Cast, fred: Expert) -> None:
    actor = cast.actor("fred")
    assert service.start(by=actor).id == fred.id
    assert fred.state is ProfileState.DRAFT
    assert [event.kind for event in log.history(fred.ref)] == ["ProfileStarted"]
    with pytest.raises(NotAllowed):
        service.start(by=VISITOR)


def test_a_draft_says_what_it_lacks_before_it_is_published(cast: Cast, fred: Expert) -> None:
    fred_himself = cast.actor("fred")
    with pytest.raises(NotAllowed) as refusal:
        service.publish(fred.ref, by=fred_himself)
    assert refusal.value.sentence == "Before customers can find you, fill in: name and headline, day rate."
    service.revise(fred.ref, name="Fred", headline="Picks faster", about="", by=fred_himself)
    service.set_rates(fred.ref, day_rate=DAY, by=fred_himself)
    assert service.publish(fred.ref, by=fred_himself).published
    assert "About you" in [part.title for part in queries.completeness(fred)]
    service.hide(fred.ref, by=fred_himself)
    with pytest.raises(WrongState):
        service.hide(fred.ref, by=fred_himself)


def test_a_draft_is_seen_by_its_expert_alone(cast: Cast, fred: Expert) -> None:
    assert queries.public(fred.slug, cast.actor("fred")).id == fred.id
    for stranger in (VISITOR, cast.actor("ana"), cast.actor("vera")):
        with pytest.raises(NotFound):
            queries.public(fred.slug, stranger)
    assert queries.public(cast.ana.slug, VISITOR).id == cast.ana.id


def test_the_address_follows_the_name_until_the_first_publication(cast: Cast, fred: Expert) -> None:
    fred_himself = cast.actor("fred")
    words = {"headline": "Picks faster", "about": ""}
    assert service.revise(fred.ref, name="Frédéric Ø", **words, by=fred_himself).slug == "frederic-o"
    assert service.revise(fred.ref, name="Ana", **words, by=fred_himself).slug.startswith("ana-")
    before = cast.ana.slug
    service.revise(cast.ana.ref, name="Ana Lind", **words, by=cast.actor("ana"))
    assert cast.ana.slug == before


def test_nobody_touches_the_profile_of_another(cast: Cast) -> None:
    emil = cast.actor("emil")
    for attempt in (
        lambda: service.revise(cast.ana.ref, name="X", headline="", about="", by=emil),
        lambda: service.set_rates(cast.ana.ref, day_rate=DAY, by=emil),
        lambda: service.set_languages(cast.ana.ref, codes=["en"], by=emil),
        lambda: service.set_place(cast.ana.ref, place_id=None, remote=True, by=emil),
        lambda: service.remove_photo(cast.ana.ref, by=emil),
        lambda: service.hide(cast.ana.ref, by=emil),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize(
    ("day", "hour", "field"),
    [
        (Money(0, "EUR"), None, "day_rate"),
        (Money(50, "EUR"), None, "day_rate"),
        (Money(10**10, "EUR"), None, "day_rate"),
        (DAY, Money(8_000, "GBP"), "hour_rate"),
        (DAY, Money(64_001, "EUR"), "hour_rate"),
        (None, Money(8_000, "EUR"), "day_rate"),
    ],
)
def test_rates_that_make_no_sense_are_refused(
    cast: Cast, day: Money | None, hour: Money | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        service.set_rates(cast.ana.ref, day_rate=day, hour_rate=hour, by=cast.actor("ana"))
    assert set(refusal.value.fields) == {field}
    assert cast.ana.day_rate == DAY


def test_yen_have_no_cents(cast: Cast) -> None:
    service.set_rates(cast.ana.ref, day_rate=Money(95_000, "JPY"), by=cast.actor("ana"))
    assert (cast.ana.day_rate, cast.ana.hour_rate) == (Money(95_000, "JPY"), None)


def test_the_town_brings_its_time_zone(cast: Cast) -> None:
    ana = cast.actor("ana")
    lisbon = make.place("Lisbon", "PT", timezone="Europe/Lisbon")
    service.set_place(cast.ana.ref, place_id=lisbon.id, remote=False, on_site_km=50, by=ana)
    assert (cast.ana.timezone, cast.ana.on_site_km) == ("Europe/Lisbon", 50)
    service.set_place(cast.ana.ref, place_id=lisbon.id, remote=True, timezone="Asia/Tokyo", by=ana)
    assert (cast.ana.timezone, cast.ana.on_site_km) == ("Asia/Tokyo", None)


@pytest.mark.parametrize(
    ("way", "field"),
    [
        ({"place_id": None, "remote": False}, "remote"),
        ({"place_id": None, "remote": True, "on_site_km": 30}, "place"),
        ({"place_id": 999, "remote": True}, "place"),
        ({"place_id": None, "remote": True, "timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_a_way_of_working_that_cannot_be_is_refused(cast: Cast, way: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.set_place(cast.ana.ref, **way, by=cast.actor("ana"))  # type: ignore[arg-type]
    assert set(refusal.value.fields) == {field}


def test_languages_come_from_the_list_each_once(cast: Cast) -> None:
    ana = cast.actor("ana")
    service.set_languages(cast.ana.ref, codes=["sv", "en", "sv"], by=ana)
    service.set_languages(cast.ana.ref, codes=["de", "sv"], by=ana)
    assert [one.code for one in queries.public("ana", ana).languages] == ["de", "sv"]
    for wrong in (["xx"], ["en-GB"], list(NAMES)[:13]):
        with pytest.raises(Invalid):
            service.set_languages(cast.ana.ref, codes=wrong, by=ana)


def test_a_public_profile_keeps_what_it_needs(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        service.revise(cast.ana.ref, name="Ana", headline="", about="", by=cast.actor("ana"))
    assert set(refusal.value.fields) == {"headline"}
