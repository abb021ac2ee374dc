"""Ana hands in what she paid, Dora answers: who may what, what is told when something is wrong, and who is reminded."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.evidence import uploads
from marketplace.expenses import exporting, queries, reminding, service
from marketplace.expenses.models import ExpenseFile, ExpenseState
from marketplace.gateways import storage
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.kit.spreadsheet import written
from marketplace.organizations import queries as organizations
from marketplace.organizations import team
from tests import make
from tests.booked import WEEK, booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.expenses.spending import TICKET, approved, handed_in, now, receipt, spent
from tests.notices.told import notice_for, told

S = ExpenseState


@pytest.fixture
def booking(cast: Cast) -> Booking:
    """1,920 EUR; its expenses may come to as much."""
    return booked(cast, expenses_percent=100)


def test_it_is_handed_in_sent_back_corrected_and_approved_with_less(
    cast: Cast, booking: Booking, settle: Settle
) -> None:
    ana, dora = cast.actor("ana"), cast.actor("dora")
    one = handed_in(cast, booking, "€1,045.20", original="12,020.00 NOK")
    assert (one.claimed, one.original, one.state) == (Money(104_520, "EUR"), "12,020.00 NOK", S.SUBMITTED)
    with pytest.raises(Invalid, match="Say what should be different"):
        service.send_back(one.ref, " ", by=dora)
    service.send_back(one.ref, "The receipt cannot be read.", seen=1, by=dora)
    again = service.correct(
        one.ref, spent(cast, "1045", files=[receipt(cast, content=TICKET + b"2")]), by=ana
    )
    assert (again.submissions, [file.submission for file in again.files]) == (2, [1, 2])
    with pytest.raises(Conflict, match="anew since you looked"):
        service.approve(one.ref, seen=1, by=dora)
    for amount, reason, field in (("1,000", "", "reason"), ("1045.01", "", "amount"), ("0", "No.", "amount")):
        with pytest.raises(Invalid) as refused:
            service.approve(one.ref, amount, reason, seen=2, by=dora)
        assert field in refused.value.fields
    service.approve(one.ref, "1,000", "Second class is 1,000.", seen=2, by=dora)
    assert (one.amount, one.reduced, one.decided_by_id) == (Money(100_000, "EUR"), True, cast.user("dora").id)
    settle()
    assert [event.kind for event in history(one.ref)] == [
        "ExpenseSubmitted",
        "ExpenseSentBack",
        "ExpenseSubmitted",
        "ExpenseApproved",
    ]
    people = told()
    assert people["expense_submitted"] == {"Dora", "Olga"}
    assert people["expense_sent_back"] == people["expense_approved"] == {"Ana"}
    assert people["expense_to_pay"] == {"Bruno", "Dora", "Olga"}
    assert "€1,000.00 of €1,045.00" in notice_for("Ana", "expense_approved").body
    service.send_back(one.ref, "Wait, that was for another project.", by=dora)
    service.withdraw(one.ref, by=ana)
    with pytest.raises(WrongState, match="has been withdrawn"):
        service.correct(one.ref, spent(cast), by=ana)


def test_what_is_wrong_is_said_beside_its_field(cast: Cast, booking: Booking) -> None:
    missed = []
    for wrong, field, sentence in (
        ({"amount": "45.20 USD"}, "amount", "paid in EUR"),
        ({"amount": "$45.20"}, "amount", "paid in EUR"),
        ({"amount": "45.205"}, "amount", "at most 2 digits"),
        ({"amount": "-3"}, "amount", "in figures"),
        ({"amount": "0"}, "amount", "how much"),
        ({"category": "yacht"}, "category", "what it was for"),
        ({"words": ""}, "words", "few words"),
        ({"spent_on": None}, "spent_on", "which day"),
        ({"spent_on": WEEK[0]}, "spent_on", "still to come"),
        ({"spent_on": WEEK[0] - timedelta(days=30)}, "spent_on", "before the booking"),
        ({"files": []}, "files", "receipt"),
    ):
        said = refusal(cast, booking, wrong).get(field, "nothing")
        if sentence not in said:
            missed.append((wrong, said))
    assert missed == []
    assert queries.of_booking(booking.id) == []


def test_all_expenses_together_stay_below_the_share_of_the_price_they_were_agreed_with(
    cast: Cast, clock: Clock
) -> None:
    booking, ana, dora = booked(cast), cast.actor("ana"), cast.actor("dora")
    first, second = handed_in(cast, booking, "600"), handed_in(cast, booking, "300")
    said = refusal(cast, booking, {"amount": "60.01"})["amount"]
    assert ("at most €960.00, 50 %" in said, "€60.00 of that is left" in said) == (True, True)
    third = handed_in(cast, booking, "60")
    service.send_back(first.ref, "Which hotel?", by=dora)
    service.withdraw(second.ref, by=ana)
    with pytest.raises(Invalid, match=r"€900\.00 of that is left"):
        service.correct(first.ref, spent(cast, "900.01"), by=ana)
    service.correct(first.ref, spent(cast, "900"), by=ana)
    make.change(cast.ledgerline, expenses_percent=10)
    service.approve(first.ref, by=dora)  # what was agreed stays as it was agreed
    make.change(booking, price=Money(150_000, "EUR"))
    with pytest.raises(Invalid, match=r"€0\.00 of that is left"):
        service.approve(third.ref, by=dora)
    assert now(third).state is S.SUBMITTED
    older = booked(cast, [WEEK[3]], expenses_percent=None)
    assert handed_in(cast, older, "5,000").claimed == Money(500_000, "EUR")
    none = booked(cast, [WEEK[4]], expenses_percent=0)
    with pytest.raises(NotAllowed, match="Ledgerline allows none"):
        handed_in(cast, none)


def refusal(cast: Cast, booking: Booking, wrong: dict[str, Any]) -> dict[str, str]:
    """What is said, by field; nothing where it is taken."""
    try:
        handed_in(cast, booking, **wrong)
    except Invalid as refused:
        return dict(refused.fields)
    return {}


def test_a_mistake_keeps_the_receipt_for_the_next_try(cast: Cast, booking: Booking) -> None:
    ana, ref = cast.actor("ana"), receipt(cast)
    with pytest.raises(Invalid):
        service.hand_in(booking.ref, spent(cast, "12 yen", files=[ref]), by=ana)
    assert [one.ref for one in uploads.kept_for(ana, [ref])] == [ref]


def test_the_digits_are_those_of_the_currency(cast: Cast) -> None:
    for currency, rate, good, amount, bad in (
        ("JPY", 60_000, "¥4,520", 4_520, "45.2"),
        ("KWD", 200_000, "4.520 KWD", 4_520, "4.5201"),
    ):
        booking = booked(cast, [WEEK[3] if currency == "JPY" else WEEK[4]], rate=Money(rate, currency))
        assert handed_in(cast, booking, good).claimed == Money(amount, currency)
        with pytest.raises(Invalid, match="digits after the point"):
            handed_in(cast, booking, bad)
    with pytest.raises(
        Invalid, match="third digit has to be a 0"
    ):  # Stripe would refuse it once it is to be paid
        handed_in(cast, booking, "4.521")
    one = handed_in(cast, booking, "4.520")
    with pytest.raises(Invalid, match="third digit"):
        service.approve(one.ref, "4.515", "Less.", by=cast.actor("dora"))


def test_who_may_hand_in_read_and_decide(cast: Cast, booking: Booking, clock: Clock) -> None:
    with pytest.raises(NotAllowed, match="Only the expert"):
        service.hand_in(booking.ref, spent(cast), by=cast.actor("bruno"))
    with pytest.raises(NotFound):
        service.hand_in(booking.ref, spent(cast), by=cast.actor("emil"))
    one = handed_in(cast, booking)
    for name in ("emil", "gus", "carla", "vera", "fritz", "otto"):
        with pytest.raises(NotFound):
            queries.visible(one.ref, cast.actor(name))
        with pytest.raises(NotFound):
            queries.file(one.files[0].ref, cast.actor(name))
    assert (
        storage.path_of(queries.file(one.files[0].ref, cast.actor("bruno")).file_key).read_bytes() == TICKET
    )
    for name, sentence in (("ana", "your own"), ("bruno", "approver")):
        with pytest.raises(NotAllowed, match=sentence):
            service.approve(one.ref, by=cast.actor(name))
    with pytest.raises(NotAllowed, match="Only the expert"):
        service.withdraw(one.ref, by=cast.actor("dora"))
    make.join(cast.nordwind, cast.user("ana"), "approver")
    with pytest.raises(NotAllowed, match="your own"):
        service.approve(one.ref, by=cast.actor("ana"))


def test_nobody_approves_more_than_they_decide_alone(cast: Cast, booking: Booking) -> None:
    (dora,) = [
        one for one in organizations.members_of(cast.nordwind.id) if one.user_id == cast.user("dora").id
    ]
    team.set_limit(cast.nordwind.ref, dora.ref, Money(5_000, "EUR"), by=cast.actor("olga"))
    one = handed_in(cast, booking, "50.01")
    with pytest.raises(NotAllowed, match="more than you may decide alone"):
        service.approve(one.ref, by=cast.actor("dora"))
    service.approve(one.ref, "50", "A cent too much.", by=cast.actor("dora"))
    assert one.amount == Money(5_000, "EUR")
    two = handed_in(cast, booking, "1")
    with pytest.raises(NotAllowed, match=r"Together with the €50\.00 that you have approved before"):
        service.approve(two.ref, by=cast.actor("dora"))
    service.approve(two.ref, by=cast.actor("olga"))
    service.send_back(one.ref, "After all: which ticket?", by=cast.actor("dora"))
    three = handed_in(cast, booking, "50")
    service.approve(three.ref, by=cast.actor("dora"))  # neither what went back nor what Olga took is Dora's
    in_yen = handed_in(cast, booked(cast, WEEK[3:4], rate=Money(60_000, "JPY")), "100")
    with pytest.raises(NotAllowed, match="more than you may"):
        service.approve(in_yen.ref, by=cast.actor("dora"))


def test_last_receipts_come_within_a_month_after_the_end(cast: Cast, booking: Booking, clock: Clock) -> None:
    make.change(booking, state="completed", ended_at=kit_clock.now())
    one = handed_in(cast, booking)
    service.send_back(one.ref, "Which day?", by=cast.actor("dora"))
    clock.forward(days=31)
    with pytest.raises(NotAllowed, match="more than 30 days ago"):
        handed_in(cast, booking)
    service.correct(one.ref, spent(cast), by=cast.actor("ana"))
    assert now(one).state is S.SUBMITTED, "what came in time can be mended later"
    make.change(booking, state="cancelled", confirmed_at=None)
    with pytest.raises(NotAllowed, match="has been cancelled"):
        handed_in(cast, booking)


def test_what_waits_is_reminded_of_and_a_dispute_lets_it_wait(
    cast: Cast, booking: Booking, clock: Clock, settle: Settle
) -> None:
    one, dora = handed_in(cast, booking), cast.actor("dora")
    reminded = []
    for days in (2, 2, 6, 10):
        clock.to(add_business_days(kit_clock.now(), days))
        reminding.remind()
        reminding.remind()
        reminded.append(now(one).reminders)
    assert reminded == [1, 2, 3, 3]
    make.change(booking, disputed_at=kit_clock.now())
    with pytest.raises(NotAllowed, match="dispute"):
        service.approve(one.ref, by=dora)
    make.change(booking, disputed_at=None)
    service.approve(one.ref, by=dora)
    assert now(one).reminders == 0
    make.change(booking, disputed_at=kit_clock.now())
    clock.forward(days=7)
    reminding.remind()
    assert now(one).reminders == 0
    make.change(booking, disputed_at=None)
    reminding.remind()
    settle()
    assert now(one).reminders == 2
    assert told()["expense_reminded"] == {"Bruno", "Dora", "Olga"}
    assert "still not paid" in notice_for("Bruno", "expense_reminded").body


def packed(organization_id: int) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(), "a")
    exporting.pack(Booking.organization_id == organization_id, archive)
    return archive


def test_the_table_and_the_archive_name_the_same_receipts(cast: Cast, booking: Booking) -> None:
    approved(cast, booking)
    handed_in(cast, booking, "7", words="=HYPERLINK()", spent_on=kit_clock.today())
    for table in (
        exporting.of_expert(cast.ana.id),
        exporting.of_organization(cast.nordwind.id),
        exporting.of_vendor(cast.ledgerline.id),
    ):
        rows = list(csv.DictReader(io.StringIO(written(table).decode("utf-8-sig"))))
        assert [(row["asked for"], row["approved"], row["state"]) for row in rows] == [
            ("45.20", "45.20", "approved"),
            ("7.00", "", "submitted"),
        ]
        assert rows[1]["what for"] == "'=HYPERLINK()"
    with packed(cast.nordwind.id) as archive:
        assert archive.namelist() == [row["receipts"] for row in rows]
        assert archive.read(archive.namelist()[0]) == TICKET
    assert written(exporting.of_organization(cast.halden.id)).count(b"\n") == 1
    lost, kept = (row["receipts"] for row in rows)
    storage.drop(db.session.scalars(select(ExpenseFile.file_key).order_by(ExpenseFile.id)).first() or "")
    with packed(cast.nordwind.id) as archive:
        assert archive.namelist() == [kept]
    assert f"{lost} (no longer here)" in written(exporting.of_organization(cast.nordwind.id)).decode()
