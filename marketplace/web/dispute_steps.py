"""The life of a dispute as a bar: opened, answered, the vendor's opinion, ended; who must act, and by when."""

from collections.abc import Sequence

from marketplace.bookings.sides import named
from marketplace.disputes.models import Dispute, DisputeState
from marketplace.web.booking_steps import Step

S = DisputeState
ENDS = {
    S.SETTLED: "Agreed",
    S.DECIDED: "Decided",
    S.CLOSED: "Closed",
    S.WITHDRAWN: "Taken back",
}


def steps(dispute: Dispute) -> Sequence[Step]:
    opened = Step("Opened", "done", at=dispute.created_at)
    vendor = dispute.booking.vendor.name
    if dispute.state is S.ASKED:
        who = named(dispute.booking, dispute.answering)
        now = Step("Answered", "now", who, dispute.answer_by)
        return [opened, now, Step(f"Opinion of {vendor}", "next"), Step("Carried out", "next")]
    if dispute.open:
        who = dispute.assessor.shown_name if dispute.assessor else vendor
        now = Step(f"Opinion of {vendor}", "now", who, dispute.opinion_by)
        return [opened, Step("Answered", "done"), now, Step("Carried out", "next")]
    mark = "ended" if dispute.state is S.WITHDRAWN else "done"
    middle = [Step("Answered", "done")] if dispute.opinion_by else []
    return [opened, *middle, Step(ENDS[dispute.state], mark, at=dispute.ended_at)]
