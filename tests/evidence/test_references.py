"""Ana names Maria Olsen, who saw her work; Maria answers by a mailed link, without an account."""

import pytest
from flask import Flask

from marketplace.certification import queries, service
from marketplace.certification.models import Claim
from marketplace.events.log import history
from marketplace.evidence import references
from marketplace.evidence.models import Reference, ReferenceState
from marketplace.evidence.pieces import NewEvidence, NewReferee
from marketplace.kit.errors import Conflict, Invalid, NotFound, WrongState
from marketplace.programmes.kinds import EvidenceKind
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle

STATEMENT = "I ran leave and absence for 900 people, over six years."
WORDS = "She set up leave for nine hundred people, and it went live on the day."
MARIA = NewReferee("Maria Olsen", "maria@halden.example", "She led the project.")


def claim(cast: Cast, *referees: NewReferee) -> Claim:
    named = [NewEvidence(referee=one) for one in referees]
    return service.claim(cast.leave.ref, 2, statement=STATEMENT, evidence=named, by=cast.actor("emil"))


def asked(cast: Cast) -> Reference:
    [piece] = claim(cast, MARIA).evidence
    assert piece.reference
    return piece.reference


def give(token: str, text: str = WORDS) -> Reference:
    return references.give(token, position="I led the project.", text=text, confirmed=True)


