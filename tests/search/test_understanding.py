"""Bruno types what he would say to a colleague; the box makes of it what he means."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from marketplace.programmes.levels import Level
from marketplace.search.query import Query
from marketplace.search.understanding import Understanding, understand
from tests import make
from tests.cast import Cast
from tests.counting import statements
from tests.search.reading import chips, learn, read, terms

PAYROLL = "ledgerline/ledgerline-payroll"


@pytest.fixture(autouse=True)
def catalogue(cast: Cast) -> None:
    """Ledgerline's and Stockpile's, with outcomes and synonyms; towns; and the words of everybody's documents."""
    payroll = make.product(
        cast.ledgerline, "Ledgerline Wages", modules=("Year-end", "Time Recording", "Gate")
    )
    yard = make.product(cast.stockpile, "Stockpile Yard", modules=("Gate", "Dock planning"))
    make.synonym(cast.leave, "time off")
    make.synonym(make.skill(yard, "Dock planning"), "dock scheduling")
    year_end = make.skill(payroll, "Year-end")
    make.blueprint(year_end, title="Close the wages year", wordings="wages year-end closing\nannual filings")
    make.blueprint(cast.leave, title="Move leave rules to the new engine", wordings="migrate absence rules")
    make.place()
    make.place("Hamburg", "US", population=58_000)
    make.place("Frankfurt am Main", population=650_000)
    make.place("Valencia", "VE", population=1_600_000)
    make.place("Valencia", "ES", population=800_000)
    make.place("Nice", "FR", population=340_000)
    make.place("Stratford-upon-Avon", "GB", population=28_000)
    make.place("Ana", "US", population=300_000)
    learn("warehouse", "payslip", "hospitals", "time", "nice", "german", "closing", "hamburg")


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Ledgerline Payroll", [("product", "Ledgerline Payroll")]),
        ("somebody for payrolls", [("product", "Ledgerline Payroll")]),
        ("stockpile yard gate", [("product", "Stockpile Yard"), ("module", "Gate")]),
        ("dock planning", [("module", "Stockpile Yard · Dock planning")]),
        ("DOCK SCHEDULING", [("module", "Stockpile Yard · Dock planning")]),
        ("time off", [("module", "Ledgerline Payroll · Leave")]),
        ("the gate", []),
        ("time recordings for wages", [("module", "Time Recording"), ("product", "Ledgerline Wages")]),
    ],
)
def test_names_and_synonyms(text: str, understood: list[tuple[str, str]]) -> None:
    assert chips(text) == understood


@pytest.mark.parametrize(
    "text", ["close the wages year", "closing our wages", "annual filings", "wages year-end closing"]
)
def test_an_outcome_is_understood_however_it_is_said(text: str) -> None:
    found = read(text)
    assert found.query.outcome == "ledgerline/close-the-wages-year"
    assert not found.terms


@pytest.mark.parametrize("text", ["wages year-end", "rules", "closing", "new wages"])
def test_names_are_names_and_one_word_is_no_outcome(text: str) -> None:
    assert read(text).query.outcome == ""


def test_equally_likely_outcomes_leave_the_words_to_themselves(cast: Cast) -> None:
    make.blueprint(cast.leave, title="Migrate absence data")
    assert chips("migrate absence") == []
    assert chips("migrate absence rules") == [("outcome", "Move leave rules to the new engine")]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("payroll expert", None),
        ("a payroll professional", None),
        ("payroll at least professional", Level.PROFESSIONAL),
        ("payroll, expert level", Level.EXPERT),
        ("level 3 payroll", Level.PROFESSIONAL),
        ("practitioner or higher", Level.PRACTITIONER),
        ("practitioner", Level.PRACTITIONER),
        ("3 payrolls", None),
    ],
)
def test_a_level_only_where_one_is_meant(text: str, level: Level | None) -> None:
    assert read(text).query.level == level


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("German", ("de",)),
        ("payroll, speaks German and French", ("de", "fr")),
        ("German-speaking payroll", ("de",)),
        ("fluent in Norwegian Bokmål", ("nb",)),
        ("manx", ()),
        ("speaks Manx", ("gv",)),
        ("germn payroll", ("de",)),
    ],
)
def test_languages(text: str, codes: tuple[str, ...]) -> None:
    found = read(text)
    assert found.query.languages == codes
    assert not [one for one in found.parts if one.kind == "words" and "speak" in one.said]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("payroll in Hamburg", "Hamburg, Germany"),
        ("payroll hamburg", "Hamburg, Germany"),
        ("near Stratford-upon-Avon", "Stratford-upon-Avon, United Kingdom"),
        ("based in frankfurt am main", "Frankfurt am Main, Germany"),
        ("in Valencia", "Valencia, Venezuela"),
        ("in Valencia, Spain", "Valencia, Spain"),
        ("valencia", ""),
        ("stratford upon avon", ""),
        ("a nice payroll", ""),
        ("payroll in Nice", "Nice, France"),
        ("ana", ""),
        ("in Atlantis", ""),
        ("payroll in hambrug", "Hamburg, Germany"),
    ],
)
def test_towns(text: str, town: str) -> None:
    assert read(text).query.near == town


def test_remote_work() -> None:
    assert read("payroll, remotely").query.remote
    assert not read("payroll").query.remote


def test_a_persons_name_stays_words() -> None:
    assert (chips("Ana"), terms("Ana")) == ([], ["ana"])


