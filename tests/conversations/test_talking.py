"""Bruno asks, Ana answers, Dora joins in: who writes, who reads, who is told and when."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState, Side
from marketplace.conversations import batching, queries, reading, service
from marketplace.conversations.models import Conversation, Message, Participant
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events import outbox
from marketplace.evidence import uploads
from marketplace.evidence.models import Upload
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Invalid, NotAllowed, NotFound
from marketplace.notices import service as notices
from marketplace.organizations.models import Membership
from tests import make
from tests.booked import booked
from tests.bookings.asking import ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements
from tests.mailbox import mails
from tests.notices.told import notice_for, told
from tests.racing import threads


def waiting(cast: Cast, name: str) -> int:
    return reading.unread(cast.user(name).id, cast.actor(name))


def minutes_later(clock: Clock, minutes: int) -> None:
    """Time passes, and what is due is done."""
    clock.to(kit_clock.now() + timedelta(minutes=minutes))
    batching.announce_due()
    while outbox.sweep():
        pass


def test_it_begins_with_the_asking_and_each_side_is_counted_apart(cast: Cast) -> None:
    booking = ask(cast)
    first = service.send(booking.ref, "Which site is it?\n\nI know two of them.", by=cast.actor("ana"))
    assert first.side is Side.EXPERT
    assert (waiting(cast, "ana"), waiting(cast, "bruno"), waiting(cast, "dora")) == (0, 1, 0)
    service.send(booking.ref, "Site three.", by=cast.actor("dora"))
    assert (waiting(cast, "ana"), waiting(cast, "bruno"), waiting(cast, "dora")) == (1, 2, 0)
    assert service.read(booking.ref, by=cast.actor("bruno"))
    assert not service.read(booking.ref, by=cast.actor("bruno"))
    assert (waiting(cast, "ana"), waiting(cast, "bruno")) == (1, 0)


def test_only_the_two_sides_know_of_it(cast: Cast) -> None:
    booking = ask(cast)
    for name in ("emil", "gus", "carla", "vera", "ines", "otto"):
        with pytest.raises(NotFound):
            service.send(booking.ref, "Hello", by=cast.actor(name))
        with pytest.raises(NotFound):
            service.read(booking.ref, by=cast.actor(name))
    assert db.session.scalar(select(func.count(Conversation.id))) == 0


def test_who_has_left_the_organization_reads_and_hears_no_more(cast: Cast, clock: Clock, app: Flask) -> None:
    booking = ask(cast)
    service.send(booking.ref, "Which site is it?", by=cast.actor("ana"))

    left = db.session.scalars(select(Membership).where(Membership.user_id == cast.user("bruno").id)).one()
    make.change(left, organization_id=cast.halden.id)
    assert waiting(cast, "bruno") == 0
    minutes_later(clock, 10)
    assert "messages_waiting" not in told()
    service.send(booking.ref, "Is anybody there?", by=cast.actor("ana"))
    assert waiting(cast, "olga") == 2, "with nobody left to tell, all who book are told"


def test_mistakes_are_named(cast: Cast) -> None:
    booking, ana = ask(cast), cast.actor("ana")
    for text, files, said in (
        (" \n ", [], "Write something"),
        ("x" * 5_001, [], "there is room for 5,000"),
        ("Here.", ["nothere"], "no longer here"),
        ("Here.", ["x"] * 6, "At most 5 files"),
    ):
        with pytest.raises(Invalid, match=said):
            service.send(booking.ref, text, files, by=ana)
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_a_file_of_somebody_else_cannot_be_sent(cast: Cast) -> None:
    booking = ask(cast)
    upload = uploads.keep("plan.txt", b"Monday: closing", by=cast.actor("bruno"))
    with pytest.raises(Invalid, match="no longer here"):
        service.send(booking.ref, "Mine!", [upload.ref], by=cast.actor("ana"))
    sent = service.send(booking.ref, "", [upload.ref], by=cast.actor("bruno"))
    assert [one.file_name for one in sent.files] == ["plan.txt"]
    assert not db.session.scalars(select(Upload)).all()


def test_two_weeks_after_nothing_came_of_it_writing_ends(cast: Cast, clock: Clock) -> None:
    declined = bookings.decline(ask(cast).ref, "I am away.", by=cast.actor("ana"))
    service.send(declined.ref, "The week after?", by=cast.actor("bruno"))
    clock.to(kit_clock.now() + timedelta(days=14))
    with pytest.raises(NotAllowed, match="ended after 14 days"):
        service.send(declined.ref, "Hello?", by=cast.actor("bruno"))


def test_after_work_that_was_paid_it_stays_open(cast: Cast, clock: Clock) -> None:
    done = booked(cast, state=BookingState.COMPLETED, ended_at=kit_clock.now())
    clock.to(kit_clock.now() + timedelta(days=300))
    service.send(done.ref, "One more question.", by=cast.actor("dora"))


def test_several_messages_make_one_mail(cast: Cast, clock: Clock, app: Flask) -> None:
    booking = booked(cast)
    before = len(mails(app))
    for text in ("One.", "Two.", "Three.", "Four: ana@example.test."):
        service.send(booking.ref, text, by=cast.actor("ana"))
        minutes_later(clock, 2)
    assert len(mails(app)) == before, "ten minutes have not passed"
    minutes_later(clock, 2)
    [mail] = mails(app)[before:]
    assert mail.to == ["bruno@example.test"]
    assert mail.subject == "4 new messages about 3 days with Ana"
    assert "“One.”" in str(mail.body)
    assert "And 1 more." in str(mail.body)
    assert "/mutes/" in mail.extra_headers["List-Unsubscribe"]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    minutes_later(clock, 30)
    assert len(mails(app)) == before + 1, "nobody is told twice"
    service.send(booking.ref, "Five.", by=cast.actor("ana"))
    minutes_later(clock, 10)
    assert mails(app)[-1].subject == "Ana wrote about your 3 days"
    assert "One." not in str(mails(app)[-1].body)


def test_who_has_read_meanwhile_gets_no_mail(cast: Cast, clock: Clock, app: Flask) -> None:
    booking, before = booked(cast), len(mails(app))
    service.send(booking.ref, "Are you there?", by=cast.actor("ana"))
    clock.to(kit_clock.now() + timedelta(minutes=9))
    service.read(booking.ref, by=cast.actor("bruno"))
    minutes_later(clock, 5)
    service.send(booking.ref, "And now?", by=cast.actor("ana"))
    clock.to(kit_clock.now() + timedelta(minutes=10))
    batching.announce_due()
    service.read(booking.ref, by=cast.actor("bruno"))  # between the fact and what follows it
    minutes_later(clock, 1)
    assert len(mails(app)) == before
    assert "messages_waiting" not in told()


def test_who_reads_between_the_notice_and_its_mail_is_spared_the_mail(
    cast: Cast, clock: Clock, app: Flask
) -> None:
    booking, before = booked(cast), len(mails(app))
    service.send(booking.ref, "Are you there?", by=cast.actor("ana"))
    clock.to(kit_clock.now() + timedelta(minutes=10))
    batching.announce_due()
    outbox.sweep()
    assert notice_for("Bruno", "messages_waiting").mailed_at is None
    path = f"/bookings/{booking.ref}/conversation"
    notices.read_about(path, "messages_waiting", by=cast.actor("bruno"))
    minutes_later(clock, 1)
    assert len(mails(app)) == before


def test_who_has_muted_it_is_only_counted(cast: Cast, clock: Clock, app: Flask) -> None:
    booking, before = booked(cast), len(mails(app))
    service.mute(booking.ref, by=cast.actor("bruno"))
    service.send(booking.ref, "Are you there?", by=cast.actor("ana"))
    minutes_later(clock, 10)
    assert len(mails(app)) == before
    assert waiting(cast, "bruno") == 1
    service.unmute(booking.ref, by=cast.actor("bruno"))
    service.send(booking.ref, "Hello?", by=cast.actor("ana"))
    minutes_later(clock, 10)
    assert mails(app)[-1].subject.startswith("2 new messages"), "what was never mailed belongs to it"


def test_who_mutes_it_at_the_last_moment_is_heard(cast: Cast, clock: Clock, app: Flask) -> None:
    booking, before = booked(cast), len(mails(app))
    service.send(booking.ref, "Are you there?", by=cast.actor("ana"))
    clock.to(kit_clock.now() + timedelta(minutes=10))
    batching.announce_due()
    service.mute(booking.ref, by=cast.actor("bruno"))
    minutes_later(clock, 1)
    assert len(mails(app)) == before


def test_who_asks_to_be_told_hears_of_what_comes(cast: Cast, clock: Clock, app: Flask) -> None:
    booking = booked(cast)
    service.send(booking.ref, "Earlier.", by=cast.actor("ana"))
    service.unmute(booking.ref, by=cast.actor("olga"))
    assert waiting(cast, "olga") == 0
    service.send(booking.ref, "Later.", by=cast.actor("ana"))
    minutes_later(clock, 10)
    assert told()["messages_waiting"] == {"Bruno", "Olga"}


def test_a_link_in_a_mail_mutes_for_its_reader_alone(cast: Cast) -> None:
    booking = booked(cast)
    conversation = service.send(booking.ref, "Hello.", by=cast.actor("ana")).conversation
    token = service.mute_token(conversation, cast.user("bruno"))
    service.mute_by_token(token)
    service.mute_by_token(token)
    muted = {one.user.name for one in db.session.scalars(select(Participant)) if one.muted}
    assert muted == {"Bruno"}
    for broken in (token[:-2], "x", service.mute_token(conversation, cast.user("emil"))):
        with pytest.raises(NotFound):
            service.mute_by_token(broken)


def test_a_mail_before_the_payment_hides_what_leads_past_us(cast: Cast, clock: Clock, app: Flask) -> None:
    booking = ask(cast)
    service.send(booking.ref, "Write to ana@example.test, please.", by=cast.actor("ana"))
    minutes_later(clock, 10)
    body = notice_for("Bruno", "messages_waiting").body
    assert "[mail address hidden], please." in body
    assert "ana@" not in body
    assert db.session.scalars(select(Message.text)).one() == "Write to ana@example.test, please."


def test_two_first_messages_make_one_conversation(cast: Cast, app: Flask) -> None:
    ref = ask(cast, [date(2027, 3, 15)]).ref
    writers = [cast.actor(name) for name in ("ana", "bruno", "dora", "olga")]
    moves = [lambda by=by: service.send(ref, f"I am {by.name}.", by=by) for by in writers]
    assert threads(app, moves) == ["done"] * 4
    assert db.session.scalar(select(func.count(Conversation.id))) == 1
    assert len(queries.everything(queries.conversation_of(ref))) == 4


def test_a_thousand_lines_lose_none_and_ask_no_more(cast: Cast) -> None:
    booking = booked(cast)
    message = service.send(booking.ref, "0", by=cast.actor("ana"))
    conversation = message.conversation
    with statements() as few:
        queries.stretch(conversation)
    ana, bruno = cast.user("ana").id, cast.user("bruno").id

    with atomic() as session:
        session.add_all(
            Message(
                conversation_id=conversation.id,
                author_id=(ana, bruno)[number % 2],
                side=(Side.EXPERT, Side.CUSTOMER)[number % 2],
                text=str(number),
                created_at=message.created_at + timedelta(minutes=number),
            )
            for number in range(1, 1000)
        )
    assert conversation.id
    with statements() as many:
        page = queries.stretch(conversation)
    assert len(many) == len(few)
    read = [one.text for one in page.messages]
    while page.earlier:
        later, page = page, queries.stretch(conversation, page.earlier)
        assert page.until == later.since, "what happened stands on exactly one page"
        read = [one.text for one in page.messages] + read
    assert read == [str(number) for number in range(1000)]
