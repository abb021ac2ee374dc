"""Bruno looks for somebody. He sees only people who are certified, free, near enough, affordable and on topic."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, select

from marketplace.calendar.models import DayOff, Shift, ShiftState
from marketplace.catalog import service as catalog
from marketplace.catalog.models import Module
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from marketplace.kit.errors import Invalid
from marketplace.kit.period import local
from marketplace.programmes.levels import Level
from marketplace.registry import service as registry
from marketplace.registry.models import Experience, Expert, Language, ProfileState
from marketplace.search import loosening, projection, results
from marketplace.search.cards import cards
from marketplace.search.queries import search
from marketplace.search.query import Query
from marketplace.search.ranking import PAGE
from marketplace.search.results import Found
from tests import make
from tests.cast import Cast
from tests.conftest import Settle

PAYROLL = "ledgerline/ledgerline-payroll"
FORTNIGHT = {"first": "2027-03-08", "last": "2027-03-19"}


def look(**args: str) -> Found:
    """These tests write the truth straight into the database; what search reads is built from it first."""
    projection.refresh(*db.session.scalars(select(Expert.id)))
    return search(Query.parse(args))


def names(**args: str) -> list[str]:
    return [hit.expert.name for hit in look(**args).items]


def another(cast: Cast, name: str, level: Level = Level.PROFESSIONAL, **values: object) -> Expert:
    """One more expert with a certificate for Ana's skill."""
    made = make.expert(name, **values)
    make.certificate(made, cast.leave, level)
    return made


def booked(expert: Expert, day: date, state: ShiftState = ShiftState.BOOKED) -> None:
    times = {"starts_at": local(day, 540, "Europe/Berlin"), "ends_at": local(day, 1020, "Europe/Berlin")}
    make.row(Shift, expert_id=expert.id, owner="somebody", on=day, state=state, **times)


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_emil_without_a_certificate_is_not_found(cast: Cast) -> None:
    assert names() == ["Ana"]


@pytest.mark.parametrize("state", [ProfileState.DRAFT, ProfileState.HIDDEN])
def test_an_unpublished_expert_is_not_found(cast: Cast, state: ProfileState) -> None:
    make.change(cast.ana, state=state)
    assert names() == []


def test_a_revoked_certificate_counts_no_more(cast: Cast) -> None:
    make.change(cast.certificate, state=CertificateState.REVOKED)
    assert names() == []


def test_a_certificate_must_outlast_the_days_asked_for(cast: Cast) -> None:
    make.change(cast.certificate, expires_on=date(2027, 3, 18))
    assert names(first="2027-03-08", last="2027-03-18") == ["Ana"]
    assert names(**FORTNIGHT) == []


def test_product_and_module(cast: Cast) -> None:
    assert names(product=PAYROLL) == ["Ana"]
    assert names(product=PAYROLL, module="leave") == ["Ana"]
    stock = make.product(cast.stockpile, "Stockpile WMS", ("Picking",))
    assert names(product=f"stockpile/{stock.slug}") == []


