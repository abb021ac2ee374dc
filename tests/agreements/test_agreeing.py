"""Bruno asks and Ana accepts: each agrees to words that nobody changes afterwards, not even the vendor who wrote them."""

import hashlib

import pytest
from babel import Locale
from markdown_it import MarkdownIt

from marketplace.agreements import placeholders, queries, service, standard
from marketplace.agreements.errors import AgreementChanged, NoDraft
from marketplace.agreements.models import Agreement, TemplateState
from marketplace.amendments import service as amendments
from marketplace.amendments.hours import Wish
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.kit.errors import Invalid, NotAllowed, NotFound
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money
from marketplace.simulator.serving import Simulator
from tests import make
from tests.amendments.changing import LESS, MORE, agreed, pay, propose
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.payments.paying import paid

OURS = "Between {{ customer }} and {{ expert }}: {{days}}, for {{ total }}.\n\n{{ purpose }}"


def published(cast: Cast, text: str = OURS) -> None:
    service.draft(cast.ledgerline.ref, text, by=cast.actor("vera"))
    service.publish(cast.ledgerline.ref, by=cast.actor("vera"))


def latest(booking: Booking) -> Agreement:
    return queries.of_booking(booking.id)[0]


def test_asking_freezes_the_words_and_bruno_agrees_to_them(cast: Cast) -> None:
    one = latest(ask(cast))
    assert one.template_number == standard.NUMBER
    assert "Between **Nordwind** (the customer) and **Ana** (the expert)" in one.text
    assert "Mon 15 March 2027, Tue 16 March 2027" in one.text
    assert "{{" not in one.text
    assert one.text_hash == hashlib.sha256(one.text.encode()).hexdigest()
    (bruno,) = one.acceptances
    assert (bruno.side, bruno.name, bruno.text_hash) == (Side.CUSTOMER, "Bruno", one.text_hash)
    assert not one.binding


