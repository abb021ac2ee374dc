"""What Ana reads about the searches in which she appears, and those that she narrowly misses."""

from datetime import date

import pytest

from marketplace.calendar import confirming
from marketplace.calendar import service as calendar
from marketplace.programmes.levels import Level
from marketplace.registry import service as registry
from marketplace.search import asked, projection
from marketplace.search.describing import described
from marketplace.search.lifting import Step, lifts
from marketplace.search.lookup import look_up
from marketplace.search.query import Query
from marketplace.search.standing import Standing, standing
from tests import make
from tests.cast import Cast

PRODUCT = "ledgerline/ledgerline-payroll"
WEEK = {"first": "2027-03-08", "last": "2027-03-12"}


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_noted", set())


@pytest.fixture
def found(cast: Cast) -> Cast:
    """Ana can be found, and so can Emil, who is certified higher."""
    make.certificate(cast.emil, cast.leave, Level.EXPERT)
    make.place()
    projection.refresh(cast.ana.id, cast.emil.id)
    return cast


def ask(cast: Cast, name: str = "bruno", **args: str) -> None:
    asked.note(Query.parse({"product": PRODUCT} | args), cast.actor(name))


def of_ana(cast: Cast) -> Standing:
    return standing(cast.ana)


def test_her_place_her_points_and_what_would_lift_her(found: Cast) -> None:
    ask(found)
    ask(found, "gus")
    (one,) = of_ana(found).stands
    assert one.search.said == ["Ledgerline Payroll"]
    assert one.search.organizations == 2
    assert (one.place.place, one.place.total) == (2, 2)
    assert (one.place.points, one.total) == ([("Level", 30)], 30)
    assert [(lift.step, lift.points) for lift in one.lifts] == [
        (Step.CONFIRM, 10),
        (Step.RENEW, 10),
        (Step.ATTEST, 10),
        (Step.CLAIM, 10),
        (Step.WORK, 4),
    ]


def test_what_she_has_is_not_offered_again(found: Cast) -> None:
    ask(found)
    confirming.confirm(found.ana.ref, by=found.actor("ana"))
    (one,) = of_ana(found).stands
    assert one.total == 40
    assert Step.CONFIRM not in {lift.step for lift in lifts(one.place.points)}


def test_from_the_first_place_nothing_lifts(found: Cast) -> None:
    ask(found)
    (one,) = standing(found.emil).stands
    assert (one.place.place, one.lifts) == (1, ())


@pytest.mark.parametrize(
    "args, needed",
    [
        ({"level": "expert"}, "you were certified as Expert or higher"),
        ({"fresh": "1"}, "you confirmed your calendar"),
        ({"rate": "500", "currency": "EUR"}, "your day rate were at most about €500.00"),
        ({"rate": "612", "currency": "EUR"}, "your day rate were at most about €700.00"),
        ({"language": "pt,en"}, "your profile said that you speak Portuguese"),
        ({"used": "1"}, "somebody attested that you used it, or approved work here spoke for it"),
        ({**WEEK, "hours": "12"}, "your weekly hours held 12 hours a day"),
        ({**WEEK, "last": "2027-03-13", "weekdays": "mon,sat"}, "you were free on one more day"),
        ({"near": "Hamburg"}, "you worked remotely for it, or travelled that far"),
        ({"rating": "4.5"}, "reviews of your work here averaged 4.5 stars or more"),
        ({"industry": "Education"}, "your profile named experience in education"),
    ],
)
def test_the_one_thing_that_is_missing(found: Cast, args: dict[str, str], needed: str) -> None:
    registry.set_languages(found.ana.ref, codes=["en"], by=found.actor("ana"))
    ask(found, **args)
    standing = of_ana(found)
    assert standing.stands == []
    assert [one.needed for one in standing.misses] == [needed]


def test_days_are_counted(found: Cast) -> None:
    calendar.add_day_off(found.ana.ref, date(2027, 3, 9), date(2027, 3, 11), "Skiing", by=found.actor("ana"))
    ask(found, **WEEK)
    ask(found, "gus", **WEEK, share="60")
    assert sorted(one.needed for one in of_ana(found).misses) == [
        "you were free on 3 more days",
        "you were free on one more day",
    ]


def test_a_certificate_that_ends_before_the_work_does(found: Cast) -> None:
    make.change(found.certificate, expires_on=date(2027, 3, 10))
    projection.refresh(found.ana.id)
    ask(found, **WEEK)
    assert [one.needed for one in of_ana(found).misses] == ["your certificate held through 12 Mar 2027"]


def test_more_than_one_thing_missing_is_not_narrow(found: Cast) -> None:
    ask(found, level="expert", rate="100", currency="EUR")
    assert of_ana(found) == Standing([], [])


def test_other_products_are_none_of_her_business(found: Cast) -> None:
    asked.note(Query.parse({"product": "stockpile/stockpile-wms"}), found.actor("gus"))
    assert of_ana(found) == Standing([], [])
    assert standing(make.expert("Noor")) == Standing([], [])


def test_a_product_that_has_gone_is_left_out(found: Cast) -> None:
    ask(found)
    make.change(found.payroll, slug="renamed")
    assert of_ana(found) == Standing([], [])


def test_no_town_no_exact_price_and_no_words_are_told(found: Cast) -> None:
    query = Query.parse(
        {"q": "Halden", "product": PRODUCT, "module": "leave", "level": "professional", "near": "Hamburg"}
        | {"remote": "1", "rate": "640", "currency": "EUR", "language": "de", "not_from": "Nordwind"}
        | {**WEEK, "per_week": "3", "fresh": "1", "used": "1", "industry": "Education", "overlap": "1"}
        | {"zone": "Europe/Oslo"}
    )
    assert query.problems == {}
    said = described(look_up(asked.discreet(query)))
    assert said == [
        "Ledgerline Payroll, Leave",
        "Professional or higher",
        "8 Mar 2027 – 12 Mar 2027",
        "3 days a week",
        "in Germany, or remote",
        "1 hour of common working time",
        "up to about €700.00 a day",
        "speaks German",
        "knows education",
        "use attested",
        "calendar confirmed lately",
    ]
