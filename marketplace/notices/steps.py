"""The one next step that a notice of each kind offers, as it stands on its button."""

STEPS = {
    "handover_accepted": "See the hand-over",
    "handover_declined": "See the hand-overs",
    "handover_expired": "Make a new one",
    "attestation_matched": "See it among your skills",
    "attestation_withdrawn": "See your skills",
    "attestations_imported": "See the import",
    "attestation_import_failed": "See what is wrong",
    "claim_submitted": "Review the claim",
    "claim_withdrawn": "See the queue",
    "claim_certified": "See your certificate",
    "claim_declined": "Read the decision",
    "certificate_revoked": "See the certificate",
    "certificate_expired": "Claim it again",
    "booking_requested": "Answer the request",
    "booking_accepted": "Pay and confirm",
    "booking_declined": "See the request",
    "booking_withdrawn": "See the request",
    "booking_expired": "See the request",
    "booking_confirmed": "See the booking",
    "booking_lapsed": "See the booking",
    "booking_cancelled": "See the booking",
    "booking_completed": "See the booking",
    "timesheet_submitted": "Look at the hours",
    "timesheet_sent_back": "Correct the hours",
    "timesheet_approved": "See the booking",
    "payment_came_too_late": "See the booking",
    "refund_succeeded": "See the booking",
    "refund_failed": "See the booking",
    "payout_account_enabled": "See your earnings",
    "payout_account_restricted": "See what is needed",
    "transfer_sent": "See your earnings",
    "payout_paid": "See your earnings",
    "payout_failed": "Check your bank details",
}


def step_of(kind: str) -> str:
    return STEPS.get(kind, "Have a look")