@pytest.mark.parametrize(
    "args, field",
    [
        ({"product": "ledgerline/nothing"}, "product"),
        ({"product": PAYROLL, "module": "nothing"}, "module"),
        ({"near": "Xyzzy"}, "near"),
    ],
)
def test_what_does_not_exist_is_said_beside_its_field(cast: Cast, args: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        look(**args)
    assert list(refusal.value.fields) == [field]


def test_at_least_that_level(cast: Cast) -> None:
    assert names(level="professional") == ["Ana"]
    assert names(level="expert") == []


def test_a_level_for_another_product_does_not_answer(cast: Cast) -> None:
    stock = make.product(cast.stockpile, "Stockpile WMS", ())
    make.certificate(cast.ana, make.skill(stock), Level.EXPERT)
    assert names(product=PAYROLL, level="expert") == []
    assert names(level="expert") == ["Ana"]


def test_the_certificate_that_answers_comes_first(cast: Cast) -> None:
    stock = make.product(cast.stockpile, "Stockpile WMS", ())
    higher = make.certificate(cast.ana, make.skill(stock), Level.EXPERT)
    (hit,) = look(product=PAYROLL).items
    assert [(one.ref, one.answers) for one in hit.seals] == [
        (cast.certificate.ref, True),
        (higher.ref, False),
    ]


def test_one_booked_day_is_one_too_many(cast: Cast) -> None:
    assert names(**FORTNIGHT) == ["Ana"]
    booked(cast.ana, date(2027, 3, 19))
    assert names(**FORTNIGHT) == []
    assert names(first="2027-03-08", last="2027-03-18") == ["Ana"]


@pytest.mark.parametrize(
    "state, found",
    [
        (ShiftState.REQUESTED, True),
        (ShiftState.RELEASED, True),
        (ShiftState.HELD, False),
        (ShiftState.BOOKED, False),
    ],
)
def test_only_held_and_booked_days_are_taken(cast: Cast, state: ShiftState, found: bool) -> None:
    booked(cast.ana, date(2027, 3, 10), state)
    assert (names(**FORTNIGHT) == ["Ana"]) is found


def test_days_off_count_unless_they_are_a_weekend(cast: Cast) -> None:
    make.row(DayOff, expert_id=cast.ana.id, first_on=date(2027, 3, 13), last_on=date(2027, 3, 14))
    assert names(**FORTNIGHT) == ["Ana"]
    make.row(DayOff, expert_id=cast.ana.id, first_on=date(2027, 3, 14), last_on=date(2027, 3, 15))
    assert names(**FORTNIGHT) == []


@pytest.mark.parametrize("day, found", [(5, True), (8, False), (15, False), (19, False), (20, True)])
def test_a_single_day_off_counts_on_the_first_day_and_on_the_last(cast: Cast, day: int, found: bool) -> None:
    make.row(DayOff, expert_id=cast.ana.id, first_on=date(2027, 3, day), last_on=date(2027, 3, day))
    assert (names(**FORTNIGHT) == ["Ana"]) is found


def test_weekdays_without_hours(cast: Cast) -> None:
    make.hours(cast.ana, {0: [(540, 720), (780, 1020)], 1: [(540, 720)]})
    assert names(first="2027-03-08", last="2027-03-09") == ["Ana"]
    assert names(first="2027-03-08", last="2027-03-10") == []


def test_near_enough_as_far_as_both_travel(cast: Cast) -> None:
    make.place("Hamburg")
    bremen = make.place("Bremen", latitude=53.0758, longitude=8.8072)
    make.change(cast.ana, place_id=bremen.id, on_site_km=120, remote=False)
    assert names(near="Hamburg", km="100") == ["Ana"]
    assert look(near="Hamburg", km="100").items[0].km == 95
    assert names(near="Hamburg", km="90") == []
    make.change(cast.ana, on_site_km=80)
    assert names(near="Hamburg", km="100") == []


def test_the_points_for_being_near_are_those_of_the_order(cast: Cast) -> None:
    """A little more than 25 km is shown as 25, and is not near for that."""
    make.place("Hamburg")
    beyond = make.place("Ahrensburg", latitude=53.5503 + 25.3 / 111.195, longitude=10.0006)
    make.change(cast.ana, place_id=beyond.id, on_site_km=120)
    (hit,) = look(near="Hamburg", km="100").items
    assert (hit.km, dict(hit.points)["Near"]) == (25, 5)


def test_who_loses_the_last_certificate_while_the_page_is_made_is_left_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    projection.refresh(cast.ana.id)
    first, later = look(), date(2027, 9, 1)

    def meanwhile(ids: list[int]) -> object:
        make.change(cast.certificate, starts_on=later)
        projection.refresh(cast.ana.id)
        return cards(ids)

    monkeypatch.setattr(results, "cards", meanwhile)
    assert [hit.expert.name for hit in first.items] == ["Ana"]
    assert search(Query()).items == []


def test_remote_will_do(cast: Cast) -> None:
    make.place("Hamburg")
    assert names(near="Hamburg") == []
    assert names(near="Hamburg", remote="1") == ["Ana"]
    assert names(remote="1") == ["Ana"]
    make.change(cast.ana, remote=False)
    assert names(remote="1") == []


def test_a_rate_in_the_same_currency(cast: Cast) -> None:
    assert names(rate="640") == ["Ana"]
    assert names(rate="639.99") == []
    assert names(rate="2000", currency="USD") == []


def test_a_language(cast: Cast) -> None:
    make.row(Language, expert_id=cast.ana.id, code="pt")
    assert names(language="pt") == ["Ana"]
    assert names(language="de") == []


def test_every_word_must_begin_some_word(cast: Cast) -> None:
    make.change(cast.ana, about="Jahresabschluss für Löhne; migrating from 9.2. 100% on time.")
    assert names(q="We need somebody for PAYROLL") == ["Ana"]
    assert names(q="lohne jahres") == ["Ana"]
    found = look(q="payroll warehouse")
    assert (found.total, found.understanding.unknown) == (1, ["warehouse"])
    assert names(q="payroll abschluss") == ["Ana"], "said to be unknown, and left out"
    assert names(q="100%") == ["Ana"]
    assert names(q="%") == ["Ana"]


def test_a_masked_employer_is_not_found_by_name(cast: Cast) -> None:
    job = {"title": "Payroll lead", "industry": "manufacturing", "began_on": date(2015, 1, 1)}
    employment = make.row(Experience, expert_id=cast.ana.id, employer="Zephyrwerke", **job)
    assert names(q="zephyrwerke") == ["Ana"]
    make.change(employment, masked=True)
    assert names(q="zephyrwerke") == []
    assert names(q="manufacturing lead") == ["Ana"]


def test_not_from_a_competitor_sees_no_masked_employer_but_says_that_there_is_one(cast: Cast) -> None:
    job = {"title": "Payroll lead", "industry": "Manufacturing", "began_on": date(2015, 1, 1)}
    employment = make.row(Experience, expert_id=cast.ana.id, employer="Zephyrwerke GmbH", **job)
    assert names(not_from="zephyrwerke") == []
    make.change(employment, masked=True)
    (hit,) = look(not_from="Zephyrwerke").items
    assert "masks an employer: ask first" in hit.why
    assert "masks an employer: ask first" not in look().items[0].why


def test_words_up_front_count_as_much_as_two_levels(cast: Cast) -> None:
    another(cast, "Hugo", headline="All of month end")
    another(cast, "Greta", about="I know month end.")
    another(cast, "Iris", Level.EXPERT, about="Month end since 2003.")
    assert names(q="month end") == ["Hugo", "Iris", "Greta"]
    (hugo, *_) = look(q="month end").items
    assert dict(hugo.points) == {"Level": 30, "Your words in name, headline or skills": 20}


def test_pages(cast: Cast) -> None:
    for number in range(PAGE + 2):
        another(cast, f"Person {number}")
    first, second = look(), look(page="2")
    assert (first.total, len(first.items), len(second.items)) == (PAGE + 3, PAGE, 3)
    everybody = {hit.expert.id for hit in [*first.items, *second.items]}
    assert len(everybody) == PAGE + 3
    assert look(page="9999").number == 2


def test_twenty_results_take_no_more_statements_than_one(cast: Cast) -> None:
    hamburg = make.place()
    for number in range(PAGE - 1):
        another(cast, f"Person {number}", place_id=hamburg.id)
    assert look(q="leave", **FORTNIGHT).total == PAGE
    assert _statements_for("ana leave") == _statements_for("person leave") <= 14


def _statements_for(words: str) -> int:
    db.session.rollback()
    db.session.expunge_all()
    with statements() as seen:
        for hit in search(Query.parse({"q": words, **FORTNIGHT})).items:
            assert hit.seals[0].vendor
            assert hit.expert.place is not None
    return len(seen)


def test_nobody_found_says_which_filter_to_drop(cast: Cast) -> None:
    booked(cast.ana, date(2027, 3, 10))
    query = Query.parse({"product": PAYROLL, "rate": "800", **FORTNIGHT})
    assert look(**query.to_args()).total == 0
    ways = loosening.ways(query)
    assert {way.label for way in ways} == {"Free on 80 % of the days", "Any days"}
    assert [search(way.query).total for way in ways] == [1, 1]


def test_all_ways_out_are_counted_at_once(cast: Cast) -> None:
    make.place()
    wishes = {
        "product": PAYROLL,
        "level": "expert",
        "near": "Hamburg",
        "rate": "1",
        "used": "1",
        "fresh": "1",
    }
    with statements() as seen:
        assert not loosening.ways(Query.parse(wishes | FORTNIGHT))
    counts = [one for one in seen if one.startswith("SELECT COUNT")]
    looked_up = [one for one in seen if one.startswith("SELECT") and one not in counts]
    assert len(counts) == 1
    assert counts[0].count("COUNT(DISTINCT") == loosening.TRIED
    assert len(looked_up) == 3, "the product, its releases, the town"


def test_a_period_shows_its_own_days_and_none_the_next_four_weeks(cast: Cast) -> None:
    (asked,) = look(**FORTNIGHT).items
    assert (len(asked.days), asked.days[0].on) == (12, date(2027, 3, 8))
    (unasked,) = look().items
    assert len(unasked.days) == 28


def test_what_ana_writes_is_found_at_once(cast: Cast) -> None:
    words = {"name": "Ana", "headline": "Sabbaticals sorted", "about": ""}
    registry.revise(cast.ana.ref, **words, by=cast.actor("ana"))
    assert [hit.expert.name for hit in search(Query.parse({"q": "sabbaticals"})).items] == ["Ana"]


def test_documents_follow_the_catalogue(cast: Cast, settle: Settle) -> None:
    module = db.session.get_one(Module, cast.leave.module_id)
    catalog.revise_module(module.ref, name="Absences", summary="", by=cast.actor("vera"))
    settle()
    assert [hit.expert.name for hit in search(Query.parse({"q": "absences"})).items] == ["Ana"]
