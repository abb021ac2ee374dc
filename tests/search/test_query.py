"""The address holds the whole query, and no address breaks the page."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.money import Money
from marketplace.kit.text import clean_line
from marketplace.programmes.levels import Level
from marketplace.search.fields import NAMES
from marketplace.search.query import Query

TODAY = date(2027, 3, 1)


def parse(**args: str) -> Query:
    return Query.parse(args, today=TODAY)


def test_everything_an_address_can_say() -> None:
    query = parse(
        q="year end",
        product="ledgerline/ledgerline-payroll",
        module="leave",
        level="professional",
        first="2027-03-08",
        last="2027-03-19",
        near="Hamburg",
        km="80",
        remote="1",
        rate="700",
        currency="EUR",
        language="de",
        page="2",
    )
    assert query.level is Level.PROFESSIONAL
    assert query.days is not None
    assert len(query.days.working()) == 10
    assert (query.near, query.km, query.remote) == ("Hamburg", 80, True)
    assert query.rate == Money(70_000, "EUR")
    assert not query.problems


@pytest.mark.parametrize(
    "args, field, said",
    [
        ({"first": "2027-03-19", "last": "2027-03-08"}, "last", "comes before the first"),
        ({"first": "2027-02-26"}, "first", "has passed"),
        ({"first": "2027-03-08", "last": "2027-09-08"}, "last", "185 days"),
        ({"first": "2029-03-08"}, "first", "more than a year ahead"),
        ({"first": "9999-12-31"}, "first", "more than a year ahead"),
        ({"first": "2027-03-06", "last": "2027-03-07"}, "last", "no Monday to Friday"),
        ({"last": "2027-03-08"}, "first", "From which day"),
        ({"first": "next Monday"}, "first", "like 2027-03-31"),
        ({"first": "2027-03-08", "last": "soon"}, "last", "like 2027-03-31"),
        ({"level": "wizard"}, "level", "from the list"),
        ({"product": "'; DROP TABLE expert"}, "product", "do not know"),
        ({"product": "a/b", "module": "🦄"}, "module", "do not know"),
        ({"near": "x" * 300}, "near", "do not know"),
        ({"km": "-5"}, "km", "Between 1 and 2,000"),
        ({"km": "٣"}, "km", "Between 1 and 2,000"),
        ({"rate": "cheap"}, "rate", "in figures"),
        ({"rate": "1e999999"}, "rate", "in figures"),
        ({"rate": "640.505"}, "rate", "at most 2 digits"),
        ({"rate": "640", "currency": "DOGE"}, "rate", "currency"),
        ({"language": "klingon"}, "language", "from the list"),
        ({"q": "word " * 60}, "q", "200 characters"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_the_typed_value_kept(
    args: dict[str, str], field: str, said: str
) -> None:
    query = parse(**args)
    assert list(query.problems) == [field]
    assert said in query.problems[field]
    assert query.typed == {name: clean_line(value) for name, value in args.items()}


def test_one_day_alone_is_a_period_of_one_day() -> None:
    query = parse(first="2027-03-08")
    assert query.first == query.last == date(2027, 3, 8)


def test_a_module_left_over_from_another_product_says_nothing() -> None:
    assert parse(module="leave").module == ""


@given(st.dictionaries(st.sampled_from([*NAMES, "page", "utm_source"]), st.text()))
def test_no_address_breaks_the_page(args: dict[str, str]) -> None:
    query = Query.parse(args, today=TODAY)
    assert set(query.problems) <= set(NAMES)


days = st.integers(0, 300).map(lambda n: TODAY + timedelta(days=n))
slugs = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
queries = st.builds(
    Query,
    words=st.text(max_size=40).map(clean_line),
    product=st.tuples(slugs, slugs).map("/".join),
    module=st.just("") | slugs,
    level=st.none() | st.sampled_from(Level),
    near=st.text(max_size=40).map(clean_line),
    km=st.integers(1, 2000),
    remote=st.booleans(),
    rate=st.none() | st.integers(1, 10**8).map(lambda n: Money(n, "EUR")) | st.just(Money(640, "JPY")),
    language=st.sampled_from(["", "de", "pt"]),
    page=st.integers(1, 10_000),
)


@given(queries, days, st.integers(7, 120))
def test_an_address_reads_back_as_the_query_it_was_made_from(query: Query, first: date, length: int) -> None:
    last = first + timedelta(days=length - 1)
    asked = Query.parse(query.to_args() | {"first": str(first), "last": str(last)}, today=TODAY)
    again = Query.parse(asked.to_args(), today=TODAY)
    assert not asked.problems
    assert again == asked
    assert (again.words, again.rate, again.page) == (query.words, query.rate, query.page)
