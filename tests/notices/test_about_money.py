"""Hours, refunds and payouts, told to whom they concern."""

from marketplace.notices import about_payments, about_payouts, about_timesheets
from marketplace.payments.events import PaymentCameTooLate, RefundFailed, RefundSucceeded
from marketplace.payouts.events import (
    PayoutAccountEnabled,
    PayoutAccountRestricted,
    PayoutFailed,
    PayoutPaid,
    TransferSent,
)
from marketplace.timesheets.events import (
    TimesheetApproved,
    TimesheetLate,
    TimesheetReminded,
    TimesheetSentBack,
    TimesheetSubmitted,
)
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.notices.test_about_bookings import noted
from tests.notices.told import notice_for, told
from tests.timesheets.stage import AFTER, submitted


def test_hours_go_to_approvers_and_their_answer_to_the_expert(cast: Cast) -> None:
    ref = booked(cast).ref
    handed_in = TimesheetSubmitted("sheet", ref, 1_470, "2027-03-18T08:00:00+00:00")
    about_timesheets.submitted(handed_in, noted(handed_in, cast, "ana"))
    assert told()["timesheet_submitted"] == {"Dora", "Olga"}
    body = notice_for("Dora", "timesheet_submitted").body
    assert "24 h 30 min" in body
    assert "Thu, 18 Mar 2027, 09:00 CET" in body
    back = TimesheetSentBack("sheet", ref, "Was Tuesday not a holiday?")
    about_timesheets.sent_back(back, noted(back, cast, "dora"))
    assert "Was Tuesday not a holiday?" in notice_for("Ana", "timesheet_sent_back").body
    done = TimesheetApproved("sheet", ref, 3, 192_000, 19_200, 0, 0, "EUR")
    about_timesheets.approved(done, noted(done, cast, "dora"))
    assert "You have earned €1,920.00" in notice_for("Ana", "timesheet_approved").body


def test_whoever_forgets_hours_is_told_of_the_week(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet = submitted(cast, booking)
    late = TimesheetLate(sheet.ref, booking.ref, "2027-03-08", 1)
    about_timesheets.late(late, noted(late, cast))
    notice = notice_for("Ana", "timesheet_late")
    assert "the week of Monday, 8 March 2027 with Nordwind are still to be submitted" in notice.body
    assert notice.path == f"/bookings/{booking.ref}/timesheet?week=2027-03-08"
    waiting = TimesheetReminded(sheet.ref, booking.ref, "2027-03-08", 1)
    about_timesheets.reminded(waiting, noted(waiting, cast))
    assert told()["timesheet_reminded"] == {"Dora", "Olga"}
    assert "by Fri, 19 Mar 2027" in notice_for("Dora", "timesheet_reminded").body


def test_money_that_comes_back_is_told_to_those_who_pay(cast: Cast) -> None:
    ref = booked(cast).ref
    late = PaymentCameTooLate("payment", ref, 211_200, "EUR")
    about_payments.came_too_late(late, noted(late, cast))
    gone = RefundSucceeded("refund", ref, "cancelled", 105_600, "EUR")
    about_payments.refunded(gone, noted(gone, cast))
    lost = RefundFailed("refund", ref, "cancelled", 105_600, "EUR", "The bank did not take the money.")
    about_payments.refund_failed(lost, noted(lost, cast))
    assert told() == {
        "payment_came_too_late": {"Bruno", "Dora", "Olga"},
        "refund_succeeded": {"Bruno", "Dora", "Olga"},
        "refund_failed": {"Bruno", "Dora", "Olga", "Otto"},
    }
    assert "€1,056.00" in notice_for("Dora", "refund_succeeded").title


def test_the_expert_hears_of_every_station_of_her_money(cast: Cast) -> None:
    ana, ref = cast.ana.ref, booked(cast).ref
    facts = (
        (about_payouts.account_enabled, PayoutAccountEnabled("account", ana)),
        (about_payouts.account_restricted, PayoutAccountRestricted("account", ana, False)),
        (about_payouts.transfer_sent, TransferSent("transfer", ana, ref, 192_000, "EUR")),
        (about_payouts.paid, PayoutPaid("payout", ana, 192_000, "EUR")),
        (about_payouts.failed, PayoutFailed("payout", ana, 192_000, "EUR", "the account was closed")),
    )
    for tell, fact in facts:
        tell(fact, noted(fact, cast))  # type: ignore[operator]
    assert set(told()) == {
        "payout_account_enabled",
        "payout_account_restricted",
        "transfer_sent",
        "payout_paid",
        "payout_failed",
    }
    assert all(people == {"Ana"} for people in told().values())
    assert "because the account was closed" in notice_for("Ana", "payout_failed").body
