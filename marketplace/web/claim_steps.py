"""The life of a claim as a bar: what is done, what is now, who must act and by when, what comes."""

from collections.abc import Sequence

from marketplace.assessing.models import Appeal, AppealState
from marketplace.certification.models import Claim, ClaimState
from marketplace.web.booking_steps import Step

APPEALS = {
    AppealState.GRANTED: "Granted on appeal",
    AppealState.DISMISSED: "Appeal dismissed",
    AppealState.WITHDRAWN: "Appeal taken back",
}


def steps(claim: Claim, appeal: Appeal | None = None) -> Sequence[Step]:
    """`appeal` is the one against a refusal, if there is one."""
    submitted, read, assessors = Step("Submitted", "done"), Step("Read", "done"), _assessors(claim)
    if claim.state is ClaimState.SUBMITTED:
        return [submitted, Step("Read", "now", assessors, claim.answer_by), Step("Decided", "next")]
    if claim.state is ClaimState.ASKED:
        return [
            submitted,
            read,
            Step("Your answer", "now", "You, whenever it suits you"),
            Step("Decided", "next"),
        ]
    if claim.state is ClaimState.WITHDRAWN:
        return [submitted, Step("Taken back", "ended", at=claim.decided_at)]
    if appeal is None:
        return [submitted, read, _end(claim)]
    declined = Step("Declined", "done")
    if appeal.state is AppealState.OPEN:
        return [submitted, read, declined, Step("Appeal", "now", f"Another assessor of {_vendor(claim)}")]
    ended = "done" if appeal.state is AppealState.GRANTED else "ended"
    return [submitted, read, declined, Step(APPEALS[appeal.state], ended, at=appeal.decided_at)]


def _end(claim: Claim) -> Step:
    if claim.state is ClaimState.CERTIFIED:
        return Step("Certified", "done")
    return Step("Declined", "ended", at=claim.decided_at)


def _assessors(claim: Claim) -> str:
    return f"The assessors of {_vendor(claim)}"


def _vendor(claim: Claim) -> str:
    return claim.skill.product.vendor.name