@pytest.fixture(autouse=True)
def empty_outbox(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


def test_maria_is_asked_by_mail_and_answers_once(app: Flask, cast: Cast, settle: Settle) -> None:
    reference = asked(cast)
    settle()
    question = next(one for one in app.extensions["mailman"].outbox if one.to == ["maria@halden.example"])
    token = references.token(reference)
    assert f"/references/{token}" in question.body
    give(token)
    assert reference.state is ReferenceState.GIVEN
    assert (reference.position, reference.text) == ("I led the project.", WORDS)
    for again in (give, references.refuse, references.retract):
        with pytest.raises(Conflict, match="used already"):
            again(token)
    settle()
    receipt = [one for one in app.extensions["mailman"].outbox if one.to == ["maria@halden.example"]][-1]
    assert WORDS in receipt.body
    assert f"/references/{references.token(reference)}/retraction" in receipt.body


def test_no_event_holds_the_words_or_the_link(cast: Cast, settle: Settle) -> None:
    reference = asked(cast)
    token = references.token(reference)
    give(token)
    said = str([one.payload for one in history(reference.ref)])
    assert WORDS not in said
    assert token not in said
    assert (reference.nonce or "") not in said


def test_forwarded_and_answered_by_somebody_else_it_is_taken_back(cast: Cast) -> None:
    reference = asked(cast)
    give(references.token(reference), "I am not Maria, but I say that he is splendid, truly splendid.")
    receipt = references.token(reference)
    references.retract(receipt)
    assert reference.state is ReferenceState.RETRACTED
    assert (reference.position, reference.text) == ("", "")
    with pytest.raises(Conflict, match="used already"):
        references.retract(receipt)


def test_words_can_be_taken_back_for_two_weeks(cast: Cast, clock: Clock) -> None:
    reference = asked(cast)
    give(references.token(reference))
    clock.forward(days=14, seconds=1)
    with pytest.raises(Conflict, match="14 days"):
        references.retract(references.token(reference))
    assert reference.text == WORDS


def test_there_is_nothing_to_take_back_before_the_answer(cast: Cast) -> None:
    with pytest.raises(Conflict, match="not answered yet"):
        references.retract(references.token(asked(cast)))


def test_saying_no_is_one_click_and_nobody_asks_again(cast: Cast) -> None:
    reference = asked(cast)
    references.refuse(references.token(reference))
    assert reference.state is ReferenceState.REFUSED
    with pytest.raises(Conflict, match="used already"):
        give(references.token(reference))
    waiting = queries.claims_of(cast.emil.id)[0]
    with pytest.raises(Invalid, match="would rather not") as refused:
        service.name_referee(waiting.ref, MARIA, by=cast.actor("emil"))
    assert set(refused.value.fields) == {"referee_email"}


def test_three_weeks_later_the_link_has_run_out(cast: Cast, clock: Clock) -> None:
    reference = asked(cast)
    token = references.token(reference)
    clock.forward(days=21)
    with pytest.raises(Conflict, match="run out"):
        give(token)
    assert references.expire() == 1
    assert references.expire() == 0
    assert reference.state is ReferenceState.EXPIRED
    with pytest.raises(Conflict, match="run out"):
        references.refuse(token)


def test_a_claim_taken_back_needs_no_referee_any_more(cast: Cast) -> None:
    reference = asked(cast)
    service.withdraw(queries.claims_of(cast.emil.id)[0].ref, by=cast.actor("emil"))
    with pytest.raises(Conflict, match="no longer asks"):
        give(references.token(reference))


@pytest.mark.parametrize("token", ["", "x", "a.b", "W10.x", "🦉", "." * 5_000])
def test_a_link_that_was_tampered_with_opens_nothing(cast: Cast, token: str) -> None:
    good = references.token(asked(cast))
    for bad in (token, good[:-1], good + "x", good.replace(".", "..", 1)):
        with pytest.raises(NotFound):
            references.from_token(bad)


def test_the_link_of_one_reference_does_not_open_another(cast: Cast) -> None:
    mine, other = make.reference(cast.ana, cast.leave), make.reference(cast.emil, cast.leave)
    assert references.from_token(references.token(mine)) is mine
    assert references.from_token(references.token(other)) is other


@pytest.mark.parametrize(
    ("referees", "fields"),
    [
        ([NewReferee("Maria", "maria@halden.example", "")], {"referee_relation"}),
        (
            [NewReferee("", "not an address", "She led it."), NewReferee("Ole", "x@y", "", 2)],
            {"referee_name", "referee_email", "referee_email_2", "referee_relation_2"},
        ),
        ([MARIA, NewReferee("Ole", "MARIA@halden.example", "He saw it.", 2)], {"referee_email_2"}),
        ([NewReferee("Myself", "emil@example.test", "It is me.")], {"referee_email"}),
    ],
)
def test_every_mistake_is_told_beside_its_referee(
    cast: Cast, referees: list[NewReferee], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        claim(cast, *referees)
    assert set(refused.value.fields) == fields
    assert queries.claims_of(cast.emil.id) == []


@pytest.mark.parametrize(
    ("position", "text", "confirmed", "fields"),
    [
        ("", "short", False, {"position", "text", "confirmed"}),
        ("Lead", WORDS, False, {"confirmed"}),
        ("x" * 201, WORDS, True, {"position"}),
        ("Lead", "x" * 5_001, True, {"text"}),
    ],
)
def test_a_mistake_of_the_referee_uses_nothing_up(
    cast: Cast, position: str, text: str, confirmed: bool, fields: set[str]
) -> None:
    reference = asked(cast)
    token = references.token(reference)
    with pytest.raises(Invalid) as refused:
        references.give(token, position=position, text=text, confirmed=confirmed)
    assert set(refused.value.fields) == fields
    assert give(token).state is ReferenceState.GIVEN


def test_nobody_is_written_to_over_and_over(cast: Cast, clock: Clock) -> None:
    for _ in range(3):
        service.withdraw(claim(cast, MARIA).ref, by=cast.actor("emil"))
    with pytest.raises(Invalid, match="3 times within 30 days"):
        claim(cast, MARIA)
    clock.forward(days=31)
    assert claim(cast, MARIA)


def test_somebody_else_is_asked_while_the_claim_is_read(cast: Cast) -> None:
    made = claim(cast, MARIA)
    ole = NewReferee("Ole Berg", "ole@halden.example", "He ran the payroll.")
    service.name_referee(made.ref, ole, by=cast.actor("emil"))
    assert [one.reference.name for one in made.evidence if one.reference] == ["Maria Olsen", "Ole Berg"]
    assert {one.kind for one in made.evidence} == {EvidenceKind.REFERENCE}
    with pytest.raises(NotFound):
        service.name_referee(made.ref, ole, by=cast.actor("ana"))
    make.declined(made, cast.actor("carla"))
    with pytest.raises(WrongState):
        service.name_referee(made.ref, ole, by=cast.actor("emil"))
