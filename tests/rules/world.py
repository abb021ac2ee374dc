"""One of everything, so that every address in the product can be asked for: `world["booking"]` and so on."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.absences import service as absences
from marketplace.accounts.actor import SYSTEM, OrganizationRole, StaffRole
from marketplace.accounts.models import EmailAddress
from marketplace.agreements import seal_keys
from marketplace.amendments import service as amendments
from marketplace.approvals.models import Approval
from marketplace.assessing import seats
from marketplace.assessing.models import Appeal
from marketplace.attestations import imports as attestation_imports
from marketplace.badges import addresses, issuing
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar import linking
from marketplace.calendar.models import DayOff
from marketplace.calendar.rule_models import Holiday, OtherHours
from marketplace.catalog import blueprints
from marketplace.catalog.plans import Need, Plan
from marketplace.certification.models import CertificateState, ClaimState
from marketplace.conversations import reports
from marketplace.conversations import service as conversations
from marketplace.covers.models import Cover, CoverState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.disputes import deciding
from marketplace.disputes import service as disputes
from marketplace.disputes.models import Topic
from marketplace.disputes.wording import Wish
from marketplace.events.models import Event, Pending, Progress
from marketplace.evidence import references, uploads
from marketplace.evidence.models import Evidence, ReferenceState
from marketplace.expenses import service as expenses
from marketplace.expenses.models import Expense
from marketplace.expenses.writing import Spent
from marketplace.feeds import service as feeds
from marketplace.gateways import storage
from marketplace.handovers import offers as handovers
from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.notices.models import Notice
from marketplace.organizations import service as organizations
from marketplace.organizations.models import Membership, Staff
from marketplace.payments.models import Payment, PaymentState, Refund, RefundState
from marketplace.programmes import service as programmes
from marketplace.programmes.kinds import EvidenceKind
from marketplace.reconciliation.models import Reconciliation
from marketplace.registry.models import Experience
from marketplace.saved_searches import service as saved_searches
from marketplace.saved_searches.models import Alerts
from marketplace.search.query import Query
from marketplace.shortlists import entries
from marketplace.shortlists import service as shortlists
from marketplace.shortlists.models import ShortlistEntry
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as timesheet_service
from marketplace.timesheets.models import Timesheet, TimesheetFile
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.requests import requesting
from tests.reviews.reviewed import both

World = Mapping[str, str]


@pytest.fixture
def world(cast: Cast, clock: Clock) -> World:
    """Refs, slugs and tokens by noun. What can belong to somebody belongs to Ana, Nordwind or Ledgerline."""
    return build(cast, clock)


def build(cast: Cast, clock: Clock) -> World:
    days = [date(2027, 3, 15), date(2027, 3, 16)]
    seal_keys.of_vendor(cast.ledgerline)
    booking = bookings.request(
        cast.ana.slug,
        cast.certificate.ref,
        days,
        "Our year-end has slipped. Could you come?",
        organization_ref=cast.nordwind.ref,
        by=cast.actor("bruno"),
    )
    return (
        {
            "booking": booking.ref,
            "agreement": "1",
            "wording": "0",
            "slug": cast.ana.slug,
            "certificate": cast.certificate.ref,
            "organization": cast.nordwind.ref,
            "vendor": cast.ledgerline.slug,
            "product": cast.payroll.ref,
            "product_slug": cast.payroll.slug,
            "module": cast.payroll.modules[0].ref,
            "release": cast.payroll.releases[0].ref,
            "skill": make.skill(cast.payroll).ref,
            "draft": programmes.start(cast.leave.ref, by=cast.actor("vera")).ref,
            "version": "1",
            "blueprint": make.blueprint(cast.leave).ref,
            "redrafted": _redrafted(cast),
            "synonym": make.synonym(cast.leave, "holidays").ref,
        }
        | _papers(cast)
        | _seats(cast)
        | _work(cast, clock)
        | _vouched(cast)
        | _carried(cast)
        | _doubted(cast)
        | _kept(cast)
        | _written(cast, booking)
        | _requested(cast)
    )


def _redrafted(cast: Cast) -> str:
    """An outcome that customers read, with a draft of what they would read next."""
    vera, needs = cast.actor("vera"), [Need(cast.leave.ref, 3)]
    made = blueprints.add(cast.ledgerline.ref, Plan("Close the leave year again", needs=needs), by=vera)
    blueprints.publish(made.ref, by=vera)
    return blueprints.revise(made.ref, Plan("Close it once more", needs=needs), by=vera).ref


def _requested(cast: Cast) -> dict[str, str]:
    """Nordwind's requests: a draft, one that invites Ana, one that she has proposed for."""
    open_one = requesting.published(cast)
    return {
        "brief_draft": requesting.drafted(cast).ref,
        "brief_invited": requesting.invited(cast).ref,
        "brief": open_one.ref,
        "proposal": requesting.proposed(cast, open_one, [date(2027, 3, 22), date(2027, 3, 23)]).ref,
    }


