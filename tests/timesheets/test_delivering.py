"""A deliverable instead of hours: worth its days in full, once, whatever else is handed in for them."""

import csv
import io

import pytest

from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.disputes import stakes
from marketplace.evidence import uploads, work
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import written
from marketplace.ledger import queries as ledger
from marketplace.organizations import queries as organizations
from marketplace.organizations import team
from marketplace.payments import queries as payments
from marketplace.payouts import earnings
from marketplace.payouts import queries as payouts
from marketplace.requests import accepting
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import (
    delivering,
    exporting,
    exporting_deliverables,
    files,
    queries,
    reminding,
    service,
)
from marketplace.timesheets.models import Timesheet, TimesheetState
from tests import make
from tests.booked import WEEK, booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.disputes import disputing
from tests.notices.told import notice_for, told
from tests.payments.paying import now, on_account
from tests.payouts import stage
from tests.requests import requesting
from tests.timesheets.stage import AFTER

S = TimesheetState
PROMISED = [
    {"title": "The rules, written down", "accepted_when": "Each site has signed its page."},
    {"title": "Your team runs it", "accepted_when": "Two people have moved a rule."},
]
ODD = Money(33_333, "EUR")


@pytest.fixture
def booking(cast: Cast, clock: Clock) -> Booking:
    """Three days, all over."""
    made = booked(cast, deliverables=PROMISED, rate=ODD)
    clock.to(AFTER)
    return made


def days_of(booking: Booking) -> list[str]:
    return [one.ref for one in queries.shifts_of(booking)]


def delivered(
    cast: Cast, booking: Booking, days: list[str], number: int = 1, **other: list[str]
) -> Timesheet:
    return delivering.deliver(
        booking.ref, number, days, "It lies in your archive.", by=cast.actor("ana"), **other
    )


def hours_for(cast: Cast, booking: Booking, *days: str) -> Timesheet:
    return service.submit(booking.ref, dict.fromkeys(days, 480), "", by=cast.actor("ana"))


def test_what_a_request_promised_stands_on_its_booking(cast: Cast) -> None:
    request = requesting.drafted(cast)
    blueprint = make.blueprint(cast.leave)
    make.change(
        request,
        deliverables=PROMISED,
        checklist=["A test system"],
        blueprint_id=blueprint.id,
        blueprint_version=1,
    )
    requesting.briefs.publish(request.ref, by=cast.actor("bruno"))
    proposal = requesting.proposed(cast, request)
    made = accepting.accept(proposal.ref, 1, by=cast.actor("bruno"))
    make.change(request, deliverables=[], checklist=[])
    assert (now(made).deliverables, made.checklist) == (PROMISED, ["A test system"])
    assert (made.blueprint, made.blueprint_version) == (blueprint, 1)


