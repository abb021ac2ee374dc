"""Three weeks of work in anybody's hands, at any time: written, submitted, approved all or in part, sent back, changed, forgotten.

Some of its days may stand with a deliverable instead of hours, and expenses are paid beside them.

Whatever happens: earned, given back and still open are the price, to the cent; the books balance; every refusal is a sentence.
"""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from marketplace.amendments import queries as changes
from marketplace.amendments import service as amendments
from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.evidence import uploads
from marketplace.expenses import service as expenses
from marketplace.expenses.writing import Spent
from marketplace.kit import clock as clock_of
from marketplace.kit.errors import MarketError
from marketplace.kit.money import Money, total
from marketplace.ledger import queries as ledger
from marketplace.organizations import service as organizations
from marketplace.payments import queries as payments
from marketplace.payments import service as paying
from marketplace.payouts import earnings
from marketplace.payouts import queries as payouts
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import delivering, division, queries, reminding, service
from marketplace.timesheets.models import Timesheet, TimesheetState
from tests import make
from tests.cast import Cast
from tests.conftest import MONDAY, Clock, Settle
from tests.payments.paying import now, on_account
from tests.payouts.stage import paid

EUR = "EUR"
RATE = Money(33_333, EUR)
BEGINS = date(2027, 3, 10)
DAYS = [BEGINS + timedelta(days=n) for n in (0, 1, 2, 5, 6, 12)]
"""Wednesday to Friday, Monday and Tuesday, and one day in the third week."""
PROMISED = [{"title": "The rules", "accepted_when": "Signed."}, {"title": "The run", "accepted_when": ""}]
NUMBERS = iter(range(1, 1_000))
experts = st.sampled_from(["expert", "expert", "expert", "dora", "gus"])
deciders = st.sampled_from(["dora", "olga", "dora", "bruno", "expert", "emil"])
minutes = st.sampled_from([0, 0, 480, 450, 1])


