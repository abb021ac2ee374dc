"""Third act: customers book, pay and approve; experts answer, work and are paid."""

from collections.abc import Mapping

from marketplace.bookings import blueprints, checklist
from marketplace.bookings import queries as booking_queries
from marketplace.bookings import service as bookings
from marketplace.bookings.blueprints import Begun
from marketplace.calendar import queries as calendar
from marketplace.certification import queries as certification
from marketplace.cli.story import stage, visiting
from marketplace.evidence import uploads
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.payments import queries as payment_queries
from marketplace.payments import service as payments
from marketplace.payments import settling
from marketplace.payouts import service as payouts
from marketplace.registry import queries as registry
from marketplace.timesheets import delivering
from marketplace.timesheets import queries as sheets
from marketplace.timesheets import service as timesheets

FULL_DAY = 8 * 60


def onboard(name: str) -> None:
    """The expert opens an account for being paid."""
    link = payouts.onboard(by=stage.actor(name))
    visiting.onboard(link, name)
    stage.settle()


def request(
    expert: str, booker: str, message: str, *, after: int, days: int, outcome: tuple[str, str] | None = None
) -> Ref:
    """The booker asks for working days in a row that the expert has free, beginning `after` days from the stage's today; with the
    blueprint of that vendor and name, if one is named."""
    found = registry.expert_of(stage.person(expert).id)
    assert found is not None
    wanted = stage.working_days(after, days * 3)
    free = calendar.free_days(found.id, Days(wanted[0], wanted[-1]))[:days]
    begun = Begun("/".join(outcome)) if outcome else None
    certificates = (
        blueprints.fitting(blueprints.offered(begun.address), found, free[-1])
        if begun
        else certification.live(found.id, free[-1])
    )
    made = bookings.request(
        found.slug,
        certificates[0].ref,
        free,
        message,
        organization_ref=stage.organization(booker).ref,
        begun=begun,
        by=stage.actor(booker),
    )
    stage.settle()
    return made.ref


def accept(booking: Ref, expert: str) -> None:
    bookings.accept(booking, by=stage.actor(expert))
    stage.settle()


def pay(booking: Ref, payer: str) -> None:
    """Through the hosted page, and back as the browser comes back."""
    visiting.pay(payments.start(booking, by=stage.actor(payer)), payer)
    open_one = payment_queries.latest(booking)
    assert open_one is not None
    assert open_one.checkout_id
    settling.settle(open_one.checkout_id)
    stage.settle()


def hours(booking: Ref, expert: str, note: str, *, short: Mapping[int, int] | None = None) -> None:
    """Submit eight hours for each shift, week by week, or what `short` says for the n-th."""
    less, by = short or {}, stage.actor(expert)
    shifts = calendar.shifts_of(booking)
    minutes = {shift.ref: less.get(number, FULL_DAY) for number, shift in enumerate(shifts)}
    for week in sheets.weeks_of(booking_queries.visible(booking, by)):
        if week.to_write:
            written = {shift.ref: minutes[shift.ref] for shift in week.left}
            timesheets.submit(booking, written, note, week_on=week.on, by=by)
    stage.settle()


def ready(booking: Ref, expert: str) -> None:
    """The expert ticks off all of the checklist but its last line."""
    by = stage.actor(expert)
    for line in checklist.lines(booking_queries.visible(booking, by))[:-1]:
        checklist.tick(booking, line.number, by=by)


def deliver(booking: Ref, expert: str, number: int, note: str) -> None:
    """What was promised under that number, with a file, for the first of the days that are claimed by nothing. The hours of
    the others follow, so that everybody hears of both at once."""
    by = stage.actor(expert)
    day = delivering.open_days(booking_queries.visible(booking, by))[0]
    file = uploads.keep("rules.txt", b"Site one: carry-over until 31 March. Signed.", by=by)
    delivering.deliver(booking, number, [day.ref], note, [file.ref], by=by)


def approve(booking: Ref, approver: str, *, but: str = "") -> None:
    """Everything that waits; `but` says what is wrong with the last day of it, which goes back."""
    by = stage.actor(approver)
    waiting = [one for one in sheets.sheets_of(booking_queries.visible(booking, by).id) if not one.open]
    for sheet in [one for one in waiting if one.decided_at is None]:
        days = [entry.shift.ref for entry in sheet.entries]
        if but and sheet is waiting[-1]:
            timesheets.approve_days(sheet.ref, days[:-1], but, by=by)
        else:
            timesheets.approve(sheet.ref, by=by)
    stage.settle()