def _written(cast: Cast, booking: Booking) -> dict[str, str]:
    """What Bruno wrote about the booking, with a file, and what Ana finds wrong with it."""
    bruno = cast.actor("bruno")
    plan = uploads.keep("plan.txt", b"Monday: closing", by=bruno)
    message = conversations.send(booking.ref, "Here is the plan.", [plan.ref], by=bruno)
    report = reports.report(message.ref, "It names a colleague.", by=cast.actor("ana"))
    return {
        "message": message.ref,
        "message_file": message.files[0].ref,
        "report": report.ref,
        "mute": conversations.mute_token(message.conversation, cast.user("ana")),
        "copy": "txt",
    }


def _kept(cast: Cast) -> dict[str, str]:
    """A search that Bruno keeps, and Ana on shortlists of Nordwind; her calendar elsewhere, and here for elsewhere."""
    query = Query.parse({"product": "ledgerline/ledgerline-payroll"})
    search = saved_searches.save(query, "Payroll people", Alerts.DAILY, by=cast.actor("bruno"))
    listed = shortlisted(cast)
    off, archived = shortlisted(cast), shortlisted(cast).shortlist
    entries.take_off(off.ref, by=cast.actor("bruno"))
    shortlists.archive(archived.ref, by=cast.actor("bruno"))
    feed = feeds.make(by=cast.actor("ana"))
    return {
        "feed": feed.ref,
        "feed_token": feeds.token(feed),
        "linked": linking.link(cast.ana.ref, "Google", "https://a.example/x.ics", by=cast.actor("ana")).ref,
        "saved_search": search.ref,
        "alert": saved_searches.stop_token(search),
        "shortlist": listed.shortlist.ref,
        "archived": archived.ref,
        "entry": listed.ref,
        "entry_off": off.ref,
    }


def shortlisted(cast: Cast) -> ShortlistEntry:
    by = cast.actor("bruno")
    return entries.put_on_new(cast.ana.slug, cast.nordwind.ref, "Year-end team", "Calm.", by=by)


def _doubted(cast: Cast) -> dict[str, str]:
    """A referee who is asked, one who has answered, and an appeal against a refusal."""
    declined = make.claim(cast.ana, cast.leave, state=ClaimState.DECLINED, decided_at=clock.now())
    appeal = {
        "expert_id": cast.ana.id,
        "claim_id": declined.id,
        "statement": "Look again.",
        "filed_at": clock.now(),
    }
    return {
        "reference": references.token(make.reference(cast.ana, cast.leave)),
        "receipt": references.token(
            make.reference(cast.ana, cast.leave, state=ReferenceState.GIVEN, answered_at=clock.now())
        ),
        "appeal": make.row(Appeal, **appeal).ref,
        "suspended": make.certificate(
            cast.ana, make.skill(cast.payroll), state=CertificateState.SUSPENDED, suspended_at=clock.now()
        ).ref,
    }


def _carried(cast: Cast) -> dict[str, str]:
    """Ana's certificate as a credential, and what that points to."""
    issued = issuing.issue(cast.certificate.ref)
    achieved = addresses.achievement_ref(cast.leave, cast.certificate.named_level)
    return {"credential": issued.ref, "status_list": "1", "achievement": achieved}