class Life(RuleBasedStateMachine):
    def __init__(self, cast: Cast, clock: Clock, settle: Settle) -> None:
        super().__init__()
        self.cast, self.clock, self.settle = cast, clock, settle
        clock.to(MONDAY)
        self.name = f"Ana the {next(NUMBERS)}"
        expert = make.expert(self.name)
        certificate = make.certificate(expert, cast.leave)
        booking = paid(
            cast, DAYS, expert=expert, certificate_id=certificate.id, rate=RATE, deliverables=PROMISED
        )
        self.ref, self.expert = booking.ref, expert
        self.delivered: dict[int, int] = {}
        settle()
        clock.to(booking.starts_at + timedelta(hours=12))

    def actor(self, who: str):
        return self.cast.actor(self.name.lower()) if who == "expert" else self.cast.actor(who)

    @property
    def booking(self):
        return now(self.ref)

    @property
    def sheets(self) -> list[Timesheet]:
        return list(queries.sheets_of(self.booking.id))

    def tried(self, act: Callable[[], object]) -> None:
        """Done, or turned down in words."""
        try:
            act()
        except MarketError as refusal:
            assert refusal.sentence.strip().endswith((".", "!", "?")), refusal.sentence
        self.settle()

    @rule(who=experts, data=st.data(), whole=st.booleans())
    def write(self, who: str, data: st.DataObject, whole: bool) -> None:
        weeks = queries.weeks_of(self.booking)
        week = data.draw(st.sampled_from(weeks))
        hours = {one.ref: data.draw(minutes) for one in week.left}
        by, act = self.actor(who), service.submit if whole else service.save
        self.tried(lambda: act(self.ref, hours, "", week_on=week.on, by=by))

    @rule(who=experts)
    def submit_what_is_next(self, who: str) -> None:
        week = next((one for one in queries.weeks_of(self.booking) if one.to_write), None)
        if week:
            hours = {one.ref: 480 for one in week.left}
            self.tried(lambda: service.submit(self.ref, hours, "", by=self.actor(who)))

    @rule(who=experts, data=st.data(), number=st.integers(1, 2))
    def deliver(self, who: str, data: st.DataObject, number: int) -> None:
        """For some of the days that are open, or for one that is not."""
        days = delivering.open_days(self.booking) or queries.shifts_of(self.booking)
        chosen = data.draw(st.sets(st.sampled_from([one.ref for one in days]), max_size=3)) if days else set()
        by = self.actor(who)
        self.tried(lambda: delivering.deliver(self.ref, number, chosen, "There it is.", by=by))

    @rule(who=experts, cents=st.integers(1, 5_000))
    def spend(self, who: str, cents: int) -> None:
        """Handed in, approved and paid."""

        def act() -> None:
            by = self.actor(who)
            ticket = uploads.keep("ticket.txt", b"Berlin-Hamburg", by=by).ref
            amount = str(Money(cents, EUR).decimal())
            spent = Spent("travel", "A ticket.", clock_of.today(), amount, files=[ticket])
            one = expenses.hand_in(self.ref, spent, by=by)
            expenses.approve(one.ref, by=self.cast.actor("dora"))
            person.pay(paying.start_expense(one.ref, by=self.cast.actor("olga")))
            paying.settle(payments.payments_of(one.booking_id)[-1].checkout_id or "")

        self.tried(act)

    @rule(who=deciders, data=st.data(), how=st.sampled_from(["whole", "whole", "part", "back"]))
    def decide(self, who: str, data: st.DataObject, how: str) -> None:
        """What was promised on the page is what comes of it."""
        waiting = [one for one in self.sheets if one.state is TimesheetState.SUBMITTED] or self.sheets
        if not waiting:
            return
        sheet, by = data.draw(st.sampled_from(waiting)), self.actor(who)
        ref, days = sheet.ref, [one.shift.ref for one in sheet.entries]
        kept = data.draw(st.sets(st.sampled_from(days))) if days else set()
        promised = division.of(sheet) if days else None

        def act() -> None:
            if how == "part":
                service.approve_days(ref, kept, "Not these.", seen=sheet.submissions, by=by)
            elif how == "back":
                service.send_back(ref, "Less.", by=by)
            else:
                done = service.approve(ref, by=by)
                assert division.of(done) == promised

        self.tried(act)

    @rule(drop=st.integers(1, 3), dearer=st.booleans())
    def fewer_days(self, drop: int, dearer: bool) -> None:
        """Both agree, as far as the rules let them; what costs more stays unpaid."""
        days = [one.on for one in calendar.booked_shifts(self.ref)][:-drop]
        rate = Money(70_001 if dearer else 33_333, EUR)

        def act() -> None:
            made = amendments.propose(self.ref, days, rate, "", by=self.actor("expert"))
            amendments.accept(made.ref, by=self.cast.actor("bruno"))

        self.tried(act)

    @rule(who=deciders, on=st.booleans())
    def switch(self, who: str, on: bool) -> None:
        self.tried(lambda: organizations.set_auto_approval(self.cast.nordwind.ref, on, by=self.actor(who)))

    @rule(hours=st.sampled_from([5, 24, 40, 72, 170]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)
        amendments.expire_unanswered()
        amendments.lapse_unpaid()
        service.approve_overdue()
        reminding.remind_experts()
        reminding.remind_approvers()
        self.settle()

    @invariant()
    def every_day_stands_on_one_sheet_at_most(self) -> None:
        written = [entry.shift_id for sheet in self.sheets for entry in sheet.entries]
        assert len(written) == len(set(written))
        for week in queries.weeks_of(self.booking):
            assert sum(one.state is not TimesheetState.APPROVED for one in week.sheets) <= 1

    @invariant()
    def what_was_handed_over_once_always_has_its_sheet(self) -> None:
        found = {number: one.id for number, one in queries.deliveries_of(self.booking.id).items()}
        assert found.items() >= self.delivered.items()
        self.delivered = found

    @invariant()
    def earned_given_back_and_open_are_the_price(self) -> None:
        booking, approved = self.booking, [one for one in self.sheets if one.state is TimesheetState.APPROVED]
        assert sum(one.earned_price + one.back_price for one in approved) == booking.settled_price
        assert sum(one.earned_fee + one.back_fee for one in approved) == booking.settled_fee
        assert sum(one.days for one in approved) == booking.settled_days
        assert min(booking.open_price.amount, booking.open_fee.amount, booking.open_days) >= 0
        done = booking.state is BookingState.COMPLETED
        assert done is (not booking.open_days) and done is not bool(booking.open_price + booking.open_fee)

    @invariant()
    def money_shown_is_money_moved(self) -> None:
        booking = self.booking
        transfers = payouts.transfers_of(booking.id)
        earned = total((one.amount for one in transfers if not one.expense_id), EUR)
        passed_on = total((one.amount for one in transfers if one.expense_id), EUR)
        for_expenses = [one for one in payments.payments_of(booking.id) if one.expense_id and one.paid_at]
        assert passed_on == total((one.amount for one in for_expenses), EUR)
        assert -on_account("expert", self.expert.ref) == (earned + passed_on).amount
        back = total((one.amount for one in payments.refunds_of(booking.id)), EUR)
        got = total((one.amount for one in payments.good_payments_of(booking.id)), EUR)
        fees = sum(one.earned_fee or 0 for one in self.sheets)
        assert on_account("booking", self.ref) == -(booking.open_price + booking.open_fee).amount
        assert (
            got.amount == earned.amount + back.amount + fees + (booking.open_price + booking.open_fee).amount
        )
        if earned or booking.open_days:
            assert earnings.earning_of(booking).amount == earned + booking.open_price + passed_on
        assert ledger.trial_balance([self.ref]) in ({}, {EUR: 0})
        assert changes.open_on(booking.id) is None or booking.state is BookingState.CONFIRMED


def test_three_weeks_in_anybodys_hands(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle
) -> None:
    run_state_machine_as_test(
        lambda: Life(cast, clock, settle),
        settings=settings(
            max_examples=8,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