def test_a_whole_sentence_is_taken_apart() -> None:
    found = read(
        "We need somebody for time off in Hamburg who speaks German, at least professional, for hospitals"
    )
    assert [(one.kind, one.said, one.label) for one in found.parts] == [
        ("module", "time off", "Ledgerline Payroll · Leave"),
        ("place", "in Hamburg", "in Hamburg"),
        ("language", "speaks German", "German"),
        ("level", "at least professional", "Professional or higher"),
        ("words", "hospitals", "hospitals"),
    ]
    query = found.query
    assert (query.product, query.module) == (PAYROLL, "leave")
    assert [one.word for one in found.terms] == ["hospitals"]
    assert not found.unknown


def test_each_part_can_be_taken_away() -> None:
    text = "time off in Hamburg, speaks German"
    without = {one.kind: one.without for one in read(text).parts}
    assert without == {
        "module": "in Hamburg, speaks German",
        "place": "time off, speaks German",
        "language": "time off in Hamburg",
    }
    assert read("somebody for payroll").parts[0].without == ""
    for left in without.values():
        assert len(chips(left)) == 2


def test_what_the_reader_has_set_wins() -> None:
    assert chips("stockpile yard", product=PAYROLL) == []
    assert terms("in Hamburg", near="Bremen") == ["hamburg"] or not chips("in Hamburg", near="Bremen")
    assert read("in Hamburg", near="Bremen").query.near == "Bremen"
    assert read("speaks German", languages=("fr",)).query.languages == ("fr",)
    assert read("expert level", level=Level.ASSOCIATE).query.level == Level.ASSOCIATE
    assert chips("gate", product="stockpile/stockpile-yard") == [("module", "Gate")]
    assert chips("annual filings", product=PAYROLL) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("paylsip", "paylsip → payslip"),
        ("payslipp", "payslipp → payslip"),
        ("hospitls", "hospitls → hospitals"),
        ("warehuose", "warehuose → warehouse"),
        ("warhuose", "warhuose → warehouse"),
    ],
)
def test_slips_of_the_keyboard(text: str, label: str) -> None:
    [part] = read(text).parts
    assert (part.kind, part.label, part.without) == ("words", label, "")


def test_a_misspelled_name_is_still_a_name() -> None:
    assert chips("ledgrline wagess") == [("product", "Ledgerline Wages")]


def test_words_that_nobody_has_are_left_out_and_said() -> None:
    found = read("payroll for zeppelins next week")
    assert found.unknown == ["zeppelins", "next", "week"]
    assert not found.terms


def test_times_are_left_to_their_filters_and_work_by_the_month_is_work() -> None:
    learn("month", "three", "days", "end")
    assert terms("month end for payroll") == ["month", "end"]
    found = read("payroll for three days next month, urgently")
    assert (found.terms, found.unknown) == ([], ["three", "days", "next", "month", "urgently"])


def test_what_nobody_has_finds_nobody_rather_than_everybody() -> None:
    found = read("zeppelin mooring")
    assert ([one.word for one in found.terms], found.unknown) == (["zeppelin", "mooring"], [])
    assert read("next week").terms == []


def test_a_small_word_counts_when_there_is_no_other() -> None:
    learn("will")
    assert (terms("Will"), terms("who will do payroll")) == (["will"], [])


def test_a_word_being_typed_finds_what_it_begins() -> None:
    learn("consuming")
    [ware] = read("ware").terms
    assert (ware.exact, ware.prefixes) == ((), ("wware",))
    first, middle, last = read("time-consuming ana hos").terms[-3:]
    assert (first.exact, first.prefixes) == (("sconsum",), ("wconsuming",))
    assert (middle.exact, middle.prefixes) == (("sana",), ())
    assert (last.exact, last.prefixes) == ((), ("whos",))


def test_people_are_not_looked_for_by_the_word_for_people() -> None:
    learn("consultant")
    assert terms("payroll consultant") == []
    assert terms("consultant") == ["consultant"]


def test_a_new_synonym_is_understood_at_once_where_nothing_is_kept(cast: Cast) -> None:
    assert chips("furlough") == []
    make.synonym(cast.leave, "furlough")
    assert chips("furlough") == [("module", "Ledgerline Payroll · Leave")]


def test_an_ordinary_text_costs_two_statements(cast: Cast) -> None:
    cast.app.config["LEXICON_SECONDS"] = 60
    try:
        read("payroll")
        with statements() as seen:
            read("somebody for payslips in Hamburg who speaks German")
        assert len(seen) == 2
        with statements() as seen:
            read("somebody for paylsips in Hamburg")
        assert len(seen) <= 6
    finally:
        cast.app.config["LEXICON_SECONDS"] = 0


SYLLABLES = st.sampled_from(
    [
        *"ledgerline payroll leave in near at least level expert German speaks Hamburg Nice year close wages 3 ½ ß İ ﬁ 東京".split()
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(SYLLABLES, max_size=14).map(" ".join))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, near=st.sampled_from(["", "Bremen"]), product=st.sampled_from(["", PAYROLL]))
@example(text="'; DROP TABLE expert --", near="", product="")
@example(text="\x00 \ud800 a\u0301", near="", product="")
def test_any_text_is_read(text: str, near: str, product: str) -> None:
    query = replace(Query.parse({"q": text}), near=near, product=product)
    found = understand(query)
    assert isinstance(found, Understanding)
    assert found.query.words == query.words
    for part in found.parts:
        assert part.label
        assert len(part.without) <= len(query.words)
        understand(replace(query, words=part.without))