def _work(cast: Cast, clock: Clock) -> dict[str, str]:
    """Two bookings that are over, hours of one submitted; one ahead that Ana would change; a picture; a job for the operator."""
    reviewed, reviewable = (_completed(cast, date(2027, 3, day)) for day in (11, 12))
    unwritten, worked = _booked(cast, date(2027, 3, 9)), _booked(cast, date(2027, 3, 10))
    asked, judged = (_booked(cast, date(2027, 3, day)) for day in (4, 5))
    absent = _absent(
        cast, clock, [date(2027, 3, 8), date(2027, 3, 30)], [date(2027, 3, 3), date(2027, 3, 31)]
    )
    clock.to(worked.ends_at)
    planned = _booked(cast, date(2027, 3, 24))
    two_days = [date(2027, 3, 24), date(2027, 3, 25)]
    change = amendments.propose(planned.ref, two_days, planned.rate, "Half done.", by=cast.actor("ana"))
    wanted = {"total": planned.total, "wanted_for": planned.rate}
    make.row(Approval, booking_id=planned.id, **wanted)
    cover = make.row(
        Cover,
        booking_id=planned.id,
        open_for=planned.id,
        state=CoverState.STANDING_BY,
        expert_id=cast.emil.id,
        certificate_id=cast.certificate.id,
        named_by_id=cast.user("bruno").id,
        total=planned.total,
        days=1,
        overlap_total=Money.zero("EUR"),
        template_number=0,
        respond_by=clock.now,
    )
    minutes = {shift.ref: 480 for shift in timesheets.shifts_of(worked)}
    sheet = timesheet_service.submit(worked.ref, minutes, "All done.", by=cast.actor("ana"))
    with atomic():
        cast.ana.photo_key = storage.keep(b"a picture")
    event = make.row(Event, kind="ClaimSubmitted", subject="x", payload={}, by_name="Ana")
    parked = make.row(Pending, event_id=event.id, reaction="none.here", progress=Progress.PARKED)
    return {
        "unwritten": unwritten.ref,
        "planned": planned.ref,
        "approval": planned.ref,
        "cover": cover.ref,
        "amendment": change.ref,
        "timesheet": sheet.ref,
        **_handed_in(cast, unwritten, sheet),
        **_disputed(cast, asked, judged),
        **absent,
        "review": both(cast, reviewed).ref,
        "reviewable": reviewable.ref,
        "photo": cast.ana.photo_key or "",
        "reconciliation": make.row(Reconciliation).ref,
        "kind": "refund",
        "stuck": _returned(planned).ref,
        "month": "2027-03",
        "form": "pdf",
        "box": "pending",
        "job": str(parked.id),
    }


def _returned(booking: Booking) -> Refund:
    """A refund that the bank has sent back."""
    amount, none = Money(1_000, "EUR"), Money(0, "EUR")
    closed = PaymentState.CLOSED
    paid = make.row(
        Payment, booking_id=booking.id, amount=amount, fee=none, state=closed, expires_at=clock.now()
    )
    return make.row(
        Refund, payment_id=paid.id, cause="returned", price=amount, fee=none, state=RefundState.FAILED
    )


def _handed_in(cast: Cast, booking: Booking, sheet: Timesheet) -> dict[str, str]:
    """An expense that waits, one that was sent back; a deliverable; a file with hours, and one that nobody else has seen."""
    ana, dora = cast.actor("ana"), cast.actor("dora")
    make.change(
        booking, deliverables=[{"title": "The rules", "accepted_when": "Signed."}], checklist=["Access"]
    )

    def upload() -> str:
        return uploads.keep("ticket.txt", b"Berlin-Hamburg", by=ana).ref

    def spend() -> Expense:
        spent = Spent("travel", "A ticket.", clock.today(), "45.20", files=[upload()])
        return expenses.hand_in(booking.ref, spent, by=ana)

    waits, returned = spend(), spend()
    expenses.send_back(returned.ref, "Which train?", by=dora)
    draft = timesheet_service.save(booking.ref, {}, "", [upload()], by=ana)
    with atomic():
        file = TimesheetFile(
            timesheet=sheet, submission=1, file_key=waits.files[0].file_key, **_named("log.txt")
        )
        db.session.add(file)
    return {
        "expense": waits.ref,
        "expense_file": waits.files[0].ref,
        "returned_expense": returned.ref,
        "promising": booking.ref,
        "deliverable": "1",
        "line": "1",
        "draft_file": draft.files[0].ref,
        "sheet_file": file.ref,
    }


def _named(name: str) -> dict[str, str | int]:
    return {"file_name": name, "media_type": "text/plain", "size": 14}


def _absent(cast: Cast, clock: Clock, waits: list[date], missed: list[date]) -> dict[str, str]:
    """Dora says twice that Ana did not come: once nobody has said a word, once Ana has agreed, and days are still to come."""
    found = {}
    bookings_of = {"absence": _booked_days(cast, waits), "missed": _booked_days(cast, missed)}
    for noun, booking in sorted(bookings_of.items(), key=lambda one: one[1].starts_at):
        clock.to(booking.starts_at + timedelta(hours=1))
        day = timesheets.shifts_of(booking)[0].ref
        found[noun] = absences.say(booking.ref, day, "Nobody was there.", by=cast.actor("dora")).ref
    absences.agree(found["missed"], by=cast.actor("ana"))
    return found


