"""How to reach somebody is hidden; what only looks like it stays."""

import time
from datetime import date
from datetime import time as hour

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.conversations.masking import LINK, MAIL, PHONE, hides, masked

STAYS = (
    """
We begin on 15.03.2027 at 09:00; 15.3.-19.3.2027 would do, too.|2027-03-15|03/15/2027|01.03.2027 08-17 Uhr|from 08:00-17:00
March 15, 2027|15 March 2027 10 am|2027-03-15T09:00:00Z|01/04/2027 - 05/04/2027|2025/2026|Q1/2027|5 x 8 = 40|§ 626 BGB
version 10.1.2.3|v9.2.14|release 10.1.20270315|ISO 27001:2022|192.168.1.10|Node.js, ASP.NET, config.py and README.md
€12,500.00|1.250.000,00 EUR|EUR 1 250 000.00|CHF 1'250'000.00|+1500000 EUR|12 345 678,90 €|1 250 000 rows|+10 %|0.00015
PO 4500012345|order 2027-000123|DE89 3704 0044 0532 0130 00|personnel number 00012345|0123456789|SAP Note 3089413|KB5005565
done.in the end|It runs.to be sure, ask|Payroll.at last|e.g. this, z.B. that|@ana thanks|10-12 people|6:30-14:30|half @ best
""".strip()
    .replace("\n", "|")
    .split("|")
)

GOES = {
    MAIL: "ana@example.test|a.b+c@mail.example.co.uk|ana (at) example (dot) com|ana[at]example.com|ANA@EXAMPLE.COM",
    LINK: "https://x.example/y?z=1|http://localhost|www.ana.net/me|ana-payroll.com|LinkedIn.com/in/ana|t.me/ana|zoom.us/j/123",
    PHONE: "+49 171 1234567|+49 (0)30 1234567|0049 30 1234567|0171 1234567|0171/1234567|(030) 1234567|030 / 1234567"
    "|01711234567|+1 555-123-4567|(555) 123-4567|555.123.4567|06 12 34 56 78|06.12.34.56.78|020 7946 0958"
    "|+4917112345678|0171-123 45 67",
}
EACH = [(kind, one) for kind, all_of_them in GOES.items() for one in all_of_them.split("|")]


@pytest.mark.parametrize("text", STAYS)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert masked(text) == text
    assert not hides(text)


@pytest.mark.parametrize(("kind", "text"), EACH, ids=[one for _, one in EACH])
def test_how_to_reach_somebody_goes(kind: str, text: str) -> None:
    assert masked(text) == kind
    assert masked(f"Reach me: {text}, or here. 640 EUR a day from 15.03.2027.") == (
        f"Reach me: {kind}, or here. 640 EUR a day from 15.03.2027."
    )
    assert masked(f"({text})") == f"({kind})"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tel.: 1234567", f"Tel.: {PHONE}"),
        ("call me on 7654321", f"call me on {PHONE}"),
        ("0171 1234567 / 0172 7654321", f"{PHONE} / {PHONE}"),
        ("In 2027 0171 1234567", f"In 2027 {PHONE}"),
        ("I take €640, 0171 1234567", f"I take €640, {PHONE}"),
        ("See https://x.example/y. Then write.", f"See {LINK}. Then write."),
        ("<a@b.example> (https://x.example)", f"<{MAIL}> ({LINK})"),
        ("me@x.example\n+49 30 1234567", f"{MAIL}\n{PHONE}"),
    ],
)
def test_only_the_part_that_leads_past_us_goes(text: str, left: str) -> None:
    assert masked(text) == left


WORDS = st.sampled_from("we close March with you on site three please bring the list".split())
DATES = st.dates(date(1990, 1, 1), date(2099, 12, 31))
HARMLESS = st.one_of(
    WORDS,
    DATES.map("{:%d.%m.%Y}".format),
    DATES.map("{:%Y-%m-%d}".format),
    DATES.map("{:%m/%d/%Y}".format),
    st.times().map(lambda one: hour(one.hour, one.minute).isoformat("minutes")),
    st.integers(1, 9_999_999).map("€{:,}".format),
    st.integers(1, 9_999_999).map("{:,}.00 EUR".format),
    st.lists(st.integers(0, 999), min_size=2, max_size=4).map(lambda one: ".".join(map(str, one))),
    st.integers(1, 99_999).map(str),
)
CONTACTS = st.sampled_from([one for _, one in EACH])


@settings(max_examples=150, deadline=None)
@given(st.lists(HARMLESS, max_size=12))
def test_dates_prices_and_versions_stay_in_any_company(words: list[str]) -> None:
    text = ", ".join(words)
    assert masked(text) == text


@settings(max_examples=150, deadline=None)
@given(st.lists(HARMLESS, max_size=6), CONTACTS, st.lists(HARMLESS, max_size=6))
def test_a_contact_goes_in_any_company(before: list[str], contact: str, after: list[str]) -> None:
    left = masked(", ".join([*before, contact, *after]))
    assert contact not in left
    assert all(one in left for one in before + after)
    assert masked(left) == left


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_masking_twice_changes_nothing(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    "part", ["1 ", "1", "0", "a.", "a@", "(1) ", "0-", "1.1.", "a(at)", "www.", "+4 ", "1, "]
)
def test_nobody_makes_it_slow(part: str) -> None:
    began = time.perf_counter()
    masked((part * 5_000)[:5_000] + "!")
    assert time.perf_counter() - began < 0.5
