"""The address holds the whole query, and no address breaks the page."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from marketplace.calendar.gaps import MINUTES
from marketplace.kit.money import Money
from marketplace.kit.text import clean_line
from marketplace.programmes.levels import Level
from marketplace.registry.employers import INDUSTRIES
from marketplace.search.query import Query
from marketplace.search.reader import NAMES
from marketplace.search.timing import HORIZON, SHARES

TODAY = date(2027, 3, 1)
PERIOD = {"first": "2027-03-08", "last": "2027-03-19"}


def parse(**args: str | list[str]) -> Query:
    return Query.parse(args, today=TODAY)


def test_everything_an_address_can_say() -> None:
    query = parse(
        q="year end",
        product="ledgerline/ledgerline-payroll",
        module="leave",
        outcome="ledgerline/close-the-year",
        level="professional",
        release="10.1",
        near="Hamburg",
        km="80",
        remote="1",
        rate="700",
        currency="EUR",
        language="de,fr",
        industry="Banking",
        used="1",
        overlap="4",
        zone="America/New_York",
        not_from=["Nordwind", "Smith, Jones & Co."],
        rating="4,5",
        fresh="1",
        page="2",
        **PERIOD,
    )
    assert query.level is Level.PROFESSIONAL
    assert query.days is not None
    assert len(query.wanted) == 10
    assert (query.near, query.km, query.remote) == ("Hamburg", 80, True)
    assert query.rate == Money(70_000, "EUR")
    assert query.languages == ("de", "fr")
    assert (query.overlap, query.zone) == (4, "America/New_York")
    assert query.not_from == ("Nordwind", "Smith, Jones & Co.")
    assert query.used and query.fresh
    assert query.rating == 45
    assert not query.problems


def test_three_days_a_week_six_hours_each() -> None:
    query = parse(weekdays="mon,wed,thu,fri", per_week="3", hours="6", **PERIOD)
    assert (query.weekdays, query.per_week, query.hours) == ((0, 2, 3, 4), 3, 6)
    assert len(query.wanted) == 8


def test_a_call_needs_neither_whole_days_nor_a_share_of_them() -> None:
    query = parse(call="45", hours="6", share="80", per_week="2", **PERIOD)
    assert (query.call, query.hours, query.share, query.per_week) == (45, None, 100, None)
    assert not query.problems


def test_a_form_repeats_names_where_a_link_puts_commas() -> None:
    sent = MultiDict(
        [
            ("language", "de"),
            ("language", "fr"),
            ("weekdays", "wed"),
            ("weekdays", "mon"),
            ("not_from", "A\r\n\r\nB"),
        ]
    )
    query = Query.parse(sent, today=TODAY)
    assert (query.languages, query.weekdays, query.not_from) == (("de", "fr"), (0, 2), ("A", "B"))
    assert query.address == "?weekdays=mon,wed&language=de,fr&not_from=A&not_from=B"


def test_all_that_a_week_consists_of_is_as_good_as_nothing_said() -> None:
    assert parse(weekdays="fri,thu,wed,tue,mon") == Query()


@pytest.mark.parametrize(
    "args, field, said",
    [
        ({"first": "2027-03-19", "last": "2027-03-08"}, "last", "comes before the first"),
        ({"first": "2027-02-26"}, "first", "has passed"),
        ({"first": "2027-03-08", "last": "2027-09-08"}, "last", "until 2027-08-28"),
        ({"first": "2029-03-08"}, "first", "180 days ahead"),
        ({"first": "9999-12-31"}, "first", "180 days ahead"),
        ({"first": "2027-03-06", "last": "2027-03-07"}, "last", "no Monday to Friday"),
        ({"first": "2027-03-06", "weekdays": "sun"}, "last", "none of the weekdays"),
        ({"last": "2027-03-08"}, "first", "From which day"),
        ({"call": "60"}, "first", "From which day"),
        ({"hours": "6"}, "first", "From which day"),
        ({"first": "next Monday"}, "first", "like 2027-03-31"),
        ({"first": "next Monday", "call": "60"}, "first", "like 2027-03-31"),
        ({"first": "2027-03-08", "last": "soon"}, "last", "like 2027-03-31"),
        ({"weekdays": "mon,doomsday"}, "weekdays", "like mon,wed,fri"),
        ({**PERIOD, "per_week": "6"}, "per_week", "between 1 and 5 days"),
        ({**PERIOD, "per_week": "2", "weekdays": "fri"}, "per_week", "one day a week"),
        *(({"rating": odd}, "rating", "Between 1 and 5 stars") for odd in ("6", "0.5", "5.1", "4.55", "x")),
        ({**PERIOD, "share": "79"}, "share", "between 50 and 100"),
        ({**PERIOD, "share": "80", "per_week": "3"}, "share", "not both"),
        ({**PERIOD, "hours": "13"}, "hours", "Between 1 and 12"),
        ({**PERIOD, "call": "31"}, "call", "30, 45, 60, 90 or 120"),
        ({"level": "wizard"}, "level", "from the list"),
        ({"product": "'; DROP TABLE expert"}, "product", "do not know"),
        ({"outcome": "world peace"}, "outcome", "do not know"),
        ({"product": "a/b", "module": "🦄"}, "module", "do not know"),
        ({"product": "a/b", "release": "x" * 41}, "release", "do not know"),
        ({"near": "x" * 300}, "near", "do not know"),
        ({"km": "-5"}, "km", "Between 1 and 2,000"),
        ({"km": "٣"}, "km", "Between 1 and 2,000"),
        ({"rate": "cheap"}, "rate", "in figures"),
        ({"rate": "1e999999"}, "rate", "in figures"),
        ({"rate": "640.505"}, "rate", "at most 2 digits"),
        ({"rate": "640", "currency": "DOGE"}, "rate", "currency"),
        ({"language": "klingon"}, "language", "from the list"),
        ({"language": "de,en,fr,es,it,nl"}, "language", "Up to 5"),
        ({"industry": "Piracy"}, "industry", "from the list"),
        ({"overlap": "9", "zone": "Europe/Berlin"}, "overlap", "Between 1 and 8"),
        ({"overlap": "4"}, "zone", "which time zone"),
        ({"overlap": "4", "zone": "../../etc/passwd"}, "zone", "from the list"),
        ({"not_from": "A\nB\nC\nD\nE\nF"}, "not_from", "Up to 5"),
        ({"after": "<script>"}, "after", "first page"),
        ({"q": "word " * 60}, "q", "200 characters"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_the_typed_value_kept(
    args: dict[str, str], field: str, said: str
) -> None:
    query = parse(**args)
    assert list(query.problems) == [field]
    assert said in query.problems[field]
    kept = {name: value if name == "not_from" else clean_line(value) for name, value in args.items()}
    assert query.typed == kept


def test_one_day_alone_is_a_period_of_one_day() -> None:
    query = parse(first="2027-03-08")
    assert query.first == query.last == date(2027, 3, 8)


def test_what_is_left_over_from_another_choice_says_nothing() -> None:
    assert parse(module="leave", release="10.1", zone="Europe/Berlin") == Query()


def test_a_part_taken_away_takes_with_it_what_says_nothing_without_it() -> None:
    query = parse(
        product="a/b", module="leave", release="10.1", language="de,fr", page="3", share="80", **PERIOD
    )
    assert (
        query.without("product").address
        == f"?{'&'.join(f'{k}={v}' for k, v in PERIOD.items())}&share=80&language=de,fr"
    )
    assert query.without("module").release == "10.1"
    assert query.without("first").address == "?product=a/b&module=leave&release=10.1&language=de,fr"
    assert query.without("share").days is not None
    assert query.without("languages", "de").languages == ("fr",)
    assert query.without("languages").page == 1


def test_a_currency_alone_says_what_rates_are_counted_in() -> None:
    query = parse(currency="SEK")
    assert (query.currency, query.address, query.narrowed) == ("SEK", "?currency=SEK", False)
    assert parse(currency="EUR") == Query()
    assert parse(rate="700", currency="SEK").address == "?rate=700&currency=SEK"


def test_only_what_not_everybody_fits_narrows() -> None:
    assert not parse(km="80", weekdays="mon", page="2").narrowed
    assert parse(q="payroll").narrowed


unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
anything = st.text() | st.lists(st.text(), max_size=3)
sensible = st.sampled_from(
    ["1", "mon", "de,fr", "a/b", "2027-03-08", "80", "60", "Europe/Berlin", "professional"]
)


@unhurried
@given(st.dictionaries(st.sampled_from([*NAMES, "page", "utm_source"]), anything | sensible))
def test_no_address_breaks_the_page(args: dict[str, str | list[str]]) -> None:
    query = Query.parse(args, today=TODAY)
    assert set(query.problems) <= set(NAMES)
    again = Query.parse(query.to_args(), today=TODAY)
    assert query.problems or again == query


slugs = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
lines = st.text(max_size=40).map(clean_line)
patterns = st.one_of(
    st.fixed_dictionaries({"call": st.sampled_from(MINUTES)}),
    st.fixed_dictionaries({"hours": st.integers(1, 12), "share": st.sampled_from(SHARES)}),
    st.fixed_dictionaries({"per_week": st.integers(1, 3), "weekdays": st.just((0, 2, 5))}),
    st.just({}),
)
overlaps = st.just({}) | st.fixed_dictionaries(
    {"overlap": st.integers(1, 8), "zone": st.just("Asia/Kolkata")}
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    first = TODAY + timedelta(days=draw(st.integers(0, HORIZON - 7)))
    last = draw(st.dates(first + timedelta(days=6), TODAY + timedelta(days=HORIZON)))
    asked = st.builds(
        Query,
        words=lines,
        product=st.tuples(slugs, slugs).map("/".join),
        module=st.just("") | slugs,
        outcome=st.just("") | st.tuples(slugs, slugs).map("/".join),
        level=st.none() | st.sampled_from(Level),
        release=st.sampled_from(["", "10.1", "2027 spring"]),
        first=st.just(first),
        last=st.just(last),
        near=lines,
        km=st.integers(1, 2000),
        remote=st.booleans(),
        rate=st.none() | st.integers(1, 10**8).map(lambda n: Money(n, "EUR")) | st.just(Money(640, "JPY")),
        languages=st.lists(st.sampled_from(["de", "pt", "en"]), unique=True).map(tuple),
        industry=st.sampled_from(["", *INDUSTRIES]),
        used=st.booleans(),
        not_from=st.lists(lines.filter(bool), max_size=5, unique=True).map(tuple),
        rating=st.none() | st.integers(10, 50),
        fresh=st.booleans(),
        page=st.integers(1, 10_000),
        cursor=st.sampled_from(["", "eyJhIjoxfQ"]),
    )
    return draw(asked).having(**draw(patterns), **draw(overlaps))


@unhurried
@given(queries())
def test_an_address_reads_back_as_the_query_it_was_made_from(query: Query) -> None:
    again = Query.parse(query.to_args(), today=TODAY)
    assert not again.problems
    assert again == query
    assert hash(again) == hash(query)