def _disputed(cast: Cast, asked: Booking, judged: Booking) -> dict[str, str]:
    """Dora disagrees twice: once nobody has answered, once Ana has offered something and Carla reads both sides."""
    dora = cast.actor("dora")
    log = uploads.keep("log.txt", b"Thursday: nobody there", by=dora)
    wishes = [Wish(Topic.HOURS, Money(10_000, "EUR"), "Nobody came.", files) for files in ([log.ref], [])]
    first = disputes.begin(asked.ref, wishes[0], by=dora)
    second = disputes.begin(judged.ref, wishes[1], by=dora)
    disputes.offer(second.ref, Money(60_000, "EUR"), by=cast.actor("ana"))
    deciding.take(second.ref, by=cast.actor("carla"))
    file = first.statements[0].files[0]
    return {"dispute": first.ref, "judged": second.ref, "dispute_file": file.ref}


def _completed(cast: Cast, day: date) -> Booking:
    """As if its hours had been approved."""
    booking = _booked(cast, day)
    with atomic():
        bookings.complete(locked(Booking, booking.ref), by=SYSTEM)
    return booking


def _booked(cast: Cast, day: date) -> Booking:
    return _booked_days(cast, [day])


def _booked_days(cast: Cast, days: list[date]) -> Booking:
    """Confirmed as if it had been paid for."""
    booking = bookings.request(
        cast.ana.slug,
        cast.certificate.ref,
        days,
        "One day for our absence rules, please.",
        organization_ref=cast.nordwind.ref,
        by=cast.actor("bruno"),
    )
    bookings.accept(booking.ref, by=cast.actor("ana"))
    with atomic():
        bookings.confirm(locked(Booking, booking.ref))
    return booking


def _papers(cast: Cast) -> dict[str, str]:
    ana = cast.user("ana")
    claim = make.claim(cast.ana, make.skill(cast.payroll))
    key = storage.keep(b"Handbook, fourth edition")
    file = {"file_key": key, "file_name": "handbook.txt", "media_type": "text/plain", "size": 24}
    event = make.row(Event, kind="ClaimSubmitted", subject=claim.ref, payload={}, by_name="Ana")
    notice = make.row(
        Notice, event_id=event.id, user_id=ana.id, kind="claim_submitted", title="T", body="B", path="/desk"
    )
    first_on = date(2027, 4, 12)
    return {
        "claim": claim.ref,
        "assessment": seats.take(claim.ref, by=cast.actor("carla")).ref,
        "evidence": make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.FILE, **file).ref,
        "notice": notice.ref,
        "day_off": make.row(DayOff, expert_id=cast.ana.id, first_on=first_on, last_on=first_on).ref,
        "other_hours": make.row(
            OtherHours, expert_id=cast.ana.id, on=date(2027, 4, 17), stretches=[[540, 720]]
        ).ref,
        "holiday": make.row(
            Holiday, expert_id=cast.ana.id, on=date(2027, 5, 6), name="Ascension Day"
        ).on.isoformat(),
        "address": make.row(EmailAddress, user_id=ana.id, address="ana.private@example.test").ref,
        "experience": make.row(
            Experience, expert_id=cast.ana.id, employer="Elbtal", title="Lead", began_on=date(2019, 4, 1)
        ).ref,
    }


def _vouched(cast: Cast) -> dict[str, str]:
    """What Ledgerline states about Ana, and a file that waits."""
    csv = b"email,product,role,months\npia@example.test,Ledgerline Payroll,Administrator,26\n"
    return {
        "attestation": make.attestation(cast.ana, cast.leave).ref,
        "handover": make.handover(cast.nordwind, cast.leave, "pia@example.test").ref,
        "handed": handovers.token(make.handover(cast.halden, cast.leave, "ana@example.test")),
        "import": attestation_imports.upload(
            cast.ledgerline.ref, "people.csv", csv, by=cast.actor("vera")
        ).ref,
    }


def _seats(cast: Cast) -> dict[str, str]:
    roles = [OrganizationRole.BOOKER]
    guest = organizations.invite_member(cast.nordwind.ref, "new@example.test", roles, by=cast.actor("olga"))
    expert = organizations.invite_staff(
        cast.ledgerline.ref, "ana@example.test", [StaffRole.ASSESSOR], by=cast.actor("vera")
    )
    bruno, carla = cast.user("bruno"), cast.user("carla")
    return {
        "member": db.session.scalars(select(Membership.ref).where(Membership.user_id == bruno.id)).one(),
        "post": db.session.scalars(select(Staff.ref).where(Staff.user_id == carla.id)).one(),
        "invitation": guest.ref,
        "token": organizations.invitation_token(expert),
    }
