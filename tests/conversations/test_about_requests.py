"""Bruno has published a request; Ana and Emil ask about it, each apart, until Ana's proposal is a booking."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.conversations import batching, queries, reading, reports, service
from marketplace.conversations.models import Conversation, WithExpert
from marketplace.db.base import db
from marketplace.events import outbox
from marketplace.evidence import uploads
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import NotAllowed, NotFound
from marketplace.mergers import talks
from marketplace.requests import accepting, briefs
from marketplace.requests.models import Request
from tests.cast import Cast
from tests.conftest import Clock
from tests.mailbox import mails
from tests.racing import threads
from tests.requests import requesting


@pytest.fixture
def brief(cast: Cast) -> Request:
    requesting.certify_emil(cast)
    return requesting.published(cast)


def at(brief: Request, cast: Cast, who: str = "ana") -> WithExpert:
    return WithExpert(brief.ref, getattr(cast, who).slug)


def later(clock: Clock, **time: int) -> None:
    clock.to(kit_clock.now() + timedelta(**time))
    batching.announce_due()
    while outbox.sweep():
        pass


def test_each_expert_writes_with_the_customer_apart_from_all_others(cast: Cast, brief: Request) -> None:
    mine, his = at(brief, cast), at(brief, cast, "emil")
    plan = uploads.keep("plan.txt", b"Two systems", by=cast.actor("ana"))
    asked = service.send(mine, "Which two systems?", [plan.ref], by=cast.actor("ana"))
    service.send(his, "Is Friday a must?", by=cast.actor("emil"))
    for name in ("bruno", "dora"):
        assert reading.unread(cast.user(name).id, cast.actor(name)) == (2 if name == "bruno" else 0)
    for name, where in (("emil", mine), ("ana", his), ("gus", mine), ("vera", mine), ("carla", his)):
        with pytest.raises(NotFound):
            queries.about(where, cast.actor(name))
        with pytest.raises(NotFound):
            service.send(where, "Hello", by=cast.actor(name))
        with pytest.raises(NotFound):
            service.mute(where, by=cast.actor(name))
    with pytest.raises(NotFound):
        queries.file(asked.files[0].ref, cast.actor("emil"))
    with pytest.raises(NotFound):
        reports.report(asked.ref, "Nosy.", by=cast.actor("emil"))
    service.send(mine, "Payroll and time.", by=cast.actor("dora"))
    assert reading.unread(cast.user("ana").id, cast.actor("ana")) == 1
    assert reading.unread(cast.user("emil").id, cast.actor("emil")) == 0
    report = reports.report(asked.ref, "Rude.", by=cast.actor("bruno"))
    reports.hide(report.ref, "It is.", by=cast.actor("vera"))
    assert reading.unread(cast.user("bruno").id, cast.actor("bruno")) == 2, (
        "without the hidden one, with Dora's"
    )


def test_only_experts_who_may_see_the_request_can_be_written_to(cast: Cast) -> None:
    only_ana, draft = requesting.invited(cast), requesting.drafted(cast)
    for where, who in ((at(only_ana, cast, "emil"), "bruno"), (at(only_ana, cast, "emil"), "emil")):
        with pytest.raises(NotFound):
            service.send(where, "Hello?", by=cast.actor(who))
    for who in ("ana", "bruno"):
        with pytest.raises(NotFound):
            service.send(at(draft, cast), "Hello?", by=cast.actor(who))
    service.send(at(only_ana, cast), "Would you?", by=cast.actor("bruno"))
    assert db.session.scalar(select(func.count(Conversation.id))) == 1


def test_what_was_written_stays_readable_and_two_weeks_after_the_end_writing_ends(
    cast: Cast, clock: Clock, brief: Request
) -> None:
    mine = at(brief, cast)
    service.send(mine, "Which two systems?", by=cast.actor("ana"))
    briefs.close(brief.ref, "We found somebody inside.", by=cast.actor("bruno"))
    with pytest.raises(NotFound):
        queries.about(at(brief, cast, "emil"), cast.actor("emil"))
    service.send(mine, "Good luck!", by=cast.actor("ana"))
    later(clock, days=14)
    assert queries.about(mine, cast.actor("ana")).ref == brief.ref
    for who in ("ana", "bruno"):
        with pytest.raises(NotAllowed, match="ended after 14 days"):
            service.send(mine, "One more thing.", by=cast.actor(who))


def test_ten_messages_without_an_answer_are_enough(cast: Cast, brief: Request) -> None:
    mine, ana = at(brief, cast), cast.actor("ana")
    for number in range(10):
        service.send(mine, f"Message {number}", by=ana)
    with pytest.raises(NotAllowed, match="10 messages without an answer"):
        service.send(mine, "Hello?", by=ana)
    service.send(mine, "Sorry, I was away.", by=cast.actor("bruno"))
    service.send(mine, "No harm done.", by=ana)


def test_several_messages_make_one_mail_that_names_the_request_and_can_be_muted(
    cast: Cast, clock: Clock, app: Flask, brief: Request
) -> None:
    later(clock, minutes=1)
    mine, before = at(brief, cast), len(mails(app))
    for text in ("One.", "Two: ana@example.test, please."):
        service.send(mine, text, by=cast.actor("ana"))
    later(clock, minutes=10)
    [mail] = mails(app)[before:]
    assert mail.subject == "2 new messages from Ana about “Close the leave year”"
    assert f"/requests/{brief.ref}/conversations/{cast.ana.slug}" in str(mail.body)
    assert "[mail address hidden], please." in str(mail.body)
    token = mail.extra_headers["List-Unsubscribe"].split("/mutes/")[1].rstrip(">")
    service.mute_by_token(token)
    service.send(mine, "Three.", by=cast.actor("ana"))
    later(clock, minutes=10)
    assert len(mails(app)) == before + 1


def test_the_booking_takes_the_conversation_over_and_the_payment_lifts_the_mask(
    cast: Cast, clock: Clock, brief: Request
) -> None:
    mine, bruno = at(brief, cast), cast.actor("bruno")
    service.send(mine, "Call me: +49 30 901820.", by=cast.actor("ana"))
    proposal = requesting.proposed(cast, brief)
    assert not queries.about(mine, bruno).contacts
    booking = accepting.accept(proposal.ref, 1, by=bruno)
    matter = queries.about(mine, bruno)
    assert (matter.where, matter.contacts) == (booking.ref, False)
    assert [one.text for one in queries.everything(queries.conversation_of(booking.ref))] == [
        "Call me: +49 30 901820."
    ]
    assert service.send(mine, "See you on Monday.", by=bruno).conversation.where == booking.ref
    assert db.session.scalar(select(func.count(Conversation.id))) == 1
    for number in range(11):
        service.send(booking.ref, f"Message {number}", by=bruno)


def test_first_messages_of_both_and_a_yes_at_the_same_moment_make_one_conversation(
    cast: Cast, app: Flask, brief: Request
) -> None:
    proposal = requesting.proposed(cast, brief)
    mine, bruno, ana = at(brief, cast), cast.actor("bruno"), cast.actor("ana")
    moves = [
        lambda: service.send(mine, "Shall we?", by=bruno),
        lambda: service.send(mine, "Gladly.", by=ana),
        lambda: accepting.accept(proposal.ref, 1, by=bruno),
    ]
    assert threads(app, moves) == ["done"] * 3
    db.session.rollback()
    booking = queries.about(mine, ana).ref
    assert db.session.scalar(select(func.count(Conversation.id))) == 1
    assert len(queries.everything(queries.conversation_of(booking))) == 2


def test_of_two_halves_of_one_expert_the_customer_reads_one_conversation(cast: Cast, brief: Request) -> None:
    for who in ("ana", "emil"):
        service.send(at(brief, cast, who), f"I am {who}.", by=cast.actor(who))
    bruno = cast.actor("bruno")
    service.mute(at(brief, cast, "emil"), by=bruno)
    service.send(at(brief, cast, "ana"), "Once more.", by=cast.actor("ana"))
    service.read(at(brief, cast, "ana"), by=bruno)
    assert [
        reading.unread_about(queries.about(at(brief, cast, who), bruno), bruno.user_id)
        for who in ("ana", "emil")
    ] == [0, 1]
    talks.unite(cast.emil, cast.ana)
    db.session.commit()
    [left] = queries.of_request(brief.id)
    assert [one.text for one in queries.everything(left)] == ["I am ana.", "I am emil.", "Once more."]
    mine = reading.participant(left.id, bruno.user_id)
    assert mine and mine.muted
    assert reading.unread_about(queries.about(at(brief, cast, "ana"), bruno), bruno.user_id) == 2, "none lost"
    assert reading.participant(left.id, cast.user("emil").id)


def test_a_booking_s_conversation_outlives_the_other_half(cast: Cast, brief: Request) -> None:
    """Emil's proposal became a booking; then it turns out that Emil is Ana, who had written about the request as well."""
    bruno, emil = cast.actor("bruno"), cast.actor("emil")
    proposal = requesting.proposed(cast, brief, who="emil")
    for who in ("ana", "emil"):
        service.send(at(brief, cast, who), f"I am {who}.", by=cast.actor(who))
    accepting.accept(proposal.ref, 1, by=bruno)
    booking = queries.about(at(brief, cast, "emil"), emil).ref
    talks.unite(cast.emil, cast.ana)
    db.session.commit()
    db.session.expire_all()
    [left] = db.session.scalars(select(Conversation)).all()
    assert queries.conversation_of(booking) == left
    assert [one.text for one in queries.everything(left)] == ["I am ana.", "I am emil."]
