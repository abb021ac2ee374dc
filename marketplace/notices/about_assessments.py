"""What is said among a vendor's staff about who looks at which claim."""

from marketplace.accounts.actor import StaffRole
from marketplace.assessing import seats
from marketplace.assessing.events import AssessmentTaken, AssessorsDisagreed
from marketplace.certification.queries import claim_named
from marketplace.events.models import Event
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.organizations import queries as organizations


def assigned(fact: AssessmentTaken, event: Event) -> None:
    """Whoever took it themselves knows; whoever was given it is told."""
    assessment = seats.named(fact.assessment)
    claim = assessment.claim

    def body(reader: Reader) -> str:
        return (
            f"{event.by_name} has put this claim on your desk: {claim.named_level.label} in {claim.skill.name}. "
            f"{claim.expert.name} has been told to expect an answer by {reader.day(claim.answer_by.date())}."
        )

    tell(
        event,
        [assessment.assessor_id],
        "assessment_assigned",
        title=f"A claim for you: {claim.expert.name}, {claim.skill.name}",
        body=body,
        path=f"/examinations/{claim.ref}",
    )


def disagreed(fact: AssessorsDisagreed, event: Event) -> None:
    """To those who could resolve it, and to the admins, who can hand it to one of them."""
    claim = claim_named(fact.subject)
    there = {one.assessor_id for one in seats.assessments_of(claim)}
    others = [one.id for one in seats.free_assessors(claim, there)]
    admins = organizations.staff_ids(claim.skill.vendor_id, StaffRole.ADMIN)
    tell(
        event,
        {*others, *admins} - {claim.expert.user_id},
        "assessors_disagreed",
        title=f"Two assessors disagree about {claim.expert.name}, {claim.skill.name}",
        body="They looked at the same evidence, each for themselves, and found different things. "
        "Somebody who sees both has to decide.",
        path=f"/examinations/{claim.ref}",
        also_actor=True,
    )