def test_days_with_a_deliverable_and_days_with_hours_come_to_the_whole(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = stage.paid(cast, deliverables=PROMISED, rate=ODD)
    clock.to(AFTER)
    monday, tuesday, wednesday = days_of(booking)
    file = uploads.keep("rules.txt", b"Site A: signed", by=cast.actor("ana")).ref
    first = delivered(cast, booking, [monday, wednesday], files=[file])
    (week,) = queries.weeks_of(now(booking))
    assert ([one.ref for one in week.left], week.to_write, week.waits) == ([tuesday], True, True)
    service.approve(hours_for(cast, booking, tuesday).ref, by=cast.actor("dora"))
    service.approve(first.ref, seen=1, by=cast.actor("dora"))
    settle()
    assert (first.earned, first.back_price) == (ODD * 2, 0)
    booking = now(booking)
    assert (booking.state, booking.settled_price) == (BookingState.COMPLETED, booking.price.amount)
    assert [one.amount for one in payouts.transfers_of(booking.id)] == [ODD, ODD * 2]
    assert on_account("expert", cast.ana.ref) == -3 * 33_333
    assert on_account("booking", booking.ref) == 0
    assert payments.refunds_of(booking.id) == []
    assert -on_account("fees") == booking.fee.amount
    (piece,) = work.of(cast.ana.id, cast.leave)
    assert piece.minutes == 3 * 480
    shares = earnings.earning_of(booking).shares
    assert {share.sheet.title for share in shares if share.sheet} == {"The rules, written down", ""}
    people = told()
    assert people["deliverable_submitted"] == people["timesheet_submitted"] == {"Dora", "Olga"}
    assert people["deliverable_accepted"] == people["timesheet_approved"] == {"Ana"}
    assert "You have earned €666.66" in notice_for("Ana", "deliverable_accepted").body
    whats = [entry.what for entry in ledger.entries_of(booking.ref)]
    assert "Earned: deliverable accepted, The rules, written down" in whats


def test_no_day_is_claimed_twice(cast: Cast, booking: Booking) -> None:
    monday, tuesday, wednesday = days_of(booking)
    dora, ana = cast.actor("dora"), cast.actor("ana")
    first = delivered(cast, booking, [monday, tuesday])
    with pytest.raises(Invalid) as refused:
        delivered(cast, booking, [tuesday], 2)
    assert "claimed already" in refused.value.fields["days"]
    with pytest.raises(Invalid, match="another week"):
        hours_for(cast, booking, monday, tuesday, wednesday)
    hours = hours_for(cast, booking, wednesday)
    with pytest.raises(Invalid):
        delivered(cast, booking, [wednesday], 2)
    service.send_back(hours.ref, "Was it Wednesday?", by=dora)
    service.send_back(first.ref, "No page for site B.", by=dora)
    assert [one.ref for one in delivering.open_days(now(booking))] == [monday, tuesday, wednesday]
    again = delivered(cast, booking, [monday, wednesday])
    assert (again.id, again.submissions, hours.entries) == (first.id, 2, [])
    assert queries.sheets_of(booking.id) == [first, hours]
    with pytest.raises(WrongState, match="waits for approval"):
        delivered(cast, booking, [tuesday])
    service.approve(again.ref, by=dora)
    with pytest.raises(Invalid, match="another week"):
        service.save(booking.ref, {monday: 60}, "", by=ana)
    service.approve(hours_for(cast, booking, tuesday).ref, by=dora)
    assert now(booking).state is BookingState.COMPLETED
    assert (booking.settled_days, booking.settled_price) == (3, booking.price.amount)


def test_hours_and_deliverables_of_a_week_sent_back_stay_apart(cast: Cast, booking: Booking) -> None:
    """Whichever of them comes back while the other is open: each keeps its sheet, its words and its files."""
    monday, tuesday, wednesday = days_of(booking)
    ana, dora = cast.actor("ana"), cast.actor("dora")
    file = uploads.keep("rules.txt", b"Site A: signed", by=ana).ref
    first = delivered(cast, booking, [monday], files=[file])
    hours = hours_for(cast, booking, tuesday, wednesday)

    def apart() -> None:
        assert queries.sheets_of(booking.id) == [first, hours]
        assert (first.note, len(first.files), hours.note, hours.files) == (
            "It lies in your archive.",
            1,
            "",
            [],
        )
        assert ([one.shift.ref for one in first.entries], hours.days) == ([monday], 2)

    service.send_back(hours.ref, "Was it Wednesday?", by=dora)
    service.send_back(first.ref, "No page for site B.", by=dora)
    apart()
    delivered(cast, booking, [monday])
    service.submit(booking.ref, dict.fromkeys([tuesday, wednesday], 480), "", by=ana)
    service.send_back(first.ref, "Still none.", by=dora)
    service.send_back(hours.ref, "Was it?", by=dora)
    apart()
    assert queries.deliveries_of(booking.id) == {1: first}


def test_a_week_that_stands_with_deliverables_takes_no_empty_hours(cast: Cast, booking: Booking) -> None:
    delivered(cast, booking, days_of(booking))
    with pytest.raises(WrongState, match="handed in already"):
        service.submit(booking.ref, {}, "", by=cast.actor("ana"))
    reminding.remind_experts()
    assert [one.delivers for one in queries.sheets_of(booking.id)] == [True]


def test_who_may_and_what_is_wrong(cast: Cast, booking: Booking, clock: Clock) -> None:
    monday, *others = days_of(booking)
    for name, error in (("bruno", NotAllowed), ("dora", NotAllowed), ("emil", NotFound)):
        with pytest.raises(error):
            delivering.deliver(booking.ref, 1, [monday], "Mine.", by=cast.actor(name))
    for number in (0, 3):
        with pytest.raises(NotFound):
            delivered(cast, booking, [monday], number)
    with pytest.raises(Invalid) as refused:
        delivering.deliver(booking.ref, 1, [], " ", by=cast.actor("ana"))
    assert set(refused.value.fields) == {"days", "note"}
    sheet = delivered(cast, booking, [monday, *others])
    with pytest.raises(Conflict, match="as a whole"):
        service.approve_days(sheet.ref, [monday], "Only this.", by=cast.actor("dora"))
    (dora,) = [
        one for one in organizations.members_of(cast.nordwind.id) if one.user_id == cast.user("dora").id
    ]
    team.set_limit(cast.nordwind.ref, dora.ref, Money(109_998, "EUR"), by=cast.actor("olga"))
    with pytest.raises(NotAllowed, match="more than you may decide alone"):
        service.approve(sheet.ref, by=cast.actor("dora"))
    service.send_back(sheet.ref, "Less.", by=cast.actor("dora"))
    service.approve(delivered(cast, booking, others).ref, by=cast.actor("dora"))


def test_only_days_that_have_begun(cast: Cast, clock: Clock) -> None:
    booking = booked(cast, deliverables=PROMISED)
    clock.to(booking.starts_at)
    monday, tuesday, _ = days_of(booking)
    assert [one.ref for one in delivering.open_days(booking)] == [monday]
    with pytest.raises(Invalid, match="still to come"):
        delivered(cast, booking, [monday, tuesday])
    assert delivered(cast, booking, [monday]).minutes == 480


def test_the_clocks_of_hours_run_for_it_as_well(
    cast: Cast, booking: Booking, clock: Clock, settle: Settle
) -> None:
    sheet = delivered(cast, booking, days_of(booking))
    clock.forward(days=5)
    reminding.remind_approvers()
    settle()
    assert told()["deliverable_reminded"] == {"Dora", "Olga"}
    clock.to(sheet.approve_by)
    assert service.approve_overdue() == 1
    assert (sheet.state, sheet.decided_by_id, now(booking).state) == (
        S.APPROVED,
        None,
        BookingState.COMPLETED,
    )


def test_a_dispute_counts_it_like_hours(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = stage.paid(cast, deliverables=PROMISED)
    clock.to(AFTER)
    monday, tuesday, _ = days_of(booking)
    sheet = delivered(cast, booking, [monday, tuesday])
    service.send_back(sheet.ref, "Site B is missing.", by=cast.actor("dora"))
    service.save(booking.ref, {tuesday: 480}, "", by=cast.actor("ana"))
    assert [entry.shift.ref for entry in sheet.entries] == [monday]
    dispute = disputing.begin(cast, now(booking), 192_000)
    assert stakes.by_default(dispute) == 128_000, "the one day that was handed in is paid"
    disputing.service.agree(dispute.ref, by=cast.actor("ana"))
    settle()
    assert now(booking).state is BookingState.COMPLETED
    assert db.session.get(Timesheet, sheet.id).state is S.SETTLED
    assert disputing.back(booking) == 211_200


def test_tables_tell_hours_and_deliverables_apart(cast: Cast, booking: Booking) -> None:
    monday, tuesday, wednesday = days_of(booking)
    delivered(cast, booking, [monday])
    hours_for(cast, booking, tuesday, wednesday)
    ours = written(exporting_deliverables.of_organization(cast.nordwind.id))
    assert ours == written(exporting_deliverables.of_expert(cast.ana.id))
    assert ours == written(exporting_deliverables.of_vendor(cast.ledgerline.id))
    assert written(exporting_deliverables.of_vendor(cast.stockpile.id)).count(b"\n") == 1
    (row,) = csv.DictReader(io.StringIO(ours.decode("utf-8-sig")))
    assert (row["deliverable"], row["accepted when"], row["days"], row["state"]) == (
        "The rules, written down",
        "Each site has signed its page.",
        WEEK[0].isoformat(),
        "submitted",
    )
    hours = list(csv.DictReader(io.StringIO(written(exporting.of_expert(cast.ana.id)).decode("utf-8-sig"))))
    assert [(one["day"], one["price of the day"]) for one in hours] == [
        (day.isoformat(), "333.33") for day in WEEK[1:3]
    ]


def test_files_stay_with_the_submission_they_came_with(cast: Cast, booking: Booking) -> None:
    ana, dora = cast.actor("ana"), cast.actor("dora")
    monday, tuesday, wednesday = days_of(booking)

    def upload(text: bytes) -> list[str]:
        return [uploads.keep("log.txt", text, by=ana).ref]

    sheet = service.save(booking.ref, {monday: 480}, "", upload(b"draft"), by=ana)
    (draft,) = sheet.files
    for name in ("bruno", "dora", "carla", "emil"):
        with pytest.raises(NotFound):
            files.visible(draft.ref, cast.actor(name))
    files.remove(draft.ref, by=ana)
    written = {monday: 480, tuesday: 480, wednesday: 60}
    service.submit(booking.ref, written, "", upload(b"first"), by=ana)
    (first,) = sheet.files
    assert files.visible(first.ref, cast.actor("bruno")).handed_in
    with pytest.raises(Conflict, match="it stays"):
        files.remove(first.ref, by=ana)
    service.approve_days(sheet.ref, [monday, tuesday], "Wednesday?", by=dora)
    rest = queries.week_of(now(booking), None).sheet
    assert rest and [one.file_key for one in rest.files] == [first.file_key]
    service.submit(booking.ref, {wednesday: 480}, "", upload(b"second"), by=ana)
    assert [one.submission for one in rest.files] == [1, 2]
    for name in ("carla", "vera", "fritz", "ines", "emil", "gus"):
        with pytest.raises(NotFound):
            files.visible(first.ref, cast.actor(name))
    make.change(booking, disputed_at=booking.created_at)
    for name in ("carla", "vera"):
        assert files.visible(first.ref, cast.actor(name))
    with pytest.raises(NotFound):
        files.visible(first.ref, cast.actor("fritz"))
    with pytest.raises(Invalid, match="no longer here"):
        files.attach(rest, ["gone"], by=ana)
