"""Maria Olsen opens the link that she was mailed."""

import pytest
from flask import Flask

from marketplace.evidence import references
from marketplace.evidence.models import Reference, ReferenceState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.rules.forms import forms_of

WORDS = "She set up leave for nine hundred people, and it went live on the day."
GIVEN = {"position": "I led the project.", "text": WORDS, "confirmed": "y"}


@pytest.fixture
def asked(cast: Cast) -> Reference:
    return make.reference(cast.ana, cast.leave)


def address(reference: Reference, *more: str) -> str:
    return "/".join(("/references", references.token(reference), *more))


def test_she_reads_all_that_is_said_and_kept_before_she_answers(cast: Cast, asked: Reference) -> None:
    answer = cast.browser("visitor").get(address(asked))
    for said in (
        "Ana names you as a referee",
        "Maria Olsen",
        "maria-olsen@halden.example",
        "She led the project.",
        "Ledgerline",
        "never sees your words",
        "halden.example",
        "14 days",
        "I am Maria Olsen",
    ):
        assert said in answer.text, said
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_looking_never_acts(cast: Cast, asked: Reference) -> None:
    browser = cast.browser("visitor")
    for _ in range(3):
        assert browser.get(address(asked)).status_code == 200
        assert browser.head(address(asked)).status_code == 200
        assert browser.get(address(asked, "refusal")).status_code == 405
    assert asked.state is ReferenceState.ASKED


def test_she_answers_and_the_link_is_used_up(cast: Cast, asked: Reference) -> None:
    browser, link = cast.browser("visitor"), address(asked)
    thanks = browser.post(link, data=GIVEN)
    assert "Thank you, Maria Olsen" in thanks.text
    assert asked.text == WORDS
    for again in (browser.get(link), browser.post(link, data=GIVEN), browser.post(f"{link}/refusal")):
        assert again.status_code == 409
        assert "used already" in again.text
    assert WORDS not in browser.get(link).text


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"confirmed": ""}, "Only the person who was asked"),
        ({"text": "Too short."}, "Between 40 and"),
        ({"position": ""}, "Say what you were"),
    ],
)
def test_a_mistake_is_told_and_her_words_are_kept(
    cast: Cast, asked: Reference, missing: dict[str, str], sentence: str
) -> None:
    answer = cast.browser("visitor").post(address(asked), data=GIVEN | missing)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert missing.get("text", WORDS) in answer.text
    assert asked.state is ReferenceState.ASKED


def test_she_says_no_with_one_click(cast: Cast, asked: Reference) -> None:
    page = cast.browser("visitor").get(address(asked)).text
    assert [one.action for one in forms_of(page)].count(f"{address(asked)}/refusal") == 1
    answer = cast.browser("visitor").post(address(asked, "refusal"))
    assert "That is settled" in answer.text
    assert asked.state is ReferenceState.REFUSED


def test_she_takes_back_what_somebody_else_said(cast: Cast, asked: Reference) -> None:
    browser, link = cast.browser("visitor"), address(asked)
    assert "not answered yet" in browser.get(f"{link}/retraction").text
    browser.post(link, data=GIVEN)
    receipt = address(asked, "retraction")
    page = browser.get(receipt)
    assert WORDS in page.text
    assert asked.state is ReferenceState.GIVEN
    assert "Taken back" in browser.post(receipt).text
    assert (asked.state, asked.text) == (ReferenceState.RETRACTED, "")
    assert browser.get(receipt).status_code == 409
    assert browser.post(receipt).status_code == 409


def test_the_link_of_the_receipt_shows_that_all_is_done(cast: Cast, asked: Reference) -> None:
    browser = cast.browser("visitor")
    browser.post(address(asked), data=GIVEN)
    page = browser.get(address(asked))
    assert page.status_code == 200
    assert "You have answered" in page.text


def test_every_dead_end_is_a_page_that_says_why(cast: Cast, asked: Reference, clock: Clock) -> None:
    browser = cast.browser("visitor")
    withdrawn = make.reference(cast.ana, cast.leave, "Ole", state=ReferenceState.WITHDRAWN)
    ends = {
        address(withdrawn): (409, "no longer asks"),
        f"{address(asked)}x": (404, "not complete"),
        "/references/nonsense": (404, "not complete"),
        "/references/nonsense/retraction": (404, "not complete"),
    }
    for link, (status, sentence) in ends.items():
        answer = browser.get(link)
        assert answer.status_code == status
        assert sentence in answer.text
        assert "This link no longer works" in answer.text
    clock.forward(days=22)
    late = browser.post(address(asked), data=GIVEN)
    assert late.status_code == 409
    assert "run out" in late.text
    assert WORDS in late.text, "what she typed is given back to her"


def test_the_form_works_where_the_token_check_wants_a_referrer(
    app: Flask, cast: Cast, asked: Reference
) -> None:
    """On https the check refuses forms that do not say where they come from, so the page may not forbid that."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        browser = cast.browser("visitor")
        page = browser.get(address(asked), base_url="https://localhost")
        token = forms_of(page.text)[0].fields.get("csrf_token") or next(
            form.fields["csrf_token"] for form in forms_of(page.text) if "confirmed" in form.fields
        )
        answer = browser.post(
            address(asked),
            data=GIVEN | {"csrf_token": token},
            base_url="https://localhost",
            headers={"Referer": f"https://localhost{address(asked)}"},
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 200
    assert asked.state is ReferenceState.GIVEN