def test_ana_agrees_by_accepting(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    clock.forward(hours=3)
    bookings.accept(booking.ref, by=cast.actor("ana"))
    one = latest(booking)
    ana = one.accepted_by(Side.EXPERT)
    assert ana
    assert one.binding
    assert (ana.name, ana.accepted_at, ana.text_hash) == ("Ana", clock.now, one.text_hash)


def test_what_was_agreed_does_not_follow_the_vendors_new_words(cast: Cast) -> None:
    before = ask(cast)
    published(cast)
    bookings.withdraw(before.ref, by=cast.actor("bruno"))
    after = ask(cast)
    assert (latest(before).template_number, latest(after).template_number) == (0, 1)
    assert latest(after).text.startswith("Between Nordwind and Ana: Mon 15 March 2027")
    assert queries.wording(cast.ledgerline.id, 1).text == OURS


def test_whoever_read_other_words_is_shown_the_new_ones_and_nobody_is_asked(cast: Cast) -> None:
    published(cast)
    with pytest.raises(AgreementChanged):
        service.ask(lambda: ask(cast), read=0)
    db.session.rollback()
    assert db.session.query(Booking).count() == 0
    assert service.ask(lambda: ask(cast), read=1).ref


def test_an_applied_change_is_a_version_that_both_agreed_to(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = paid(cast)
    published(cast)
    clock.forward(hours=1)
    asked_at = clock.now
    one = propose(cast, booking, LESS)
    clock.forward(hours=1)
    amendments.accept(one.ref, by=cast.actor("ana"))
    second, first = queries.of_booking(booking.id)
    assert (second.number, second.template_number, second.source) == (2, 0, first.source)
    assert "4 days with Ana" in second.text
    assert second.text_hash != first.text_hash
    by_bruno, by_ana = (second.accepted_by(side) for side in (Side.CUSTOMER, Side.EXPERT))
    assert by_bruno and by_ana
    assert (by_bruno.name, by_bruno.accepted_at) == ("Bruno", asked_at)
    assert (by_ana.name, by_ana.accepted_at) == ("Ana", clock.now)


def test_the_version_says_the_other_hours_of_a_day_and_what_such_a_day_costs(
    cast: Cast, simulator: Simulator
) -> None:
    """Read alone, the text adds up: 4 days at the rate, and one afternoon at its own price."""
    booking = paid(cast)
    afternoon = Wish([WEEK[1]], (12 * 60, 17 * 60), Money(48_000, "EUR"))
    for rate, hours in ((64_000, afternoon), (60_000, None)):
        one = amendments.propose(
            booking.ref, WEEK, Money(rate, "EUR"), "", hours=hours, by=cast.actor("bruno")
        )
        amendments.accept(one.ref, by=cast.actor("ana"))
        text = latest(booking).text
        assert "Mon 15 March 2027; Tue 16 March 2027, 12:00–17:00, €480.00; Wed 17 March 2027;" in text
        assert f"€{rate // 100}.00 a day, for each day without a price of its own: " in text
        assert money_text(Money(4 * rate + 48_000, "EUR"), Locale("en")) in text
    assert "€640.00 a day: €3,200.00" in queries.of_booking(booking.id)[-1].text


def test_a_change_that_costs_more_counts_once_it_is_paid(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = paid(cast)
    one = agreed(cast, booking, MORE)
    said_yes_at = clock.now
    assert len(queries.of_booking(booking.id)) == 1
    clock.forward(hours=2)
    pay(cast, one)
    second = latest(booking)
    ana = second.accepted_by(Side.EXPERT)
    assert ana
    assert (second.number, second.binding, ana.accepted_at) == (2, True, said_yes_at)


def test_a_booking_older_than_agreements_goes_on_without(cast: Cast) -> None:
    booking = ask(cast)
    with atomic() as session:
        old = latest(booking)
        session.delete(old.acceptances[0])
        session.flush()
        session.delete(old)
    bookings.accept(booking.ref, by=cast.actor("ana"))
    assert queries.of_booking(booking.id) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "An agreement needs its text."),
        (OURS + " {{ config }}", "There is no placeholder {{ config }}"),
        (OURS + " {{ customer.name }}", "There is no placeholder {{ customer.name }}"),
        (OURS + " {{ fee", "A placeholder is not closed"),
        ("Just trust us, {{ customer }}.", "it needs {{ expert }}, {{ days }}, {{ total }}"),
    ],
)
def test_what_cannot_be_filled_is_refused_in_words(cast: Cast, text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.draft(cast.ledgerline.ref, text, by=cast.actor("vera"))
    assert said in refused.value.fields["text"]


def test_what_people_write_is_no_template_and_no_markdown(cast: Cast) -> None:
    """Neither filled again, nor a heading, nor a link."""
    published(cast, OURS + "\n\n{% for x in y %}")
    one = latest(ask(cast, message="# {{ total }} [free](https://evil.example)\n<b>now</b>"))
    assert r"\# \{\{ total \}\} \[free\](https://evil.example) \<b\>now\</b\>" in one.text
    html = MarkdownIt("commonmark").render(one.text)
    assert "<p># {{ total }} [free](https://evil.example) &lt;b&gt;now&lt;/b&gt;</p>" in html
    assert "{% for x in y %}" in one.text


def test_only_the_vendors_admins_write_its_words(cast: Cast) -> None:
    for who in ("carla", "fritz", "ines", "bruno", "ana"):
        with pytest.raises(NotAllowed):
            service.draft(cast.ledgerline.ref, OURS, by=cast.actor(who))


def test_a_draft_counts_for_nothing_before_it_is_published(cast: Cast) -> None:
    vera = cast.actor("vera")
    service.draft(cast.ledgerline.ref, OURS, by=vera)
    service.draft(cast.ledgerline.ref, OURS + " Twice.", by=vera)
    assert queries.holding(cast.ledgerline.id).number == 0
    with pytest.raises(NotFound):
        queries.wording(cast.ledgerline.id, 1)
    service.discard(cast.ledgerline.ref, by=vera)
    with pytest.raises(NoDraft):
        service.publish(cast.ledgerline.ref, by=vera)
    published(cast)
    published(cast, OURS + " Anew.")
    states = [(one.number, one.state) for one in queries.versions_of(cast.ledgerline.id)]
    assert states == [(2, TemplateState.PUBLISHED), (1, TemplateState.REPLACED)]


def test_the_standard_text_is_sound() -> None:
    assert placeholders.mistakes(standard.TEXT) == []


def test_strangers_see_no_agreement(cast: Cast) -> None:
    booking = accepted(cast)
    for who in ("gus", "emil", "ines"):
        with pytest.raises(NotFound):
            queries.visible(booking.ref, 1, cast.actor(who))
    assert queries.visible(booking.ref, 1, cast.actor("carla"))


def test_the_expert_agrees_only_with_the_booking(cast: Cast) -> None:
    """What fails takes the agreement along: one transaction."""
    booking = ask(cast)
    make.change(cast.certificate, expires_on=cast.certificate.starts_on)
    with pytest.raises(Exception, match="does not cover"):
        bookings.accept(booking.ref, by=cast.actor("ana"))
    db.session.rollback()
    with atomic():
        assert not locked(Agreement, latest(booking).ref).binding
