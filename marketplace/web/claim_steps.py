"""The life of a claim as a bar: what is done, what is now, who must act and by when, what comes."""

from collections.abc import Sequence

from marketplace.certification.models import Claim, ClaimState
from marketplace.web.booking_steps import Step

ENDED = {ClaimState.DECLINED: "Declined", ClaimState.WITHDRAWN: "Taken back"}


def steps(claim: Claim) -> Sequence[Step]:
    submitted = Step("Submitted", "done")
    if claim.state is ClaimState.SUBMITTED:
        assessors = f"The assessors of {claim.skill.product.vendor.name}"
        return [submitted, Step("Read", "now", assessors, claim.answer_by), Step("Certified", "next")]
    if claim.state is ClaimState.CERTIFIED:
        return [submitted, Step("Read", "done"), Step("Certified", "done")]
    read = [Step("Read", "done")] if claim.state is ClaimState.DECLINED else []
    return [submitted, *read, Step(ENDED[claim.state], "ended", at=claim.decided_at)]
