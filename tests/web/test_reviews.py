"""Both sides write, read, reply; the public reads what is published; staff look after it."""

from datetime import timedelta

from marketplace.bookings.models import Booking
from marketplace.reviews import publishing, service
from tests import make
from tests.bookings.asking import ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.counting import statements
from tests.notices.told import notice_for, told
from tests.reviews.reviewed import both, completed, send

FILLED = {"score1": "5", "score2": "4", "score3": "5", "score4": "5", "words": "Closed March in two days."}


def page(cast: Cast, person: str, address: str) -> str:
    return cast.browser(person).get(address).get_data(as_text=True)


def of(booking: Booking) -> str:
    return f"/bookings/{booking.ref}/review"


def test_bruno_writes_and_reads_nothing_before_both_are_in(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    send(cast, booking, "ana", 2, words="They were never ready.", note="Please talk to them.")
    asked = page(cast, "bruno", f"/bookings/{booking.ref}")
    assert "Write your review" in asked
    assert "Ana has written." in asked
    form = page(cast, "bruno", of(booking))
    assert "Ana has written already" in form
    assert "a customer in Germany" in form
    for reader in ("bruno", "dora", "carla"):
        assert "never ready" not in page(cast, reader, of(booking))
    assert "never ready" in page(cast, "ana", of(booking))
    sent = cast.browser("bruno").post(of(booking), data=FILLED, follow_redirects=True)
    assert "both reviews are published" in sent.text
    assert "never ready" in sent.text
    assert "Please talk to them" not in sent.text
    assert "Please talk to them" in page(cast, "fritz", of(booking))


def test_a_half_filled_form_loses_nothing(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    half = {**FILLED, "score2": "9", "score3": ""}
    answer = cast.browser("bruno").post(of(booking), data=half)
    assert answer.status_code == 400
    assert answer.text.count("Choose one to five stars.") == 4  # beside each field, and above
    assert "Closed March in two days." in answer.text
    assert 'value="5" checked' in " ".join(answer.text.split()).replace(
        'value="5"  checked', 'value="5" checked'
    )


def test_too_late_keeps_what_was_written(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    clock.forward(days=15)
    publishing.publish_due()
    answer = cast.browser("bruno").post(of(booking), data=FILLED)
    assert answer.status_code == 409
    assert "The time to review this booking is over." in answer.text
    assert "Closed March in two days." in answer.text


def test_everybody_reads_what_is_published_and_not_who_the_customer_is(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    both(cast, booking, 5, 5, 4, 4, words="Calm and exact.")
    for address in ("/experts/ana", "/experts/ana/reviews"):
        public = page(cast, "visitor", address)
        assert "Calm and exact." in public
        assert "A customer in Germany" in public
        assert "from 1 review" in public
        assert "Nordwind" not in public
        assert "Well prepared." not in public
    assert "What they said" in page(cast, "visitor", f"/certificates/{cast.certificate.ref}")


def test_ana_replies_in_public(cast: Cast, clock: Clock) -> None:
    review = both(cast, completed(cast, clock), 3)
    ana = cast.browser("ana")
    assert ana.post(f"/reviews/{review.ref}/reply", data={"reply": " "}).status_code == 400
    said = ana.post(
        f"/reviews/{review.ref}/reply", data={"reply": "The server was down."}, follow_redirects=True
    )
    assert "Your reply stands below the review." in said.text
    assert "The server was down." in page(cast, "visitor", "/experts/ana")
    again = ana.post(f"/reviews/{review.ref}/reply", data={"reply": "And more."})
    assert (again.status_code, "has its reply already" in again.text) == (409, True)


def test_staff_hide_and_put_back(cast: Cast, clock: Clock, settle: Settle) -> None:
    booking = completed(cast, clock)
    review = both(cast, booking, 1, words="She stole our cat.")
    vera, address = cast.browser("vera"), f"/reviews/{review.ref}/moderation"
    assert "Hide this review?" in vera.get(address).text
    assert vera.post(address, data={"reason": ""}).status_code == 400
    assert "is hidden" in vera.post(address, data={"reason": "No proof."}, follow_redirects=True).text
    assert "stole" not in page(cast, "visitor", "/experts/ana") + page(
        cast, "visitor", "/experts/ana/reviews"
    )
    for side in ("ana", "bruno"):
        seen = page(cast, side, of(booking))
        assert "Hidden by Ledgerline" in seen
        assert "No proof." in seen
    assert "stole" in page(cast, "carla", "/vendors/ledgerline/reviews?state=hidden")
    assert "stole" not in page(cast, "carla", "/vendors/ledgerline/reviews?state=published")
    settle()
    assert told()["review_hidden"] == {"Ana", "Bruno"}
    assert "No proof." in notice_for("Ana", "review_hidden").body
    assert "is back" in vera.post(address, data={"reason": "It was proved."}, follow_redirects=True).text
    assert "stole" in page(cast, "visitor", "/experts/ana")


def test_staff_of_others_find_nothing(cast: Cast, clock: Clock) -> None:
    both(cast, completed(cast, clock), 4)
    assert cast.browser("ines").get("/vendors/ledgerline/reviews").status_code == 404
    assert cast.browser("bruno").get("/vendors/ledgerline/reviews").status_code == 404


def test_an_expert_sees_whom_she_would_work_for(cast: Cast, clock: Clock) -> None:
    send(cast, completed(cast, clock), "ana", 4, words="Access on day one.")
    clock.forward(days=14)
    publishing.publish_due()
    request = ask(cast, [clock.now.date() + timedelta(days=10)])
    seen = page(cast, "ana", f"/bookings/{request.ref}")
    assert "Nordwind as a customer" in seen
    assert "Access on day one." in seen
    assert "as a customer" not in page(cast, "bruno", f"/bookings/{request.ref}")


def test_desks_invite_until_it_is_written(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    for person, other in (("ana", "Nordwind"), ("bruno", "Ana"), ("dora", "Ana")):
        assert f"How was it with {other}?" in page(cast, person, "/desk")
    send(cast, booking, "bruno")
    assert "How was it with" not in page(cast, "dora", "/desk")
    assert "How was it with" in page(cast, "ana", "/desk")
    clock.forward(days=14)
    assert "How was it with" not in page(cast, "ana", "/desk")


def test_both_are_invited_reminded_once_and_told(cast: Cast, clock: Clock, settle: Settle) -> None:
    booking = completed(cast, clock)
    settle()
    assert told()["review_possible"] == {"Ana", "Bruno"}
    assert notice_for("Bruno", "review_possible").path == of(booking)
    send(cast, booking, "bruno")
    clock.forward(days=11)
    publishing.remind_due()
    publishing.remind_due()
    settle()
    assert told()["review_reminder"] == {"Ana"}
    clock.forward(days=3)
    publishing.publish_due()
    settle()
    assert told()["reviews_published"] == {"Ana", "Bruno"}
    assert "Everybody can read it now" in notice_for("Ana", "reviews_published").body
    review = next(one for one in publishing.queries.written(booking.id))
    service.reply(review.ref, "Thank you.", by=cast.actor("ana"))
    settle()
    assert told()["review_replied"] == {"Bruno"}


def test_lists_ask_as_much_for_many_as_for_one(cast: Cast, clock: Clock) -> None:
    both(cast, completed(cast, clock), 4)
    for address, person in (("/experts/ana/reviews", "visitor"), ("/vendors/ledgerline/reviews", "carla")):
        with statements() as few:
            page(cast, person, address)
        both(cast, completed(cast, clock, [clock.now.date() + timedelta(days=2)]), 5)
        with statements() as many:
            page(cast, person, address)
        assert len(many) == len(few), address


def test_comparing_shows_ratings(cast: Cast, clock: Clock) -> None:
    make.certificate(cast.emil, cast.leave)
    both(cast, completed(cast, clock), 4)
    seen = page(cast, "visitor", "/compare?expert=ana&expert=emil")
    assert "4.0 of 5 stars from 1 review" in seen
    assert "None yet" in seen
