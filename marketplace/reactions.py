"""What follows what. The only file that knows everyone: a fact, and the functions that run after it was committed.

Each is run by the worker, alone, at least once, and is harmless the second time.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.absences import events as absences
from marketplace.absences import service as absence_service
from marketplace.accounts import events as accounts
from marketplace.accounts import letters as account_letters
from marketplace.agreements import following as agreements
from marketplace.amendments import applying as amendment_applying
from marketplace.amendments import events as amendments
from marketplace.approvals import events as approvals
from marketplace.approvals import following as approving
from marketplace.assessing import events as assessing
from marketplace.attestations import events as attestations
from marketplace.attestations import importing as attestation_importing
from marketplace.attestations import matching as attestation_matching
from marketplace.badges import following as badges
from marketplace.bookings import events as bookings
from marketplace.bookings import reactions as booking_reactions
from marketplace.calendar import busy
from marketplace.calendar import events as calendar
from marketplace.calendar import following as linked_calendars
from marketplace.catalog import events as catalog
from marketplace.certification import attaching
from marketplace.certification import events as certification
from marketplace.certification import life as certificate_life
from marketplace.conversations import events as conversations
from marketplace.conversations import following as conversation_following
from marketplace.covers import calling
from marketplace.covers import events as covers
from marketplace.disputes import ending as dispute_endings
from marketplace.disputes import events as disputes
from marketplace.events.facts import Fact
from marketplace.events.inbox import Readers
from marketplace.events.log import AtOnce
from marketplace.events.outbox import Reaction
from marketplace.evidence import events as evidence
from marketplace.evidence import letters as referee_letters
from marketplace.expenses import events as expenses
from marketplace.handovers import events as handovers
from marketplace.handovers import letters as handover_letters
from marketplace.mergers import events as mergers
from marketplace.mergers import letters as merger_letters
from marketplace.mergers import service as merging
from marketplace.notices import (
    about_absences,
    about_amendments,
    about_appeals,
    about_approvals,
    about_assessments,
    about_attestations,
    about_bookings,
    about_calendars,
    about_certificates,
    about_claims,
    about_conversations,
    about_covers,
    about_deliverables,
    about_disputes,
    about_expenses,
    about_handovers,
    about_open_requests,
    about_payments,
    about_payouts,
    about_proposals,
    about_reconciliation,
    about_references,
    about_requests,
    about_reviews,
    about_saved_searches,
    about_timesheets,
    post,
)
from marketplace.notices import events as notices
from marketplace.organizations import events as organizations
from marketplace.organizations import founding
from marketplace.organizations import letters as team_letters
from marketplace.payments import events as payments
from marketplace.payments import notices as payment_notices
from marketplace.payments import reactions as paying
from marketplace.payouts import earning
from marketplace.payouts import events as payouts
from marketplace.payouts import notices as payout_notices
from marketplace.reconciliation import events as reconciliation
from marketplace.registry import events as registry
from marketplace.requests import events as requests
from marketplace.reviews import events as reviews
from marketplace.reviews import publishing as review_windows
from marketplace.reviews import rating
from marketplace.saved_searches import events as saved_searches
from marketplace.search import projection
from marketplace.timesheets import events as timesheets
from marketplace.timesheets import evidence as timesheet_evidence
from marketplace.timesheets import reactions as timesheet_reactions

REACTIONS: Mapping[type[Fact], tuple[Reaction, ...]] = {
    # accounts
    accounts.LetterDue: (account_letters.write,),
    accounts.AddressAdded: (account_letters.write_verification,),
    accounts.AddressConfirmed: (founding.keep_promise, attestation_matching.follow_address),
    accounts.AddressVerified: (attestation_matching.follow_address,),
    accounts.PrimaryAddressChanged: (attestation_matching.follow_address,),
    # organizations
    organizations.Invited: (team_letters.invite,),
    organizations.InvitationRepeated: (team_letters.invite,),
    # catalogue, as search and certificates see it
    organizations.VendorRevised: (projection.follow_vendor,),
    organizations.TermsSet: (projection.follow_vendor,),
    catalog.ProductRevised: (projection.follow_product,),
    catalog.ModuleRevised: (projection.follow_module,),
    catalog.ReleaseAdded: (certificate_life.follow_release, projection.follow_releases),
    catalog.ReleaseRevised: (certificate_life.follow_release, projection.follow_releases),
    catalog.TopicsRevised: (projection.follow_releases,),
    registry.ProfileStarted: (attestation_matching.follow_profile,),
    # calendars
    calendar.ConfirmationAsked: (about_calendars.confirmation_asked,),
    calendar.CalendarLinked: (linked_calendars.follow_link,),
    calendar.LinkedCalendarFailed: (about_calendars.linked_failed,),
    # mergers
    mergers.AccountsMerged: (
        merging.gather_late,
        attestation_matching.follow_address,
        merger_letters.tell_kept,
        merger_letters.tell_closed,
    ),
    # hand-overs
    handovers.HandoverOffered: (handover_letters.carry,),
    handovers.HandoverRepeated: (handover_letters.carry,),
    handovers.HandoverAccepted: (about_handovers.accepted,),
    handovers.HandoverDeclined: (about_handovers.declined,),
    handovers.HandoverExpired: (about_handovers.expired,),
    # attestations
    attestations.AttestationMatched: (attaching.follow_attestation, about_attestations.matched),
    attestations.AttestationWithdrawn: (about_attestations.withdrawn,),
    attestations.AttestationImportBegun: (attestation_importing.carry_out,),
    attestations.AttestationsImported: (attestation_matching.follow_import, about_attestations.imported),
    attestations.AttestationImportFailed: (about_attestations.failed,),
    # certification
    certification.ClaimSubmitted: (about_claims.submitted,),
    certification.ClaimQuestioned: (about_claims.questioned,),
    certification.ClaimAnswered: (about_claims.answered,),
    certification.ClaimWithdrawn: (about_claims.withdrawn,),
    certification.ClaimCertified: (about_claims.certified, badges.issue),
    certification.ClaimLapsed: (about_claims.lapsed,),
    certification.ClaimDeclined: (about_claims.declined,),
    certification.CertificateExpiring: (about_certificates.expiring,),
    certification.CertificateShortened: (about_certificates.shortened,),
    certification.CertificateProlonged: (about_certificates.prolonged,),
    certification.CertificateRevoked: (
        about_certificates.revoked,
        badges.follow_certificate,
    ),
    certification.CertificateExpired: (
        about_certificates.expired,
        badges.follow_certificate,
    ),
    certification.CertificateSuspended: (
        about_certificates.suspended,
        badges.follow_certificate,
    ),
    certification.CertificateReinstated: (
        about_certificates.reinstated,
        badges.follow_certificate,
    ),
    certification.CertificateSuperseded: (badges.follow_certificate,),
    certification.CertificateRestored: (badges.issue,),
    evidence.ReferenceAsked: (referee_letters.ask,),
    evidence.ReferenceGiven: (referee_letters.receipt, about_references.given),
    evidence.ReferenceRefused: (about_references.refused,),
    evidence.ReferenceExpired: (about_references.expired,),
    evidence.ReferenceRetracted: (about_references.retracted,),
    # assessing
    assessing.AssessmentTaken: (about_assessments.assigned,),
    assessing.AssessorsDisagreed: (about_assessments.disagreed,),
    assessing.AppealFiled: (about_appeals.filed,),
    assessing.AppealWithdrawn: (about_appeals.withdrawn,),
    assessing.AppealGranted: (about_appeals.granted,),
    assessing.AppealDismissed: (about_appeals.dismissed,),
    # saved searches
    saved_searches.ExpertsFound: (about_saved_searches.found,),
    # bookings
    bookings.BookingRequested: (about_requests.requested,),
    bookings.BookingReminded: (about_requests.reminded,),
    bookings.BookingAccepted: (about_requests.accepted,),
    bookings.BookedAtOnce: (about_requests.booked_at_once,),
    bookings.BookingDeclined: (calling.follow, about_requests.declined),
    bookings.BookingWithdrawn: (calling.follow, about_requests.withdrawn),
    bookings.BookingExpired: (calling.follow, about_requests.expired),
    bookings.BookingConfirmed: (
        booking_reactions.note_customer,
        about_bookings.confirmed,
    ),
    bookings.BookingLapsed: (paying.close_pages, calling.follow, about_bookings.lapsed),
    bookings.BookingCancelled: (
        paying.close_pages,
        paying.refund_cancelled,
        earning.keep_owed,
        calling.follow,
        about_bookings.cancelled,
    ),
    bookings.BookingCompleted: (timesheet_evidence.note_work, about_bookings.completed),
    # requests and proposals
    requests.RequestPublished: (about_open_requests.published,),
    requests.ExpertInvited: (about_open_requests.invited,),
    requests.RequestReminded: (about_open_requests.reminded,),
    requests.InvitationDeclined: (about_open_requests.declined,),
    requests.RequestClosed: (about_open_requests.closed,),
    requests.RequestFilled: (about_open_requests.filled,),
    requests.RequestExpired: (about_open_requests.expired,),
    requests.ProposalMade: (about_proposals.made,),
    requests.ProposalCountered: (about_proposals.countered,),
    requests.ProposalReminded: (about_proposals.reminded,),
    requests.ProposalAccepted: (about_proposals.accepted,),
    requests.ProposalDeclined: (about_proposals.declined,),
    requests.ProposalWithdrawn: (about_proposals.withdrawn,),
    requests.ProposalExpired: (about_proposals.expired,),
    requests.ProposalClosed: (about_proposals.closed,),
    # changes of bookings
    amendments.AmendmentProposed: (about_amendments.proposed,),
    amendments.AmendmentReminded: (about_amendments.reminded,),
    amendments.AmendmentAccepted: (about_amendments.accepted,),
    amendments.AmendmentApplied: (paying.refund_change, about_amendments.applied),
    amendments.AmendmentDeclined: (about_amendments.declined,),
    amendments.AmendmentWithdrawn: (about_amendments.withdrawn,),
    amendments.AmendmentExpired: (about_amendments.expired,),
    amendments.AmendmentLapsed: (paying.close_pages_of_change, about_amendments.lapsed),
    amendments.AmendmentVoided: (paying.close_pages_of_change,),
    amendments.AmendmentDropped: (paying.close_pages_of_change, about_amendments.dropped),
    # backups
    covers.CoverAsked: (about_covers.asked,),
    covers.CoverReminded: (about_covers.reminded,),
    covers.CoverAgreed: (about_covers.agreed,),
    covers.CoverDeclined: (about_covers.declined,),
    covers.CoverWithdrawn: (about_covers.withdrawn,),
    covers.CoverExpired: (about_covers.expired,),
    covers.CoverLeft: (about_covers.left,),
    covers.CoverFinished: (about_covers.finished,),
    covers.CoverOutdated: (about_covers.outdated,),
    covers.RestGivenToBackup: (calling.follow_rest,),
    covers.CoverCalled: (about_covers.called,),
    covers.CoverMissed: (about_covers.missed,),
    # approvals
    approvals.ApprovalWanted: (about_approvals.wanted,),
    approvals.ApprovalGiven: (about_approvals.given,),
    approvals.ApprovalRefused: (about_approvals.refused,),
    # expenses
    expenses.ExpenseSubmitted: (about_expenses.submitted,),
    expenses.ExpenseSentBack: (paying.close_pages_of_expense, about_expenses.sent_back),
    expenses.ExpenseApproved: (about_expenses.approved,),
    expenses.ExpenseWithdrawn: (paying.close_pages_of_expense, about_expenses.withdrawn),
    expenses.ExpensePaid: (earning.pass_on, about_expenses.paid),
    expenses.ExpenseReminded: (about_expenses.reminded,),
    # timesheets: hours, and deliverables instead of them
    timesheets.TimesheetSubmitted: (about_timesheets.submitted, about_deliverables.submitted),
    timesheets.TimesheetSentBack: (about_timesheets.sent_back, about_deliverables.sent_back),
    timesheets.TimesheetApproved: (
        timesheet_reactions.give_back_unworked,
        earning.earn,
        about_timesheets.approved,
        about_deliverables.approved,
    ),
    timesheets.TimesheetLate: (about_timesheets.late,),
    timesheets.TimesheetReminded: (about_timesheets.reminded, about_deliverables.reminded),
    # conversations
    conversations.MessagesWaiting: (about_conversations.waiting,),
    conversations.MessageReported: (about_conversations.reported,),
    conversations.ReportDismissed: (about_conversations.dismissed,),
    conversations.ReportUpheld: (about_conversations.upheld,),
    conversations.MessageHidden: (about_conversations.hidden,),
    # payments
    payments.PaymentCameTooLate: (paying.refund_too_late, about_payments.came_too_late),
    payments.RefundSucceeded: (about_payments.refunded,),
    payments.RefundFailed: (about_payments.refund_failed,),
    # payouts
    payouts.PayoutAccountEnabled: (about_payouts.account_enabled,),
    payouts.PayoutAccountRestricted: (about_payouts.account_restricted,),
    payouts.TransferSent: (about_payouts.transfer_sent,),
    payouts.PayoutPaid: (about_payouts.paid,),
    payouts.PayoutFailed: (about_payouts.failed,),
    reconciliation.ReconciliationFinished: (about_reconciliation.finished,),
    reconciliation.ReconciliationFailed: (about_reconciliation.failed,),
    # disputes
    disputes.DisputeOpened: (about_disputes.opened,),
    disputes.DisputeContested: (about_disputes.contested,),
    disputes.DisputeOffered: (about_disputes.offered,),
    disputes.DisputeReferred: (about_disputes.referred,),
    disputes.StatementAdded: (about_disputes.added,),
    disputes.DisputeReminded: (about_disputes.reminded,),
    disputes.OpinionOverdue: (about_disputes.overdue,),
    disputes.DisputeWithdrawn: (about_disputes.withdrawn,),
    disputes.DisputeSettled: (dispute_endings.give_back, about_disputes.ended),
    disputes.DisputeDecided: (dispute_endings.give_back, about_disputes.ended),
    disputes.DisputeClosed: (dispute_endings.give_back, about_disputes.ended),
    # people who do not come
    absences.AbsenceSaid: (about_absences.said,),
    absences.AbsenceSettled: (absence_service.refund, absence_service.call_backup, about_absences.settled),
    absences.AbsenceContradicted: (about_absences.contradicted,),
    absences.AbsenceVoided: (about_absences.voided,),
    absences.AbsenceWithdrawn: (about_absences.withdrawn,),
    absences.RestGivenUp: (absence_service.refund, absence_service.call_backup, about_absences.given_up),
    # reviews
    reviews.ReviewsInvited: (about_reviews.invited,),
    reviews.ReviewsReminded: (about_reviews.reminded,),
    reviews.ReviewsPublished: (about_reviews.published,),
    reviews.ReviewReplied: (about_reviews.replied,),
    reviews.ReviewHidden: (about_reviews.hidden,),
    reviews.ReviewRestored: (about_reviews.restored,),
    # notices
    notices.NoticeWritten: (post.deliver,),
}

AT_ONCE: Mapping[type[Fact], tuple[AtOnce, ...]] = {
    # Search must find nobody who is not really free, certified and willing: not for a moment.
    registry.ProfileRevised: (busy.follow_zone, projection.follow_expert),
    registry.ProfilePublished: (projection.follow_expert,),
    registry.ProfileHidden: (projection.follow_expert,),
    organizations.TermsSet: (projection.follow_terms,),
    calendar.WeeklyHoursSet: (projection.follow_calendar,),
    calendar.DayOffAdded: (projection.follow_calendar,),
    calendar.DayOffRemoved: (projection.follow_calendar,),
    calendar.AvailabilityConfirmed: (projection.follow_calendar,),
    calendar.CalendarUnlinked: (projection.follow_calendar,),
    calendar.BusyTimesChanged: (projection.follow_calendar,),
    calendar.BusyRuleSet: (projection.follow_calendar,),
    calendar.BookingRulesSet: (projection.follow_expert,),
    calendar.OtherHoursSet: (projection.follow_calendar,),
    calendar.OtherHoursRemoved: (projection.follow_calendar,),
    calendar.HolidaysChosen: (projection.follow_calendar,),
    calendar.HolidayChanged: (projection.follow_calendar,),
    calendar.HolidaysRolled: (projection.follow_calendar,),
    attestations.AttestationMatched: (projection.follow_attestation,),
    attestations.AttestationWithdrawn: (projection.follow_attestation,),
    certification.ClaimCertified: (projection.follow_certificate,),
    certification.CertificateProlonged: (projection.follow_certificate,),
    certification.CertificateShortened: (projection.follow_certificate,),
    certification.CertificateExpired: (projection.follow_certificate,),
    certification.CertificateSuspended: (projection.follow_certificate,),
    certification.CertificateReinstated: (projection.follow_certificate,),
    certification.CertificateRevoked: (projection.follow_certificate,),
    certification.CertificateSuperseded: (projection.follow_certificate,),
    certification.CertificateRestored: (projection.follow_certificate,),
    # Asking and accepting are agreeing, to the words that stood there at that moment; so is booking at once.
    bookings.BookingRequested: (agreements.offer, approving.want),
    bookings.BookedAtOnce: (agreements.settle_at_once, projection.follow_shifts),
    bookings.BookingDeclined: (approving.void,),
    bookings.BookingWithdrawn: (approving.void,),
    bookings.BookingExpired: (approving.void,),
    bookings.BookingAccepted: (agreements.accept, projection.follow_shifts),
    bookings.BookingLapsed: (approving.void, projection.follow_shifts),
    bookings.BookingCancelled: (approving.void, amendment_applying.void, projection.follow_shifts),
    # What customers say counts in the figures and the search from the moment it is published.
    reviews.ReviewsPublished: (rating.follow,),
    reviews.ReviewHidden: (rating.follow,),
    reviews.ReviewRestored: (rating.follow,),
    # What the two wrote to each other before belongs to the booking.
    requests.ProposalAccepted: (conversation_following.go_on,),
    amendments.AmendmentAccepted: (projection.follow_shifts,),
    amendments.AmendmentApplied: (
        agreements.renew,
        calling.outdate,
        projection.follow_shifts,
        timesheet_reactions.complete_settled,
    ),
    amendments.AmendmentLapsed: (projection.follow_shifts,),
    amendments.AmendmentDropped: (projection.follow_shifts,),
    absences.AbsenceSettled: (projection.follow_shifts,),
    absences.RestGivenUp: (projection.follow_shifts,),
    # Days that were still to come when it ended are free again.
    bookings.BookingCompleted: (review_windows.open_window, projection.follow_shifts),
}
"""What is true at the same moment: it changes in the transaction of the fact itself, or neither does."""

STRIPE: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "checkout.session.completed": payment_notices.checkout_changed,
    "checkout.session.async_payment_succeeded": payment_notices.checkout_changed,
    "checkout.session.async_payment_failed": payment_notices.checkout_failed,
    "checkout.session.expired": payment_notices.checkout_changed,
    "charge.updated": payment_notices.charge_updated,
    "refund.updated": payment_notices.refund_changed,
    "refund.failed": payment_notices.refund_changed,
    "account.updated": payout_notices.account_changed,
    "v2.core.account[identity].updated": payout_notices.account_changed,
    "v2.core.account[requirements].updated": payout_notices.account_changed,
    "v2.core.account[configuration.recipient].capability_status_updated": payout_notices.account_changed,
    "payout.updated": payout_notices.payout_changed,
    "payout.paid": payout_notices.payout_changed,
    "payout.failed": payout_notices.payout_changed,
    "payout.canceled": payout_notices.payout_changed,
}
"""What Stripe's notices mean, by kind."""

READERS: Mapping[str, Readers] = {"stripe": STRIPE}
"""Who reads the notices of which source."""
