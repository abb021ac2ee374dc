"""What happened, in words: the events of a booking and of everything that belongs to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.absences import queries as absences
from marketplace.agreements import queries as agreements
from marketplace.agreements.models import Consent
from marketplace.amendments import queries as amendments
from marketplace.approvals import queries as approvals
from marketplace.bookings.models import Booking
from marketplace.bookings.sides import reads_for
from marketplace.bookings.wording import length_of
from marketplace.covers import queries as covers
from marketplace.disputes import queries as disputes
from marketplace.events import log
from marketplace.events.models import Event
from marketplace.expenses import queries as expenses
from marketplace.expenses.models import Expense
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.payments import queries as payments
from marketplace.payouts import queries as payouts
from marketplace.registry.models import Expert
from marketplace.requests import queries as requests
from marketplace.requests.models import Request
from marketplace.reviews import queries as reviews
from marketplace.timesheets import queries as timesheets
from marketplace.web.filters import day, money
from marketplace.web.security import actor

SAID: Mapping[str, str] = {
    "BookingRequested": "{by} asked for the days",
    "BookedAtOnce": "{by} took the days at once, without asking first",
    "BookingAccepted": "{by} accepted",
    "AgreementAccepted": "{by} agreed to the agreement",
    "ChecklistTicked": "{by} ticked off a line of the checklist",
    "ChecklistUnticked": "{by} took a tick off the checklist back",
    "BookingPapersSet": "{by} changed purchase order and cost centre",
    "ApprovalWanted": "It needs the approval of a colleague of {by}",
    "ApprovalGiven": "{by} approved it",
    "ApprovalRefused": "{by} did not approve it",
    "ApprovalVoided": "The booking ended before a colleague answered",
    "CoverAsked": "{by} asked a backup to stand by",
    "CoverAgreed": "{by} stands by",
    "CoverDeclined": "{by} cannot stand by",
    "CoverWithdrawn": "{by} took the backup back",
    "CoverExpired": "The backup did not answer in time",
    "CoverLeft": "{by} stands by no more",
    "CoverFinished": "The backup is not needed any more",
    "CoverOutdated": "The call has changed, so the backup stands by no more",
    "CoverCalled": "The backup was asked to step in",
    "RestGivenToBackup": "{by} can come until a certain day only; the backup is asked for the rest",
    "CoverMissed": "The backup could not be asked to step in",
    "HandoverNoteWritten": "{by} wrote a hand-over note",
    "BookingDeclined": "{by} declined",
    "BookingWithdrawn": "{by} withdrew the request",
    "BookingExpired": "The request ran out without an answer",
    "BookingLapsed": "The hold ran out without a payment",
    "BookingConfirmed": "It is booked",
    "BookingCancelled": "{by} cancelled",
    "BookingCompleted": "The booking is completed",
    "RequestDrafted": "{by} wrote a request",
    "RequestPublished": "{by} published the request",
    "RequestExtended": "{by} gave experts more time",
    "RequestReminded": "{by} sent a reminder: the request still waits for answers",
    "RequestClosed": "{by} closed the request",
    "RequestExpired": "The request ran out",
    "RequestFilled": "The request led to a booking",
    "ExpertInvited": "{by} invited an expert",
    "InvitationDeclined": "{by} declined the invitation",
    "ProposalMade": "{by} proposed days and a rate",
    "ProposalCountered": "{by} proposed other terms",
    "ProposalReminded": "{by} reminded whoever has to answer a proposal",
    "ProposalAccepted": "{by} accepted the proposal",
    "ProposalDeclined": "{by} declined a proposal",
    "ProposalWithdrawn": "{by} took a proposal back",
    "ProposalExpired": "A proposal ran out",
    "ProposalClosed": "A proposal ended with the request",
    "AmendmentProposed": "{by} proposed a change",
    "BookingReminded": "{by} sent a reminder: the request still waits for an answer",
    "CoverReminded": "{by} reminded the backup, who has not answered yet",
    "AmendmentReminded": "{by} reminded the other side of the change",
    "AmendmentAccepted": "{by} agreed to the change; the difference is to be paid",
    "AmendmentApplied": "The booking was changed",
    "AmendmentDeclined": "{by} declined the change",
    "AmendmentWithdrawn": "{by} took the change back",
    "AmendmentExpired": "The change was not answered in time",
    "AmendmentLapsed": "The change was not paid in time",
    "AmendmentDropped": "{by} gave the change up",
    "AmendmentVoided": "The open change ended with the booking",
    "PaymentSucceeded": "The payment arrived",
    "PaymentCameTooLate": "A payment came too late and goes back",
    "RefundSucceeded": "The refund went back to the customer",
    "RefundTriedAgain": "The refund is tried again",
    "RefundFailed": "A refund did not go through; we look into it",
    "TimesheetSubmitted": "{by} submitted the hours",
    "TimesheetSentBack": "{by} sent the hours back",
    "TimesheetApproved": "{by} approved the hours",
    "TimesheetLate": "{by} reminded the expert of hours that are late",
    "TimesheetReminded": "{by} reminded the approvers of the hours",
    "ExpenseSubmitted": "{by} handed in an expense",
    "ExpenseSentBack": "{by} sent an expense back",
    "ExpenseApproved": "{by} approved an expense",
    "ExpenseWithdrawn": "{by} withdrew an expense",
    "ExpensePaid": "An expense was paid",
    "ExpenseReminded": "{by} reminded the customer of an expense",
    "AbsenceSaid": "{by} said that the other side did not come",
    "AbsenceSettled": "It is settled that somebody did not come",
    "AbsenceContradicted": "It was said to be otherwise",
    "AbsenceWithdrawn": "{by} took that back",
    "AbsenceVoided": "What was said about somebody’s coming was decided otherwise",
    "RestGivenUp": "{by} gave up the days that were still to come",
    "TimesheetSettled": "The hours were settled with the dispute",
    "DisputeOpened": "{by} opened a dispute",
    "DisputeContested": "{by} sees it differently; the vendor is asked for its opinion",
    "DisputeOffered": "{by} offered a division",
    "DisputeReferred": "The dispute was not answered in time; the vendor is asked for its opinion",
    "DisputeTaken": "{by} reads both sides for the vendor",
    "DisputeLeft": "{by} handed the dispute back to the queue",
    "StatementAdded": "{by} added something to the dispute",
    "DisputeReminded": "{by} reminded whoever has to act on the dispute",
    "OpinionOverdue": "The vendor’s opinion is late",
    "DisputeWithdrawn": "{by} took the dispute back",
    "DisputeSettled": "{by} agreed; the dispute is settled",
    "DisputeDecided": "{by} decided the dispute for the vendor",
    "DisputeClosed": "The dispute was closed after 30 days by the stated rule",
    "ReviewsInvited": "Both sides were asked for a review",
    "ReviewSent": "{by} wrote a review",
    "ReviewsReminded": "{by} reminded whoever has not written a review",
    "ReviewsLapsed": "The time for reviews is over; nobody wrote one",
    "ReviewsPublished": "The reviews were published",
    "ReviewReplied": "{by} replied to a review",
    "ReviewHidden": "{by} hid a review",
    "ReviewRestored": "{by} put a review back",
    "TransferSent": "The money was released to the expert",
    "PayoutSent": "The payout is on its way to the bank",
    "PayoutPaid": "The payout arrived at the bank",
    "PayoutFailed": "The bank returned the payout",
}

DELIVERED: Mapping[str, str] = {
    "TimesheetSubmitted": "{by} handed in “{what}”",
    "TimesheetSentBack": "{by} sent “{what}” back",
    "TimesheetApproved": "{by} accepted “{what}”",
    "TimesheetReminded": "{by} reminded the approvers of “{what}”",
}
"""The same facts about a deliverable instead of hours."""

CONSENTED: Mapping[str, str] = {str(one): one.said for one in Consent}


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    text: str
    reason: str
    kind: str = ""
    """The fact, by the name of its event; empty where it is told in words alone."""
    by: str = ""


def history(booking: Booking) -> Sequence[Moment]:
    """Newest first."""
    return history_of(_subjects(booking))


def between(request: Request, expert: Expert) -> Sequence[Moment]:
    """What happened to a request since it was published, as far as it concerns that expert; newest first."""
    proposal = requests.proposal_of(request.id, expert.id)
    invitation = requests.invitation_of(request, expert.id)
    refs = {request.ref, *(one.ref for one in (proposal, invitation) if one)}
    events = [one for one in log.history_of(refs) if one.kind != "RequestDrafted"]
    return [_moment(event) for event in reversed(events) if event.kind in SAID]


def history_of(subjects: Collection[Ref]) -> Sequence[Moment]:
    """The same for some of what belongs to it."""
    events = log.history_of(subjects)
    spent = expenses.named(subjects)
    return [_moment(event, spent.get(event.subject)) for event in reversed(events) if event.kind in SAID]


def _moment(event: Event, expense: Expense | None = None) -> Moment:
    said = SAID[event.kind].format(by=event.by_name)
    if minutes := event.payload.get("call_minutes"):
        said = said.replace("the days", length_of(1, minutes))
    if what := event.payload.get("deliverable"):
        said = DELIVERED[event.kind].format(by=event.by_name, what=what)
    elif week := event.payload.get("week_on"):
        said = f"{said}, week of {day(date.fromisoformat(week))}"
    if expense:
        amount = event.payload.get("amount", expense.claimed.amount)
        said = f"{said}: {expense.category.label}, {money(Money(amount, expense.claimed.currency))}"
    if how := CONSENTED.get(event.payload.get("consent", "")):
        said = f"{said}, {how}"
    return Moment(event.at, said, str(event.payload.get("reason", "")), event.kind, event.by_name)


def _subjects(booking: Booking) -> set[str]:
    refs = {booking.ref}
    refs |= {one.ref for one in agreements.of_booking(booking.id)}
    refs |= {one.ref for one in covers.of_booking(booking.id)}
    refs |= {one.ref for one in amendments.of_booking(booking.id)}
    refs |= {one.ref for one in absences.of_booking(booking.id)}
    refs |= {one.ref for one in disputes.of_booking(booking.id)}
    if reads_for(actor(), booking):
        refs |= {one.ref for one in expenses.of_booking(booking.id)}
    refs |= {one.ref for one in payments.payments_of(booking.id)}
    refs |= {one.ref for one in payments.refunds_of(booking.id)}
    refs |= {one.ref for one in timesheets.sheets_of(booking.id)}
    approval = approvals.of_booking(booking.id)
    if approval and actor().is_member(booking.organization_id):
        refs.add(approval.ref)  # what colleagues decide among themselves is theirs
    refs |= set(reviews.refs_of(booking.id))
    for transfer in payouts.transfers_of(booking.id):
        refs |= {transfer.ref} | ({transfer.payout.ref} if transfer.payout else set())
    return refs
