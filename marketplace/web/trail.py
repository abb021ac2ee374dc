"""The whole matter of a claim in words, for staff: the claim, its assessments, what came of it, and appeals."""

from collections.abc import Collection, Mapping, Sequence

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.assessing import appeals, queries, seats
from marketplace.certification import queries as certification
from marketplace.certification.models import Claim
from marketplace.events import log
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.web.booking_history import Moment

SAID: Mapping[str, str] = {
    "ClaimSubmitted": "{by} made the claim",
    "ClaimAnswered": "{by} answered",
    "ClaimCertified": "{by} certified the claim",
    "ClaimDeclined": "{by} declined the claim",
    "ClaimWithdrawn": "{by} took the claim back",
    "ClaimLapsed": "The claim was closed, as no answer came",
    "AssessorsDisagreed": "Two assessors see it differently",
    "CertificateExpiring": "The expert was warned that the certificate ends",
    "CertificateProlonged": "The certificate holds longer, as a release moved",
    "CertificateShortened": "The certificate ends earlier, because of a major release",
    "CertificateExpired": "The certificate expired",
    "CertificateSuspended": "{by} suspended the certificate",
    "CertificateReinstated": "{by} reinstated the certificate",
    "CertificateRevoked": "{by} revoked the certificate",
    "CertificateSuperseded": "A newer certificate took its place",
    "CertificateRestored": "The revocation was overturned, and a new certificate given",
    "AppealFiled": "{by} appealed",
    "AppealGranted": "{by} granted the appeal",
    "AppealDismissed": "{by} dismissed the appeal",
    "AppealWithdrawn": "{by} let the appeal rest",
}
AT_THE_DESK: Mapping[str, str] = {
    "ClaimQuestioned": "{by} asked the expert",
    "AssessmentTaken": "{by} took the claim",
    "AssessmentLeft": "{by} handed the claim back",
    "AssessmentDone": "{by} said what they found",
}
"""Of others, read only by those whose own opinion is no longer wanted unswayed."""


def trail(claim: Claim, by: Actor) -> Sequence[Moment]:
    """Newest first."""
    there = seats.assessments_of(claim)
    open_to_all = len(queries.visible_assessments(claim, by)) == len(there)
    events = log.history_of(_subjects(claim))
    people = {one.assessor.ref: one.assessor for one in there}
    return [
        _moment(event, people)
        for event in reversed(events)
        if event.kind in SAID
        or (event.kind in AT_THE_DESK and (open_to_all or event.by_user_id == by.user_id))
    ]


def _moment(event: Event, people: Mapping[Ref, User]) -> Moment:
    given_to = people.get(event.payload.get("assessor", ""))
    if given_to and given_to.id != event.by_user_id:
        return Moment(event.at, f"{event.by_name} handed the claim to {given_to.shown_name}", "")
    said = SAID.get(event.kind) or AT_THE_DESK[event.kind]
    return Moment(event.at, said.format(by=event.by_name), "")


def _subjects(claim: Claim) -> Collection[str]:
    certificates = certification.certificates_for(claim.id)
    return {claim.ref, *(one.ref for one in certificates), *(one.ref for one in appeals.of(claim))}
